"""A candidate goes on at the free seat, from a seat that lives or from one that is dead.

What was shown is saved twice before, and the coordinator has heard lately how much time is used:
without either, what the seat before alone holds would rightly be a dispute for two persons. In the
moment of the move the coordinator may be killed, once it has noted that time.
"""

import random
import time
from collections.abc import Callable

from bench._room.chaos_room import FREE, ChaosRoom

WITHIN_S = 10.0
NOTED_S = 1.2
"""The coordinator notes every second how much time is used."""
BEAT_MS = 1_000
STEP_MS = 100


def move(room: ChaosRoom, seat: int, dice: random.Random, *, dead: bool) -> bool:
    """Move a candidate, and go on until the question is on the other screen.

    Args:
        dead: The seat before is killed first, and started again only later.

    Returns:
        Whether it came to that: the candidate sat an exam, and the other seat was free.
    """
    if not room.runs(seat) or not _until(lambda: _is_ready(room, seat)):
        return False
    kill_hub, after_s = dice.random() < 0.3, dice.uniform(0, 0.05)
    if kill_hub:
        time.sleep(NOTED_S)
    if dead:
        room.seats[seat].kill()
        room.oracles[seat].cut()

    def moved() -> bool:
        room.hub.say("move", room.numbers[seat], room.numbers[FREE])  # once more does no harm
        return room.ask_hub("at", room.numbers[FREE]) is not None

    room.hub.say("move", room.numbers[seat], room.numbers[FREE])
    if kill_hub:
        room.kill_hub(after_s)
    came = _until(lambda: moved() or _beat(room, FREE))
    if came:
        room.change_seats(seat)
    if dead:
        room.start_seat(FREE if came else seat)
    return came and _until(lambda: _is_let_in(room, seat))


def _is_ready(room: ChaosRoom, seat: int) -> bool:
    room.listen(seat)
    before = room.screens[seat]
    assert before is not None  # it runs
    if before.facts.get("saved") != "twice" or not _is_free(room):
        room.pass_ms(seat, BEAT_MS)
        return False
    left = before.facts["remaining_ms"]
    used = room.room.ticket(seat).ticket.duration - left
    heard = room.ask_hub("at", room.numbers[seat])
    if heard is None or heard < used - BEAT_MS:
        room.pass_ms(seat, BEAT_MS)
        return False
    return True


def _is_free(room: ChaosRoom) -> bool:
    """Whether the free seat shows that nobody sits there, and says so to the coordinator."""
    _beat(room, FREE)
    shown = room.screens[FREE]
    return shown is not None and shown.name == "WaitingScreen"


def _beat(room: ChaosRoom, seat: int) -> bool:
    room.order(seat, "pass", BEAT_MS)  # no exam is under way there
    return False


def _is_let_in(room: ChaosRoom, seat: int) -> bool:
    """Whether the exam goes on; until it does, both of the staff vouch again and again."""
    room.listen(seat)
    if room.runs(seat) or room.locked(seat):
        return True
    shown = room.screens[seat]
    if shown is not None and shown.name == "CheckScreen":
        room.hub.say("vouch", room.numbers[seat])
    else:
        room.order(seat, "pass", STEP_MS)  # it cannot run before it was let in
    return False


def _until(done: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + WITHIN_S
    while not done():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True
