"""What all of the officer's pages are made of: plain HTML, one style, tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from station.clock import CHINA
from station.ids import SessionId, UnixMs
from station.messages import Translate

STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
       margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: #1b2430; background: #f6f7f9 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; background: #fff }
th, td { padding: .5rem .75rem; border-bottom: 1px solid #dfe3e8; text-align: left }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
th { background: #eef1f5 } .bad { color: #a3201a; font-weight: 600 } .empty { color: #5b6672 }
small { color: #5b6672; font-weight: 400 } td { vertical-align: top }
th, td.whole { white-space: nowrap }
"""

Cell = tuple[str, str]
"""A cell's HTML, escaped already, and its class."""


def table(heads: Iterable[tuple[str, str]], rows: Sequence[Iterable[Cell]], empty: str) -> str:
    """Return a table, or words that say that there is nothing."""
    if not rows:
        return f'<p class="empty">{escape(empty)}</p>'
    head = "".join(f'<th class="{style}">{escape(text)}</th>' for text, style in heads)
    lines = "".join(
        "<tr>" + "".join(f'<td class="{style}">{html}</td>' for html, style in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def html_page(title: str, body: str) -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def session_links(session: SessionId, translate: Translate) -> str:
    """Return the way from a page of a session to its results, and to all sessions."""
    here = f"/sessions/{quote(session, safe='')}"
    every, results = escape(translate("All sessions")), escape(translate("Results"))
    return f'<p><a href="/">{every}</a> · <a href="{here}">{results}</a></p>'


def moment(at: UnixMs) -> str:
    """Return a time as the country's clocks show it."""
    return datetime.fromtimestamp(at / 1000, CHINA).strftime("%Y-%m-%d %H:%M:%S")
