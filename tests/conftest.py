"""What every test may count on."""

import os

from hypothesis import HealthCheck, settings

# A test asserts what is true, never how fast: machines are shared.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_make_parametrize_id(val):
    """Name bytes by their kind: fresh keys and signatures differ in each worker process."""
    return "bytes" if isinstance(val, bytes) else None
