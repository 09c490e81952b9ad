"""Is a Prefect API configured? Found out without importing Prefect, which takes seconds."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

_SETTING = "PREFECT_API_URL"
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "raqam",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment or Prefect's active profile names an API.

    >>> is_configured({"PREFECT_API_URL": "http://127.0.0.1:4200/api"}), is_configured({"PREFECT_HOME": "/nowhere"})
    (True, False)
    """
    return bool(environment.get(_SETTING)) or bool(_profile(environment).get(_SETTING))


def _profile(environment: Mapping[str, str]) -> dict[str, str]:
    folder = Path(environment["PREFECT_HOME"]) if "PREFECT_HOME" in environment else Path.home() / ".prefect"
    try:
        stored = tomllib.loads((folder / "profiles.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    name = environment.get("PREFECT_PROFILE") or stored.get("active", "")
    profile = stored.get("profiles", {}).get(name, {})
    return profile if isinstance(profile, dict) else {}


def environment() -> dict[str, str]:
    """What Prefect is to find in its environment: it tells nobody that it runs; logs go to its server where there is one to stay."""
    return {**_QUIET, "PREFECT_LOGGING_TO_API_ENABLED": str(is_configured()).lower()}
