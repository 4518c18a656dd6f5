"""Where staff sign, and where guessing PINs comes to nothing.

An attempt is counted on disk before the PIN is looked at, so that neither a restart nor a power
cut gives a guess back. A right PIN takes the count away. After a few wrong ones the person waits,
twice as long each time; others go on signing meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.clock import Clock
from station.errors import StationError
from station.errors.identity import PinWrong, SignerMustWait, TwoPersonsNeeded
from station.flow.lane import Lane
from station.flow.signatures import Signature, fitting
from station.identity.roster import Staff
from station.ids import MonoMs, StaffId
from station.store.settings import Settings

FREE_TRIES = 4
"""Wrong PINs that cost nothing: fingers slip on a small keyboard."""

FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 15 * 60_000

Failed = Callable[[StationError], None]


def wait_ms(misses: int) -> int:
    """Return how long a person waits after so many wrong PINs in a row."""
    if misses < FREE_TRIES:
        return 0
    return int(min(FIRST_WAIT_MS * 2 ** min(misses - FREE_TRIES, 10), LONGEST_WAIT_MS))


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningTools:
    """What signing needs.

    Attributes:
        office: Where a PIN is checked; it takes its time on purpose.
    """

    staff: tuple[Staff, ...]
    settings: Settings
    store: Lane
    office: Lane
    clock: Clock


class Signing:
    """One for all of a coordinator's flows, so that no way in has tries of its own."""

    def __init__(self, tools: SigningTools) -> None:
        self._tools = tools
        self._tried_at: dict[StaffId, MonoMs] = {}  # seen on the store's lane alone
        self._began = tools.clock.mono()

    def two(
        self, first: Signature, second: Signature, done: Callable[[], None], failed: Failed
    ) -> None:
        """Let two persons sign for one decision.

        Failures: TwoPersonsNeeded, PinWrong, SignerMustWait, StoreFull. Nothing was decided then.
        """
        if first.staff == second.staff:
            failed(TwoPersonsNeeded())
        else:
            self._sign((first, second), done, failed)

    def one(self, signature: Signature, done: Callable[[], None], failed: Failed) -> None:
        """Let one person sign for what one may do alone; failures as for two."""
        self._sign((signature,), done, failed)

    def _sign(
        self, signed: tuple[Signature, ...], done: Callable[[], None], failed: Failed
    ) -> None:
        tools = self._tools
        names = tuple(signature.staff for signature in signed)

        def checked(fit: frozenset[StaffId]) -> None:
            def noted(_: None) -> None:
                if fit == frozenset(names):
                    done()
                else:
                    failed(PinWrong())

            tools.store.run(partial(self._forget_misses, fit), noted, failed)

        check = partial(fitting, tools.staff, signed)
        tools.store.run(
            partial(self._count, names), lambda _: tools.office.run(check, checked, failed), failed
        )

    def _count(self, names: tuple[StaffId, ...]) -> None:
        """Count an attempt of each; nobody's is counted while one of them must wait."""
        now = self._tools.clock.mono()
        waits = [self._tried_at.get(who, self._began) + self._wait(who) - now for who in names]
        if max(waits) > 0:
            raise SignerMustWait(seconds=-(-max(waits) // 1_000))
        for who in names:
            self._tools.settings.put(_key(who), str(self._misses(who) + 1))
            self._tried_at[who] = now

    def _forget_misses(self, fit: frozenset[StaffId]) -> None:
        for who in sorted(fit):
            self._tools.settings.put(_key(who), "0")

    def _wait(self, who: StaffId) -> int:
        return wait_ms(self._misses(who))

    def _misses(self, who: StaffId) -> int:
        return int(self._tools.settings.get(_key(who)) or 0)


def _key(who: StaffId) -> str:
    return f"pin-misses/{who}"
