"""What the demo prints while it runs, and the table it leaves behind."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from station.modes.output import line


class StepFailed(Exception):
    """A step of the demo did not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, in seconds since the demo began."""

    name: str
    start: float
    seconds: float


class Timeline:
    """The steps of one run."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._steps: list[Step] = []
        self._console = Console()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step and say that it is done; a failure is said and goes on upwards."""
        start = time.monotonic() - self._began
        try:
            yield
        except BaseException:
            self._console.print(f"[red]{line('failed')}[/]  {line(name)}", soft_wrap=True)
            raise
        seconds = time.monotonic() - self._began - start
        self._steps.append(Step(name=name, start=round(start, 3), seconds=round(seconds, 3)))
        self._console.print(
            f"[green]{line('ok')}[/] {start:6.1f} s  +{seconds:5.1f} s  {line(name)}",
            soft_wrap=True,
        )

    def write(self, path: Path, results: dict[str, object]) -> None:
        """Leave the timeline as JSON."""
        steps = [asdict(step) for step in self._steps]
        text = json.dumps({"steps": steps, **results}, ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")

    def close(self, results: dict[str, object]) -> None:
        """Print the closing table."""
        table = Table(title=line("The main job, end to end"))
        table.add_column(line("what"))
        table.add_column(line("figure"), justify="right")
        for name, value in results.items():
            table.add_row(line(name.replace("_", " ")), str(value))
        table.add_row(line("whole run"), f"{time.monotonic() - self._began:.1f} s")
        self._console.print(table)


def check(holds: bool, what: str) -> None:
    """End the demo if something does not hold.

    Raises:
        StepFailed: It does not.
    """
    if not holds:
        raise StepFailed(what)
