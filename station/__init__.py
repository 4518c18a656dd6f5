"""Exam Station: seat, coordinator, sync and province of a work-safety exam centre."""

__version__ = "0.1.0"
