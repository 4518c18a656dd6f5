"""station doctor"""

import json
from typing import Annotated

import typer
from rich.cells import set_cell_size

from station.modes.check_up import check_up
from station.modes.output import line

app = typer.Typer()


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Look at this machine: what an exam needs, what is there, and what to do about the rest.

    Status 1 if something that every station needs is missing.
    """
    findings = check_up()
    if as_json:
        plain = [
            {"what": each.what, "ok": each.ok, "needed": each.needed, "says": each.says}
            for each in findings
        ]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        for each in findings:
            sign = "ok" if each.ok else ("MISSING" if each.needed else "absent")
            heads = (
                set_cell_size(line(head), width) for head, width in ((sign, 7), (each.what, 14))
            )
            typer.echo("  ".join((*heads, each.says)))
    raise typer.Exit(0 if all(each.ok or not each.needed for each in findings) else 1)
