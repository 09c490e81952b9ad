"""Disks that are full or may not be written: the published warehouse stays, and what is wrong is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import warehouse
from flows import pipeline
from flows.pipeline import Job
from warehouse import errors

from . import warehouse_stub

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that read digits."""
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract, raising=False)
    monkeypatch.setattr("extractors.rules_version", lambda: "stub-1", raising=False)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here (that takes root): {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def source(folder: Path, name: str, documents: int, size: int) -> Path:
    """Documents that do not compress, with one number each."""
    letters = str.maketrans("0123456789", "ghijklmnop")
    path = folder / f"{name}.jsonl"
    rows = (
        {"id": f"{name} {number}", "text": f"{number} and {os.urandom(size // 2).hex().translate(letters)}"} for number in range(documents)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(home: Path, path: Path) -> pipeline.RunSummary:
    return pipeline.run(Job((str(path),), home, export=False))


def names(home: Path) -> list[str]:
    return warehouse.query(home, "SELECT DISTINCT split_part(source, ' ', 1) AS name FROM documents ORDER BY 1")["name"].to_list()


@pytest.mark.parametrize("free", [0.1, 2.6, 4.0])
def test_a_full_disk_leaves_the_published_warehouse(disk: Path, tmp_path: Path, free: float) -> None:
    """Full while the warehouse is copied, while documents are loaded, while they are written down."""
    home = disk / "home"
    run(home, source(tmp_path, "first", 2, 100))
    before = (home / "raqam.duckdb").read_bytes()
    ballast, room = disk / "ballast", os.statvfs(disk)
    ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - int(free * MEGABYTE)))
    with pytest.raises(errors.DiskFull, match=r"[Nn]o space left .*\. Free some space; the published warehouse is as it was"):
        run(home, source(tmp_path, "second", 60, 100_000))
    assert (home / "raqam.duckdb").read_bytes() == before
    assert [entry.name for entry in (home / ".work").iterdir()] == ["lock"]
    assert names(home) == ["first"]
    ballast.unlink()
    run(home, source(tmp_path, "third", 2, 100))
    assert names(home) == ["first", "third"]


def test_a_file_that_may_not_grow_leaves_the_published_warehouse(tmp_path: Path) -> None:
    """A quota, as every user has it: no root needed."""
    home = tmp_path / "home"
    run(home, source(tmp_path, "first", 2, 100))
    limit = "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000));"
    command = [sys.executable, "-c", limit + "runpy.run_module('tests.warehouse_stub', run_name='__main__')"]
    path = source(tmp_path, "second", 40, 100_000)
    done = subprocess.run([*command, str(path), str(home)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "DiskFull" in done.stderr.splitlines()[-1]
    assert names(home) == ["first"]
    run(home, source(tmp_path, "third", 2, 100))
    assert names(home) == ["first", "third"]


def test_a_disk_that_is_read_only_can_be_read(disk: Path, tmp_path: Path) -> None:
    home, path = disk / "home", source(tmp_path, "first", 2, 100)
    run(home, path)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(errors.HomeUnwritable, match=r"home: cannot be written: Read-only file system\. Check its owner and permissions"):
        run(home, path)
    with pytest.raises(errors.HomeUnwritable, match="Read-only file system"):
        pipeline.rebuild(home)
    assert names(home) == ["first"]
    assert warehouse.check(home)["bad_rows"].sum() == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_without_permission_is_told(tmp_path: Path) -> None:
    home, path = tmp_path / "home", source(tmp_path, "first", 2, 100)
    run(home, path)
    (home / ".work").chmod(0o500)
    with pytest.raises(errors.HomeUnwritable, match="Permission denied"):
        run(home, path)
    (home / ".work").chmod(0o700)
    assert names(home) == ["first"]


@pytest.mark.parametrize("where", ["file/home", "/proc/home"])
def test_a_home_that_cannot_be_made_is_told(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.HomeUnwritable, match=r"cannot be written: .*\. Check its owner"):
        run(tmp_path / where, source(tmp_path, "first", 1, 10))
