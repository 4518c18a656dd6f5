"""At the counter: a card is handed to its holder, or voided before two persons (F16)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_events import CARD_EVENT, HandedOver, Voided, VoidReason
from station.credential.card_job import CardStage
from station.credential.release import Obstacle
from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.exam.blueprint import Stage
from station.flow import card_view as view
from station.flow.card import CardTimes
from station.flow.signatures import Signature
from station.ids import StaffId, UnixMs, digest_of
from station.printer.evolis_emulator import SimulatedEvolis
from tests.flow.card_desk import CardDesk, many
from tests.flow.documents import PINS, open_session
from tests.flow.people import NUMBERS

SERIAL = "card-1"


def signed(first="s-1", second="s-2", **pins):
    return tuple(
        Signature(staff=StaffId(who), pin=pins.get(who.replace("-", ""), PINS[who]))
        for who in (first, second)
    )


@pytest.fixture
def desk(tmp_path, keys, people):
    """Candidate 1 has passed and the card lies in the tray."""
    now = SystemClock().wall()
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    session = many(session, 1, people.portraits[0].enrolment_jpeg())
    desk = CardDesk(tmp_path, session, HeldClock(now), (SimulatedEvolis(),), people)
    desk.open()
    desk.admit_all()
    desk.passed(1)
    assert desk.row(1).stage is CardStage.PRINTED
    yield desk
    desk.close()


def events(desk):
    return [CARD_EVENT.unpack(record.body) for record in desk.log.read(f"card/{SERIAL}")]


def void(desk, **changes):
    first, second = signed()
    wish = view.ConfirmVoid(serial=SERIAL, reason=VoidReason.SMUDGED, first=first, second=second)
    desk.flow.intent(replace(wish, **changes))


def test_the_face_is_looked_at_once_more_and_the_signature_is_kept(desk):
    desk.flow.intent(view.HandOver(SERIAL))
    assert desk.flow.sheet.holder is view.Holder.KNOWN
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))
    assert desk.flow.sheet is None
    handed = events(desk)[-1]
    assert isinstance(handed, HandedOver)
    assert (handed.by, handed.signature) == (("s-1",), digest_of(b"strokes"))
    assert handed.similarity > desk.session.rules.face.presence
    assert desk.flow._tools.pictures.get("card/card-1", "signature") == b"strokes"


def hand_over(desk):
    desk.flow.intent(view.HandOver(SERIAL))
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))


def test_a_slip_goes_home_with_the_card_and_is_made_anew_each_time(desk):
    desk.flow.intent(view.OpenSlip(SERIAL))
    assert not desk.reports, "nothing was handed over yet"
    hand_over(desk)
    assert not desk.reports, "a slip holds a name: none lies about unasked"
    desk.flow.intent(view.OpenSlip(SERIAL))
    ((name, slip),) = desk.reports.items()
    assert name == f"slip-{SERIAL}-1.pdf"
    assert slip.startswith(b"%PDF")
    desk.reports.clear()
    desk.clock.pass_ms(86_400_000)
    desk.restart()
    desk.flow.intent(view.OpenSlip(SERIAL))
    assert desk.reports == {name: slip}, "of the day of the hand-over, not of the printing"
    assert desk.errors == []


def test_a_slip_that_nothing_opens_is_told(desk):
    desk.flow._slips._tools = replace(desk.flow._tools, show_slip=lambda _, __: False)
    hand_over(desk)
    assert desk.errors == []
    desk.flow.intent(view.OpenSlip(SERIAL))
    assert [error.code for error in desk.errors] == ["FLO-13"]
    assert desk.row(1).stage is CardStage.HANDED_OVER


def test_a_card_that_nobody_collected_is_on_the_list_also_after_a_restart(desk):
    desk.flow.intent(view.OpenStock())
    assert desk.flow.sheet.uncollected == ("考生1",)
    desk.restart()
    desk.flow.intent(view.OpenStock())
    assert desk.flow.sheet.uncollected == ("考生1",)
    hand_over(desk)
    assert desk.flow.sheet.uncollected == ()
    desk.restart()
    desk.flow.intent(view.OpenStock())
    assert desk.flow.sheet.uncollected == ()


def test_a_card_does_not_go_to_somebody_else_without_two_persons(desk):
    desk.camera.stand_here(NUMBERS[1])
    desk.flow.intent(view.HandOver(SERIAL))
    assert desk.flow.sheet.holder is view.Holder.UNSURE
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))
    assert desk.row(1).stage is CardStage.PRINTED
    wrong = signed(s2="00000")
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=wrong))
    assert isinstance(desk.flow.sheet.trouble, PinWrong)
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=signed()))
    assert desk.row(1).stage is CardStage.HANDED_OVER
    assert events(desk)[-1].by == ("s-1", "s-2")
    assert events(desk)[-1].similarity is None


def test_no_card_goes_without_a_signature_or_two_persons_who_say_why(desk):
    desk.flow.intent(view.HandOver(SERIAL))
    assert desk.flow.sheet.holder is view.Holder.KNOWN
    bare = view.ConfirmHandOver(serial=SERIAL, signature=b"", together=None)
    for wish in (
        bare,
        replace(bare, unsigned="a broken hand"),
        replace(bare, together=signed()),
        replace(bare, together=signed(s2="00000"), unsigned="a broken hand"),
    ):
        desk.flow.intent(wish)
        assert desk.row(1).stage is CardStage.PRINTED
    desk.flow.intent(replace(bare, together=signed(), unsigned="a broken hand"))
    handed = events(desk)[-1]
    assert (handed.by, handed.unsigned) == (("s-1", "s-2"), "a broken hand")
    assert handed.signature is None
    assert handed.similarity is not None, "the face was known all the same"


def test_what_is_seen_after_the_sheet_was_closed_hands_nothing_over(desk):
    desk.flow.intent(view.HandOver(SERIAL))
    desk.flow.intent(view.CloseSheet(SERIAL))
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))
    assert desk.row(1).stage is CardStage.PRINTED


def test_f16_a_spoiled_card_is_voided_and_printed_anew_under_the_same_number(desk):
    desk.flow.intent(view.VoidCard(SERIAL))
    assert desk.flow.sheet.proof
    void(desk)
    assert desk.row(1).stage is CardStage.PRINTED, "not without a picture of the cut card"
    desk.flow.intent(view.TakePicture(SERIAL))
    picture = desk.flow.sheet.picture
    void(desk)
    assert desk.row(1).stage is CardStage.VOIDED
    voided = events(desk)[-1]
    assert isinstance(voided, Voided)
    assert (voided.first, voided.second, voided.picture) == ("s-1", "s-2", digest_of(picture))
    assert desk.flow._tools.pictures.get("card/card-1", "void-1") == picture
    desk.second(5)
    assert desk.row(1).stage is CardStage.VOIDED, "nobody has asked for another one"
    desk.flow.intent(view.PrintAgain(SERIAL))
    row = desk.row(1)
    assert (row.stage, row.print_number) == (CardStage.PRINTED, 2)
    assert desk.cards_of(1) == 2, "the cut one and the new one"


def test_f16_a_handed_over_card_that_is_brought_back_is_voided_too(desk):
    desk.flow.intent(view.HandOver(SERIAL))
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    void(desk, reason=VoidReason.WRONG_PERSON)
    assert desk.row(1).stage is CardStage.VOIDED


@pytest.mark.parametrize(
    ("pair", "trouble"), [(signed(second="s-1"), TwoPersonsNeeded), (signed(s1="1"), PinWrong)]
)
def test_f16_one_person_alone_voids_nothing(desk, pair, trouble):
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    void(desk, first=pair[0], second=pair[1])
    assert isinstance(desk.flow.sheet.trouble, trouble)
    assert desk.row(1).stage is CardStage.PRINTED


def test_f16_a_voided_card_stays_voided_over_a_restart(desk):
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    void(desk)
    desk.restart()
    desk.admit_all()
    desk.passed(1)
    desk.second(3)
    assert desk.row(1).stage is CardStage.VOIDED
    assert len(desk.below[0].tray) == 1
    desk.flow.intent(view.PrintAgain(SERIAL))
    assert desk.row(1).print_number == 2
    assert len(desk.below[0].tray) == 2


def test_f16_the_quota_of_a_grant_ends_somewhere(desk):
    for _ in range(desk.session.rules.card.most_prints):
        desk.flow.intent(view.VoidCard(SERIAL))
        desk.flow.intent(view.TakePicture(SERIAL))
        void(desk)
        desk.flow.intent(view.PrintAgain(SERIAL))
    assert desk.row(1).stage is CardStage.VOIDED
    assert desk.row(1).obstacles == (Obstacle.QUOTA_USED,)
    assert len(desk.below[0].tray) == desk.session.rules.card.most_prints


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"passed": False}, Obstacle.FAILED),
        ({"confirmed": False}, Obstacle.IDENTITY_NOT_CONFIRMED),
        ({"open_incidents": 1}, Obstacle.OPEN_INCIDENT),
    ],
)
def test_each_no_has_a_reason_on_the_console(tmp_path, keys, people, changes, obstacle):
    now = SystemClock().wall()
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    session = many(session, 1, people.portraits[0].enrolment_jpeg())
    desk = CardDesk(tmp_path, session, HeldClock(now), (SimulatedEvolis(),), people)
    desk.open()
    desk.admit_all()
    assert desk.row(1).obstacles == ()
    desk.passed(1, **changes)
    assert desk.row(1).obstacles == (obstacle,)
    desk.passed(1)
    assert desk.row(1).stage is CardStage.PRINTED, "once nothing stands in the way"
    desk.close()


def other_desk(desk, folder, people, **changes):
    """A card desk whose session package differs."""
    folder.mkdir()
    session = replace(desk.session, package=replace(desk.session.package, **changes))
    other = CardDesk(folder, session, desk.clock, (SimulatedEvolis(),), people)
    other.open()
    return other


def test_a_passer_whom_the_province_granted_no_card_has_a_line_with_the_reason(
    desk, tmp_path, people
):
    other = other_desk(desk, tmp_path / "other", people, grants=())
    other.admit_all()
    other.passed(1, passed=False)
    assert other.flow.rows() == (), "who failed waits for no card"
    other.passed(1, open_incidents=1)
    (row,) = other.flow.rows()
    assert (row.candidate, row.serial, row.name) == ("c-1", "", "考生1")
    assert row.obstacles == (Obstacle.OPEN_INCIDENT, Obstacle.NO_GRANT)
    other.restart()
    other.passed(1)  # the room tells it again
    (row,) = other.flow.rows()
    assert row.obstacles == (Obstacle.NO_GRANT,)
    other.close()


def test_a_passer_whose_card_was_never_composed_has_a_line(desk, tmp_path, people):
    (grant,) = desk.session.package.grants
    spent = replace(grant, expires=desk.today.replace(year=desk.today.year - 1))
    other = other_desk(desk, tmp_path / "other", people, grants=(spent,))
    other.passed(1)
    assert other.row(1).stage is CardStage.NEW
    assert other.row(1).obstacles == (Obstacle.GRANT_EXPIRED,)
    other.close()


@pytest.mark.parametrize(
    ("days", "obstacles"),
    [
        (None, (Obstacle.PRACTICAL_MISSING,)),
        (1, (Obstacle.PRACTICAL_MISSING,)),
        (-3, ()),
        (-400, (Obstacle.PRACTICAL_TOO_OLD,)),
    ],
)
def test_an_initial_candidate_gets_the_card_once_the_practical_exam_is_passed(
    desk, tmp_path, people, days, obstacles
):
    (grant,) = desk.session.package.grants
    passed = None if days is None else desk.today + timedelta(days=days)
    other = other_desk(
        desk,
        tmp_path / "other",
        people,
        grants=(replace(grant, practical_passed=passed),),
        blueprint=replace(desk.session.package.blueprint, stage=Stage.INITIAL),
    )
    other.admit_all()
    other.passed(1)
    assert other.row(1).obstacles == obstacles
    assert len(other.below[0].tray) == (not obstacles)
    other.close()


def test_an_expired_grant_says_so(desk, tmp_path, keys, people):
    (grant,) = desk.session.package.grants
    expired = replace(grant, expires=desk.today.replace(year=desk.today.year - 1))
    package = replace(desk.session.package, grants=(expired,))
    late = CardDesk(
        tmp_path / "late",
        replace(desk.session, package=package),
        desk.clock,
        (SimulatedEvolis(),),
        people,
    )
    (tmp_path / "late").mkdir()
    late.open()
    late.admit_all()
    late.passed(1)
    assert late.row(1).obstacles == (Obstacle.GRANT_EXPIRED,)
    assert late.below[0].tray == []
    late.close()


def test_f25_a_name_that_no_font_has_is_told_when_the_session_is_opened(desk, tmp_path, people):
    (entry,) = desk.session.package.roster
    package = replace(desk.session.package, roster=(replace(entry, name="张\ue000"),))
    other = CardDesk(
        tmp_path / "other",
        replace(desk.session, package=package),
        desk.clock,
        (SimulatedEvolis(),),
        people,
    )
    (tmp_path / "other").mkdir()
    other.open()
    row = other.row(1)
    assert (row.stage, row.reason.code) == (CardStage.NEW, "CRD-02")
    assert row.reason.facts["character"] == "U+E000"
    other.close()


def test_the_stopwatch_says_where_the_time_goes(desk):
    said = {lap.part: lap for lap in desk.row(1).laps}
    assert set(said) == set(view.Part)
    assert not any(lap.running for lap in said.values())
    hand_over(desk)
    assert desk.row(1).laps == (), "the holder has the card"


def test_the_stopwatch_runs_on_while_a_card_waits():
    times = CardTimes(submitted_at=UnixMs(1_000), released_at=UnixMs(1_100))
    laps = times.laps(UnixMs(6_100))
    assert laps == (view.Lap(view.Part.DECISION, 0.1), view.Lap(view.Part.QUEUE, 5, running=True))
    times.sent_at = UnixMs(4_100)
    assert times.laps(UnixMs(6_100))[1:] == (
        view.Lap(view.Part.QUEUE, 3),
        view.Lap(view.Part.MECHANISM, 2, running=True),
    )


@pytest.mark.parametrize("queued", [False, True])
def test_f29_a_card_that_was_taken_back_before_it_was_printed_is_not_printed(
    desk, tmp_path, people, queued
):
    other = other_desk(desk, tmp_path / "other", people)
    other.admit_all()
    if queued:
        other.below[0].unplug()
        other.flow._queue._printers.posts[0].card = "somebody else's"
        other.passed(1)
        assert other.row(1).stage is CardStage.QUEUED
        other.below[0].plug()
    other.revoked = frozenset({SERIAL})
    other.second(11)
    other.flow._queue._printers.posts[0].card = None
    other.passed(1)
    other.second(3)
    assert other.below[0].tray == []
    assert other.row(1).obstacles == (Obstacle.REVOKED,)
    assert other.row(1).revoked
    other.close()


def test_a_certificate_that_an_earlier_session_gave_is_told_and_not_printed(desk, tmp_path, people):
    other = other_desk(desk, tmp_path / "other", people, title="Afternoon")
    other.close()
    other.issued = frozenset({SERIAL})
    other.open()
    other.admit_all()
    other.passed(1)
    assert other.row(1).obstacles == (Obstacle.ALREADY_ISSUED,)
    assert other.below[0].tray == []
    other.close()
