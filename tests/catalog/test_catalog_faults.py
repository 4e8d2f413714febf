"""An edited catalog with mistakes names file, line and value of all of them at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
from importplan.catalog.files import shipped
from importplan.catalog.load import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogs to edit."""
    return Path(shutil.copytree(shipped("catalogs"), tmp_path / "catalogs"))


def edit(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputRejected) as rejected:
        load(folder)
    for fault in rejected.value.issues:
        assert fault.found("zh") and fault.repair("zh") and fault.found("en") and fault.repair("en")
    return [(fault.code, str(fault.at)) for fault in rejected.value.issues]


def test_a_copy_of_the_shipped_catalogs_loads(folder: Path) -> None:
    assert load(folder) == load()


def test_all_mistakes_are_named_in_one_pass(folder: Path) -> None:
    edit(folder / "tariff" / "2026.csv", 'thrust over 25 kN",1,', 'thrust over 25 kN",1%,')
    edit(folder / "vat" / "import.toml", "value = 0.13", 'value = "a lot"')
    edit(folder / "fx" / "levels.csv", ",computed", ",perhaps")
    edit(folder / "regimes" / "cn" / "encouraged_project.toml", 'frees = ["duty"]', 'frees = ["everything"]')
    assert faults(folder) == [
        ("catalog-value", "tariff/2026.csv: 68"),
        ("catalog-value", "vat/import.toml"),
        ("catalog-value", "regimes/cn/encouraged_project.toml"),
        ("catalog-value", "fx/levels.csv: 2"),
    ]


def test_a_missing_file_a_missing_column_and_broken_toml_are_named(folder: Path) -> None:
    (folder / "risks" / "figures.csv").unlink()
    edit(folder / "countries" / "countries.csv", "name_zh", "name_cn")
    edit(folder / "regimes" / "cn" / "major_equipment.toml", "key =", "key")
    codes = {code for code, _ in faults(folder)}
    assert {"catalog-file-missing", "catalog-column-missing", "catalog-toml"} <= codes


def test_a_code_that_stands_twice_is_a_fault(folder: Path) -> None:
    path = folder / "tariff" / "2026.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    assert faults(folder) == [("catalog-value", f"tariff/2026.csv: {len(lines) + 1}")]


def test_a_dropped_agreement_column_is_no_fault_but_leaves_mfn(folder: Path) -> None:
    edit(folder / "tariff" / "2026.csv", ",rcep_japan_pct,", ",rcep_korea_pct,")
    row = next(iter(load(folder).tariff.years[0].rows.values()))
    assert set(row.agreements) == {"rcep_korea_pct"}


def test_mistakes_in_the_customs_modes_are_named(folder: Path) -> None:
    modes = folder / "clearance" / "modes.toml"
    edit(modes, 'standard = "standard"', 'standard = "usual"')
    edit(modes, "guarantee_share = 1", "guarantee_share = 100")
    edit(modes, "[late_declaration]", "[declared_late]")
    found = faults(folder)
    assert found.count(("catalog-value", "clearance/modes.toml")) == len(found) > 3
