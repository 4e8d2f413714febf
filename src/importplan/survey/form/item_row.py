"""The formulas of a row of the item sheet: what is doubtful in it, and how much of the item is needed."""

from __future__ import annotations

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.survey.form import checks
from importplan.survey.form.places import (
    CHECK_COLUMN,
    NEED_COLUMNS,
    NEED_FIRST_ROW,
    NEED_ROWS,
    NUMBER_COLUMN,
    item_columns,
)
from importplan.survey.form.rules import no_value_words
from importplan.survey.questions import ITEM, of_group


def all_checks(language: Language) -> tuple[checks.FormCheck, ...]:
    """The checks of a row."""
    return (*checks.ITEM_CHECKS, *checks.for_some_of(of_group(ITEM), language))


def check_formula(row: int, language: Language) -> str:
    """What the check says of a row: the first doubt, else how much is needed of the item, nothing for an empty row."""
    sheet = f"'{text('survey.sheet.need', language)}'!"
    numbers, amounts = (_needs(sheet, key) for key in ("item_number", "quantity"))
    own = f"${letter(NUMBER_COLUMN)}{row + 1}"
    pieces = text("survey.check.needs", language).split("{}")
    shown = (f"COUNTIF({numbers},{own})", f"SUMIF({numbers},{own},{amounts})")
    told = f'"{pieces[0]}"' + "".join(f'&{value}&"{piece}"' for value, piece in zip(shown, pieces[1:], strict=True))
    missing = text("survey.check.no_needs", language)
    otherwise = f'IF(COUNTIF({numbers},{own})=0,"{missing}",{told})'
    words = checks.message(all_checks(language), address(row), special(language), language, otherwise)
    return f'=IF({begun(row)},{words},"")'


def address(row: int) -> checks.Cell:
    """The addresses of the answers of a row: columns fixed, the row not."""
    columns = item_columns()
    return lambda key: f"${letter(columns[key])}{row + 1}"


def begun(row: int) -> str:
    """Whether anything is answered in a row."""
    columns = item_columns()
    own = f"${letter(columns['kind'])}{row + 1}:${letter(columns['item_name'])}{row + 1}"
    rest = f"${letter(CHECK_COLUMN + 1)}{row + 1}:${letter(max(columns.values()))}{row + 1}"
    return f"COUNTA({own},{rest})>0"


def special(language: Language) -> dict[str, str]:
    """What the words beginning with @ stand for."""
    return {"@none": no_value_words(language)[0], "@CNY": text("currency.CNY", language)}


def _needs(sheet: str, key: str) -> str:
    column = letter(NEED_COLUMNS[key])
    return f"{sheet}${column}${NEED_FIRST_ROW + 1}:${column}${NEED_FIRST_ROW + NEED_ROWS}"
