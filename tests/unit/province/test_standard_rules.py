"""The rule pack to begin with."""

import json

import pytest
from typer.testing import CliRunner

from station.identity.check_in_events import Against, Band
from station.identity.face_judgement import judge
from station.identity.liveness_facts import Liveness
from station.ids import UnixMs
from station.modes.commands.province import app
from station.province.session_order import read_rules
from station.province.standard_rules import rules_file, standard_rules
from station.sync.rule_pack import RULE_PACK, PackKind

NOW = UnixMs(1_790_000_000_000)


def test_what_is_printed_is_read_again_and_says_every_number():
    pack = standard_rules(NOW)
    assert read_rules(rules_file(pack).encode()) == pack
    assert RULE_PACK.unpack(RULE_PACK.pack(pack)) == pack
    plain = json.loads(rules_file(pack))["rule_pack"]
    assert plain["face"]["liveness"] == {"cues": 2, "cue_ms": 6000, "tries": 3, "eased_cues": 1}
    assert plain["retention"]["warn_at_persons"] == 80_000


@pytest.mark.parametrize(
    ("liveness", "band"),
    [
        (Liveness.SHOWN, Band.PASS),
        (Liveness.EASED, Band.PASS),
        (Liveness.NOT_SHOWN, Band.GREY),
        (Liveness.UNAVAILABLE, Band.GREY),
        (Liveness.NOT_ASKED, Band.GREY),
    ],
)
def test_f07_a_likeness_alone_lets_nobody_in(liveness, band):
    rules = standard_rules(NOW).face
    found = judge(0.9, Against.CHIP, rules, measures=None, liveness=liveness, suspicions=())
    assert found is band


def test_it_counts_for_nothing_until_a_province_says_so():
    printed = CliRunner().invoke(app, ["standard-rules"])
    assert printed.exit_code == 0
    assert read_rules(printed.stdout.encode()).kind is PackKind.DRILL
