"""Which look a card has, both of its sides, and the kind for managers."""

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from station.camera.pictures import picture
from station.clock import HeldClock, SystemClock
from station.credential.built_in import BUILT_IN, MANAGER, OPERATION
from station.credential.card_job import CardStage
from station.credential.template import CARD_TEMPLATE, Certificate
from station.exam.blueprint import Stage
from station.flow.card_panel import card_face
from station.flow.drawn_card import SIDE_BYTES, draw_card, from_bits, to_bits
from station.ids import ItemCode, UnixMs, digest_of
from station.modes.open_session import card_template
from station.printer.evolis_emulator import SimulatedEvolis
from station.seal.documents import sign
from station.seal.kinds import DocumentKind
from station.store.database import open_database
from station.store.documents import DocumentShelf
from tests.flow.card_desk import KEY, CardDesk, many
from tests.flow.documents import open_session

TWO_SIDED = replace(OPERATION, version=1, back=MANAGER.front)


@pytest.fixture
def now():
    return SystemClock().wall()


@pytest.fixture
def session(keys, people, now):
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    return many(session, 1, people.portraits[0].enrolment_jpeg())


@pytest.fixture
def shelf(tmp_path):
    database = open_database(tmp_path / "shelf.db", KEY)
    yield DocumentShelf(database)
    database.close()


def desk_with(tmp_path, session, now, people, printer):
    desk = CardDesk(tmp_path, session, HeldClock(now), (printer,), people)
    desk.open()
    desk.admit_all()
    desk.passed(1)
    return desk


def put(shelf, keys, template):
    raw = sign(DocumentKind.CARD_TEMPLATE, CARD_TEMPLATE.pack(template), keys.province)
    shelf.put(DocumentKind.CARD_TEMPLATE, digest_of(raw), raw)
    return raw


@pytest.mark.parametrize("certificate", Certificate)
def test_until_the_province_sends_a_look_the_built_in_one_is_used(shelf, keys, now, certificate):
    assert card_template(shelf, keys.trust, certificate, now) is BUILT_IN[certificate]


def test_the_highest_version_in_force_is_used(shelf, keys, now):
    for version, valid_from in ((2, 0), (3, now), (1, 0), (4, now + 1)):
        put(shelf, keys, replace(OPERATION, version=version, valid_from=UnixMs(valid_from)))
    put(shelf, keys, replace(MANAGER, version=9))
    assert card_template(shelf, keys.trust, Certificate.OPERATION, now).version == 3
    assert card_template(shelf, keys.trust, Certificate.MANAGER, now).version == 9


def test_a_look_that_was_changed_or_is_none_is_passed_over(shelf, keys, now):
    raw = put(shelf, keys, replace(OPERATION, version=2))
    other = sign(DocumentKind.CARD_TEMPLATE, b"no template", keys.province)
    changed = CARD_TEMPLATE.pack(replace(OPERATION, version=3))
    forged = raw.replace(CARD_TEMPLATE.pack(replace(OPERATION, version=2)), changed)
    assert forged != raw
    for bad in (other, forged, b"x"):
        shelf.put(DocumentKind.CARD_TEMPLATE, digest_of(bad), bad)
    assert card_template(shelf, keys.trust, Certificate.OPERATION, now).version == 2


def test_both_sides_come_out_of_a_printer_that_turns_cards(tmp_path, session, now, people):
    printer = SimulatedEvolis()
    printer.model = "SIMULATED DUAL"
    desk = desk_with(tmp_path, replace(session, template=TWO_SIDED), now, people, printer)
    assert desk.row(1).stage is CardStage.PRINTED
    (card,) = printer.tray
    drawn = desk.flow._cards["card-1"].drawn
    desk.close()
    for panels, side in ((card.front, drawn.front), (card.back, drawn.back)):
        assert np.array_equal(panels["k"] == 1, side.black == 0)


def test_a_printer_that_turns_no_card_prints_no_half_of_one(tmp_path, session, now, people):
    printer = SimulatedEvolis()
    desk = desk_with(tmp_path, replace(session, template=TWO_SIDED), now, people, printer)
    assert desk.row(1).stage is CardStage.NOT_PRINTED
    desk.close()
    assert not printer.tray


IN_COLOUR = replace(OPERATION, front=replace(OPERATION.front, colour=True, overlay=True))


def same_side(one, other):
    if one is None or other is None:
        return one is other
    same = np.array_equal(one.black, other.black) and one.overlay == other.overlay
    if one.colour is None or other.colour is None:
        return same and one.colour is other.colour
    return same and np.array_equal(one.colour, other.colour)


def drawn_as(session, template):
    (entry,), (grant,) = session.package.roster, session.package.grants
    return draw_card(card_face(session, entry, grant, entry.photo, ""), template)


@pytest.mark.parametrize("template", [OPERATION, TWO_SIDED, IN_COLOUR])
def test_a_drawn_card_is_kept_dot_for_dot(session, template):
    drawn = drawn_as(session, template)
    again = from_bits(to_bits(drawn))
    assert same_side(again.front, drawn.front)
    assert same_side(again.back, drawn.back)


@pytest.mark.parametrize("template", [OPERATION, TWO_SIDED])
def test_what_an_earlier_program_kept_is_still_read(session, template):
    drawn = drawn_as(session, template)
    sides = [side for side in (drawn.front, drawn.back) if side]
    old = b"".join(np.packbits(side.black == 255).tobytes() for side in sides)
    assert len(old) == SIDE_BYTES * len(sides)
    assert same_side(from_bits(old).front, drawn.front)
    assert same_side(from_bits(old).back, drawn.back)


def test_a_template_asks_for_a_photo_in_colour_below_a_clear_panel(session):
    plain, coloured = drawn_as(session, OPERATION).front, drawn_as(session, IN_COLOUR).front
    photo = (slice(150, 460), slice(50, 285))
    assert (plain.black[photo] == 0).mean() > 0.1
    assert (coloured.black[photo] == 0).mean() < 0.02, "no black but that of the drill's mark"
    assert np.unique(coloured.colour[photo].reshape(-1, 3), axis=0).shape[0] > 500
    assert (coloured.colour[:, 300:] == 255).all(), "colour is for the photo alone"
    assert np.array_equal(plain.black[:, 300:], coloured.black[:, 300:])
    assert coloured.overlay


@pytest.mark.parametrize(("ribbon", "stage"), [("ymcko", "printed"), ("k", "not-printed")])
def test_a_card_in_colour_needs_its_ribbon(tmp_path, session, now, people, ribbon, stage):
    printer = SimulatedEvolis()
    printer.ribbon = ribbon
    desk = desk_with(tmp_path, replace(session, template=IN_COLOUR), now, people, printer)
    assert desk.row(1).stage == stage
    assert [set(card.front) for card in printer.tray] == [set("ymcko")] * (stage == "printed")
    desk.close()


@pytest.mark.parametrize(("template", "sides"), [(OPERATION, 1), (TWO_SIDED, 2), (IN_COLOUR, 1)])
def test_the_proof_shows_each_side_as_it_is_printed(session, template, sides):
    drawn = drawn_as(session, template)
    proof = picture(drawn.proof())[:, :, ::-1]
    assert proof.shape == (638 * sides + 24 * (sides - 1), 1011, 3)
    shown = proof[:638]
    assert (shown[drawn.front.black == 0] == 0).all()
    if drawn.back is not None:
        assert (proof[662:][drawn.back.black == 0] == 0).all()
    if drawn.front.colour is not None:
        ground = drawn.front.black == 255
        assert np.array_equal(shown[ground], drawn.front.colour[ground])


def test_a_manager_who_passed_gets_a_certificate_of_the_managers_kind_at_once(
    tmp_path, session, now, people
):
    item, package = ItemCode("head.chem-make"), session.package
    package = replace(
        package,
        blueprint=replace(package.blueprint, trade=item, stage=Stage.INITIAL),
        grants=(replace(package.grants[0], item=item),),
    )
    session = replace(session, package=package, template=MANAGER)
    printer = SimulatedEvolis()
    desk = desk_with(tmp_path, session, now, people, printer)
    assert desk.row(1).stage is CardStage.PRINTED
    assert desk.row(1).item == "危险化学品生产"
    drawn = desk.flow._cards["card-1"].drawn.front.black
    desk.close()
    (code,) = zxingcpp.read_barcodes(np.pad(drawn, 40, constant_values=255))
    assert code.text == package.grants[0].qr
    (entry,), (grant,) = package.roster, package.grants
    face = card_face(session, entry, grant, entry.photo, "")
    assert face.category == "主要负责人"
    assert face.number == entry.number
    assert face.valid_until.year - face.valid_from.year in (2, 3)
    assert session.card_today(entry)


@pytest.mark.parametrize(
    ("name", "qr", "code"),
    [
        ("张三", "https://example.invalid/" + "c" * 260, "CRD-04"),
        ("张\ue000", "", "CRD-02"),
        ("欧阳" * 40, "", "CRD-03"),
        ("张三", "https://example.invalid/" + "c" * 200, None),
        ("阿\u200b卜\u200d杜\ufe00·热\U000e0101合曼\ufeff", "", None),
    ],
)
def test_f25_what_can_never_be_printed_is_told_when_the_session_is_opened(
    tmp_path, session, now, people, name, qr, code
):
    (entry,), (grant,) = session.package.roster, session.package.grants
    package = replace(
        session.package, roster=(replace(entry, name=name),), grants=(replace(grant, qr=qr),)
    )
    printer = SimulatedEvolis()
    desk = CardDesk(tmp_path, replace(session, package=package), HeldClock(now), (printer,), people)
    desk.open()
    if code is not None:
        assert desk.row(1).reason.code == code
        assert desk.row(1).reason.facts["serial"] == "card-1"
    else:
        assert desk.row(1) is None
    desk.admit_all()
    desk.passed(1)
    assert len(printer.tray) == (code is None)
    desk.close()


def test_what_has_no_shape_leaves_no_mark_on_a_card(session):
    (entry,), (grant,) = session.package.roster, session.package.grants
    plain, marked = (
        draw_card(card_face(session, replace(entry, name=name), grant, entry.photo, ""), OPERATION)
        for name in ("阿卜杜·热合曼", "阿\u200b卜杜\ufe00·热\U000e0101合曼\ufeff")
    )
    assert same_side(plain.front, marked.front)
