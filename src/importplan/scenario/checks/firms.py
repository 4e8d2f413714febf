"""Firms: the credit code is one that can exist."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1: without I, O, S, V, Z
LENGTH = 18


def credit_codes_check_out(scenario: Scenario) -> Iterator[Issue]:
    """The last sign of a unified social credit code is a check digit."""
    for firm in scenario.firms:
        if firm.credit_code and not is_credit_code(firm.credit_code):
            yield Issue.warning("credit-code-invalid", firm.cell("credit_code"), value=firm.credit_code)


def is_credit_code(code: str) -> bool:
    """Whether the check digit fits (GB 32100-2015): weights 3^i mod 31, check = (31 − Σ value·weight mod 31) mod 31."""
    code = code.strip().upper()
    if len(code) != LENGTH or any(sign not in SIGNS for sign in code):
        return False
    total = sum(SIGNS.index(sign) * pow(3, position, 31) for position, sign in enumerate(code[:-1]))
    return SIGNS.index(code[-1]) == (31 - total % 31) % 31
