"""`station bank export` and `station bank paper`, run as a person would."""

import json
import zipfile

import pypdfium2
import pytest
from typer.testing import CliRunner

from station.errors.exam import BlueprintMissing, PoolTooSmall
from station.exam.formats.gather import digest
from station.exam.formats.reader import read_any
from station.exam.jsonl import read_questions, write_questions
from station.ids import UnixMs
from station.modes.commands.bank import app
from station.modes.open_banks import HOME
from station.province.keys import found, load
from station.seal.two_keys import join
from station.sync.bank_package import open_pictures, read_bank
from tests.unit.exam.formats.made import PNG, choice, item, package
from tests.unit.exam.made import bank

BANK = HOME / "low_voltage" / "questions.jsonl"
IMAGE = 3
"""What PDFium calls an image among a page's objects."""


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_bank_goes_to_qti_and_back(tmp_path):
    packed, again = tmp_path / "bank.zip", tmp_path / "bank.jsonl"
    assert run("export", BANK, "--to", "qti", "--out", packed).exit_code == 0
    assert run("export", packed, "--to", "jsonl", "--out", again).exit_code == 0
    assert read_questions(again.read_bytes()) == read_questions(BANK.read_bytes())


def test_a_bank_goes_to_excel(tmp_path):
    made = tmp_path / "bank.xlsx"
    result = run("export", BANK, "--to", "excel", "--out", made)
    assert result.exit_code == 0, result.output
    assert len(read_any("bank.xlsx", made.read_bytes()).questions) == len(
        read_questions(BANK.read_bytes())
    )


def test_drawings_go_to_excel_and_back_as_they_were(tmp_path):
    made = tmp_path / "bank.xlsx"
    file = HOME / "height" / "questions.jsonl"
    result = run("export", file, "--to", "excel", "--out", made)
    assert result.exit_code == 0, result.output
    named = {picture for q in read_questions(file.read_bytes()) for picture in q.pictures}
    again = read_any("bank.xlsx", made.read_bytes())
    assert named
    assert set(again.media) == named
    with zipfile.ZipFile(made) as archive:
        shown = [name for name in archive.namelist() if name.endswith(".png")]
    assert len(shown) >= len(named), "who knows no SVG sees a picture too"


def test_a_case_that_excel_has_no_place_for_is_left_out_and_said(tmp_path):
    file = HOME / "manager_chemical" / "cases.jsonl"
    result = run("export", file, "--to", "excel", "--out", tmp_path / "bank.xlsx")
    assert result.exit_code == 1
    assert "case MC-C-001-1" in result.output


def test_what_is_left_out_is_said(tmp_path):
    file = tmp_path / "mixed.zip"
    order = item('<orderInteraction responseIdentifier="R"/>')
    file.write_bytes(package({"a.xml": item(), "b.xml": order}))
    result = run("export", file, "--to", "jsonl", "--out", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "mixed.zip b.xml 2: interaction-not-delivered orderInteraction: Luggage" in result.output
    assert "1 questions written" in result.output


def test_the_same_seed_prints_the_same_paper():
    words = ("paper", "--blueprint", "EL-LV-REVIEW", "--seed", "0a0b")
    one, two = run(*words), run(*words)
    assert one.exit_code == 0, one.output
    assert one.stdout == two.stdout
    shown = json.loads(one.stdout)
    assert (len(shown["items"]), shown["marks"], shown["seed"]) == (100, 100, "0a0b".zfill(64))
    assert all(item["answer"] for item in shown["items"])
    other = json.loads(run(*words[:-1], "0a0c").stdout)
    assert other["paper"] != shown["paper"]


def test_a_paper_on_the_screen_and_on_pages_hides_its_key(tmp_path):
    words = ("paper", "--blueprint", "DRILL-88", "--seed", "01")
    text = run(*words, "--as", "text")
    assert "彩排" in text.stdout
    assert "20. [单选 5 分]" in text.stdout
    out = tmp_path / "paper.pdf"
    assert run(*words, "--as", "pdf", "--out", out).exit_code == 0
    assert len(pypdfium2.PdfDocument(out.read_bytes())) >= 2
    again = tmp_path / "again.pdf"
    run(*words, "--as", "pdf", "--out", again)
    assert again.read_bytes() == out.read_bytes()


def test_thin_pools_are_said_and_an_exam_refuses_them(tmp_path):
    file = tmp_path / "bank.jsonl"
    file.write_bytes(write_questions(tuple(bank(8, ("1.1", "2.1", "3.1")))))
    words = ("paper", file, "--blueprint", "DRILL-88", "--seed", "01")
    result = run(*words)
    assert result.exit_code == 0
    assert "6 cells are thin; station bank supply names them" in result.stderr
    assert isinstance(run(*words, "--exam").exception, PoolTooSmall)


def test_a_retaker_gets_other_questions(tmp_path):
    words = ("paper", "--blueprint", "DRILL-88", "--seed", "01")
    had = {each["question"] for each in json.loads(run(*words).stdout)["items"]}
    seen = tmp_path / "seen.txt"
    seen.write_text("\n".join(had), "utf-8")
    again = {each["question"] for each in json.loads(run(*words, "--seen", seen).stdout)["items"]}
    assert had.isdisjoint(again)


def test_what_is_not_there_is_said():
    unknown = run("paper", "--blueprint", "NO-SUCH", "--seed", "01")
    assert isinstance(unknown.exception, BlueprintMissing)
    none = run("paper", "--blueprint", "EL-HV-INIT", "--seed", "01")
    assert isinstance(none.exception, PoolTooSmall)


@pytest.mark.parametrize("seed", ["", "xy", "00" * 33])
def test_a_seed_is_hex(seed):
    assert run("paper", "--blueprint", "DRILL-88", "--seed", seed).exit_code == 2


@pytest.mark.parametrize("name", ["low_voltage", "manager_chemical", "welding", "height"])
def test_our_open_banks_travel_with_their_pictures(tmp_path, name):
    files = sorted((HOME / name).glob("*.jsonl"))
    packed = tmp_path / "bank.zip"
    assert run("export", *files, "--to", "qti", "--out", packed).exit_code == 0
    imported = read_any("bank.zip", packed.read_bytes())
    expected = [q for file in files for q in read_questions(file.read_bytes())]
    assert [q for q, _ in imported.questions] == expected
    assert set(imported.media) == {name for q in expected for name in q.pictures}


def test_an_item_is_imported_with_the_picture_beside_it(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "sign.png").write_bytes(PNG)
    file = tmp_path / "choice.xml"
    file.write_text(item('<p>Look: <img src="images/sign.png" alt=""/></p>' + choice()), "utf-8")
    result = run("import", file, "--out", tmp_path / "out", "--jsonl", tmp_path / "q.jsonl")
    assert result.exit_code == 0, result.output
    assert "1 questions, 0 left out, 0 of them" in result.output
    plain = json.loads((tmp_path / "q.jsonl").read_text("utf-8"))
    assert (plain["answer"], plain["media"]) == ("A", [digest(PNG).hex()])


def test_a_printed_paper_shows_its_pictures(tmp_path):
    words = ("paper", "--blueprint", "EL-LV-REVIEW", "--seed", "05")
    shown = json.loads(run(*words).stdout)
    pictured = [each for each in shown["items"] if "media" in each]
    out = tmp_path / "paper.pdf"
    assert run(*words, "--as", "pdf", "--out", out).exit_code == 0
    pages = pypdfium2.PdfDocument(out.read_bytes())
    images = [thing for page in pages for thing in page.get_objects() if thing.type == IMAGE]
    assert len(images) == len(pictured) > 0
    assert "[图 " in run(*words, "--as", "text").stdout


def test_a_case_is_told_once_before_its_questions():
    words = ("paper", "--blueprint", "MG-CHEM-SAFE", "--seed", "05")
    shown = json.loads(run(*words).stdout)
    text = run(*words, "--as", "text").stdout
    told = {each["case_stem"] for each in shown["items"] if "case" in each}
    assert len(told) == 2
    assert all(text.count(each) == 1 for each in told)


def test_supply_is_said_cell_by_cell_and_in_the_status(tmp_path):
    short = run("supply", "--blueprint", "HG-SCAF-INIT")
    assert short.exit_code == 1
    assert "judge 3.1: 7 for 12, TOO FEW" in short.stdout
    assert "a retake lacks 17 of judge 3.1" in short.stdout
    assert "add 5 of judge 3.1" in short.stdout
    assert "Our open bank cannot fill HG-SCAF-INIT." in short.stdout
    none = run("supply", "--blueprint", "MG-MINE-SAFE")
    assert (none.exit_code, none.stdout) == (
        1,
        "We have no open bank for MG-MINE-SAFE. Name question files.\n",
    )
    enough = run("supply", "--blueprint", "EL-LV-REVIEW")
    assert enough.exit_code == 0, enough.output
    assert "neighbours share at most" in enough.stdout
    assert "in all: thin" in enough.stdout
    assert enough.stdout.startswith("Our open bank: 400 questions, for practice only")


def test_an_exam_draws_no_question_that_is_open_and_practice_no_other(tmp_path):
    bank = HOME / "low_voltage" / "questions.jsonl"
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(bank.read_bytes().replace(b'"pool": "practice"', b'"pool": "secure"'))
    more = HOME / "low_voltage" / "questions_more.jsonl"
    exam = run("supply", secret, more, "--blueprint", "EL-LV-REVIEW")
    assert (
        "154 questions do not count for this blueprint: they are of the practice pool."
        in exam.output
    )
    practice = run("supply", secret, more, "--blueprint", "MOCK-FREE")
    assert (
        "246 questions do not count for this blueprint: they are of the secure pool."
        in practice.output
    )
    drawn = run("paper", secret, more, "--blueprint", "MOCK-FREE", "--seed", "01")
    names = {item["question"] for item in json.loads(drawn.stdout)["items"]}
    assert names <= {question.id for question in read_questions(more.read_bytes())}


def test_a_bank_is_mastered_with_its_pictures(tmp_path, monkeypatch):
    for name in ("STATION_PASSPHRASE", "STATION_BANK_PASSPHRASE_1", "STATION_BANK_PASSPHRASE_2"):
        monkeypatch.setenv(name, "correct horse battery")
    found(tmp_path / "province", "correct horse battery", UnixMs(1_790_000_000_000))
    clock = UnixMs(1_790_000_000_000)
    file = HOME / "manager_chemical" / "questions.jsonl"
    words = ("--province", tmp_path / "province", "--title", "Bank", "--out", tmp_path / "out")
    held = run("master", file, *words, "--holder", "a", "--holder", "b")
    assert held.exit_code == 0, held.output
    trust = load(tmp_path / "province", "correct horse battery").trust
    raw = (tmp_path / "out" / "bank.cose").read_bytes()
    shares = [(tmp_path / "out" / f"bank-key-{n}.share").read_bytes() for n in (1, 2)]
    key = join(shares[0], "correct horse battery", shares[1], "correct horse battery")
    opens_at = UnixMs(max(clock, read_bank(raw, trust, clock)[0].opens_at))
    named = {each for q in read_questions(file.read_bytes()) for each in q.pictures}
    assert set(open_pictures(raw, key, trust, opens_at)) == named
