"""The officer's file: right, and wrong at one field at a time."""

import json
from dataclasses import asdict
from datetime import date

import pytest

from station.credential.built_in import BUILT_IN
from station.errors.province import OrderWrong
from station.identity.admission_rules import Education, Paper
from station.identity.roster import Standing
from station.ids import UnixMs
from station.province.session_order import read_rules, read_session_order, read_template
from station.seal.pins import pin_fits
from station.sync.rule_pack import RULE_PACK, PackKind

BLUEPRINT = {
    "code": "T-1",
    "version": 1,
    "title": "Test",
    "trade": "1.2",
    "stage": "review",
    "minutes": 20,
    "pass_marks": 1,
    "sections": [{"kind": "judge", "marks_each": 1, "cells": [{"topic": "1.1", "questions": 1}]}],
}
ORDER = {
    "session": "2026-09-01-am",
    "centre": "centre-1",
    "title": "上午场",
    "issuer": "Authority",
    "starts_at": "2026-09-01T09:00:00+08:00",
    "valid_until": "2026-09-15T00:00:00+08:00",
    "rule_pack": "00" * 32,
    "bank": "11" * 32,
    "blueprint": BLUEPRINT,
    "roster": [
        {
            "candidate": "c1",
            "number": "990000199001010009",
            "name": "Li",
            "seat": 1,
            "photo": "/9j/",
        },
        {"candidate": "c2", "number": "990000199001010017", "name": "Wang", "seat": 2},
    ],
    "staff": [
        {"id": "s1", "name": "First", "pin": "1234"},
        {"id": "s2", "name": "Second", "pin": "5678"},
    ],
    "grants": [
        {
            "serial": "k1",
            "candidate": "c1",
            "item": "1.2",
            "qr": "https://example.invalid/k1",
            "first_issued": "2020-02-29",
            "valid_from": "2026-09-01",
            "expires": "2026-09-30",
        }
    ],
}


def with_changes(path, value):
    plain = json.loads(json.dumps(ORDER))
    *road, last = path
    place = plain
    for step in road:
        place = place[step]
    place[last] = value
    return json.dumps(plain).encode()


def test_a_right_order_reads():
    order = read_session_order(json.dumps(ORDER).encode())
    assert order.starts_at == UnixMs(1_788_224_400_000)
    assert [entry.photo for entry in order.roster] == [b"\xff\xd8\xff", b""]
    assert order.grants[0].first_issued == date(2020, 2, 29)
    assert order.bank == b"\x11" * 32
    assert pin_fits("1234", order.staff[0].pin_check)
    assert not pin_fits("5678", order.staff[0].pin_check)
    assert "Li" not in repr(order)


WRONG = [
    (("session",), "", "session"),
    (("session",), 7, "session"),
    (("starts_at",), "2026-09-01T09:00:00", "starts_at"),
    (("valid_until",), "2026-08-01T00:00:00+08:00", "valid_until"),
    (("rule_pack",), "00", "rule_pack"),
    (("bank",), "zz" * 32, "bank"),
    (("blueprint", "pass_marks"), 99, "blueprint"),
    (("roster",), [], "roster"),
    (("roster", 1, "seat"), 1, "roster.seat"),
    (("roster", 1, "number"), "990000199001010009", "roster.number"),
    (("roster", 1, "candidate"), "c1", "roster.candidate"),
    (("roster", 0, "photo"), "not base64!", "roster.0.photo"),
    (("roster", 0, "nickname"), "x", "roster.0.nickname"),
    (("staff",), ORDER["staff"][:1], "staff"),
    (("staff", 1, "pin"), "1", "staff.1.pin"),
    (("staff", 1, "id"), "s1", "staff.id"),
    (("grants", 0, "candidate"), "c9", "grants.candidate"),
    (("grants", 0, "expires"), "2026-02-30", "grants.0.expires"),
    (("grants", 0, "price"), 1, "grants.0.price"),
    (("surprise",), 1, "surprise"),
]


@pytest.mark.parametrize(("path", "value", "field"), WRONG)
def test_a_wrong_order_is_refused_by_the_fields_name_alone(path, value, field):
    with pytest.raises(OrderWrong) as refused:
        read_session_order(with_changes(path, value))
    assert refused.value.facts == {"field": field}
    assert "990000" not in str(refused.value)
    assert refused.value.__cause__ is None or "990000" not in str(refused.value.__cause__)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"null"])
def test_what_is_no_order_is_refused(raw):
    with pytest.raises(OrderWrong):
        read_session_order(raw)
    with pytest.raises(OrderWrong):
        read_rules(raw)


RULES = {
    "name": "drill",
    "version": 1,
    "kind": "drill",
    "valid_from": 0,
    "valid_until": 1,
    "exam": {"late_entry_minutes": 15},
    "face": {},
    "card": {},
    "consent_text": "",
}


def test_a_rule_pack_reads_with_its_defaults():
    pack = read_rules(json.dumps({"rule_pack": RULES}).encode())
    assert (pack.kind, pack.exam.late_entry_minutes, pack.face.chip_pass) == (
        PackKind.DRILL,
        15,
        0.45,
    )


@pytest.mark.parametrize(
    "changes",
    [{"kind": "serious"}, {"more": 1}, {"exam": {"minutes": 1}}, {"face": {"presence": 2}}],
)
def test_a_wrong_rule_pack_is_refused(changes):
    with pytest.raises(OrderWrong):
        read_rules(json.dumps({"rule_pack": {**RULES, **changes}}).encode())


def test_what_the_province_knows_of_a_candidate_comes_along():
    stated = {
        "education": "senior",
        "hours_needed": 8,
        "hours_offline": 4,
        "hours_online": 9,
        "barred_until": "2026-12-31",
        "retakes_left": 1,
    }
    order = with_changes(("roster", 0, "standing"), stated)
    first, second = read_session_order(order).roster
    assert first.standing == Standing(
        education=Education.SENIOR,
        hours_needed=8,
        hours_offline=4,
        hours_online=9,
        barred_until=date(2026, 12, 31),
        retakes_left=1,
    )
    assert second.standing == Standing()


def test_a_rule_pack_may_say_who_is_admitted_and_how_long_pictures_stay():
    more = {
        "admission": {"most_online_percent": 30, "papers": ["temporary-card"]},
        "retention": {"others_days": 7},
    }
    pack = read_rules(json.dumps({"rule_pack": {**RULES, **more}}).encode())
    assert pack.admission.papers == (Paper.TEMPORARY_CARD,)
    assert (pack.admission.most_online_percent, pack.retention.others_days) == (30, 7)
    assert RULE_PACK.unpack(RULE_PACK.pack(pack)) == pack


def test_bytes_of_before_these_fields_keep_their_reading():
    pack = read_rules(json.dumps({"rule_pack": RULES}).encode())
    raw = RULE_PACK.pack(pack)
    assert b"admission" not in raw
    assert b"retention" not in raw
    assert RULE_PACK.unpack(raw).retention.admitted_days == 3 * 366


@pytest.mark.parametrize("template", BUILT_IN.values(), ids=lambda each: each.certificate)
def test_a_look_of_cards_is_read_from_its_json(template):
    raw = json.dumps({"card_template": asdict(template)}).encode()
    assert read_template(raw) == template


def test_a_look_that_leaves_the_card_is_not_issued():
    (template, *_) = BUILT_IN.values()
    plain = asdict(template)
    plain["front"]["words"][0]["x_mm"] = 90.0
    with pytest.raises(OrderWrong):
        read_template(json.dumps({"card_template": plain}).encode())


@pytest.mark.parametrize(
    "written", [" 99000019900101005X", "99000019900101005x", "９９００００１９９００１０１００５Ｘ"]
)
def test_a_roster_number_is_kept_as_the_desk_compares_it(written):
    order = read_session_order(with_changes(["roster", 0, "number"], written))
    assert order.roster[0].number == "99000019900101005X"


def test_two_candidates_cannot_share_a_number_in_two_ways_of_writing():
    twice = with_changes(["roster", 0, "number"], " 990000199001010017")
    with pytest.raises(OrderWrong, match="PRV-14"):
        read_session_order(twice)


@pytest.mark.parametrize("number", ["990000199001010008", "   "])
def test_a_number_that_cannot_be_anybodys_is_refused_by_its_place(number):
    with pytest.raises(OrderWrong) as refused:
        read_session_order(with_changes(["roster", 0, "number"], number))
    assert refused.value.facts == {"field": "roster.0.number"}
