"""Builds each mode from the rooms; the only place that chooses a driver."""
