"""Traced amounts on a terminal: every line with its base, rate, rule and source."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.customs.cost.duty_report import rule_words, source_words
from importplan.customs.cost.table import ChargeLine


def traced_lines(title: str, lines: Iterable[ChargeLine], language: Language) -> Table:
    """A table of seven columns, a row for each line."""
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column(text("duty.charge", language), overflow="fold")
    for key in ("duty.base", "duty.rate", "duty.amount"):
        table.add_column(text(key, language), justify="right", no_wrap=True)
    for key in ("duty.rule", "duty.source", "duty.confidence"):
        table.add_column(text(key, language), overflow="fold")
    for line in lines:
        table.add_row(
            text(f"charge.{line.charge}", language),
            f"{line.base_cny:,.2f}",
            "-" if line.rate is None else f"{line.rate:.2%}",
            f"{line.amount_cny:,.2f}",
            Text(rule_words(line.rule, language)),
            Text(source_words(line.source, language)),
            text(f"confidence.{line.confidence}", language),
        )
    return table
