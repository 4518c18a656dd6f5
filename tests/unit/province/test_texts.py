"""Every text of the pages is known in Chinese."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

import station
from station.province import attention, card_page, html, incident_page, page

CATALOGUE = Path(station.__file__).parent / "locale" / "zh_CN" / "province.po"


def test_every_text_of_the_pages_is_known_in_chinese():
    pages = (page, card_page, incident_page, attention, html)
    source = "".join(Path(each.__file__).read_text(encoding="utf-8") for each in pages)
    used = set(re.findall(r"\b(?:_|translate)\(\s*\"([^\"]+)\"", source))
    used |= {"passed", "not passed", "the same", "differs", "conflict", "refused"}
    with CATALOGUE.open("rb") as file:
        assert used <= {message.id for message in read_po(file)}
    assert "Results received" in used
