"""Messages that come while the store is looking wait for their turn."""

from station.errors.store import StoreFull
from station.flow.doorstep import Doorstep


class SlowLane:
    """A lane whose work is done when the test says so."""

    def __init__(self):
        self.tasks = []

    def run(self, task, done, failed):
        self.tasks.append((task, done, failed))

    def finish(self):
        task, done, failed = self.tasks.pop(0)
        try:
            result = task()
        except StoreFull as error:
            failed(error)
        else:
            done(result)


def test_a_start_right_after_its_ticket_is_not_lost():
    lane, heard = SlowLane(), []

    def hear(message):
        heard.append(message)
        if message.startswith("ticket"):
            doorstep.look_up(lambda: f"taken {message}", heard.append, heard.append)

    doorstep = Doorstep(lane, hear)
    for message in ("ticket 1", "go 1", "ticket 2", "go 2"):
        doorstep.knock(message)
    assert heard == ["ticket 1"]
    lane.finish()
    assert heard == ["ticket 1", "taken ticket 1", "go 1", "ticket 2"]
    lane.finish()
    assert heard[-2:] == ["taken ticket 2", "go 2"]


def test_a_look_up_that_fails_keeps_nobody_waiting():
    lane, heard = SlowLane(), []
    doorstep = Doorstep(lane, heard.append)

    def full():
        raise StoreFull

    doorstep.look_up(full, heard.append, lambda error: heard.append(error.code))
    doorstep.knock("hold")
    assert heard == []
    lane.finish()
    assert heard == [StoreFull.code, "hold"]
