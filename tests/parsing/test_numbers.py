"""Numbers, shares and money as people write them, read strictly: what may mean two things is nothing."""

from __future__ import annotations

import pytest

from importplan.parsing.meant import NotRead, Written
from importplan.parsing.money import YUAN, money
from importplan.parsing.numbers import read_amount, read_number
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


def test_an_amount_keeps_the_words_around_it_and_says_what_it_took() -> None:
    amount = read_amount("约3~5台")
    assert amount is not None
    assert (amount.value, amount.low, amount.high, amount.behind) == (4.0, 3.0, 5.0, "台")
    assert amount.repairs == ("about", "range", "unit_in_cell")
    assert read_amount("2台3套") is None
