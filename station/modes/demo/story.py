"""The main job from the ID card to the province's receipt, step by step."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from station.errors.document import DocumentForged
from station.errors.identity import PinWrong
from station.exam.jsonl import read_questions
from station.identity.liveness_facts import Cue
from station.modes.demo.cast import CANDIDATE, HOLDER, STAFF, Props
from station.modes.demo.evidence import (
    answers_saved,
    deliver,
    receipt_of,
    save_score,
    waiting_envelope,
)
from station.modes.demo.exam import Hand
from station.modes.demo.processes import RobotWindow, Server
from station.modes.demo.stage import BANK_FOLDER, Stage
from station.modes.demo.timeline import Timeline, check
from station.sync.receipt import Outcome

HALF, ALONE, ALL = 50, 60, 100
WRONG_EVERY = 12
SESSION = "drill-1"


class Story:
    """One run of the demo.

    Args:
        out: Where pictures, score and timeline are left.
        offscreen: Windows draw into memory; a desktop is not needed.
    """

    def __init__(self, out: Path, *, offscreen: bool = True) -> None:
        self._out = out.resolve()
        self._out.mkdir(parents=True, exist_ok=True)
        if offscreen:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"  # for the windows' processes
        self._timeline = Timeline()
        self._running: list[RobotWindow | Server] = []
        self._results: dict[str, object] = {}

    def play(self) -> None:
        """Play it to the end.

        Raises:
            StepFailed: A step did not hold.
        """
        with tempfile.TemporaryDirectory(prefix="station-demo-") as folder:
            try:
                self._play(Path(folder))
            finally:
                for each in reversed(self._running):
                    each.stop()
                self._timeline.write(self._out / "timeline.json", self._results)
        self._timeline.close(self._results)

    def _play(self, folder: Path) -> None:
        step = self._timeline.step
        self._stage = stage = Stage.new(folder, self._out)
        with step("province founded, server up"):
            stage.run("province", "init", stage.province)
            self._province = self._keep(stage.serve_province())
        with step("people, cards and films invented"):
            self._props = Props(folder)
        with step("bank mastered and sealed, rules signed, session ordered"):
            stage.issue_documents(self._props)
        with step("centre enrolled, two seats made, packages pulled and verified"):
            code = stage.run("province", "invite", stage.province, "demo-centre", "演示考点")
            stage.enrol(code)
        with step("coordinator and seat opened, connected by mutual TLS"):
            self._open_windows()
        with step("genuine candidate: card read, face compared, admitted, card composed"):
            self._admit()
        with step("impostor with a genuine card: refused, and one person cannot overrule"):
            self._turn_away()
        with step("checked again at the seat, session started, question 1 shown"):
            self._start()
        hand = Hand(self._questions(), WRONG_EVERY)
        with step("50 questions answered, seat killed (-9), resumed where it was"):
            self._survive_a_kill(hand)
        with step("coordinator stopped; ten answers without it; started again, caught up"):
            self._survive_alone(hand)
        with step("all answered, handed in, score shown at once"):
            self._hand_in(hand)
        with step("card printed through the USB bytes, score sheet written"):
            self._print_card()
        with step("sealed result pushed, receipt back, marked again by the province"):
            self._push(hand)
        with step("card in the province's register; taken back, it is red at the centre"):
            self._take_back()
        with step("tampered envelope and tampered bank refused"):
            self._tamper()

    def _keep(self, running: Any) -> Any:
        self._running.append(running)
        return running

    def _questions(self) -> Any:
        return read_questions((BANK_FOLDER / "questions.jsonl").read_bytes())

    def _open_windows(self) -> None:
        self._console = self._keep(self._stage.open_coordinator(self._props))
        self._sign_in()
        self._seat = self._keep(self._stage.open_seat(CANDIDATE.seat, self._props))
        self._console.wait(lambda look: look["seats"][0]["online"], "seat 1 on the wall")
        self._seat.wait(lambda look: look.get("online") is True, "the seat to be online")
        self._seat.shoot(self._out / "seat-waiting.png")

    def _sign_in(self) -> None:
        """Somebody takes charge of the console that was just started."""
        console = self._console
        console.wait(lambda look: look["is"] == "ConsoleState", "the console")
        console.do(do="pick", name="duty-staff", index=0)
        console.do(do="type", name="duty-pin", text=STAFF[0][2])
        console.press("duty-sign-in")
        console.wait(lambda look: look["duty"] is not None, "somebody to be in charge")

    def _admit(self) -> None:
        console = self._console
        self._props.lay_card(CANDIDATE)
        self._read_card()
        self._do_what_is_asked(lambda desk: desk["admitted"], "the candidate to be admitted")
        console.wait(lambda look: len(look["cards"]) == 1, "the card to be composed")
        console.shoot(self._out / "console-admitted.png")
        console.press("clear-desk")

    def _read_card(self) -> None:
        """Have the card read, and the candidate agree to be pictured."""
        self._console.press("read-card")
        self._console.wait(lambda look: look["desk"]["step"] == "consent", "the consent page")
        self._console.press("consent-agree")

    def _do_what_is_asked(self, holds: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Whoever stands at the desk blinks, turns or opens the mouth when the desk says so."""
        shown: str | None = None

        def looked(look: dict[str, Any]) -> bool:
            nonlocal shown
            desk: dict[str, Any] = look["desk"]
            if desk["cue"] is not None and desk["cue"] != shown:
                self._props.stand_before(self._props.camera, CANDIDATE, Cue(desk["cue"]))
            shown = desk["cue"]
            return holds(desk)

        self._console.wait(looked, what)
        self._props.stand_before(self._props.camera, CANDIDATE)

    def _turn_away(self) -> None:
        console = self._console
        self._props.lay_card(HOLDER)  # a genuine card, and the wrong face behind it
        self._read_card()
        self._do_what_is_asked(lambda desk: desk["verdict"] == "refuse", "the refusal")
        look = console.look()
        check(not look["desk"]["admitted"], "nobody is let in")
        check(look["desk"]["similarity"] < look["desk"]["threshold"], "by the similarity")
        console.shoot(self._out / "console-refused.png")
        alone, both = (STAFF[0][2], STAFF[0][2]), (STAFF[0][2], STAFF[1][2])
        self._decide("decide-admit", alone)
        console.wait(lambda look: look["desk"]["trouble"] == PinWrong.code, "the PIN to be wrong")
        check(not console.look()["desk"]["admitted"], "one person alone cannot overrule")
        self._decide("decide-refuse", both)
        console.wait(lambda look: look["roster"][1]["arrival"] == "refused", "two to refuse")
        console.press("clear-desk")

    def _decide(self, button: str, pins: tuple[str, str]) -> None:
        for index, (field, pin) in enumerate(zip(("first", "second"), pins, strict=True)):
            self._console.do(do="pick", name=f"{field}-staff", index=index)
            self._console.do(do="type", name=f"{field}-pin", text=pin)
        self._console.press(button)

    def _start(self) -> None:
        seat, console = self._seat, self._console
        seat.wait(lambda look: look["is"] == "ReadyScreen", "the face at the seat")
        seat.shoot(self._out / "seat-ready.png")
        console.press("start-session")
        seat.wait(lambda look: look.get("index") == 0, "question 1")

    def _survive_a_kill(self, hand: Hand) -> None:
        seat = self._seat
        hand.answer(seat, range(HALF))
        before = seat.wait(lambda look: look.get("index") == HALF, "the next question")
        seat.shoot(self._out / "seat-question.png")
        seat.kill()
        self._running.remove(seat)
        self._seat = seat = self._keep(self._stage.open_seat(CANDIDATE.seat, self._props))
        after = seat.wait(lambda look: look.get("index") is not None, "the exam to go on")
        check(after["index"] == HALF and after["stem"] == before["stem"], "at the same question")
        check(after["answered"] == HALF, "with every answer")
        drift_ms = abs(before["remaining_ms"] - after["remaining_ms"])
        self._results["time_after_kill_differs_s"] = round(drift_ms / 1_000, 2)
        check(drift_ms <= 2_000, "with the same time left")

    def _survive_alone(self, hand: Hand) -> None:
        self._console.stop()
        self._running.remove(self._console)
        hand.answer(self._seat, range(HALF, ALONE))
        check(self._seat.look()["saved"] == "here", "the seat says that it is alone")
        self._console = self._keep(self._stage.open_coordinator(self._props))
        self._sign_in()
        self._seat.wait(lambda look: look["saved"] == "twice", "the copy to catch up")
        self._console.wait(lambda look: look["seats"][0]["answered"] == ALONE, "60 on the wall")
        self._console.shoot(self._out / "console.png")

    def _hand_in(self, hand: Hand) -> None:
        seat = self._seat
        hand.answer(seat, range(ALONE, ALL))
        seat.press("overview")
        seat.wait(lambda look: look["is"] == "OverviewScreen", "the overview")
        seat.shoot(self._out / "seat-overview.png")
        seat.press("submit")
        seat.press("confirm-submit")
        look = seat.wait(lambda look: look["is"] == "ScoreScreen", "the score")
        check(look["marks"] == hand.right, "the score is what was answered rightly")
        check(look["passed"] and look["card_today"], "passed, and a card today")
        self._score = seat.wait(lambda look: look["delivered"], "the sealed result delivered")
        seat.shoot(self._out / "seat.png")

    def _print_card(self) -> None:
        console = self._console
        look = console.wait(lambda look: look["cards"][0]["stage"] == "printed", "the card")
        card = look["cards"][0]
        self._results["submit_to_card_s"] = card["seconds"]
        check(card["seconds"] < 1.0, "under a second of software time from hand-in to card")
        shutil.copy(self._stage.tray / f"{card['serial']}.png", self._out / "card.png")
        save_score(self._out / "score.pdf", self._score, CANDIDATE)
        console.press(f"hand-over-{card['serial']}")
        console.wait(lambda look: (look["sheet"] or {}).get("holder") == "known", "the holder")
        console.do(do="draw", name="signature-pad")
        console.press("confirm-hand-over")
        console.wait(lambda look: look["cards"][0]["stage"] == "handed-over", "the hand-over")
        console.shoot(self._out / "console-card.png")

    def _push(self, hand: Hand) -> None:
        self._envelope = waiting_envelope(self._stage)
        report = json.loads(self._stage.run("sync", "push", self._stage.centre))
        check(report["refused"] + report["conflicts"] + report["left"] == 0, "all of it accepted")
        check(report["records"] > 0, "and what the centre wrote down of card and blanks")
        again = json.loads(self._stage.run("sync", "push", self._stage.centre))
        check(again["sent"] == 0, "nothing goes twice")
        receipt = receipt_of(self._stage, self._envelope)
        self._results["score"] = receipt.marks
        self._results["province_mark_equal"] = receipt.mark_equal
        check(receipt.mark_equal and receipt.marks == hand.right, "the province marks it alike")
        saved = answers_saved(self._stage)
        lost = [index for index, chosen in hand.chosen.items() if saved.get(index) != chosen]
        self._results["answers_lost"] = len(lost)
        check(not lost and len(saved) == ALL, "no answer that was shown is lost")

    def _take_back(self) -> None:
        """The province finds its card in the register, and takes it back (F29)."""
        stage, serial = self._stage, self._console.look()["cards"][0]["serial"]
        asked = ("province", "card", stage.province, SESSION, serial)
        found = json.loads(stage.run(*asked))
        check(found["handed_on"] is not None and not found["amiss"], "the register has the card")
        reason = ("--reason", "taken back in the demo")
        stage.run("province", "revoke", stage.province, SESSION, serial, *reason)
        stage.run("sync", "pull", stage.centre)
        self._console.wait(lambda look: look["cards"][0]["revoked"], "the card to be red")
        code = f"https://example.invalid/drill/{CANDIDATE.candidate}"
        scan = ("card", "verify", stage.centre, "--text", code, "--json")
        verified = stage.run(*scan, fails=True)
        check(json.loads(verified)["finding"] == "revoked", "a scan of the card says so too")
        check(json.loads(stage.run(*asked))["finding"] == "revoked", "and so does the register")

    def _tamper(self) -> None:
        stage = self._stage
        envelope = bytearray(self._envelope)
        envelope[len(envelope) // 2] ^= 1
        receipt = deliver(stage, bytes(envelope))
        check(receipt.outcome is Outcome.REFUSED, "the tampered envelope is refused")
        check(receipt.code == DocumentForged.code, "because it was changed")
        raw = bytearray((stage.bank / "bank.cose").read_bytes())
        raw[len(raw) // 2] ^= 1
        tampered = stage.bank / "tampered.cose"
        tampered.write_bytes(raw)
        keys = [word for path in stage.bank_keys for word in ("--key", str(path))]
        said = stage.run("province", "bank", stage.province, tampered, *keys, fails=True)
        check(f"({DocumentForged.code})" in said, "the tampered bank is refused as changed")
