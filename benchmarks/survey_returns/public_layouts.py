"""Returns laid out like public questionnaires and procurement lists: layouts are cited, firms and figures made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from survey_returns.firms import Firm
from survey_returns.habits import HabitReturn, Page, page, wishes

ENGLISH_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class PublicLayout:
    """A layout: where it stands in public, and how it is filled in."""

    key: str
    source: str
    fill: Callable[[Page], None]


def _intention(*money: str) -> Callable[[Page], None]:
    """政府采购意向公开: no column says how many."""

    def fill(made: Page) -> None:
        made.add("政府采购意向公开")
        made.add(f"采购单位：{made.firm.name}")
        made.add("序号", "采购项目名称", "采购需求概况", *money, "备注")
        for number, wish in enumerate(wishes(made.rng), start=1):
            quarter, quantity = next(iter(wish.needs.items()))
            month = f"{quarter[:4]}年{3 * int(quarter[-1]) - 1}月"
            cells = [235 if "预算" in words else "否" if "中小企业" in words else month for words in money]
            row = made.add(
                number, f"{wish.name}采购项目", f"采购{wish.name}{quantity:g}{wish.unit}，满足生产需要", *cells
            )
            made.true(row, wish.goods.item, asked=1)

    return fill


def _intention_in_lines(made: Page) -> None:
    """The same notice as lines of words: nothing of it is a table."""
    made.add(f"采购单位：{made.firm.name}")
    for number, wish in enumerate(wishes(made.rng)[:1], start=1):
        quarter, quantity = next(iter(wish.needs.items()))
        made.add(f"序号：{number}")
        made.add(f"采购项目名称：{wish.name}采购项目")
        made.add(f"标的名称：{wish.name}")
        row = made.add(f"标的数量：{quantity:g}")
        made.true(row, wish.goods.item, asked=1)
        made.add("预算金额（元）：2,240,000.00")
        made.add(f"预计采购时间：{quarter[:4]}年{3 * int(quarter[-1]) - 1}月")


def _hospital_list(made: Page) -> None:
    """序号 标的名称 技术要求 数量 计量单位 单价: no column says when."""
    made.add("采购需求", made.firm.name)
    made.add(f"采购人：{made.firm.name}")
    made.add("序号", "标的 名称", "技术要求/服务要求", "数量", "计量 单位", "单价")
    for number, wish in enumerate(wishes(made.rng), start=1):
        quantity = next(iter(wish.needs.values()))
        row = made.add(number, wish.name, wish.goods.spec or "见附件", int(quantity), wish.unit, 375000)
        made.true(row, wish.goods.item, asked=1)


def _goods_and_delivery(made: Page) -> None:
    """World Bank: List of Goods and Delivery Schedule."""
    made.add("List of Goods and Delivery Schedule")
    made.add("Name of firm", made.firm.name)
    made.add("Line Item No", "Description of Goods", "Quantity", "Physical unit", "Final Destination", "Delivery Date")
    number = 0
    for wish in wishes(made.rng):
        for quarter, quantity in wish.needs.items():
            number += 1
            day = f"{quarter[:4]}-{3 * int(quarter[-1]) - 1:02d}-15"
            row = made.add(number, wish.goods.name_en, int(quantity), "pcs", "Dongguan", day)
            made.true(row, wish.goods.item, certain={quarter: quantity}, after={quarter: quantity})


def _enquiry(made: Page) -> None:
    """SL NO, DESCRIPTION, UNIT, QTY: no column says when."""
    made.add("ENQUIRY")
    made.add("Name of firm", made.firm.name)
    made.add("SL NO", "DESCRIPTION / SPECIFICATION", "UNIT", "QTY")
    for number, wish in enumerate(wishes(made.rng), start=1):
        row = made.add(number, wish.goods.name_en, "NO.", int(next(iter(wish.needs.values()))))
        made.true(row, wish.goods.item, asked=1)


def _licence_form(made: Page) -> None:
    """自动进口许可证申请表: goods with their total, signed below."""
    made.add("中华人民共和国自动进口许可证申请表")
    made.add(f"进口用户：{made.firm.name}", None, None, "联系电话：0769-12345678")
    made.add("商品名称", "商品编码", "规格、等级", "单位", "数量", "单价（美元）", "总值（美元）", "预计进口时间")
    total = 0.0
    for wish in wishes(made.rng):
        for quarter, quantity in wish.needs.items():
            total += quantity
            row = made.add(
                wish.name, wish.goods.hs_code, wish.goods.spec or None, wish.unit, int(quantity), 1200,
                1200 * int(quantity), f"{quarter[:4]}年{3 * int(quarter[-1]) - 2}月",
            )  # fmt: skip
            made.true(row, wish.goods.item, certain={quarter: quantity}, after={quarter: quantity})
    made.true(made.add("总计", None, None, None, total), "", counts=False)
    made.true(made.add("联系人：", "申请日期：2026年11月20日"), "", counts=False)


def _purchase_plan(made: Page) -> None:
    """物资采购计划表, as a page on forms describes it."""
    made.add("物资采购计划表")
    made.add(f"编制单位：{made.firm.name}", None, None, "编制日期：2026-11-18")
    made.add(
        "序号",
        "物资名称",
        "规格型号",
        "单位",
        "数量需求",
        "预计单价",
        "总金额",
        "采购方式",
        "交货期限",
        "负责人",
        "备注",
    )
    total = number = 0
    for wish in wishes(made.rng):
        for quarter, quantity in wish.needs.items():
            number, total = number + 1, total + int(quantity)
            month = f"{quarter[:4]}-{3 * int(quarter[-1]):02d}"
            brand = wish.goods.brands[0].model
            row = made.add(
                number, wish.name, brand, wish.unit, int(quantity), 9500, 9500 * int(quantity), "询价", month
            )
            made.true(row, wish.goods.item, certain={quarter: quantity}, after={quarter: quantity})
    made.true(made.add("合计", None, None, None, total), "", counts=False)


def _university_list(made: Page) -> None:
    """货物要求一览表: 序号 产品名称 参考图片 技术参数 数量."""
    made.add("货物要求一览表")
    made.add(f"采购单位：{made.firm.name}")
    made.add("序号", "产品名称", "参考图片", "技术参数", "数量")
    for number, wish in enumerate(wishes(made.rng), start=1):
        row = made.add(number, wish.name, "见附件", wish.goods.spec or "—", int(next(iter(wish.needs.values()))))
        made.true(row, wish.goods.item, asked=1)


def _months_with_sums(made: Page) -> None:
    """APP-CSE of the Philippines: a column a month, the sum and the amount of each quarter behind its months."""
    year = made.rng.choice(("2027", "2028"))
    made.add(f"ANNUAL PROCUREMENT PLAN FOR {year}")
    made.add("Name of firm", made.firm.name)
    heads: list[object] = []
    for number in range(4):
        heads += [*ENGLISH_MONTHS[3 * number : 3 * number + 3], f"Q{number + 1}", f"Q{number + 1} AMOUNT"]
    top = made.add("Item & Specifications", "Unit of Measure", *heads, "TOTAL")
    for wish in wishes(made.rng):
        cells: list[object] = [None] * len(heads)
        mine = {quarter: quantity for quarter, quantity in wish.needs.items() if quarter[:4] == year}
        for quarter, quantity in mine.items():
            first = 5 * (int(quarter[-1]) - 1)
            cells[first + made.rng.randrange(3)] = int(quantity)
            cells[first + 3], cells[first + 4] = int(quantity), 9500 * int(quantity)
        row = made.add(wish.goods.name_en, "piece", *cells, sum(map(int, mine.values())))
        made.true(row, wish.goods.item, asked=len(mine), after=mine, mends={f"C{top}": f"{year}-01"}, counts=bool(mine))


def _forecast(made: Page) -> None:
    """Forecast demand of a planning system: Part, Description, U/M, Need Date, Quantity."""
    made.add("Forecast Demand")
    made.add("Name of firm", made.firm.name)
    made.add("Part", "Description", "U/M", "Need Date", "Quantity")
    for place, wish in enumerate(wishes(made.rng)):
        for quarter, quantity in wish.needs.items():
            day = f"{quarter[:4]}-{3 * int(quarter[-1]) - 2:02d}-01"
            row = made.add(f"P-{100 + place}", wish.goods.name_en, "pcs", day, int(quantity))
            made.true(row, wish.goods.item, certain={quarter: quantity}, after={quarter: quantity})


PUBLIC: tuple[PublicLayout, ...] = (
    PublicLayout("intention-wan", "财库〔2020〕10号; https://ixbang.com/bid/detail/D9D7FAE07C9516652570FFE48B79AC9D.html",
                 _intention("预算金额(万元)", "预计采购时间")),
    PublicLayout("intention-month", "http://www.zbwmy.com/150/152/2025/01/23/159274851.html",
                 _intention("预算金额(元)", "预计采购时间(填写到月)")),
    PublicLayout("intention-small-firms", "https://maituobao.com/bidding/d26c4ab24ed502cd",
                 _intention("预算金额(元)", "预计采购时间(填写到月)", "是否专门面向中小企业采购")),
    PublicLayout("intention-in-lines", "https://shipoe.com/news/show-46888.html", _intention_in_lines),
    PublicLayout("hospital-list", "https://lincang.jrzb.com/purchases/2024-11-07.6af297de40a51fa50383cb18df3eff1a",
                 _hospital_list),
    PublicLayout("goods-and-delivery", "World Bank, Standard Bidding Documents, Procurement of Goods, May 2004, "
                 "section VI; https://ar.scribd.com/document/390952544/Goods-5-05-eng-a4", _goods_and_delivery),
    PublicLayout("enquiry", "https://pdfslide.net/documents/"
                 "20-specifications-21-2007-11-23-211-longitudinal-axis-x-600-mm-or-more-212.html", _enquiry),
    PublicLayout("licence-form", "http://www.qq94.com/fjx/1LoFk3.html (自动进口许可证申请表)", _licence_form),
    PublicLayout("purchase-plan", "http://bbs.henyumen8.com/jxfw/202505/201735.html", _purchase_plan),
    PublicLayout("university-list", "https://bdocx.com/doc/28299502.html", _university_list),
    PublicLayout("months-with-sums", "APP-CSE; https://ar.scribd.com/document/363177523/Mahay-Iss-App-Cse-2018, "
                 "https://fr.scribd.com/document/425999973/APP-for-Schools-Masbate-xlsx", _months_with_sums),
    PublicLayout("forecast", "https://et.norc.org/CPWeb/helpfiles/costpoint/MRMDTPT_Forecast_Demand_Subtask.html",
                 _forecast),
)  # fmt: skip


def public_returns(firms: list[Firm], rng: Random) -> Iterator[HabitReturn]:
    """A return of each firm, layout after layout."""
    for place, firm in enumerate(firms):
        layout = PUBLIC[place % len(PUBLIC)]
        made = page(rng, firm)
        layout.fill(made)
        yield HabitReturn(made.form, [firm.name], made.rows, [f"public:{layout.key}"], layout.source)
