"""station bank"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from station.clock import CHINA, SystemClock
from station.errors.document import BankThereAlready
from station.exam.excel import imported, read_table
from station.exam.formats.beside import beside_file
from station.exam.formats.reader import read_any
from station.exam.imported import Imported
from station.ids import StaffId, UnixMs
from station.modes.asking import passphrase
from station.modes.commands.bank_doctor import check, import_
from station.modes.commands.bank_export import export
from station.modes.commands.bank_paper import paper
from station.modes.commands.bank_supply import supply
from station.modes.output import say, write_output
from station.modes.question_files import read_question_files
from station.province.keys import load
from station.seal.two_keys import lock_share, new_shares
from station.sync.bank_package import BankTitle
from station.sync.bank_package import master as master_bank

app = typer.Typer(no_args_is_help=True, help="Question banks: from an Excel file to a sealed bank.")

app.command("import")(import_)
app.command("check")(check)
app.command("export")(export)
app.command("paper")(paper)
app.command("supply")(supply)

BANK = "bank.cose"

File = Annotated[
    Path,
    typer.Argument(
        exists=True,
        dir_okay=False,
        help="A workbook as centres keep them, or questions from 'station bank import'.",
    ),
]


@app.command()
def master(
    file: File,
    province: Annotated[Path, typer.Option(help="The province's folder; it signs.")],
    title: Annotated[str, typer.Option(help="What the bank is called.")],
    out: Annotated[Path, typer.Option(help="Folder for the bank and the two keys.")],
    holder: Annotated[list[str], typer.Option(help="The two key holders, one option each.")],
    trade: Annotated[str, typer.Option(help="Place in the national catalogue.")] = "1.2",
    version: Annotated[int, typer.Option(min=1)] = 1,
    retired: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="retired.jsonl of 'station bank import'."),
    ] = None,
    opens_at: Annotated[str, typer.Option(help="Not before, such as 2026-09-01T08:30.")] = "",
) -> None:
    """Sign and seal a bank, and give two persons a key each; it opens with both together.

    Passphrases: STATION_PASSPHRASE, STATION_BANK_PASSPHRASE_1 and _2, or asked for.
    """
    if len(set(holder)) != 2:
        raise typer.BadParameter("name two different holders")
    if (out / BANK).exists():
        raise BankThereAlready(name=out.name)
    bank = _whole(file, trade)
    old, old_media = read_question_files([retired]) if retired else ((), {})
    keys = load(province, passphrase())
    raw, content_key = master_bank(
        tuple(question for question, _ in bank.questions),
        BankTitle(title=title, version=version, trade=trade, opens_at=_moment(opens_at)),
        topics=bank.topics,
        signer=keys.province,
        media={**old_media, **bank.media},
        retired=old,
    )
    write_output(out / BANK, raw)
    for number, (who, share) in enumerate(zip(holder, new_shares(content_key), strict=True), 1):
        word = passphrase(f"STATION_BANK_PASSPHRASE_{number}", f"New passphrase of {who}")
        write_output(out / f"bank-key-{number}.share", lock_share(share, StaffId(who), word))
    say("{count} questions sealed in {file}", count=len(bank.questions), file=out / BANK)


def _moment(text: str) -> UnixMs:
    if not text:
        return SystemClock().wall()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as exc:
        raise typer.BadParameter("--opens-at takes a time such as 2026-09-01T08:30") from exc
    local = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return UnixMs(int(local.timestamp() * 1_000))


def _whole(file: Path, trade: str) -> Imported:
    """Read a file of questions; a bank is mastered from one that is right from end to end."""
    raw = file.read_bytes()
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        bank = read_any(file.name, raw, beside_file(file))
    else:
        bank = imported([read_table(raw, file.name, trade)])
    if bank.left_out:
        typer.echo(json.dumps(_report(bank), ensure_ascii=False, indent=1), err=True)
        raise typer.Exit(1)
    return bank


def _report(bank: Imported) -> dict[str, object]:
    return {
        "rows_in": len(bank.questions) + len(bank.left_out),
        "questions": len(bank.questions),
        "refused": [
            {"sheet": out.place.part, "row": out.place.row, "why": out.code}
            for out in bank.left_out
        ],
    }
