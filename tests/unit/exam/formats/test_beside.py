import pytest

from station.exam.formats.beside import beside_file, names_apart


@pytest.fixture
def beside(tmp_path):
    """A folder with a picture, beside a secret that a link within leads to."""
    folder = tmp_path / "bank"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "a b.png").write_bytes(b"picture")
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret")
    return beside_file(folder / "item.xml")


def test_what_is_within_the_folder_is_found(beside):
    assert beside("images/a%20b.png") == b"picture"
    assert beside("images/../images/a b.png#x") == b"picture"


@pytest.mark.parametrize(
    "href",
    ["../secret", "/etc/passwd", "link.png", "images", "gone.png", "", "images\\a", "a\0", ".."],
)
def test_what_is_elsewhere_is_not(beside, href):
    assert beside(href) is None


def test_an_unpacked_package_is_one_folder(tmp_path):
    (tmp_path / "package" / "items").mkdir(parents=True)
    (tmp_path / "package" / "passages").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "package" / "imsmanifest.xml").write_bytes(b"<manifest/>")
    (tmp_path / "package" / "passages" / "night.xml").write_bytes(b"night")
    beside = beside_file(tmp_path / "package" / "items" / "item.xml")
    assert beside("../passages/night.xml") == b"night"
    assert beside("../../secret") is None


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    first, second, other = (tmp_path / name for name in ("a/x.csv", "b/x.csv", "b/y.csv"))
    roundabout = tmp_path / "b" / ".." / "a" / "x.csv"
    assert names_apart([second, first, other, roundabout]) == {
        second: "b/x.csv",
        first: "a/x.csv",
        other: "y.csv",
    }
