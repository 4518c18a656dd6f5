"""The officer's pages of cards and blanks: what centres told, without a name or a number."""

from collections.abc import Sequence
from datetime import date
from html import escape

from station.credential.catalogue import title_of
from station.credential.stock_events import DifferenceSigned
from station.ids import SessionId
from station.messages import Translate
from station.province.card_register import CardEntry, StockAccount, StockEntry
from station.province.html import Cell, html_page, moment, session_links, table


def cards_page(session: SessionId, cards: Sequence[CardEntry], translate: Translate) -> str:
    """Return the cards of one session."""
    _ = translate
    heads = (
        (_("Card"), ""),
        (_("Candidate"), ""),
        (_("Item"), ""),
        (_("State"), ""),
        (_("Print"), "number"),
        (_("Printed on"), ""),
        (_("Handed over on"), ""),
        (_("Counts until"), ""),
        (_("Result"), ""),
    )
    rows = [_card_row(card, translate) for card in cards]
    back = session_links(session, translate)
    title = f"{session} · {_('Certificate cards')}"
    body = f"<h1>{escape(title)}</h1>{back}" + table(heads, rows, _("The session grants no card."))
    return html_page(title, body)


def stocks_page(accounts: Sequence[StockAccount], translate: Translate) -> str:
    """Return the blanks of every centre, and the differences that were signed for."""
    _ = translate
    heads = (
        (_("Centre"), ""),
        (_("Blank cards left"), "number"),
        (_("Ribbons left"), "number"),
        (_("Last day closed"), ""),
        (_("Record"), ""),
    )
    rows = [_stock_row(account, translate) for account in accounts]
    signed_heads = (
        (_("Time"), ""),
        (_("Centre"), ""),
        (_("Blank cards"), "number"),
        (_("Voided cards"), "number"),
        (_("Ribbons"), "number"),
        (_("What happened"), ""),
        (_("Signed by"), ""),
    )
    signed = [
        _difference_row(account, entry, entry.event)
        for account in accounts
        for entry in reversed(account.entries)
        if isinstance(entry.event, DifferenceSigned)
    ]
    body = (
        f"<h1>{escape(_('Blank cards'))}</h1>"
        f'<p><a href="/">{escape(_("All sessions"))}</a></p>'
        + table(heads, rows, _("No centre has told of its blanks yet."))
        + f"<h2>{escape(_('Differences that were signed for'))}</h2>"
        + table(signed_heads, signed, _("Every count agreed."))
    )
    return html_page(_("Blank cards"), body)


def _card_row(card: CardEntry, translate: Translate) -> tuple[Cell, ...]:
    _ = translate
    words = {
        "issued": _("issued"),
        "void": _("void"),
        "expired": _("expired"),
        "revoked": _("revoked"),
        "sample": _("sample"),
        "unknown": _("not printed"),
    }
    state = words[card.finding]
    if not card.granted:
        state = _("no grant")
    elif not card.story.whole:
        state = _("records broken")
    result = {True: _("passed"), False: _("not passed"), None: ""}[card.passed]
    prints = str(card.story.way.print_number) if card.story.printed_on else ""
    return (
        (escape(card.serial), ""),
        (escape(card.candidate), ""),
        (escape(title_of(card.item) if card.item else ""), ""),
        (escape(state), "bad" if card.amiss or card.finding == "revoked" else ""),
        (prints, "number"),
        (_day(card.story.printed_on), ""),
        (_day(card.story.handed_on), ""),
        (_day(card.valid_until), ""),
        (escape(result), "bad" if card.amiss and card.passed is False else ""),
    )


def _stock_row(account: StockAccount, translate: Translate) -> tuple[Cell, ...]:
    stock = account.stock
    record = translate("whole") if account.whole else translate("records broken")
    if stock.locked:
        record = translate("does not balance")
    return (
        (escape(account.centre), ""),
        (str(stock.expected.blanks), "number"),
        (str(stock.expected.ribbons), "number"),
        (_day(stock.closed), ""),
        (escape(record), "bad" if stock.locked or not account.whole else ""),
    )


def _difference_row(
    account: StockAccount, entry: StockEntry, signed: DifferenceSigned
) -> tuple[Cell, ...]:
    return (
        (moment(entry.at), ""),
        (escape(account.centre), ""),
        *(_gap(count) for count in (entry.blanks, entry.voids, entry.ribbons)),
        (escape(signed.case), ""),
        (escape(f"{signed.first}, {signed.second}"), ""),
    )


def _gap(count: int) -> Cell:
    return (f"{count:+}", "number bad") if count else ("0", "number")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
