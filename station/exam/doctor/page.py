"""The report as one page that a person works through: no script, nothing loaded from outside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from station.exam.doctor.examine import Examined
from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import OF_THE_SHEET, Finding, Outcome
from station.exam.doctor.mends import Mend
from station.exam.doctor.report import mend_of, stems_of
from station.exam.imported import Place
from station.messages import Translate
from station.messages.bank import REPORT_TEXTS, mend_text

MOST_SHOWN = 5_000
"""Findings that one page lists; the JSON report and the Excel copy have all."""

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif;
  color: #1d2733; background: #f4f6f8; margin: 0; }
main { max-width: 1180px; margin: 0 auto; padding: 24px; }
h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 32px 0 8px; }
.files { color: #56616d; margin: 0 0 16px; }
.tiles { display: flex; gap: 12px; flex-wrap: wrap; }
.tile { background: #fff; border: 1px solid #d5dbe1; border-left: 8px solid #56616d;
  border-radius: 6px; padding: 8px 20px; min-width: 130px; }
.tile b { display: block; font-size: 30px; line-height: 1.2; }
.clean { border-left-color: #2e7d4f; } .warned { border-left-color: #b97f10; }
.refused { border-left-color: #b3261e; }
.how { background: #e8f0fa; border-radius: 6px; padding: 10px 16px; margin: 16px 0 0; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { border: 1px solid #d5dbe1; padding: 6px 10px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #e9edf1; white-space: nowrap; position: sticky; top: 0; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.w { white-space: nowrap; }
.mark { font-weight: 600; white-space: nowrap; }
tr.refused .mark { color: #b3261e; } tr.warned .mark { color: #8a5c00; }
tr.refused td:first-child { border-left: 4px solid #b3261e; }
tr.warned td:first-child { border-left: 4px solid #b97f10; }
code { color: #6a7580; font-size: 13px; white-space: nowrap; }
.stem { color: #56616d; }
summary { cursor: pointer; font-size: 18px; padding: 6px 0; }
@media print { body { background: #fff; } th { position: static; } details { break-inside: auto; } }
"""


def as_page(examined: Examined, mends: Sequence[Mend], translate: Translate) -> str:
    """Return the report as HTML; every text from a file is escaped."""

    def say(key: str) -> str:
        return escape(translate(REPORT_TEXTS[key]))

    tiles = "".join(
        _tile(outcome.value, say(outcome.value), examined.count(outcome))
        for outcome in (Outcome.REFUSED, Outcome.WARNED, Outcome.CLEAN)
    )
    files = escape(", ".join(table.file for table in examined.tables))
    body = [
        f"<h1>{say('title')}</h1><p class=files>{files}</p>",
        f'<div class="tiles">{_tile("", say("rows_in"), len(examined.outcomes))}{tiles}</div>',
    ]
    if examined.findings:
        body.append(f"<p class=how>{say('how')}</p>")
        body += _kinds(examined.findings, translate)
        body += _rows(examined, translate)
    else:
        body.append(f"<p class=how>{say('none')}</p>")
    if mends:
        body += _mends(mends, translate)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{say('title')}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _tile(result: str, name: str, count: int) -> str:
    return f'<div class="tile {result}">{name}<b>{count:,}</b></div>'


def _kinds(findings: Sequence[Finding], translate: Translate) -> list[str]:
    counted = Counter((finding.refusing, finding.code) for finding in findings)
    lines = [f"<h2>{escape(translate(REPORT_TEXTS['kinds']))}</h2><table>"]
    lines.append(_head(("outcome", "what", "count"), translate))
    ranked = sorted(counted.items(), key=lambda one: (not one[0][0], -one[1]))
    for (refusing, code), times in ranked:
        text = translate(mend_text(code)).replace("{about}", "…")
        lines.append(
            f"<tr class={_result(refusing=refusing)}>{_mark(translate, refusing=refusing)}"
            f"<td>{escape(text)} <code>{escape(code)}</code></td><td class=n>{times:,}</td></tr>"
        )
    return [*lines, "</table>"]


def _rows(examined: Examined, translate: Translate) -> list[str]:
    several = len(examined.tables) > 1
    heads = (
        "outcome",
        *(("file",) if several else ()),
        "sheet",
        "row",
        "column",
        "excerpt",
        "what",
    )
    lines = [f"<h2>{escape(translate(REPORT_TEXTS['all']))}</h2><table>", _head(heads, translate)]
    stems = stems_of(examined)
    ranked = sorted(examined.findings, key=lambda finding: not finding.refusing)
    for finding in ranked[:MOST_SHOWN]:
        place = finding.place
        cells = [escape(place.file)] if several else []
        cells += [escape(place.part)]
        row = "—" if finding.code in OF_THE_SHEET and not place.row else str(place.row)
        lines.append(
            f"<tr class={_result(refusing=finding.refusing)}>"
            + _mark(translate, refusing=finding.refusing)
            + "".join(f"<td class=w>{cell}</td>" for cell in cells)
            + f"<td class=n>{row}</td><td>{escape(finding.column)}</td>"
            f"<td>{_what_stands(finding, stems)}</td>"
            f"<td>{escape(mend_of(finding, translate))}"
            f" <code>{escape(finding.code)}</code></td></tr>"
        )
    lines.append("</table>")
    if len(ranked) > MOST_SHOWN:
        lines.append(f"<p>… {len(ranked) - MOST_SHOWN:,}</p>")
    return lines


def _what_stands(finding: Finding, stems: Mapping[Place, str]) -> str:
    """Show what is to blame, below the stem if that is not it."""
    stem = excerpt(stems.get(finding.place, ""))
    if not stem or stem == finding.excerpt:
        return escape(finding.excerpt)
    return f"<div class=stem>{escape(stem)}</div>{escape(finding.excerpt)}"


def _mends(mends: Sequence[Mend], translate: Translate) -> list[str]:
    title = escape(translate(REPORT_TEXTS["mends"]))
    lines = [f"<details><summary>{title} ({len(mends):,})</summary><table>"]
    lines.append(_head(("sheet", "row", "column", "before", "after"), translate))
    lines += [
        f"<tr><td class=w>{escape(mend.place.part)}</td><td class=n>{mend.place.row}</td>"
        f"<td>{escape(mend.column)}</td><td>{escape(excerpt(mend.before, 200))}</td>"
        f"<td>{escape(excerpt(mend.after, 200))}</td></tr>"
        for mend in mends[:MOST_SHOWN]
    ]
    return [*lines, "</table></details>"]


def _head(keys: Sequence[str], translate: Translate) -> str:
    cells = "".join(f"<th>{escape(translate(REPORT_TEXTS[key]))}</th>" for key in keys)
    return f"<thead><tr>{cells}</tr></thead>"


def _result(*, refusing: bool) -> str:
    return (Outcome.REFUSED if refusing else Outcome.WARNED).value


def _mark(translate: Translate, *, refusing: bool) -> str:
    return f'<td class="mark">{escape(translate(REPORT_TEXTS[_result(refusing=refusing)]))}</td>'
