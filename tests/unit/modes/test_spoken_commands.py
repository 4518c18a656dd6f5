"""What the commands say, they say in the user's language."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import station.modes
from station.modes.check_up import Finding, check_up
from station.modes.cli import WORDS, app
from station.modes.help_text import in_language
from station.ui.language import translator

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ELSEWHERE = ("card",)
"""Words whose texts have tests of their own."""
MODES = Path(station.modes.__path__[0])
SAY = {"say", "line"}


@pytest.fixture
def in_chinese(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def helps(command, path):
    """Every help text of a command, of what it takes, and of the commands below it."""
    for each in (command, *command.params):
        if getattr(each, "help", None):
            yield f"{path} {each.name}", each.help
    for name, below in getattr(command, "commands", {}).items():
        yield from helps(below, f"{path} {name}")


@pytest.mark.parametrize("word", [word for word in WORDS if word not in ELSEWHERE])
def test_each_help_text_is_in_chinese(word):
    command = typer.main.get_command(import_module(f"station.modes.commands.{word}").app)
    spoken = dict(helps(in_language(command, translator("zh_CN")), word))
    assert [place for place, text in spoken.items() if not CHINESE.search(text)] == []
    assert len(spoken) > 2


def test_the_list_of_words_names_each_of_them(in_chinese):
    said = CliRunner().invoke(app, ["--help"]).output
    assert [word for word in WORDS if f" {word} " not in said] == []
    assert "考位：核验、试卷、作答、成绩。" in said


def literal_lines():
    """Each literal that a module of the modes gives to `say` or `line`."""
    for path in sorted(MODES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in SAY and isinstance(first, ast.Constant):
                    yield f"{path.name}: {first.value}", first.value


@pytest.mark.parametrize("text", dict(literal_lines()).values())
def test_each_line_that_a_command_says_is_in_chinese(text):
    spoken = translator("zh_CN")(text)
    assert CHINESE.search(spoken) or text == "Python"
    assert set(re.findall(r"{\w+}", spoken)) == set(re.findall(r"{\w+}", text))


def test_each_step_and_check_of_the_demo_is_in_chinese():
    asked = re.compile(r"""(?:step|check)\((?:.*, )?"([^"]+)"\)""")
    found = [
        text
        for path in sorted((MODES / "demo").glob("*.py"))
        for text in asked.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 30
    assert [text for text in found if not CHINESE.search(translator("zh_CN")(text))] == []


def test_the_doctor_speaks_chinese(in_chinese, monkeypatch):
    monkeypatch.setattr("station.modes.check_up.FREE_MB", 10**12)
    found = {each.what: each for each in check_up()}
    assert found["disk"] == Finding(what="disk", ok=False, needed=True, says=found["disk"].says)
    assert "请清理硬盘" in found["disk"].says
    models = ("Python", "face models", "fonts", "camera")  # names, numbers, or there by chance
    says = [each.says for what, each in found.items() if what not in models]
    assert [text for text in says if not CHINESE.search(text)] == []


def test_what_cannot_be_looked_at_stops_no_other_look(in_chinese, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "denied")

    monkeypatch.setattr("station.modes.check_up.shutil.disk_usage", refuse)
    (disk,) = (each for each in check_up() if each.what == "disk")
    assert not disk.ok
    assert disk.says == "无法查看（系统错误 13）。请联系电脑管理员。"


def test_each_look_has_a_name_in_chinese():
    for each in check_up():
        assert CHINESE.search(translator("zh_CN")(each.what)) or each.what == "Python"


def test_a_part_that_is_missing_is_named_with_what_to_do(in_chinese, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pylopdf_fonts_zh_cn", None)
    (fonts,) = (each for each in check_up() if each.what == "fonts")
    assert not fonts.ok
    assert fonts.says == "程序缺少部件（pylopdf_fonts_zh_cn）。请重新安装考试站。"
