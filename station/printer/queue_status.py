"""What a print queue says of its printer, in IPP's words (RFC 8011), and what that means."""

from station.printer.ipp import Attributes, Value
from station.printer.port import Abilities, PrinterState, PrinterStatus

ASKED_OF_PRINTER = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-error-policy",
    "printer-make-and-model",
    "color-supported",
    "sides-supported",
)
REASONS = {
    "media-empty": PrinterState.NO_CARDS,
    "media-needed": PrinterState.NO_CARDS,
    "cover-open": PrinterState.COVER_OPEN,
    "door-open": PrinterState.COVER_OPEN,
    "media-jam": PrinterState.JAMMED,
    "marker-supply-empty": PrinterState.NO_RIBBON,
    "output-area-full": PrinterState.TRAY_FULL,
    "marker-waste-full": PrinterState.REJECT_FULL,
}
"""What the reasons of RFC 8011 mean to us; "offline" means that nothing answers."""

_STOPPED, _PROCESSING = 5, 4
_REPEATING = ("retry-job", "retry-current-job")
"""Policies by which a queue sends a job again by itself after an error: two cards of one."""


def one(about: Attributes, label: str) -> Value:
    """Return the first value of an attribute; None if there is none."""
    return about[label][0] if about.get(label) else None


def reasons_in(about: Attributes) -> list[str]:
    """Return what is wrong with a printer; what it only warns of is left out."""
    said = [str(each) for each in about.get("printer-state-reasons", ())]
    return [
        each.removesuffix("-error").removesuffix("-report")
        for each in said
        if not each.endswith("-warning")
    ]


def repeats(about: Attributes) -> bool:
    """Whether the queue would send a job a second time by itself."""
    return one(about, "printer-error-policy") in _REPEATING


def is_shut(about: Attributes) -> bool:
    """Whether the queue takes no jobs, or keeps them for later."""
    stopped = one(about, "printer-state") == _STOPPED
    known = any(reason in REASONS for reason in reasons_in(about))
    return one(about, "printer-is-accepting-jobs") is False or (stopped and not known)


def status_in(about: Attributes) -> PrinterStatus:
    """Return what a queue tells as what every printer tells."""
    reasons = reasons_in(about)
    wrong = next((REASONS[each] for each in reasons if each in REASONS), None)
    state = PrinterState.FAULT if is_shut(about) else PrinterState.READY
    if wrong is None and one(about, "printer-state") == _PROCESSING:
        state = PrinterState.BUSY
    return PrinterStatus(
        state=wrong or state,
        said=" ".join(reasons),
        model=str(one(about, "printer-make-and-model") or ""),
        abilities=Abilities(
            colour=one(about, "color-supported") is True,
            both_sides=any("two-sided" in str(s) for s in about.get("sides-supported", ())),
            confirms=False,
        ),
    )
