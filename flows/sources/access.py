"""How sources may be reached: politeness and limits on the web, keys of object storage, and where pages are remembered."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class WebAccess(BaseModel):
    """What is asked of the web, and how much is taken from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent: str = Field(default="raqam", description="What raqam calls itself to servers and in robots.txt; add an address for questions.")
    delay: float = Field(default=1.0, ge=0, description="Seconds between two requests to one host; robots.txt may ask for more.")
    timeout: float = Field(default=20.0, gt=0, description="Seconds to wait for an answer, and for each further piece of it.")
    seconds: float = Field(default=120.0, gt=0, description="Seconds that one page may take; a data file may take sixty times as long.")
    attempts: int = Field(default=4, ge=1, description="How often a request is tried, with growing pauses.")
    pause: float = Field(default=1.0, ge=0, description="Seconds before the second attempt; they double each time.")
    page_mb: int = Field(default=8, ge=1, description="Megabytes of a page, feed or sitemap.")
    file_mb: int = Field(default=4096, ge=1, description="Megabytes of a data file, PDF or web archive.")
    pages: int = Field(default=1000, ge=1, description="Pages of one feed or sitemap, the newest first.")
    depth: int = Field(default=2, ge=0, description="How deep sitemaps of sitemaps are followed.")
    redirects: int = Field(default=5, ge=0, description="Redirects that are followed for one page.")
    robots: bool = Field(default=True, description="Whether robots.txt is obeyed.")
    allow: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(), description="Networks that may be reached although they are not public, such as 10.0.0.0/8."
    )


class Access(BaseModel):
    """``storage`` is options for fsspec by protocol; ``memory`` is the file that remembers pages for conditional requests."""

    model_config = ConfigDict(frozen=True)

    web: WebAccess = WebAccess()
    storage: dict[str, dict[str, Any]] = Field(default_factory=dict, repr=False)
    memory: Path | None = None
