"""Where on the way of a job a cable may be pulled."""

import random
import re
from dataclasses import dataclass

from station.printer.usb import open_printer

JOB_BEGINS = (b"\x1bPem", b"\x05" * 64)
"""As both languages begin a job, and no question."""


@dataclass(frozen=True, slots=True)
class Way:
    """Bytes over the cable, both ways, counted from the call.

    Attributes:
        job: Until the job begins; before it are questions.
        control: Until each byte of the job that is no panel's data: heads, ends and commands.
        decisive: Until its decisive piece begins.
        sent: Until all of it is sent.
        whole: Until the driver believes that the card is out.
    """

    job: int
    control: tuple[int, ...]
    decisive: int
    sent: int
    whole: int

    def cuts(self, count=200):
        """Each byte of questions and control part, each of the end, and so many of the data."""
        control = {each + step for each in self.control for step in (0, 1)}
        data = sorted(set(range(self.job, self.sent)) - control)
        middle = random.Random(7).sample(data, count)
        near = range(self.decisive - 3, self.decisive + 4)
        last = range(self.sent - 8, self.whole)
        return sorted({*range(self.job), *control, *middle, *near, *last} - {self.whole})


def way_of(kind, card_job, *, from_plug=False):
    """Print a card on a printer, and say what went over the cable.

    Args:
        kind: Makes the emulated printer.
        from_plug: Count from when it was plugged in, not from the job.
    """

    device = kind()
    take, writes = device.bulk_write, []

    def tap(handle, endpoint, interface, data, ms):
        writes.append((device.moved, data.tobytes()))
        return take(handle, endpoint, interface, data, ms)

    device.bulk_write = tap
    printer = open_printer(device)
    start = 0 if from_plug else device.moved
    printer.print_card(card_job)
    whole = device.moved - start
    job = next(at for at, data in writes if data.startswith(JOB_BEGINS)) - start
    encoded = printer._talk.encode(card_job, printer.status().ribbon)
    printer.close()
    decisive = job + len(encoded.harmless)
    raw = encoded.harmless + encoded.decisive
    split = evolis_control if raw.startswith(b"\x1b") else magicard_control
    control = tuple(job + at for at in split(raw))
    return Way(job, control, decisive, decisive + len(encoded.decisive), whole)


def evolis_control(raw):
    """Yield the places of all bytes of an Evolis job but those of its panels' data."""
    at = 0
    while at < len(raw):
        size = 0
        end = raw.index(b"\r", at)
        if raw[at + 1 : at + 5] == b"Dbc;":
            *_, digits, _ = raw[at : at + 40].split(b";", 4)
            size = int(digits)
            head = raw.index(b";" + digits + b";", at) + len(digits) + 2
            yield from range(at, head)
            end = head + size
        else:
            yield from range(at, end)
        yield end
        at = end + 1


def magicard_control(raw):
    """Yield the places of all bytes of a Magicard job but those of its planes."""
    at = 0
    while at < len(raw):
        end = raw.index(b"\x1c", at) + 1
        yield from range(at, end)
        sizes = [int(size) for size in re.findall(rb"SZ[BGRK](\d+)", raw[at:end])]
        at = end
        for size in sizes:
            yield from range(at + size, at + size + 3)
            at += size + 3
        yield at
        at += 1
