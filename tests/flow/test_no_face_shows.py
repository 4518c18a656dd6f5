"""What holds a face or a picture does not show it in a log line or a failed assertion."""

import numpy as np

from station.exam.attempt_events import Amiss
from station.flow.desk_eye import Comparison
from station.flow.room_view import IncidentRow
from station.flow.seat_eye import Look
from station.identity.check_in_events import Against
from station.identity.face_quality import Advice, FaceMeasures
from station.ids import SeatNumber, StreamId, UnixMs
from station.lan.messages import Still

FRAME = np.full((2, 2, 3), 77, np.uint8)
RAW = b"\xff\xd8 a face"


def test_no_face_shows_by_accident():
    holders = (
        Still(StreamId("a"), RAW),
        Look(frame=FRAME, advice=Advice.NONE, similarity=0.5),
        Comparison(
            frame=FRAME,
            captured=RAW,
            head=RAW,
            similarity=0.5,
            against=Against.CHIP,
            measures=FaceMeasures(),
            embedding=np.full(128, 0.77, np.float32),
        ),
        IncidentRow(
            stream=StreamId("a"),
            seq=1,
            seat=SeatNumber(1),
            name="甲",
            tail="0011",
            what=Amiss.ABSENT,
            at=UnixMs(0),
            still=RAW,
            reference=RAW,
        ),
    )
    for holder in holders:
        shown = f"{holder!r} {holder!s}"
        assert "77" not in shown
        assert "xff" not in shown
        assert "甲" not in shown
