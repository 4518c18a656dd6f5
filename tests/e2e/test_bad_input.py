"""Wrong, changed and foreign files through the front door: refused by code, nothing taken in."""

import contextlib
import hashlib
import io
import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from fastapi import FastAPI, Response

from station.clock import CHINA, SystemClock
from station.errors import document, exam, province, sync
from station.errors.sync import PackageForAnotherCentre
from station.ids import CentreId, SessionId
from station.modes.cli import main
from station.modes.demo.cast import rule_pack_order
from station.modes.demo.stage import BANK_FOLDER
from station.modes.folder import StationFolder
from station.modes.open_session import open_session
from station.province import keys as province_keys
from station.province.app import create_app
from station.province.embedded import EmbeddedServer
from station.province.serve import office_in
from station.store.documents import DocumentShelf
from station.store.outbox import Outbox
from tests.unit.province.conftest import serving

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SECRETS = {
    "STATION_PASSPHRASE": "correct horse",
    "STATION_SEAT_PASSPHRASE": "battery staple",
    "STATION_BANK_PASSPHRASE_1": "one of two 7391",
    "STATION_BANK_PASSPHRASE_2": "two of two 4826",
    "LANG": "C.UTF-8",
}


def station(*words):
    """Run the front door here; return status, stdout and stderr."""
    out, err, argv = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["station", *map(str, words)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        return end.code or 0, out.getvalue(), err.getvalue()
    finally:
        sys.argv = argv
    return 0, out.getvalue(), err.getvalue()


def done(*words):
    status, out, err = station(*words)
    assert status == 0, err or out
    return out.strip().splitlines()[-1] if out.strip() else ""


class World:
    """A province and an enrolled centre in a folder, all made by commands."""

    def __init__(self, folder):
        self.folder = folder
        self.province, self.foreign = folder / "province", folder / "foreign"
        self.centre = folder / "centre"
        for each in (self.province, self.foreign):
            done("province", "init", each)
        self.database = EmbeddedServer(self.province / province_keys.DATABASE)
        self.bank, self.shares = self._master(self.province, "bank")
        self.foreign_bank, _ = self._master(self.foreign, "foreign-bank")
        _, self.other_shares = self._master(self.province, "other-bank")
        rules = self.order("rules", self.rules_order)
        self.rules = done(*self.office("rules"), rules)
        self.bank_digest = done(*self.office("bank"), self.bank, *self.shares)

    def office(self, word):
        """Return a command of the province up to its file; the database is one for all."""
        return ("province", word, self.province, "--database", self.database.url)

    def _master(self, signer, name):
        out = self.folder / name
        done(
            *("bank", "master", BANK_FOLDER / "low_voltage_practice.xlsx", "--province", signer),
            *("--out", out, "--title", "t", "--holder", "s-1", "--holder", "s-2"),
        )
        keys = [word for n in (1, 2) for word in ("--key", out / f"bank-key-{n}.share")]
        return out / "bank.cose", keys

    @property
    def rules_order(self):
        return rule_pack_order(SystemClock().wall())

    @property
    def session_order(self):
        now = datetime.now(CHINA)
        return {
            "session": "bad-1",
            "centre": "c-1",
            "title": "t",
            "issuer": "i",
            "starts_at": now.isoformat(),
            "valid_until": (now + timedelta(days=1)).isoformat(),
            "rule_pack": self.rules,
            "bank": self.bank_digest,
            "blueprint": json.loads((BANK_FOLDER / "EL-LV-REVIEW.json").read_bytes()),
            "roster": [
                {"candidate": "c-01", "number": "990000197003010011", "name": "甲", "seat": 1}
            ],
            "staff": [{"id": f"s-{n}", "name": "乙", "pin": "24681"} for n in (1, 2)],
        }

    def order(self, name, order):
        return self.file(f"{name}.json", json.dumps(order).encode())

    def file(self, name, raw):
        path = self.folder / name
        path.write_bytes(raw)
        return path

    def state(self):
        """Return all that province and centre hold, to compare before and after."""
        tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        with psycopg.connect(self.database.url) as db:
            names = sorted(name for (name,) in db.execute(tables).fetchall())
            held = {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names}
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".key", ".der", ".check") or path.name == "station.json":
                held[str(path)] = path.read_bytes()
        return held, self.shelf()

    def shelf(self):
        """Return every row of the centre's database."""
        if not self.centre.exists():
            return None
        folder = StationFolder(self.centre)
        database = folder.database(folder.identity(SECRETS["STATION_PASSPHRASE"]))
        names = [name for (name,) in database.rows("SELECT name FROM sqlite_master ORDER BY 1")]
        tables = {name for (name,) in database.rows("SELECT name FROM pragma_table_list")}
        rows = {name: database.rows(f"SELECT * FROM {name}") for name in names if name in tables}
        database.close()
        return rows

    def enrol(self, address):
        code = done(*self.office("invite"), "c-1", "Centre")
        done(
            *("coordinator", "enrol", self.centre, "--province", address, "--code", code),
            *("--root", self.province / "root.der"),
        )


@pytest.fixture(scope="module")
def world():
    patch = pytest.MonkeyPatch()
    for name, value in SECRETS.items():
        patch.setenv(name, value)
    # Not pytest's folder: as root PostgreSQL runs as another user, who could not get there.
    with TemporaryDirectory(prefix="station-bad-", ignore_cleanup_errors=True) as folder:
        world = World(Path(folder))
        yield world
        world.database.stop()
    patch.undo()


@pytest.fixture(scope="module")
def address(world):
    """Where the province serves; the centre enrolled there."""
    passphrase = SECRETS["STATION_PASSPHRASE"]
    with (
        office_in(world.province, passphrase, world.database.url, SystemClock()) as office,
        serving(create_app(office), office.keys) as address,
    ):
        world.enrol(address)
        yield address


@pytest.fixture
def refused(world):
    """Run a command that must be refused with this code, and leave everything as it was."""

    def check(error, *words):
        before = world.state()
        status, out, err = station(*words)
        assert status == 1, (status, out, err)
        assert len(err.strip().splitlines()) == 1, err
        assert err.rstrip().endswith(f"({error.code})"), err
        assert "Traceback" not in err + out
        assert not any(secret in err for secret in SECRETS.values() if secret != "C.UTF-8")
        assert world.state() == before
        return err

    return check


def changed(raw, at=0.5):
    flipped = bytearray(raw)
    flipped[int(len(raw) * at)] ^= 1
    return bytes(flipped)


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_changed_bank(world, refused, at):
    file = world.file("changed.cose", changed(world.bank.read_bytes(), at))
    refused(document.DocumentForged, *world.office("bank"), file, *world.shares)


@pytest.mark.parametrize("raw", [b"", b"not a bank", b"\xd2\x84" * 50, bytes(10_000)])
def test_a_file_that_is_no_bank(world, refused, raw):
    file = world.file("no.cose", raw)
    refused(document.DocumentMalformed, *world.office("bank"), file, *world.shares)


def test_a_bank_of_another_province(world, refused):
    words = (*world.office("bank"), world.foreign_bank, *world.shares)
    refused(document.SignerUntrusted, *words)


def test_keys_that_do_not_go_with_the_bank(world, refused, monkeypatch):
    one = world.shares[:2]
    command = (*world.office("bank"), world.bank)
    refused(document.TwoKeysNeeded, *command, *one)
    refused(document.EnvelopeSealed, *command, *world.other_shares)
    monkeypatch.setenv("STATION_BANK_PASSPHRASE_2", "one of two 7391")
    refused(document.TwoKeysNeeded, *command, *one, *one)
    refused(document.KeyLocked, *command, *world.shares)


def test_a_key_file_that_is_none(world, refused):
    junk = world.file("junk.share", b"junk")
    command = (*world.office("bank"), world.bank, *world.shares[:2], "--key", junk)
    refused(document.DocumentMalformed, *command)


def test_a_workbook_that_is_none(world, refused):
    file = world.file("book.xlsx", b"PK\x03\x04 broken")
    out = ("--out", world.folder / "nowhere", "--title", "t", "--holder", "a", "--holder", "b")
    refused(exam.WorkbookUnreadable, "bank", "master", file, "--province", world.province, *out)
    assert not (world.folder / "nowhere").exists()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"rule_pack": {}}', b"\xff\xfe", b"null"])
def test_rules_that_are_none(world, refused, raw):
    file = world.file("bad-rules.json", raw)
    refused(province.OrderWrong, *world.office("rules"), file)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule_pack", "0" * 64),
        ("bank", "0" * 64),
        ("bank", "not hex"),
        ("blueprint", {}),
        ("roster", []),
        ("staff", []),
        ("surprise", 1),
        ("valid_until", "2020-01-01T00:00:00+08:00"),
        ("starts_at", "2026-01-01T00:00:00"),
    ],
)
def test_a_session_order_that_is_wrong_in_one_field(world, refused, field, value):
    file = world.order("bad-session", {**world.session_order, field: value})
    said = refused(province.OrderWrong, *world.office("session"), file)
    assert field in said


def test_a_province_that_is_not_there_or_locked(world, refused, monkeypatch):
    file = world.order("rules", world.rules_order)
    refused(province.ProvinceMissing, "province", "rules", world.folder / "nowhere", file)
    refused(province.ProvinceFounded, "province", "init", world.province)
    monkeypatch.setenv("STATION_PASSPHRASE", "wrong")
    refused(document.KeyLocked, *world.office("rules"), file)


def test_an_enrolment_with_the_wrong_words(world, address, refused):
    def enrol(url, root, code="wrong"):
        folder = world.folder / "new"
        return ("coordinator", "enrol", folder, "--province", url, "--root", root, "--code", code)

    ours, theirs = (each / "root.der" for each in (world.province, world.foreign))
    refused(sync.ProvinceRefused, *enrol(address, ours))
    refused(sync.ProvinceUntrusted, *enrol(address, theirs))
    refused(sync.ProvinceUnreachable, *enrol("https://127.0.0.1:9", ours))
    refused(document.SignerUntrusted, *enrol(address, world.file("no.der", b"no certificate")))
    assert not (world.folder / "new").exists()


def test_a_station_folder_that_is_none_or_locked(world, address, refused, monkeypatch):
    refused(document.DocumentMissing, "sync", "pull", world.folder / "nowhere")
    refused(document.DocumentMissing, "coordinator", "seat", world.folder, "1", world.folder / "s")
    monkeypatch.setenv("STATION_PASSPHRASE", "wrong")
    refused(document.KeyLocked, "sync", "pull", world.centre)
    refused(document.KeyLocked, "coordinator", "seat", world.centre, "1", world.folder / "s")


def test_documents_that_were_changed_on_the_way(world, address):
    """The right server, with the right certificate, gives out wrong bytes."""
    good = world.bank.read_bytes()
    wrong = {
        document.DocumentForged: ("bank", changed(good)),
        document.SignerUntrusted: ("bank", world.foreign_bank.read_bytes()),
        document.DocumentMalformed: ("session-package", b"junk"),
    }
    facts = world.centre / "station.json"
    told = facts.read_text()
    keys = province_keys.load(world.province, SECRETS["STATION_PASSPHRASE"])
    for error, (kind, raw) in wrong.items():
        with serving(_liar(kind, raw), keys) as elsewhere:
            facts.write_text(json.dumps({"province": elsewhere}))
            before = world.shelf()
            status, out, err = station("sync", "pull", world.centre)
        assert status == 1
        assert json.loads(out)["problem"] == error.code
        assert json.loads(out)["left"] == 1
        assert re.search(rf"\({error.code}\)$", err.strip()), err
        assert world.shelf() == before
    facts.write_text(told)


def test_a_session_whose_rules_are_out_of_force(world, address):
    """Pulled and whole, but of yesterday; another that is good stays usable beside it."""
    old = world.rules_order
    old["rule_pack"] |= {"valid_from": 1, "valid_until": 2}
    stale = done(*world.office("rules"), world.order("old-rules", old))
    for name, rules in (("good", world.rules), ("stale", stale)):
        order = {**world.session_order, "session": name, "rule_pack": rules}
        done(*world.office("session"), world.order("session", order))
    done("sync", "pull", world.centre)
    before = world.shelf()
    _fails(document.DocumentOutOfTime, "coordinator", "run", world.centre, "--session", "stale")
    _fails(document.DocumentMissing, "coordinator", "run", world.centre, "--session", "unknown")
    assert world.shelf() == before
    centre = StationFolder(world.centre)
    database = centre.database(centre.identity(SECRETS["STATION_PASSPHRASE"]))
    words = {"session": SessionId("good"), "keys": None, "simulated": True}
    now = SystemClock().wall()
    opened = open_session(
        DocumentShelf(database), centre.trust(), CentreId("c-1"), **words, now=now
    )
    assert opened.package.session == "good"
    with pytest.raises(PackageForAnotherCentre):
        open_session(DocumentShelf(database), centre.trust(), CentreId("c-2"), **words, now=now)
    database.close()


def test_a_result_that_the_province_refuses_is_told(world, address):
    centre = StationFolder(world.centre)
    database = centre.database(centre.identity(SECRETS["STATION_PASSPHRASE"]))
    Outbox(database).add(b"not an envelope")
    database.close()
    status, out, _ = station("sync", "push", world.centre)
    report = json.loads(out)
    assert (status, report["sent"], report["refused"], report["left"]) == (1, 1, 1, 0)
    status, out, _ = station("sync", "push", world.centre)
    assert (status, json.loads(out)["sent"]) == (0, 0)


def _fails(error, *words):
    """Run a real process; it ends with status 1 and one line."""
    command = [sys.executable, "-m", "station", *map(str, words)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 1, ended
    (line,) = ended.stderr.strip().splitlines()
    assert line.endswith(f"({error.code})")


def _liar(kind, raw):
    app, digest = FastAPI(), hashlib.sha256(raw).hexdigest()

    @app.get("/v1/documents")
    def documents():
        return [{"kind": kind, "digest": digest}]

    @app.get("/v1/documents/{name}")
    def document_(name: str):
        return Response(raw)

    return app
