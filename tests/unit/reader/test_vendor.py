"""A vendor's library in a child process: what it does there harms nobody here.

The libraries are small ones in C, built for the test, which behave as their port or photo says.
"""

import io
import shutil
import subprocess

import pytest
from PIL import Image

from station.errors.reader import (
    CardUnreadable,
    PhotoUndecodable,
    ReaderAbsent,
    ReaderFaulty,
    ReaderLibraryFailed,
    ReaderLibraryMissing,
)
from station.reader.vendor import LibraryPhotoDecoder, VendorReader
from tests.unit.reader.cards import RESIDENT

COMPILER = shutil.which("cc") or shutil.which("gcc")
pytestmark = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler here")

READER = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static const unsigned char TEXT[256] = {@TEXT@};
static const unsigned char PHOTO[1024] = {@PHOTO@};
static char story(void) {
    FILE *file = fopen("@STORY@", "r");
    int first = file ? fgetc(file) : 'a';
    if (file) fclose(file);
    return (char)first;
}
int SDT_OpenPort(int port) { return story() != 'a' && port == 1003 ? 0x90 : 1; }
int SDT_ClosePort(int port) { return 0x90; }
int SDT_StartFindIDCard(int port, unsigned char *info, int open) {
    if (story() == 'c') abort();
    if (story() == 'h') for (;;) pause();
    return story() == 'n' ? 0x80 : 0x9F;
}
int SDT_SelectIDCard(int port, unsigned char *info, int open) {
    return story() == 's' ? 0x66 : 0x90;
}
int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned *textsize,
                    unsigned char *photo, unsigned *photosize, int open) {
    if (story() == 'u') return 0x41;
    memcpy(text, TEXT, 256); *textsize = 256;
    memcpy(photo, PHOTO, 1024); *photosize = 1024;
    return 0x90;
}
"""

DECODER = r"""
#include <stdlib.h>
#include <unistd.h>
int unpack(const unsigned char *wlt, unsigned char *pixels, int save) {
    if (wlt[3] == 1) abort();
    if (wlt[3] == 2) for (;;) pause();
    if (wlt[3] == 3) return 0;
    for (int i = 0; i < 3 * 102 * 126; i += 3) {
        pixels[i] = 10; pixels[i + 1] = 20; pixels[i + 2] = 200;
    }
    return 1;
}
"""


def build(folder, name, source):
    code, library = folder / f"{name}.c", folder / f"{name}.so"
    code.write_text(source, encoding="utf-8")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, code], check=True)
    return library


class Vendor:
    """A reader through its vendor's library, whose next deed a file foretells."""

    def __init__(self, folder):
        self._story = folder / "story"
        filled = {
            "@TEXT@": ",".join(map(str, RESIDENT.text())),
            "@PHOTO@": ",".join(map(str, RESIDENT.photo())),
            "@STORY@": str(self._story),
        }
        source = READER
        for word, value in filled.items():
            source = source.replace(word, value)
        self.reader = VendorReader(build(folder, "sdtapi", source), timeout_s=2.0)

    def read(self, story):
        self._story.write_text(story, encoding="ascii")
        return self.reader.read_card()


@pytest.fixture
def vendor(tmp_path):
    vendor = Vendor(tmp_path)
    yield vendor
    vendor.reader.close()


def test_a_card_is_read_through_the_library(vendor):
    document = vendor.read("good")
    assert document.number == RESIDENT.number
    assert document.raw_photo == RESIDENT.photo()
    assert vendor.read("no card") is None


@pytest.mark.parametrize(
    ("story", "error", "sw3"),
    [("unreadable", CardUnreadable, 0x41), ("sam", ReaderFaulty, 0x66)],
)
def test_a_status_of_the_library_is_an_error_of_ours(vendor, story, error, sw3):
    with pytest.raises(error) as caught:
        vendor.read(story)
    assert caught.value.facts == {"sw3": sw3}


def test_a_reader_that_the_library_does_not_find_is_absent(vendor):
    with pytest.raises(ReaderAbsent):
        vendor.read("absent")


@pytest.mark.parametrize("story", ["crash", "hang"])
def test_a_crash_or_a_hang_of_the_library_costs_one_read(vendor, story):
    assert vendor.read("good") is not None
    with pytest.raises(ReaderLibraryFailed):
        vendor.read(story)
    assert vendor.read("good") is not None


@pytest.mark.parametrize("content", [None, b"no library at all"])
def test_a_library_that_cannot_be_loaded_is_said_to_be_missing(tmp_path, content):
    library = tmp_path / "sdtapi.so"
    if content is not None:
        library.write_bytes(content)
    reader = VendorReader(library)
    with pytest.raises(ReaderLibraryMissing):
        reader.read_card()
    reader.close()


@pytest.fixture
def decoder(tmp_path):
    decoder = LibraryPhotoDecoder(build(tmp_path, "wlt", DECODER), timeout_s=2.0)
    yield decoder
    decoder.close()


def photo(story):
    return (b"WLf" + bytes([story])).ljust(1024, b"\0")


def test_a_photo_is_decoded(decoder):
    image = Image.open(io.BytesIO(decoder.decode(photo(0))))
    assert image.size == (102, 126)
    assert image.getpixel((50, 60)) == (200, 20, 10)


@pytest.mark.parametrize("story", [1, 2, 3], ids=["crash", "hang", "refused"])
def test_a_photo_that_breaks_the_library_costs_that_photo(decoder, story):
    with pytest.raises(PhotoUndecodable):
        decoder.decode(photo(story))
    assert decoder.decode(photo(0)).startswith(b"\x89PNG")


def test_without_the_library_photos_cannot_be_decoded(tmp_path):
    decoder = LibraryPhotoDecoder(tmp_path / "none.so")
    with pytest.raises(PhotoUndecodable):
        decoder.decode(photo(0))
    decoder.close()
