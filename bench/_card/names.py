"""Names as they come: short, long, of minorities, with rare characters, and all of it mixed."""

import random

FAMILIES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻欧阳司马上官诸葛"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰建国志永红海小春梅文辉玉珍金凤宇浩然"
_WORDS = (
    "阿卜杜 热合曼 买买提 艾力 吐尔逊 古丽 努尔 麦麦提 依明 帕提 玛丽亚 斯坎德尔 才让 卓玛 "
    "扎西 多吉 次仁 尼玛 巴特尔 乌力吉 哈斯 额尔德尼 布和 沙吾提 库尔班 玉素甫 赛买提 阿依"
)
SYLLABLES = tuple(_WORDS.split())
BASIC_RARE = "㛃䶮鿍㙓䲠䴙堃喆昇甡翀燚犇赟龘靐彧妤嫄頔翾"
LONGEST = 25


def made_names(count: int, seed: int) -> list[str]:
    """Return so many names, a fifth of each kind; the same seed gives the same."""
    rng = random.Random(seed)
    kinds = (_short, _long, _minority, _rare, _mixed)
    return [kinds[number % len(kinds)](rng) for number in range(count)]


def _short(rng: random.Random) -> str:
    return rng.choice(FAMILIES) + "".join(rng.choices(GIVEN, k=rng.randint(1, 3)))


def _long(rng: random.Random) -> str:
    return "".join(rng.choices(FAMILIES + GIVEN, k=rng.randint(12, LONGEST)))


def _minority(rng: random.Random) -> str:
    name = rng.choice(SYLLABLES)
    while rng.random() < 0.75:
        more = f"{name}·{rng.choice(SYLLABLES)}{rng.choice(['', *SYLLABLES])}"
        if len(more) > LONGEST:
            break
        name = more
    return name


def _rare(rng: random.Random) -> str:
    """Half of the given names lie outside the basic plane, as in GB 18030-2022 level 3."""
    planes = ((0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1))
    drawn = [chr(rng.randint(*rng.choice(planes))) for _ in range(rng.randint(1, 2))]
    return rng.choice(FAMILIES) + "".join(rng.choice([c, rng.choice(BASIC_RARE)]) for c in drawn)


def _mixed(rng: random.Random) -> str:
    return (_minority(rng) + "·" + _rare(rng))[:LONGEST]
