"""From what the user named (file, folder, glob, URL, ``-``) to the files to open, one by one and in a stable order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flows.sources.document import Rejected, SourceNotFound, SourceUnreadable, why
from flows.sources.formats import KNOWN, format_of

STDIN = "-"
_ADVICE = "Give a file, a folder, a glob in quotes, a URL, or - for standard input"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to open: ``name`` is what documents are called by, ``path`` is for its file system (None: this machine's)."""

    name: str
    path: str
    system: Any = None

    def open(self) -> IO[bytes]:
        """The file's bytes, as they are stored; SourceUnreadable where it does not open."""
        try:
            if self.name == STDIN:
                return sys.stdin.buffer
            return Path(self.path).open("rb") if self.system is None else self.system.open(self.path, "rb")
        except Exception as error:  # a remote file system raises whatever its library raises
            raise SourceUnreadable(self.name, f"cannot be opened: {why(error)}", "Check its permissions, or leave it out") from error


def check(source: str) -> None:
    """Raise SourceNotFound where nothing is there, SourceUnreadable where a folder may not be listed."""
    if source == STDIN:
        return
    if "://" in source:
        _remote(source)
    elif not os.path.lexists(source):
        if not _is_glob(source):
            raise SourceNotFound(source, "no such file or folder", _ADVICE)
        if not _matches(source):
            raise SourceNotFound(source, "no file matches", _ADVICE)


def check_listable(source: str) -> None:
    """Raise SourceUnreadable where the source is a local folder that may not be listed or holds nothing to read."""
    if "://" in source or not Path(source).is_dir():
        return
    try:
        os.scandir(source).close()
    except OSError as error:
        raise SourceUnreadable(source, f"the folder cannot be read: {why(error)}", "Check its permissions") from error
    if next(_walk(source), None) is None:
        raise SourceNotFound(source, "the folder holds no file of a known format", f"Known formats: {KNOWN}")


def places(source: str) -> Iterator[Place | Rejected]:
    """The files of one source, sorted by name; hidden files and unknown formats inside folders and globs are passed over."""
    if source == STDIN:
        yield Place(STDIN, STDIN)
    elif "://" in source:
        yield from _remote(source)
    elif Path(source).is_dir():
        yield from _walk(source)
    elif os.path.lexists(source):
        yield Place(_printable(source), source)
    else:
        yield from (Place(_printable(path), path) for path in _matches(source) if format_of(path))


def _matches(pattern: str) -> list[str]:
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute patterns
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


def _remote(url: str) -> tuple[Place, ...]:
    try:
        found = _list_remote(url)
    except ImportError as error:
        raise SourceUnreadable(url, f"needs a package that is not installed: {error}", "Try: pip install 'raqam[remote]'") from error
    except Exception as error:  # each protocol has errors of its own
        raise SourceUnreadable(url, f"cannot be reached: {why(error)}", "Check the address and your access") from error
    if not found:
        raise SourceNotFound(url, "nothing is there", "Check the address")
    return found


def _list_remote(url: str) -> tuple[Place, ...]:
    import fsspec

    system, path = fsspec.core.url_to_fs(url)
    if url.startswith(("http://", "https://")):  # a page has no folders, and its ? is no wildcard
        return (Place(url, path, system),) if system.exists(path) else ()
    if _is_glob(path):
        return tuple(_named(system, match) for match in sorted(system.glob(path)) if format_of(match))
    if system.isdir(path):
        return tuple(_named(system, match) for match in sorted(system.find(path)) if format_of(match))
    return (Place(url, path, system),) if system.exists(path) else ()


def _named(system: Any, path: str) -> Place:
    return Place(system.unstrip_protocol(path), path, system)


def _is_glob(path: str) -> bool:
    return any(wildcard in path for wildcard in "*?[")


def _printable(path: str) -> str:
    """A path as valid Unicode: file names of this machine need not be."""
    return os.fsencode(path).decode("utf-8", "replace")
