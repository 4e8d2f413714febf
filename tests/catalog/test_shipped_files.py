"""The shipped data is found beside an installed package and at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from importplan.catalog import files


def test_a_checkout_has_the_catalogs_at_its_root() -> None:
    assert (files.shipped("catalogs") / "tariff" / "2026.csv").is_file()
    assert files.shipped("scenarios").name == "scenarios"


def test_an_installed_package_carries_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "importplan"
    inside = package / "_data" / "catalogs"
    inside.mkdir(parents=True)
    (tmp_path / "catalogs").mkdir()  # an unrelated folder of the same name two levels up
    monkeypatch.setattr(files, "PACKAGE", package)
    assert files.shipped("catalogs") == inside


def test_a_broken_installation_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PACKAGE", tmp_path / "a" / "b" / "importplan")
    with pytest.raises(FileNotFoundError, match="_data"):
        files.shipped("catalogs")
