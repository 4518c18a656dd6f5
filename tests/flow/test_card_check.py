"""`station card verify`: what the centre's own records say of a card, F29 among them."""

import json
from dataclasses import replace
from datetime import date

import cbor2
import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_events import VoidReason
from station.credential.catalogue import title_of
from station.credential.check import Finding
from station.credential.claim import CardClaim
from station.flow import card_view as view
from station.ids import CandidateId, CardSerial, CentreId, SessionId, UnixMs, digest_of
from station.modes.card_check import CardAnswer, CardChecker, Revoked
from station.modes.card_words import as_facts, in_words
from station.modes.commands.card import EXIT
from station.modes.earlier_cards import earlier_cards
from station.printer.evolis_emulator import SimulatedEvolis
from station.seal.documents import sign, verify
from station.seal.kinds import DocumentKind
from station.seal.short_mark import PREFIX, said_by, sign_mark
from station.store.documents import DocumentShelf
from station.store.pictures import Pictures
from station.sync.revocation import REVOCATION, Revocation
from station.sync.rule_pack import RULE_PACK, PackKind
from station.sync.session_package import SESSION_PACKAGE
from station.ui.language import translator
from tests.flow.card_desk import CardDesk, many
from tests.flow.documents import open_session
from tests.flow.test_card_counter import SERIAL, signed

YEAR_MS = 366 * 86_400_000


class Checked(CardDesk):
    """A card desk whose documents lie on the shelf, and whose codes its centre signs."""

    keys = None

    def sign(self, payload):
        self.codes.append(sign_mark(payload, self.keys.centre))
        return self.codes[-1]

    def check(self, text, wall=None):
        checker = CardChecker(
            shelf=DocumentShelf(self.database),
            log=self.log,
            pictures=Pictures(self.database),
            trust=self.keys.trust,
            centre=self.keys.centre,
            clock=HeldClock(wall or self.clock.wall()),
        )
        return checker.check(text)


@pytest.fixture
def desk(tmp_path, keys, people):
    """Candidate 1's card was printed; its code is the centre's, and production rules hold."""
    now = SystemClock().wall()
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    session = many(session, 2, people.portraits[0].enrolment_jpeg())
    rules = replace(
        session.rules,
        kind=PackKind.PRODUCTION,
        card=replace(session.rules.card, valid_years=3, centre_code=True),
    )
    raw_rules = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules), keys.province)
    first, second = session.package.grants
    package = replace(
        session.package,
        rule_pack=verify(raw_rules, DocumentKind.RULE_PACK, keys.trust, now).digest,
        grants=(replace(first, qr=""), second),
    )
    raw_package = sign(DocumentKind.SESSION_PACKAGE, SESSION_PACKAGE.pack(package), keys.province)
    session = replace(session, package=package, rules=rules)
    desk = Checked(tmp_path, session, HeldClock(now), (SimulatedEvolis(),), people)
    desk.keys, desk.codes = keys, []
    desk.open()
    shelf = DocumentShelf(desk.database)
    for kind, raw in (
        (DocumentKind.RULE_PACK, raw_rules),
        (DocumentKind.SESSION_PACKAGE, raw_package),
    ):
        shelf.put(kind, verify(raw, kind, keys.trust, now).digest, raw)
    desk.admit_all()
    desk.passed(1)
    desk.passed(2)
    yield desk
    desk.close()


def revoke(desk, serial):
    word = Revocation(
        serial=CardSerial(serial), centre=CentreId("centre-1"), reason="x", at=UnixMs(0)
    )
    raw = sign(DocumentKind.REVOCATION, REVOCATION.pack(word), desk.keys.province)
    digest = verify(raw, DocumentKind.REVOCATION, desk.keys.trust, desk.clock.wall()).digest
    DocumentShelf(desk.database).put(DocumentKind.REVOCATION, digest, raw)


def test_a_card_of_ours_is_known_by_the_centres_code_and_by_the_provinces(desk):
    answer = desk.check(desk.codes[0])
    assert (answer.finding, answer.serial, answer.print_number) == (Finding.ISSUED, SERIAL, 1)
    assert desk.check("https://example.invalid/2").finding is Finding.ISSUED


def test_a_voided_print_is_told_from_the_one_that_took_its_place(desk):
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    first, second = signed()
    desk.flow.intent(
        view.ConfirmVoid(serial=SERIAL, reason=VoidReason.DAMAGED, first=first, second=second)
    )
    assert desk.check(desk.codes[0]).finding is Finding.VOID
    desk.flow.intent(view.PrintAgain(SERIAL))
    assert desk.check(desk.codes[0]).finding is Finding.VOID
    assert desk.check(desk.codes[-1]).finding is Finding.ISSUED
    assert desk.check(desk.codes[-1]).print_number == 2


def test_a_card_ends_with_its_last_day_also_after_the_provinces_certificate_did(desk):
    later = UnixMs(desk.clock.wall() + 4 * YEAR_MS)
    assert desk.check("https://example.invalid/2").finding is Finding.ISSUED
    assert desk.check(desk.codes[0]).held.valid_until > desk.today
    assert desk.check("https://example.invalid/2", wall=later).finding is Finding.EXPIRED
    assert desk.check(desk.codes[0], wall=later).finding is Finding.EXPIRED


def test_f29_a_revoked_card_stays_revoked_after_the_provinces_certificate_ran_out(desk):
    revoke(desk, SERIAL)
    later = UnixMs(desk.clock.wall() + 4 * YEAR_MS)
    assert desk.check(desk.codes[0], wall=later).finding is Finding.REVOKED


def test_f29_a_revoked_card_shows_it(desk):
    revoke(desk, SERIAL)
    assert desk.check(desk.codes[0]).finding is Finding.REVOKED
    assert desk.check("https://example.invalid/2").finding is Finding.ISSUED


def test_f29_a_console_that_runs_shows_a_revoked_card_soon_after_the_word_came(desk):
    revoked = Revoked(DocumentShelf(desk.database), desk.keys.trust)
    desk.flow._tools = replace(desk.flow._tools, revoked=revoked)
    desk.second(31)
    assert not desk.row(1).revoked
    revoke(desk, SERIAL)
    desk.second(31)
    assert desk.row(1).revoked
    assert not desk.row(2).revoked


def test_f29_nobody_but_the_province_revokes(desk):
    DocumentShelf(desk.database).put(DocumentKind.REVOCATION, digest_of(b"x"), b"x")
    assert desk.check(desk.codes[0]).finding is Finding.ISSUED


def claim_of(desk):
    return CardClaim.unpack(said_by(desk.codes[0]))


def test_no_changed_letter_of_a_code_leads_to_a_card(desk):
    """Most of them are forgeries; one within the centre's name names a centre that is not ours."""
    code = desk.codes[0]
    found = set()
    for place in range(len(PREFIX), len(code)):
        other = "A" if code[place] != "A" else "B"
        answer = desk.check(code[:place] + other + code[place + 1 :])
        assert answer.held is None
        found.add(answer.finding)
    assert found <= {Finding.FORGED, Finding.UNKNOWN}
    assert Finding.FORGED in found


@pytest.mark.parametrize("text", ["ES1:", "ES1:A", "ES1:!!!!", "ES1:" + "A" * 400])
def test_what_only_looks_like_a_code_is_a_forgery(desk, text):
    assert desk.check(text).finding is Finding.FORGED


def test_a_genuine_card_of_another_centre_is_not_called_forged(desk, keys):
    theirs = sign_mark(replace(claim_of(desk), centre=CentreId("centre-2")).pack(), keys.province)
    answer = desk.check(theirs)
    assert (answer.finding, answer.elsewhere, answer.held) == (Finding.UNKNOWN, "centre-2", None)
    (line,) = in_words(answer, translator("zh_CN"))
    assert "centre-2" in line
    assert "伪造" not in line


def test_a_code_that_names_us_and_is_not_signed_by_us_is_forged(desk, keys):
    assert claim_of(desk).centre == keys.centre.centre
    forged = sign_mark(claim_of(desk).pack(), keys.province)
    assert desk.check(forged).finding is Finding.FORGED
    stranger = replace(claim_of(desk), serial=CardSerial("no such card"))
    assert desk.check(sign_mark(stranger.pack(), keys.province)).finding is Finding.FORGED
    assert desk.check(sign_mark(stranger.pack(), keys.centre)).finding is Finding.UNKNOWN


def test_a_code_of_a_program_before_this_one_is_read(desk, keys):
    old = replace(claim_of(desk), centre=CentreId(""))
    assert desk.check(sign_mark(old.pack(), keys.centre)).finding is Finding.ISSUED
    assert desk.check(sign_mark(old.pack(), keys.province)).finding is Finding.FORGED
    elsewhere = replace(old, serial=CardSerial("of another centre"))
    assert desk.check(sign_mark(elsewhere.pack(), keys.province)).finding is Finding.UNKNOWN


def test_a_code_of_a_newer_program_is_unknown(desk, keys):
    assert desk.check(sign_mark(cbor2.dumps([3, "new"]), keys.province)).finding is Finding.UNKNOWN


def test_what_unmasks_a_copied_code_is_shown(desk):
    held = desk.check(desk.codes[0]).held
    entry = desk.session.package.roster[0]
    assert (held.name, held.number_tail) == ("考*1", entry.number[-4:])
    assert held.item == title_of(desk.session.package.grants[0].item)
    assert held.first_issued == desk.session.package.grants[0].first_issued
    assert held.photo == entry.photo
    said = "\n".join(in_words(desk.check(desk.codes[0]), translator("zh_CN"), "holder.jpg"))
    for word in (held.item, held.name, held.number_tail, "holder.jpg", "照片、姓名是否一致？"):
        assert word in said
    assert entry.number not in said
    assert entry.name not in said


@pytest.mark.parametrize("finding", Finding)
def test_each_finding_is_one_sentence_and_the_same_facts_for_a_script(finding):
    answer = CardAnswer(finding=finding)
    (line,) = in_words(answer, translator("zh_CN"))
    assert line.endswith("。")
    assert set(as_facts(answer)) == {
        *("finding", "serial", "print_number", "elsewhere", "valid_until", "item", "name"),
        *("number_tail", "first_issued", "photo_held"),
    }
    assert as_facts(answer)["finding"] == finding.value


@pytest.mark.parametrize("text", ["", "https://example.invalid/3", "hello"])
def test_a_foreign_code_is_unknown(desk, text):
    assert desk.check(text).finding is Finding.UNKNOWN


def test_each_finding_has_a_status_of_its_own():
    assert set(EXIT) == set(Finding)
    assert len(set(EXIT.values())) == len(EXIT)
    assert EXIT[Finding.ISSUED] == 0
    assert json.dumps(Finding.VOID) == '"void"'


def before(desk, package, wall=None):
    shelf, clock = DocumentShelf(desk.database), HeldClock(wall or desk.clock.wall())
    return earlier_cards(shelf, desk.log, desk.keys.trust, clock, package)


def test_cards_of_an_earlier_session_stay_on_the_list_until_they_are_collected(desk):
    package = desk.session.package
    assert before(desk, package).uncollected == [], "the session's own cards are listed by itself"
    today = replace(package, session=SessionId("afternoon"), grants=())
    waiting = before(desk, today).uncollected
    assert [each.name for each in waiting] == ["考生1", "考生2"]
    assert all(each.printed and each.since == desk.today for each in waiting)
    desk.flow.intent(view.HandOver(SERIAL))
    desk.flow.intent(view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None))
    assert [each.name for each in before(desk, today).uncollected] == ["考生2"]
    desk.flow._tools = replace(desk.flow._tools, earlier=tuple(waiting))
    desk.flow._book._tools = desk.flow._tools
    desk.flow.intent(view.OpenStock())
    assert desk.flow.sheet.uncollected == ("考生2", "考生1", "考生2")


def test_cards_of_long_ago_are_not_looked_for(desk):
    today = replace(desk.session.package, session=SessionId("afternoon"), grants=())
    later = UnixMs(desk.clock.wall() + 61 * 86_400_000)
    assert before(desk, today, wall=later).uncollected == []


def granted_again(desk, **changes):
    """The first candidate's card once more, in a session where everybody is called otherwise."""
    package = desk.session.package
    entry, grant = package.roster[0], package.grants[0]
    other = CandidateId("somebody")
    return replace(
        package,
        session=SessionId("afternoon"),
        roster=(replace(entry, candidate=other),),
        grants=(replace(grant, serial=CardSerial("again"), candidate=other, **changes),),
    )


@pytest.mark.parametrize(
    ("change", "issued"),
    [({}, {"again"}), ({"item": "1.1"}, set()), ({"first_issued": date(2019, 1, 1)}, set())],
)
def test_a_certificate_of_an_earlier_session_is_not_printed_a_second_time(desk, change, issued):
    assert before(desk, granted_again(desk, **change)).issued == issued


def test_a_card_that_was_voided_for_good_may_be_granted_again(desk):
    desk.flow.intent(view.VoidCard(SERIAL))
    desk.flow.intent(view.TakePicture(SERIAL))
    first, second = signed()
    desk.flow.intent(
        view.ConfirmVoid(serial=SERIAL, reason=VoidReason.DAMAGED, first=first, second=second)
    )
    assert before(desk, granted_again(desk)).issued == set()
