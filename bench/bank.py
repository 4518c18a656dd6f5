"""How long a province's question bank takes: from Excel to a sealed bank and to one paper.

The bank is made by script, as centres write theirs: one sheet, chapters, three kinds, options
behind "**". It is measured with 26,000 questions and with 260,000, and the ratio is told.
"""

import gc
import io
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from xml.sax.saxutils import escape

from station.exam.blueprint import Blueprint, Cell, Section, SectionKind, Stage
from station.exam.compose import Composer
from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.excel import imported, read_table
from station.exam.imported import Imported
from station.ids import BlueprintCode, Digest, ItemCode, TopicId, UnixMs
from station.province import keys
from station.sync.bank_package import BankTitle, master, open_bank

SMALL, LARGE = 26_000, 260_000
NOW = UnixMs(1_800_000_000_000)
PAPERS = 50
TOPICS = 20
PASSPHRASE = "correct horse"
BARS = {"import_and_check_s": 10.0, "master_and_seal_s": 5.0, "open_and_verify_s": 1.0}
PAPER_MS = 20.0
SYLLABLES = "电焊工起重机脚手架安全帽灭火器钢丝绳储气罐压力表断路接触检查维修装拆除搬运清洗试验存放"
T = TypeVar("T")


def run() -> dict[str, object]:
    """Measure both sizes in one run."""
    small, large = _measure(SMALL), _measure(LARGE)
    ratios = {name: round(large[name] / small[name], 2) for name in (*BARS, "paper_ms")}
    linear = all(ratio <= 1.2 * LARGE / SMALL for ratio in ratios.values())
    in_time = all(small[name] <= bar for name, bar in BARS.items())
    return {
        "name": "bank",
        "figures": {str(SMALL): small, str(LARGE): large, "ratios": ratios},
        "bar": (
            "26,000 questions imported and checked <= 10 s, mastered and sealed <= 5 s, opened and "
            "verified <= 1 s, a paper <= 20 ms; ten times as many take at most 12 times as long"
        ),
        "holds": in_time and small["paper_ms"] <= PAPER_MS and linear,
    }


def _measure(count: int) -> dict[str, float]:
    raw = workbook(count)
    bank, check_s = _timed(lambda: _import_and_check(raw, count))
    questions = tuple(question for question, _ in bank.questions)
    with tempfile.TemporaryDirectory() as folder:
        keys.found(Path(folder), PASSPHRASE, NOW)
        office = keys.load(Path(folder), PASSPHRASE)
    sealed, master_s = _timed(
        lambda: master(
            questions,
            BankTitle(title="bench", version=1, trade="1.2", opens_at=NOW),
            topics=bank.topics,
            signer=office.province,
        )
    )
    opened, open_s = _timed(lambda: open_bank(*sealed, office.trust, NOW))
    if opened != questions:
        raise ValueError("the bank that was opened is another")
    composer, index_s = _timed(lambda: Composer(opened, Digest(bytes(32))))
    plan = _blueprint()
    papers, papers_s = _timed(lambda: [composer.compose(plan, bytes([n])) for n in range(PAPERS)])
    if len({paper.items for paper in papers}) != PAPERS:
        raise ValueError("two seeds gave one paper")
    return {
        "import_and_check_s": round(check_s, 2),
        "master_and_seal_s": round(master_s, 2),
        "open_and_verify_s": round(open_s, 2),
        "index_ms": round(index_s * 1000, 1),
        "paper_ms": round(papers_s / PAPERS * 1000, 2),
        "workbook_mb": round(len(raw) / 1e6, 1),
    }


def _import_and_check(raw: bytes, count: int) -> Imported:
    table = read_table(raw, "bench.xlsx")
    examined = examine([table])
    refused = examined.count(Outcome.REFUSED)
    if len(examined.outcomes) != count or refused:
        raise ValueError(f"{refused} of {len(examined.outcomes)} rows refused")
    return imported([table])


def _timed(task: Callable[[], T]) -> tuple[T, float]:
    gc.collect()
    started = time.perf_counter()
    done = task()
    return done, time.perf_counter() - started


def _blueprint() -> Blueprint:
    def section(kind: SectionKind, each: int) -> Section:
        cells = tuple(
            Cell(topic=TopicId(f"{n // 10 + 1}.{n % 10}"), questions=each) for n in range(TOPICS)
        )
        return Section(kind=kind, marks_each=1, cells=cells)

    return Blueprint(
        code=BlueprintCode("BENCH"),
        version=1,
        title="bench",
        trade=ItemCode("1.2"),
        stage=Stage.REVIEW,
        minutes=120,
        pass_marks=80,
        sections=(section(SectionKind.JUDGE, 3), section(SectionKind.SINGLE, 2)),
    )


def workbook(count: int) -> bytes:
    """Return an .xlsx of so many different questions."""
    texts: list[str] = ["作业种类", "章节", "试题类型", "题目内容", "题目选项", "题目答案"]
    for row in _rows(count):
        texts += row
    width = 6
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in _FRAME.items():
            archive.writestr(name, part)
        strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
        rows = (
            f'<row r="{n + 1}">'
            + "".join(
                f'<c r="{"ABCDEF"[column]}{n + 1}" t="s"><v>{n * width + column}</v></c>'
                for column in range(width)
            )
            + "</row>"
            for n in range(count + 1)
        )
        sheet = f"<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(26_000)
    for n in range(count):
        words = ["".join(draw.choices(SYLLABLES, k=6)) for _ in range(6)]
        stem = f"{n + 1}、{words[4]}时，{words[5]}{''.join(draw.choices(SYLLABLES, k=12))}（ ）。"
        options = "".join(f"**{letter}.{word}" for letter, word in zip("ABCD", words, strict=False))
        topic = f"{n % TOPICS // 10 + 1}.{n % TOPICS % 10} 章节"
        match n // TOPICS % 5:
            case 0:
                yield "电工", topic, "多选题", stem, options, "ABD"
            case 1 | 2:
                yield "电工", topic, "单选题", stem, options, "ABCD"[draw.randrange(4)]
            case _:
                yield "电工", topic, "判断题", stem, "**A.正确**B.错误", "AB"[draw.randrange(2)]


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": f'<Types {_TYPES}><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{_SHEET_TYPE}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships {_LINKS}><Relationship Id="r1" Type="{_RELATIONS}/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets><sheet name="Sheet1" '
    'sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships {_LINKS}><Relationship Id="r1" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
    f'Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
