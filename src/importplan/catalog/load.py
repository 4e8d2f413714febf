"""Loads the catalogs: files → one frozen, typed `Catalog`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.catalog import countries, exchange, regimes, risks, tariff, vat
from importplan.catalog.files import shipped
from importplan.catalog.reading import Reading


@dataclass(frozen=True)
class Catalog:
    """The dated tables and rules that a plan rests on."""

    tariff: tariff.Tariff
    vat: vat.VatRates
    ordinary: regimes.OrdinaryTreatment
    regimes: Mapping[str, regimes.Regime]  # reliefs by key, without the ordinary treatment
    countries: countries.Countries
    fx: exchange.ExchangeRates
    risks: tuple[risks.RiskFigure, ...]


def load(folder: Path | None = None) -> Catalog:
    """Read the catalogs of a folder, by default the shipped ones.

    Raises InputRejected with every fault of every file, each with file and line.
    """
    reading = Reading(folder or shipped("catalogs"))
    catalog = Catalog(
        tariff=tariff.read(reading),
        vat=vat.read(reading),
        ordinary=regimes.read_ordinary(reading),
        regimes=regimes.read_reliefs(reading),
        countries=countries.read(reading),
        fx=exchange.read(reading),
        risks=risks.read(reading),
    )
    if reading.issues:
        raise InputRejected(tuple(reading.issues))
    return catalog
