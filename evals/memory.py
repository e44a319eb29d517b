"""What a process holds in memory.

Linux counts into ``ru_maxrss`` of a child what its parent held when it started it, so the kernel's
own page on the process is read where there is one.
"""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident_mib() -> float:
    """Now, in MiB; the peak where the system does not tell what it is now."""
    return _told("VmRSS") or _peak_by_rusage()


def peak_mib() -> float:
    """The most that this process ever held, in MiB."""
    return _told("VmHWM") or _peak_by_rusage()


def _told(field: str) -> float:
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _peak_by_rusage() -> float:
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
