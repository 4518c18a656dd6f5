"""The intake of results: from an envelope's bytes to a row in the ledger and a signed receipt.

An envelope gets a receipt, whatever is wrong with it, and the same one for ever. An error is
raised only where the fault is ours (the database is away), so that it is sent again.
"""

from collections.abc import Callable

from station.errors.province import BodyTooLarge
from station.ids import UnixMs, digest_of
from station.province.judgement import Arrival, Judgement
from station.province.keeping import Keeping
from station.province.ledger import Ledger

ENVELOPE_BYTES = 16 * 1024 * 1024


class Intake:
    """Takes envelopes in; safe to call from many threads, and with the same envelope at once.

    Args:
        check: Checks, opens and marks one envelope; here, or in a process of its own.
    """

    def __init__(self, check: Callable[[bytes, UnixMs], Judgement], ledger: Ledger) -> None:
        self._check = check
        self._ledger = ledger
        self._keeping = Keeping(ledger.keep)

    def take_in(self, raw: bytes, now: UnixMs) -> bytes:
        """Check, open, mark and keep one envelope.

        Returns:
            The signed receipt; for bytes that came before, the one they got then.

        Raises:
            BodyTooLarge: It is larger than any envelope; it was not looked at.
            DatabaseAway: Nothing was promised; send it again.
        """
        if len(raw) > ENVELOPE_BYTES:
            raise BodyTooLarge(limit=ENVELOPE_BYTES)
        known = self._ledger.receipt(digest_of(raw))
        if known is not None:
            return known
        return self._keeping.keep(Arrival(raw, now, self._check(raw, now)))
