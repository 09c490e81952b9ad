"""Who extracts: this process, worker processes of this machine, or a Dask cluster."""

from __future__ import annotations

from functools import partial

from flows import dask_cluster, workers
from flows.extracting import Engine
from flows.job import Job


def engine_of(job: Job) -> Engine | None:
    """The engine of a job; None where this process does it alone."""
    if job.engine == "dask":
        return partial(dask_cluster.in_order, address=job.dask_address, workers=job.workers)
    return partial(workers.in_order, workers=job.workers) if job.workers > 1 else None
