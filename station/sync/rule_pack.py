"""The rule pack: every number that differs by province or changes by law."""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.credential.rules import CardRules
from station.exam.rules import ExamRules
from station.identity.admission_rules import AdmissionRules
from station.identity.retention_rules import RetentionRules
from station.identity.rules import FaceRules
from station.ids import UnixMs

CHINESE = "zh"


class PackKind(StrEnum):
    """Whether it counts. Simulated devices work under a drill pack only."""

    PRODUCTION = "production"
    DRILL = "drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """One province's rules for a stretch of time; each result records its hash.

    Attributes:
        consent_text: What a candidate agrees to before any picture is taken; empty where the
            province rests on another basis than consent, and nobody is asked.
        consent_in: The same in other languages, each with its code, such as "en" or "ug".
        send_photos: Whether pictures of persons may leave the centre, sealed, with the evidence.
            This program sends none, whatever is set: who receives them must be able to delete them.
    """

    name: str
    version: int
    kind: PackKind
    valid_from: UnixMs
    valid_until: UnixMs
    exam: ExamRules
    face: FaceRules
    card: CardRules
    consent_text: str
    send_photos: bool = False
    admission: AdmissionRules = later(AdmissionRules())
    retention: RetentionRules = later(RetentionRules())
    consent_in: tuple[tuple[str, str], ...] = later(())

    @property
    def consents(self) -> tuple[tuple[str, str], ...]:
        """What may be agreed to, by language, Chinese first; empty where nobody is asked."""
        return ((CHINESE, self.consent_text), *self.consent_in) if self.consent_text else ()


RULE_PACK: Codec[RulePack] = Codec(RulePack)
