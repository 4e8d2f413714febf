"""A relief rests on a row of a list: what the standing of that row and of its edition does to the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.files import shipped
from importplan.catalog.load import Catalog, load
from importplan.customs.cost.pricing import gather
from importplan.customs.relief.claim import Finding
from importplan.customs.relief.verdict import Verdict

UNSIGNED: Mapping[str, object] = {}
LIST = "goods_lists/major_equipment_parts"
PART = {"kind": "part", "hs_code": "84669390", "catalog_ref": "清单二/2025/4"}
RELIEF = {"regime": "major_equipment", "policy_clause": "清单一，由企业提供", "status": "held", "certificate": "No. 1"}


def catalog(folder: Path, in_hand: str, read_on: str, row_confidence: str = "official") -> Catalog:
    """The shipped catalogs under a 2025 edition of list 2 with one row."""
    place = folder / LIST
    place.mkdir(parents=True)
    about = f"""edition = "2025"
name_zh = "2025 年版"
name_en = "2025 edition"
document = "工信部联重装〔2025〕26号"
valid_from = 2025-03-01
rows_in_hand = "{in_hand}"
source = "test"
confidence = "official"
read_on = {read_on}
"""
    place.joinpath("2025.toml").write_text(about, encoding="utf-8")
    head = (shipped("catalogs") / LIST / "2007.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"row": "4", "name_zh": "电主轴", "hs_codes": "84669390", "source": "p. 1", "confidence": row_confidence}
    lines = [",".join(head), ",".join(row.get(name, "") for name in head)]
    place.joinpath("2025.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(own=folder)


def verdict(
    catalog: Catalog, data_as_of: date, reference: str = "清单二/2025/4", consent: Mapping[str, object] = UNSIGNED
) -> Verdict:
    scenario = tiny({"item": PART | {"catalog_ref": reference} | consent, "relief": RELIEF})
    settings = replace(scenario.settings, data_as_of=data_as_of)
    (claim,) = gather(scenario.replace(settings=settings), catalog).judgements.claims
    return claim.judgement.at(3)


def rows_doubted(found: Verdict) -> set[str]:
    return {finding.code for finding in found.doubts if finding.code.startswith("relief-row")}


# The shipped review.toml calls a list stale 12 months after it was read.
@pytest.mark.parametrize(
    ("in_hand", "read_on", "confidence", "doubts"),
    [
        ("complete", "2026-01-10", "official", set()),
        ("some", "2026-01-10", "official", set()),  # that other rows are missing does not matter to this one
        ("illustrative", "2026-01-10", "official", {"relief-row-illustrative"}),
        ("illustrative", "2026-01-10", "unverified", {"relief-row-illustrative"}),
        ("complete", "2026-01-10", "unverified", {"relief-row-unverified"}),
        ("complete", "2025-02-01", "official", set()),  # eleven months and nineteen days before
        ("complete", "2025-01-19", "official", {"relief-row-stale"}),  # a year and a day before
    ],
)
def test_a_weak_row_leaves_a_doubt_and_the_relief(
    tmp_path: Path, in_hand: str, read_on: str, confidence: str, doubts: set[str]
) -> None:
    found = verdict(catalog(tmp_path, in_hand, read_on, confidence), date(2026, 1, 20))
    assert found.granted
    assert rows_doubted(found) == doubts
    assert all(words(finding) for finding in found.doubts)


def words(finding: Finding) -> bool:
    return all(finding.found(language) and finding.repair(language) for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("in_hand", "reference", "code"),
    [
        ("complete", "清单二/2025/5", "relief-row-missing"),
        ("complete", "清单二/2021/4", "relief-edition-over"),
        ("complete", "清单二/2031/4", "relief-edition-unknown"),
    ],
)
def test_a_row_that_is_not_there_or_no_longer_holds_bars(
    tmp_path: Path, in_hand: str, reference: str, code: str
) -> None:
    found = verdict(catalog(tmp_path, in_hand, "2026-01-10"), date(2026, 1, 20), reference)
    assert not found.granted
    assert code in {finding.code for finding in found.bars}
    assert all(words(finding) for finding in found.bars)


def test_a_row_beyond_a_list_in_part_needs_the_word_of_a_person(tmp_path: Path) -> None:
    lists, day = catalog(tmp_path, "some", "2026-01-10"), date(2026, 1, 20)
    unsigned = verdict(lists, day, "清单二/2025/5")
    assert not unsigned.granted
    assert "relief-row-not-in-hand" in {finding.code for finding in unsigned.bars}
    signed = verdict(lists, day, "清单二/2025/5", CONSENT)
    assert signed.granted
    assert rows_doubted(signed) == {"relief-row-not-in-hand"}
