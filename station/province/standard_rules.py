"""The rule pack to begin with: every number there is, with what it is as a rule.

A province prints it, sets its own numbers and its own words of consent, and signs that. Movements
before the camera are asked for; where the rules say nothing of them, nobody is asked.
"""

import json
from dataclasses import asdict

from station.credential.rules import CardRules
from station.exam.rules import ExamRules
from station.identity.rules import FaceRules, LivenessRules
from station.ids import UnixMs
from station.sync.rule_pack import PackKind, RulePack

YEAR_MS = 365 * 86_400_000
CONSENT = (
    "为核对您是本人，我们要拍摄您的面部照片，并与身份证照片比对；可能请您眨眼、转头或张嘴。"
    "照片加密保存在本考点，只用于本次考试的身份核验；准予入场的随考试档案保存三年，其他的保存三十天，"
    "到期即删除。面部特征不保存，也不向外传送。\n"
    "您可以不同意：由两名工作人员核对证件，同样可以参加考试。"
)


def standard_rules(now: UnixMs) -> RulePack:
    """Return the standard pack: a drill, so that nothing counts until a province says so."""
    return RulePack(
        name="standard",
        version=1,
        kind=PackKind.DRILL,
        valid_from=now,
        valid_until=UnixMs(now + YEAR_MS),
        exam=ExamRules(),
        face=FaceRules(liveness=LivenessRules(cues=2)),
        card=CardRules(),
        consent_text=CONSENT,
    )


def rules_file(pack: RulePack) -> str:
    """Return a pack as the file that session_order.read_rules reads: JSON, with every number."""
    return json.dumps({"rule_pack": asdict(pack)}, indent=2, ensure_ascii=False)
