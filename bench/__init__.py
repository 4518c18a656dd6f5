"""Promises measured: `python -m bench NAME` prints one JSON object."""
