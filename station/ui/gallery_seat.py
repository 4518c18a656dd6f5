"""Invented states of the seat's window, one for each thing that can be seen."""

from dataclasses import replace

from station.errors.lan import ClockUnbelievable, CoordinatorForeign
from station.errors.session import CoordinatorTwin, StickMissing
from station.errors.store import StoreFull, StoreUnreadable
from station.exam.grading import Reason
from station.exam.question import QuestionKind
from station.flow.seat_view import (
    CarryScreen,
    CheckScreen,
    CurtainScreen,
    FaultScreen,
    FinderScreen,
    MovedScreen,
    OverviewScreen,
    QuestionScreen,
    ReadyScreen,
    ReasonScore,
    Saved,
    ScoreScreen,
    SeatScreen,
    TopicScore,
    WaitingScreen,
    WordsScreen,
)
from station.identity.face_quality import Advice
from station.ids import NOWHERE, SeatNumber
from station.lan.messages import Curtain
from station.ui.gallery_figure import figure_frame

SEAT = SeatNumber(12)
NAME, TAIL = "王小明", "1009"
MINUTE = 60_000

JUDGE = QuestionScreen(
    seat=SEAT,
    name=NAME,
    tail=TAIL,
    index=11,
    total=100,
    kind=QuestionKind.JUDGE,
    stem="配电箱内断路器已经拉开，就可以认定出线无电，不必再验电。",
    options=("正确", "错误"),
    chosen=frozenset({1}),
    flagged=False,
    answered=12,
    remaining_ms=104 * MINUTE + 31_000,
    may_submit_in_ms=14 * MINUTE,
    saved=Saved.TWICE,
    locked=False,
    trouble=None,
    drill=False,
)

SINGLE = replace(
    JUDGE,
    index=78,
    kind=QuestionKind.SINGLE,
    stem="低压停电检修时，下列技术措施的先后顺序正确的是（　　）。",
    options=(
        "验电—停电—悬挂标示牌—装设接地线",
        "停电—验电—装设接地线—悬挂标示牌和装设遮栏",
        "停电—悬挂标示牌—验电—装设接地线",
        "装设接地线—停电—验电—悬挂标示牌",
    ),
    chosen=frozenset({1}),
    flagged=True,
    answered=76,
    remaining_ms=48 * MINUTE + 5_000,
    saved=Saved.HERE,
)

LONG = replace(
    SINGLE,
    index=99,
    kind=QuestionKind.MULTIPLE,
    stem="雨后的建筑工地上，工人使用一把Ⅰ类手电钻在潮湿的脚手板上钻孔，电钻外壳漏电，工人触电倒地。"
    "事后检查发现：电源线中的保护芯线已经断开，开关箱内没有安装剩余电流保护器，也没有安排人员监护。"
    "下列说法中，能够避免这起事故的做法有（　　）。",
    options=(
        "使用前检查手电钻的外壳、手柄、电源线和插头，并测量绝缘电阻，不合格的不使用",
        "在开关箱内安装额定剩余动作电流不大于 30 mA、无延时的剩余电流保护器，并按期试验",
        "在潮湿场所改用Ⅱ类或由安全隔离变压器供电的Ⅲ类手持电动工具",
        "加快作业速度，缩短手电钻的使用时间",
    ),
    chosen=frozenset({0, 1, 2}),
    flagged=False,
    answered=99,
    remaining_ms=4 * MINUTE + 9_000,
    saved=Saved.TWICE,
)

SIGN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">'
    b"<title>Warning sign</title>"
    b'<polygon points="200,30 360,270 40,270" fill="#ffd400" stroke="#000" stroke-width="14"'
    b' stroke-linejoin="round"/>'
    b'<polygon points="210,95 165,175 195,175 180,240 240,150 208,150 232,95"/></svg>'
)

PICTURE = replace(
    SINGLE,
    stem="图示标志的含义是（　　）。",
    options=("当心触电", "禁止合闸", "必须接地", "当心火灾"),
    chosen=frozenset({0}),
    flagged=False,
    pictures=(SIGN,),
)

CASE = replace(
    SINGLE,
    index=98,
    kind=QuestionKind.MULTIPLE,
    stem="可以避免此类事故的措施有（　　）。",
    options=(
        "断开上级电源并验电",
        "挂“禁止合闸，有人工作”牌",
        "穿绝缘鞋、设监护人",
        "加快作业速度",
    ),
    chosen=frozenset({0, 2}),
    flagged=False,
    case_text="某车间照明断路器损坏，电工甲未断开上级开关，站在潮湿地面直接拆线，右手触及相线被击倒。"
    "同班电工乙听到喊声后赶到，先拉开总开关，再把甲移到通风处，检查发现甲没有反应、没有正常呼吸，"
    "立即开始胸外按压，并让旁边的人拨打急救电话、取来除颤仪。",
)

OVERVIEW = OverviewScreen(
    seat=SEAT,
    name=NAME,
    tail=TAIL,
    current=78,
    answered=tuple(index not in (17, 55, 80, 91, 99) for index in range(100)),
    flagged=tuple(index in (17, 42, 78) for index in range(100)),
    remaining_ms=31 * MINUTE,
    may_submit_in_ms=0,
    asking=False,
    trouble=None,
    drill=False,
)

SCORE = ScoreScreen(
    seat=SEAT,
    name=NAME,
    tail=TAIL,
    marks=92,
    of=100,
    pass_marks=80,
    passed=True,
    card_today=True,
    topics=(
        TopicScore(topic="法规与职业道德", right=9, of=9),
        TopicScore(topic="触电防护与急救", right=8, of=10),
        TopicScore(topic="电工基础", right=7, of=10),
        TopicScore(topic="低压电器", right=12, of=13),
        TopicScore(topic="手持与移动电气设备", right=4, of=6),
    ),
    reasons=(
        ReasonScore(reason=Reason.RIGHT, questions=88, marks=90, of=90),
        ReasonScore(reason=Reason.WRONG, questions=3, marks=0, of=4),
        ReasonScore(reason=Reason.INCOMPLETE, questions=2, marks=2, of=4),
        ReasonScore(reason=Reason.UNANSWERED, questions=2, marks=0, of=2),
    ),
    delivered=True,
    drill=False,
)

MISSED = (
    ReasonScore(reason=Reason.RIGHT, questions=72, marks=72, of=72),
    ReasonScore(reason=Reason.WRONG, questions=20, marks=0, of=22),
    ReasonScore(reason=Reason.INCOMPLETE, questions=2, marks=2, of=4),
    ReasonScore(reason=Reason.UNANSWERED, questions=2, marks=0, of=2),
)

CARRY = CarryScreen(seat=SEAT, busy=False, saved=None, trouble=None, drill=False)

CHECK = CheckScreen(
    seat=SEAT, name=NAME, tail=TAIL, frame=None, advice=Advice.NO_FACE, unsure=False, drill=False
)

READY = ReadyScreen(
    seat=SEAT,
    name=NAME,
    tail=TAIL,
    title="低压电工作业 复审 理论考试",
    questions=100,
    minutes=120,
    pass_marks=80,
    started=False,
    drill=False,
)


FINDER = FinderScreen(
    seat=SEAT,
    asked="",
    found=None,
    across=8,
    last=SeatNumber(88),
    online=True,
    drill=False,
)


def seat_states() -> dict[str, SeatScreen]:
    """Return the states by the names of their pictures. Needs a QGuiApplication."""
    seen = replace(CHECK, frame=figure_frame())
    return {
        "waiting": WaitingScreen(seat=SEAT, online=True, drill=False),
        "waiting-card": WaitingScreen(seat=SEAT, online=True, drill=False, card_laid=True),
        "waiting-clock": WaitingScreen(seat=SEAT, online=True, drill=False, off_ms=-7_380_000),
        "waiting-date-wrong": WaitingScreen(
            seat=SEAT, online=False, drill=False, trouble=ClockUnbelievable()
        ),
        "carry": CARRY,
        "carry-saved": replace(CARRY, saved=2),
        "carry-no-stick": replace(CARRY, trouble=StickMissing()),
        "waiting-foreign": WaitingScreen(
            seat=SEAT, online=False, drill=False, trouble=CoordinatorForeign()
        ),
        "waiting-twin": WaitingScreen(
            seat=SEAT, online=False, drill=False, trouble=CoordinatorTwin()
        ),
        "waiting-offline-drill": WaitingScreen(seat=SeatNumber(88), online=False, drill=True),
        "check-starting": CHECK,
        "check-closer": replace(seen, advice=Advice.CLOSER),
        "check-further": replace(seen, advice=Advice.FURTHER),
        "check-turn": replace(seen, advice=Advice.TURN_RIGHT),
        "check-chin": replace(seen, advice=Advice.CHIN_UP),
        "check-mask": replace(seen, advice=Advice.MASK_OFF),
        "check-good": replace(seen, advice=Advice.NONE, drill=True),
        "check-unsure": replace(seen, unsure=True),
        "finder": FINDER,
        "finder-found": replace(FINDER, asked="041X", found=(SeatNumber(61),)),
        "finder-two": replace(FINDER, asked="0417", found=(SeatNumber(23), SeatNumber(61))),
        "finder-nobody": replace(FINDER, asked="0418", found=(), drill=True),
        "ready-waiting": READY,
        "ready-begin": replace(READY, started=True, drill=True),
        "question-judge": JUDGE,
        "question-open": replace(JUDGE, chosen=frozenset(), answered=0, index=0),
        "question-single": SINGLE,
        "question-long-drill": replace(LONG, drill=True),
        "question-paused": replace(SINGLE, locked=True),
        "question-time-up": replace(SINGLE, locked=True, remaining_ms=0),
        "question-not-saved": replace(SINGLE, trouble=StoreFull()),
        "question-picture": PICTURE,
        "question-two-pictures": replace(PICTURE, pictures=(SIGN, b"<svg/>"), locked=True),
        "question-enlarged": replace(PICTURE, enlarged=0),
        "question-case": CASE,
        "question-case-picture": replace(CASE, pictures=(SIGN,), drill=True),
        "overview": OVERVIEW,
        "overview-early-drill": replace(OVERVIEW, may_submit_in_ms=14 * MINUTE, drill=True),
        "submit-with-open": replace(OVERVIEW, asking=True),
        "submit-all-done": replace(OVERVIEW, asking=True, answered=(True,) * 100),
        "score-card": SCORE,
        "score-result-only": replace(SCORE, card_today=False, delivered=False, drill=True),
        "score-failed": replace(SCORE, marks=74, reasons=MISSED, passed=False, card_today=False),
        "fault": FaultScreen(seat=SEAT, error=StoreUnreadable(), drill=False),
        "fault-drill": FaultScreen(seat=SEAT, error=StoreUnreadable(), drill=True),
        "words": WordsScreen(
            seat=SEAT,
            text="考试还有 30 分钟结束，请合理安排时间，做完的题目请再检查一遍。",
            drill=False,
        ),
        "locked": CurtainScreen(seat=SEAT, curtain=Curtain.LOCKED, drill=False),
        "evacuate-drill": CurtainScreen(seat=SEAT, curtain=Curtain.EVACUATE, drill=True),
        "moved": MovedScreen(seat=SEAT, to=SeatNumber(87), drill=False),
        "taken-off": MovedScreen(seat=SEAT, to=NOWHERE, drill=False),
    }
