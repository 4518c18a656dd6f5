"""Screens are tested dressed, as people see them."""

import pytest

from station.ui.theme import dress

OFFSCREEN = "This plugin does not support propagateSizeHints"
"""Said by the offscreen platform for each window; a fact of that platform, not of a screen."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("gui"):
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN))


@pytest.fixture(scope="session")
def qapp(qapp):
    dress(qapp)
    return qapp
