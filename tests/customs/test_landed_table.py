"""The table for the model: which options there are, by arrival period, and the values derived from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.pricing import gather
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.relief.choice import preferred
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.settings import Settings

CATALOG = load()
CONFIRMED = CONSENT
ENCOURAGED = {"regime": "encouraged_project"}


def test_arrivals_reach_five_years_beyond_the_plan() -> None:
    assert price(tiny(), CATALOG).unit_cny.shape == (1, len(CHARGE_INDEX), 12 + 5 * 4)


def test_the_landed_cost_is_worked_out_once_and_nobody_can_write_into_it() -> None:
    table = price(tiny(), CATALOG)
    assert table.cost_cny() is table.cost_cny()
    with pytest.raises(ValueError, match="read-only"):
        table.cost_cny()[0, 0] = 1.0


def test_every_firm_buys_and_the_reserve_too_unless_the_end_user_is_named() -> None:
    firms, terms = (Firm(firm="A"), Firm(firm="B")), (ReserveTerms(item="M"),)
    free = price(tiny(firms=firms, reserve_terms=terms), CATALOG)
    assert [option.payer for option in free.options] == ["A", "B", "reserve"]
    assert "reserve-deducts-vat" in {note.code for note in free.notes}
    named = price(tiny({"offer": {"end_user": "named"}}, firms=firms, reserve_terms=terms), CATALOG)
    assert [option.payer for option in named.options] == ["A", "B"]


def test_a_relief_stands_beside_the_ordinary_option_of_its_firm_only() -> None:
    firms = (Firm(firm="A"), Firm(firm="F"))
    table = price(tiny({"item": CONFIRMED, "relief": ENCOURAGED}, firms=firms), CATALOG)
    assert [(option.payer, option.regime) for option in table.options] == [
        ("A", "ordinary"),
        ("F", "ordinary"),
        ("F", "encouraged_project"),
    ]
    assert table.ordinary.tolist() == [0, 1, 1]
    assert table.options[2].qualification == 0


@pytest.mark.parametrize("offer", [{"incoterm": "domestic", "price_includes_vat": False}, {"incoterm": "DDP"}])
def test_goods_that_the_buyer_does_not_declare_have_no_relief(offer: dict[str, object]) -> None:
    table = price(tiny({"item": CONFIRMED, "relief": ENCOURAGED, "offer": offer}), CATALOG)
    assert [option.regime for option in table.options] == ["ordinary"]
    assert table.options[0].domestic


def test_an_item_that_nobody_confirmed_is_not_exempted() -> None:
    table = price(tiny({"relief": ENCOURAGED}), CATALOG)
    assert [option.regime for option in table.options] == ["ordinary"]


def test_a_relief_for_one_item_leaves_the_others_taxed() -> None:
    scenario = tiny({"item": CONFIRMED, "relief": ENCOURAGED | {"item": "M"}})
    other = Item(item="N", hs_code="84602419", **CONSENT)
    offers = (*scenario.offers, replace(scenario.offers[0], offer="P", item="N"))
    table = price(scenario.replace(items=(*scenario.items, other), offers=offers), CATALOG)
    assert [(option.offer, option.regime) for option in table.options if option.qualification is not None] == [
        ("O", "encouraged_project")
    ]


def test_a_certificate_frees_only_arrivals_that_it_covers_from_the_first_to_the_last_day() -> None:
    """Valid 2026-02-01 … 2026-12-30: of the quarters of 2026 only the second and third lie wholly inside."""
    relief = ENCOURAGED | {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 12, 30)}
    table = price(tiny({"item": CONFIRMED, "relief": relief}), CATALOG)
    assert table.unit_cny[1, CHARGE_INDEX[DUTY], :5].tolist() == [90_000, 0, 0, 90_000, 90_000]
    assert np.array_equal(table.unit_cny[1, :, 3:], table.unit_cny[0, :, 3:])


def test_a_planned_relief_is_marked_and_priced_as_taxed() -> None:
    table = price(tiny({"item": CONFIRMED, "relief": ENCOURAGED | {"status": "planned"}}), CATALOG)
    assert table.planned.tolist() == [False, True]
    assert np.array_equal(table.unit_cny[0], table.unit_cny[1])


def test_an_applied_relief_is_priced_as_exempt() -> None:
    table = price(tiny({"item": CONFIRMED, "relief": ENCOURAGED | {"status": "applied"}}), CATALOG)
    assert table.cost_cny()[:, 0].tolist() == [1_090_000, 1_000_000]
    assert table.options[1].status == "applied"


def test_the_reference_value_is_the_median_landed_cost_of_the_offers() -> None:
    """Landed 1,090,000, 2,180,000 and 4,360,000 yuan: the middle one. VAT that is deductible is no part of it."""
    offer = tiny().offers[0]
    offers = tuple(replace(offer, offer=f"O{factor}", unit_price=1e6 * factor) for factor in (1, 2, 4))
    assert price(tiny(offers=offers), CATALOG).reference_value_cny.tolist() == [pytest.approx(2_180_000)]


def test_the_reference_value_does_not_depend_on_the_order_of_firms() -> None:
    firms = (Firm(firm="A", vat_deductible=False), Firm(firm="B"))
    there, back = tiny(firms=firms), tiny(firms=firms[::-1])
    assert price(there, CATALOG).reference_value_cny == price(back, CATALOG).reference_value_cny == 1_090_000


def test_a_given_reference_value_stands_and_an_item_without_offers_has_none() -> None:
    items = (Item(item="M", hs_code="84602419", reference_value_cny=0.0), Item(item="N", hs_code="84602419"))
    assert price(tiny(items=items), CATALOG).reference_value_cny.tolist() == [0.0, 0.0]


def test_the_workbooks_exchange_rate_goes_before_the_reference_rate() -> None:
    table = price(tiny({"offer": {"currency": "EUR"}, "fx": {"EUR": 9.0}}), CATALOG)
    assert table.base_rate == {"CNY": 1.0, "EUR": 9.0}
    assert "fx-reference-rate" not in {note.code for note in table.notes}
    assert price(tiny({"offer": {"currency": "JPY"}}), CATALOG).base_rate["JPY"] == pytest.approx(0.042966)


def test_a_quota_in_dollars_brings_the_dollars_rate() -> None:
    relief = ENCOURAGED | {"quota_usd": 4_200_000}
    assert price(tiny({"item": CONFIRMED, "relief": relief}), CATALOG).base_rate["USD"] == pytest.approx(6.8071)


def test_a_case_without_offers_has_an_empty_table() -> None:
    table = price(tiny(offers=()), CATALOG)
    assert table.unit_cny.shape == (0, len(CHARGE_INDEX), 32)
    assert table.customs_value_cny.shape == table.ordinary.shape == table.planned.shape == (0,)


def test_the_preferred_treatment_is_the_cheapest_that_is_in_force() -> None:
    relief = ENCOURAGED | {"valid_to": date(2026, 12, 31)}
    chosen = preferred(price(tiny({"item": CONFIRMED, "relief": relief}), CATALOG))
    assert chosen[1, :5].tolist() == [True, True, True, True, False]
    assert (chosen.sum(axis=0) == 1).all()


def test_freed_vat_alone_makes_a_relief_preferred() -> None:
    """At a duty of 0 the relief of a part saves cash and no cost; it is still the better one."""
    item = {"hs_code": "84669390", "kind": "part", **CONSENT}
    table = price(tiny({"item": item, "relief": {"regime": "major_equipment"}}), CATALOG)
    assert table.cost_cny()[0, 0] == table.cost_cny()[1, 0]
    assert preferred(table)[:, 0].tolist() == [False, True]


def test_a_planned_relief_is_never_preferred() -> None:
    table = price(tiny({"item": CONFIRMED, "relief": ENCOURAGED | {"status": "planned"}}), CATALOG)
    assert not preferred(table)[1].any()


def test_a_bureau_case_has_two_options_for_every_offer_and_firm_alike() -> None:
    """100 offers, 40 qualified firms, 32 arrival periods: what is the same for two firms is priced the same."""
    offer = tiny({"item": CONFIRMED}).offers[0]
    scenario = tiny(
        {"item": CONFIRMED},
        settings=Settings(start=date(2026, 1, 1)),
        firms=tuple(Firm(firm=f"F{number}") for number in range(40)),
        offers=tuple(replace(offer, offer=f"O{number}", currency="EUR") for number in range(100)),
        qualifications=tuple(
            Qualification(firm=f"F{number}", regime="encouraged_project", item="M", **CONSENT) for number in range(40)
        ),
    )
    table = price(scenario, CATALOG)
    assert table.unit_cny.shape == (8_000, len(CHARGE_INDEX), 32)
    ordinary = [position for position, option in enumerate(table.options) if option.regime == "ordinary"]
    assert (table.unit_cny[ordinary] == table.unit_cny[ordinary[0]]).all()


def test_offers_of_the_same_goods_share_their_rates_and_none_that_says_its_own() -> None:
    """Shared: two offers that say nothing of rates. Own: a stated rate, an additional duty, an unknown origin."""
    case = tiny({"item": {"hs_code": "8537101901", "kind": "part"}})
    one = case.offers[0]
    others = {
        "P": {}, "Q": {"duty_rate": 0.01, "duty_rate_source": "t"}, "R": {"extra_duty_rate": 0.25},
        "U": {"origin": "ZZ"},
    }  # fmt: skip
    offers = (one, *(replace(one, offer=key, **given) for key, given in others.items()))
    found = {each.offer.offer: each for each in gather(case.replace(offers=offers), CATALOG).quotes}
    assert found["P"].duty is found["O"].duty
    assert [float(found[key].duty[0].value) for key in "OPQRU"] == [0.03, 0.03, 0.01, 0.03, 0.14]
    assert [bool(found[key].extra_duty[0]) for key in "OPQRU"] == [False, False, False, True, False]
