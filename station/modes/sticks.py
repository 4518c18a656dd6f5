"""Finds a USB stick that is plugged in."""

import sys
from pathlib import Path

import psutil

MOUNTED_UNDER = ("/media/", "/run/media/")


def is_stick(place: str, options: str, platform: str = sys.platform) -> bool:
    """Whether what is mounted at a place is something that a person plugged in."""
    if platform == "win32":
        return "removable" in options.split(",")
    return place.startswith(MOUNTED_UNDER)


def find_stick() -> Path | None:
    """Return where a stick is mounted; the one that was plugged in last, or None."""
    found = [
        each.mountpoint
        for each in psutil.disk_partitions()
        if is_stick(each.mountpoint, each.opts) and "ro" not in each.opts.split(",")
    ]
    return Path(found[-1]) if found else None
