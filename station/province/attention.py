"""What an officer does about an envelope that did not become a result: one thing, in words."""

from station.errors import document, province
from station.errors.store import StreamForked
from station.messages import Translate


def what_to_do(code: str, translate: Translate) -> str:
    """Return the one thing to do about a refusal or a conflict.

    Args:
        code: Why, as its receipt says.
    """
    _ = translate
    altered = _("The record was altered at the centre. Secure that seat's computer and inspect it.")
    foreign = _("Altered on the way, or of no centre of ours. Have the centre send it again.")
    not_its_own = _("A centre sent what is not its own. Call that centre.")
    actions: dict[str, str] = {
        document.DocumentMalformed.code: foreign,
        document.DocumentForged.code: foreign,
        document.SignerUntrusted.code: foreign,
        document.SignerOfWrongKind.code: foreign,
        document.DocumentVersionUnknown.code: _(
            "It comes from a newer program. Bring this server up to date, then have it sent again."
        ),
        document.EnvelopeSealed.code: _(
            "It was sealed for another province. Ask the centre where it enrolled."
        ),
        province.SeatOfAnotherCentre.code: not_its_own,
        province.SessionUnknown.code: not_its_own,
        province.CandidateNotExpected.code: _(
            "Nobody of that name was expected. Ask the centre who sat there."
        ),
        province.PaperNotDrawn.code: altered,
        province.EventsImpossible.code: altered,
        province.CheckInWrong.code: altered,
        province.AttemptMismatched.code: altered,
        StreamForked.code: altered,
        province.AttemptUnfinished.code: _(
            "It was not handed in. Have the centre finish it, then send it again."
        ),
        province.AttemptConflict.code: _(
            "Two different results of one exam. The first counts; ask the centre which is true."
        ),
        province.RecordsConflict.code: _(
            "The centre's records contradict earlier ones. Have the centre show its own."
        ),
    }
    return actions.get(code, _("Call the centre and read out the code."))
