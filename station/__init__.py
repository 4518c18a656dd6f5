"""Exam Station: seat, coordinator, sync and province of a work-safety exam centre."""

__version__ = "0.1.0"

import os

# numpy's linear algebra would start a thread for each processor, and each would spin while it waits:
# on a loaded machine of two processors that takes five times as long as one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
