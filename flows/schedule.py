"""The flow on a schedule: a process that waits, and runs the flow whenever the cron expression says so."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from prefect.schedules import Cron, Schedule

from extractors.errors import RaqamError
from flows.flow import raqam
from flows.job import Job
from flows.prefect_api import is_configured


class BadSchedule(RaqamError):
    """A cron expression or time zone that means nothing."""


class NoScheduler(RaqamError):
    """No Prefect server that could wake the flow."""


def when(cron: str, timezone: str | None = None) -> Schedule:
    """The schedule of a cron expression. Raises BadSchedule.

    >>> when("0 6 * * *", "Asia/Tehran").timezone
    'Asia/Tehran'
    """
    try:
        ZoneInfo(timezone or "UTC")
        return Cron(cron, timezone=timezone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        advice = 'Give five fields, such as "0 6 * * *" for every day at six, and a zone such as Asia/Tehran'
        raise BadSchedule(f"{cron!r} in {timezone or 'UTC'}: no such schedule. {advice}.") from error


def serve(job: Job, schedule: Schedule) -> None:
    """Serve the flow until the process is stopped; a run that is due while another runs waits for it.

    Raises NoScheduler without a Prefect API: the server that Prefect starts for a single run schedules nothing.
    """
    if not is_configured():
        advice = "Run `prefect server start` in another terminal, then: export PREFECT_API_URL=http://127.0.0.1:4200/api"
        raise NoScheduler(f"no Prefect server is configured, so nothing would run on time. {advice}")
    raqam.serve(name="scheduled", schedule=schedule, parameters=raqam.serialize_parameters({"job": job}), limit=1)
