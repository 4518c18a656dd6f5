"""QTI 2.0, 2.1, 2.2 and 3.0: single items, tests and content packages."""

import re
from collections.abc import Iterator

from station.errors.formats import FormatUnknown, QuestionFileBroken, QuestionFileUnsafe
from station.exam.formats.archive import Archive, path_from
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Beside, Gathering
from station.exam.formats.qti_item import read_item, title_of
from station.exam.formats.qti_names import attribute, is_qti, name_of
from station.exam.formats.station_data import DATA, read_data, with_data
from station.exam.formats.xml_tree import Element, child, local, parse_xml
from station.exam.imported import Imported

MANIFEST = "imsmanifest.xml"
_ITEM_TYPE = re.compile(r"imsqti_(apip)?item\w*", re.IGNORECASE)
_TEST_TYPE = re.compile(r"imsqti_(apip)?(test|assessment|section)\w*", re.IGNORECASE)
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read_qti(name: str, raw: bytes, beside: Beside) -> Imported:
    """Read an item, or a test with the items that it names.

    Args:
        name: What the file is called, for messages.
        beside: Gives pictures and further items.

    Raises:
        QuestionFileBroken, QuestionFileUnsafe: The XML cannot be read.
        FormatUnknown: It is no QTI 2 or 3.
    """
    root = parse_xml(raw, name)
    if not is_qti(root):
        raise FormatUnknown(file=name)
    reading = _Reading(Gathering(name), beside)
    reading.document("", root)
    return reading.gathering.imported()


def read_package(name: str, raw: bytes) -> Imported:
    """Read a content package.

    Items come in the manifest's order; one that only a test names follows. Without a manifest
    every item in the package is read.

    Raises:
        QuestionFileBroken, QuestionFileUnsafe: The package or its manifest cannot be read.
        FormatUnknown: It holds no QTI.
    """
    archive = Archive(raw, name)
    manifests = [p for p in archive.paths if p.rpartition("/")[2].lower() == MANIFEST]
    reading = _Reading(Gathering(name), archive.read)
    if manifests:
        path = min(manifests, key=lambda each: (each.count("/"), each))
        named = _manifest(reading, path, parse_xml(archive.read(path) or b"", name))
    else:
        named = set(archive.paths)
    found_any = bool(reading.seen)
    for path in archive.paths:
        if path.lower().endswith(".xml") and path not in reading.seen:
            found_any = _unlisted(reading, path, named=path in named) or found_any
    if not found_any:
        raise FormatUnknown(file=name)
    return reading.gathering.imported()


class _Reading:
    """Reads documents, each once.

    Attributes:
        seen: Paths read so far.
        data: What our own packages say of an item beside its QTI, by path.
    """

    def __init__(self, gathering: Gathering, fetch: Beside) -> None:
        self.gathering = gathering
        self.seen: set[str] = set()
        self.data: dict[str, str] = {}
        self._fetch = fetch

    def fetch_from(self, start: str) -> Beside:
        """Return what gives the files that a document refers to."""

        def beside(href: str) -> bytes | None:
            path = path_from(start, href)
            return None if path is None else self._fetch(path)

        return beside

    def path(self, path: str) -> None:
        """Read a document by its path."""
        if path in self.seen:
            return
        self.seen.add(path)
        raw = self._fetch(path)
        if raw is None:
            self._leave(path, ItemFault.ITEM_MISSING, path)
            return
        try:
            root = parse_xml(raw, path)
        except (QuestionFileBroken, QuestionFileUnsafe) as exc:
            self._leave(path, ItemFault.XML_UNREADABLE, f"{path}: {exc.facts.get('why', '')}")
            return
        if is_qti(root):
            self.document(path, root)
        elif name_of(root) != "assessment-stimulus":
            self._leave(path, ItemFault.XML_UNREADABLE, f"{path}: {local(root)}")

    def document(self, path: str, root: Element) -> None:
        """Read an item, or the items of a test or section."""
        if name_of(root) == "assessment-item":
            self._item(path, root)
            return
        for reference in root.iter():
            if name_of(reference) in ("assessment-item-ref", "assessment-section-ref"):
                href = attribute(reference, "href") or ""
                target = path_from(path, href)
                if target is None:
                    self._leave(path, ItemFault.ITEM_MISSING, href)
                else:
                    self.path(target)

    def _item(self, path: str, root: Element) -> None:
        place = self.gathering.place(path)
        try:
            draft = read_item(root, self.fetch_from(path))
            if path in self.data:
                question, title = with_data(draft, self.data[path])
                self.gathering.question(place, question, title, draft.pictures)
            else:
                self.gathering.draft(place, draft)
        except ItemRefused as refusal:
            what = f"{refusal.what}: " if refusal.what else ""
            self.gathering.leave(place, refusal.fault, what + title_of(root))

    def _leave(self, path: str, fault: ItemFault, excerpt: str) -> None:
        self.gathering.leave(self.gathering.place(path), fault, excerpt)


def _manifest(reading: _Reading, start: str, root: Element) -> set[str]:
    """Read what a manifest lists as items and tests; return every file that it names."""
    items: list[str] = []
    tests: list[str] = []
    named: set[str] = set()
    for resource, base in _resources(root):
        kind = resource.get("type", "")
        files = [each.get("href") or "" for each in resource if local(each) == "file"]
        href = resource.get("href") or next(filter(_is_xml, files), "")
        target = path_from(start, base + href)
        named |= {path_from(start, base + file) or "" for file in (href, *files)}
        if target is None and _ITEM_TYPE.match(kind):
            reading.gathering.leave(
                reading.gathering.place(start), ItemFault.ITEM_MISSING, resource.get("href") or ""
            )
        elif target is not None and _ITEM_TYPE.match(kind):
            items.append(target)
            data = child(resource, "metadata")
            own = None if data is None else next((e for e in data if e.tag == DATA), None)
            if own is not None:
                reading.data[target] = read_data(own)
        elif target is not None and _TEST_TYPE.match(kind):
            tests.append(target)
    for path in (*items, *tests):
        reading.path(path)
    return named


def _resources(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each resource, and the folder that its paths start from."""
    for group in (each for each in root.iter() if local(each) == "resources"):
        above = root.get(_BASE, "") + group.get(_BASE, "")
        yield from (
            (each, above + each.get(_BASE, "")) for each in group if local(each) == "resource"
        )


def _is_xml(path: str) -> bool:
    return path.lower().endswith(".xml")


def _unlisted(reading: _Reading, path: str, *, named: bool) -> bool:
    """Read an item that is no resource of its own; leave it out if the manifest says nothing."""
    raw = reading.fetch_from("")(path)
    if raw is None or not (b"assessmentItem" in raw or b"assessment-item" in raw):
        return False
    try:
        root = parse_xml(raw, path)
    except (QuestionFileBroken, QuestionFileUnsafe):
        reading.path(path)
        return True
    if not is_qti(root):
        return False
    if not named and name_of(root) == "assessment-item":
        place = reading.gathering.place(path)
        reading.gathering.leave(place, ItemFault.NOT_LISTED, title_of(root))
        return True
    reading.path(path)
    return True
