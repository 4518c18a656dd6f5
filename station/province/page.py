"""The officer's pages: counts and results, plain HTML, without a name or a number."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

from station.ids import SessionId, UnixMs
from station.messages import Translate
from station.province.ledger import ResultLine, SessionCount, Trouble

CHINA = timezone(timedelta(hours=8))
"""One time zone for the whole country; no time-zone file is needed."""

STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
       margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: #1b2430; background: #f6f7f9 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; background: #fff }
th, td { padding: .5rem .75rem; border-bottom: 1px solid #dfe3e8; text-align: left }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
th { background: #eef1f5 } .bad { color: #a3201a; font-weight: 600 } .empty { color: #5b6672 }
"""

Cell = tuple[str, str]
"""A cell's HTML, escaped already, and its class."""


def sessions_page(
    counts: Sequence[SessionCount], troubles: Sequence[Trouble], translate: Translate
) -> str:
    """Return the first page: sessions with their counts, then what needs an officer."""
    _ = translate
    heads = (
        (_("Session"), ""),
        (_("Centre"), ""),
        (_("On the roster"), "number"),
        (_("Received"), "number"),
        (_("Passed"), "number"),
        (_("Marks differ"), "number"),
    )
    rows = [_session_row(count, translate) for count in counts]
    attention_heads = (
        (_("Time"), ""),
        (_("Outcome"), ""),
        (_("Code"), ""),
        (_("Session"), ""),
        (_("Candidate"), ""),
    )
    attention = [_trouble_row(trouble, translate) for trouble in troubles]
    body = (
        f"<h1>{escape(_('Results received'))}</h1>"
        + _table(heads, rows, _("No session has been issued yet."))
        + f"<h2>{escape(_('Needs an officer'))}</h2>"
        + _table(attention_heads, attention, _("Nothing was refused, and nothing conflicts."))
    )
    return _page(_("Results received"), body)


def results_page(session: SessionId, lines: Sequence[ResultLine], translate: Translate) -> str:
    """Return the results of one session."""
    _ = translate
    heads = (
        (_("Candidate"), ""),
        (_("Marks"), "number"),
        (_("Result"), ""),
        (_("Seat's mark"), ""),
        (_("Time"), ""),
    )
    rows = [_result_row(line, translate) for line in lines]
    back = f'<p><a href="/">{escape(_("All sessions"))}</a></p>'
    body = f"<h1>{escape(session)}</h1>{back}" + _table(heads, rows, _("No result has come yet."))
    return _page(session, body)


def _session_row(count: SessionCount, translate: Translate) -> tuple[Cell, ...]:
    drill = f" ({escape(translate('drill'))})" if count.drill else ""
    link = f'<a href="/sessions/{quote(count.session, safe="")}">{escape(count.title)}</a>{drill}'
    return (
        (link, ""),
        (escape(count.centre), ""),
        (str(count.expected), "number"),
        (str(count.received), "number"),
        (str(count.passed), "number"),
        (str(count.unequal), "number bad" if count.unequal else "number"),
    )


def _trouble_row(trouble: Trouble, translate: Translate) -> tuple[Cell, ...]:
    return (
        (_time(trouble.received_at), ""),
        (escape(translate(trouble.outcome)), "bad"),
        (escape(trouble.code), ""),
        (escape(trouble.session), ""),
        (escape(trouble.candidate), ""),
    )


def _result_row(line: ResultLine, translate: Translate) -> tuple[Cell, ...]:
    same = translate("the same") if line.equal else translate("differs")
    return (
        (escape(line.candidate), ""),
        (f"{line.marks} / {line.of}", "number"),
        (escape(translate("passed") if line.passed else translate("not passed")), ""),
        (escape(same), "" if line.equal else "bad"),
        (_time(line.received_at), ""),
    )


def _table(heads: Iterable[tuple[str, str]], rows: Sequence[Iterable[Cell]], empty: str) -> str:
    if not rows:
        return f'<p class="empty">{escape(empty)}</p>'
    head = "".join(f'<th class="{style}">{escape(text)}</th>' for text, style in heads)
    lines = "".join(
        "<tr>" + "".join(f'<td class="{style}">{html}</td>' for html, style in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def _time(at: UnixMs) -> str:
    return datetime.fromtimestamp(at / 1000, CHINA).strftime("%Y-%m-%d %H:%M:%S")
