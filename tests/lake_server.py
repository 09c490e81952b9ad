"""What a lake needs, for the tests: a PostgreSQL of their own, and the DuckDB that the lake's extensions are made for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
USER, PASSWORD = "raqam", "top-geheim"


class NotHere(Exception):
    """Something that this machine does not have; the message says what."""


def overlay() -> Path:
    """A folder of the packages of the extra `lake`, to be found before those of the environment, whose DuckDB is another one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"]["lake"]
    folder = Path(sys.prefix) / ("lake-" + wanted[0].partition("==")[2])
    if not folder.exists():
        new = folder.with_name(f"{folder.name}.{os.getpid()}")
        _install(wanted, new)
        new.rename(folder)
    return folder


def _install(wanted: list[str], target: Path) -> None:
    uv = Path(sys.prefix) / "bin" / "uv"
    options = ["install", "--quiet", "--no-deps", "--target", str(target), *wanted]
    tries = ([str(uv), "pip", options[0], "--python", sys.executable, *options[1:]], [sys.executable, "-m", "pip", *options])
    for command in tries if uv.exists() else tries[1:]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        shutil.rmtree(target, ignore_errors=True)
    raise NotHere(f"the packages of the extra lake cannot be installed: {done.stderr[-200:]}")


@contextmanager
def postgres() -> Iterator[int]:
    """The port of a PostgreSQL server on loopback, with a password, that ends with the block."""
    bin_folder, account = programs(), _account()
    with tempfile.TemporaryDirectory(prefix="raqam-pg-") as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        for path in (folder, folder / "password"):
            shutil.chown(path, account)
        made = [
            bin_folder / "initdb",
            "-D",
            folder / "data",
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            f"--pwfile={folder / 'password'}",
            "--no-sync",
        ]
        subprocess.run(made, user=account, cwd=folder, check=True, capture_output=True)
        port = _free_port()
        served = [bin_folder / "postgres", "-D", folder / "data", "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
        options = ["-c", "unix_socket_directories=", "-c", "fsync=off"]
        with (folder / "log").open("wb") as log, subprocess.Popen([*served, *options], user=account, cwd=folder, stderr=log) as server:
            try:
                _wait_for(port, server)
                yield port
            finally:
                server.terminate()


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = shutil.which("initdb") and shutil.which("postgres")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not folders:
        raise NotHere("PostgreSQL is not installed (initdb, postgres)")
    return folders[0]


def _account() -> str | int:
    """PostgreSQL refuses to be root."""
    return "nobody" if os.getuid() == 0 else os.getuid()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise NotHere("PostgreSQL does not start here")
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NotHere("PostgreSQL does not answer")
