"""Older ways: one sheet with firm fields above and a row for each item and quarter; and lists of several firms."""

from __future__ import annotations

from survey_returns.answers import Clean, CleanItem
from survey_returns.forms import Writer
from survey_returns.hands import BLANK, Written
from survey_returns.sheets import Form, Heading, Sheet, TrueRow, heading

FIRM_FIELDS = (
    ("firm_name", "credit_code", "city"), ("district", "industry", "revenue_cny"),
    ("contact_name", "contact_phone", "budget_year_1_cny"), ("signed_on",),
)  # fmt: skip
COMPILED_FIRM = ("firm_name", "credit_code", "city", "industry")
ITEM_KEYS = (
    "item_name", "brand_model", "hs_code", "unit", "installed", "bought_per_year", "bought_cny_per_year",
    "first_maker", "first_origin", "first_share", "unit_price", "currency", "stock", "survives_months",
)  # fmt: skip
NEED_KEYS = ("period", "quantity", "quantity_low", "quantity_high", "firmness")
WAYS = ("repeated", "merged", "once", "wide")
OLDER_NAMES = {
    "period": "需求时间",
    "quantity": "数量",
    "item_name": "设备名称",
    "first_maker": "现供应商",
    "firm_name": "企业名称",
}


def one_sheet(writer: Writer, name: str = "需求调查表", form: Form | None = None) -> Form:
    """The form of 2024. With a form given, another sheet of it: several firms in one file, each on a sheet."""
    form = form or Form()
    rng = writer.rng
    sheet = Sheet(name)
    form.sheets.append(sheet)
    form.note(sheet, "重点设备进口需求调查表")
    sheet.merged.append((0, 0, 0, 8))
    inline = rng.random() < 0.25
    form.deviations += ["inline"] if inline else []
    for keys in FIRM_FIELDS:
        cells: list[object] = []
        answers = {}
        for key in keys:
            head = _head(key, writer)
            answers[key] = writer.firm(key, head.asked)
            cells += _field(head.words, answers[key], inline)
        row = sheet.add(cells)
        form.rows.append(TrueRow(name, row, "firm", writer.told.firm.firm, answers=answers))
    way = rng.choice(WAYS)
    form.deviations.append(f"items-{way}")
    if way == "wide":
        _wide_table(form, sheet, writer)
    else:
        _table(form, sheet, [writer], (), way)
    if rng.random() < 0.5:
        form.note(sheet, "填表说明：一个物项一个季度填一行；金额单位为万元。")
    return form


def _field(words: str, answer: Written, inline: bool) -> list[object]:
    """A question and its answer in two cells, or in one: 企业名称：…"""
    if not inline:
        return [words, answer.cell]
    return [f"{words}：{'' if answer.cell is None else answer.cell}"]


def compiled(writers: list[Writer]) -> Form:
    """The list of a town or an association: one sheet, the firm in the first columns of each row."""
    form = Form(deviations=["compiled"])
    sheet = Sheet("汇总表")
    form.sheets.append(sheet)
    form.note(sheet, "镇街重点企业进口设备需求汇总表")
    way = writers[0].rng.choice(("repeated", "merged"))
    form.deviations.append(f"items-{way}")
    _table(form, sheet, writers, COMPILED_FIRM, way)
    return form


def _head(key: str, writer: Writer) -> Heading:
    if key in OLDER_NAMES and writer.rng.random() < 0.7:
        return Heading(OLDER_NAMES[key], 1.0)
    return heading(key, writer.rng, renamed=False)


def _table(form: Form, sheet: Sheet, writers: list[Writer], firm_keys: tuple[str, ...], way: str) -> None:
    keys = (*firm_keys, *ITEM_KEYS, *NEED_KEYS)
    heads = {key: _head(key, writers[0]) for key in keys}
    form.note(sheet, "序号", *(heads[key].words for key in keys))
    line, total = 0, 0.0
    for writer in writers:
        firm_cells = {key: writer.firm(key) for key in firm_keys}
        first_of_firm = len(sheet.rows)
        for number, item in enumerate(writer.told.items, start=1):
            item_cells = {key: writer.item(item, key, heads[key].asked) for key in ITEM_KEYS}
            first = len(sheet.rows)
            for spot, need in enumerate(item.needs):
                line += 1
                total += float(need["quantity"])  # type: ignore[arg-type]
                shown = item_cells if spot == 0 or way == "repeated" else {}
                firm_shown = firm_cells if len(sheet.rows) == first_of_firm or way == "repeated" else {}
                _row(form, sheet, writer, item, number, need, line, firm_keys, {**firm_shown, **shown}, spot == 0)
            if way == "merged":
                _merge(sheet, first, range(len(firm_keys) + 1, len(firm_keys) + 1 + len(ITEM_KEYS)))
        if way == "merged":
            _merge(sheet, first_of_firm, range(1, len(firm_keys) + 1))
    if writers[0].rng.random() < 0.4:
        cells: list[object] = ["合计", *([None] * len(keys))]
        cells[keys.index("quantity") + 1] = total
        form.note(sheet, *cells)


def _wide_table(form: Form, sheet: Sheet, writer: Writer) -> None:
    """One row an item, one column a quarter."""
    heads = {key: _head(key, writer) for key in ITEM_KEYS}
    quarters = sorted({str(need["period"]) for item in writer.told.items for need in item.needs})
    words = writer.rng.choice(("{}年{}季度", "{}Q{}", "{}年第{}季度"))
    form.note(
        sheet, "序号", *(heads[key].words for key in ITEM_KEYS), *(words.format(at[:4], at[-1]) for at in quarters)
    )
    for number, item in enumerate(writer.told.items, start=1):
        answers = {key: writer.item(item, key, heads[key].asked) for key in ITEM_KEYS}
        needed: dict[str, float] = {}
        for need in item.needs:
            needed[str(need["period"])] = needed.get(str(need["period"]), 0.0) + float(need["quantity"])  # type: ignore[arg-type]
        cells = [writer.hand.number(needed[at], item.goods.unit).cell if at in needed else None for at in quarters]
        row = sheet.add([number, *(answers[key].cell for key in ITEM_KEYS), *cells])
        firm = writer.told.firm.firm
        form.rows.append(TrueRow(sheet.name, row, "both", firm, item.goods.item, number, answers, quarters=needed))


def _merge(sheet: Sheet, first: int, columns: range) -> None:
    """Merge the cells of each column from a row to the last one."""
    last = len(sheet.rows) - 1
    if last > first:
        sheet.merged += [(first, column, last, column) for column in columns]


def _row(
    form: Form, sheet: Sheet, writer: Writer, item: CleanItem, number: int, need: Clean, line: int,
    firm_keys: tuple[str, ...], shown: dict[str, Written], is_first: bool,
) -> None:  # fmt: skip
    needs = {key: writer.need(item, need, key) for key in NEED_KEYS}
    cells = [shown.get(key, BLANK).cell for key in (*firm_keys, *ITEM_KEYS)]
    row = sheet.add([line, *cells, *(needs[key].cell for key in NEED_KEYS)])
    of_item = {key: shown[key] for key in ITEM_KEYS if key in shown}
    of_firm = {key: shown[key] for key in firm_keys if key in shown and is_first}
    unread = any(
        before.number == number and before.firm == writer.told.firm.firm and before.readable is False
        and before.group == "both" and before.sheet == sheet.name
        for before in form.rows
    )  # fmt: skip
    group = "both" if is_first else "need"
    orphan = unread and not is_first
    firm = writer.told.firm.firm
    form.rows.append(
        TrueRow(sheet.name, row, group, firm, item.goods.item, number, {**needs, **of_item, **of_firm}, orphan)
    )
