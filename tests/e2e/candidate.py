"""The kill test's own idea of an exam, apart from the product's: what ought to be true."""

from dataclasses import dataclass, field, replace

TICK_MS = 100
OVER = "ScoreScreen"


@dataclass(frozen=True)
class Truth:
    """What was asked of the seat so far and must be so.

    Attributes:
        stage: waiting, check, ready, running, over, or gone once the seat is free again.
        unlocked: The seat was told that the session has started.
        used_ms: Exam time.
    """

    duration_ms: int
    several: tuple[bool, ...]
    options: tuple[int, ...]
    stage: str = "waiting"
    unlocked: bool = False
    index: int = 0
    chosen: dict[int, frozenset[int]] = field(default_factory=dict)
    flagged: frozenset[int] = frozenset()
    used_ms: int = 0
    overview: bool = False
    asking: bool = False
    delivered: bool = False

    def after(self, order: dict) -> "Truth":
        """Return what is true once an order was obeyed."""
        match order:
            case {"says": "Ticket"} if self.stage == "waiting":
                return replace(self, stage="check")
            case {"says": "Vouch"} if self.stage == "check":
                return replace(self, stage="ready")
            case {"says": "Go"} if not self.unlocked:
                begun = self.stage == "ready"
                return replace(self, unlocked=True, stage="running" if begun else self.stage)
            case {"says": "Delivered"} if self.stage == "over":
                return replace(self, delivered=True)
            case {"wish": "BeginExam"} if self.stage == "ready" and self.unlocked:
                return replace(self, stage="running")
            case {"pass_ms": ms} if self.stage == "running":
                used = self.used_ms + ms
                return replace(
                    self, used_ms=used, stage="over" if used >= self.duration_ms else "running"
                )
            case {"wish": name} if self.stage == "running":
                return self._wished(name, *order.get("with", ()))
        return self

    def on_the_way(self, order: dict) -> tuple["Truth", ...]:
        """Return what may be on disk once an order is being obeyed, oldest first."""
        if order.get("says") == "Go" and self.stage == "ready":
            return replace(self, unlocked=True), self.after(order)  # the key first, then the start
        return (self.after(order),)

    def _wished(self, name: str, value: int = 0) -> "Truth":
        match name:
            case "ChooseOption" if 0 <= value < self.options[self.index]:
                before = self.chosen.get(self.index, frozenset())
                chosen = before ^ {value} if self.several[self.index] else frozenset({value})
                kept = {**self.chosen, self.index: chosen}
                return replace(self, chosen={key: each for key, each in kept.items() if each})
            case "ToggleFlag":
                return replace(self, flagged=self.flagged ^ {self.index})
            case "GoTo":
                index = value if 0 <= value < len(self.options) else self.index
                return replace(self, index=index, overview=False, asking=False)
            case "ShowOverview":
                return replace(self, overview=True, asking=False)
            case "AskSubmit":
                return replace(self, overview=True, asking=True)
            case "ConfirmSubmit" if self.asking:
                return replace(self, stage="over")
        return self

    def restarted(self) -> "Truth":
        """Return what of it outlives the process: all but the open page."""
        stage = "gone" if self.delivered else self.stage
        return replace(self, stage=stage, overview=False, asking=False)

    @property
    def screen(self) -> str:
        """The screen that must be shown."""
        page = "OverviewScreen" if self.overview else "QuestionScreen"
        names = {
            "waiting": "WaitingScreen",
            "gone": "WaitingScreen",
            "check": "CheckScreen",
            "ready": "ReadyScreen",
        }
        return {**names, "running": page, "over": OVER}[self.stage]

    def contradicts(self, shown: dict) -> str:
        """Return what on a screen is not so; empty if all is. Time is checked apart."""
        if shown["screen"] != self.screen:
            return f"{shown['screen']} instead of {self.screen}"
        wanted = {
            "ReadyScreen": {"started": self.unlocked},
            "OverviewScreen": {"asking": self.asking},
            "QuestionScreen": {
                "index": self.index,
                "chosen": sorted(self.chosen.get(self.index, ())),
                "flagged": self.index in self.flagged,
                "answered": len(self.chosen),
            },
        }.get(self.screen, {})
        wrong = {name: shown[name] for name, value in wanted.items() if shown[name] != value}
        if "error" in shown:
            wrong["error"] = shown["error"]
        return f"{wrong} instead of {wanted}" if wrong else ""

    @property
    def remaining_ms(self) -> int:
        return max(0, self.duration_ms - self.used_ms)
