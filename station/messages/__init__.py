"""The user's text for each coded failure: what happened, what to do, the code.

One module per device or room, beside the errors of the same name.
"""

from collections.abc import Callable

from station.errors import StationError
from station.messages import (
    camera,
    credential,
    document,
    exam,
    flow,
    formats,
    identity,
    key,
    lan,
    printer,
    province,
    reader,
    session,
    store,
    sync,
)

Translate = Callable[[str], str]

TEXTS: dict[str, str] = {
    **camera.TEXTS,
    **credential.TEXTS,
    **document.TEXTS,
    **exam.TEXTS,
    **flow.TEXTS,
    **formats.TEXTS,
    **identity.TEXTS,
    **key.TEXTS,
    **lan.TEXTS,
    **printer.TEXTS,
    **province.TEXTS,
    **reader.TEXTS,
    **session.TEXTS,
    **store.TEXTS,
    **sync.TEXTS,
}


def explain(error: StationError, translate: Translate) -> str:
    """Return the user's text for an error, translated at the moment it is shown.

    A reason is a text of ours as well, where it is not another library's.
    """
    facts = {
        name: translate(fact) if name == "why" and isinstance(fact, str) else fact
        for name, fact in error.facts.items()
    }
    return f"{translate(TEXTS[error.code]).format(**facts)} ({error.code})"
