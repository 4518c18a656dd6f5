"""How long the room's network waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Waits, in seconds.

    A seat pings and the hub listens: a dead one shows on the wall within
    `ping_every_s + ping_wait_s`.

    Attributes:
        first_word_s: From the first byte of TLS to the first word, once it is one's turn.
        turn_s: For a seat's turn at the hub, which may have a whole room before its door.
        goodbye_s: For a peer to hear why it is refused, and to close.
        retries_s: Between a seat's attempts to connect; the last one repeats. Up to a
            quarter is added by chance, so that 88 seats do not come at once.
        refused_s: Before a seat that was refused tries again.
    """

    ping_every_s: float = 1.5
    ping_wait_s: float = 3.0
    first_word_s: float = 5.0
    turn_s: float = 20.0
    goodbye_s: float = 1.0
    retries_s: tuple[float, ...] = (0.1, 0.2, 0.4, 0.8, 1.5, 3.0)
    refused_s: float = 10.0


TIMING = Timing()
