"""What QTI has no place for: carried in the metadata of a package's manifest.

Only what QTI itself does not say stands here; stem, options, key and order are the item's.
"""

import json

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Draft, digest, refuse_wrong
from station.exam.formats.xml_tree import Element, text_of
from station.exam.jsonl import LETTERS, read_plain, write_line
from station.exam.question import Question

NAMESPACE = "urn:exam-station:question:1"
DATA = f"{{{NAMESPACE}}}question"

_OF_QTI = ("stem", "options", "answer", "media", "analysis")


def write_data(question: Question, title: str) -> str:
    """Return what goes beside an item."""
    plain = json.loads(write_line(question))
    kept = {field: value for field, value in plain.items() if field not in _OF_QTI}
    return json.dumps({**kept, "knowledge_title": title}, ensure_ascii=False)


def read_data(element: Element) -> str:
    """Return what stood beside an item."""
    return text_of(element)


def with_data(draft: Draft, data: str) -> tuple[Question, str]:
    """Put an item and what stood beside it together again.

    Raises:
        ItemRefused: They do not fit together.
    """
    refuse_wrong(draft)
    try:
        plain = json.loads(data)
        title = plain.pop("knowledge_title")
        question = read_plain(
            {
                **plain,
                "stem": draft.stem,
                "options": list(draft.options),
                "answer": "".join(LETTERS[index] for index in sorted(draft.key)),
                "analysis": draft.explanation,
                "media": [digest(raw).hex() for raw in draft.pictures],
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, "metadata") from exc
    if not isinstance(title, str) or not title.strip():
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, "metadata")
    return question, title
