"""What single cells of an annex say: tariff codes and terms, in all the ways they are printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importplan.catalog.annexes import codes, expiry
from importplan.catalog.annexes.codes import CodeFault, spanned
from importplan.catalog.annexes.joined import joined, joined_limits

TARIFF = ("84669390", "84669310", "84561100", "84828000", "84831090", "84571010")


def known(digits: str) -> bool:
    return any(code.startswith(digits) for code in TARIFF)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("8466.9390", "84669390"),
        ("ex8466.9390、8482", "ex84669390 8482"),
        ("８４６６．９３９０；84828000\n84831090", "84669390 84828000 84831090"),
        ("8466\n9390", "84669390"),  # one code on two lines: the tariff has it
        ("8457\n8482", "8457 8482"),  # two headings: the tariff has no 84578482
        ("84669\n390", "84669390"),
        ("8466.\n9999", "84669999"),  # the point says that it goes on
        ("8503\n0090", "85030090"),  # no heading begins with 00
        ("8466 9390 00", "8466939000"),
        ("84669390.90", "8466939090"),
        ("8466.93.90.10", "8466939010"),
        ("84669390（部分）", "ex84669390"),
        ("84669390\n84828000（部分）", "84669390 ex84828000"),
        ("Ex. 84669390, 8482", "ex84669390 8482"),
        ("ex84669390\n84828000", "ex84669390 84828000"),
        ("84828000及84831090", "84828000 84831090"),
        ("84828000/84828000", "84828000"),
        ("8456-8458", "8456 8457 8458"),
        ("ex84561100～84561300", "ex845611 ex845612 ex84561300"),
        ("", ""),
        ("—", ""),
    ],
)
def test_codes_as_printed(printed: str, found: str) -> None:
    assert " ".join(str(code) for code in codes.parse(printed, known)) == found


@pytest.mark.parametrize(
    ("printed", "fault"),
    [
        ("4031000", "annex-code-cut"),  # 04031000 that Excel took for a number
        ("846693901", "annex-code-cut"),
        ("84834090.00", "annex-code-decimals"),  # a number that a program has written out
        ("90314920.0", "annex-code-decimals"),
        ("101210010.0", "annex-code-decimals"),
        ("8457101.0", "annex-code-decimals"),
        ("8.53710E+07", "annex-code"),
        ("滚珠丝杠", "annex-code"),
        ("8466 x", "annex-code"),
        ("9999\n8888", "annex-code-two-ways"),
        ("8458-8456", "annex-code-range"),
        ("8456-84580000", "annex-code-range"),
        ("8456-9031", "annex-code-range"),
    ],
)
def test_what_is_no_code_is_never_dropped(printed: str, fault: str) -> None:
    with pytest.raises(CodeFault) as wrong:
        codes.parse(printed, known)
    assert wrong.value.code == fault


@given(st.integers(84_000_000, 84_999_999), st.integers(0, 3_000))
def test_a_range_covers_exactly_its_codes(first: int, width: int) -> None:
    last = min(first + width, 84_999_999)
    found = spanned(str(first), str(last), "")
    covered = [number for code in found for number in _under(code)]
    assert covered == list(range(first, last + 1))


def _under(code: str) -> range:
    size = 10 ** (8 - len(code))
    return range(int(code) * size, (int(code) + 1) * size)


FIRST = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2027年", date(2027, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("至2026-12-31", date(2026, 12, 31)),
        ("截至2027年6月30日止", date(2027, 6, 30)),
        ("2026.12.31", date(2026, 12, 31)),
        ("2028年2月", date(2028, 2, 29)),
        ("2025-2027年", date(2027, 12, 31)),
        ("2年", date(2027, 2, 28)),  # counted from 2025-03-01
        ("2027年第三季度", date(2027, 9, 30)),
        ("二〇二七年上半年", date(2027, 6, 30)),
        ("2027 年度", date(2027, 12, 31)),
        ("长期", None),
        ("—", None),
        ("", None),
    ],
)
def test_terms_as_printed(printed: str, day: date | None) -> None:
    found = expiry.parse(printed, FIRST)
    assert found.day == day
    assert found.counted == (printed == "2年")


@pytest.mark.parametrize("printed", ["soon", "2026-13", "2026-02-30", "2027年12月31日前", "2027年底", "8457"])
def test_what_is_no_term_is_refused(printed: str) -> None:
    with pytest.raises(ValueError):
        expiry.parse(printed, FIRST)


@pytest.mark.parametrize(
    ("printed", "limits"),
    [
        ("≥600MW\n≥25MPa", "≥600MW；≥25MPa"),
        ("额定转速≥18000r/min，\n功率≥30kW", "额定转速≥18000r/min，功率≥30kW"),
        ("定位精度\n≤0.005mm\n5轴", "定位精度≤0.005mm5轴"),
        ("直径≥10\n00mm\n长度≥5m", "直径≥1000mm；长度≥5m"),
        ("功率≥30\nkW", "功率≥30kW"),
        ("", ""),
    ],
)
def test_two_limits_on_two_lines_stay_two(printed: str, limits: str) -> None:
    assert joined_limits(printed) == limits


def test_lines_are_joined_as_they_were_written() -> None:
    assert joined("定位精度\n≤0.00\n5mm") == "定位精度≤0.005mm"
    assert joined("main\nshaft bearing") == "main shaft bearing"
