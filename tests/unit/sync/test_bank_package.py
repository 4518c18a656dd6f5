"""The mastered bank: open where it may be, shut where it must be, and whole or refused."""

from dataclasses import replace

import cbor2
import pytest

from station.codec import Codec
from station.errors.document import (
    BankPoolsMixed,
    BankQuestionTwice,
    BankTopicUntitled,
    DocumentForged,
    DocumentMalformed,
    DocumentOutOfTime,
    EnvelopeSealed,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.errors.exam import PictureMissing, PictureRefused
from station.exam.question import Pool, Question, QuestionKind
from station.ids import QuestionId, StaffId, TopicId, UnixMs, digest_of
from station.messages import explain
from station.seal.documents import sign
from station.seal.kinds import DocumentKind
from station.seal.shut import new_key, shut
from station.seal.two_keys import join, lock_share, new_shares
from station.sync.bank_package import (
    BANK_DOCUMENT,
    BANK_LABEL,
    QUESTIONS,
    BankTitle,
    QuestionPool,
    master,
    open_bank,
    open_pictures,
    open_retired,
    read_bank,
)
from tests.unit.seal.invented import DAY_MS, FOREIGN_PROVINCE, NOW, PROVINCE, SEAT, TRUST

T1, T2 = TopicId("t1"), TopicId("t2")
TOPICS = ((T1, "触电急救"), (T2, "电气防火"))
OPENS_AT = UnixMs(NOW + DAY_MS)


def question(name, pool, topic=T1):
    return Question(
        id=QuestionId(name),
        revision=1,
        kind=QuestionKind.SINGLE,
        stem=f"Stem of {name}?",
        options=("red", "green", "blue"),
        key=(1,),
        topic=topic,
        difficulty=1,
        pool=pool,
    )


OPEN = tuple(question(f"p{n}", Pool.PRACTICE, T2) for n in range(3))
SECRET = tuple(question(f"s{n}", Pool.SECURE) for n in range(5))


def mastered(questions=(*SECRET, *OPEN), signer=PROVINCE, topics=TOPICS, media=None, retired=()):
    return master(
        questions,
        BankTitle(title="Low voltage", version=3, trade="1.1", opens_at=OPENS_AT),
        topics=topics,
        signer=signer,
        media=media,
        retired=retired,
    )


RAW, KEY = mastered()


def test_anyone_reads_the_open_part():
    bank, signed = read_bank(RAW, TRUST, NOW)
    assert (bank.title, bank.version, bank.trade) == ("Low voltage", 3, "1.1")
    assert (bank.practice, bank.secure_count, bank.topics) == (OPEN, 5, TOPICS)
    assert bank.opens_at == OPENS_AT
    assert signed.signer.name == PROVINCE.name


def test_nothing_of_the_secure_pool_is_to_be_read():
    for secret in SECRET:
        assert secret.stem.encode() not in RAW
    assert OPEN[0].stem.encode() in RAW


def test_the_key_opens_it_when_its_time_has_come():
    assert open_bank(RAW, KEY, TRUST, OPENS_AT) == SECRET
    with pytest.raises(DocumentOutOfTime):
        open_bank(RAW, KEY, TRUST, UnixMs(OPENS_AT - 1))


def test_two_persons_open_it_together():
    first, second = new_shares(KEY)
    locked = (
        lock_share(first, StaffId("staff-1"), "one"),
        lock_share(second, StaffId("staff-2"), "two"),
    )
    key = join(locked[0], "one", locked[1], "two")
    assert open_bank(RAW, key, TRUST, OPENS_AT) == SECRET


def test_another_banks_key_does_not_open_it():
    for key in (new_key(), mastered()[1], b""):
        with pytest.raises(EnvelopeSealed):
            open_bank(RAW, key, TRUST, OPENS_AT)


def test_a_bank_without_secure_questions_is_a_bank():
    raw, key = mastered(OPEN)
    assert read_bank(raw, TRUST, NOW)[0].secure_count == 0
    assert open_bank(raw, key, TRUST, OPENS_AT) == ()


@pytest.mark.parametrize("at", [0, 200, 400, len(RAW) // 2, len(RAW) - 200, len(RAW) - 66, -1])
def test_a_changed_bank_is_refused_by_both(at):
    changed = bytearray(RAW)
    changed[at] ^= 1
    for read in (
        lambda: read_bank(bytes(changed), TRUST, NOW),
        lambda: open_bank(bytes(changed), KEY, TRUST, OPENS_AT),
    ):
        with pytest.raises((DocumentForged, DocumentMalformed, SignerUntrusted)):
            read()


def test_one_flipped_bit_anywhere_is_refused():
    for at in range(len(RAW)):
        changed = bytearray(RAW)
        changed[at] ^= 1 << at % 8
        with pytest.raises((DocumentForged, DocumentMalformed, SignerUntrusted, SignerOfWrongKind)):
            open_bank(bytes(changed), KEY, TRUST, OPENS_AT)


def test_a_bank_of_the_first_form_is_still_read():
    first = Codec(QuestionPool)
    practice = first.pack(QuestionPool(questions=OPEN))
    label = replace(own_document().label, practice=digest_of(practice))
    pool = first.pack(QuestionPool(questions=SECRET))
    secure = shut(pool, KEY, BANK_LABEL.pack(label))
    raw = resigned(label=label, practice=practice, secure=secure)
    assert read_bank(raw, TRUST, NOW)[0].practice == OPEN
    assert open_bank(raw, KEY, TRUST, OPENS_AT) == SECRET


def test_a_bank_from_elsewhere_is_refused():
    with pytest.raises(SignerUntrusted):
        read_bank(mastered(signer=FOREIGN_PROVINCE)[0], TRUST, NOW)
    with pytest.raises(SignerOfWrongKind):
        mastered(signer=SEAT)


def resigned(**changes):
    """What a careless province might sign: parts of two banks."""
    document = BANK_DOCUMENT.unpack(read_bank(RAW, TRUST, NOW)[1].payload)
    return sign(DocumentKind.BANK, BANK_DOCUMENT.pack(replace(document, **changes)), PROVINCE)


def own_document():
    return BANK_DOCUMENT.unpack(read_bank(RAW, TRUST, NOW)[1].payload)


def test_the_label_is_bound_to_what_is_shut():
    label = replace(own_document().label, opens_at=NOW)
    with pytest.raises(EnvelopeSealed):
        open_bank(resigned(label=label), KEY, TRUST, NOW)


def test_the_practice_pool_is_bound_to_the_label():
    practice = QUESTIONS.pack(OPEN[:1])
    for read in (
        lambda raw: read_bank(raw, TRUST, NOW),
        lambda raw: open_bank(raw, KEY, TRUST, OPENS_AT),
    ):
        with pytest.raises(DocumentMalformed):
            read(resigned(practice=practice))


@pytest.mark.parametrize("content", [QUESTIONS.pack(SECRET[1:]), b"", b"\xa0"])
def test_what_is_shut_in_must_be_what_the_label_says(content):
    secure = shut(content, KEY, BANK_LABEL.pack(own_document().label))
    with pytest.raises(DocumentMalformed):
        open_bank(resigned(secure=secure), KEY, TRUST, OPENS_AT)


def test_an_id_occurs_once():
    with pytest.raises(BankQuestionTwice) as caught:
        mastered((*SECRET, question("s0", Pool.PRACTICE)))
    assert "s0" in explain(caught.value, str)


@pytest.mark.parametrize(
    "twin",
    [
        {},
        {"stem": "Stem  of s0 ?"},
        {"options": ("blue", "red", "green"), "key": (2,)},
        {"key": (0,)},
        {"revision": 2},
    ],
    ids=["same", "blanks", "shuffled", "another key", "another revision"],
)
def test_a_secure_question_is_not_practised(twin):
    shown = replace(question("s0", Pool.PRACTICE), id=QuestionId("p9"), **twin)
    with pytest.raises(BankPoolsMixed) as caught:
        mastered((*SECRET, shown))
    assert "s0" in explain(caught.value, str)


def test_the_same_stem_with_other_options_is_another_question():
    shown = replace(question("s0", Pool.PRACTICE), id=QuestionId("p9"), options=("1", "2", "3"))
    assert read_bank(mastered((*SECRET, shown))[0], TRUST, NOW)[0].practice == (shown,)


@pytest.mark.parametrize("topics", [(), TOPICS[:1], ((T1, " "), (T2, "x"))])
def test_each_topic_has_a_title(topics):
    with pytest.raises(BankTopicUntitled) as caught:
        mastered(topics=topics)
    assert "has no title" in explain(caught.value, str)


# Pictures

SIGN = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
PLAN = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'
MEDIA = {digest_of(raw): raw for raw in (SIGN, PLAN)}


def pictured(name, pool, *pictures):
    return replace(question(name, pool), pictures=tuple(map(digest_of, pictures)))


def with_pictures(media=MEDIA):
    questions = (
        pictured("seen", Pool.PRACTICE, SIGN),
        pictured("secret", Pool.SECURE, PLAN, SIGN),
    )
    return mastered(questions, media=media)


def test_a_bank_brings_its_pictures_and_the_secret_ones_are_shut():
    raw, key = with_pictures()
    assert open_pictures(raw, key, TRUST, OPENS_AT) == MEDIA
    assert SIGN in raw
    assert PLAN not in raw
    with pytest.raises(DocumentOutOfTime):
        open_pictures(raw, key, TRUST, UnixMs(OPENS_AT - 1))
    with pytest.raises(EnvelopeSealed):
        open_pictures(raw, new_key(), TRUST, OPENS_AT)


def test_a_bank_without_pictures_has_none_and_keeps_the_bytes_of_before():
    assert open_pictures(RAW, KEY, TRUST, OPENS_AT) == {}
    document = cbor2.loads(read_bank(RAW, TRUST, NOW)[1].payload)
    assert set(document) == {"label", "practice", "secure"}


@pytest.mark.parametrize("media", [{}, {digest_of(SIGN): SIGN}, {**MEDIA, digest_of(PLAN): SIGN}])
def test_a_bank_is_not_mastered_without_one_of_its_pictures(media):
    with pytest.raises(PictureMissing):
        with_pictures(media)


def test_a_bank_is_not_mastered_with_a_picture_that_could_do_more():
    bad = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    questions = (pictured("secret", Pool.SECURE, bad),)
    with pytest.raises(PictureRefused):
        mastered(questions, media={digest_of(bad): bad})


def test_revisions_that_are_drawn_no_more_stay_readable_and_shut():
    old = replace(SECRET[0], stem="An earlier wording?")
    gone = question("gone", Pool.SECURE)
    now = replace(SECRET[0], revision=2)
    raw, key = mastered((now, *SECRET[1:], *OPEN), retired=(old, gone))
    assert open_retired(raw, key, TRUST, OPENS_AT) == (old, gone)
    assert open_bank(raw, key, TRUST, OPENS_AT) == (now, *SECRET[1:])
    assert b"An earlier wording" not in raw
    with pytest.raises(DocumentOutOfTime):
        open_retired(raw, key, TRUST, NOW)
    with pytest.raises(EnvelopeSealed):
        open_retired(raw, new_key(), TRUST, OPENS_AT)
    assert open_retired(RAW, KEY, TRUST, OPENS_AT) == ()


@pytest.mark.parametrize(
    "retired", [(SECRET[0],), (replace(SECRET[0], revision=2),), (question("x", Pool.SECURE),) * 2]
)
def test_a_retired_revision_that_is_drawn_or_stands_twice_is_refused(retired):
    with pytest.raises(BankQuestionTwice):
        mastered(retired=retired)
