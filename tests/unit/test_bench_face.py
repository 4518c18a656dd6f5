"""The face bench on lists of pairs as they come: odd, short, and with pictures gone."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from bench._face_frames import frames
from bench._face_pairs import Pictures, read_pairs
from bench.face import pairs, run
from station.camera.pictures import jpeg
from station.camera.portrait import demo_portraits
from station.identity.rules import FaceRules
from station.ids import UnixMs
from station.province.standard_rules import rules_file, standard_rules

FIGURES = {
    f"{chip}{name}"
    for chip in ("", "chip_")
    for name in ("tar_at_far_1e-2", "tar_at_far_1e-3", "eer", "accuracy", "bands", "no_face")
}


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for name, portrait in zip("ab", demo_portraits(), strict=True):
        (folder / f"{name}1.jpg").write_bytes(jpeg(portrait.frame))
        (folder / f"{name}2.jpg").write_bytes(jpeg(portrait.frame, 40))
    (folder / "wall.jpg").write_bytes(jpeg(np.full((250, 250, 3), 120, np.uint8)))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8 and no more")
    return folder


def table(tmp_path, text):
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    return path


PAIRS = "left,right,same\na1.jpg,a2.jpg,1\nb1.jpg,b2.jpg,1\na1.jpg,b1.jpg,0\na2.jpg,b2.jpg,0\n"


def test_the_contract_of_the_report(tmp_path, images):
    report = run("--pairs", str(table(tmp_path, PAIRS)), "--images", str(images))
    figures = json.loads(json.dumps(report))["figures"]
    assert set(figures) >= FIGURES
    assert (figures["tar_at_far_1e-2"], figures["eer"], figures["pairs_lost"]) == (1.0, 0.0, 0)
    assert figures["bands"]["genuine_pass"] == 1.0
    assert figures["bands"]["impostor_pass"] == 0.0
    assert figures["tar_at_far_1e-4"] is None  # four pairs cannot show it, and it is said
    assert figures["too_few_for"] == ["tar_at_far_1e-4"]
    assert figures["tar_at_far_1e-3_counted_at"] == "0 of 2 impostor pairs"


def test_what_cannot_be_compared_is_counted(images):
    (images / "folder.jpg").mkdir(exist_ok=True)
    listed = [
        ("a1.jpg", "a2.jpg", True),
        ("a1.jpg", "gone.jpg", True),
        ("broken.jpg", "a1.jpg", False),
        ("folder.jpg", "a1.jpg", False),
        ("a1.jpg", "wall.jpg", False),
        ("wall.jpg", "a2.jpg", True),
        ("a1.jpg", "b1.jpg", False),
    ]
    figures = pairs(listed, Pictures((images,)))["figures"]
    assert (figures["pairs"], figures["pairs_lost"], figures["chip_pairs_lost"]) == (7, 5, 5)
    assert (figures["pictures_missing"], figures["pictures_unreadable"]) == (1, 2)
    assert (figures["no_face"], figures["pictures_without_face"]) == (2, 1)


def test_a_genuine_pair_that_is_lost_is_a_miss_and_a_lost_stranger_no_success(images):
    """Half of the genuine pairs show no face: a bench that left them out would say 100 %."""
    listed = [
        ("a1.jpg", "a2.jpg", True),
        ("b1.jpg", "b2.jpg", True),
        ("a1.jpg", "wall.jpg", True),
        ("wall.jpg", "b1.jpg", True),
        *[("a1.jpg", "b1.jpg", False), ("a2.jpg", "b2.jpg", False)],
        *[("a1.jpg", "b2.jpg", False), ("b1.jpg", "wall.jpg", False)],
    ]
    figures = pairs(5 * listed, Pictures((images,)))["figures"]
    assert figures["tar_at_far_1e-2"] == figures["chip_tar_at_far_1e-2"] == 0.5
    assert figures["accuracy"] == 0.75
    assert 0 < figures["eer"] <= 0.5
    assert (figures["bands"]["genuine_pass"], figures["bands"]["genuine_lost"]) == (0.5, 0.5)
    assert figures["bands"]["impostor_refuse"] == 0.75
    without = figures["compared_only"]
    assert (without["pairs"], without["tar_at_far_1e-2"], without["accuracy"]) == (25, 1.0, 1.0)


def test_where_names_tell_persons_every_two_pictures_are_compared(tmp_path, images):
    for name in ("a1", "a2", "b1", "b2", "b3"):
        source = images / f"{name.replace('3', '1')}.jpg"
        (tmp_path / f"{name[0]}_000{name[1]}.jpg").write_bytes(source.read_bytes())
    listed = [("a_0001.jpg", "a_0002.jpg", True), ("a_0001.jpg", "b_0002.jpg", False)]
    more = [*listed, ("b_0001.jpg", "b_0003.jpg", True)]
    across = pairs(more, Pictures((tmp_path,)))["figures"]["crossed"]
    assert (across["persons"], across["genuine"], across["impostor"]) == (2, 4, 6)
    assert (across["chip_genuine"], across["chip_impostor"]) == (3, 5)  # of the two left ones
    assert across["tar_at_far_1e-4"] is None  # six pairs cannot show it
    other = [*more, ("b_0001.jpg", "b_0002.jpg", False)]  # so the names do not tell persons
    assert pairs(other, Pictures((tmp_path,)))["figures"]["crossed"] == {}


def test_pictures_lie_in_folders_below_or_have_no_suffix(tmp_path, images):
    deep = tmp_path / "all" / "ann"
    deep.mkdir(parents=True)
    for name in ("a1.jpg", "a2.jpg"):
        (deep / name).write_bytes((images / name).read_bytes())
    figures = pairs([("a1", "a2.jpg", True)], Pictures((tmp_path,)))["figures"]
    assert (figures["pairs_lost"], figures["pictures_missing"]) == (0, 0)


def test_other_rules_have_other_bands(tmp_path, images):
    strict = FaceRules(enrolment_pass=0.999, enrolment_grey=0.99)
    pack = replace(standard_rules(UnixMs(0)), face=strict)
    (tmp_path / "rules.json").write_text(rules_file(pack), encoding="utf-8")
    given = ("--pairs", str(table(tmp_path, PAIRS)), "--images", str(images))
    figures = run(*given, "--rules", str(tmp_path / "rules.json"))["figures"]
    assert figures["bands"]["genuine_pass"] == 0.0
    assert figures["thresholds"]["bands"] == [0.99, 0.999]


def test_rules_that_are_none_are_said_so(tmp_path, images, capsys):
    (tmp_path / "rules.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit):
        run(
            "--images",
            str(images),
            "--pairs",
            str(table(tmp_path, PAIRS)),
            "--rules",
            str(tmp_path / "rules.json"),
        )
    assert "--rules" in capsys.readouterr().err


@pytest.mark.parametrize("same", [True, False])
def test_pairs_of_one_kind_have_no_rates_and_break_nothing(images, same):
    report = pairs([("a1.jpg", "a2.jpg", same)], Pictures((images,)))
    figures = json.loads(json.dumps(report, allow_nan=False))["figures"]
    assert figures["eer"] is None
    assert figures["tar_at_far_1e-3"] is None
    assert figures["accuracy"] is None
    assert {"tar_at_far_1e-2", "eer", "accuracy"} <= set(figures["too_few_for"])
    assert not report["holds"]


def test_no_pairs_at_all(images):
    assert json.loads(json.dumps(pairs([], Pictures((images,))), allow_nan=False))["holds"] is False


def test_pictures_are_found_by_any_path_and_of_any_make(tmp_path, images):
    folder = tmp_path / "images"
    folder.mkdir()
    portrait = demo_portraits()[0].frame
    grey = Image.fromarray(cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY))
    grey.save(folder / "grey.png")
    grey.convert("P").save(folder / "palette.png")
    Image.fromarray(portrait[:, :, ::-1]).convert("CMYK").save(folder / "four inks.jpg")
    large = cv2.resize(portrait, None, fx=3.3, fy=3.3)
    (folder / "large.jpg").write_bytes(jpeg(large))
    (folder / "tiny.jpg").write_bytes(jpeg(portrait[:7, :5]))
    absolute = folder / "grey.png"
    rows = [f"{absolute},images/large.jpg", "palette.png,four inks.jpg", "a1.jpg,tiny.jpg"]
    listed = table(tmp_path, "left,right,same\n" + "".join(f"{row},True\n" for row in rows))
    figures = run("--pairs", str(listed), "--images", str(folder))["figures"]
    assert (figures["pictures_missing"], figures["pictures_unreadable"]) == (1, 0)
    assert (figures["pairs_lost"], figures["pictures_without_face"]) == (1, 1)
    assert figures["bands"]["genuine_pass"] == 0.6667


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffleft,right,same\r\na.jpg,b.jpg,1\r\n",
        "left;right;same\na.jpg;b.jpg;1\n",
        "left,right,same\na.jpg,b.jpg,1.0\n",
        "left,right,same\na.jpg,b.jpg,TRUE\n",
        "left,right,same\na.jpg,b.jpg,y\n",
        "left,right,same\na.jpg,b.jpg,Same\n",
        "Same\tLeft\tRight\ttopic\ntrue\ta.jpg\tb.jpg\tx\n",
        "left,right,same\n a.jpg , b.jpg , 1 \n,,\na.jpg,b.jpg,perhaps\n",
    ],
)
def test_lists_as_other_programs_write_them(tmp_path, text):
    listed, skipped = read_pairs(table(tmp_path, text))
    assert listed == [("a.jpg", "b.jpg", True)]
    assert skipped == text.count("perhaps") + text.count(",,\n")


def test_frames_need_names_that_tell_persons(images):
    report = frames([("a1.jpg", "a2.jpg", True)], Pictures((images,)), seconds=0)
    assert (report["holds"], set(report["figures"])) == (False, {"why"})


def test_of_several_frames_the_middle_ones_let_in_no_more_strangers(tmp_path, images):
    for name in ("a1", "a2", "b1", "b2"):
        source = images / f"{name}.jpg"
        (tmp_path / f"{name[0]}_000{name[1]}.jpg").write_bytes(source.read_bytes())
    listed = [("a_0001.jpg", "a_0002.jpg", True), ("b_0001.jpg", "b_0002.jpg", True)]
    report = frames(listed, Pictures((tmp_path,)))
    figures = report["figures"]
    assert (figures["films"], figures["strangers"], figures["genuine"]) == (2, 2, 2)
    assert figures["far_middle_of_12"]["0.45"] == 0.0
    assert figures["tar_middle_of_5"]["0.45"] == 1.0
    assert report["holds"]


@pytest.mark.parametrize("word", ["0", "0.0", "n", "No", "FALSE", "different"])
def test_labels_of_strangers(tmp_path, word):
    listed, skipped = read_pairs(table(tmp_path, f"left,right,same\na.jpg,b.jpg,{word}\n"))
    assert (listed, skipped) == ([("a.jpg", "b.jpg", False)], 0)


@pytest.mark.parametrize("text", ["", "a.jpg,b.jpg,1\n", "left,right\na,b\n"])
def test_what_is_no_list_of_pairs_is_said_so(tmp_path, text, capsys):
    with pytest.raises(SystemExit) as refused:
        run("--pairs", str(table(tmp_path, text)), "--images", str(tmp_path))
    assert refused.value.code == 2
    assert "left, right and same" in capsys.readouterr().err


def test_a_list_that_is_not_there(tmp_path, capsys):
    with pytest.raises(SystemExit):
        run("--pairs", str(tmp_path / "none.csv"), "--images", str(tmp_path))
    assert "none.csv" in capsys.readouterr().err
