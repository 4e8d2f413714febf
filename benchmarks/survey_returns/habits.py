"""Tables as firms make them, each with what a careful person would read in it: a seed gives the same returns.

A row of needs is told as quarter → quantity where that is certain; what is not (a year, 若干, a rate) is asked for:
`mends` says what the firm would answer in which cell. A year and a half-year fall evenly on their quarters in `after`,
as the bureau says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import floor
from random import Random

from survey_returns.answers import QUARTERS
from survey_returns.firms import Firm
from survey_returns.lexicon import Goods, lexicon
from survey_returns.sheets import Cells, Form, Sheet

UNITS = {"machine": "台", "set": "套", "piece": "件", "kilogram": "千克"}
UNCLEAR = ("若干", "视订单", "一批", "{0}{1}/月", "{0}t", "每季度{0}{1}", "{0}{1}/年")
# What the trade calls goods of the list.
TRADE = {
    "EDM": ("EDM", "火花机"), "CMM": ("CMM", "三次元", "三座标"), "TOOL-HOLDER": ("HSK刀柄", "BT刀柄", "热装刀柄"),
    "TABLE-BEARING": ("YRT轴承",), "ANGLE-ENCODER": ("圆光栅",), "LINEAR-SCALE": ("光栅尺", "Linear encoder"),
    "METAL-AM": ("SLM金属打印机",),
}  # fmt: skip
IN_WORDS = "零一两三四五六七八九十"
Needs = dict[str, float]  # quarter → quantity
YEARS = ("2027", "2028", "2029")


@dataclass
class TrueNeeds:
    """What a row says: certain needs, how many quantities must be asked for, and the needs once all is answered."""

    sheet: str
    row: int
    item: str
    certain: Needs = field(default_factory=dict)
    asked: int = 0
    after: Needs = field(default_factory=dict)
    mends: dict[str, str] = field(default_factory=dict)  # cell → what the firm would answer there
    counts: bool = True  # false: an example, a repetition, a total: nothing of it may be read


@dataclass
class HabitReturn:
    """One file: its sheets, whose it is, what it says, and how it is made. `source` cites a public layout."""

    form: Form
    firms: list[str]
    rows: list[TrueNeeds]
    habits: list[str]
    source: str = ""
    readable: bool = True  # false: told as a whole (a letter, a list without a table)


@dataclass
class Wish:
    """Goods that a firm wants, by quarter."""

    goods: Goods
    name: str
    needs: Needs

    @property
    def unit(self) -> str:
        return UNITS[self.goods.unit]


def wishes(rng: Random) -> list[Wish]:
    """One to five kinds of goods with one to four quarters each."""
    some = rng.sample(lexicon(), rng.randrange(1, 6))
    found = []
    for goods in some:
        quarters = sorted(rng.sample(QUARTERS, rng.randrange(1, 5)))
        needs = {quarter: float(max(1, round(rng.expovariate(1 / (goods.per_quarter * 2))))) for quarter in quarters}
        found.append(Wish(goods, called(goods, rng), needs))
    return found


def called(goods: Goods, rng: Random) -> str:
    """The name by which a firm asks for goods."""
    ways = [goods.name, goods.name, goods.name, *goods.also, goods.name_en, *TRADE.get(goods.item, ())]
    return rng.choice([*ways, goods.item] if goods.listed else ways)


def address(column: int, row: int) -> str:
    """A cell by column from 0 and row from 1."""
    return f"{chr(65 + column)}{row}"


def evenly(quantity: float, quarters: list[str]) -> Needs:
    """A quantity on its quarters as the word of the bureau has it: what has fallen due so far is rounded."""
    upto = [floor(quantity * (place + 1) / len(quarters) + 0.5) for place in range(len(quarters))]
    found = {quarter: float(new - old) for quarter, new, old in zip(quarters, upto, [0, *upto], strict=False)}
    return {quarter: part for quarter, part in found.items() if part}


def of_year(year: str) -> list[str]:
    return [f"{year}Q{number}" for number in (1, 2, 3, 4)]


@dataclass
class Page:
    """A sheet that is being made, with the truth of its rows."""

    rng: Random
    firm: Firm
    form: Form
    sheet: Sheet
    rows: list[TrueNeeds] = field(default_factory=list)
    habits: list[str] = field(default_factory=list)
    factor: int = 1  # single goods in what the heading of the quantity counts

    def add(self, *cells: object) -> int:
        return self.sheet.add(list(cells))

    def true(self, row: int, item: str, **told: object) -> TrueNeeds:
        needs = TrueNeeds(self.sheet.name, row, item, **told)  # type: ignore[arg-type]
        self.rows.append(needs)
        return needs

    def quantity(self, needs: TrueNeeds, quarter: str, quantity: float, unit: str, column: int, row: int) -> object:
        """The cell of a quantity in a certain quarter; what it says is put into the truth."""
        whole, chance = int(quantity), self.rng.random()
        if self.factor > 1:
            single = quantity * self.factor
            needs.after[quarter] = needs.certain[quarter] = single
            return whole
        sure: list[object] = [whole, whole, whole, quantity, f"{whole}{unit}", f"约{whole}", f" {whole} ", f"{whole}.0"]
        sure += [f"{IN_WORDS[whole]}{unit}"] if whole <= 10 else [f"{whole:,}"]
        needs.after[quarter] = needs.after.get(quarter, 0.0) + quantity
        if chance < 0.93:
            needs.certain[quarter] = needs.certain.get(quarter, 0.0) + quantity
            return self.rng.choice(sure)
        needs.asked += 1
        needs.mends[address(column, row)] = str(whole)
        self.habits.append("asked-quantity")
        return self.rng.choice(UNCLEAR).format(whole, unit)


def page(rng: Random, firm: Firm, name: str = "Sheet1") -> Page:
    form, sheet = Form(), Sheet(name)
    form.sheets.append(sheet)
    return Page(rng, firm, form, sheet)


def head(page: Page) -> None:
    """Title and firm above a table, in one of the usual ways."""
    firm, rng = page.firm, page.rng
    page.add(rng.choice(("高端装备进口需求调研表", "进口设备需求统计表", "企业设备进口需求表（填报）")))
    way = rng.randrange(4)
    if way == 0:
        page.add(f"企业名称：{firm.name}", None, None, f"统一社会信用代码：{firm.code}")
        page.add(f"所在地市：{firm.city}", None, None, f"联系人：{firm.contact} {firm.phone}")
    elif way == 1:
        page.add("企业名称", firm.name, None, "所在地市", firm.city)
        page.add("联系人", firm.contact, None, "联系电话", firm.phone)
    elif way == 2:
        page.add("填报单位（盖章）：" + firm.name)
    else:
        page.add("企业全称", firm.name)
        page.add("统一社会信用代码", firm.code)
    if rng.random() < 0.5:
        page.add()


def foot(page: Page, label_at: int, totals: dict[int, float]) -> None:
    """What stands below a table: a total, contact lines, notes."""
    rng, firm = page.rng, page.firm
    if totals and rng.random() < 0.5:
        cells: Cells = [None] * (max(totals) + 1)
        cells[label_at] = rng.choice(("合计", "合 计", "总计：", "合计（台/套）"))
        for column, total in totals.items():
            cells[column] = total
        page.true(page.sheet.add(cells), "", counts=False)
        page.habits.append("total")
    lines = (
        (f"填表人：{firm.contact}　联系电话：{firm.phone}",),
        (f"联系人：{firm.contact}",),
        ("填报人", None, firm.contact),
        (f"联系电话：{firm.phone}", None, "填报日期：2026-11-20"),
        ("注：数量以实际采购为准。",),
        ("备注：单位负责人签字：",),
    )
    for cells in rng.sample(lines, rng.randrange(0, 3)):
        page.true(page.add(*cells), "", counts=False)
        page.habits.append("footer")


def example(page: Page, cells: Cells, name_at: int) -> None:
    """An example left in the first row of a table."""
    if page.rng.random() > 0.15:
        return
    cells = list(cells)
    word = page.rng.choice(("（例）{}", "例：{}", "{}（示例）", "示例"))
    cells[name_at] = word.format("五轴龙门加工中心")
    page.true(page.sheet.add(cells), "", counts=False)
    page.habits.append("example")


# Layouts: each makes the rows below the head


def by_rows(page: Page) -> None:
    """A row for each need, with its period in words."""
    rng = page.rng
    counted = rng.choices(("", "（打）", "（万件）", "（千件）"), (94, 2, 2, 2))[0]
    page.factor = {"（打）": 12, "（万件）": 10_000, "（千件）": 1_000}.get(counted, 1)
    page.habits += ["unit-in-heading"] if counted else []
    page.add("序号", "物项名称", "单位", f"需求数量{counted}", "需求时间", "备注")
    example(page, [1, None, "台", 99, "2027Q1"], 1)
    total, line = 0.0, 0
    for wish in wishes(rng):
        for quarter, quantity in wish.needs.items():
            line += 1
            row = len(page.sheet.rows) + 1
            needs = page.true(row, wish.goods.item)
            period, exact = written_period(rng, quarter)
            if exact == "certain":
                cell = page.quantity(needs, quarter, quantity, wish.unit, 3, row)
            else:
                cell, needs.asked = int(quantity), 1
                quantity *= page.factor
                needs.after = {
                    "year": evenly(quantity, of_year(quarter[:4])),
                    "half": evenly(quantity, half(quarter)),
                }.get(exact, {quarter: quantity})
                if exact == "asked":
                    needs.mends[address(4, row)] = quarter
                page.habits.append(f"period-{exact}")
            total += cell if isinstance(cell, int) else quantity
            cells: Cells = [line, wish.name, wish.unit, cell, period]
            page.sheet.add(cells)
            if exact == "certain" and not needs.asked and rng.random() < 0.06:
                line += 1
                again = page.sheet.add([line, *cells[1:]])
                page.true(again, wish.goods.item, counts=False)
                page.habits.append("repeated")
    foot(page, rng.choice((0, 1)), {3: total if rng.random() < 0.8 else total + 1})


def half(quarter: str) -> list[str]:
    """The quarters of the half-year of a quarter."""
    first = quarter[-1] in "12"
    return [f"{quarter[:4]}Q{number}" for number in ((1, 2) if first else (3, 4))]


def written_period(rng: Random, quarter: str) -> tuple[object, str]:
    """A period as it is written, and whether it is certain, of a year, of a half-year, or must be asked for."""
    year, number = quarter[:4], int(quarter[-1])
    month = 3 * number - rng.randrange(0, 3)
    chance = rng.random()
    if chance < 0.08:
        return f"{year}年", "year"
    if chance < 0.12:
        return f"{year}年{'上' if number < 3 else '下'}半年", "half"
    if chance < 0.16:
        return rng.choice(("尽快", "待定", f"{year}.2" if number == 2 else "视情况")), "asked"
    words = "一二三四"[number - 1]
    ways = (
        f"{year}Q{number}", f"{year}年{number}季度", f"{year}年第{words}季度", f"{year[2:]}年{words}季度",
        f"{year}-{month:02d}", f"{year}年{month}月", date(int(year), month, 15), f"{year}/{month}/15",
    )  # fmt: skip
    return rng.choice(ways), "certain"


def by_columns(page: Page, columns: dict[str, list[str]], heads: list[Cells], kind: str) -> None:  # noqa: C901
    """A row for each item, a column for each period: heading → its quarters."""
    rng = page.rng
    for line in heads:
        page.sheet.add(line)
    places = {words: 3 + place for place, words in enumerate(columns)}
    summed = rng.random() < 0.5
    if summed:
        for place, line in enumerate(page.sheet.rows[-len(heads) :]):
            line += [None] * (3 + len(columns) - len(line)) + [
                "合计" if place == 0 else None,
                "备注" if place == 0 else None,
            ]
    totals = dict.fromkeys(places.values(), 0.0)
    for number, wish in enumerate(wishes(rng), start=1):
        row = len(page.sheet.rows) + 1
        needs = page.true(row, wish.goods.item)
        cells: Cells = [number, wish.name, wish.unit, *([None] * len(columns))]
        told = 0.0
        for words, quarters in columns.items():
            mine = [quarter for quarter in quarters if quarter in wish.needs]
            if not mine:
                continue
            quantity = sum(wish.needs[quarter] for quarter in mine)
            column, told = places[words], told + quantity
            if kind in ("quarters", "months"):
                cells[column] = page.quantity(needs, mine[0], quantity, wish.unit, column, row)
            else:
                cells[column] = int(quantity)
                needs.asked += 1
                for quarter, part in evenly(quantity, quarters).items():
                    needs.after[quarter] = needs.after.get(quarter, 0.0) + part
            totals[column] += quantity
        if not told:
            needs.counts = False
        if summed:
            cells += [told]
        page.sheet.add(cells)
    foot(page, 1, totals)


def quarters_in_columns(page: Page) -> None:
    first = page.rng.randrange(0, 6)
    some = QUARTERS[first : first + page.rng.randrange(3, 7)]
    form = page.rng.choice(("{}Q{}", "{}年{}季度", "{}年第{}季度需求量", "需求数量（{}年{}季度）"))
    columns = {form.format(quarter[:4], quarter[-1]): [quarter] for quarter in some}
    by_columns(page, columns, [["序号", "设备名称", "单位", *columns]], "quarters")


def years_in_columns(page: Page) -> None:
    form = page.rng.choice(("{}年", "{}", "{}年需求（台/套）", "{}年度采购数量", "{}年需求量"))
    columns = {form.format(year): of_year(year) for year in YEARS}
    heads: Cells = [int(words) if words.isdigit() and page.rng.random() < 0.5 else words for words in columns]
    by_columns(page, columns, [["序号", "物项名称", "单位", *heads]], "years")


def halves_in_columns(page: Page) -> None:
    form = page.rng.choice((("{}年上半年", "{}年下半年"), ("{}H1", "{}H2"), ("{}年上半年需求", "{}年下半年需求")))
    columns = {
        words.format(year): of_year(year)[2 * place : 2 * place + 2]
        for year in YEARS[: page.rng.randrange(1, 4)]
        for place, words in enumerate(form)
    }
    by_columns(page, columns, [["序号", "物项名称", "单位", *columns]], "halves")


def months_in_columns(page: Page) -> None:
    """Months of one year; a need falls into one month of its quarter."""
    rng, year = page.rng, page.rng.choice(YEARS)
    form = rng.choice(("{}年{}月", "{}-{:02d}", "{}.{:02d}月"))
    page.sheet.add(["序号", "物项名称", "单位", *(form.format(year, month) for month in range(1, 13))])
    for number, wish in enumerate(wishes(rng), start=1):
        row = len(page.sheet.rows) + 1
        needs = page.true(row, wish.goods.item)
        cells: Cells = [number, wish.name, wish.unit, *([None] * 12)]
        for quarter, quantity in wish.needs.items():
            if quarter[:4] != year:
                continue
            for month in rng.sample(range(3), rng.randrange(1, 4)):
                column = 3 + 3 * (int(quarter[-1]) - 1) + month
                cells[column] = int(quantity)
                needs.certain[quarter] = needs.certain.get(quarter, 0.0) + quantity
        needs.after = dict(needs.certain)
        needs.counts = bool(needs.certain)
        page.sheet.add(cells)
    foot(page, 1, {})


def years_above_quarters(page: Page) -> None:
    """Two lines of headings, the years merged or not."""
    rng = page.rng
    years = YEARS[: rng.randrange(1, 4)]
    top: Cells = ["序号", "物项名称", "单位"]
    words = rng.choice((("一季度", "二季度", "三季度", "四季度"), ("Q1", "Q2", "Q3", "Q4")))
    row = len(page.sheet.rows)
    merge = rng.random() < 0.6
    for place, year in enumerate(years):
        top += [f"{year}年", None, None, None]
        if merge:
            page.sheet.merged.append((row, 3 + 4 * place, row, 6 + 4 * place))
    below: Cells = [None, None, None, *(words * len(years))]
    if merge:
        page.sheet.merged += [(row, column, row + 1, column) for column in range(3)]
    columns = {f"{year}{word}": [f"{year}Q{number}"] for year in years for number, word in enumerate(words, start=1)}
    by_columns(page, columns, [top, below], "quarters")


def year_said_once(page: Page) -> None:
    year = page.rng.choice(YEARS)
    words = [f"{year}年Q1", "Q2", "Q3", "Q4"]
    columns = {word: [f"{year}Q{number}"] for number, word in enumerate(words, start=1)}
    by_columns(page, columns, [["序号", "物项名称", "单位", *words]], "quarters")


def without_year(page: Page) -> None:
    """Parts of a year, whose year only the title names: the heading is asked about, once for all rows."""
    year = page.rng.choice(YEARS)
    page.sheet.rows[0] = [f"{year}年度进口设备需求表"]
    words = page.rng.choice((["一季度", "二季度", "三季度", "四季度"], ["Q1", "Q2", "Q3", "Q4"]))
    row = len(page.sheet.rows) + 1
    columns = {word: [f"{year}Q{number}"] for number, word in enumerate(words, start=1)}
    by_columns(page, columns, [["序号", "物项名称", "单位", *words]], "quarters")
    for needs in page.rows:
        needs.asked += len(needs.certain)
        needs.certain = {}
        needs.mends["D" + str(row)] = f"{year}Q1"


def numbers_or_names(page: Page) -> None:
    """Two sheets, items and needs; the needs name their item by number, by name, or by both."""
    rng = page.rng
    page.sheet.name = "物项情况"
    page.add("序号", "物项名称", "单位", "现有库存")
    wanted = wishes(rng)
    for number, wish in enumerate(wanted, start=1):
        page.add(number, wish.name, wish.unit, rng.randrange(0, 9))
    sheet = Sheet("分季度需求")
    page.form.sheets.append(sheet)
    by_name = rng.random() < 0.6
    page.habits.append("names-for-numbers" if by_name else "numbers")
    sheet.add(["物项序号", "需求季度", "需求数量", "确定程度"])
    page.sheet = sheet
    for number, wish in enumerate(wanted, start=1):
        for quarter, quantity in wish.needs.items():
            row = len(sheet.rows) + 1
            needs = page.true(row, wish.goods.item)
            cell = page.quantity(needs, quarter, quantity, wish.unit, 2, row)
            sheet.add([wish.name if by_name else number, f"{quarter[:4]}年{quarter[-1]}季度", cell, "意向"])


def merged_names(page: Page) -> None:
    """The name of an item merged over the rows of its needs, or 同上 in its place."""
    rng = page.rng
    page.add("物项名称", "单位", "需求数量", "需求时间")
    for wish in wishes(rng):
        first, same = len(page.sheet.rows), rng.random() < 0.4
        for spot, (quarter, quantity) in enumerate(wish.needs.items()):
            row = len(page.sheet.rows) + 1
            needs = page.true(row, wish.goods.item)
            name = wish.name if spot == 0 else "同上" if same else None
            cell = page.quantity(needs, quarter, quantity, wish.unit, 2, row)
            page.add(name, wish.unit, cell, f"{quarter[:4]}Q{quarter[-1]}")
        last = len(page.sheet.rows) - 1
        if last > first and not same:
            page.sheet.merged.append((first, 0, last, 0))
    foot(page, 0, {})


def merged_quantity(page: Page) -> None:
    """One quantity merged over two quarters: of which it is, is not said."""
    page.add("物项名称", "单位", "需求数量", "需求时间")
    for wish in wishes(page.rng):
        for quarter, quantity in list(wish.needs.items())[:1]:
            row = len(page.sheet.rows) + 1
            other = QUARTERS[(QUARTERS.index(quarter) + 1) % len(QUARTERS)]
            page.add(wish.name, wish.unit, int(quantity), quarter)
            page.add(wish.name, wish.unit, None, other)
            page.sheet.merged.append((row - 1, 2, row, 2))
            page.true(row, wish.goods.item, asked=1, after={quarter: quantity}, mends={f"C{row}": str(int(quantity))})
            page.true(row + 1, wish.goods.item, asked=1, mends={f"C{row + 1}": "0"})


def letter(page: Page) -> None:
    """No table: sentences."""
    page.sheet.rows.clear()
    firm = page.firm
    page.add("企业进口设备需求情况反馈")
    page.add(f"我公司（{firm.name}，信用代码 {firm.code}）现将需求反馈如下：")
    for wish in wishes(page.rng):
        said = "；".join(f"{at[:4]}年{at[-1]}季度{quantity:g}{wish.unit}" for at, quantity in wish.needs.items())
        page.true(page.add(f"{wish.name}：{said}。"), wish.goods.item, asked=len(wish.needs))


# Remarks: what they say, and whether the quantity beside them stands; {0} is another quantity, {1} the unit.
KEEPS = ("优先", "替换旧设备", "2028年视订单", "已立项", "型号应为X200", "需国外厂家安装", "2025年进口过同类")
CHANGES = (
    "数量改为{0}{1}",
    "改成{0}",
    "更正为 {0}{1}",
    "实际需求 {0}{1}",
    "{0}{1}，以此为准：{0}",
    "增至{0}{1}",
    "减至 {0}",
)
TAKES_BACK = ("取消", "此项作废", "该项已取消，不再采购", "暂缓", "不需要了", "已采购", "推迟，时间待定")
ADDS = ("另需备用1{1}", "追加{0}{1}", "另加备件{0}", "plus {0} spare")


def with_remarks(page: Page) -> None:
    """A column of remarks: some say nothing of the quantity, some change it, some take the need back."""
    rng = page.rng
    page.add("序号", "设备名称", "单位", "需求数量", "需求时间", rng.choice(("备注", "说明", "备注说明")))
    line = 0
    for wish in wishes(rng):
        for quarter, quantity in wish.needs.items():
            line, row, other = line + 1, len(page.sheet.rows) + 1, rng.randrange(2, 30)
            needs = page.true(row, wish.goods.item)
            cells: Cells = [line, wish.name, wish.unit, int(quantity), f"{quarter[:4]}年{quarter[-1]}季度"]
            kind = rng.choice((KEEPS, KEEPS, CHANGES, TAKES_BACK, ADDS))
            page.add(*cells, rng.choice(kind).format(other, wish.unit))
            if kind is KEEPS:
                needs.certain[quarter] = needs.after[quarter] = quantity
                continue
            meant = {CHANGES: other, TAKES_BACK: 0, ADDS: int(quantity) + other}[kind]
            needs.asked, needs.mends = 1, {address(3, row): str(meant)}
            needs.after = {quarter: float(meant)} if meant else {}
            page.habits.append("remark-changes")


def crowded_cells(page: Page) -> None:
    """Headings merged over two lines, ditto signs, spares in brackets, two goods in one name, nothing settled yet."""
    rng = page.rng
    top = len(page.sheet.rows)
    page.add("序号", "物项", None, "需求情况", None)
    page.add(None, "名称", "单位", rng.choice(("数量", "需求数量")), "需求时间")
    page.sheet.merged += [(top, 0, top + 1, 0), (top, 1, top, 2), (top, 3, top, 4)]
    same, line = rng.choice(("〃", '"', "″", "同上")), 0
    for wish in wishes(rng):
        for spot, (quarter, quantity) in enumerate(wish.needs.items()):
            line, row, whole = line + 1, len(page.sheet.rows) + 1, int(quantity)
            needs = page.true(row, wish.goods.item)
            name, unit = (same, same) if spot else (wish.name, wish.unit)
            cell: object = whole
            if spot == 0 and rng.random() < 0.1:
                other = rng.choice([goods for goods in lexicon() if goods.item != wish.goods.item])
                name = f"{wish.name}{whole}{wish.unit}、{other.name}2{UNITS[other.unit]}"
                cell, needs.asked = whole + 2, 1
                page.add(line, name, unit, cell, quarter)
                page.habits.append("two-goods")
                break
            if rng.random() < 0.3:
                spare = (
                    "{0}（含1{1}备用）",
                    "{0}+1",
                    "{0}（另1{1}备用）",
                    "待定",
                    "{0}（1{1}待定）",
                    "共{0}{1}，本年1{1}",
                )
                cell, needs.asked = rng.choice(spare).format(whole, wish.unit), 1
                page.habits.append("crowded-quantity")
            else:
                needs.certain[quarter] = quantity
            if cell != "待定":  # nobody knows it: listed among what is not counted
                needs.mends[address(3, row)], needs.after[quarter] = str(whole), quantity
            page.add(line, name, unit, cell, quarter)


LAYOUTS: dict[str, tuple[Callable[[Page], None], int]] = {
    "rows": (by_rows, 22), "quarters": (quarters_in_columns, 12), "years": (years_in_columns, 14),
    "halves": (halves_in_columns, 8), "months": (months_in_columns, 8), "two-lines": (years_above_quarters, 10),
    "year-once": (year_said_once, 5), "without-year": (without_year, 6), "two-sheets": (numbers_or_names, 8),
    "merged-names": (merged_names, 6), "merged-quantity": (merged_quantity, 3), "letter": (letter, 3),
    "remarks": (with_remarks, 7), "crowded": (crowded_cells, 6),
}  # fmt: skip


def returns(firms: list[Firm], rng: Random) -> Iterator[HabitReturn]:
    """A return of each firm; now and then a supplement beside it, or a firm of the same name with another code."""
    for firm in firms:
        name = rng.choices(list(LAYOUTS), [weight for _, weight in LAYOUTS.values()])[0]
        made = page(rng, firm)
        head(made)
        LAYOUTS[name][0](made)
        yield HabitReturn(
            made.form, [firm.name], made.rows, [name, *dict.fromkeys(made.habits)], readable=name != "letter"
        )
