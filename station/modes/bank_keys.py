"""Asks for the two keys that a bank opens with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.errors.document import TwoKeysNeeded
from station.modes.asking import passphrase
from station.seal.two_keys import holder_of


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BankKeys:
    """Two persons' locked keys of the bank, each with what its holder typed."""

    first: bytes
    first_passphrase: str
    second: bytes
    second_passphrase: str


def ask_bank_keys(paths: Sequence[Path]) -> BankKeys | None:
    """Read two persons' keys and have each type the passphrase; None if no keys are given.

    Raises:
        TwoKeysNeeded: There is one key, or more than two.
    """
    if not paths:
        return None
    if len(paths) != 2:
        raise TwoKeysNeeded
    first, second = (path.read_bytes() for path in paths)
    return BankKeys(
        first=first,
        first_passphrase=passphrase("STATION_BANK_PASSPHRASE_1", f"Key of {holder_of(first)}"),
        second=second,
        second_passphrase=passphrase("STATION_BANK_PASSPHRASE_2", f"Key of {holder_of(second)}"),
    )
