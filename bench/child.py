"""Run a command, and print its wall seconds, processor seconds and peak memory in MB.

A process of its own, since Linux counts to the peak of a child what its parent held when it was started. It imports little, to be small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time


def main() -> int:
    """The exit status of the command."""
    start = time.perf_counter()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
