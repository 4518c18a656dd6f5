"""What a check of a card came to, in one sentence and what is to be compared."""

from station.messages import Translate
from station.messages.credential import CHECK_TEXTS
from station.modes.card_check import CardAnswer, HeldCard


def in_words(answer: CardAnswer, translate: Translate, photo_file: str = "") -> tuple[str, ...]:
    """Return the answer for a person, the sentence first.

    Args:
        photo_file: Where the photo was written; empty if it was not asked for.
    """
    if answer.elsewhere:
        return (translate(CHECK_TEXTS["elsewhere"]).format(centre=answer.elsewhere),)
    until = answer.held.valid_until.isoformat() if answer.held else ""
    said = translate(CHECK_TEXTS[answer.finding]).format(valid_until=until)
    if answer.held is None:
        return (said,)
    return (said, *_compare(answer.held, answer.print_number, translate, photo_file))


def as_facts(answer: CardAnswer) -> dict[str, str | int | bool]:
    """Return the answer for a script, always with the same names."""
    held = answer.held
    return {
        "finding": answer.finding.value,
        "serial": answer.serial,
        "print_number": answer.print_number,
        "elsewhere": answer.elsewhere,
        "valid_until": held.valid_until.isoformat() if held else "",
        "item": held.item if held else "",
        "name": held.name if held else "",
        "number_tail": held.number_tail if held else "",
        "first_issued": held.first_issued.isoformat() if held else "",
        "photo_held": bool(held and held.photo),
    }


def _compare(held: HeldCard, number: int, translate: Translate, photo_file: str) -> tuple[str, ...]:
    lines = [
        translate(CHECK_TEXTS["compare"]).format(
            item=held.item,
            name=held.name,
            tail=held.number_tail,
            first_issued=held.first_issued.isoformat(),
            number=number,
        )
    ]
    if not held.photo:
        lines.append(translate(CHECK_TEXTS["no-photo"]))
    elif photo_file:
        lines.append(translate(CHECK_TEXTS["photo"]).format(file=photo_file))
    return (*lines, translate(CHECK_TEXTS["agree"]), translate(CHECK_TEXTS["register"]))
