"""station demo"""

from pathlib import Path
from typing import Annotated

import typer

from station.modes.output import line, say

app = typer.Typer()


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where to leave pictures and timeline.")] = Path(
        "demo-out"
    ),
    window: Annotated[bool, typer.Option(help="Show the windows on this desktop.")] = False,
) -> None:
    """Play the main job on this machine: from the ID card to the printed card and the receipt.

    Province, coordinator and seat are real processes; reader, printer and cameras are simulated
    below their real drivers. Status 0 only if every step held.
    """
    from station.modes.demo.story import Story  # noqa: PLC0415 - only when it is played
    from station.modes.demo.timeline import StepFailed  # noqa: PLC0415

    try:
        Story(out, offscreen=not window).play()
    except StepFailed as failure:
        say("did not hold: {what}", err=True, what=line(str(failure)))
        raise typer.Exit(1) from failure
