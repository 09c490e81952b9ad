"""Is a Prefect API configured? Found out without importing Prefect, which takes seconds."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

_SETTING = "PREFECT_API_URL"


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
