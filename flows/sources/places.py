"""From what the user named (file, folder, glob, URL, ``-``) to the files to open, one by one and in a stable order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from flows.sources.access import Access
from flows.sources.document import Rejected, SourceNotFound, SourceUnreadable, why
from flows.sources.formats import KNOWN, format_of
from flows.sources.masking import masked

STDIN = "-"
_ADVICE = "Give a file, a folder, a glob in quotes, a URL, or - for standard input"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to open: ``name`` is what documents are called by, ``path`` is for its file system (None: this machine's).

    A run fails where one that is ``required`` does not open; of others it tells, and goes on.
    """

    name: str
    path: str
    system: Any = field(default=None, repr=False)
    required: bool = False

    @property
    def is_here(self) -> bool:
        """Whether only this process can open it."""
        return self.name == STDIN or "memory" in getattr(self.system, "protocol", ())

    def open(self) -> IO[bytes]:
        """The file's bytes, as they are stored; SourceUnreadable where it does not open."""
        try:
            if self.name == STDIN:
                return sys.stdin.buffer
            return Path(self.path).open("rb") if self.system is None else self.system.open(self.path, "rb")
        except Exception as error:  # a remote file system raises whatever its library raises
            raise SourceUnreadable(self.name, f"cannot be opened: {why(error)}", "Check its permissions, or leave it out") from error


def is_web(source: str) -> bool:
    """Whether a source is an address of the web.

    >>> is_web("HTTPS://example.org/feed"), is_web("s3://box/a.jsonl")
    (True, False)
    """
    return source[:8].lower().startswith(("http://", "https://"))


def check(source: str, access: Access) -> None:
    """Raise SourceNotFound where nothing is there, SourceUnreadable where a folder may not be listed; the web is not asked yet."""
    if source == STDIN or is_web(source):
        return
    if "://" in source:
        _remote(source, access)
    elif not os.path.lexists(source):
        if not _is_glob(source):
            raise SourceNotFound(source, "no such file or folder", _ADVICE)
        if not _matches(source):
            raise SourceNotFound(source, "no file matches", _ADVICE)


def check_listable(source: str) -> None:
    """Raise SourceUnreadable where the source is a local folder that may not be listed, SourceNotFound where it holds nothing to read."""
    if "://" in source or not Path(source).is_dir():
        return
    try:
        os.scandir(source).close()
    except OSError as error:
        raise SourceUnreadable(source, f"the folder cannot be read: {why(error)}", "Check its permissions") from error
    if next(_walk(source), None) is None:
        raise SourceNotFound(source, "the folder holds no file of a known format", f"Known formats: {KNOWN}")


def places(source: str, access: Access) -> Iterator[Place | Rejected]:
    """The files of one source that is not of the web, sorted by name; hidden files and unknown formats in folders are passed over.

    Raises SourceNotFound or SourceUnreadable where a remote one cannot be listed.
    """
    if source == STDIN:
        yield Place(STDIN, STDIN)
    elif "://" in source:
        yield from _remote(source, access)
    elif Path(source).is_dir():
        yield from _walk(source)
    elif os.path.lexists(source):
        yield Place(_printable(source), source)
    else:
        yield from (Place(_printable(path), path) for path in _matches(source) if format_of(path))


def _matches(pattern: str) -> list[str]:
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute patterns, and gives hidden files
    return sorted(path for path in found if not Path(path).is_dir())


def _walk(folder: str) -> Iterator[Place | Rejected]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        name = _printable(folder)
        yield Rejected(name, None, None, f"the folder cannot be read: {why(error)}", name)
        return
    for entry in entries:
        path = str(Path(folder) / entry.name) if folder != "." else entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif format_of(entry.name):
            yield Place(_printable(path), path)


def _remote(url: str, access: Access) -> tuple[Place, ...]:
    name = masked(url)
    try:
        found = _list_remote(url, access)
    except ImportError as error:
        raise SourceUnreadable(name, f"needs a package that is not installed: {error}", "Try: pip install 'raqam[remote]'") from error
    except Exception as error:  # each protocol has errors of its own
        raise SourceUnreadable(name, f"cannot be reached: {why(error)}", "Check the address and your access") from error
    if not found:
        raise SourceNotFound(name, "nothing is there", "Check the address")
    return found


def _list_remote(url: str, access: Access) -> tuple[Place, ...]:
    import fsspec

    from flows.sources.retries import attempts

    options = access.storage.get(url.partition("://")[0], {})
    for attempt in attempts(access.web, _may_pass):
        with attempt:
            system, path = fsspec.core.url_to_fs(url, **options)
            return _listed(system, path, url)
    raise AssertionError("the last error is let through")


def _may_pass(error: Exception) -> bool:
    """Whether a network may recover from it; what is not there or not allowed stays so."""
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError | PermissionError)


def _listed(system: Any, path: str, url: str) -> tuple[Place, ...]:
    if _is_glob(path):
        return tuple(_named(system, match) for match in sorted(system.glob(path)) if format_of(match))
    if system.isdir(path):
        return tuple(_named(system, match) for match in sorted(system.find(path)) if format_of(match))
    return (Place(masked(url), path, system),) if system.exists(path) else ()


def _named(system: Any, path: str) -> Place:
    return Place(system.unstrip_protocol(path), path, system)


def _is_glob(path: str) -> bool:
    return any(wildcard in path for wildcard in "*?[")


def _printable(path: str) -> str:
    """A path as valid Unicode: file names of this machine need not be."""
    return os.fsencode(path).decode("utf-8", "replace")
