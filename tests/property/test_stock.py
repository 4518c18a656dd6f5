"""F30: whatever happens to the blanks, a day closes only when the drawer agrees with the books."""

import copy
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.credential.stock import CloseDay, Note, Stock, decide, evolve, replay
from station.credential.stock_events import (
    STOCK_EVENT,
    BlankPrinted,
    BlanksSpoiled,
    BoxReceived,
    CardVoided,
    Counted,
    DayClosed,
    DifferenceSigned,
    RibbonLoaded,
    RibbonsReceived,
)

SERIALS = st.sampled_from(["C-1", "C-2", "C-3"])
STEPS = st.one_of(
    st.tuples(st.just("box"), st.sampled_from(["a", "b", "c"]), st.integers(-1, 50)),
    st.tuples(st.just("ribbons"), st.integers(-1, 3)),
    st.tuples(st.just("load")),
    st.tuples(st.just("print"), SERIALS, st.integers(1, 2)),
    st.tuples(st.just("void"), SERIALS, st.integers(1, 2)),
    st.tuples(st.just("spoil"), st.integers(0, 3)),
    st.tuples(st.just("steal"), st.integers(1, 2)),
    st.tuples(st.just("count")),
    st.tuples(st.just("sign"), st.sampled_from(["s2", "s1"])),
    st.tuples(st.just("close"), st.integers(0, 1)),
)


class Drawer:
    """The drawer, the bag and the shelf of ribbons, with things in them; somebody steals."""

    def __init__(self):
        self.blanks, self.bag, self.ribbons, self.stolen = 0, 0, 0, 0
        self.boxes, self.made, self.cut = set(), set(), set()

    def does(self, step):
        """Do a step and return what is to be written down; None if it cannot be done."""
        match step:
            case ("box", box, cards) if box not in self.boxes and cards > 0:
                self.boxes.add(box)
                self.blanks += cards
                return BoxReceived(box=box, cards=cards, by="s1")
            case ("ribbons", count) if count > 0:
                self.ribbons += count
                return RibbonsReceived(count=count, by="s1")
            case ("load",) if self.ribbons > 0:
                self.ribbons -= 1
                return RibbonLoaded(by="s1")
            case ("print", serial, number) if (serial, number) not in self.made and self.blanks:
                self.made.add((serial, number))
                self.blanks -= 1
                return BlankPrinted(serial=serial, print_number=number, sample=False)
            case ("void", serial, number) if (serial, number) in self.made - self.cut:
                self.cut.add((serial, number))
                self.bag += 1
                return CardVoided(serial=serial, print_number=number)
            case ("spoil", cards) if 0 < cards <= self.blanks:
                self.blanks -= cards
                return BlanksSpoiled(cards=cards, why="bent", by="s1")
            case ("count",):
                return Counted(blanks=self.blanks, voids=self.bag, ribbons=self.ribbons, by="s1")
        return None


BY_ONE_PERSON = ("box", "ribbons", "load", "spoil")


@given(st.lists(STEPS, max_size=60))
def test_f30_a_day_closes_only_when_nothing_is_missing_or_two_persons_stand_for_it(steps):
    stock, log, drawer = Stock(), [], Drawer()
    day, fresh, locked, owed, counted_owed = date(2026, 9, 15), False, False, 0, 0
    for step in steps:
        if step[0] == "steal":
            taken = min(step[1], drawer.blanks)
            drawer.blanks -= taken
            owed += taken
            continue
        if step[0] == "close":
            events = decide(stock, CloseDay(day, "s1", unanswered=step[1]))
            assert bool(events) == (fresh and not locked and counted_owed == 0 and step[1] == 0)
            if events:
                drawer.bag, fresh = 0, False
                day += timedelta(days=1)
        elif step[0] == "sign":
            signed = DifferenceSigned(case="a box was opened", first="s1", second=step[1])
            events = decide(stock, Note(signed))
            assert bool(events) == (locked and step[1] == "s2")
            if events:
                owed -= counted_owed
                counted_owed, locked = 0, False
        elif locked and step[0] in BY_ONE_PERSON:
            wish = copy.deepcopy(drawer).does(step)
            assert wish is None or decide(stock, Note(wish)) == ()
            continue
        else:
            wish = drawer.does(step)
            if wish is None:
                continue
            events = decide(stock, Note(wish))
            assert events == (wish,)
            if step[0] == "count":
                fresh, counted_owed = True, owed
                locked = locked or owed > 0
            elif not locked:
                fresh, counted_owed = False, 0
        for event in events:
            stock = evolve(stock, event)
            log.append(event)
        assert stock.locked == locked
        assert stock.expected.blanks == drawer.blanks + owed
    assert replay(STOCK_EVENT.unpack(STOCK_EVENT.pack(event)) for event in log) == stock


def test_f30_no_entry_and_no_count_of_one_person_opens_a_lock():
    stock = replay(
        [
            BoxReceived(box="a", cards=100, by="s1"),
            RibbonsReceived(count=2, by="s1"),
            Counted(blanks=99, voids=0, ribbons=2, by="s1"),
        ]
    )
    for event in (
        BlanksSpoiled(cards=1, why="bent", by="s1"),
        BoxReceived(box="b", cards=1, by="s1"),
        RibbonsReceived(count=1, by="s1"),
        RibbonLoaded(by="s1"),
    ):
        assert decide(stock, Note(event)) == (), event
    (again,) = decide(stock, Note(Counted(blanks=100, voids=0, ribbons=2, by="s1")))
    stock = evolve(stock, again)
    assert stock.locked, "a second count agrees: two persons say why the first did not"
    assert decide(stock, CloseDay(date(2026, 9, 15), "s1", unanswered=0)) == ()
    (signed,) = decide(stock, Note(DifferenceSigned(case="typed wrong", first="s1", second="s2")))
    stock = evolve(stock, signed)
    assert stock.balanced
    assert [each.amount.blanks for each in stock.signed] == [0]


def test_f30_a_card_under_way_when_the_books_are_locked_changes_no_difference():
    stock = replay(
        [
            BoxReceived(box="a", cards=100, by="s1"),
            Counted(blanks=98, voids=0, ribbons=0, by="s1"),
            BlankPrinted(serial="C-1", print_number=1, sample=False),
        ]
    )
    assert stock.locked
    (signed,) = decide(stock, Note(DifferenceSigned(case="two gone", first="s1", second="s2")))
    stock = evolve(stock, signed)
    assert (stock.expected.blanks, stock.signed[0].amount.blanks) == (97, -2)


def test_f30_nothing_is_written_down_twice_or_from_nowhere():
    stock = Stock()
    printed = BlankPrinted(serial="C-1", print_number=1, sample=False)
    voided = CardVoided(serial="C-1", print_number=1)
    assert decide(stock, Note(voided)) == (), "a card that was never printed is not in the bag"
    stock = evolve(stock, printed)
    assert decide(stock, Note(printed)) == ()
    stock = evolve(stock, voided)
    assert decide(stock, Note(voided)) == ()
    assert decide(stock, Note(DayClosed(day=date(2026, 9, 15), by="s1"))) == ()
    assert decide(stock, Note(RibbonLoaded(by="s1"))) == ()
    assert decide(stock, Note(BlanksSpoiled(cards=1, why="", by="s1"))) == ()


def test_f30_a_day_is_closed_once_and_its_successor_begins_with_what_is_left():
    stock = replay(
        [
            BoxReceived(box="a", cards=100, by="s1"),
            BlankPrinted(serial="C-1", print_number=1, sample=False),
            BlankPrinted(serial="C-2", print_number=1, sample=True),
            CardVoided(serial="C-1", print_number=1),
            Counted(blanks=98, voids=1, ribbons=0, by="s1"),
        ]
    )
    assert (stock.made, stock.samples, stock.cut, stock.balanced) == (1, 1, 1, True)
    today = date(2026, 9, 15)
    (closed,) = decide(stock, CloseDay(today, "s1", unanswered=0))
    stock = evolve(stock, closed)
    assert (stock.expected.blanks, stock.expected.voids, stock.made) == (98, 0, 0)
    stock = evolve(stock, Counted(blanks=98, voids=0, ribbons=0, by="s1"))
    assert decide(stock, CloseDay(today, "s1", unanswered=0)) == ()
