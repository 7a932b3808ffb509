"""What this process has cost so far: its age since the system began it, and the memory it holds and held at most."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _UNTIL_1970 = 116_444_736_000_000_000
    """Steps of 100 ns between the system's zero, 1601, and the clock's."""

    class _Memory(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pages", "peak_pages")),
        )

    def _this_process() -> wintypes.HANDLE:
        ctypes.windll.kernel32.GetCurrentProcess.restype = wintypes.HANDLE
        return wintypes.HANDLE(ctypes.windll.kernel32.GetCurrentProcess())

    def age() -> float:
        """Seconds since the process was made."""
        made, *rest = (wintypes.FILETIME() for _ in range(4))
        ctypes.windll.kernel32.GetProcessTimes(_this_process(), *map(ctypes.byref, (made, *rest)))
        steps = (made.dwHighDateTime << 32) + made.dwLowDateTime
        return time.time() - (steps - _UNTIL_1970) / 1e7

    def memory() -> tuple[int, int]:
        """Bytes of the working set now, and of the largest so far."""
        told = _Memory(cb=ctypes.sizeof(_Memory))
        ctypes.windll.kernel32.K32GetProcessMemoryInfo(_this_process(), ctypes.byref(told), told.cb)
        return int(told.now), int(told.peak)

else:

    def age() -> float:
        """Seconds since the process was made, as Linux tells it."""
        after_name = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        up = float(Path("/proc/uptime").read_text().split()[0])
        return up - int(after_name[19]) / os.sysconf("SC_CLK_TCK")

    def memory() -> tuple[int, int]:
        """Bytes of the resident set now, and of the largest so far.

        Linux tells them of this program alone; `getrusage` would count what the process was forked from.
        """
        told = dict(line.partition(":")[::2] for line in Path("/proc/self/status").read_text().splitlines())
        now, peak = (int(told[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
        return now, peak
