"""A real Prefect server on loopback, with a home of its own, and what is done to it from a command line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

ROOT = Path(__file__).parent.parent
PATIENCE = 600.0
T = TypeVar("T")
# Prefect looks for what is to be scheduled and for what is due every few seconds instead of every minute.
_BRISK = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "3",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "4",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}


@dataclass(frozen=True)
class Server:
    """Where it answers, and the environment that leads there."""

    url: str
    environment: dict[str, str]
    folder: Path

    def ask(self, path: str, **filters: Any) -> Any:
        """What the API answers to a filter."""
        return self._post(f"{path}/filter", filters).json()

    def add(self, path: str, what: Any) -> Any:
        """Post something new; what was made of it."""
        return self._post(path, what).json()

    def remove(self, path: str) -> None:
        """Delete what stands there."""
        self._sent("DELETE", path)

    def _post(self, path: str, what: Any) -> httpx.Response:
        return self._sent("POST", path, json=what)

    def _sent(self, method: str, path: str, **body: Any) -> httpx.Response:
        """The answer; a server whose database is locked, which says so and has done nothing, is asked again."""

        def answered() -> httpx.Response | None:
            answer = httpx.request(method, f"{self.url}/{path}", timeout=PATIENCE, **body)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        return until(answered, lambda: self.log("server")).raise_for_status()

    def prefect(self, *words: str) -> str:
        """Run a command of Prefect to its end; what it wrote."""
        command = [sys.executable, "-m", "prefect", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, name: str, *command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process beside the test, with its log in the server's folder; asked to end, then made to."""
        with (self.folder / f"{name}.log").open("wb") as log:
            environment = {**self.environment, **more}
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
            try:
                yield process
            finally:
                end(process)

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-4000:]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server with its data in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "RAQAM_"))}
    own = {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url, "PYTHONPATH": str(ROOT)}
    server = Server(url, {**inherited, **_BRISK, **own}, folder)
    command = sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)
    with server.running("server", *command) as process:
        until(lambda: process.poll() is not None or _is_up(url), lambda: server.log("server"))
        assert process.poll() is None, server.log("server")
        yield server


def until(found: Callable[[], T | None], told: Callable[[], str]) -> T:
    """Ask again until there is an answer; the test fails with what is told when it took too long."""
    last = time.monotonic() + PATIENCE
    while True:
        with suppress(httpx.TransportError):  # a server under load
            if answer := found():
                return answer
        assert time.monotonic() < last, f"nothing after {PATIENCE:g} s: {told()}"
        time.sleep(0.5)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            continue
        return


def _is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False
