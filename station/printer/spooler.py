"""Any card printer that the system has a print queue for, by way of CUPS and IPP.

A queue knows when a job has left it, and not when a card lies in the tray: each card that it
takes ends unconfirmed, and a person looks. What a queue can say for certain is that it never
began with a job; only then a card is called not printed.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from station.errors.printer import (
    PrinterAbsent,
    PrinterBusy,
    PrintUnconfirmed,
    QueueRefused,
)
from station.ids import CardSerial
from station.printer.card_document import PAGE_MM, card_pdf
from station.printer.cups import Cups
from station.printer.ipp import (
    Answer,
    Attributes,
    Given,
    IppMalformed,
    Operation,
    Value,
    boolean,
    integer,
    keyword,
    mime_type,
    name,
    request,
    uri,
)
from station.printer.port import CardJob, PrinterStatus, PrintReceipt
from station.printer.queue_status import (
    ASKED_OF_PRINTER,
    is_shut,
    one,
    reasons_in,
    repeats,
    status_in,
)
from station.printer.readiness import need_fit

JOB_NAME = "card "
"""What the names of our jobs begin with; nobody else's job is ever touched."""

_CANCELED, _COMPLETED = 7, 9
_ASKED_OF_JOB = ("job-id", "job-name", "job-state", "time-at-processing")


def _sleep_ms(ms: int) -> None:
    time.sleep(ms / 1000)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What a queue says of a job."""

    ended: bool
    begun: bool


class SpooledPrinter:
    """A print queue.

    Args:
        queue: Its name.
        server: Host and port of CUPS, or its socket; None for where CUPS's own programs look.
        sleep_ms: Lets time go by between two looks at a job.
    """

    JOB_TIMEOUT_MS = 90_000
    POLL_MS = 500
    HTTP_TIMEOUT_S = 10

    def __init__(
        self,
        queue: str,
        server: str | None = None,
        sleep_ms: Callable[[int], None] = _sleep_ms,
    ) -> None:
        self._cups = Cups(server, self.HTTP_TIMEOUT_S)
        self._user = self._cups.user
        self._path = f"/printers/{quote(queue)}"
        self._sleep_ms = sleep_ms

    def status(self) -> PrinterStatus:
        return status_in(self._about_queue())

    def print_card(self, job: CardJob) -> PrintReceipt:
        document = card_pdf(job)
        about = self._about_queue()
        status = status_in(about)
        if repeats(about) or is_shut(about):
            raise QueueRefused(serial=job.serial, said=status.said)
        need_fit(status, job)
        self._forget_leftovers(job.serial)
        number = self._submit(job, document)
        fate = self._await_end(number)
        if fate is not None and fate.ended and not fate.begun:
            raise QueueRefused(serial=job.serial, said="NOT BEGUN")
        raise PrintUnconfirmed(serial=job.serial)

    def close(self) -> None:
        self._cups.close()

    def _about_queue(self) -> Attributes:
        asked: dict[str, Given] = {
            "requested-attributes": tuple(keyword(each) for each in ASKED_OF_PRINTER)
        }
        try:
            answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, asked)
        except (httpx.HTTPError, IppMalformed) as exc:
            raise PrinterAbsent from exc
        if not answer.ok or "offline" in reasons_in(answer.groups[-1]):
            raise PrinterAbsent
        return answer.groups[-1]

    def _forget_leftovers(self, serial: CardSerial) -> None:
        """Cancel what an earlier run of ours left in the queue, so that it never comes later."""
        asked: dict[str, Given] = {
            "requesting-user-name": name(self._user),
            "which-jobs": keyword("not-completed"),
            "my-jobs": boolean(True),
            "requested-attributes": tuple(keyword(each) for each in _ASKED_OF_JOB),
        }
        try:
            groups = self._ask(Operation.GET_JOBS, asked).groups
            left = [each for each in groups if str(one(each, "job-name")).startswith(JOB_NAME)]
            for each in left:
                self._cancel(one(each, "job-id"))
        except httpx.HTTPStatusError as exc:
            raise QueueRefused(serial=serial, said=str(exc.response.status_code)) from exc
        except (httpx.HTTPError, IppMalformed) as exc:
            raise PrinterAbsent from exc
        if left:
            raise PrinterBusy(serial=serial, said="EARLIER JOB")

    def _submit(self, job: CardJob, document: bytes) -> Value:
        """Hand the document over; return the job's number in the queue."""
        short, long = (integer(round(side * 100)) for side in PAGE_MM)
        coloured = any(side.colour is not None for side in job.sides)
        asked: dict[str, Given] = {
            "requesting-user-name": name(self._user),
            "job-name": name(f"{JOB_NAME}{job.serial}"),
            "document-format": mime_type("application/pdf"),
        }
        looks: dict[str, Given] = {
            "media-col": {"media-size": {"x-dimension": short, "y-dimension": long}},
            "copies": integer(1),
            "print-color-mode": keyword("color" if coloured else "monochrome"),
            "sides": keyword("two-sided-short-edge" if job.back else "one-sided"),
            "job-sheets": keyword("none"),
        }
        try:
            answer = self._ask(Operation.PRINT_JOB, asked, looks, document)
        except httpx.HTTPStatusError as exc:
            raise QueueRefused(serial=job.serial, said=str(exc.response.status_code)) from exc
        except (httpx.ConnectError, httpx.ConnectTimeout) as exc:
            raise PrinterAbsent from exc
        except (httpx.HTTPError, IppMalformed) as exc:
            raise PrintUnconfirmed(serial=job.serial) from exc
        if not answer.ok:
            raise QueueRefused(serial=job.serial, said=f"{answer.status:04X}")
        return one(answer.groups[-1], "job-id")

    def _await_end(self, number: Value) -> _Fate | None:
        """Look at the job until it has left the queue; give it up when that takes too long."""
        for _ in range(self.JOB_TIMEOUT_MS // self.POLL_MS):
            fate = self._fate(number)
            if fate is None or fate.ended:
                return fate
            self._sleep_ms(self.POLL_MS)
        with suppress(httpx.HTTPError, IppMalformed):
            self._cancel(number)
        return self._fate(number)

    def _fate(self, number: Value) -> _Fate | None:
        wanted = tuple(keyword(each) for each in _ASKED_OF_JOB)
        try:
            asked: dict[str, Given] = {**_job(number), "requested-attributes": wanted}
            answer = self._ask(Operation.GET_JOB_ATTRIBUTES, asked)
        except (httpx.HTTPError, IppMalformed):
            return None
        about = answer.groups[-1] if answer.ok else {}
        state = one(about, "job-state")
        if not isinstance(state, int) or "time-at-processing" not in about:
            return None
        begun = state == _COMPLETED or one(about, "time-at-processing") is not None
        return _Fate(ended=state >= _CANCELED, begun=begun)

    def _cancel(self, number: Value) -> None:
        self._ask(Operation.CANCEL_JOB, {**_job(number), "requesting-user-name": name(self._user)})

    def _ask(
        self,
        operation: Operation,
        asked: dict[str, Given],
        job: dict[str, Given] | None = None,
        document: bytes = b"",
    ) -> Answer:
        queue: dict[str, Given] = {"printer-uri": uri(f"ipp://localhost{self._path}")}
        answer = self._cups.post(self._path, request(operation, {**queue, **asked}, job) + document)
        if not answer.groups:
            raise IppMalformed
        return answer


def _job(number: Value) -> dict[str, Given]:
    if not isinstance(number, int):
        raise IppMalformed
    return {"job-id": integer(number)}
