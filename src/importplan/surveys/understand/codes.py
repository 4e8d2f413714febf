"""Codes of a form: unified social credit code, customs registration code, tariff code. A lost zero is never made up."""

from __future__ import annotations

import re

from importplan.surveys.understand import credit_code as credit
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words

HS_LENGTHS = (8, 10)
CUSTOMS_CODE = re.compile(r"[0-9A-Z]{10}")


def credit_code(words: Words, asked: Asked) -> Said:
    """The code with its check character proven."""
    code = credit.tidied(words.plain)
    if _is_number(words) and len(code) == credit.LENGTH and not credit.is_valid(code):
        raise NotUnderstood("credit-code-rounded")
    if credit.is_rounded(words.plain) or re.search(r"E\+", words.plain.upper()):
        raise NotUnderstood("credit-code-rounded")
    if len(code) != credit.LENGTH:
        raise NotUnderstood("credit-code-length")
    if not credit.is_valid(code):
        raise NotUnderstood("credit-code-check")
    return Said(code, _tidying(words, code))


def customs_code(words: Words, asked: Asked) -> Said:
    """Ten characters."""
    code = re.sub(r"[\s\-]", "", words.plain).upper()
    if not CUSTOMS_CODE.fullmatch(code):
        raise NotUnderstood("customs-code-length")
    return Said(code, _tidying(words, code))


def hs_code(words: Words, asked: Asked) -> Said:
    """8 or 10 digits. A number of 7 or 9 digits has lost a zero and is proposed, not taken."""
    code = re.sub(r"[\s.\-]", "", words.plain)
    if not (code.isascii() and code.isdigit()) or len(code) not in HS_LENGTHS:
        lost = code.isdigit() and len(code) + 1 in HS_LENGTHS
        numeric = _is_number(words)
        raise NotUnderstood(
            "hs-code-lost-zero" if lost and numeric else "hs-code-digits", f"0{code}" if lost and numeric else ""
        )
    return Said(code, _tidying(words, code))


def _is_number(words: Words) -> bool:
    return isinstance(words.cell.value, int | float)


def _tidying(words: Words, code: str) -> list[str]:
    if _is_number(words):
        return ["number_not_text"]
    return ["tidied_code"] if code != words.written else []
