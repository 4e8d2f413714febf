"""Broken sheets, headings, settings and cells."""

from __future__ import annotations

from datetime import date

from breaking import (
    ERROR,
    WARNING,
    Broken,
    below_heading,
    cell,
    copy_sheet,
    drop_column,
    drop_sheet,
    empty_sheet,
    heading,
    no_headings,
    no_start,
    rename_sheet,
    setting,
    setting_line,
    value_beside,
)

from importplan.tables.cell import Cell

SHEETS_AND_CELLS: tuple[Broken, ...] = (
    # sheets and columns
    Broken("sheet-unknown", copy_sheet("fx", "天气"), WARNING, ("天气", "not read")),
    Broken("sheet-misspelt", rename_sheet("fx", "供应商s"), WARNING, ("供应商",)),
    Broken("sheet-twice", copy_sheet("items", "物项清单"), ERROR, ("items",)),
    Broken("sheet-missing", drop_sheet("suppliers"), ERROR, ("suppliers",)),
    Broken("sheet-empty", empty_sheet("offers"), ERROR, ("no rows",)),
    Broken("headings-missing", no_headings("risks"), ERROR, ("starts_per_year",)),
    Broken("column-unknown", heading("offers", "maker", "天气"), WARNING, ("天气",)),
    Broken("column-misspelt", heading("offers", "deposit_share", "deposit_shar"), WARNING, ("deposit_share",)),
    Broken("column-twice", heading("offers", "maker", "单价"), ERROR, ("D1",)),
    Broken("column-missing", drop_column("offers", "unit_price"), ERROR, ("unit_price",)),
    Broken("value-without-heading", value_beside("demand"), WARNING, ("stray",)),
    # settings
    Broken("setting-missing", no_start, ERROR, ("start",)),
    Broken("setting-unknown", setting_line("天气", 1), WARNING, ("天气",)),
    Broken("setting-misspelt", setting_line("discount_rat", 0.04), WARNING, ("discount_rate",)),
    Broken("setting-twice", setting_line("start", date(2027, 1, 1)), ERROR, ("first in B",)),
    Broken("setting-without-name", setting_line(None, 5, at="B"), WARNING),
    Broken("start-not-first-of-month", setting("start", date(2027, 1, 15)), ERROR, ("2027-01-01",)),
    Broken("risk-limit-missing", setting("goal", "cvar_limit"), ERROR, ("risk_limit_cny",)),
    Broken("example-case", setting("example", True), WARNING),
    Broken("risk-level-zero", setting("risk_level", 0), WARNING, ("95 %",)),
    # cells
    Broken("value-missing", cell("offers", "unit_price", 2, None), ERROR, ("unit_price", "blank")),
    Broken("number-expected", cell("offers", "unit_price", 2, "询价"), ERROR, ("询价", "1,234.5")),
    Broken("number-is-a-date", cell("demand", "quantity", 2, date(1900, 1, 2)), ERROR, ("1900-01-02", "General")),
    Broken("number-marks", cell("offers", "unit_price", 2, "1,5"), ERROR, ("1,5", "1.5")),
    Broken("unit-unknown", cell("demand", "quantity", 2, "2匹"), ERROR, ("2匹", "known unit: 2")),
    Broken("unit-mismatch", cell("demand", "quantity", 2, "2吨"), ERROR, ("2吨", "台")),
    Broken("rate-for-amount", cell("demand", "quantity", 2, "2台/月"), ERROR, ("2台/月", "months of the period")),
    Broken("contents-unknown", cell("demand", "quantity", 2, "1批"), ERROR, ("1批",)),
    Broken("foreign-currency", cell("offers", "local_cost_cny", 2, "5万美元"), ERROR, ("5万美元",)),
    Broken("year-for-quantity", cell("demand", "quantity", 2, 2027), ERROR, ("2027", "a year")),
    Broken("range-for-number", cell("demand", "quantity", 2, "3-5台"), ERROR, ("such as 4", "quantity_low")),
    Broken("cell-taken", cell("offers", "lead_time_days", 2, "6周"), WARNING, ("6周", "42 days")),
    Broken(
        "heading-unit",
        below_heading("lead_time_days (周)", cell("offers", "lead_time_days", 2, 6)),
        WARNING,
        ("42 days",),
    ),
    Broken("currency-with-scale", cell("offers", "currency", 2, "万美元"), ERROR, ("万美元", "USD alone")),
    Broken("country-one", cell("suppliers", "country", 2, "日本/德国"), ERROR, ("日本",)),
    Broken(
        "share-under-percent",
        below_heading("deposit_share (%)", cell("offers", "deposit_share", 2, 0.3)),
        ERROR,
        ("0.3%", "30%"),
    ),
    Broken("whole-number-expected", cell("demand", "priority", 2, 1.5), ERROR, ("1.5",)),
    Broken("share-expected", cell("offers", "deposit_share", 2, "a third"), ERROR, ("a third", "15 %")),
    Broken("share-above-one", cell("offers", "deposit_share", 2, 30), ERROR, ("30%",)),
    Broken("value-out-of-range", cell("offers", "unit_price", 2, -1), ERROR, ("-1", "≥ 0")),
    Broken("money-expected", cell("offers", "local_cost_cny", 2, "不详"), ERROR, ("120万元",)),
    Broken(
        "number-shown-otherwise", cell("offers", "unit_price", 2, Cell(50, '0.0"万"')), ERROR, ("50.0万", "holds 50")
    ),
    Broken("date-expected", cell("demand", "period", 2, "soon"), ERROR, ("soon", "2027Q1")),
    Broken("date-is-a-number", cell("demand", "period", 2, 46753), ERROR, ("46753",)),
    Broken("period-ambiguous", cell("demand", "period", 2, 2028.1), ERROR, ("2028-01", "2028Q1", "2028-10")),
    Broken("range-for-end", cell("budgets", "from", 2, "2027Q1–Q3"), ERROR, ("2027Q1 in from, 2027Q3 in to",)),
    Broken("range-for-day", setting("data_as_of", "2026年1-6月"), ERROR, ("2026-01 or 2026-06",)),
    Broken("day-or-month", cell("budgets", "from", 2, "3/1/2027"), ERROR, ("2027-03-01 or 2027-01-03",)),
    Broken("date-is-a-period", setting("data_as_of", "2026-11"), WARNING, ("2026-11", "2026-11-01")),
    Broken(
        "date-shown-coarser", cell("budgets", "to", 2, Cell(date(2027, 12, 15), "yyyy-mm")), WARNING, ("2027-12-15",)
    ),
    Broken("yes-no-expected", cell("offers", "qualified", 2, "perhaps"), ERROR, ("perhaps",)),
    Broken("choice-unknown", cell("items", "kind", 2, "宇宙飞船"), ERROR, ("整机 machine",)),
    Broken("choice-misspelt", cell("items", "kind", 2, "machin"), ERROR, ("machine",)),
    Broken("probability-expected", cell("demand", "firmness", 2, 80), ERROR, ("80", "0 to 1")),
    Broken("pairs-expected", cell("items", "spec", 2, "axes=5;fast"), ERROR, ("fast",)),
    Broken("hs-code-digits", cell("items", "hs_code", 2, "8457"), ERROR, ("8457", "8 or 10")),
    Broken("hs-code-lost-zero", cell("items", "hs_code", 2, 1012100), ERROR, ("01012100",)),
    Broken("hs-code-two-ways", cell("items", "hs_code", 2, "84571010.00"), ERROR, ("84571010", "8457101000")),
    Broken("hs-code-cut", cell("items", "hs_code", 2, 8457.1), ERROR, ("8457.1",)),
    Broken("name-became-date", cell("demand", "item", 2, Cell(date(2027, 3, 1), 'm"月"d"日"')), ERROR, ("“3-1”",)),
    Broken("name-became-number", cell("demand", "item", 2, Cell(1e5, "0.00E+00")), ERROR, ("1E5",)),
    Broken("name-lost-digits", cell("offers", "quote_no", 2, 911101081000000000.0), ERROR, ("15",)),
    Broken("text-became-date", cell("offers", "model", 2, date(2027, 3, 1)), WARNING, ("3-1",)),
    Broken("hs-code-is-a-number", cell("items", "hs_code", 2, 84571010), WARNING, ("84571010",)),
    Broken("country-unknown", cell("suppliers", "country", 2, "Atlantis-on-Sea"), ERROR, ("Atlantis-on-Sea",)),
    Broken("country-misspelt", cell("suppliers", "country", 2, "Japann"), ERROR, ("Japan",)),
    Broken("currency-unknown", cell("offers", "currency", 2, "★"), ERROR, ("★", "EUR")),
    Broken("currency-misspelt", cell("offers", "currency", 2, "日元元"), ERROR, ("JPY",)),
)
