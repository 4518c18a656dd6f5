"""Staff take a seat's exams away on a USB stick, because its computer has to go."""

from functools import partial
from pathlib import Path
from typing import assert_never

from station.errors import StationError
from station.errors.session import StickMissing
from station.flow import seat_view as view
from station.flow.seat_tools import SeatTools
from station.flow.stick import gather, write_out


class SeatCarry:
    """A page over the others, for the staff: nothing on it changes an exam.

    What it writes is sealed or shut, so that nobody needs to be kept from the button.
    """

    def __init__(self, tools: SeatTools) -> None:
        self._tools = tools
        self._open = False
        self._busy = False
        self._saved: int | None = None
        self._trouble: StationError | None = None

    def hear(self, intent: view.CarryIntent) -> None:
        """Hear what the staff wish."""
        match intent:
            case view.OpenCarry():
                self._open, self._saved, self._trouble = True, None, None
            case view.CloseCarry():
                self._open = False
            case view.SaveToStick():
                self._save()
            case _:
                assert_never(intent)

    def screen(self, *, drill: bool) -> view.CarryScreen | None:
        """Return the page; None while nobody has opened it."""
        if not self._open:
            return None
        return view.CarryScreen(
            seat=self._tools.seat,
            busy=self._busy,
            saved=self._saved,
            trouble=self._trouble,
            drill=drill,
        )

    def _save(self) -> None:
        """Read on the store's lane; write on another, for a bad stick may hang."""
        if self._busy:
            return
        self._busy, self._saved, self._trouble = True, None, None
        tools = self._tools

        def gathered(files: dict[str, bytes]) -> None:
            tools.reader_lane.run(partial(self._write, files), self._written, self._failed)

        read = partial(gather, tools.memory, tools.identity)
        tools.store.run(read, gathered, self._failed)

    def _write(self, files: dict[str, bytes]) -> int:
        stick: Path | None = self._tools.find_stick()
        if stick is None:
            raise StickMissing
        return write_out(files, stick)

    def _written(self, count: int) -> None:
        self._busy, self._saved = False, count

    def _failed(self, error: StationError) -> None:
        self._busy, self._trouble = False, error
