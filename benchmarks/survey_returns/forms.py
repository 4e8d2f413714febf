"""The form in force (three sheets) as firms send it back: moved columns, renamed headings, titles, notes, totals."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from importplan.survey.questions import FIRM, ITEM, of_group
from survey_returns.answers import CleanItem, CleanReturn
from survey_returns.hands import Hand, Written
from survey_returns.lexicon import written_name
from survey_returns.sheets import ASKED_IN, Form, Heading, Sheet, TrueRow, heading, written

TITLE = "高端装备进口需求调研表（2026年）"
NEED_KEYS = ("item_number", "period", "quantity", "quantity_low", "quantity_high", "firmness")
DEVIATIONS = {
    "titles": 0.35, "moved": 0.25, "renamed": 0.25, "remarks": 0.25, "totals": 0.25, "notes": 0.3, "example": 0.15,
    "gaps": 0.12, "yuan-heading": 0.06, "hidden-list": 0.1, "hidden-needs": 0.03, "two-row-heading": 0.06,
    "item-names-in-needs": 0.12, "renamed-sheets": 0.2, "shifted": 0.06, "signatures": 0.1,
}  # fmt: skip
SHEET_NAMES = (("企业情况", "物项情况", "分季度需求"), ("一、企业情况", "二、物项情况", "三、分季度需求"),
               ("企业基本情况", "设备清单", "需求计划"), ("Sheet1", "Sheet2", "Sheet3"))  # fmt: skip
PARENTS = (("第一来源", ("first_maker", "first_origin", "first_share")),
           ("第二来源", ("second_maker", "second_origin", "second_share")))  # fmt: skip
CHILD = {"maker": "制造商", "origin": "原产国", "share": "占比"}


@dataclass
class Writer:
    """One return in one person's hand."""

    told: CleanReturn
    firm_cells: dict[str, Written]  # name and code as this person writes them
    hand: Hand
    rng: Random

    def firm(self, key: str, asked: float = ASKED_IN) -> Written:
        return self.firm_cells.get(key) or written(self.hand, key, self.told.answers, asked)

    def item(self, item: CleanItem, key: str, asked: float = ASKED_IN) -> Written:
        if key == "item_name":
            words, way = written_name(item.goods, item.brand, self.rng)
            return Written(words, value=words, way=f"name:{way}")
        return written(self.hand, key, item.answers, asked, item.goods.unit)

    def need(self, item: CleanItem, need: dict[str, object], key: str) -> Written:
        return written(self.hand, key, need, unit=item.goods.unit)


def three_sheets(writer: Writer, chances: dict[str, float] | None = None) -> Form:
    """The form of version 2026.1 as this person sends it back."""
    rng = writer.rng
    chances = DEVIATIONS if chances is None else chances
    form = Form(deviations=[name for name, chance in chances.items() if rng.random() < chance])
    names = rng.choice(SHEET_NAMES[1:]) if "renamed-sheets" in form.deviations else SHEET_NAMES[0]
    _firm_sheet(form, writer, names[0])
    _item_sheet(form, writer, names[1])
    _need_sheet(form, writer, names[2])
    if "hidden-list" in form.deviations:
        words = Sheet("选项", hidden=True)
        for word in ("整机", "SKD散件", "关键零部件", "耗材材料"):
            form.note(words, word)
        form.sheets.append(words)
    if "shifted" in form.deviations:
        for sheet in form.sheets:
            sheet.shift(rng.choice((1, 2)))
    return form


def _firm_sheet(form: Form, writer: Writer, name: str) -> None:
    sheet = Sheet(name)
    form.sheets.append(sheet)
    form.note(sheet, TITLE)
    sheet.merged.append((0, 0, 0, 3))
    if "notes" in form.deviations:
        form.note(sheet, "本表仅用于供应保障测算，不作考核、执法依据。金额单位：万元。")
    form.note(sheet, "题号", "题目", "填写内容", "单位或说明")
    other_units = "yuan-heading" in form.deviations
    for question in of_group(FIRM):
        head = heading(question.key, writer.rng, "renamed" in form.deviations, other_units)
        answer = writer.firm(question.key, head.asked)
        row = sheet.add([question.number, head.words, answer.cell, None])
        form.rows.append(TrueRow(name, row, "firm", writer.told.firm.firm, answers={question.key: answer}))
    if "notes" in form.deviations:
        form.note(sheet, "注：如有疑问请联系当地商务主管部门。")


def _item_sheet(form: Form, writer: Writer, name: str) -> None:
    sheet = Sheet(name)
    form.sheets.append(sheet)
    keys = [question.key for question in of_group(ITEM)]
    if "moved" in form.deviations:
        keys = moved(keys, writer.rng, first="item_name")
    heads = [heading(key, writer.rng, "renamed" in form.deviations, "yuan-heading" in form.deviations) for key in keys]
    _titles(form, sheet, "物项情况（每个物项一行）")
    _names(form, sheet, writer)
    _headings(form, sheet, keys, heads)
    if "example" in form.deviations:
        form.note(sheet, "例", *("五轴立式加工中心" if key == "item_name" else None for key in keys))
    for number, item in enumerate(writer.told.items, start=1):
        _gap(form, sheet, writer.rng)
        answers = {key: writer.item(item, key, head.asked) for key, head in zip(keys, heads, strict=True)}
        tail: list[object] = ["请尽快" if writer.rng.random() < 0.2 else None] if "remarks" in form.deviations else []
        row = sheet.add([number, *(answers[key].cell for key in keys), *tail])
        form.rows.append(TrueRow(name, row, "item", writer.told.firm.firm, item.goods.item, number, answers))
    _ending(form, sheet, keys, "stock", [item.answers["stock"] for item in writer.told.items])


def _headings(form: Form, sheet: Sheet, keys: list[str], heads: list[Heading]) -> None:
    tail = ["备注"] if "remarks" in form.deviations else []
    if "two-row-heading" not in form.deviations or "moved" in form.deviations:
        form.note(sheet, "序号", *(head.words for head in heads), *tail)
        return
    top: list[object] = ["序号", *(head.words for head in heads), *tail]
    below: list[object] = [None] * len(top)
    at = len(sheet.rows)
    for parent, children in PARENTS:
        first = keys.index(children[0]) + 1
        for spot, key in enumerate(children, start=first):
            top[spot] = parent if spot == first else None
            below[spot] = CHILD[key.partition("_")[2]]
        sheet.merged.append((at, first, at, first + len(children) - 1))
    form.note(sheet, *top)
    form.note(sheet, *below)


def _need_sheet(form: Form, writer: Writer, name: str) -> None:
    sheet = Sheet(name, hidden="hidden-needs" in form.deviations)
    form.sheets.append(sheet)
    keys = list(NEED_KEYS)
    if "moved" in form.deviations:
        keys = moved(keys, writer.rng, first="item_number")
    named = "item-names-in-needs" in form.deviations
    _titles(form, sheet, "分季度需求（每个物项每个季度一行）")
    _names(form, sheet, writer)
    heads = [heading(key, writer.rng, "renamed" in form.deviations).words for key in keys]
    form.note(sheet, *heads, *(["物项名称"] if named else []), *(["备注"] if "remarks" in form.deviations else []))
    unread = {row.number for row in form.rows if row.group == "item" and row.readable is False}
    for number, item in enumerate(writer.told.items, start=1):
        for need in item.needs:
            _gap(form, sheet, writer.rng)
            answers = {key: writer.need(item, need, key) for key in keys if key != "item_number"}
            answers["item_number"] = Written(number, value=float(number))
            tail: list[object] = [item.goods.name] if named else []
            row = sheet.add([*(answers[key].cell for key in keys), *tail])
            form.rows.append(
                TrueRow(name, row, "need", writer.told.firm.firm, item.goods.item, number, answers, number in unread)
            )
    _ending(form, sheet, keys, "quantity", [need["quantity"] for item in writer.told.items for need in item.needs], 0)


def moved(keys: list[str], rng: Random, first: str) -> list[str]:
    """The columns in another order: a few of them taken to another place, the first one kept."""
    keys = list(keys)
    for _ in range(max(len(keys) // 6, 1)):
        key = keys.pop(rng.randrange(len(keys)))
        keys.insert(rng.randrange(len(keys) + 1), key)
    keys.remove(first)
    return [first, *keys]


def _titles(form: Form, sheet: Sheet, words: str) -> None:
    if "titles" in form.deviations:
        form.note(sheet, TITLE)
        sheet.merged.append((0, 0, 0, 5))
        form.note(sheet, words)


def _names(form: Form, sheet: Sheet, writer: Writer) -> None:
    """The firm's name once more above the table."""
    if "named-on-each-sheet" in form.deviations:
        name = writer.firm("firm_name")
        row = sheet.add([f"填报单位：{name.cell}"])
        form.rows.append(TrueRow(sheet.name, row, "firm", writer.told.firm.firm, answers={"firm_name": name}))


def _gap(form: Form, sheet: Sheet, rng: Random) -> None:
    if "gaps" in form.deviations and rng.random() < 0.25:
        sheet.add([])


def _ending(form: Form, sheet: Sheet, keys: list[str], summed: str, values: list[object], shift: int = 1) -> None:
    if "totals" in form.deviations:
        total = sum(value for value in values if isinstance(value, float))
        cells: list[object] = [None] * (len(keys) + shift)
        cells[keys.index(summed) + shift] = total
        cells[0] = "合计"
        form.note(sheet, *cells)
    if "signatures" in form.deviations:
        form.note(sheet, "制表：采购部　　复核：财务部　　2026年10月")
    if "notes" in form.deviations:
        form.note(sheet, "注：数量按实际填写，不清楚的填“不清楚”。")
