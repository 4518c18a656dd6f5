"""A slip holds a name: it is there while it is printed, and then it is gone."""

import os

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QDesktopServices

from station.modes.opened_slips import STAYS_S, OpenedSlips

pytestmark = pytest.mark.gui


class Viewer(QObject):
    """Stands where the system's viewer of files would."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot("QUrl")
    def view(self, url):
        self.opened.append(url.toLocalFile())


@pytest.fixture
def viewer(qtbot):
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "view")
    yield viewer
    QDesktopServices.unsetUrlHandler("file")


def lying(folder):
    return sorted(path.name for path in folder.glob("*"))


def test_a_slip_is_opened_for_nobody_else_and_taken_away_later(viewer, tmp_path):
    folder = tmp_path / "slips"
    slips = OpenedSlips(folder)
    assert slips.show("slip-1.pdf", b"%PDF")
    assert viewer.opened == [str(folder / "slip-1.pdf")]
    assert folder.stat().st_mode & 0o077 == 0
    slips.tidy()
    assert lying(folder) == ["slip-1.pdf"], "it is still being printed"
    old = (folder / "slip-1.pdf").stat().st_mtime - STAYS_S - 1
    os.utime(folder / "slip-1.pdf", (old, old))
    slips.tidy()
    assert lying(folder) == []


def test_the_end_of_the_program_and_the_next_start_take_all_away(viewer, tmp_path):
    slips = OpenedSlips(tmp_path)
    slips.show("slip-1.pdf", b"%PDF")
    slips.clear()
    assert lying(tmp_path) == []
    slips.show("slip-2.pdf", b"%PDF")  # and the program was killed
    OpenedSlips(tmp_path)
    assert lying(tmp_path) == []


def test_no_room_on_the_disk_is_told_as_not_opened(viewer, tmp_path):
    (tmp_path / "slips").write_bytes(b"a file in the way")
    assert not OpenedSlips(tmp_path / "slips").show("slip-1.pdf", b"%PDF")
    assert viewer.opened == []
