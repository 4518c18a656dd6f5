"""`station bank master` from several files, and `station bank verify` on what it made."""

import json
import random

import pytest
from typer.testing import CliRunner

from station.errors import StationError
from station.errors.document import DocumentMissing, SignerUntrusted, TwoKeysNeeded
from station.exam.jsonl import read_questions, write_questions
from station.exam.question import Pool
from station.ids import UnixMs
from station.modes.commands.bank import app
from station.modes.open_banks import HOME
from station.province.keys import found
from tests.unit.exam.made import JUDGE, question, xlsx

WORD = "correct horse battery"
FOUNDED = UnixMs(1_790_000_000_000)
FLIPS = 40


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A province that mastered a bank of two files: a trade's open questions, and a workbook."""
    folder = tmp_path_factory.mktemp("mastered")
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "STATION_PASSPHRASE",
            "STATION_BANK_PASSPHRASE_1",
            "STATION_BANK_PASSPHRASE_2",
        ):
            patch.setenv(name, WORD)
        found(folder / "province", WORD, FOUNDED)
        book = folder / "own.xlsx"
        rows = [
            ("电工", "1.1", "判断题", f"第{n}项作业必须先停电再验电后接地。", JUDGE, "A")
            for n in range(5)
        ]
        book.write_bytes(xlsx(rows))
        files = (HOME / "height" / "questions.jsonl", book)
        words = ("--province", folder / "province", "--title", "高处作业", "--trade", "3.1")
        made = run(
            "master",
            *files,
            *words,
            "--version",
            2,
            "--out",
            folder / "out",
            "--holder",
            "a",
            "--holder",
            "b",
            "--opens-at",
            "2020-01-01T00:00",
        )
        assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def verify(folder, monkeypatch):
    monkeypatch.setenv("STATION_BANK_PASSPHRASE_1", WORD)
    monkeypatch.setenv("STATION_BANK_PASSPHRASE_2", WORD)
    return lambda bank, *words: run("verify", bank, "--root", folder / "province", *words)


def keys(folder):
    return [word for n in (1, 2) for word in ("--key", folder / "out" / f"bank-key-{n}.share")]


def test_a_bank_of_several_files_is_told_with_its_pools_and_signer(folder, verify):
    bank = folder / "out" / "bank.cose"
    plain = verify(bank)
    assert plain.exit_code == 0, plain.output
    assert "高处作业, version 2, trade 3.1" in plain.output
    assert "What is shut in was not opened" in plain.output
    facts = json.loads(verify(bank, "--json", *keys(folder)).output)
    assert (facts["practice"] + facts["secure"], facts["pools_apart"]) == (155, True)
    assert facts["pictures"] > 0
    assert "no question in common" in verify(bank, *keys(folder)).output


def test_one_changed_byte_anywhere_is_refused(folder, verify, tmp_path):
    raw = (folder / "out" / "bank.cose").read_bytes()
    draw = random.Random(20261122)
    places = {0, 1, len(raw) // 2, len(raw) - 1, *draw.sample(range(len(raw)), FLIPS)}
    changed = tmp_path / "bank.cose"
    for place in sorted(places):
        flipped = bytearray(raw)
        flipped[place] ^= 1 << draw.randrange(8)
        changed.write_bytes(flipped)
        result = verify(changed)
        assert result.exit_code == 1, place
        assert isinstance(result.exception, StationError), place


@pytest.mark.parametrize("cut", [1, 100])
def test_a_bank_that_is_cut_short_or_goes_on_is_refused(folder, verify, tmp_path, cut):
    raw = (folder / "out" / "bank.cose").read_bytes()
    for changed in (raw[:-cut], raw + bytes(cut)):
        (tmp_path / "bank.cose").write_bytes(changed)
        assert isinstance(verify(tmp_path / "bank.cose").exception, StationError)


def test_another_provinces_bank_and_a_missing_root_are_refused(folder, verify, tmp_path):
    bank = folder / "out" / "bank.cose"
    found(tmp_path / "other", WORD, FOUNDED)
    other = run("verify", bank, "--root", tmp_path / "other")
    assert isinstance(other.exception, SignerUntrusted)
    (tmp_path / "empty").mkdir()
    none = run("verify", bank, "--root", tmp_path / "empty")
    assert isinstance(none.exception, DocumentMissing)
    assert isinstance(verify(bank, *keys(folder)[:2]).exception, TwoKeysNeeded)


def test_rows_that_cannot_be_used_are_told_in_words_and_nothing_is_sealed(
    folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    book = tmp_path / "bad.xlsx"
    book.write_bytes(
        xlsx([("电工", "1.1", "单选题", "验电以前应当做什么？", "A.停电 B.送电", "C")])
    )
    words = ("--province", folder / "province", "--title", "t", "--out", tmp_path / "out")
    made = run("master", book, *words, "--holder", "a", "--holder", "b")
    assert made.exit_code == 1
    assert "bad.xlsx Sheet1 2: 答案" in made.output
    assert "未制作题库" in made.output
    assert not (tmp_path / "out").exists()


def test_questions_that_both_files_have_are_not_sealed_twice(folder, tmp_path):
    twin = question("X-1", pool=Pool.PRACTICE)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for file in (one, two):
        file.write_bytes(write_questions((twin,)))
    words = ("--province", folder / "province", "--title", "t", "--out", tmp_path / "out")
    made = run("master", one, two, *words, "--holder", "a", "--holder", "b")
    assert isinstance(made.exception, StationError)
    assert len(read_questions(one.read_bytes())) == 1
