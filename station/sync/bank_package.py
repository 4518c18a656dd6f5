"""The mastered bank: practice questions open, secure ones shut until their time and two keys.

It is signed as a whole, so that everyone can check every byte of it before the day.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.codec import Codec, later
from station.columns import Columns
from station.errors.document import (
    BankPoolsMixed,
    BankQuestionTwice,
    BankTopicUntitled,
    DocumentMalformed,
    DocumentOutOfTime,
)
from station.errors.exam import PictureMissing
from station.exam.picture import check_picture
from station.exam.question import Pool, Question
from station.ids import Digest, QuestionId, TopicId, UnixMs, digest_of
from station.seal.documents import Signed, sign, verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.seal.shut import new_key, shut, unshut


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTitle:
    """What a bank is called, where it belongs and when it may be opened.

    Attributes:
        trade: Place in the national catalogue.
        opens_at: Before this time the secure pool stays shut, whoever has the key.
    """

    title: str
    version: int
    trade: str
    opens_at: UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredBank:
    """What anyone may know of a bank.

    Attributes:
        opens_at: Before this time the secure pool stays shut, whoever has the key.
        topics: Each topic of the bank with its title.
    """

    title: str
    version: int
    trade: str
    opens_at: UnixMs
    practice: tuple[Question, ...]
    secure_count: int
    topics: tuple[tuple[TopicId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLabel:
    """What is written on a bank; what shuts its secure pool is bound to it.

    Attributes:
        practice: SHA-256 of the packed practice pool.
    """

    title: str
    version: int
    trade: str
    opens_at: UnixMs
    practice: Digest
    secure_count: int
    topics: tuple[tuple[TopicId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDocument:
    """What the province signs. Pools are packed apart, so that one is read without the other.

    Attributes:
        practice: The practice pool, packed.
        secure: The secure pool, packed and shut; the packed label is the context.
        practice_pictures: The practice pool's pictures, packed; empty if there are none.
        secure_pictures: The pictures of the secure pool and of retired questions, packed and shut
            as that pool is.
        retired: Revisions that are drawn no more, packed and shut; empty if there are none.
    """

    label: BankLabel
    practice: bytes
    secure: bytes
    practice_pictures: bytes = later(b"")
    secure_pictures: bytes = later(b"")
    retired: bytes = later(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPool:
    """The questions of one pool, as the first banks have them: one after the other."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePool:
    """The pictures of one pool, in the order of their SHA-256."""

    pictures: tuple[bytes, ...]


BANK_LABEL: Codec[BankLabel] = Codec(BankLabel)
BANK_DOCUMENT: Codec[BankDocument] = Codec(BankDocument)
QUESTIONS: Columns[Question] = Columns(Question)
_FIRST_FORM: Codec[QuestionPool] = Codec(QuestionPool)
_FIRST_FORM_STARTS = b"\xa1iquestions"
PICTURE_POOL: Codec[PicturePool] = Codec(PicturePool)
PICTURES = b"pictures "
"""Before the packed label: the context of the secure pool's pictures."""
RETIRED = b"retired "
"""Before the packed label: the context of what is drawn no more."""


def master(
    questions: Iterable[Question],
    title: BankTitle,
    *,
    topics: Sequence[tuple[TopicId, str]],
    signer: Identity,
    media: Mapping[Digest, bytes] | None = None,
    retired: Sequence[Question] = (),
) -> tuple[bytes, bytes]:
    """Make a bank ready to travel.

    Args:
        media: At least the pictures that the questions name.
        retired: Earlier revisions and questions that are gone: nobody draws them, and papers
            that name them can still be read.

    Returns:
        The signed bank, and the key of its secure pool, 32 bytes (seal.two_keys splits it).

    Raises:
        BankQuestionTwice: An id occurs twice, or again with a revision that is retired.
        BankPoolsMixed: A question of the secure pool has a twin in the practice pool.
        BankTopicUntitled: A question's topic has no title.
        PictureMissing, PictureRefused: A question's picture is not there, or cannot be used.
        SignerOfWrongKind: The signer is not a province.
    """
    every = tuple(questions)
    check_pools(every, topics)
    _check_retired(every, retired)
    secure = tuple(question for question in every if question.pool is Pool.SECURE)
    open_ones = tuple(question for question in every if question.pool is Pool.PRACTICE)
    practice = QUESTIONS.pack(open_ones)
    label = BankLabel(
        title=title.title,
        version=title.version,
        trade=title.trade,
        opens_at=title.opens_at,
        practice=digest_of(practice),
        secure_count=len(secure),
        topics=tuple(topics),
    )
    key = new_key()
    context = BANK_LABEL.pack(label)
    pictures = _packed_pictures((*secure, *retired), media or {})
    document = BankDocument(
        label=label,
        practice=practice,
        secure=shut(QUESTIONS.pack(secure), key, context),
        practice_pictures=_packed_pictures(open_ones, media or {}),
        secure_pictures=shut(pictures, key, PICTURES + context) if pictures else b"",
        retired=shut(QUESTIONS.pack(retired), key, RETIRED + context) if retired else b"",
    )
    return sign(DocumentKind.BANK, BANK_DOCUMENT.pack(document), signer), key


def read_bank(raw: bytes, trust: Trust, now: UnixMs) -> tuple[MasteredBank, Signed]:
    """Check a bank and return its open part; the secure pool stays shut.

    Raises:
        StationError: What seal.documents.verify raises.
    """
    document, signed = _checked(raw, trust, now)
    label = document.label
    bank = MasteredBank(
        title=label.title,
        version=label.version,
        trade=label.trade,
        opens_at=label.opens_at,
        practice=_questions(document.practice),
        secure_count=label.secure_count,
        topics=label.topics,
    )
    return bank, signed


def open_bank(raw: bytes, key: bytes, trust: Trust, now: UnixMs) -> tuple[Question, ...]:
    """Check a bank, every byte of it, and return the questions of its secure pool.

    Raises:
        DocumentOutOfTime: Its time has not come.
        EnvelopeSealed: The key is another bank's.
        DocumentMalformed: What was shut in is not what the open part says.
        StationError: What seal.documents.verify raises.
    """
    document, _ = _checked(raw, trust, now)
    if now < document.label.opens_at:
        raise DocumentOutOfTime(kind=DocumentKind.BANK)
    content = unshut(document.secure, key, BANK_LABEL.pack(document.label))
    questions = _questions(content)
    if len(questions) != document.label.secure_count:
        raise DocumentMalformed(kind=DocumentKind.BANK)
    return questions


def open_retired(raw: bytes, key: bytes, trust: Trust, now: UnixMs) -> tuple[Question, ...]:
    """Check a bank and return the revisions that are drawn no more.

    Raises:
        DocumentOutOfTime: Its time has not come.
        StationError: What open_bank raises.
    """
    document, _ = _checked(raw, trust, now)
    if now < document.label.opens_at:
        raise DocumentOutOfTime(kind=DocumentKind.BANK)
    if not document.retired:
        return ()
    return _questions(unshut(document.retired, key, RETIRED + BANK_LABEL.pack(document.label)))


def open_pictures(raw: bytes, key: bytes, trust: Trust, now: UnixMs) -> dict[Digest, bytes]:
    """Check a bank and return every picture of it, by its SHA-256.

    Raises:
        DocumentOutOfTime: Its time has not come.
        StationError: What open_bank raises.
    """
    document, _ = _checked(raw, trust, now)
    if now < document.label.opens_at:
        raise DocumentOutOfTime(kind=DocumentKind.BANK)
    context = PICTURES + BANK_LABEL.pack(document.label)
    shut_ones = document.secure_pictures
    pools = (document.practice_pictures, unshut(shut_ones, key, context) if shut_ones else b"")
    return {
        digest_of(picture): picture
        for packed in pools
        if packed
        for picture in PICTURE_POOL.unpack(packed).pictures
    }


def _packed_pictures(questions: Iterable[Question], media: Mapping[Digest, bytes]) -> bytes:
    named: dict[Digest, bytes] = {}
    for question in questions:
        for digest in question.pictures:
            if digest not in media or digest_of(media[digest]) != digest:
                raise PictureMissing(question=question.id)
            if digest not in named:
                check_picture(media[digest])
                named[digest] = media[digest]
    if not named:
        return b""
    return PICTURE_POOL.pack(PicturePool(pictures=tuple(raw for _, raw in sorted(named.items()))))


def _checked(raw: bytes, trust: Trust, now: UnixMs) -> tuple[BankDocument, Signed]:
    signed = verify(raw, DocumentKind.BANK, trust, now)
    document = BANK_DOCUMENT.unpack(signed.payload)
    if document.label.practice != digest_of(document.practice):
        raise DocumentMalformed(kind=DocumentKind.BANK)
    return document, signed


def _questions(packed: bytes) -> tuple[Question, ...]:
    """Read a pool with Python's collector at rest: it has no cycles, and 26,000 questions are
    read in two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        if packed.startswith(_FIRST_FORM_STARTS):
            return _FIRST_FORM.unpack(packed).questions
        return QUESTIONS.unpack(packed)
    finally:
        if was_on:
            gc.enable()


def check_pools(questions: Sequence[Question], topics: Sequence[tuple[TopicId, str]]) -> None:
    """Refuse pools that share a question, by its words, and questions without a topic.

    Raises:
        BankQuestionTwice, BankPoolsMixed, BankTopicUntitled: As they say.
    """
    for twice, times in Counter(question.id for question in questions).items():
        if times > 1:
            raise BankQuestionTwice(question=twice)
    shown = {_substance(question) for question in questions if question.pool is Pool.PRACTICE}
    titled = {topic for topic, title in topics if title.strip()}
    for question in questions:
        if question.pool is Pool.SECURE and _substance(question) in shown:
            raise BankPoolsMixed(question=question.id)
        if question.topic not in titled:
            raise BankTopicUntitled(topic=question.topic, question=question.id)


def _check_retired(questions: Sequence[Question], retired: Sequence[Question]) -> None:
    revisions = {question.id: question.revision for question in questions}
    once: set[tuple[QuestionId, int]] = set()
    for old in retired:
        newer = old.revision < revisions.get(old.id, old.revision + 1)
        if not newer or (old.id, old.revision) in once:
            raise BankQuestionTwice(question=old.id)
        once.add((old.id, old.revision))


def _substance(question: Question) -> tuple[str, ...]:
    """Return what a candidate would recognise: the stem and the options in any order."""
    plain = ["".join(text.split()) for text in (question.stem, *question.options)]
    return (question.case_text, plain[0], *sorted(plain[1:]))
