"""Files that want harm, and files that are merely broken, as a folder of returns may hold them.

Each maker writes one file (or link, or pipe) into a folder and is listed in `REFUSED` (nothing may be read of it) or in
`NEUTRALISED` (its answers are read, and what is dangerous in it has no effect).
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from importplan.survey.rejected import MARK

Maker = Callable[[Path], None]
Rows = list[list[object]]
SHEET = "xl/worksheets/sheet1.xml"
OPENING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sound(
    firm: str = "东莞市安正数控机床有限公司", item: str = "五轴立式加工中心", **answers: object
) -> dict[str, Rows]:
    """The sheets of a return that is as it should be: one firm, one item, one quarter."""
    return {
        "企业情况": [
            ["题号", "题目", "填写内容", "单位或说明"],
            ["A1", "企业全称", firm],
            ["A2", "统一社会信用代码", answers.get("code", "91441900MA4UKL3R8J")],
            ["A4", "所在地市", "东莞"],
        ],
        "物项情况": [
            ["序号", "物项类别", "物项名称", "品牌型号", "单位", "现有库存"],
            [1, "整机", item, answers.get("model", "牧野 D500"), "台", answers.get("stock", 2)],
        ],
        "分季度需求": [
            ["物项序号", "需求季度", "需求数量", "最低数量", "最高数量", "确定程度"],
            [1, "2027Q2", answers.get("quantity", 3), 2, 4, "已列预算"],
        ],
    }


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file of such sheets; text stays text."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    page.write(row, column, cell)
    return memory.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The zip file with parts replaced, added or (None) taken out."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()} | dict(parts)
        for name, part in kept.items():
            if part is not None:
                new.writestr(name, part)
    return memory.getvalue()


def part(content: bytes, name: str) -> str:
    """A part of a zip file as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def replaced(name: str, old: str, new: str, sheets: Mapping[str, Rows] | None = None) -> bytes:
    """A sound return with some words of one part replaced; the words must be there."""
    content = workbook(sheets or sound())
    words = part(content, name)
    assert old in words
    return changed(content, {name: words.replace(old, new, 1).encode()})


def inflating(folder: Path) -> None:
    """0.4 MB that hold 400 MB of white space within a sheet."""
    content = workbook(sound())
    xml = part(content, SHEET).encode().replace(b"<sheetData>", b"<sheetData>" + b" " * 400_000_000)
    (folder / "inflating.xlsx").write_bytes(changed(content, {SHEET: xml}))


def overstated(folder: Path) -> None:
    """A zip file that says of a part that it is a thousand times smaller than it is."""
    content = bytearray(workbook(sound()))
    spot = content.rfind(b"PK\x01\x02")
    content[spot + 24 : spot + 28] = (7).to_bytes(4, "little")
    (folder / "overstated.xlsx").write_bytes(content)


def last_cell(folder: Path) -> None:
    """One value in XFD1048576, which makes a reader allocate 17 thousand million cells."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (folder / "last_cell.xlsx").write_bytes(replaced(SHEET, "</sheetData>", cell))


def wide_corner(folder: Path) -> None:
    """One value in OI199999: within the limits of rows and of columns, and 80 million cells all the same."""
    cell = '<row r="199999"><c r="OI199999"><v>1</v></c></row></sheetData>'
    (folder / "wide_corner.xlsx").write_bytes(replaced(SHEET, "</sheetData>", cell))


def unnamed_corner(folder: Path) -> None:
    """The same as `last_cell` without one address of a cell: places follow from the order of cells."""
    wide = '<row r="1048575">' + "<c><v>1</v></c>" * 16_384 + '</row><row r="1048576"><c><v>1</v></c></row></sheetData>'
    (folder / "unnamed_corner.xlsx").write_bytes(replaced(SHEET, "</sheetData>", wide))


def odd_corner(folder: Path) -> None:
    """The same in small letters and with zeros before the number, which some readers take and some looks pass over."""
    cell = '<row r="9"><c r="xfd01048576"><v>1</v></c></row></sheetData>'
    (folder / "odd_corner.xlsx").write_bytes(replaced(SHEET, "</sheetData>", cell))


def otherwise_spelled(folder: Path) -> None:
    """The sheet with the last cell is named in other letters than its part, as readers on some systems forgive it."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = replaced(SHEET, "</sheetData>", cell)
    relations = part(content, "xl/_rels/workbook.xml.rels").replace("worksheets/sheet1.xml", "Worksheets/SHEET1.xml")
    (folder / "otherwise_spelled.xlsx").write_bytes(
        changed(content, {"xl/_rels/workbook.xml.rels": relations.encode()})
    )


def stated_extent(folder: Path) -> None:
    """A sheet that states the whole extent of a sheet and holds a few cells: a sound file of some programs."""
    content = workbook(sound())
    xml = part(content, SHEET)
    start = xml.index('<dimension ref="')
    end = xml.index("/>", start)
    xml = xml[:start] + '<dimension ref="A1:XFD1048576"' + xml[end:]
    (folder / "stated_extent.xlsx").write_bytes(changed(content, {SHEET: xml.encode()}))


def million_rows(folder: Path) -> None:
    """A sheet of 1,048,576 rows."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(5, 1_048_577))
    (folder / "million_rows.xlsx").write_bytes(replaced(SHEET, "</sheetData>", rows + "</sheetData>"))


def laughing(folder: Path) -> None:
    """Ten entities that make a thousand million words of one."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{levels}]>'
    xml = f'{OPENING}{entities}<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>'
    xml += "</row></sheetData></worksheet>"
    (folder / "laughing.xlsx").write_bytes(changed(workbook(sound()), {SHEET: xml.encode()}))


def outer_entity(folder: Path) -> None:
    """An entity that stands for a file of the machine."""
    entity = '<!DOCTYPE sst [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    xml = f"{OPENING}{entity}<sst {MAIN}><si><t>&secret;</t></si></sst>"
    (folder / "outer_entity.xlsx").write_bytes(changed(workbook(sound()), {"xl/sharedStrings.xml": xml.encode()}))


def huge_strings(folder: Path) -> None:
    """350 MB of shared strings in 0.4 MB."""
    strings = f"<si><t>{'x' * 32_000}</t></si>" * 11_000
    xml = f"{OPENING}<sst {MAIN}>{strings}</sst>"
    (folder / "huge_strings.xlsx").write_bytes(changed(workbook(sound()), {"xl/sharedStrings.xml": xml.encode()}))


def many_parts(folder: Path) -> None:
    """Five thousand parts."""
    extra: dict[str, bytes | None] = {f"xl/media/image{number}.png": b"\x89PNG" for number in range(5_000)}
    (folder / "many_parts.xlsx").write_bytes(changed(workbook(sound()), extra))


def merged_all_over(folder: Path) -> None:
    """One merged range over the whole sheet."""
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    (folder / "merged_all_over.xlsx").write_bytes(replaced(SHEET, "</sheetData>", merged))


def damaged_stream(folder: Path) -> None:
    """A part whose compressed bytes are no such bytes: what is looked at before anything is read breaks on it."""
    content = bytearray(workbook(sound()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo("xl/workbook.xml").header_offset
    named = int.from_bytes(content[start + 26 : start + 28], "little")
    extra = int.from_bytes(content[start + 28 : start + 30], "little")
    content[start + 30 + named + extra] = 0xFF  # a block of a kind that does not exist
    (folder / "damaged_stream.xlsx").write_bytes(content)


def false_corrections(folder: Path) -> None:
    """A trap that says of itself that it is our own workbook of rejected rows."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = replaced(SHEET, "</sheetData>", cell)
    mark = f"<definedNames><definedName name=\"{MARK}\">'企业情况'!$A$1</definedName></definedNames>"
    xml = part(content, "xl/workbook.xml").replace("</sheets>", f"</sheets>{mark}")
    (folder / "false_corrections.xlsx").write_bytes(changed(content, {"xl/workbook.xml": xml.encode()}))


def truncated(folder: Path) -> None:
    """The first half of a file."""
    content = workbook(sound())
    (folder / "truncated.xlsx").write_bytes(content[: len(content) // 2])


def truncated_old(folder: Path) -> None:
    """The first half of an old workbook."""
    old_workbook(folder / "truncated_old.xls")
    content = (folder / "truncated_old.xls").read_bytes()
    (folder / "truncated_old.xls").write_bytes(content[: len(content) // 2])


def protected(folder: Path) -> None:
    """A workbook with a password: a compound document with an encrypted package."""
    document = XlsDoc()
    path = folder / "protected.xlsx"
    document.save(str(path), os.urandom(8_192))
    old, new = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    content = path.read_bytes()
    spot = content.index(old + b"\x00\x00")
    entry = content[spot : spot + 66]
    named = new.ljust(64, b"\x00") + (len(new) + 2).to_bytes(2, "little")
    path.write_bytes(content.replace(entry, named, 1))


def no_workbook(folder: Path) -> None:
    """A PDF file called .xlsx."""
    (folder / "no_workbook.xlsx").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")


def other_office_file(folder: Path) -> None:
    """A text document called .xlsx."""
    with zipfile.ZipFile(folder / "other_office_file.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")


def nothing(folder: Path) -> None:
    """A file without content."""
    (folder / "nothing.xlsx").write_bytes(b"")


def pipe(folder: Path) -> None:
    """A named pipe: whoever opens it waits for ever."""
    os.mkfifo(folder / "pipe.xlsx")


def outward_link(folder: Path) -> None:
    """A link to a file outside of the folder."""
    outside = folder.parent / "outside.xlsx"
    outside.write_bytes(workbook(sound(firm="惠州市外部机械有限公司")))
    (folder / "outward_link.xlsx").symlink_to(outside)


def binary_list(folder: Path) -> None:
    """A CSV file that holds no text."""
    (folder / "binary_list.csv").write_bytes(bytes(range(256)) * 400)


def one_line_list(folder: Path) -> None:
    """A CSV file of one line of 60 MB, a field of it never ends."""
    (folder / "one_line_list.csv").write_bytes(b'"' + b"x" * 60_000_000)


def macros(folder: Path) -> None:
    """A workbook with macros: they are data that nobody runs."""
    content = workbook(sound(firm="佛山市宏能装备有限公司", code="91440600MA4UKL3R8N"))
    types = part(content, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    types = types.replace(
        "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    parts = {"[Content_Types].xml": types.encode(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Auto_Open Shell calc"}
    (folder / "macros.xlsm").write_bytes(changed(content, parts))


def outer_links(folder: Path) -> None:
    """Formulas that take their value from another file or start a program; one holds a stored value, one none."""
    content = workbook(sound(firm="中山市联恒机床有限公司", code="91442000MA4UKL3R8G", stock=7, quantity=9))
    name = "xl/worksheets/sheet2.xml"
    xml = part(content, name)
    assert "<v>7</v>" in xml
    xml = xml.replace("<v>7</v>", "<f>[1]Sheet1!A1</f><v>7</v>", 1)
    link = f"{OPENING}<externalLink {MAIN}/>".encode()
    third = part(content, "xl/worksheets/sheet3.xml").replace("<v>9</v>", "<f>cmd|' /C calc'!A0</f>", 1)
    parts = {name: xml.encode(), "xl/worksheets/sheet3.xml": third.encode(), "xl/externalLinks/externalLink1.xml": link}
    (folder / "outer_links.xlsx").write_bytes(changed(content, parts))


FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)*cmd|' /C calc'!A0")


def formula_words(folder: Path) -> None:
    """Answers that a spreadsheet program would run as formulas if they were not written as text."""
    sheets = sound(firm=FORMULAS[0], code="91440400MA4UKL3R8C", item=FORMULAS[3], model=FORMULAS[1])
    sheets["企业情况"].append(["A9", "填报人", FORMULAS[2]])
    (folder / "formula_words.xlsx").write_bytes(workbook(sheets))


def sheet_paths(folder: Path) -> None:
    """A sheet whose name climbs out of every folder."""
    content = workbook(sound(firm="珠海市锐达装备有限公司", code="91440402MA4UKL3R89"))
    xml = part(content, "xl/workbook.xml").replace('name="企业情况"', 'name="../../../../tmp/企业情况"')
    (folder / "sheet_paths.xlsx").write_bytes(changed(content, {"xl/workbook.xml": xml.encode()}))


def file_name(folder: Path) -> None:
    """A file name that is a formula, with a new line and a sign that turns the reading direction."""
    name = "=cmd|'calc'!A0\n\u202exslx.报表.xlsx"
    (folder / name).write_bytes(workbook(sound(firm="肇庆市恒信机械有限公司", code="91441200MA4UKL3R8E")))


def control_signs(folder: Path) -> None:
    """Signs in answers that no XML file can hold, escaped as Excel does it, and half of a pair."""
    sheets = sound(firm="江门市瑞成机床有限公司", code="91440700MA4UKL3R8U", model="牧野_x0000_D_x000B_500_xD800_")
    (folder / "control_signs.xlsx").write_bytes(workbook(sheets))


def endless_digits(folder: Path) -> None:
    """A number of 30,000 digits and words that slow patterns would try for ever."""
    sheets = sound(firm="清远市泰和机床有限公司", code="91441800MA4UKL3R8D", stock="9" * 30_000, model=" 1,1,1" * 5_000)
    sheets["分季度需求"].append([1, "2027Q3", "１" * 10_000 + "万万万", None, None, "（" * 5_000])
    (folder / "endless_digits.xlsx").write_bytes(workbook(sheets))


def old_workbook(path: Path) -> None:
    """A sound return in the format of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sound(firm="阳江市恒升刀具有限公司", code="91441700MA4UKL3R88").items():
        page = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
    book.save(str(path))


REFUSED: Mapping[str, Maker] = {
    "inflating.xlsx": inflating, "overstated.xlsx": overstated, "last_cell.xlsx": last_cell,
    "unnamed_corner.xlsx": unnamed_corner,
    "odd_corner.xlsx": odd_corner,
    "otherwise_spelled.xlsx": otherwise_spelled,
    "wide_corner.xlsx": wide_corner, "million_rows.xlsx": million_rows, "laughing.xlsx": laughing,
    "outer_entity.xlsx": outer_entity, "huge_strings.xlsx": huge_strings, "many_parts.xlsx": many_parts,
    "merged_all_over.xlsx": merged_all_over, "damaged_stream.xlsx": damaged_stream,
    "false_corrections.xlsx": false_corrections, "truncated.xlsx": truncated, "truncated_old.xls": truncated_old,
    "protected.xlsx": protected, "no_workbook.xlsx": no_workbook, "other_office_file.xlsx": other_office_file,
    "nothing.xlsx": nothing, "pipe.xlsx": pipe, "outward_link.xlsx": outward_link, "binary_list.csv": binary_list,
    "one_line_list.csv": one_line_list,
}  # fmt: skip
NEUTRALISED: Mapping[str, Maker] = {
    "macros.xlsm": macros, "outer_links.xlsx": outer_links, "formula_words.xlsx": formula_words,
    "sheet_paths.xlsx": sheet_paths, "=cmd|'calc'!A0\n\u202exslx.报表.xlsx": file_name,
    "control_signs.xlsx": control_signs, "endless_digits.xlsx": endless_digits, "stated_extent.xlsx": stated_extent,
}  # fmt: skip
