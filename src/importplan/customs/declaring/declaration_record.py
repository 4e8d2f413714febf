"""Declarations as plain values, for machines."""

from __future__ import annotations

from importplan.catalog.rules.regimes import Citation
from importplan.customs.cost.duty_lines import line_record
from importplan.customs.cost.table import LandedOption
from importplan.customs.declaring.declaration import DeclaredShipment, OfferDeclared


def as_record(found: DeclaredShipment) -> dict[str, object]:
    """The days, then every declaration with its lines; charges are called as in `duty --json`."""
    days = found.days
    return {
        "situation": days.situation.key,
        "rate_day": days.rate_day.isoformat(),
        "rate_day_rule": _cited(days.situation.cited),
        "arrived": days.arrived.isoformat(),
        "declared": days.declared.isoformat(),
        "pay_by": days.pay_by.isoformat(),
        "pay_by_rule": _cited(days.payment.cited),
        "late_payment_rule": _cited(days.late_fee.cited),
        "customs_rates": [
            {
                "currency": each.currency,
                "cny_per_unit": float(each.rate.value),
                "month": f"{each.month:%Y-%m}",
                "reference_day": each.reference_day.isoformat(),
                "assumed": each.is_assumed,
                "rule": each.rate.rule,
                "source": each.rate.source,
                "confidence": each.rate.confidence,
            }
            for each in found.rates
        ],
        "customs_rate_rule": _cited(found.catalog.customs_rates.rule),
        "small_amount_cny": float(days.small_amount.duty_cny),
        "small_amount_rule": _cited(days.small_amount.cited),
        "declarations": [_of(each) for each in found.declarations],
        "notes": [
            {"code": note.code, "at": str(note.at), "zh": note.found("zh"), "en": note.found("en")}
            for note in found.notes
        ],
    }


def _of(found: OfferDeclared) -> dict[str, object]:
    late = found.late
    option = LandedOption(found.offer.offer, found.payers[0], found.regime, None, "", domestic=False)
    return {
        "item": found.item.item,
        "offer": found.offer.offer,
        "firms": list(found.payers),
        "regime": found.regime,
        "quantity": found.quantity,
        "customs_value_cny": float(found.customs_value_cny),
        "tax_cny": float(found.tax_cny),
        "late_payment_cny_a_day": float(found.late_fee_a_day_cny),
        "within_small_amount": found.is_small,
        "late_declaration": None
        if late is None
        else {
            "last_free_day": late.last_free_day.isoformat(),
            "holidays_estimated": late.is_estimated,
            "days": late.days,
            "amount_cny": float(late.amount_cny),
            "below_floor_cny": float(late.waived_cny),
            "rate": float(late.rule.daily_rate),
            "floor_cny": float(late.rule.floor_cny),
            "rule": late.rule.document,
            "source": late.rule.source,
            "confidence": late.rule.confidence,
        },
        "lines": [line_record(option, line) for line in found.lines],
    }


def _cited(rule: Citation) -> dict[str, str]:
    return {"document": rule.document, "source": rule.source, "confidence": rule.confidence}
