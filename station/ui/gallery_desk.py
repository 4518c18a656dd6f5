"""Invented states of the admission desk, one for each bad day that a desk knows."""

from dataclasses import replace

from station.errors.identity import (
    AgeUnknown,
    BarredUntil,
    BornAlike,
    CardExpiredAccepted,
    ExpectedElsewhere,
    HoursMissing,
    LooksAlike,
    NumberMistyped,
    PaperTemporary,
    RareGlyph,
    SignerMustWait,
    TypedByHand,
)
from station.errors.reader import CardUnreadable
from station.flow.desk_glyphs import ON_A_PAGE
from station.flow.desk_view import DeskState, GlyphFound, GlyphPage, Other, Step, Verdict, Waiting
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.ids import CandidateId, SeatNumber
from station.printer.fonts import svg
from station.printer.hanzi_index import by_strokes
from station.ui.gallery_figure import figure_frame, figure_png

CONSENT = (
    "为核对您是本人，我们要拍摄您的面部照片，并与身份证照片比对。"
    "照片加密保存在本考点，只用于本次考试的身份核验；考试合格的随考试档案保存三年，其他的保存三十天，到期即删除。"
    "面部特征不保存，也不向外传送。\n"
    "您可以不同意：由两名工作人员核对证件，同样可以参加考试。"
)

CONSENT_EN = (
    "To make sure that it is you, we take a picture of your face and compare it with the photo on "
    "your ID card. Pictures stay encrypted at this centre and serve this exam alone. They are kept "
    "for three years with the exam's file, others for thirty days, and then deleted.\n"
    "You may decline: two members of staff then check your document, and you sit the exam as well."
)


def _wait(number: int, name: str, seconds: int, verdict: Verdict) -> Waiting:
    return Waiting(
        candidate=CandidateId(f"c{number}"),
        name=name,
        tail=f"{number * 137 % 10000:04}",
        seat=SeatNumber(number),
        verdict=verdict,
        seconds=seconds,
    )


WAITING = (
    _wait(21, "阿卜杜拉·买买提艾力·吐尔逊", 95, Verdict.GREY),
    _wait(7, "赵伟民", 41, Verdict.REFUSE),
    _wait(33, "钱桂芳", 12, Verdict.NONE),
    _wait(50, "孙丽", 4, Verdict.GREY),
)


def _glyph_page() -> GlyphPage:
    """The first page of what has five strokes besides the radical 37."""
    found = by_strokes(37, 5)
    return GlyphPage(
        name="王□",
        places=(1,),
        place=1,
        found=tuple(GlyphFound(character=each, picture=svg(each)) for each in found[:ON_A_PAGE]),
        pages=-(-len(found) // ON_A_PAGE),
        asked=True,
    )


def desk_states(person: DeskState) -> dict[str, DeskState]:
    """Return the states by the names of their pictures.

    Args:
        person: Somebody at the desk who was compared and came out grey.
    """
    asked = replace(
        person,
        step=Step.CONSENT,
        live=None,
        captured_photo=b"",
        similarity=None,
        threshold=None,
        verdict=Verdict.NONE,
        consent=CONSENT,
        tongues=("zh", "en"),
        can_speak=True,
    )
    nobody = DeskState.of_nobody(None, None)
    typed = replace(person, doubts=(TypedByHand(),), chip_photo=b"")
    return {
        "cue-turn": replace(
            asked, step=Step.PERSON, consent="", live=figure_frame(), cue=Cue.TURN_LEFT
        ),
        "cue-blink": replace(
            asked, step=Step.PERSON, consent="", live=figure_frame(), cue=Cue.BLINK
        ),
        "advice-closer": replace(
            asked, step=Step.PERSON, consent="", live=figure_frame(), advice=Advice.CLOSER
        ),
        "unreadable": replace(nobody, trouble=CardUnreadable(sw3=0x41)),
        "elsewhere": replace(
            nobody,
            trouble=ExpectedElsewhere(
                session="低压电工作业 复审 下午场", starts="2026-11-22 13:30"
            ),
        ),
        "consent": asked,
        "consent-mute": replace(asked, consent=CONSENT_EN, tongue=1, can_speak=False),
        "declined": replace(asked, step=Step.PERSON, consent="", pictured=False, to_decide=True),
        "typing": replace(nobody, step=Step.TYPING, trouble=NumberMistyped()),
        "sides": replace(asked, step=Step.SIDES, consent="", live=figure_frame(), front=b"x"),
        "typed": replace(typed, to_decide=True, doubts=(TypedByHand(), AgeUnknown())),
        "waiting": replace(
            person,
            verdict=Verdict.PASS,
            similarity=0.71,
            admitted=True,
            enrolment_photo=figure_png(295, 413),
            waiting=WAITING,
        ),
        "waiting-grey": replace(
            person, to_decide=True, waiting=WAITING[1:3], trouble=SignerMustWait(seconds=30)
        ),
        "hours": replace(
            asked, step=Step.PERSON, consent="", trouble=HoursMissing(missing=4), unfit=True
        ),
        "paper-refused": replace(
            asked, step=Step.PERSON, consent="", trouble=PaperTemporary(), unfit=True
        ),
        "card-expired": replace(
            person,
            verdict=Verdict.PASS,
            similarity=0.62,
            doubts=(CardExpiredAccepted(),),
            to_decide=True,
        ),
        "barred": replace(
            asked,
            step=Step.PERSON,
            consent="",
            trouble=BarredUntil(until="2028-05-31"),
            unfit=True,
        ),
        "twins": replace(
            person,
            verdict=Verdict.PASS,
            similarity=0.62,
            doubts=(BornAlike(), LooksAlike()),
            alike=Other(name="吴志强", tail="2041", seat=SeatNumber(18)),
            to_decide=True,
        ),
        "namesakes": replace(
            person,
            verdict=Verdict.PASS,
            similarity=0.71,
            admitted=True,
            namesakes=(Other(name="王小明", tail="3312", seat=SeatNumber(61)),),
        ),
        "rare-glyph": replace(
            person,
            name="王㛃",
            rare=True,
            chip_name="王□",
            verdict=Verdict.PASS,
            similarity=0.66,
            doubts=(RareGlyph(),),
            to_decide=True,
        ),
        "glyph-missing": replace(
            person,
            name="王□",
            rare=True,
            lacks=1,
            chip_name="王\ue5e5",
            verdict=Verdict.PASS,
            similarity=0.66,
            doubts=(RareGlyph(),),
            to_decide=True,
        ),
        "glyphs": replace(person, step=Step.GLYPHS, glyphs=_glyph_page()),
        "glyphs-none": replace(
            person,
            step=Step.GLYPHS,
            glyphs=GlyphPage(name="王□", places=(1,), place=1, asked=True),
        ),
        "sent-away": replace(person, verdict=Verdict.REFUSE, similarity=0.12, sent_away=True),
    }
