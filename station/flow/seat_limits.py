"""What a seat needs before an exam may begin at it; seat and coordinator go by the same numbers."""

LEAST_DISK_MB = 200
"""A seat with less room takes nobody in; whoever is here already goes on to the last byte."""

CLOCK_OFF_MS = 2_000
"""A seat's wall clock that is off by more is shown to the staff; nobody counts with it."""
