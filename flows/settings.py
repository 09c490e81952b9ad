"""Settings: from the environment, over it ``raqam.toml``, over both the arguments of the command line.

``raqam.toml`` lies in the working folder, or where RAQAM_CONFIG says. Nested settings are tables there (``[web]``, ``delay = 2``)
and longer names in the environment (``RAQAM_WEB_DELAY=2``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from extractors.errors import RaqamError
from flows.sources.access import Access, WebAccess
from flows.sources.masking import masked

if TYPE_CHECKING:
    from warehouse.homes import Home

Engine = Literal["local", "dask"]
_FILE, _WHERE = "raqam.toml", "RAQAM_CONFIG"
_HIDDEN = "***"


class BadSettings(RaqamError):
    """A setting that means nothing, or a file of settings that cannot be read."""


class Settings(BaseSettings):
    """What holds where the command line does not say.

    >>> Settings(home="x").home
    PosixPath('x')
    """

    model_config = SettingsConfigDict(env_prefix="RAQAM_", env_nested_delimiter="_", env_nested_max_split=1, extra="forbid")

    home: Path = Field(default=Path("data"), description="Where the warehouse, its export and its logs lie.")
    lake_data: str | None = Field(default=None, description="Where a lake that is made keeps its Parquet files; without it in data/lake.")
    workers: int = Field(default=1, ge=1, description="How many processes extract.")
    engine: Engine = Field(default="local", description="Who extracts: this machine, or a Dask cluster.")
    dask_address: str | None = Field(
        default=None, repr=False, description="The scheduler of a Dask cluster; without it one is started here."
    )
    log_json: bool = Field(default=False, description="Whether logs are JSON, one object a line.")
    web: WebAccess = Field(default=WebAccess(), description="How the web is visited.")
    storage: dict[str, dict[str, Any]] = Field(
        default_factory=dict, repr=False, description="Keys and options of object storage by protocol, for fsspec."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings gives its sources by these names; raqam reads no .env
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above; raqam reads no folder of secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The strongest first."""
        return init_settings, TomlConfigSettingsSource(settings_cls, file()), env_settings

    def access(self, home: Home | None = None) -> Access:
        """How sources are reached; pages are remembered in ``home``, where there is one."""
        return Access(web=self.web, storage=self.storage, memory=None if home is None else home / "web.sqlite")


class Setting(NamedTuple):
    """A setting as it stands, and where it came from."""

    name: str
    value: str
    origin: str
    meaning: str


def file() -> Path:
    """The file of settings, whether it is there or not."""
    return Path(os.environ.get(_WHERE) or _FILE)


def load(**arguments: Any) -> Settings:
    """The settings under the arguments of the command line that were given (not None). Raises BadSettings."""
    if _WHERE in os.environ and os.environ[_WHERE] and not file().exists():
        raise BadSettings(f"{file()}: no such file, and {_WHERE} names it. Write it, or unset {_WHERE}")
    try:
        return Settings(**{name: value for name, value in arguments.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"]))
        unknown = first["type"] == "extra_forbidden"
        told = f"there is none of that name.{_nearest(name)}" if unknown else first["msg"]
        raise BadSettings(f"setting {name}: {told} (from {_origin(name, _given())}). Mend it there, or take it out") from error
    except SettingsError as error:
        told = f"{error}. What is a list or a table is JSON there, such as RAQAM_WEB_ALLOW='[\"10.0.0.0/8\"]'"
        raise BadSettings(f"a setting in the environment (RAQAM_…) cannot be read: {told}") from error
    except (ValueError, OSError) as error:
        raise BadSettings(f"{file()}: not readable as settings: {error}. See: raqam config --help") from error


def _nearest(name: str) -> str:
    """
    >>> _nearest("wrokers"), _nearest("web.delays"), _nearest("x")[:22]
    (' Did you mean workers?', ' Did you mean web.delay?', ' There are: home, lake')
    """
    known = [setting for setting, _, _ in _flat(Settings.model_construct())]
    close = get_close_matches(name, known, 1)
    return f" Did you mean {close[0]}?" if close else f" There are: {', '.join(known)}, storage"


def explain(**arguments: Any) -> Iterator[Setting]:
    """Every setting with its origin; what may be secret is not shown. Raises BadSettings."""
    settings = load(**arguments)
    given = {**_given(), "argument": {name: value for name, value in arguments.items() if value is not None}}
    for name, value, meaning in _flat(settings):
        yield Setting(name, value, _origin(name, given), meaning)


def _given() -> dict[str, dict[str, Any]]:
    """What each origin says, the weakest first."""
    return {"environment": EnvSettingsSource(Settings)(), str(file()): TomlConfigSettingsSource(Settings, file())()}


def _origin(name: str, given: dict[str, dict[str, Any]]) -> str:
    for origin, values in reversed(given.items()):
        if _has(values, name.split(".")):
            return f"environment RAQAM_{name.upper().replace('.', '_')}" if origin == "environment" else origin
    return "default"


def _has(values: Any, path: list[str]) -> bool:
    return not path or (isinstance(values, dict) and path[0] in values and _has(values[path[0]], path[1:]))


def _flat(model: BaseModel, before: str = "") -> Iterator[tuple[str, str, str]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _flat(value, f"{name}.")
        elif name == "storage":
            yield from ((f"storage.{protocol}.{option}", _HIDDEN, "") for protocol, options in value.items() for option in options)
        else:
            yield before + name, _shown(value), field.description or ""


def _shown(value: Any) -> str:
    """
    >>> _shown(None), _shown(True), _shown(("a", "b")), _shown("tls://me:pw@host:8786")
    ('', 'true', 'a, b', 'tls://host:8786')
    """
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else masked(str(value))
