"""Times, as they are read on a wall clock."""

from datetime import UTC, datetime

from station.clock import CHINA
from station.ids import UnixMs


def time_of_day(wall: UnixMs) -> str:
    """Return hour and minute in the centre's time zone, such as "09:05"."""
    return datetime.fromtimestamp(wall / 1_000, UTC).astimezone(CHINA).strftime("%H:%M")


def clock_text(ms: int) -> str:
    """Return hours, minutes and seconds, such as "1:05:09" or "04:30"; a begun second counts."""
    seconds = -(-max(0, ms) // 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def whole_minutes(ms: int) -> int:
    """Return the minutes to wait, a begun minute counted as a whole one."""
    return -(-max(0, ms) // 60_000)
