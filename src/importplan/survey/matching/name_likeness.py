"""How alike two names of goods are, in the way in which Chinese names of goods work: what the goods are stands last.

封闭式直线光栅尺 is a kind of 直线光栅尺; 主轴轴承 is no 主轴. The parts before the last one may stand in any order:
立式五轴加工中心 is 五轴立式加工中心.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

SAME, ORDER, ENDING, MORE, LESS, WITHIN, ALIKE = "same", "order", "ending", "more", "less", "within", "alike"
ID, ID_WORD, TRADE = "id", "id_word", "trade"  # an id of the list; one that is a word as well; what the trade calls it
AT = {
    SAME: 100.0,
    ORDER: 97.0,
    ENDING: 96.0,
    MORE: 89.0,
    LESS: 80.0,
    WITHIN: 60.0,
    ID: 100.0,
    ID_WORD: 90.0,
    TRADE: 85.0,
}
OTHER_HEAD = 14.0  # taken off where the last words differ
HEAD = 2  # signs
_ENDINGS = re.compile(r"(组件|组|副|单元|总成|套件|套装|本体|整机)$")
_NEUTRAL = re.compile(r"数控|cnc|自动|全自动|式|型|用")


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How alike, 0 to 100, and in which way: same, order, ending, more, less, within, alike, id, id_word, trade."""

    score: float
    way: str


def name_likeness(asked: str, listed: str) -> NameLikeness:
    """How alike an asked name is to a listed one, both in their compared forms."""
    if asked == listed:
        return NameLikeness(AT[SAME], SAME)
    if Counter(asked) == Counter(listed) and asked[-HEAD:] == listed[-HEAD:]:
        return NameLikeness(AT[ORDER], ORDER)
    short, long = _core(asked), _core(listed)
    if short == long or (Counter(short) == Counter(long) and short[-HEAD:] == long[-HEAD:]):
        return NameLikeness(AT[ENDING], ENDING)
    ratio = max(fuzz.ratio(asked, listed), fuzz.ratio(short, long))
    if len(long) > HEAD and short.endswith(long):
        return NameLikeness(max(AT[MORE], min(ratio, AT[ENDING])), MORE)
    if long.endswith(short):
        return NameLikeness(max(AT[LESS], min(ratio, AT[MORE])), LESS)
    if short in long and ratio < AT[WITHIN]:
        return NameLikeness(AT[WITHIN], WITHIN)
    other_head = asked[-HEAD:] != listed[-HEAD:] and short[-HEAD:] != long[-HEAD:]
    return NameLikeness(ratio - (OTHER_HEAD if other_head else 0.0), ALIKE)


def _core(name: str) -> str:
    """A name without endings and words that do not name other goods; never empty."""
    core = _NEUTRAL.sub("", _ENDINGS.sub("", name))
    return core if len(core) >= HEAD else name
