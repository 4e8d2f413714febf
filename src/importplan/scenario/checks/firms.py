"""Firms: the credit code is one that can exist."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.parsing.credit_code import is_valid
from importplan.scenario.scenario import Scenario


def credit_codes_check_out(scenario: Scenario) -> Iterator[Issue]:
    """The last sign of a unified social credit code is a check digit."""
    for firm in scenario.firms:
        if firm.credit_code and not is_valid(firm.credit_code.strip().upper()):
            yield Issue.warning("credit-code-invalid", firm.cell("credit_code"), value=firm.credit_code)
