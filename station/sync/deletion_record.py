"""The record of a deletion: signed by the centre's coordinator, kept as long as the centre is.

It says how many pictures of which kind went, and until which day they had been kept; never whose.
"""

from dataclasses import dataclass

from station.codec import Codec
from station.ids import CentreId, UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedKind:
    """Pictures of one kind that went.

    Attributes:
        role: What they showed, such as "door".
        kept_until: The latest day to which one of them was kept.
    """

    role: str
    count: int
    kept_until: UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionRecord:
    """One run of the deletion job that had something to delete."""

    centre: CentreId
    at: UnixMs
    kinds: tuple[DeletedKind, ...]


DELETION_RECORD: Codec[DeletionRecord] = Codec(DeletionRecord)
