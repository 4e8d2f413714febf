"""No false relief: what a naive reading would free stays taxed, and the finding that bars it is named."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from landed_cases import CASES, catalog_with, tiny

from consents import CONSENT
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.cli.duty import print_json
from importplan.customs.cost.duty_report import report
from importplan.customs.cost.landed_cost import table
from importplan.customs.cost.pricing import gather
from importplan.customs.relief.rulings import ClaimRuling
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.reserve_terms import ReserveTerms

SIGNED = {"confirmed_by": "赵敏", "confirmed_on": "2025-12-01", "confirmed_basis": "项目设备清单第 1 项"}
GRINDER = {"hs_code": "84602419", "name_zh": "数控磨床", "spec": "工件直径=600 mm;定位精度=0.002 mm", **SIGNED}
CLAUSE = "major_equipment_supported/2025/1"
# What is relieved; a trap is one of these with what its line changes.
BASES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "grinder": (GRINDER, {"regime": "encouraged_project", "applicant_class": "domestic_project"}),
    "control": (
        {"hs_code": "85371019", "name_zh": "数控系统", "kind": "part", "spec": "联动轴数=5",
         "catalog_ref": "major_equipment_parts/2025/1"},
        {"regime": "major_equipment", "policy_clause": CLAUSE},
    ),
    "bearing": (
        {"hs_code": "84828000", "name_zh": "主轴轴承", "kind": "part", **SIGNED,
         "confirmed_basis": "清单二2025年版第5行"},
        {"regime": "major_equipment", "policy_clause": CLAUSE},
    ),
    "circuits": (
        GRINDER, {"regime": "integrated_circuits", "applicant_class": "logic_memory_65nm", "goods_class": "equipment"},
    ),
    "display": (
        GRINDER, {"regime": "new_displays", "applicant_class": "major_project", "goods_class": "new_equipment"},
    ),
}  # fmt: skip
NUMBERS = ("quota_units", "quota_cny", "quota_usd", "duty_rate")
DAYS = ("confirmed_on", "valid_from", "valid_to", "project_approved_on")
with (CASES / "traps" / "traps.csv").open(encoding="utf-8", newline="") as file:
    TRAPS = list(csv.DictReader(file))


def cells(words: Mapping[str, str]) -> dict[str, Any]:
    """Typed cells of what a table writes as words."""
    found: dict[str, Any] = {}
    for key, value in words.items():
        found[key] = float(value) if key in NUMBERS else date.fromisoformat(value) if key in DAYS else value
        if key == "spec":
            found[key] = tuple(tuple(pair.split("=", 1)) for pair in value.split(";"))
        if key == "price_includes_vat":
            found[key] = value == "yes"
    return found


def changed(base: Mapping[str, str], words: str) -> dict[str, Any]:
    """A base with `key=value | key=value`; a value of `-` takes the key out, but for a name that is a sign."""
    pairs = dict(pair.strip().split("=", 1) for pair in words.split(" | ") if pair.strip())
    kept = {key: value for key, value in {**base, **pairs}.items() if pairs.get(key) != "-"}
    return cells(kept)


def case_of(trap: Mapping[str, str]) -> Scenario:
    """The case of a line: its base with its changes, in a plan by quarters from 2026 on."""
    item, relief = BASES[trap["base"]]
    given = {"item": changed(item, trap["item"]), "relief": changed(relief, trap["relief"]),
             "offer": changed({}, trap["offer"])}  # fmt: skip
    return tiny(given, fx=(ExchangeRate(currency="USD", cny_per_unit=7.0),))


def arrival(trap: Mapping[str, str]) -> date:
    return date.fromisoformat(trap["arrival"] or "2026-04-01")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The shipped catalogs with five lists in full."""
    return catalog_with("lists_in_full", tmp_path_factory.mktemp("catalogs"))


def judged(scenario: Scenario, catalog: Catalog) -> ClaimRuling:
    (claim,) = gather(scenario, catalog).judgements.claims
    return claim


def test_there_are_two_hundred_traps_each_with_its_own_name_and_thirty_of_published_cases() -> None:
    assert len({trap["name"] for trap in TRAPS}) == len(TRAPS) >= 200
    assert sum(trap["name"].startswith("published_") for trap in TRAPS) >= 30
    assert sum(bool(trap["source"]) for trap in TRAPS) >= 75
    assert all(trap["why"] for trap in TRAPS)


@pytest.mark.parametrize("base", BASES)
def test_what_the_traps_are_made_of_is_relieved(base: str, catalog: Catalog) -> None:
    blank = dict.fromkeys(("item", "relief", "offer"), "") | {"base": base}
    assert judged(case_of(blank), catalog).judgement.at(1).granted


@pytest.mark.parametrize(
    ("base", "column", "words"),
    [
        ("grinder", "confirmed_basis", "国鼓1 项目设备清单3"),
        ("grinder", "confirmed_basis", "征免税确认通知书 2026-0031"),
        ("grinder", "confirmed_basis", "Equipment list of project P-12, row 3"),
        ("grinder", "confirmed_basis", "Confirmation of Customs Foshan No. 44, item 2"),
        ("grinder", "confirmed_basis", "不锈钢容器，项目设备清单第7项"),
        ("grinder", "confirmed_basis", "无锡海关征免税证明 B2301号"),
        ("grinder", "confirmed_basis", "设备进口清单（批准文号 粤发改〔2024〕120号）第5项"),
        ("grinder", "confirmed_basis", "国发〔1997〕37号项目确认书 D0812第2项"),
        ("grinder", "confirmed_basis", "项目确认书 D0812，产业结构调整指导目录（2006年版）第十四类，设备清单第2项"),
        ("bearing", "confirmed_basis", "工信部联重装〔2025〕26号附件2第12行"),
        ("bearing", "confirmed_basis", "清单二/2025/5"),
        ("bearing", "confirmed_basis", "list 2, 2025 edition, row 5"),
        ("grinder", "confirmed_by", "莫小贝"),
        ("grinder", "confirmed_by", "陈科"),
        ("grinder", "confirmed_by", "Ai Weiwei"),
        ("grinder", "confirmed_by", "关务主管 李敏"),
        ("grinder", "confirmed_by", "Li Na"),
        ("grinder", "confirmed_by", "欧阳明 关务"),
        ("grinder", "confirmed_basis", "项目设备清单第 1 项 数控磨床（加工中心生产线配套）"),
        ("grinder", "confirmed_basis", "项目确认书 D0812，有效期至2027年12月31日"),
        ("grinder", "confirmed_basis", "Equipment list of project P-12, row 3, valid until 2026-12-31"),
        ("bearing", "confirmed_basis", "清单二2025年版第5行 加工中心主轴轴承"),
    ],
)
def test_who_names_a_paper_plainly_is_heard(base: str, column: str, words: str, catalog: Catalog) -> None:
    """Names and papers with signs that deny in other words: 无锡, 不锈钢, No. 44, 莫."""
    line = {"base": base, "item": f"{column}={words}", "relief": "", "offer": ""}
    assert judged(case_of(line), catalog).judgement.at(1).granted


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["name"])
def test_a_trap_frees_nothing_and_says_why_and_how_to_mend(trap: dict[str, str], catalog: Catalog) -> None:
    scenario = case_of(trap)
    pricing = gather(scenario, catalog)
    priced, period = table(pricing), scenario.calendar.index_of(arrival(trap))
    for option in range(len(priced.options)):
        ordinary = priced.unit_cny[priced.ordinary[option], :, period]
        assert np.array_equal(priced.unit_cny[option, :, period], ordinary)
    verdict = pricing.judgements.claims[0].judgement.at(period)
    assert not verdict.granted
    barring = {found.code: found for found in verdict.bars}
    assert trap["code"] in barring
    found = barring[trap["code"]]
    assert all(found.found(language) and found.repair(language) for language in ("zh", "en"))
    assert trap["remedy"] in found.repair("zh")


@pytest.mark.parametrize("trap", TRAPS[::7], ids=lambda trap: trap["name"])
def test_duty_lists_the_trap_with_what_is_missing(
    trap: dict[str, str], catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = case_of(trap)
    print_json(report(scenario, catalog))
    printed = json.loads(capsys.readouterr().out)
    label = scenario.calendar.label(scenario.calendar.index_of(arrival(trap)))
    (row,) = [row for row in printed["reliefs"] if row["first_arrival"] <= label <= row["last_arrival"]]
    bars = [found["code"] for found in row["findings"] if found["effect"] == "bars"]
    assert not row["granted"] and trap["code"] in bars


@pytest.mark.parametrize(
    ("base", "item", "relief", "code"),
    [
        ("circuits", "hs_code=84869099 | name_zh=零配件 | kind=material | spec=-",
         "applicant_class=compound_500nm | goods_class=raw_materials", "relief-material-code"),
        ("circuits", "hs_code=84669390 | name_zh=主轴 | kind=material | spec=-", "goods_class=raw_materials",
         "relief-material-code"),
        ("grinder", "hs_code=84571091 | name_zh=卧式车床 | spec=-", "", "relief-not-exempt-namesake"),
    ],
)  # fmt: skip
def test_what_may_be_right_is_relieved_as_a_named_doubt_with_its_money(
    base: str, item: str, relief: str, code: str, catalog: Catalog
) -> None:
    """Consumables under a code of parts; goods called like a row of the not-exempt list under another code."""
    scenario = case_of({"base": base, "item": item, "relief": relief, "offer": "duty_rate=0.05 | duty_rate_source=t"})
    verdict = judged(scenario, catalog).judgement.at(1)
    assert verdict.granted and code in {found.code for found in verdict.doubts}


BETTER = {
    "item": {
        "hs_code": "84602419",
        "name_zh": "数控磨床",
        "consented": True,
        "spec": (("工件直径", "400.1 mm"), ("定位精度", "4.9 μm")),
    },
    "relief": {"regime": "encouraged_project", "applicant_class": "domestic_project"},
}
LIST_2 = {
    "item": {
        "hs_code": "85371019",
        "name_zh": "数控系统",
        "kind": "part",
        "catalog_ref": "清单二/2025/1",
        "spec": (("联动轴数", "5"),),
    },
    "relief": {"regime": "major_equipment", "policy_clause": "清单一/2025/1"},
}


def codes(claim: ClaimRuling, effect: str) -> set[str]:
    return {found.code for found in claim.judgement.at(0).findings if found.effect.value == effect}


def test_the_traps_are_traps_by_their_one_fault_only(catalog: Catalog) -> None:
    """The same goods without the fault are relieved: a machine just better than both limits, a part on its row."""
    machine = judged(tiny(BETTER), catalog)
    assert machine.judgement.at(0).granted and codes(machine, "supports") == {"relief-better", "relief-consented"}
    assert codes(machine, "doubt") == set()
    part = judged(tiny(LIST_2), catalog)
    assert part.judgement.at(0).granted and "relief-row" in codes(part, "supports")


def test_list_2_against_list_3_is_a_doubt_with_its_reason(catalog: Catalog) -> None:
    """The list 2 row is named; the control is at or below the limit of list 3, which binds projects, not makers."""
    part = judged(tiny(LIST_2), catalog)
    assert codes(part, "doubt") == {"relief-conflict", "relief-unsigned"}
    (conflict,) = [found for found in part.judgement.at(0).doubts if found.code == "relief-conflict"]
    assert "财关税〔2020〕2号" in conflict.found("zh") and "财关税〔2020〕2号" in conflict.found("en")


def test_any_row_that_holds_is_enough(catalog: Catalog) -> None:
    two = LIST_2 | {"item": LIST_2["item"] | {"catalog_ref": "清单二/2021/7; 清单二/2025/1"}}  # type: ignore[operator]
    assert judged(tiny(two), catalog).judgement.at(0).granted


def test_a_person_may_say_that_a_machine_is_other_goods_than_a_row(catalog: Catalog) -> None:
    """A boring machine has a code that a lathe row of all specifications covers."""
    reference = "domestic_projects_not_exempt/2012/3"
    item = {"hs_code": "84581100", "name_zh": "车削机", "catalog_ref": f"不属于 {reference}", "consented": True}
    case = {"item": item, "relief": BETTER["relief"]}
    claim = judged(tiny(case), catalog)
    assert claim.judgement.at(0).granted and codes(claim, "doubt") == {"relief-other-confirmed"}
    without = {"item": item | {"catalog_ref": ""}, "relief": BETTER["relief"]}
    assert not judged(tiny(without), catalog).judgement.at(0).granted


def test_a_relief_belongs_to_its_firm_alone_and_never_to_the_reserve(catalog: Catalog) -> None:
    """A pool that was taxed on arrival has no relief to pass on, and page one says so."""
    firms, terms = (Firm(firm="F"), Firm(firm="G")), (ReserveTerms(item="M"),)
    pricing = gather(tiny(BETTER, firms=firms, reserve_terms=terms), catalog)
    relieved = {option.payer for option in pricing.options if option.qualification is not None}
    assert relieved == {"F"}
    assert "relief-not-from-pool" in {note.code for note in pricing.problems.notes}


def test_verdicts_do_not_depend_on_the_order_of_rows(catalog: Catalog) -> None:
    """Two certificates and two offers, in both orders: the same amounts for the same offer, payer and certificate."""
    scenario = tiny(BETTER)
    offers = (*scenario.offers, replace(scenario.offers[0], offer="P", incoterm="domestic", price_includes_vat=True))
    held = scenario.qualifications[0]
    signed = replace(held, item="M", **CONSENT)
    rows = (replace(signed, certificate="A"), replace(signed, certificate="B", valid_to=date(2026, 6, 30)))

    def amounts(case: Scenario) -> dict[tuple[str, str, str], bytes]:
        priced = table(gather(case, catalog))
        return {
            (
                option.offer,
                option.payer,
                "" if option.qualification is None else case.qualifications[option.qualification].certificate,
            ): priced.unit_cny[position].tobytes()
            for position, option in enumerate(priced.options)
        }

    forward = amounts(scenario.replace(offers=offers, qualifications=rows))
    assert forward == amounts(scenario.replace(offers=offers[::-1], qualifications=rows[::-1]))
    assert len(forward) == 4


def test_a_relief_of_known_charges_needs_no_python(tmp_path: Path) -> None:
    """A file in the user's own folder: a zone that frees duty for machines from July 2026 on."""
    file = tmp_path / "regimes" / "cn" / "zone.toml"
    file.parent.mkdir(parents=True)
    file.write_text(
        'key = "zone"\nname_zh = "园区"\nname_en = "Zone"\nitem_kinds = ["machine"]\nneeds_confirmed_item = false\n'
        '[[versions]]\nfrom = 2026-07-01\nfrees = ["duty"]\ndocument = "X"\nsource = "test"\nconfidence = "given"\n',
        encoding="utf-8",
    )
    own = load_catalog(own=tmp_path)
    pricing = gather(tiny({"relief": {"regime": "园区"}}), own)
    priced = table(pricing)
    assert priced.cost_cny()[1, :3].tolist() == [1_090_000, 1_090_000, 1_000_000]
