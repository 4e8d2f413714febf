"""Loads the catalogs: files → one frozen, typed `Catalog`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue
from importplan.catalog.bilingual import called
from importplan.catalog.cited import Cited
from importplan.catalog.files import shipped
from importplan.catalog.lists import concordance, goods_lists, names, parameters
from importplan.catalog.lists.code_match import CodeMatch, match_code
from importplan.catalog.lists.goods_lists import Edition, GoodsList, ListRow
from importplan.catalog.lists.requirements import Requirements, parse
from importplan.catalog.rates import exchange, extra_duties, headings, tariff, vat
from importplan.catalog.reading import Reading
from importplan.catalog.references import cities, countries, makers, risks, size_classes, stress_events
from importplan.catalog.rules import (
    clearance,
    customs_rates,
    deadlines,
    permits,
    rate_days,
    regimes,
    relief_words,
    subsidies,
    supervision,
)
from importplan.catalog.rules.regimes import OrdinaryTreatment, Regime

Reached = tuple[tuple[ListRow, CodeMatch], ...]


@dataclass(frozen=True)
class Catalog:
    """The dated tables and rules that a plan rests on."""

    tariff: tariff.Tariff
    headings: headings.TariffHeadings
    extra_duties: extra_duties.ExtraDuties
    vat: vat.VatRates
    ordinary: OrdinaryTreatment
    regimes: Mapping[str, Regime]  # reliefs by key, without the ordinary treatment
    concordance: concordance.Concordance
    goods_lists: goods_lists.GoodsLists
    supervision: supervision.SupervisionRules
    deadlines: deadlines.Deadlines
    permits: permits.Permits
    parameters: parameters.Parameters
    clearance: clearance.Clearance
    rate_days: rate_days.RateDays
    customs_rates: customs_rates.CustomsRates
    subsidies: subsidies.Subsidies
    names: names.NameWords
    relief_words: relief_words.ReliefWords
    countries: countries.Countries
    fx: exchange.ExchangeRates
    risks: tuple[risks.RiskFigure, ...]
    stress_events: Mapping[str, stress_events.KnownEvent]
    makers: makers.Makers
    size_classes: size_classes.SizeClasses
    cities: cities.Cities

    def regime(self, words: str) -> Regime | None:
        """The relief that a key or a name in either language means, None when there is none."""
        return called(words, self.regimes.values())

    def vat_rate(self, hs_code: str, day: date, rule: str) -> Cited:
        """The VAT rate of a code on a day: its own where the tariff names one, else the general rate.

        Raises RuleUnknown before the first rate on record.
        """
        own = self.tariff.own_vat(hs_code, day)
        if own is not None:
            return Cited(own.rate, rule, own.source, own.confidence)
        general = self.vat.on(day)
        return Cited(general.rate, rule, f"{general.document}; {general.source}", general.confidence)

    @cached_property
    def _reached(self) -> dict[tuple[str, str, str, int], Reached]:
        return {}

    def rows_reached(self, entry: GoodsList, edition: Edition, hs_code: str, year: int) -> Reached:
        """The rows of an edition whose codes reach a tariff code of a year, and how; kept once they are worked out."""
        key = (entry.key, edition.key, hs_code, year)
        if key not in self._reached:
            found = (
                (row, match_code(row.codes, edition.nomenclature, hs_code, year, self.concordance))
                for row in edition.rows.values()
            )
            self._reached[key] = tuple((row, match) for row, match in found if match is not None)
        return self._reached[key]

    @cached_property
    def _requirements(self) -> dict[str, Requirements]:
        return {}

    def requirement_of(self, row: ListRow) -> Requirements:
        """What the technical limits of a row ask; kept once they are read."""
        if row.requirement not in self._requirements:
            self._requirements[row.requirement] = parse(row.requirement, self.parameters)
        return self._requirements[row.requirement]

    def change_days(self) -> list[date]:
        """The days, in order, on which any rate or rule changes; between two of them every answer is the same."""
        days = {day for year in self.tariff.years for day in (year.valid_from, year.valid_to + timedelta(days=1))}
        days |= {rate.from_day for rate in self.vat.rates}
        days |= {agreement.from_day for agreement in self.ordinary.agreements}
        for regime in self.regimes.values():
            for version in regime.versions:
                days.add(version.from_day)
                days |= {version.to_day + timedelta(days=1)} if version.to_day else set()
        return sorted(days | self.goods_lists.change_days() | self.extra_duties.change_days())


def load(folder: Path | None = None, own: Path | None = None) -> Catalog:
    """Read the catalogs of a folder, by default the shipped ones: those are read once a process.

    Parameters
    ----------
    folder : Path, optional
        The catalogs; None: those that travel with the product.
    own : Path, optional
        A folder of the user's with the same layout: its files stand for those of the same name, or come beside them.

    Raises
    ------
    InputRejected
        With every fault of every file, each with file and line, or where the user's folder is not there.
    """
    if own is not None and not own.is_dir():
        raise InputRejected((Issue.error("catalogs-folder-missing", folder=own),))
    return _shipped() if folder is None and own is None else _read(Reading(folder or shipped("catalogs"), own))


@cache
def _shipped() -> Catalog:
    return _read(Reading(shipped("catalogs")))


def _read(reading: Reading) -> Catalog:
    catalog = Catalog(
        tariff=tariff.read(reading),
        headings=headings.read(reading),
        extra_duties=extra_duties.read(reading),
        vat=vat.read(reading),
        ordinary=regimes.read_ordinary(reading),
        regimes=regimes.read_reliefs(reading),
        concordance=concordance.read(reading),
        goods_lists=goods_lists.read(reading),
        supervision=supervision.read(reading),
        deadlines=deadlines.read(reading),
        permits=permits.read(reading),
        parameters=parameters.read(reading),
        clearance=clearance.read(reading),
        rate_days=rate_days.read(reading),
        customs_rates=customs_rates.read(reading),
        subsidies=subsidies.read(reading),
        names=names.read(reading),
        relief_words=relief_words.read(reading),
        countries=countries.read(reading),
        fx=exchange.read(reading),
        risks=risks.read(reading),
        stress_events=stress_events.read(reading),
        makers=makers.read(reading),
        size_classes=size_classes.read(reading),
        cities=cities.read(reading),
    )
    if reading.issues:
        raise InputRejected(tuple(reading.issues))
    return catalog
