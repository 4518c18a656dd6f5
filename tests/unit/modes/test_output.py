"""What commands write: whole files, coded refusals, and lines in the user's language."""

import ast
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po
from typer.testing import CliRunner

from station.errors.document import BankThereAlready, OutputUnwritable
from station.exam.jsonl import read_questions
from station.modes.commands.bank import app
from station.modes.open_banks import HOME
from station.modes.output import write_output
from tests.unit.exam.made import JUDGE, xlsx

BANK = HOME / "height" / "questions.jsonl"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def said():
    """Yield each text that a command hands to `say` or `line`."""
    for source in (files("station") / "modes").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            says = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "line")
            if says and isinstance(node.args[0], ast.Constant):  # else it hands others' words on
                yield node.args[0].value


def test_each_line_of_a_command_is_translated_and_no_translation_is_left_over():
    with (files("station") / "locale/zh_CN/commands.po").open("rb") as file:
        catalogue = {entry.id for entry in read_po(file) if entry.id}
    assert set(said()) == catalogue


def test_a_file_is_written_into_a_folder_that_is_not_there_yet_and_over_an_older_one(tmp_path):
    path = tmp_path / "new" / "report.json"
    write_output(path, b"one")
    write_output(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["report.json"]


def test_a_file_that_cannot_be_written_is_refused_by_its_name_and_leaves_nothing(tmp_path):
    (tmp_path / "report.json").mkdir()
    with pytest.raises(OutputUnwritable) as refused:
        write_output(tmp_path / "report.json", b"one")
    assert refused.value.facts == {"name": "report.json"}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnwritable):
        write_output(tmp_path / "file" / "report.json", b"one")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "report.json"]


def test_commands_say_which_output_they_cannot_write(tmp_path):
    taken = tmp_path / "taken"
    taken.write_bytes(b"")
    assert isinstance(run("import", BANK, "--out", taken).exception, OutputUnwritable)
    assert isinstance(run("check", BANK, "--json", tmp_path).exception, OutputUnwritable)
    assert run("check", BANK, "--language", "de").exit_code == 2


def test_results_are_told_in_the_users_language(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    result = run("check", BANK, "--json", tmp_path / "deep" / "report.json")
    assert result.exit_code == 0
    assert "合格 150 行，提醒 0 行，拒收 0 行" in result.output


def test_a_bank_is_never_mastered_over_another(tmp_path):
    (tmp_path / "bank.cose").write_bytes(b"the one that centres hold")
    words = ("--province", tmp_path, "--title", "t", "--out", tmp_path)
    result = run("master", BANK, *words, "--holder", "a", "--holder", "b")
    assert isinstance(result.exception, BankThereAlready)
    assert (tmp_path / "bank.cose").read_bytes() == b"the one that centres hold"


def test_an_import_carries_the_ids_of_the_bank_before_on(tmp_path):
    rows = [
        ("1.2", "1.1", "判断题", "低压停电检修时应当先验电再装设接地线。", JUDGE, "A"),
        ("1.2", "1.1", "判断题", "登高作业人员必须系好安全带并做到高挂低用。", JUDGE, "A"),
    ]
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    first.write_bytes(xlsx(rows))
    mended = rows[0][3].replace("应当", "必须")
    second.write_bytes(xlsx([(*rows[0][:3], mended, *rows[0][4:])]))
    assert run("import", first, "--out", tmp_path / "1").exit_code == 0
    before = tmp_path / "1" / "questions.jsonl"
    told = run("import", second, "--out", tmp_path / "2", "--previous", before)
    assert "1 questions are mended ones of the bank before, 1 of its are gone" in told.output
    old = {question.stem: question for question in read_questions(before.read_bytes())}
    (now,) = read_questions((tmp_path / "2" / "questions.jsonl").read_bytes())
    assert (now.id, now.revision) == (old["低压停电检修时应当先验电再装设接地线。"].id, 2)
    retired = read_questions((tmp_path / "2" / "retired.jsonl").read_bytes())
    assert set(retired) == set(old.values())
