"""The user's language, from the gettext catalogues under station/locale."""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from station.messages import Translate

ENGLISH = "en"


def translator(language: str) -> Translate:
    """Return the function that puts an English text into a language.

    A text without a translation is shown in English.

    Args:
        language: A folder of station/locale, such as "zh_CN", or "en".

    Raises:
        ValueError: There is no catalogue for this language.
    """
    if language == ENGLISH:
        return _as_it_is
    texts = _texts(language)

    def translate(text: str) -> str:
        return texts.get(text, text)

    return translate


def languages() -> tuple[str, ...]:
    """Return the languages that can be asked for, English first."""
    folders = (files("station") / "locale").iterdir()
    return (ENGLISH, *sorted(folder.name for folder in folders if folder.is_dir()))


def _as_it_is(text: str) -> str:
    return text


@cache
def _texts(language: str) -> dict[str, str]:
    if language not in languages():
        raise ValueError(f"no texts in {language!r}; there are {', '.join(languages())}")
    texts: dict[str, str] = {}
    for entry in sorted((files("station") / "locale" / language).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as raw_catalogue:
                catalogue = read_po(raw_catalogue, locale=language, abort_invalid=True)
            texts |= {
                message.id: message.string
                for message in catalogue
                if isinstance(message.id, str) and isinstance(message.string, str)
                if message.id and message.string
            }
    return texts
