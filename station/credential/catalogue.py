"""The national catalogue of special operations: categories and operating items.

Source:
    Annex to order no. 30 of the former State Administration of Work Safety; 1.4 to 1.6 were
    added in 2018 and are numbered provisionally (RULES 2.5).
"""

from station.credential.template import Certificate
from station.ids import ItemCode

CATEGORIES = {
    "1": "电工作业",
    "2": "焊接与热切割作业",
    "3": "高处作业",
    "4": "制冷与空调作业",
    "5": "煤矿安全作业",
    "6": "金属非金属矿山安全作业",
    "7": "石油天然气安全作业",
    "8": "冶金(有色)生产安全作业",
    "9": "危险化学品安全作业",
    "10": "烟花爆竹安全作业",
    "11": "安全监管部门认定的其他作业",
}

MANAGERS = {
    "head": "主要负责人",
    "safety": "安全生产管理人员",
}
"""Those who are examined for an office and not for an operating item (RULES 2.2)."""

INDUSTRIES = {
    "chem-make": "危险化学品生产",
    "chem-trade": "危险化学品经营",
    "chem-store": "危险化学品储存",
    "chem-use": "使用危险化学品的化工企业",
    "fireworks-make": "烟花爆竹生产",
    "fireworks-trade": "烟花爆竹经营",
    "mine": "金属非金属矿山",
    "oil-gas": "石油天然气开采",
    "metal": "金属冶炼",
    "coal": "煤矿",
}
"""Where a manager answers for safety; an item is such as `head.chem-make` (RULES 2.5)."""

ITEMS = {
    ItemCode("1.1"): "高压电工作业",
    ItemCode("1.2"): "低压电工作业",
    ItemCode("1.3"): "防爆电气作业",
    ItemCode("1.4"): "电力电缆作业",
    ItemCode("1.5"): "继电保护作业",
    ItemCode("1.6"): "电气试验作业",
    ItemCode("2.1"): "熔化焊接与热切割作业",
    ItemCode("2.2"): "压力焊作业",
    ItemCode("2.3"): "钎焊作业",
    ItemCode("3.1"): "登高架设作业",
    ItemCode("3.2"): "高处安装、维护、拆除作业",
    ItemCode("4.1"): "制冷与空调设备运行操作作业",
    ItemCode("4.2"): "制冷与空调设备安装修理作业",
    ItemCode("5.1"): "煤矿井下电气作业",
    ItemCode("5.2"): "煤矿井下爆破作业",
    ItemCode("5.3"): "煤矿安全监测监控作业",
    ItemCode("5.4"): "煤矿瓦斯检查作业",
    ItemCode("5.5"): "煤矿安全检查作业",
    ItemCode("5.6"): "煤矿提升机操作作业",
    ItemCode("5.7"): "煤矿采煤机(掘进机)操作作业",
    ItemCode("5.8"): "煤矿瓦斯抽采作业",
    ItemCode("5.9"): "煤矿防突作业",
    ItemCode("5.10"): "煤矿探放水作业",
    ItemCode("6.1"): "金属非金属矿井通风作业",
    ItemCode("6.2"): "尾矿作业",
    ItemCode("6.3"): "金属非金属矿山安全检查作业",
    ItemCode("6.4"): "金属非金属矿山提升机操作作业",
    ItemCode("6.5"): "金属非金属矿山支柱作业",
    ItemCode("6.6"): "金属非金属矿山井下电气作业",
    ItemCode("6.7"): "金属非金属矿山排水作业",
    ItemCode("6.8"): "金属非金属矿山爆破作业",
    ItemCode("7.1"): "司钻作业",
    ItemCode("8.1"): "煤气作业",
    ItemCode("9.1"): "光气及光气化工艺作业",
    ItemCode("9.2"): "氯碱电解工艺作业",
    ItemCode("9.3"): "氯化工艺作业",
    ItemCode("9.4"): "硝化工艺作业",
    ItemCode("9.5"): "合成氨工艺作业",
    ItemCode("9.6"): "裂解(裂化)工艺作业",
    ItemCode("9.7"): "氟化工艺作业",
    ItemCode("9.8"): "加氢工艺作业",
    ItemCode("9.9"): "重氮化工艺作业",
    ItemCode("9.10"): "氧化工艺作业",
    ItemCode("9.11"): "过氧化工艺作业",
    ItemCode("9.12"): "胺基化工艺作业",
    ItemCode("9.13"): "磺化工艺作业",
    ItemCode("9.14"): "聚合工艺作业",
    ItemCode("9.15"): "烷基化工艺作业",
    ItemCode("9.16"): "化工自动化控制仪表作业",
    ItemCode("10.1"): "烟火药制造作业",
    ItemCode("10.2"): "黑火药制造作业",
    ItemCode("10.3"): "引火线制造作业",
    ItemCode("10.4"): "烟花爆竹产品涉药作业",
    ItemCode("10.5"): "烟花爆竹储存作业",
}


def category_of(item: ItemCode) -> str:
    """Return an item's category (作业类别) or a manager's office; its code if it is not known."""
    code = item.split(".")[0]
    return (CATEGORIES | MANAGERS).get(code, code)


def title_of(item: ItemCode) -> str:
    """Return an item's name (准操项目) or a manager's industry; its code if it is not known."""
    if certificate_of(item) is Certificate.MANAGER:
        industry = item.partition(".")[2]
        return INDUSTRIES.get(industry, industry)
    return ITEMS.get(item, item)


def needs_practical(item: ItemCode, initial: bool) -> bool:
    """Tell whether a practical exam belongs to it: the first one for an operating item."""
    return initial and certificate_of(item) is Certificate.OPERATION


def certificate_of(item: ItemCode) -> Certificate:
    """Return which kind of certificate is given for an item."""
    office = item.split(".")[0] in MANAGERS
    return Certificate.MANAGER if office else Certificate.OPERATION
