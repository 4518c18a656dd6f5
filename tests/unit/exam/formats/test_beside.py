import pytest

from station.exam.formats.beside import beside_file


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
