"""What every test may count on."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_make_parametrize_id(val):
    """Name bytes by their kind: fresh keys and signatures differ in each worker process."""
    return "bytes" if isinstance(val, bytes) else None
