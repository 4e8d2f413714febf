"""Signs that PDF files store as their radicals are read as the signs that people see."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace
from typing import Any

from importplan.tables.clean import whole_signs
from importplan.tables.pdf import _grid


def test_radicals_are_read_as_the_signs_that_they_look_like() -> None:
    assert whole_signs("⼆、⾼档数控机床；⻋床、双摆⾓铣头、⻰⻔") == "二、高档数控机床；车床、双摆角铣头、龙门"
    assert whole_signs("φ≤（一）ＰＬＣ ③ m²") == "φ≤（一）ＰＬＣ ③ m²"  # nothing else is changed
    for code in range(0x2F00, 0x2FD6):
        assert whole_signs(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_the_cells_of_a_pdf_hold_whole_signs() -> None:
    boxes: list[Any] = [(0.0, 0.0, 50.0, 10.0), (50.0, 0.0, 99.0, 10.0)]
    table = SimpleNamespace(rows=[SimpleNamespace(cells=boxes)], extract=lambda: [["⾼速电主轴", "换⼑时间≤2s"]])
    assert _grid("a.pdf", "1", table, (), joins=False).values == (("高速电主轴", "换刀时间≤2s"),)
