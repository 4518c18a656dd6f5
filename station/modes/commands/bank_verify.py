"""station bank verify"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from station.clock import CHINA, SystemClock
from station.errors.document import DocumentMissing
from station.ids import UnixMs
from station.modes.bank_keys import BankKeys, ask_bank_keys
from station.modes.output import line, say
from station.seal.identity import Trust
from station.seal.two_keys import join
from station.sync.bank_check import BankCheck, check_bank

ROOT = "root.der"


def verify(
    bank: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A mastered bank: bank.cose.")
    ],
    root: Annotated[
        Path,
        typer.Option(exists=True, help="The province's root.der, or a station's folder with it."),
    ],
    key: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="The two keys, one option each."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a script: one JSON object.")] = False,
) -> None:
    """Check a mastered bank, every byte of it; with its two keys what is shut in it as well.

    One changed byte anywhere, another signer or a pool that is not apart: status 1.
    """
    trust = Trust(_root(root))
    raw = bank.read_bytes()
    now = SystemClock().wall()
    check_bank(raw, trust, now)  # before anyone types a passphrase
    keys = ask_bank_keys(key or ())
    found = check_bank(raw, trust, now, _joined(keys) if keys else None)
    if as_json:
        typer.echo(json.dumps(_facts(found), ensure_ascii=False, indent=1))
    else:
        _say(found)


def _root(path: Path) -> bytes:
    file = path / ROOT if path.is_dir() else path
    if not file.is_file():
        raise DocumentMissing
    return file.read_bytes()


def _joined(keys: BankKeys) -> bytes:
    return join(keys.first, keys.first_passphrase, keys.second, keys.second_passphrase)


def _say(found: BankCheck) -> None:
    bank = found.bank
    say(
        "{title}, version {version}, trade {trade}",
        title=bank.title,
        version=bank.version,
        trade=bank.trade,
    )
    say("signed by {signer}, {digest}", signer=_signer(found), digest=found.signed.digest.hex())
    say("the secure pool opens {when}", when=_day(bank.opens_at))
    say(
        "{practice} practice and {secure} secure questions, {topics} topics",
        practice=len(bank.practice),
        secure=bank.secure_count,
        topics=len(bank.topics),
    )
    if found.opened is None:
        say("The signature fits every byte. What is shut in was not opened: that takes both keys.")
        return
    say(
        "opened: {secure} secure questions, {retired} earlier revisions, {pictures} pictures",
        secure=found.opened.secure,
        retired=found.opened.retired,
        pictures=found.opened.pictures,
    )
    say("The signature fits every byte, and the two pools have no question in common.")


def _facts(found: BankCheck) -> dict[str, object]:
    bank, opened = found.bank, found.opened
    return {
        "title": bank.title,
        "version": bank.version,
        "trade": bank.trade,
        "signer": _signer(found),
        "digest": found.signed.digest.hex(),
        "opens_at": _day(bank.opens_at),
        "practice": len(bank.practice),
        "secure": bank.secure_count,
        "topics": len(bank.topics),
        "opened": opened is not None,
        "pools_apart": True if opened else None,
        "retired": opened.retired if opened else None,
        "pictures": opened.pictures if opened else None,
    }


def _signer(found: BankCheck) -> str:
    return found.signed.signer.name or line("the province")


def _day(moment: UnixMs) -> str:
    return datetime.fromtimestamp(moment / 1_000, CHINA).isoformat(sep=" ", timespec="minutes")
