"""What the shipped catalogs say: rates, dates, names, and that every figure has a source and a confidence word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from importplan.basics.errors import RuleUnknown
from importplan.basics.labels import text
from importplan.catalog.cited import CONFIDENCES
from importplan.catalog.load import load

CATALOG = load()
IN_2026 = date(2026, 6, 1)


def test_the_tariff_of_2026_has_all_rows_with_source_and_confidence() -> None:
    (year,) = CATALOG.tariff.years
    assert len(year.rows) == 1_914
    assert sum(row.mfn is None for row in year.rows.values()) == 333
    assert sum(row.provisional is not None for row in year.rows.values()) == 53
    assert all(row.source and row.confidence in CONFIDENCES for row in year.rows.values())


@pytest.mark.parametrize("code", ["84012000", "84135031", "84021110"])
def test_a_code_whose_rate_the_copy_has_cut_off_is_known_and_never_free(code: str) -> None:
    assert CATALOG.tariff.row(code, IN_2026).name_en
    with pytest.raises(RuleUnknown) as unknown:
        CATALOG.tariff.rate(code, IN_2026)
    assert unknown.value.code == "mfn-unknown"


@pytest.mark.parametrize(("code", "mfn", "provisional"), [("84011000", "0.02", None), ("84013010", "0.02", "0")])
def test_codes_beyond_the_first_sample_have_their_rates(code: str, mfn: str, provisional: str | None) -> None:
    """As printed in the schedule of 2026, page 1029."""
    row = CATALOG.tariff.row(code, IN_2026)
    assert (row.mfn, row.provisional) == (Decimal(mfn), None if provisional is None else Decimal(provisional))


def test_what_is_general_knowledge_or_blank_is_called_unverified() -> None:
    (year,) = CATALOG.tariff.years
    for row in year.rows.values():
        assert (row.confidence == "unverified") == ("unverified" in row.source or row.mfn is None)


def test_a_code_of_ten_digits_is_answered_by_its_row_of_eight() -> None:
    assert CATALOG.tariff.rate("8457101000", IN_2026).rate == Decimal("0.09")
    assert CATALOG.tariff.rate("84571010", IN_2026).rate == Decimal("0.09")


def test_a_provisional_rate_is_recorded_beside_mfn() -> None:
    row = CATALOG.tariff.row("85371019", IN_2026)
    assert (row.mfn, row.provisional, row.general) == (Decimal("0.05"), Decimal("0.03"), Decimal("0.14"))
    assert row.part_of_code


def test_rates_are_carried_on_after_the_last_table() -> None:
    assert not CATALOG.tariff.rate("84571010", date(2026, 12, 31)).carried
    later = CATALOG.tariff.rate("84571010", date(2027, 1, 1))
    assert (later.carried, later.year, later.rate) == (True, 2026, Decimal("0.09"))


@pytest.mark.parametrize(
    ("code", "day", "fault"),
    [
        ("84571091", IN_2026, "mfn-unknown"),
        ("84571098", IN_2026, "hs-code-unknown"),
        ("84561000", IN_2026, "hs-code-former"),
        ("84571010", date(2025, 12, 31), "tariff-before-first-year"),
    ],
)
def test_what_is_not_on_record_is_unknown_and_never_zero(code: str, day: date, fault: str) -> None:
    with pytest.raises(RuleUnknown) as unknown:
        CATALOG.tariff.rate(code, day)
    assert unknown.value.code == fault


def test_vat_is_thirteen_percent_since_april_2019() -> None:
    assert CATALOG.vat.on(date(2019, 4, 1)).rate == Decimal("0.13")
    with pytest.raises(RuleUnknown):
        CATALOG.vat.on(date(2019, 3, 31))


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2025, 2, 28), "〔2021〕198号"), (date(2025, 3, 1), "〔2025〕26号"), (date(2040, 1, 1), "〔2025〕26号")],
)
def test_the_edition_of_the_lists_is_chosen_by_day(day: date, number: str) -> None:
    version = CATALOG.regimes["major_equipment"].on(day)
    assert version is not None and number in version.document
    assert set(version.frees) == {"duty", "import_vat"}


def test_major_equipment_never_covers_a_complete_machine() -> None:
    assert CATALOG.regimes["major_equipment"].item_kinds == ("part", "material")


def test_an_encouraged_project_frees_duty_and_not_vat_since_2009() -> None:
    regime = CATALOG.regimes["encouraged_project"]
    version = regime.on(date(2009, 1, 1))
    assert version is not None and version.frees == ("duty",)
    assert regime.on(date(2008, 12, 31)) is None


def test_a_regime_is_found_by_its_name_too_and_the_words_agree_with_the_labels() -> None:
    for regime in CATALOG.regimes.values():
        for language in ("zh", "en"):
            assert CATALOG.regime(regime.name(language)) is regime
            assert text(f"regime.{regime.key}", language) == regime.name(language)
    assert CATALOG.regime("鼓励项目") is CATALOG.regimes["encouraged_project"]
    assert CATALOG.regime("免税") is None


def test_rcep_covers_japan_since_2022() -> None:
    agreement = CATALOG.ordinary.agreement_for("JP", date(2022, 1, 1))
    assert agreement is not None and agreement.key == "rcep"
    assert CATALOG.ordinary.agreement_for("JP", date(2021, 12, 31)) is None
    assert CATALOG.ordinary.agreement_for("DE", IN_2026) is None


def test_countries_are_found_in_both_languages_and_territories_have_their_names() -> None:
    countries = CATALOG.countries
    assert [countries.find(words) for words in ("荷兰", "Netherlands", "nl", "韩国", "U")] == [
        "NL",
        "NL",
        "NL",
        "KR",
        None,
    ]
    assert [countries.name(code, "zh") for code in ("TW", "HK", "MO")] == ["中国台湾", "中国香港", "中国澳门"]
    assert countries.find("台湾") == "TW" and countries.by_code["TW"].kind == "territory"
    assert countries.name("XX", "zh") == "XX"


def test_reference_rates_are_the_latest_means_per_unit() -> None:
    levels = {currency: CATALOG.fx.level(currency) for currency in ("EUR", "USD", "JPY", "GBP")}
    found = {currency: level.cny_per_unit for currency, level in levels.items() if level}
    assert found == {"EUR": Decimal("7.8757"), "USD": Decimal("6.8071"), "JPY": Decimal("0.042966")}
    assert levels["GBP"] is None


def test_volatilities_and_correlations_are_on_record() -> None:
    """EUR-JPY is 0.521 by quarter and 0.411 by day; EUR-GBP is known by day only, EUR-KRW not at all."""
    euro = next(entry for entry in CATALOG.fx.volatilities if entry.currency == "EUR")
    assert (euro.annual, euro.quarterly) == (pytest.approx(0.0639), pytest.approx(0.02771))
    pairs = {("".join(sorted(entry.pair)), entry.basis): entry.value for entry in CATALOG.fx.correlations}
    assert (pairs["EURJPY", "quarterly"], pairs["EURJPY", "daily"], pairs["EURGBP", "daily"]) == (0.521, 0.411, 0.61)
    assert not {("EURKRW", "quarterly"), ("EURGBP", "quarterly")} & pairs.keys()


def test_risk_figures_carry_their_source() -> None:
    frequency = next(figure for figure in CATALOG.risks if figure.topic == "disruption frequency")
    assert (frequency.low, frequency.unit[:5]) == (3.7, "years")
    assert all(figure.source and figure.confidence in CONFIDENCES for figure in CATALOG.risks)


def test_between_two_change_days_every_answer_is_the_same() -> None:
    changes = CATALOG.change_days()
    assert changes == sorted(changes)
    assert {date(2026, 1, 1), date(2027, 1, 1), date(2025, 3, 1), date(2019, 4, 1)} <= set(changes)
