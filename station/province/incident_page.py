"""The officer's page of incidents: what seats noticed, and what two persons decided over it."""

from collections.abc import Sequence
from html import escape

from station.exam.attempt_events import Amiss
from station.ids import SessionId
from station.messages import Translate
from station.province.html import Cell, html_page, moment, session_links, table
from station.province.incident_register import IncidentEntry


def incidents_page(
    session: SessionId, incidents: Sequence[IncidentEntry], translate: Translate
) -> str:
    """Return the incidents of one session."""
    _ = translate
    heads = (
        (_("Candidate"), ""),
        (_("Seat"), "number"),
        (_("Noticed"), ""),
        (_("What"), ""),
        (_("Decision"), ""),
        (_("Decided"), ""),
        (_("By, and why"), ""),
    )
    rows = [_row(entry, translate) for entry in incidents]
    back = session_links(session, translate)
    title = f"{session} · {_('Incidents')}"
    empty = _("Nothing was noticed at the seats of this session.")
    return html_page(title, f"<h1>{escape(title)}</h1>{back}" + table(heads, rows, empty))


def _row(entry: IncidentEntry, translate: Translate) -> tuple[Cell, ...]:
    _ = translate
    what = {
        Amiss.ABSENT: _("Nobody is at the seat"),
        Amiss.OTHER_PERSON: _("Another person is at the seat"),
        Amiss.SECOND_PERSON: _("A second person is in the picture"),
        Amiss.COVERED: _("The camera is covered"),
        Amiss.NO_CAMERA: _("The camera is gone"),
        None: _("not in the attempt"),
    }[entry.what]
    decided = entry.decided
    word = _("nobody has decided")
    if decided is not None:
        word = _("harmless") if decided.harmless else _("upheld: no card")
    if not entry.sound:
        word += f" ({_('cannot be believed')})"
    why = (
        f"{decided.first}: {decided.first_reason} · {decided.second}: {decided.second_reason}"
        if decided
        else ""
    )
    return (
        (escape(entry.candidate), ""),
        (str(entry.seat or ""), "number"),
        (moment(entry.at) if entry.at is not None else "", ""),
        (escape(what), "" if entry.what else "bad"),
        (escape(word), "bad" if entry.amiss else ""),
        (moment(entry.decided_at) if entry.decided_at is not None else "", ""),
        (escape(why), ""),
    )
