"""The mastered bank: practice questions open, secure ones shut until their time and two keys.

It is signed as a whole, so that everyone can check every byte of it before the day.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.codec import Codec
from station.columns import Columns
from station.errors.document import (
    BankPoolsMixed,
    BankQuestionTwice,
    BankTopicUntitled,
    DocumentMalformed,
    DocumentOutOfTime,
)
from station.exam.question import Pool, Question
from station.ids import Digest, TopicId, UnixMs, digest_of
from station.seal.documents import Signed, sign, verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.seal.shut import new_key, shut, unshut


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
    """

    label: BankLabel
    practice: bytes
    secure: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPool:
    """The questions of one pool, as the first banks have them: one after the other."""

    questions: tuple[Question, ...]


BANK_LABEL: Codec[BankLabel] = Codec(BankLabel)
BANK_DOCUMENT: Codec[BankDocument] = Codec(BankDocument)
QUESTIONS: Columns[Question] = Columns(Question)
_FIRST_FORM: Codec[QuestionPool] = Codec(QuestionPool)
_FIRST_FORM_STARTS = b"\xa1iquestions"


def master(
    questions: Iterable[Question],
    *,
    title: str,
    version: int,
    trade: str,
    topics: Sequence[tuple[TopicId, str]],
    opens_at: UnixMs,
    signer: Identity,
) -> tuple[bytes, bytes]:
    """Make a bank ready to travel.

    Returns:
        The signed bank, and the key of its secure pool, 32 bytes (seal.two_keys splits it).

    Raises:
        BankQuestionTwice: An id occurs twice.
        BankPoolsMixed: A question of the secure pool has a twin in the practice pool.
        BankTopicUntitled: A question's topic has no title.
        SignerOfWrongKind: The signer is not a province.
    """
    every = tuple(questions)
    _check_pools(every, topics)
    secure = tuple(question for question in every if question.pool is Pool.SECURE)
    open_ones = tuple(question for question in every if question.pool is Pool.PRACTICE)
    practice = QUESTIONS.pack(open_ones)
    label = BankLabel(
        title=title,
        version=version,
        trade=trade,
        opens_at=opens_at,
        practice=digest_of(practice),
        secure_count=len(secure),
        topics=tuple(topics),
    )
    key = new_key()
    document = BankDocument(
        label=label,
        practice=practice,
        secure=shut(QUESTIONS.pack(secure), key, BANK_LABEL.pack(label)),
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


def _check_pools(questions: Sequence[Question], topics: Sequence[tuple[TopicId, str]]) -> None:
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


def _substance(question: Question) -> tuple[str, ...]:
    """Return what a candidate would recognise: the stem and the options in any order."""
    plain = ["".join(text.split()) for text in (question.stem, *question.options)]
    return (plain[0], *sorted(plain[1:]))
