"""Checks inside the questionnaire: a formula says what is doubtful, and the cells that it looks at are coloured.

A check never stops anybody: it says 请核对 and why. Conditions are Excel formulas over one row; in them `{key}` stands
for the cell of a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from importplan.basics.labels import Language, text
from importplan.parsing.credit_code import ALPHABET
from importplan.survey.form.rules import choice_words, no_value_words
from importplan.survey.questions import BY_KEY, Asks, Question

CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))  # GB 32100-2015
SEPARATORS = ("、", "，", ",", "；", ";", "/", " ", "\n")
Cell = Callable[[str], str]  # question key → address of its cell in the row


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A condition that is true where something is doubtful, and the questions whose cells are coloured then.

    `shows` are formulas whose results stand in the words, in the order of their braces.
    """

    code: str
    condition: str
    marks: tuple[str, ...]
    shows: tuple[str, ...] = ()


USE_PER_YEAR = "{installed}*{use_per_machine_year}"
LASTS_MONTHS = "{stock}/({installed}*{use_per_machine_year}/12)"
USE_KNOWN = "ISNUMBER({installed}),ISNUMBER({use_per_machine_year}),N({installed})*N({use_per_machine_year})>0"

ITEM_CHECKS = (
    FormCheck("name_missing", '{item_name}=""', ("item_name",)),
    FormCheck("shares_above_all", "SUM({first_share},{second_share})>1.0001", ("first_share", "second_share")),
    FormCheck("origin_missing", 'AND({first_maker}<>"",{first_maker}<>"@none",{first_origin}="")', ("first_origin",)),
    FormCheck(
        "use_against_bought",
        f"AND({USE_KNOWN},ISNUMBER({{bought_per_year}}),"
        f"ABS({USE_PER_YEAR}-{{bought_per_year}})>0.5*MAX({USE_PER_YEAR},{{bought_per_year}}))",
        ("use_per_machine_year", "bought_per_year"),
        (USE_PER_YEAR, "{bought_per_year}"),
    ),
    FormCheck("currency_missing", 'AND(ISNUMBER({unit_price}),{currency}="")', ("currency",)),
    FormCheck("vat_missing", 'AND(ISNUMBER({unit_price}),{currency}="@CNY",{price_includes_vat}="")', (
        "price_includes_vat",)),
    FormCheck(
        "stock_against_survival",
        f"AND({USE_KNOWN},ISNUMBER({{stock}}),ISNUMBER({{survives_months}}),"
        f"ABS({LASTS_MONTHS}-{{survives_months}})>MAX(1,0.5*MAX({LASTS_MONTHS},{{survives_months}})))",
        ("stock", "survives_months"),
        (LASTS_MONTHS, "{survives_months}"),
    ),
    FormCheck("margin_missing", 'AND(ISNUMBER({output_lost_cny_per_month}),{margin_share}="")', ("margin_share",)),
)  # fmt: skip

NEED_CHECKS = (
    FormCheck("item_missing", '{item_number}=""', ("item_number",)),
    FormCheck("item_unknown", '@name=""', ("item_number",)),
    FormCheck("period_missing", '{period}=""', ("period",)),
    FormCheck("quantity_missing", '{quantity}=""', ("quantity",)),
    FormCheck("low_above", "AND(ISNUMBER({quantity_low}),N({quantity_low})>N({quantity}),ISNUMBER({quantity}))", (
        "quantity_low",)),
    FormCheck("high_below", "AND(ISNUMBER({quantity_high}),N({quantity_high})<N({quantity}),ISNUMBER({quantity}))", (
        "quantity_high",)),
    FormCheck("firmness_missing", '{firmness}=""', ("firmness",)),
    FormCheck("twice", "@twice", ("item_number", "period", "firmness")),
)  # fmt: skip

FIRM_CHECKS = (
    FormCheck("required", 'AND({firm_name}="",@begun)', ("firm_name",)),
    FormCheck("code_length", 'AND({credit_code}<>"",NOT(@told),LEN(TRIM({credit_code}))<>18)', ("credit_code",)),
    FormCheck("code_digit", 'AND({credit_code}<>"",NOT(@told),NOT(@digit))', ("credit_code",)),
    FormCheck(
        "output_above_revenue",
        "AND(ISNUMBER({revenue_cny}),ISNUMBER({dependent_output_cny}),{dependent_output_cny}>{revenue_cny})",
        ("dependent_output_cny",),
    ),
    FormCheck("relief_ended", "AND(ISNUMBER({relief_valid_to}),{relief_valid_to}<TODAY())", ("relief_valid_to",)),
    FormCheck("consent_missing", 'AND({firm_name}<>"",{consent}="")', ("consent",)),
)


def for_some_of(questions: Iterable[Question], language: Language) -> tuple[FormCheck, ...]:
    """Checks that what was typed is made of the words that may be chosen, whatever separates them."""
    return tuple(
        FormCheck("some_of", f"LEN({_left_over(question, language)})>0", (question.key,))
        for question in questions
        if question.asks is Asks.SOME_OF
    )


def condition(check: FormCheck, cell: Cell, special: dict[str, str]) -> str:
    """The condition of a check with the addresses of a row; words beginning with @ are taken from `special`.

    What cannot be reckoned (AND looks at all of its parts, also at a division by nothing) is not doubtful.
    """
    formula = check.condition.format_map(_Cells(cell))
    for word, meaning in special.items():
        formula = formula.replace(word, meaning)
    return f"IFERROR({formula},FALSE)"


def message(
    checks: Iterable[FormCheck], cell: Cell, special: dict[str, str], language: Language, otherwise: str
) -> str:
    """A formula that gives the words of the first check that is true, else the formula `otherwise`."""
    formula = otherwise
    for check in reversed(tuple(checks)):
        formula = f"IF({condition(check, cell, special)},{_words(check, cell, language)},{formula})"
    return formula


def code_digit(cell: str) -> str:
    """True where the check digit of a credit code fits: (31 - sum of value times weight) mod 31 (GB 32100-2015)."""
    places = ";".join(str(place) for place in range(1, 18))
    weights = ";".join(str(weight) for weight in CODE_WEIGHTS)
    code = f"UPPER(TRIM({cell}))"
    total = f'SUMPRODUCT((FIND(MID({code},{{{places}}},1),"{ALPHABET}")-1)*{{{weights}}})'
    digit = f'FIND(MID({code},18,1),"{ALPHABET}")-1'
    return f"IFERROR(MOD(31-MOD({total},31),31)={digit},FALSE)"  # a sign that no code has: no digit fits


def doubtful(language: Language) -> str:
    """What every message of a check begins with."""
    return text("survey.check.doubtful", language)


def _words(check: FormCheck, cell: Cell, language: Language) -> str:
    """The words of a check as a formula: results are rounded to one place."""
    pieces = f"{doubtful(language)}{text(f'survey.check.{check.code}', language)}".split("{}")
    formula = f'"{pieces[0]}"'
    for piece, shown in zip(pieces[1:], check.shows, strict=True):
        formula += f'&ROUND({shown.format_map(_Cells(cell))},1)&"{piece}"'
    return formula


def _left_over(question: Question, language: Language) -> str:
    words = (*choice_words(question, language), *no_value_words(language))
    left = f"{{{question.key}}}"
    for word in (*sorted(words, key=len, reverse=True), *SEPARATORS):  # a word may hold a shorter one
        sign = "CHAR(10)" if word == "\n" else f'"{word}"'
        left = f'SUBSTITUTE({left},{sign},"")'
    return left


class _Cells(dict[str, str]):
    """The addresses of a row, found when they are asked for."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell = cell

    def __missing__(self, key: str) -> str:
        return self.cell(key) if key in BY_KEY else "{" + key + "}"
