"""Exam Station: seat, coordinator, sync and province of a work-safety exam centre."""

import os

__version__ = "0.1.0"

# The linear algebra in numpy would start a thread for each processor, each spinning while it
# waits: on a loaded machine of two processors that takes five times as long as one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
