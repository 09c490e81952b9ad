"""One function over many items on a Dask cluster; what a lost worker had is done again by the others."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from extractors.errors import RaqamError
from flows.sources.masking import masked
from flows.workers import WorkerLost, awaited

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 3  # items a thread
_ANSWER_SECONDS, _POLL_SECONDS, _PATIENCE_SECONDS = 10, 5, 60


class NoCluster(RaqamError):
    """No Dask, or no cluster that answers."""


def in_order(function: Callable[[T], R], items: Iterable[T], address: str | None, workers: int) -> Iterator[tuple[T, R]]:
    """Each item with its result, in order; ``workers`` is for a cluster that is started here, where no ``address`` is given.

    Raises NoCluster, WorkerLost where one item brings worker after worker down or none is left, and what the function raises.
    """
    with _connected(address, workers) as client:
        yield from awaited(lambda item: _Result(client, client.submit(function, item, pure=False)), items, lambda: _most(client))


def _most(client: Client) -> int:
    """How many items may be under way: enough that one that takes long, or is done again, leaves no worker idle."""
    threads: int = sum(client.nthreads().values())
    return max(1, _AHEAD * threads)


@dataclass(frozen=True, slots=True)
class _Result(Generic[R]):
    """What a cluster owes."""

    client: Client
    future: Any

    def result(self) -> R:
        """Wait for it, as long as there are workers."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            return self._awaited()
        except KilledWorker as error:
            raise WorkerLost("nothing was published: one shard brought four workers down, perhaps for want of memory") from error
        except FutureCancelledError as error:
            raise WorkerLost("nothing was published: the Dask scheduler is gone. Start it and run again") from error
        except ModuleNotFoundError as error:
            raise NoCluster(f"a worker of the Dask cluster lacks {error.name}. Install the same raqam on every worker") from error

    def _awaited(self) -> R:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                found: R = self.future.result(timeout=_POLL_SECONDS)
                return found
            except TimeoutError:
                if self.future.done():
                    raise
                until = time.monotonic() + _PATIENCE_SECONDS if self.client.nthreads() else until
        raise WorkerLost(f"nothing was published: the Dask cluster has no worker for {_PATIENCE_SECONDS} s. Start some and run again")


@contextmanager
def _connected(address: str | None, workers: int) -> Iterator[Client]:
    """A client: that of the flow's task runner where it runs on Dask, else our own."""
    distributed = _library("distributed")
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if address is not None:
        _require_answer(address)
    runner = _runner_at_work()
    if runner is not None:
        yield runner.client
    elif address is not None:
        with distributed.Client(address, timeout=_ANSWER_SECONDS, set_as_default=False) as client:
            yield client
    else:
        with distributed.LocalCluster(**_local(workers)) as cluster, distributed.Client(cluster, set_as_default=False) as client:
            yield client


def task_runner(address: str | None, workers: int) -> Any:
    """The same cluster as the task runner of a Prefect flow; raises NoCluster where it is not installed.

    Shards are no Prefect tasks on it: submitting one takes a second or two, as long as a shard itself.
    """
    runner = _library("prefect_dask").DaskTaskRunner
    return runner(address=address) if address else runner(cluster_kwargs=_local(workers))


def _local(workers: int) -> dict[str, Any]:
    """A cluster of this machine: a process a worker, since extraction is Python, and nothing that others could reach."""
    quiet = {"dashboard_address": None, "silence_logs": logging.ERROR}
    return {"n_workers": workers, "threads_per_worker": 1, "host": "127.0.0.1", **quiet}


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise NoCluster(f"--engine dask needs a package that is not installed ({name}). Try: pip install 'raqam[dask]'") from error


def _require_answer(address: str) -> None:
    """Raise NoCluster where no scheduler answers; a client that finds none keeps trying, and complains again when it is forgotten."""
    try:
        asyncio.run(_greet(address))
    except (OSError, ValueError) as error:
        advice = "Check --dask-address, such as tcp://10.0.0.5:8786, and that `dask scheduler` runs there"
        raise NoCluster(f"{masked(address)}: no Dask scheduler answers. {advice}") from error


async def _greet(address: str) -> None:
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout=_ANSWER_SECONDS, **Security().get_connection_args("client"))
    comm.abort()


def _runner_at_work() -> Any:
    """The Dask task runner of the Prefect flow that runs here, if there is one."""
    if "prefect_dask" not in sys.modules:
        return None
    from prefect.context import FlowRunContext
    from prefect_dask import DaskTaskRunner

    context = FlowRunContext.get()
    runner = context and context.task_runner
    return runner if isinstance(runner, DaskTaskRunner) else None
