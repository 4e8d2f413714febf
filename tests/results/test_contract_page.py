"""A page for each contract: one sheet of A4, amounts of the landed cost and of the papers to the fen."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from relieved_case import relieved, relieved_case
from result_fixtures import names_of, planned

from importplan.customs.cost.rules import TAXES
from importplan.pipeline.plan import plan_case, write_pack
from importplan.pipeline.settings import RunSettings
from importplan.results.page_one.section import Section, Summary
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.landed_cost import traced
from importplan.results.views.contract_page import contract_label, pages
from importplan.results.views.contract_taxes import Contract, contracts
from importplan.results.views.declared import PLANNED, declared

A4 = 9
TAXED = {charge.key for charge in TAXES}


def page_of(result: PlanResult, reference: str) -> tuple[Contract, Summary]:
    return next(
        (contract, page) for contract, page in pages(result, names_of(result)) if contract.reference == reference
    )


def words_in(section: Section, result: PlanResult) -> str:
    rows = section.table.shown(names_of(result)).rows if section.table else ()
    return " ".join([*section.lines, *(str(cell) for row in rows for cell in row)])


def test_every_imported_order_that_is_not_cleared_has_one_page() -> None:
    imported = [contract for contract in contracts(relieved()) if contract.is_open]
    labels = [contract_label(contract, names_of(relieved())) for contract, _ in pages(relieved(), names_of(relieved()))]
    assert len(labels) == len(set(labels)) == len(imported)
    assert not any(
        declaration.offer.incoterm in ("DDP", "domestic") for c in imported for declaration in c.declarations
    )


def test_what_the_pages_tax_is_what_the_landed_cost_taxes_where_no_quota_cuts() -> None:
    """Every planned order, to the fen: taxes as the sheet has them."""
    sheet: dict[int, Decimal] = {}
    for entry in traced(relieved()):
        if entry.charge.charge in TAXED:
            sheet[entry.line.number] = sheet.get(entry.line.number, Decimal()) + entry.charge.amount_cny
    found = {contract.number: contract.tax_cny for contract in contracts(relieved()) if contract.kind == PLANNED}
    assert found and found == {number: sheet[number] for number in found}


def test_what_the_pages_relieve_is_what_the_papers_relieve() -> None:
    of_pages = [entry for contract in contracts(relieved()) for entry in (*contract.relieved, *contract.hoped_for)]
    assert sorted(map(id, of_pages)) == sorted(map(id, declared(relieved())))


def test_a_page_by_hand() -> None:
    """12,000,000 CIF at 9 %: 1,080,000 of duty freed, and 140,400 of VAT on it; VAT of 1,560,000 to pay."""
    contract, page = page_of(relieved(), "+2026-CT-9")
    goods, taxes, papers, days, refused, missing = page.sections
    assert contract.tax_cny == Decimal(1560000)
    assert "84602419□□" in words_in(goods, relieved())
    assert "第二十四" in words_in(taxes, relieved()) and "国发〔1997〕37号" in words_in(taxes, relieved())
    said = words_in(papers, relieved())
    assert "确认书-8" in said and "申请中" in said and "征免税确认通知书" in said and "2027-01-22" in said
    assert "2027-02-24" in words_in(days, relieved()) and "780.00" in words_in(days, relieved())
    assert refused.table is not None
    (row,) = refused.table.rows
    assert (row.duty_cny, row.vat_cny, row.tax_cny) == (Decimal(1080000), Decimal(140400), Decimal(1220400))
    assert row.cost_cny == Decimal(1080000)  # VAT is deductible
    assert "第 9、10 位" in words_in(missing, relieved()) and "申请表待补" in words_in(missing, relieved())


def test_what_is_only_planned_is_taxed_and_says_what_granting_would_save() -> None:
    hoped = [contract for contract in contracts(relieved()) if contract.hoped_for]
    assert hoped
    for contract, page in pages(relieved(), names_of(relieved())):
        if contract in hoped:
            (entry,) = contract.hoped_for
            assert contract.tax_cny > 0 and page.sections[4].table is None
            assert f"{entry.tax_relieved_cny:,.2f}" in page.sections[4].lines[0]


def test_a_contract_without_any_relief_says_so() -> None:
    _, page = next(pair for pair in pages(planned(), names_of(planned())) if not pair[0].relieved)
    assert page.sections[4].table is None and "一般征税" in page.sections[4].lines[-1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_sheet_prints_on_one_page_of_a4(language: str, tmp_path: Path) -> None:
    result = relieved()
    if language == "en":
        result = plan_case(relieved_case("en"), RunSettings(fresh=20))
    names = {"zh": "单合同税费与证件页.xlsx", "en": "Taxes and papers by contract.xlsx"}
    (path,) = (path for path in write_pack(result, tmp_path) if path.name == names[language])
    book = load_workbook(path)
    assert len(book.sheetnames) == len(list(pages(result, names_of(result))))
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        setup = sheet.page_setup
        paged = int(setup.fitToWidth or 1), int(setup.fitToHeight or 1)  # blank is one
        assert (int(setup.paperSize), setup.orientation, paged) == (A4, "portrait", (1, 1))
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        assert not any(word.startswith(("result.", "issue.")) or "{" in word for word in cells)
