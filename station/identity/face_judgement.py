"""What a comparison of faces comes to: a pure function of recorded facts and of the rules."""

from typing import assert_never

from station.identity.check_in_events import Against, Band, FaceCompared
from station.identity.face_quality import FaceMeasures, fit
from station.identity.likeness import likeness
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.rules import FaceRules


def thresholds(rules: FaceRules, against: Against) -> tuple[float, float]:
    """Return from which similarity a face passes, and from which two persons decide."""
    match against:
        case Against.CHIP:
            return rules.chip_pass, rules.chip_grey
        case Against.ENROLMENT:
            return rules.enrolment_pass, rules.enrolment_grey
    assert_never(against)


def band(similarity: float, rules: FaceRules, against: Against) -> Band:
    """Return what a similarity comes to; a value that is no number is refused."""
    pass_at, grey_at = thresholds(rules, against)
    if similarity >= pass_at:
        return Band.PASS
    return Band.GREY if similarity >= grey_at else Band.REFUSE


def judge(
    similarity: float,
    against: Against,
    rules: FaceRules,
    *,
    measures: FaceMeasures | None,
    liveness: Liveness,
    suspicions: tuple[Suspicion, ...],
) -> Band:
    """Return what a comparison comes to.

    A face that is alike passes only if the frame was fit to judge by, if life was shown where
    the rules ask for it, and if nothing speaks for a photo or a screen. Otherwise two persons
    look; but none of the three ever refuses anybody.

    Args:
        measures: Of the frame; None if they were not recorded.
    """
    found = band(similarity, rules, against)
    unfit = measures is not None and not fit(measures, rules.quality)
    if found is Band.PASS and (unfit or suspicions or not _alive(liveness, rules)):
        return Band.GREY
    return found


def rejudge(event: FaceCompared, rules: FaceRules) -> Band:
    """Judge a saved comparison again, under these rules: years later, or at the province."""
    several = event.similarities
    return judge(
        likeness(several) if several else event.similarity,
        event.against,
        rules,
        measures=event.measures,
        liveness=event.liveness,
        suspicions=event.suspicions,
    )


def _alive(liveness: Liveness, rules: FaceRules) -> bool:
    if not rules.liveness.cues:
        return True
    eased = liveness is Liveness.EASED and rules.liveness.eased_cues > 0
    return liveness is Liveness.SHOWN or eased
