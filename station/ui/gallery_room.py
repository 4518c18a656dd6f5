"""Invented states of the room: enrolment, outages, disputes, a full stop."""

from dataclasses import replace
from typing import Any

from station.errors.lan import CertificateExpired, CertificateForeign
from station.errors.session import NobodyOnDuty
from station.flow.console_view import ConsoleState
from station.flow.enrolment_view import AskingRow, EnrolmentState
from station.flow.own_health import OwnLook, OwnState
from station.flow.room_view import DisputeRow, MoveOffer, OutageRow, RoomState
from station.flow.second_disk import SecondDisk
from station.ids import CandidateId, SeatNumber, StreamId, UnixMs
from station.lan.messages import Power

OUTAGES = (
    OutageRow(
        seat=SeatNumber(23),
        name="王永红",
        stood_ms=95_000,
        owed_ms=31_000,
        given_ms=0,
        too_long=False,
    ),
    OutageRow(
        seat=SeatNumber(31),
        name="杨志强",
        stood_ms=3_660_000,
        owed_ms=0,
        given_ms=60_000,
        too_long=True,
    ),
)

DISPUTE = DisputeRow(
    stream=StreamId("attempt/s/c"),
    name="王小明",
    left=SeatNumber(23),
    here=SeatNumber(85),
    apart=((12, (0,), (2,)), (37, (1,), ()), (98, (0, 2, 3), (0, 2))),
)

ENROLMENT = EnrolmentState(
    open=True,
    place="192.0.2.5:8766",
    waiting=(
        AskingRow(number=3, address="192.0.2.61", code="480 317", proposed=SeatNumber(50)),
        AskingRow(number=4, address="192.0.2.62", code="042 917", proposed=SeatNumber(51)),
    ),
    enrolled=tuple(SeatNumber(number) for number in (*range(1, 48), 49)),
    revoked=(SeatNumber(48),),
    given=SeatNumber(49),
)

AWAY = ((UnixMs(1_795_312_800_000), UnixMs(1_795_313_074_000)),)

ON_UPS = OwnLook(power=Power.BATTERY, percent=87, minutes=25, free_disk_mb=80_000)

HEALTH: dict[int, dict[str, Any]] = {
    8: {"off_ms": -3_600_000},
    14: {"free_disk_mb": 120},
    17: {"low_power": True, "battery_percent": 41},
    26: {"keeping": "FLO-14"},
    44: {"camera": False},
}

STRANGERS = (("192.0.2.77", CertificateForeign()), ("192.0.2.12", CertificateExpired()))


def room_states(running: ConsoleState) -> dict[str, ConsoleState]:
    """Return the states by the names of their pictures.

    Args:
        running: The window in the middle of an exam.
    """
    stopped = RoomState(
        stopped=True,
        inside=tuple((tile.seat, tile.name) for tile in running.seats[:60] if tile.name),
        finished=tuple((tile.seat, tile.name) for tile in running.seats[60:] if tile.name),
    )
    offer = MoveOffer(
        candidate=CandidateId("c23"),
        name="阿卜杜拉·买买提艾力·吐尔逊",
        tail="507X",
        left=SeatNumber(23),
        to=SeatNumber(86),
        free=tuple(SeatNumber(seat) for seat in (84, 85, 86, 87)),
    )
    return {
        "console-move": replace(running, room=RoomState(offer=offer)),
        "console-health": replace(
            running,
            seats=tuple(
                replace(tile, software="1.0", **HEALTH.get(tile.seat, {}))
                if tile.seat != 61
                else replace(tile, software="0.9")
                for tile in running.seats
            ),
        ),
        "console-second-disk": replace(
            running, second_disk=SecondDisk.LOST, second_pc=SecondDisk.LOST
        ),
        "console-paused": replace(running, paused=True),
        "console-power-cut": replace(running, own=OwnState(look=ON_UPS, dark_since=AWAY[0][0])),
        "console-nobody": replace(running, duty=None, trouble=NobodyOnDuty()),
        "console-outages": replace(running, room=RoomState(outages=OUTAGES, away=AWAY)),
        "console-stopped": replace(running, paused=True, room=stopped),
        "console-dispute": replace(running, room=RoomState(disputes=(DISPUTE,))),
        "console-enrolment": replace(
            running, enrolment=ENROLMENT, room=RoomState(strangers=STRANGERS)
        ),
    }
