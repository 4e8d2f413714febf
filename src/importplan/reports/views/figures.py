"""An estimate in words: the figure and its 95 % interval; the figure alone where there is nothing to estimate."""

from __future__ import annotations

from importplan.evaluation.estimates import Estimate
from importplan.reports.names import Names


def money_words(names: Names, estimate: Estimate) -> str:
    """CNY in the unit of summaries: `210（180~240）`."""
    value, low, high = (names.in_summary_unit(cny) for cny in (estimate.value, estimate.low, estimate.high))
    key = "result.figure" if estimate.exact else "result.figure_interval"
    return names.word(key, value=value + 0.0, low=low + 0.0, high=high + 0.0)


def share_words(names: Names, estimate: Estimate) -> str:
    """A share: `92.1%（91.0~93.2）`."""
    key = "result.share" if estimate.exact else "result.share_interval"
    return names.word(key, value=estimate.value, low=100.0 * estimate.low, high=100.0 * estimate.high)
