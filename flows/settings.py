"""Settings from the environment: RAQAM_HOME, RAQAM_WORKERS."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What holds where the command line does not say.

    >>> Settings(home="x").home
    PosixPath('x')
    """

    model_config = SettingsConfigDict(env_prefix="RAQAM_")

    home: Path = Field(default=Path("data"), description="Where the warehouse, its export and its logs lie.")
    workers: int = Field(default=1, ge=1, description="How many processes extract.")
