"""Where on the way of a job a cable may be pulled."""

import random
from dataclasses import dataclass

from station.printer.usb import open_printer

JOB_BEGINS = (b"\x1bPem", b"\x05" * 64)
"""As both languages begin a job, and no question."""


@dataclass(frozen=True, slots=True)
class Way:
    """Bytes over the cable, both ways, counted from the call.

    Attributes:
        job: Until the job begins; before it are questions.
        decisive: Until its decisive piece begins.
        sent: Until all of it is sent.
        whole: Until the driver believes that the card is out.
    """

    job: int
    decisive: int
    sent: int
    whole: int

    def cuts(self, count=200, control=None):
        """Each byte of the control part, each of the end, and so many in between.

        Args:
            control: How many bytes of the job's begin; None for all questions before it, too.
        """
        begin = range(self.job, self.job + control) if control else range(self.job + 300)
        middle = random.Random(7).sample(range(self.job + 300, self.sent), count)
        near = range(self.decisive - 3, self.decisive + 4)
        return sorted({*begin, *middle, *near, *range(self.sent - 8, self.whole)})


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
    return Way(job, decisive, decisive + len(encoded.decisive), whole)
