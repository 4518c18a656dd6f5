"""A job in a printer's own bytes, whoever made the printer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncodedJob:
    """The bytes of a job, cut where its fate is decided.

    Attributes:
        harmless: Up to the last byte of the first panel but one; with this alone nothing can be
            printed.
        decisive: The rest. Once its first byte has gone, only the printer can say what became
            of the card.
    """

    harmless: bytes
    decisive: bytes


def cut_job(start: bytes, first_panel: bytes, rest: bytes) -> EncodedJob:
    """Cut a job before the last byte of the first panel that it prints."""
    return EncodedJob(harmless=start + first_panel[:-1], decisive=first_panel[-1:] + rest)
