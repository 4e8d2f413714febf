"""Text that every spreadsheet program can hold and every reader sees, without control and invisible signs."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Signs that steer how text is laid out. The joiner is part of pictures (a family), the selectors of how one looks.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200d\ufe00-\ufe0f]"
)


# Parts of signs that PDF files store in place of the signs themselves: ⼀ for 一, ⾼ for 高. They look alike; no search
# finds them.
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_PARTS = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
_WHOLE = "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
_RADICALS = str.maketrans(_KANGXI) | str.maketrans(_PARTS, _WHOLE)


def whole_signs(words: str) -> str:
    """The words with the signs that a PDF file stores as their radicals, which look the same."""
    return words if words.isascii() else words.translate(_RADICALS)


def clean_text(words: str) -> str:
    """The words without what XML and CSV files cannot carry; a line ends with a line feed."""
    return _FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def visible(words: str) -> str:
    """The words without signs that nobody sees, as they come along from web pages and chats: U+200B, U+FEFF, U+200E."""
    if words.isascii() and words.isprintable():
        return words
    return _FORBIDDEN.sub("", _INVISIBLE.sub("", words))
