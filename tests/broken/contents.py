"""Broken contents: every cell reads, but together they make no sense."""

from __future__ import annotations

from typing import Any

from breaking import (
    ERROR,
    WARNING,
    Broken,
    Change,
    added,
    cell,
    cells,
    draw_weights,
    setting,
    then,
    two_firms,
    two_firms_installed,
)
from case_tables import CaseTables, address

STORE = added("sites", "site", site="STORE", owner="firm")
TWO_DRAWS = draw_weights(0.5, 0.5)
FRAMEWORK = cells("suppliers", 2, "booking_cost_cny", booking_cost_cny=100)


def _no_open_need_share(case: CaseTables) -> str:
    case.sheets["settings"] = [row for row in case.sheets["settings"] if row[0] != "open_need_share"]
    return "settings"


def _made_input(case: CaseTables) -> str:
    case.add_row("routes", route="R1", item="M1", kind="domestic", local_cost_cny=1)
    case.add_row("items", item="X", hs_code="84571010")
    case.add_row("routes", route="R2", item="X", kind="parts")
    return added("route_inputs", "item", route="R2", item="M1", quantity=1)(case)


def _doubtful(case: CaseTables) -> str:
    draw_weights(1.0)(case)
    terms = {"kind": "domestic", "local_cost_cny": 1, "success_probability": 0.5}
    return added("routes", "success_probability", route="R2", item="M1", **terms)(case)


def _falling_back(offer: str, item: str = "M1", **terms: str) -> Change:
    luck = {"kind": "domestic", "local_cost_cny": 1, "success_probability": 0.5, "fallback_offer": offer}

    def change(case: CaseTables) -> str:
        case.add_row("items", item="X", hs_code="84571010")
        return added("routes", "fallback_offer", route="R2", item=item, **luck, **terms)(case)

    return change


def _step(units: float, price: float, at: str = "unit_price", **terms: Any) -> Change:
    """A price break of offer S1-M1 with other terms; the message points at a column of it."""

    def change(case: CaseTables) -> str:
        for column, value in terms.items():
            case.set_cell("offers", 2, column, value)
        return added("price_breaks", at, offer="S1-M1", from_quantity=units, unit_price=price)(case)

    return change


def _used_up(at: str, **values: Any) -> Change:
    """A part P that machines M1 use up; the message points at a column of `usage`."""
    return then(
        added("items", "item", item="P", name_zh="轴承", hs_code="84833000", kind="part", unit="件"),
        added("usage", at, machine="M1", item="P", **values),
    )


def _instead(at: str = "item") -> Change:
    """Item X may serve in place of M1; the message points at a column of it."""

    def change(case: CaseTables) -> str:
        case.add_row("items", item="X", hs_code="84571010")
        return added("substitutes", at, item="X", serves="M1")(case)

    return change


def _kits(code: str, kind: str = "kit", at: str = "kind") -> Change:
    """A route of kits X for machine M1, which no line takes and nobody sells; the message points at what is broken."""

    def change(case: CaseTables) -> str:
        item = case.add_row("items", item="X", hs_code=code, kind=kind)
        route = case.add_row("routes", route="R1", item="M1", kind="skd")
        used = case.add_row("route_inputs", route="R1", item="X", quantity=1)
        places = {"kind": ("routes", "kind", route), "item": ("route_inputs", "item", used)}
        return address(*places.get(at, ("items", at.removeprefix("items."), item)))

    return change


def _offer_again(case: CaseTables) -> str:
    headings, row = case.sheets["offers"][:2]
    again = {key: value for key, value in zip(headings, row, strict=True) if value is not None}
    return address("offers", "offer", case.add_row("offers", **again | {"offer": "S1-M1 again"}))


CONTENTS: tuple[Broken, ...] = (
    # ids and references
    Broken("id-twice", added("suppliers", "supplier", supplier="S1", country="DE"), ERROR, ("S1", "A2")),
    Broken("reference-unknown", cell("offers", "supplier", 2, "ACME"), ERROR, ("ACME", "suppliers")),
    Broken("reference-misspelt", cell("offers", "supplier", 2, "S11"), ERROR, ("S11", "Did you mean “S1”")),
    # what cannot be bought
    Broken(
        "item-only-closed-offers",
        then(
            cell("offers", "to", 2, "2020Q4"),
            lambda case: (cell("offers", "to", 3, "2020Q4")(case), address("items", "item", 2))[1],
        ),
        WARNING,
        ("S1-M1, S2-M1",),
    ),
    Broken("min-order-above-needs", cell("offers", "min_order", 2, 30), WARNING, ("30", "M1 in the plan (2)")),
    Broken("budget-zero", cell("budgets", "amount_cny", 2, 0), WARNING, ("0",)),
    # version of the format
    Broken("schema-newer", setting("schema", 9), ERROR, ("version 9", "0.1.0")),
    Broken("schema-older", setting("schema", 1), WARNING, ("version 1", "last day")),
    # rows that are switched off
    Broken(
        "switched-off", added("limits", "use", rule="min_fill_rate", value=0.5, use="no"), WARNING, ("switched off",)
    ),
    Broken("switched-off-with", cell("suppliers", "use", 2, "停用"), WARNING, ("S1", "S1-M1")),
    Broken(
        "switched-off-but-signed",
        then(
            cell("suppliers", "use", 2, "no"),
            lambda case: (
                added("open_orders", "order", order="PO1", offer="S1-M1", quantity=1, due="2027-06-01")(case),
                address("suppliers", "use", 2),
            )[1],
        ),
        WARNING,
        ("PO1", "still arrive"),
    ),
    # items and demand
    Broken(
        "item-without-source",
        then(
            added("items", "item", item="M2", hs_code="84571020"),
            lambda case: (
                added("demand", "line", line="D2", item="M2", period="2028Q1", quantity=1)(case),
                address("items", "item", 3),
            )[1],
        ),
        WARNING,
        ("M2",),
    ),
    Broken("item-unused", added("items", "item", item="M2", hs_code="84571020"), WARNING, ("M2",)),
    Broken(
        "workaround-without-limit",
        then(cell("items", "workaround_cost_cny", 2, 1000), cell("items", "workaround_limit", 2, 0)),
        WARNING,
    ),
    Broken("firm-needed", two_firms, ERROR, ("2 firms",)),
    Broken("firm-needed-installed", two_firms_installed, ERROR, ("2 firms",)),
    Broken("demand-overdue", cell("demand", "period", 2, "2020Q1"), WARNING, ("2020Q1", "2027-01-01")),
    Broken("demand-longer-than-period", cell("demand", "period", 2, "2028H1"), WARNING, ("2028H1", "2028Q1", "2028Q2")),
    Broken(
        "demand-across-periods",
        then(setting("start", "2027-02"), cell("demand", "period", 2, "2027Q3")),
        WARNING,
        ("2027Q3", "2027-05…07", "2027-08…10"),
    ),
    Broken("demand-within-period", cell("demand", "period", 2, "2028-02"), WARNING, ("2028Q1", "2028-03-31", "D2")),
    Broken("demand-outside-horizon", cell("demand", "period", 2, "2031Q1"), WARNING, ("2031Q1", "2028-12-31")),
    Broken("demand-zero", cell("demand", "quantity", 2, 0), WARNING),
    Broken("demand-quantity-half", cells("demand", 2, "quantity_high", quantity_low=1), ERROR),
    Broken(
        "demand-between-ends",
        cells("demand", 2, "period", period="2027年一至三季度", quantity=4),
        ERROR,
        ("2027Q1: 2, 2027Q2: 1, 2027Q3: 1", "or 2027Q3 where"),
    ),
    Broken(
        "demand-quantity-order", cells("demand", 2, "quantity", quantity_low=3, quantity_high=4), ERROR, ("3, 2, 4",)
    ),
    Broken("demand-urgent-without-cost", cell("demand", "shortage_cost_cny", 2, None), WARNING, ("Priority 1",)),
    Broken(
        "lateness-too-cheap",
        then(setting("open_need_share", 0), cell("demand", "shortage_cost_cny", 2, 1000)),
        WARNING,
        ("4,000 CNY",),
    ),
    Broken("open-needs-default", _no_open_need_share, WARNING, ("120%",)),
    Broken("value-beyond-reason", cell("demand", "quantity", 2, 1e11), ERROR, ("100,000,000,000", "10,000,000,000")),
    Broken("value-very-large", cell("demand", "quantity", 2, 1e9), WARNING, ("1,000,000,000",)),
    Broken("price-lost-beside-others", cell("offers", "unit_price", 3, 1e-7), ERROR, ("S2-M1",)),
    Broken("input-idle", cell("offers", "freight_share", 2, 0.05), WARNING, ("freight_share", "CIF")),
    Broken("quantity-not-whole", cell("demand", "quantity", 2, 1.5), ERROR, ("1.5", "M1")),
    Broken(
        "booking-not-whole",
        then(
            cell("offers", "contract", 2, "framework"),
            cells("suppliers", 2, "booking_max", booking_cost_cny=100, booking_min=1, booking_max=1.5),
        ),
        WARNING,
        ("1.5", "taken as 1"),
    ),
    Broken(
        "lot-signed-whole",
        then(cell("items", "whole_units", 2, "no"), cell("offers", "lot_size", 2, 1.27)),
        WARNING,
        ("1.27", "whole lots"),
    ),
    # offers and suppliers
    Broken("vat-unstated", cell("offers", "price_includes_vat", 3, None), ERROR, ("VAT",)),
    Broken(
        "payment-shares-above-one",
        cells("offers", 2, "shipment_share", deposit_share=0.5, retention_share=0.1),
        ERROR,
        ("120%",),
    ),
    Broken("retention-without-warranty", cells("offers", 2, "warranty_months", retention_share=0.05), WARNING, ("5%",)),
    Broken("used-goods-import", cells("offers", 2, "condition", condition="used"), WARNING),
    Broken("guarantee-insurance-share", cells("offers", 2, "guarantee", guarantee="insurance"), WARNING),
    Broken("offers-alike", _offer_again, WARNING, ("S1-M1", "S1-M1 again")),
    Broken("quote-expired", cell("offers", "quote_valid_to", 2, "2026-06-30"), WARNING, ("2026-06-30", "2027-01-01")),
    Broken(
        "quote-dates-order",
        cells("offers", 2, "quote_valid_to", quote_date="2027-05-01", quote_valid_to="2027-04-01"),
        ERROR,
        ("2027-04-01",),
    ),
    Broken("duty-rate-without-source", cell("offers", "duty_rate", 2, 0.05), WARNING, ("5.00%",)),
    Broken("domestic-origin-foreign", cell("offers", "incoterm", 2, "domestic"), WARNING, ("JP",)),
    Broken("import-origin-home", cell("offers", "incoterm", 3, "CIF"), WARNING, ("CIF",)),
    Broken("beside-not-declared", cells("offers", 3, "royalty", royalty=10), ERROR, ("domestic",)),
    Broken("installation-above-price", cells("offers", 2, "installation_inside", installation_inside=1e9), ERROR),
    Broken("offer-price-zero", cell("offers", "unit_price", 2, 0), WARNING),
    Broken(
        "lot-above-capacity",
        cells("offers", 2, "capacity_per_period", min_order=5, capacity_per_period=2),
        WARNING,
        ("5", "2"),
    ),
    Broken("lead-time-beyond-horizon", cell("offers", "lead_time_days", 2, 900), WARNING, ("963",)),  # 900+30+30+3
    Broken("framework-without-terms", cell("offers", "contract", 2, "framework"), ERROR, ("S1", "booking_cost_cny")),
    Broken(
        "booking-order",
        then(FRAMEWORK, cells("suppliers", 2, "booking_min", booking_min=5, booking_max=2)),
        ERROR,
        ("5", "2"),
    ),
    # intervals
    Broken("interval-reversed", cells("offers", 2, "from", from_="2028Q1", to="2027Q1"), ERROR, ("2028-01-01",)),
    Broken("interval-outside-horizon", cell("offers", "from", 2, "2037Q1"), WARNING, ("2037-01-01",)),
    Broken(
        "interval-cuts-period",
        added("limits", "to", rule="max_tax", value=1e9, from_="2027Q2", to="2027-11-15"),
        WARNING,
        ("2027-11-15", "2027-12-31"),
    ),
    Broken(
        "offer-cuts-period",
        cells("offers", 2, "from", from_="2027-02", to="2028Q2"),
        WARNING,
        ("2027-02-01", "2027-04-01", "2028-04-01"),
    ),
    Broken(
        "offer-open-on-no-day-of-order",
        cells("offers", 2, "from", from_="2027-02", to="2027-03-20"),
        WARNING,
        ("2027-02-01", "2027-03-20"),
    ),
    Broken(
        "qualification-cuts-period",
        added("qualifications", "valid_to", firm="firm", regime="encouraged_project", valid_to="2027-08"),
        WARNING,
        ("2027-08-31", "2027-06-30"),
    ),
    Broken(
        "qualification-expired",
        added("qualifications", "valid_to", firm="firm", regime="encouraged_project", valid_to="2025-12-31"),
        WARNING,
        ("2025-12-31",),
    ),
    # stock and contracts
    Broken(
        "stock-owner-site",
        then(STORE, added("stock", "owner", item="M1", site="STORE", quantity=1, owner="reserve")),
        WARNING,
        ("reserve", "STORE"),
    ),
    Broken(
        "stock-after-start",
        added("stock", "as_of", item="M1", quantity=1, as_of="2027-02-01"),
        WARNING,
        ("2027-02-01",),
    ),
    Broken(
        "bonded-past-guarantee",
        then(
            cell("offers", "warranty_months", 2, 12),
            added("stock", "as_of", item="M1", quantity=2, as_of="2026-12-31", customs_status="bonded"),
        ),
        WARNING,
        ("M1", "2027-12-31", "12 months"),
    ),
    Broken(
        "bonded-guarantee-unknown",
        added("stock", "customs_status", item="M1", quantity=2, customs_status="bonded"),
        WARNING,
        ("M1",),
    ),
    Broken(
        "bonded-stock-tax",
        added("stock", "offer", item="M1", quantity=2, customs_status="bonded", offer="S2-M1"),
        ERROR,
        ("2 of M1", "S2-M1", "whose tax they would owe"),
    ),
    Broken(
        "bonded-stock-offer",
        then(_offer_again, added("stock", "offer", item="M1", quantity=2, customs_status="bonded")),
        WARNING,
        ("2 of M1", "the most tax"),
    ),
    Broken(
        "bonded-stock-site",
        then(STORE, added("stock", "site", item="M1", quantity=2, customs_status="bonded", site="STORE")),
        ERROR,
        ("2 of M1", "STORE", "bonded site"),
    ),
    Broken(
        "bonded-stock-no-site",
        added("stock", "site", item="M1", quantity=2, customs_status="bonded"),
        WARNING,
        ("2 of M1", "no longest stay"),
    ),
    Broken(
        "relieved-stock-reserve",
        added("stock", "owner", item="M1", quantity=2, customs_status="relieved", owner="reserve"),
        ERROR,
        ("2 of M1", "the firm that is relieved"),
    ),
    Broken(
        "relieved-stock-incomplete",
        added("stock", "value_cny", item="M1", quantity=2, customs_status="relieved", released_on="2026-05-01"),
        WARNING,
        ("M1", "value_cny"),
    ),
    Broken("used-stock", added("stock", "condition", item="M1", quantity=2, condition="used"), WARNING, ("2 of M1",)),
    Broken(
        "used-stock-bonded",
        added("stock", "condition", item="M1", quantity=2, condition="refurbished", customs_status="bonded"),
        WARNING,
        ("2 of M1",),
    ),
    Broken(
        "open-order-dates",
        added("open_orders", "due", order="P1", offer="S1-M1", quantity=1, ordered="2027-05-01", due="2027-04-01"),
        ERROR,
        ("2027-04-01",),
    ),
    Broken(
        "open-order-overdue",
        added("open_orders", "due", order="P1", offer="S1-M1", quantity=1, due="2026-10-01"),
        WARNING,
        ("2026-10-01",),
    ),
    Broken(
        "open-order-stage",
        added("open_orders", "due", order="P1", offer="S1-M1", quantity=1, due="2028-05-01", stage="arrived"),
        ERROR,
        ("arrived", "2028-05-01"),
    ),
    Broken(
        "open-order-share",
        added("open_orders", "paid_share", order="P1", offer="S1-M1", quantity=1, due="2027-04-01", paid_share=1),
        WARNING,
        ("100%", "signed"),
    ),
    Broken(
        "open-order-named",
        then(
            cell("offers", "end_user", 2, "named"),
            added("open_orders", "firm", order="P1", offer="S1-M1", firm="reserve", quantity=1, due="2027-09-01"),
        ),
        ERROR,
        ("P1", "S1-M1"),
    ),
    # money and limits
    Broken("reserve-without-budget", setting("owner", "bureau"), WARNING, ("without limit", "payer reserve")),
    Broken(
        "budget-overlap",
        added("budgets", "from", payer="all", from_="2027Q3", to="2027Q3", amount_cny=1),
        WARNING,
        ("row 2",),
    ),
    Broken("limit-share-range", added("limits", "value", rule="max_supplier_share", value=50), ERROR, ("50 %",)),
    Broken("limit-hhi-scale", added("limits", "value", rule="max_hhi", value=2500), ERROR, ("0.25",)),
    Broken("limit-whole", added("limits", "value", rule="min_suppliers", value=1.5), ERROR, ("1.5",)),
    Broken(
        "limit-priority-unused",
        added("limits", "priority", rule="max_tax", value=1e6, priority=1),
        WARNING,
        ("max_tax",),
    ),
    Broken(
        "limit-unknown-group", added("limits", "item", rule="max_hhi", value=1, item="group:五轴"), ERROR, ("五轴",)
    ),
    Broken(
        "limit-unknown-who", added("limits", "who", rule="max_supplier_share", value=1, who="S9"), ERROR, ("S9", "S1")
    ),
    Broken(
        "limit-conflict",
        then(
            added("limits", "value", rule="max_reserve", value=1), added("limits", "value", rule="min_reserve", value=2)
        ),
        ERROR,
        ("min_reserve 2", "row 2"),
    ),
    Broken(
        "limit-without-offer",
        then(
            added("items", "item", item="M9", hs_code="84571010", reference_value_cny=1),
            added("limits", "value", rule="min_suppliers", item="M9", value=1),
        ),
        ERROR,
        ("M9", "offer"),
    ),
    Broken(
        "limit-without-framework",
        added("limits", "value", rule="min_booked_capacity", value=1),
        ERROR,
        ("booking_cost_cny",),
    ),
    Broken(
        "limit-without-need",
        added("limits", "value", rule="min_fill_rate", value=0.5, priority="3"),
        ERROR,
        ("no need",),
    ),
    Broken(
        "limit-nobody-holds",
        then(
            added("reserve_terms", "item", item="M1", mode="firm"),
            added("limits", "value", rule="min_reserve", item="M1", value=2),
        ),
        WARNING,
        ("2 of M1", "reserve_terms"),
    ),
    Broken("limit-path-unused", added("limits", "value_to", rule="max_hhi", value=0.5, value_to=0.4), ERROR),
    Broken("limit-sources-too-few", added("limits", "value", rule="min_suppliers", value=3), WARNING, ("M1 has 2",)),
    Broken(
        "limit-share-too-low", added("limits", "value", rule="max_supplier_share", value=0.4), WARNING, ("40%", "M1")
    ),
    Broken("limit-hard-service", added("limits", "value", rule="min_fill_rate", value=0.9), WARNING, ("90%",)),
    # risks
    Broken("risk-target-syntax", cell("risk_targets", "target", 2, "日"), ERROR, ("country:NL",)),
    Broken("risk-target-unknown", cell("risk_targets", "target", 2, "lane:北极"), ERROR, ("lane:北极",)),
    Broken("risk-target-misspelt", cell("risk_targets", "target", 2, "supplier:S11"), ERROR, ("supplier:S1",)),
    Broken("risk-target-no-offer", cell("risk_targets", "target", 2, "country:NL"), WARNING, ("country:NL",)),
    Broken("event-unknown", added("events", "event", event="JP-QUAK"), WARNING, ("JP-QUAKE",)),
    Broken("event-hits-nothing", added("events", "event", event="NL-LICENCE"), WARNING, ("NL-LICENCE",)),
    Broken("risk-tag-unknown", cell("risk_targets", "tag", 2, "EUV"), WARNING, ("EUV",)),
    Broken(
        "risk-without-target", added("risks", "risk", risk="R2", starts_per_year=1, mean_months=1), WARNING, ("R2",)
    ),
    Broken("risk-without-rate", cell("risks", "starts_per_year", 2, 0), WARNING, ("R1",)),
    Broken("risk-without-length", cell("risks", "mean_months", 2, 0), WARNING, ("R1",)),
    Broken("risk-active-before-start", cell("risks", "active_until", 2, "2026-05-01"), WARNING, ("2026-05-01",)),
    # draws
    Broken("draws-normalised", draw_weights(0.5, 0.25), WARNING, ("0.75",)),
    Broken("draw-weights-zero", draw_weights(0, 0), ERROR),
    Broken(
        "draw-values-without-draws",
        lambda case: added("draw_values", "draw", draw="W9", what="demand", id="D1", value=1)(case),
        WARNING,
    ),
    Broken(
        "draw-value-unknown-id",
        then(TWO_DRAWS, added("draw_values", "id", draw="W0", what="price", id="D1", value=1)),
        ERROR,
        ("D1",),
    ),
    Broken(
        "draw-value-longer-than-period",
        then(TWO_DRAWS, added("draw_values", "period", draw="W0", what="price", id="S1-M1", period="2027H1", value=1)),
        WARNING,
        ("2027H1", "2027Q1", "2027Q2"),
    ),
    Broken(
        "draw-value-cuts-period",
        then(TWO_DRAWS, added("draw_values", "period", draw="W0", what="price", id="S1-M1", period="2027-02", value=1)),
        WARNING,
        ("2027-02", "2027Q1"),
    ),
    Broken(
        "draw-value-no-offer",
        then(
            then(TWO_DRAWS, added("suppliers", "supplier", supplier="S9", country="DE")),
            added("draw_values", "id", draw="W0", what="availability", id="S9", value=0.5),
        ),
        WARNING,
        ("S9",),
    ),
    # exchange rates, firms, parts, reserve
    Broken("fx-twice", added("fx", "currency", currency="JPY", cny_per_unit=0.05), ERROR, ("JPY", "A2")),
    Broken("fx-home", added("fx", "cny_per_unit", currency="CNY", cny_per_unit=7), ERROR),
    Broken("fx-implausible", cell("fx", "cny_per_unit", 2, 4.55), WARNING, ("4.55", "one yen")),
    Broken(
        "credit-code-invalid",
        lambda case: (
            case.sheets.pop("budgets"),
            added("firms", "credit_code", firm="F1", credit_code="91440101MA59XXXX0A")(case),
        )[1],
        WARNING,
        ("check digit",),
    ),
    Broken(
        "reserve-terms-twice",
        then(added("reserve_terms", "item", item="M1"), added("reserve_terms", "item", item="M1")),
        ERROR,
        ("A2",),
    ),
    Broken(
        "terminal-value-zero-with-reserve",
        then(added("reserve_terms", "item", item="M1"), lambda _case: "settings"),
        WARNING,
        ("melt",),
    ),
    Broken(
        "route-circle",
        then(
            added("routes", "item", route="R1", item="M1"),
            added("route_inputs", "item", route="R1", item="M1", quantity=1),
        ),
        ERROR,
        ("M1 → M1",),
    ),
    Broken("accepts-not-used-yet", cell("demand", "accepts", 2, "JP;higher"), WARNING, ("JP in accepts", "1 rows")),
    Broken(
        "accepts-differ",
        then(
            added("demand", "accepts", line="L9", item="M1", period="2027Q2", quantity=1, accepts="skd"),
            cell("demand", "accepts", 2, "整机;散件"),
        ),
        WARNING,
        ("machine is left out",),
    ),
    Broken("route-without-inputs", added("routes", "kind", route="R1", item="M1", kind="skd"), ERROR, ("R1",)),
    Broken(
        "route-opens-too-late",
        added("routes", "available_from", route="R1", item="M1", kind="domestic", available_from="2050Q1"),
        WARNING,
    ),
    Broken("route-accepted-by-nobody", _kits("84571010"), WARNING, ("skd",)),
    Broken("kit-classified-apart", _kits("84669390", at="items.hs_code"), WARNING, ("84669390",)),
    Broken("kit-entered-as-part", _kits("84571010", "part", "items.kind"), WARNING, ("X",)),
    Broken("route-input-without-source", _kits("84571010", at="item"), WARNING, ("X",)),
    Broken("route-costs-nothing", added("routes", "local_cost_cny", route="R1", item="M1", kind="国产"), WARNING),
    Broken("route-succeeds-in-given-draws", _doubtful, WARNING, ("R2",)),
    Broken("fallback-other-item", _falling_back("S1-M1", item="X"), ERROR, ("S1-M1", "X")),
    Broken(
        "fallback-makes-less",
        then(cell("offers", "capacity_per_period", 2, 0.5), _falling_back("S1-M1")),
        WARNING,
        ("S1-M1", "0.5"),
    ),
    Broken("fallback-cannot-be-ordered", _falling_back("S1-M1", available_from="2050Q1"), WARNING, ("S1-M1",)),
    Broken("route-input-made", _made_input, WARNING, ("R2", "M1")),
    Broken("limit-hhi-soft", added("limits", "soft_cost_cny", rule="max_hhi", value=0.5, soft_cost_cny=1), ERROR),
    Broken("usage-without-rate", added("usage", "quantity_per_year", machine="M1", item="M1"), ERROR),
    Broken("price-break-of-free-offer", _step(5, 1, unit_price=0), ERROR, ("S1-M1",)),
    Broken("price-break-twice", then(_step(5, 2), _step(5, 1, at="from_quantity")), ERROR, ("5",)),
    Broken("price-break-rises", _step(5, 1e9), WARNING, ("5",)),
    Broken(
        "price-break-of-framework",
        then(cell("suppliers", "booking_cost_cny", 2, 1), _step(5, 1, at="offer", contract="framework")),
        WARNING,
        ("S1-M1",),
    ),
    Broken("price-break-above-capacity", _step(5, 1, at="from_quantity", capacity_per_period=4), WARNING, ("4",)),
    Broken("price-break-beside", _step(5, 1, royalty=1), WARNING, ("S1-M1",)),
    Broken(
        "usage-both-rates", _used_up("life_hours", quantity_per_year=2, life_hours=500), WARNING, ("yearly use of 2",)
    ),
    Broken("usage-without-hours", _used_up("life_hours", life_hours=500), WARNING, ("2 machines M1",)),
    Broken(
        "usage-without-machines",
        then(
            added("items", "item", item="P", hs_code="84833000", kind="part"),
            added("usage", "machine", machine="P", item="M1", quantity_per_year=1),
        ),
        WARNING,
        ("machine P",),
    ),
    Broken("usage-critical-without-cost", _used_up("shortage_cost_cny", quantity_per_year=2, critical="yes"), WARNING),
    Broken(
        "spares-derived", _used_up("item", quantity_per_year=2), WARNING, ("Part P", "machines needed in the plan 4")
    ),
    Broken(
        "spares-stated",
        then(
            added("demand", "line", line="own", item="P", period="2027Q1", quantity=7),
            _used_up("item", quantity_per_year=2),
        ),
        WARNING,
        ("their own need of 7",),
    ),
    Broken(
        "installed-without-usage",
        added("installed_base", "item", item="M1", quantity=3),
        WARNING,
        ("M1 in use (3)",),
    ),
    Broken("substitute-of-itself", added("substitutes", "serves", item="M1", serves="M1"), ERROR, ("M1",)),
    Broken("substitute-twice", then(_instead(), added("substitutes", "serves", item="X", serves="M1")), ERROR, ("X",)),
    Broken("substitute-accepted-by-nobody", _instead(), WARNING, ("higher",)),
)
