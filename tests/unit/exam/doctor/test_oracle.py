"""The doctor against an oracle: defects planted by script into rows known to be sound."""

import random
import re

import pytest

from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.excel import read_table
from tests.unit.exam.made import HEADER, JUDGE, xlsx

THINGS = re.findall(
    "...", "配电箱电焊机起重机脚手架安全帽灭火器钢丝绳储气罐安全阀压力表断路器接触器"
)
ACTS = re.findall("..", "检查维修安装拆除搬运清洗试验存放更换操作登记报废")
WHEN = re.findall("....", "作业之前停电以后夜间施工大风天气交接班时高温季节潮湿场所有人监护")
SOUND = 240


def sound_rows():
    """Rows that no check should mind; every stem and option says something of its own."""
    draw = random.Random(7)
    made = []
    triples = [(a, b, c) for a in THINGS for b in ACTS for c in WHEN]
    draw.shuffle(triples)
    for n, (thing, act, when) in enumerate(triples[:SOUND]):
        words = [
            f"{draw.choice(ACTS)}{draw.choice(THINGS)}{draw.randrange(10**6)}" for _ in range(4)
        ]
        options = "".join(f"**{letter}.{word}" for letter, word in zip("ABCD", words, strict=True))
        kind, stem = "单选题", f"{when}在{n}号，{act}{thing}{n * 7919}时应当（ ）。"
        key = "ABCD"[n % 4]
        if n % 3 == 1:
            kind, key = "多选题", "".join(sorted(draw.sample("ABCD", 3)))
        elif n % 3 == 2:
            kind, options, key = "判断题", JUDGE, "AB"[n % 2]
            stem = f"{when}可以{act}{n * 7919}号{thing}，{words[0]}。"
        made.append(["电工", "1.1概述", kind, f"{n + 1}.{stem}", options, key])
    return made


def swap(column, change):
    """Return what rewrites one cell of a row."""

    def plant(row, others, draw):
        row[column] = change(row[column])

    return plant


def copy(disagree, stem=lambda text: text):
    """Return what writes another row over this one, with the same answer or another."""

    def plant(row, others, draw):
        other = draw.choice(others)
        row[2:] = other[2:]
        row[3] = f"{draw.randrange(900, 999)}.{stem(other[3].partition('.')[2])}"
        if disagree:
            row[5] = {"A": "B"}.get(row[5], "A") if len(row[5]) == 1 else "AB"

    return plant


def judge_with_four(row, others, draw):
    row[2], row[5] = "判断题", "A"
    row[4] = "**A.甲物**B.乙物**C.丙物**D.丁物"


DEFECTS = {
    "key outside": (("单选题", "多选题"), swap(5, lambda key: key[:-1] + "F")),
    "key empty": (None, swap(5, lambda _: None)),
    "several letters": (("单选题",), swap(5, lambda _: "AC")),
    "one letter": (("多选题",), swap(5, lambda _: "B")),
    "letter twice": (("多选题",), swap(5, lambda key: key + key[0])),
    "key in Cyrillic": (("单选题",), swap(5, lambda _: "\u0410")),
    "judge with four": (None, judge_with_four),
    "judge with three": (("判断题",), swap(4, lambda text: text + "**C.不知道")),
    "letters double": (("单选题", "多选题"), swap(4, lambda text: text.replace("C.", "B."))),
    "letters swapped": (
        ("单选题",),
        swap(4, lambda text: text.replace("A.", "x").replace("B.", "A.").replace("x", "B.")),
    ),
    "stem empty": (None, swap(3, lambda _: None)),
    "options empty": (("单选题", "多选题"), swap(4, lambda _: None)),
    "one option empty": (("单选题",), swap(4, lambda text: text.split("C.")[0] + "C.**D.物")),
    "options equal": (
        ("单选题",),
        swap(4, lambda text: text.split("**B.")[0] + "**B." + text[4:].split("**")[0]),
    ),
    "separators mixed": (("单选题", "多选题"), swap(4, lambda text: text.replace("**C", "##C"))),
    "separator lost": (("单选题", "多选题"), swap(4, lambda text: text.replace("**D", "D"))),
    "separator of another": (("单选题",), swap(4, lambda text: text.replace("**", "##"))),
    "separator left over": (("单选题",), swap(4, lambda text: text + "**")),
    "kind unknown": (None, swap(2, lambda _: "简答题")),
    "picture missing": (None, swap(3, lambda stem: stem.replace(".", ".如图所示，", 1))),
    "private character": (None, swap(3, lambda stem: stem + "\ue123")),
    "control character": (None, swap(3, lambda stem: stem + "_x0007_")),
    "invisible character": (None, swap(3, lambda stem: stem[:8] + "\u200b" + stem[8:])),
    "look-alike letter": (("单选题",), swap(4, lambda text: text + "\u0421级")),
    "all of the above": (("单选题",), swap(4, lambda text: text.split("**D")[0] + "**D.以上都对")),
    "double": (None, copy(disagree=False)),
    "double that disagrees": (None, copy(disagree=True)),
    "near double": (None, copy(disagree=False, stem=lambda stem: stem.replace("，", "，必须"))),
}


def outcomes(rows):
    table = read_table(xlsx(rows, header=HEADER))
    return {place.row: outcome for place, outcome in examine([table]).outcomes.items()}


def planted(name, seed, times=8):
    """Rows with a defect planted into some of them, and the places of those."""
    kinds, plant = DEFECTS[name]
    rows = sound_rows()
    draw = random.Random(seed)
    fit = [n for n, row in enumerate(rows) if kinds is None or row[2] in kinds]
    chosen = draw.sample(fit[: len(fit) // 2], times)
    others = rows[SOUND // 2 + 20 :]
    for n in chosen:
        plant(rows[n], others, draw)
    return rows, {n + 2 for n in chosen}


def test_sound_rows_are_clean():
    assert set(outcomes(sound_rows()).values()) == {Outcome.CLEAN}


@pytest.mark.parametrize("name", DEFECTS)
def test_every_planted_defect_is_found_and_nothing_else(name):
    rows, places = planted(name, seed=len(name))
    ended = outcomes(rows)
    found = {row for row, outcome in ended.items() if outcome is not Outcome.CLEAN}
    originals = {row for row in found if "double" in name and row > SOUND // 2}
    assert len(ended) == len(rows)
    assert places <= found, f"missed: {sorted(places - found)}"
    assert found <= places | originals, f"false alarms: {sorted(found - places)}"
