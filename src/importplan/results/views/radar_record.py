"""The change radar as plain values, for machines."""

from __future__ import annotations

from typing import Any

from importplan.customs.cost.table import ChargeLine
from importplan.results.names import Names
from importplan.results.radar.radar import (
    RadarCase,
    RadarLine,
    Timing,
)
from importplan.results.radar.side import Bill
from importplan.results.table import Table, plain
from importplan.results.views.radar_tables import CONTRACTS, FIRMS, LOTS
from importplan.results.views.radar_told import Radar
from importplan.results.views.radar_words import (
    bars,
    radar_sentences,
)


def radar_record(found: Radar, names: Names) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "old": found.before,
        "new": found.after,
        "sentences": list(radar_sentences(found, names)),
        "lines": [_line_record(case, line) for case, line in found.lines],
        "firms": Table("firms", FIRMS, found.firms).records(),
        "contracts": Table("contracts", CONTRACTS, found.contracts).records(),
        "supervised": Table("supervised", LOTS, found.lots).records(),
        "changes": [
            {"kind": each.kind, "name": each.name[1], "from": plain(each.from_day), "values": plain(each.values)}
            for each in found.changes
        ],
        "faults": [
            {
                "file": fault.name,
                "code": issue.code,
                "at": str(issue.at),
                "zh": issue.found("zh"),
                "en": issue.found("en"),
            }
            for fault in found.faults
            for issue in fault.issues
        ],
    }


def _line_record(case: RadarCase, line: RadarLine) -> dict[str, Any]:
    goods = line.goods
    return {
        "file": case.name,
        "bearing": line.bearing.value,
        "source": goods.source.value,
        "number": goods.number,
        "reference": goods.reference,
        "firm": goods.payer,
        "firms_alike": goods.payers,
        "item": goods.item.item,
        "hs_code": goods.item.hs_code,
        "offer": goods.offer.offer,
        "quantity": goods.quantity,
        "day": goods.day.isoformat(),
        "at": str(goods.at),
        "before": _bill_record(line.before),
        "after": _bill_record(line.after),
        "cost_cny": float(line.cost_cny),
        "cash_cny": float(line.cash_cny),
        "tax_cny": float(line.tax_cny),
        "charges": [
            {"charge": each.charge, "before_cny": float(each.before), "after_cny": float(each.after),
             "was": [_rule_record(one) for one in each.was], "now": [_rule_record(one) for one in each.now]}
            for each in line.charges
        ],
        "declare_before": _timing_record(line.declare_before),
        "declare_from": _timing_record(line.declare_from),
        "faults": [{"code": issue.code, "at": str(issue.at)} for issue in line.faults],
        "relief_bars": [finding.code for finding in bars(line)],
    }  # fmt: skip


def _bill_record(bill: Bill | None) -> dict[str, Any] | None:
    if bill is None:
        return None
    sums = {"cost_cny": float(bill.cost), "cash_cny": float(bill.cash), "tax_cny": float(bill.tax)}
    return {"hs_code": bill.hs_code, "regime": bill.option.regime, "exempt": bill.exempt, **sums}


def _rule_record(line: ChargeLine) -> dict[str, Any]:
    rate = None if line.rate is None else float(line.rate)
    return {"rate": rate, "rule": line.rule, "source": line.source, "confidence": line.confidence}


def _timing_record(timing: Timing | None) -> dict[str, Any] | None:
    if timing is None:
        return None
    sums = {"saves_cost_cny": float(timing.cost_cny), "saves_cash_cny": float(timing.cash_cny)}
    return {"change": timing.change.isoformat(), **sums, "passed": timing.passed}
