"""Two persons decide over what a seat's camera noticed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from station.exam.attempt_events import Amiss
from station.flow.room_view import DecideIncident
from station.flow.signatures import Signature
from station.ids import StaffId
from station.ui.gallery_console import STAFF, console_states
from station.ui.incident_form import IncidentForm
from station.ui.language import languages, translator

pytestmark = pytest.mark.gui


@pytest.fixture
def rows(qapp):
    return console_states()["console-incident"].incidents


@pytest.fixture
def form(qtbot):
    form = IncidentForm(translator("en"))
    qtbot.addWidget(form)
    form.show_state((), STAFF)
    return form


def part(form, kind, name):
    return form.findChild(kind, name)


def press(qtbot, form, name):
    qtbot.mouseClick(part(form, QPushButton, name), Qt.MouseButton.LeftButton)


def sign(form, reasons=("pen fell", "saw it")):
    for row, name in enumerate(("first", "second")):
        part(form, QComboBox, f"incident-{name}-staff").setCurrentIndex(row)
        part(form, QLineEdit, f"incident-{name}-pin").setText("1234")
        part(form, QLineEdit, f"incident-{name}-reason").setText(reasons[row])


def test_it_does_not_open_by_itself(form, rows):
    assert form.isHidden()
    form.show_state(rows, STAFF)
    form.show()
    assert "19, 33, 58" in part(form, QLabel, "incident-count").text()
    assert not part(form, QPushButton, "incident-harmless").isVisible()


@pytest.mark.parametrize("harmless", [True, False])
def test_two_persons_with_two_reasons_decide_over_the_oldest(qtbot, form, rows, harmless):
    form.show_state(rows, STAFF)
    form.show()
    press(qtbot, form, "incident-look")
    button = "incident-harmless" if harmless else "incident-uphold"
    assert not part(form, QPushButton, button).isEnabled()
    sign(form, reasons=("pen fell", " "))
    assert not part(form, QPushButton, button).isEnabled()
    sign(form)
    with qtbot.waitSignal(form.intent) as wish:
        press(qtbot, form, button)
    assert wish.args == [
        DecideIncident(
            stream=rows[0].stream,
            seq=rows[0].seq,
            harmless=harmless,
            first=Signature(staff=StaffId("s1"), pin="1234"),
            first_reason="pen fell",
            second=Signature(staff=StaffId("s2"), pin="1234"),
            second_reason="saw it",
        )
    ]
    assert part(form, QLineEdit, "incident-first-pin").text() == ""


def test_what_is_looked_at_stays_though_more_comes(qtbot, form, rows):
    form.show_state(rows, STAFF)
    form.show()
    press(qtbot, form, "incident-look")
    sign(form)
    older = replace(rows[0], seq=3, what=Amiss.ABSENT)
    form.show_state((older, *rows), STAFF)
    assert "second person" in part(form, QLabel, "incident-hint").text()
    assert part(form, QLineEdit, "incident-second-reason").text() == "saw it"


def test_once_decided_nothing_of_it_is_left(qtbot, form, rows):
    form.show_state(rows, STAFF)
    form.show()
    press(qtbot, form, "incident-look")
    sign(form)
    form.show_state(rows[1:], STAFF)
    assert not part(form, QPushButton, "incident-harmless").isVisible()
    press(qtbot, form, "incident-look")
    assert part(form, QLineEdit, "incident-first-reason").text() == ""
    form.show_state((), STAFF)
    assert not form.isVisible()


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_incident_has_words(qtbot, rows, language):
    form = IncidentForm(translator(language))
    qtbot.addWidget(form)
    for order, what in enumerate(Amiss):
        form.show_state((replace(rows[0], seq=order, what=what),), STAFF)
        form.show()
        press(qtbot, form, "incident-look")
        assert part(form, QLabel, "incident-hint").text()
