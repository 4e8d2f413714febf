"""Numbers, shares and money as people write them, read strictly: what may mean two things is nothing."""

from __future__ import annotations

import pytest

from importplan.parsing.meant import NotRead, Written
from importplan.parsing.money import YUAN, money
from importplan.parsing.numbers import chinese_number, read_amount, read_number
from importplan.parsing.shares import read_share
from importplan.tables.cell import Cell


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1200", 1200.0), ("1,200.50", 1200.5), ("１２００", 1200.0), (" 1 200 ", 1200.0), ("-3.5", -3.5),
        ("1e3", 1000.0),
        ("１，２００", 1200.0), (".5", 0.5), ("−2", -2.0),
        ("1,5", None), ("1,20", None), ("12台", None), ("", None), ("-", None), (".", None), ("nan", None),
        ("1e999", None),
    ],
)  # fmt: skip
def test_number(words: str, number: float | None) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("words", "share"),
    [("15%", 0.15), ("15 ％", 0.15), ("0.15", 0.15), ("2.7%", 0.027), ("１５％", 0.15), ("100%", 1.0), ("%", None)],
)
def test_share(words: str, share: float | None) -> None:
    """2.7 % is exactly the number 0.027, as if it had been written so."""
    assert read_share(words) == share


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("120万元", 1_200_000.0), ("1.5亿元", 150_000_000.0), ("1.5 亿", 150_000_000.0), ("￥1,200", 1200.0),
        ("1,200元", 1200.0), ("人民币120万元", 1_200_000.0), ("2600万", 26_000_000.0), ("0.1万", 1000.0),
        ("万元", None),
        ("12万3", None), ("€5", None),
    ],
)  # fmt: skip
def test_money(words: str, amount: float | None) -> None:
    if amount is not None:
        assert money(Written.of(Cell(words)), "", form=YUAN).value == amount
        return
    with pytest.raises(NotRead):
        money(Written.of(Cell(words)), "", form=YUAN)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("百", 100), ("一百五", 150), ("一百五十", 150), ("一百零五", 105),
        ("一千零五十", 1050), ("两千三", 2300), ("两万三", 23_000), ("一万零三", 10_003), ("三万零五百", 30_500),
        ("一百二十三万四千五百六十七", 1_234_567), ("两百半", None), ("万", None), ("十五百", None), ("两三", None),
        ("一万万", None), ("二〇", None), ("半", 0.5), ("零", 0), ("一千零五", 1005), ("一千五", 1500),
        ("五千零二十", 5020),
    ],
)  # fmt: skip
def test_chinese_numerals(words: str, number: float | None) -> None:
    """The last digit of 一百五 is one of tens; numerals that are no number are none."""
    assert chinese_number(words) == number


@pytest.mark.parametrize(
    ("words", "number", "behind"),
    [
        ("十五千克", 15, "千克"),
        ("一千克", 1000, "克"),
        ("十五百个", 15, "百个"),
        ("共两台", 2, "台"),
        ("两三台", None, ""),
    ],
)
def test_numerals_end_where_they_are_no_number_any_more(words: str, number: float | None, behind: str) -> None:
    amount = read_amount(words)
    assert (
        amount is None if number is None else amount is not None and (amount.value, amount.behind) == (number, behind)
    )


def test_an_amount_keeps_the_words_around_it_and_says_what_it_took() -> None:
    amount = read_amount("约3~5台")
    assert amount is not None
    assert (amount.value, amount.low, amount.high, amount.behind) == (4.0, 3.0, 5.0, "台")
    assert amount.repairs == ("about", "range", "unit_in_cell")
    assert read_amount("2台3套") is None
