"""Answers that a person decides on before they can act: wishes for the reserve, and what changing a supplier takes.

A firm's wish sets no terms, and a firm's validation qualifies a maker for that firm alone, while `offers` speak for
all: both are told with their cells, so that who writes `reserve_terms`, `offers` or `routes` of the base has them at
hand.
"""

from __future__ import annotations

from collections.abc import Iterable

from importplan.survey.case.lines import SurveyLine
from importplan.survey.case.trace import Trace
from importplan.survey.firms import IdentifiedFirm


def tell_wishes(firms: Iterable[IdentifiedFirm], lines: Iterable[SurveyLine], trace: Trace) -> None:
    """Put them among what is not in the case, with what they say."""
    for firm in firms:
        modes, share = firm.record.value("reserve_modes"), firm.record.number("release_share")
        if isinstance(modes, tuple) and modes:
            trace.leave_out("reserve_terms", "reserve_wish", firm.firm, "", firm.record.answer("reserve_modes"))
        if share is not None:
            told = firm.record.answer("release_share")
            trace.leave_out("reserve_terms", "release_wish", firm.firm, "", told, f"{share:.0%}")
    for line in lines:
        months, cny = line.record.number("validation_months"), line.record.number("validation_cny")
        if months is not None or cny is not None:
            told = line.record.answer("validation_months" if months is not None else "validation_cny")
            detail = f"{months or 0:g} months, {cny or 0:,.0f} CNY"
            trace.leave_out("offers", "validation_of_one", line.firm.firm, line.item.item, told, detail)
