"""``python -m tests.killed_at MOMENT SIGNAL SOURCE HOME``: a run that gets a signal at the Nth call of its own functions.

MOMENT is that number, or the name of a function at whose first call it comes; 0 lets the run end and counts the calls.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from . import warehouse_stub

ROOMS = ("/flows/", "/warehouse/", "/report/")


class Calls:
    """Counts the calls of the project's own functions, and sends the process a signal at one of them."""

    def __init__(self, moment: str, number: int) -> None:
        self.count, self._moment, self._signal = 0, moment, number

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and any(room in frame.f_code.co_filename for room in ROOMS):
            self.count += 1
            if self._moment in (str(self.count), frame.f_code.co_name):
                self._moment = ""
                os.kill(os.getpid(), self._signal)


def main(moment: str, number: str, source: str, home: str, *words: str) -> int:
    """The exit status of `raqam run`."""
    from flows import intake
    from flows.cli import main as raqam

    if "--prefect" in words:
        importlib.import_module("flows.flow")  # here, so that the calls of importing it are not watched

    warehouse_stub.install()
    intake.BATCH_ITEMS = 200
    calls = Calls(moment, int(number))
    sys.setprofile(calls)
    status = raqam(["run", source, "--home", str(Path(home)), *(words or ("--no-prefect",))])
    sys.setprofile(None)
    print(calls.count, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
