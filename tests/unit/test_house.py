"""Rules of the house that no linter knows: texts for each error, sizes, names, docs, secrets."""

import importlib
import inspect
import pkgutil
import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import station.errors
import station.messages
from station.errors import StationError
from station.messages import TEXTS, explain

HOUSE = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in (HOUSE / "station").glob("*/__init__.py"))
HAND_WRITTEN = ("station", "tests", "bench", "installer", "docs", "changes", "requirements", ".ci")
TOP = {
    *(".ci", ".git", ".gitattributes", ".gitignore"),
    *("CHANGELOG.md", "Makefile", "README.md", "README.zh-CN.md", "pyproject.toml"),
    *("bench", "changes", "docs", "installer", "question_banks"),
    *("requirements", "station", "tests"),
}
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".po",
    ".sh",
    ".toml",
    ".txt",
    ".json",
    ".jsonl",
    ".sql",
    ".html",
    "",
}
CATALOGUES = HOUSE / "station/locale/zh_CN"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def hand_written_files():
    """Return every text file of the project; git need not be there."""
    below = (path for top in HAND_WRITTEN for path in (HOUSE / top).rglob("*"))
    files = [*(path for path in HOUSE.glob("*") if path.name != ".git"), *below]
    return sorted(
        path
        for path in files
        if path.is_file() and path.suffix in TEXT_SUFFIXES and "__pycache__" not in path.parts
    )


def modules():
    return [path for path in hand_written_files() if path.suffix == ".py"]


def where(path):
    return path.relative_to(HOUSE).as_posix()


def error_modules():
    names = [name for _, name, _ in pkgutil.iter_modules(station.errors.__path__)]
    return {name: importlib.import_module(f"station.errors.{name}") for name in names}


def errors_of(module):
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, StationError) and kind.__module__ == module.__name__
    ]


ERRORS = [kind for module in error_modules().values() for kind in errors_of(module)]


def placeholders(text):
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


def catalogue(path):
    """Return the texts of one catalogue, as {English: Chinese}."""
    with path.open("rb") as file:
        messages = [one for one in read_po(file, locale="zh_CN", abort_invalid=True) if one.id]
    assert [message.id for message in messages if message.fuzzy] == []
    return {message.id: message.string for message in messages}


@pytest.fixture(scope="session")
def chinese():
    """Every translated text, as {English: set of Chinese}; two catalogues may share a text."""
    found = {}
    for path in sorted(CATALOGUES.glob("*.po")):
        for english, translated in catalogue(path).items():
            found.setdefault(english, set()).add(translated)
    return found


def test_each_error_has_a_code_of_its_own():
    counted = Counter(kind.code for kind in ERRORS)
    assert [code for code, times in counted.items() if times > 1] == []
    assert [code for code in counted if not re.fullmatch(r"[A-Z]{3}-\d\d", code)] == []


def test_the_errors_of_a_room_share_one_prefix():
    for name, module in error_modules().items():
        prefixes = {kind.code[:3] for kind in errors_of(module)}
        assert len(prefixes) == 1, f"{name}: {prefixes}"


def test_each_error_says_what_is_known():
    assert [kind.__name__ for kind in ERRORS if not kind.__doc__] == []


def test_each_error_has_a_text_and_each_text_an_error():
    assert {kind.code for kind in ERRORS} == set(TEXTS)


@pytest.mark.parametrize("name", sorted(error_modules()))
def test_texts_stand_beside_the_errors_of_the_same_name(name):
    texts = importlib.import_module(f"station.messages.{name}").TEXTS
    assert set(texts) == {kind.code for kind in errors_of(error_modules()[name])}


@pytest.mark.parametrize("name", sorted(error_modules()))
def test_a_rooms_catalogue_holds_its_texts_and_no_others(name):
    module = importlib.import_module(f"station.messages.{name}")
    tables = [table for word, table in vars(module).items() if word.endswith("TEXTS")]
    texts = {text for table in tables for text in table.values()}
    assert set(catalogue(CATALOGUES / f"errors-{name}.po")) == texts


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_each_text_is_translated_with_the_same_facts(code, chinese):
    english = TEXTS[code]
    assert english in chinese, f"{code} has no Chinese text"
    (translated,) = chinese[english]
    assert CHINESE.search(translated)
    assert placeholders(translated) == placeholders(english)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
def test_each_error_is_told_with_its_code_at_the_end(kind, chinese):
    error = kind(**dict.fromkeys(placeholders(TEXTS[kind.code]), 7))
    assert explain(error, str).endswith(f"({kind.code})")
    in_chinese = explain(error, lambda text: next(iter(chinese[text])))
    assert in_chinese.endswith(f"({kind.code})")
    assert "。" in in_chinese


def test_a_text_has_one_translation_everywhere(chinese):
    assert {english: texts for english, texts in chinese.items() if len(texts) > 1} == {}


def test_every_translation_keeps_its_facts(chinese):
    lost = [
        english
        for english, texts in chinese.items()
        for text in texts
        if placeholders(text) != placeholders(english)
    ]
    assert lost == []


def test_chinese_texts_use_chinese_punctuation(chinese):
    beside = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\d)")
    wrong = [text for texts in chinese.values() for text in texts if beside.search(text)]
    assert wrong == []


def test_no_module_is_longer_than_400_lines():
    lines = {where(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_half_of_the_modules_have_150_lines_or_fewer():
    lines = sorted(
        len(path.read_text("utf-8").splitlines())
        for path in modules()
        if path.is_relative_to(HOUSE / "station") and path.name != "__init__.py"
    )
    assert lines[len(lines) // 2] <= 150


def test_names_say_what_a_thing_is():
    vague = re.compile(
        r"^ *class +(\w*(?:Manager|Handler|Helper|Processor|Utils?))\b", re.MULTILINE
    )
    classes = [
        f"{where(path)}: {name}"
        for path in modules()
        for name in vague.findall(path.read_text("utf-8"))
    ]
    files = [
        where(path)
        for path in modules()
        if re.fullmatch(r"(utils?|common|helpers?|base|misc)", path.stem)
    ]
    assert classes + files == []


def test_every_room_is_on_a_stair():
    config = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    stairs = {room for layer in layers for room in layer.split(" | ")}
    assert set(ROOMS) <= stairs


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/ARCHITECTURE.md"])
def test_the_documents_know_every_room(document):
    text = (HOUSE / document).read_text("utf-8")
    assert [room for room in ROOMS if f"`station/{room}/`" not in text] == []


def test_every_link_between_documents_leads_somewhere():
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    dead = [
        f"{where(path)}: {target}"
        for path in hand_written_files()
        if path.suffix == ".md"
        for target in link.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_every_source_file_that_the_documents_name_exists():
    name = re.compile(r"`((?:station|tests|bench|installer|requirements)/[\w./-]+\.\w+)`")
    gone = [
        f"{where(path)}: {target}"
        for path in hand_written_files()
        if path.suffix == ".md"
        for target in name.findall(path.read_text("utf-8"))
        if not (HOUSE / target).exists()
    ]
    assert gone == []


def test_nothing_lies_at_the_top_that_is_not_ours():
    made = {line.rstrip("/") for line in (HOUSE / ".gitignore").read_text().splitlines()}
    found = {path.name for path in HOUSE.iterdir() if not path.match("*.egg-info")}
    assert found - made <= TOP


def test_no_file_names_a_machine_or_an_index():
    """A centre has its own folders and its own mirror; this text spells none of them out."""
    places = r"(?<![\w.])/(work|root|home/\w+|tmp/\w+)/"
    hosts = r"(pypi|pythonhosted|npmjs)\.(org|com)|deb\.debian|mirrors?\.[a-z]+\.(cn|com|org)"
    forbidden = re.compile(f"{places}|{hosts}|--(extra-)?index-url|--find-links")
    named = [
        f"{where(path)}: {match[0]}"
        for path in hand_written_files()
        if path != Path(__file__)
        for match in forbidden.finditer(path.read_text("utf-8"))
    ]
    assert named == []


def could_be_a_person(number):
    """Say whether a resident ID number could be someone's: right check digit, not set apart.

    Region 990000 does not exist and sequence 000 is never given out: those two are ours to use.
    Source: GB 11643-1999, check digit by ISO 7064 MOD 11-2.
    """
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    right = "10X98765432"[total % 11] == number[17].upper()
    dated = 1900 <= int(number[6:10]) <= 2100 and 1 <= int(number[10:12]) <= 12
    return right and dated and not number.startswith("990000") and number[14:17] != "000"


def test_no_file_holds_an_id_number_that_could_be_a_persons():
    number = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
    found = [
        f"{where(path)}: {match[0][:6]}..."
        for path in [*hand_written_files(), *(HOUSE / "question_banks").rglob("*.jsonl")]
        for match in number.finditer(path.read_text("utf-8"))
        if could_be_a_person(match[0])
    ]
    assert found == []


def test_the_guard_against_id_numbers_knows_one():
    made_up = "11010519" + "491231002" + "X"  # the example printed in GB 11643-1999
    assert could_be_a_person(made_up)
    assert not could_be_a_person("990000199001010009")
