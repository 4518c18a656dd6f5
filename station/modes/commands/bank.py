"""station bank"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from station.clock import CHINA, SystemClock
from station.errors.document import BankThereAlready
from station.exam.doctor.intake import read_file
from station.exam.excel import imported
from station.exam.formats.beside import beside_file, names_apart
from station.exam.formats.reader import read_any
from station.exam.imported import Imported
from station.ids import StaffId, UnixMs
from station.messages.bank import mend_text
from station.modes.asking import passphrase
from station.modes.commands.bank_doctor import check, import_
from station.modes.commands.bank_export import export
from station.modes.commands.bank_paper import paper
from station.modes.commands.bank_supply import supply
from station.modes.commands.bank_verify import verify
from station.modes.output import say, spoken, write_output
from station.modes.question_files import read_question_files, together
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
app.command("verify")(verify)

BANK = "bank.cose"

Files = Annotated[
    list[Path],
    typer.Argument(
        exists=True,
        dir_okay=False,
        help="Workbooks as centres keep them, or questions from 'station bank import'.",
    ),
]


@app.command()
def master(
    files: Files,
    province: Annotated[Path, typer.Option(help="The province's folder; it signs.")],
    title: Annotated[str, typer.Option(help="What the bank is called.")],
    out: Annotated[Path, typer.Option(help="Folder for the bank and the two keys.")],
    holder: Annotated[list[str], typer.Option(help="The two key holders, one option each.")],
    trade: Annotated[str, typer.Option(help="Place in the national catalogue.")] = "1.2",
    version: Annotated[int, typer.Option(min=1, help="Its version, from 1.")] = 1,
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
    bank = _whole(files, trade)
    old = read_question_files([retired] if retired else ())
    old.say_left_out()
    keys = load(province, passphrase())
    raw, content_key = master_bank(
        tuple(question for question, _ in bank.questions),
        BankTitle(title=title, version=version, trade=trade, opens_at=_moment(opens_at)),
        topics=bank.topics,
        signer=keys.province,
        media={**old.media, **bank.media},
        retired=old.questions,
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


def _whole(files: Sequence[Path], trade: str) -> Imported:
    """Read files of questions; a bank is mastered from what is right from end to end."""
    read = [_read(name, path, trade) for path, name in names_apart(files).items()]
    bank = together(read)
    for out in bank.left_out:
        where = " ".join(part for part in (out.place.file, out.place.part) if part)
        why = spoken()(mend_text(out.code)).format(about="")
        typer.echo(f"{where} {out.place.row}: {why} ({out.code})", err=True)
    if bank.left_out:
        say(
            "{left} rows cannot be used, so nothing was sealed. Mend them, or leave them out with "
            "station bank import.",
            err=True,
            left=len(bank.left_out),
        )
        raise typer.Exit(1)
    return bank


def _read(name: str, path: Path, trade: str) -> Imported:
    """Read a file; questions that we wrote keep their ids and revisions."""
    raw = path.read_bytes()
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_any(name, raw, beside_file(path))
    return imported([read_file(name, raw, trade, beside_file(path))])
