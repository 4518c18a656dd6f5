"""Keys that a QTI item tells only by what its processing rewards."""

from collections.abc import Iterator, Sequence

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.qti_names import attribute, children, find, name_of, within
from station.exam.formats.xml_tree import Element, text_of

_BRANCHES = frozenset({"response-if", "response-else-if"})


def rewarded(item: Element, response: str | None, choices: Sequence[str]) -> tuple[int, ...]:
    """Return the options for which alone the score is set; none if the processing does not say.

    Raises:
        ItemRefused: Several answers are rewarded, or one that cannot be given.
    """
    processing = find(item, "response-processing")
    if processing is None:
        return ()
    answers = {
        frozenset(answer)
        for branch in processing.iter()
        if name_of(branch) in _BRANCHES and _rewards(branch)
        for answer in _answer(branch, response)
    }
    if len(answers) > 1:
        raise ItemRefused(ItemFault.KEY_UNCLEAR)
    given = next(iter(answers), frozenset())
    for value in given:
        if value not in choices:
            raise ItemRefused(ItemFault.KEY_OUTSIDE, value)
    return tuple(sorted(choices.index(value) for value in given))


def _answer(branch: Element, response: str | None) -> Iterator[list[str]]:
    """Yield the answer that a branch asks for, if it asks for nothing else."""
    condition = next((each for each in branch if name_of(each)), None)
    if condition is None or name_of(condition) != "match":
        return
    asked = [attribute(variable, "identifier") for variable in children(condition, "variable")]
    values = [text_of(value).strip() for value in within(condition, "base-value")]
    others = {name_of(each) for each in condition.iter()} - {"", "match", "variable", "multiple"}
    if asked == [response] and values and others == {"base-value"}:
        yield values


def _rewards(branch: Element) -> bool:
    """Whether a branch sets the score to a number above nothing."""
    for rule in children(branch, "set-outcome-value"):
        number = find(rule, "base-value")
        if attribute(rule, "identifier") == "SCORE" and number is not None:
            try:
                return float(text_of(number)) > 0
            except ValueError:
                return False
    return False
