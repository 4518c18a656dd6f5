"""A mastered bank looked through from outside: whole, rightly signed, and its pools apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from station.errors.document import DocumentOutOfTime
from station.errors.exam import PictureMissing
from station.exam.question import Question
from station.ids import UnixMs
from station.seal.documents import Signed
from station.seal.identity import Trust
from station.seal.kinds import DocumentKind
from station.sync.bank_package import (
    MasteredBank,
    check_pools,
    open_bank,
    open_pictures,
    open_retired,
    read_bank,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPart:
    """What only the two keys show; its pools were compared, its pictures counted.

    Attributes:
        retired: Revisions that nobody draws any more.
    """

    secure: int
    retired: int
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCheck:
    """A bank of which every byte was checked.

    Attributes:
        opened: None if no keys were given: then the secure pool was not compared with the other.
    """

    bank: MasteredBank
    signed: Signed
    opened: OpenedPart | None


def check_bank(raw: bytes, trust: Trust, now: UnixMs, key: bytes | None = None) -> BankCheck:
    """Check a bank; with its key, what is shut in it as well.

    Raises:
        DocumentOutOfTime: The secure pool may not be opened yet.
        BankPoolsMixed, BankQuestionTwice, BankTopicUntitled: Its pools are not what they must be.
        PictureMissing: A question's picture is not in it.
        StationError: What read_bank and open_bank raise.
    """
    bank, signed = read_bank(raw, trust, now)
    opened = None if key is None else _opened(raw, key, trust, now, bank)
    return BankCheck(bank=bank, signed=signed, opened=opened)


def _opened(raw: bytes, key: bytes, trust: Trust, now: UnixMs, bank: MasteredBank) -> OpenedPart:
    if now < bank.opens_at:
        raise DocumentOutOfTime(kind=DocumentKind.BANK)
    secure = open_bank(raw, key, trust, now)
    retired = open_retired(raw, key, trust, now)
    pictures = open_pictures(raw, key, trust, now)
    check_pools((*bank.practice, *secure), bank.topics)
    _refuse_without_pictures((*bank.practice, *secure, *retired), pictures)
    return OpenedPart(secure=len(secure), retired=len(retired), pictures=len(pictures))


def _refuse_without_pictures(questions: Iterable[Question], pictures: Iterable[bytes]) -> None:
    held = set(pictures)
    for question in questions:
        if not held.issuperset(question.pictures):
            raise PictureMissing(question=question.id)
