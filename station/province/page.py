"""The officer's pages: counts and results, plain HTML, without a name or a number."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from station.exam.grading import Voided
from station.ids import SessionId
from station.messages import Translate
from station.province.attention import what_to_do
from station.province.html import Cell, html_page, moment, table
from station.province.ledger import ResultLine, SessionCount, Trouble
from station.province.review import SessionReview


def sessions_page(
    counts: Sequence[SessionCount],
    troubles: Sequence[Trouble],
    translate: Translate,
    corrected: Mapping[SessionId, int | None] | None = None,
) -> str:
    """Return the first page: sessions with their counts, then what needs an officer.

    Args:
        corrected: Of each session in which a question was voided, how many have passed with that;
            None if its results cannot be marked again.
    """
    _ = translate
    heads = (
        (_("Session"), ""),
        (_("Centre"), ""),
        (_("On the roster"), "number"),
        (_("Received"), "number"),
        (_("Passed"), "number"),
        (_("Marks differ"), "number"),
    )
    rows = [_session_row(count, corrected or {}, translate) for count in counts]
    attention_heads = (
        (_("Time"), ""),
        (_("Outcome"), ""),
        (_("Code"), ""),
        (_("What to do"), ""),
        (_("Session"), ""),
        (_("Candidate"), ""),
    )
    attention = [_trouble_row(trouble, translate) for trouble in troubles]
    body = (
        f"<h1>{escape(_('Results received'))}</h1>"
        f'<p><a href="/blanks">{escape(_("Blank cards"))}</a></p>'
        + table(heads, rows, _("No session has been issued yet."))
        + f"<h2>{escape(_('Needs an officer'))}</h2>"
        + table(attention_heads, attention, _("Nothing was refused, and nothing conflicts."))
    )
    return html_page(_("Results received"), body)


def results_page(
    session: SessionId,
    lines: Sequence[ResultLine],
    translate: Translate,
    review: SessionReview | None = None,
) -> str:
    """Return the results of one session.

    Args:
        review: What was decided of its questions; the results say what they come to with it.
    """
    _ = translate
    review = review or SessionReview()
    heads = (
        (_("Candidate"), ""),
        (_("Marks"), "number"),
        (_("Result"), ""),
        *(((_("As it was received"), ""),) if review.corrected else ()),
        (_("Seat's mark"), ""),
        (_("Time"), ""),
    )
    rows = [_result_row(line, review, translate) for line in lines]
    here = f"/sessions/{quote(session, safe='')}"
    cards = f'<a href="{here}/cards">{escape(_("Certificate cards"))}</a>'
    incidents = f'<a href="{here}/incidents">{escape(_("Incidents"))}</a>'
    back = f'<p><a href="/">{escape(_("All sessions"))}</a> · {cards} · {incidents}</p>'
    body = (
        f"<h1>{escape(session)}</h1>{back}"
        + _voided(review, translate)
        + table(heads, rows, _("No result has come yet."))
    )
    return html_page(session, body)


def _voided(review: SessionReview, translate: Translate) -> str:
    words = {
        Voided.GIVEN: translate("Question {question} is void: its marks are given to all."),
        Voided.STRUCK: translate("Question {question} is void: it is struck for all."),
    }
    said = (words[how].format(question=name) for name, how in sorted(review.voided.items()))
    return "".join(f"<p>{escape(each)}</p>" for each in said)


def _session_row(
    count: SessionCount, corrected: Mapping[SessionId, int | None], translate: Translate
) -> tuple[Cell, ...]:
    drill = f" ({escape(translate('drill'))})" if count.drill else ""
    link = f'<a href="/sessions/{quote(count.session, safe="")}">{escape(count.title)}</a>{drill}'
    return (
        (link, ""),
        (escape(count.centre), ""),
        (str(count.expected), "number"),
        (str(count.received), "number"),
        _passed(count, corrected, translate),
        (str(count.unequal), "number bad" if count.unequal else "number"),
    )


def _passed(
    count: SessionCount, corrected: Mapping[SessionId, int | None], translate: Translate
) -> Cell:
    """Return how many have passed: with what was voided, and beside it as it was received."""
    if count.session not in corrected:
        return str(count.passed), "number"
    before = escape(translate("{count} as received").format(count=count.passed))
    now = corrected[count.session]
    if now is None:
        unknown = escape(translate("cannot be marked again"))
        return f"{unknown}<br><small>{before}</small>", "number bad"
    return f"{now}<br><small>{before}</small>", "number"


def _trouble_row(trouble: Trouble, translate: Translate) -> tuple[Cell, ...]:
    return (
        (moment(trouble.received_at), "whole"),
        (escape(translate(trouble.outcome)), "bad whole"),
        (escape(trouble.code), "whole"),
        (escape(what_to_do(trouble.code, translate)), ""),
        (escape(trouble.session), ""),
        (escape(trouble.candidate), ""),
    )


def _result_row(line: ResultLine, review: SessionReview, translate: Translate) -> tuple[Cell, ...]:
    same = translate("the same") if line.equal else translate("differs")
    before = _came_to(line.marks, line.of, passed=line.passed, translate=translate)
    now, style = before, ""
    again = review.corrected.get(line.candidate)
    if again is not None:
        style = "bad" if again.turned else ""
        now = _came_to(
            again.marks_after, again.of_after, passed=again.passed_after, translate=translate
        )
    received: tuple[Cell, ...] = ((" · ".join(before), ""),) if review.corrected else ()
    return (
        (escape(line.candidate), ""),
        (now[0], "number"),
        (now[1], style),
        *received,
        (escape(same), "" if line.equal else "bad"),
        (moment(line.received_at), ""),
    )


def _came_to(marks: int, of: int, *, passed: bool, translate: Translate) -> tuple[str, str]:
    return f"{marks} / {of}", escape(translate("passed") if passed else translate("not passed"))
