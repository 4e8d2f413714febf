"""Workbooks as WPS Spreadsheets saves them, made from those of other programs.

No file of WPS itself is at hand. What is put in is what is published of its files: the name of the program and its
build (`docProps/app.xml`, `docProps/custom.xml`), a dimension that is not that of the sheet, extensions of its own
namespaces, one author of all comments, and pictures in cells: a formula `DISPIMG("ID_…",1)` whose value is its own
words, and the parts `xl/cellimages.xml` and `xl/media` that hold what it shows.
"""

from __future__ import annotations

import re
import zipfile
from base64 import b64decode
from io import BytesIO

ETC = "http://www.wps.cn/officeDocument/2017/etCustomData"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ID = "ID_A16C8CE6E39B4F25934D584A1C41E1E1"
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
OWN_PARTS = {
    "xl/cellimages.xml": (
        f'{HEAD}<etc:cellImages xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" '
        f'xmlns:etc="{ETC}"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{ID}"/><xdr:cNvPicPr/>'
        '</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
        "</etc:cellImage></etc:cellImages>"
    ).encode(),
    "xl/_rels/cellimages.xml.rels": (
        f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/image1.png"/></Relationships>'
    ).encode(),
    "xl/media/image1.png": PNG,
    "docProps/custom.xml": (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
        "<vt:lpwstr>2052-12.1.0.18276</vt:lpwstr></property></Properties>"
    ).encode(),
}


def picture(cell: str) -> bytes:
    """A cell with a picture in it."""
    words = f"DISPIMG(&quot;{ID}&quot;,1)"
    return f'<c r="{cell}" t="str"><f>{words}</f><v>={words}</v></c>'.encode()


def as_wps(content: bytes, application: str = "WPS 表格", pictures: bool = True) -> bytes:
    """The workbook as WPS saves it; `pictures`: with a column 图片 far to the right of each sheet."""

    def changed(name: str, part: bytes) -> bytes:
        if name == "docProps/app.xml":
            return part.replace(b"Microsoft Excel", application.encode())
        if name == "[Content_Types].xml" and b"cellimages" not in part:
            more = (
                b'<Default Extension="png" ContentType="image/png"/>'
                b'<Override PartName="/xl/cellimages.xml" '
                b'ContentType="application/vnd.wps-officedocument.cellimage+xml"/>'
            )
            return part.replace(b"</Types>", more + b"</Types>")
        if name == "xl/_rels/workbook.xml.rels" and b"cellimages" not in part:
            kind = "http://www.wps.cn/officeDocument/2020/cellImage"
            more = f'<Relationship Id="rIdWps" Type="{kind}" Target="cellimages.xml"/></Relationships>'.encode()
            return part.replace(b"</Relationships>", more)
        if name == "xl/styles.xml":
            part = re.sub(rb'<dxfs count="0"\s*/>', b"", part)
            return part.replace(b"</styleSheet>", b'<extLst><ext uri="{w}" xmlns:x14="x"/></extLst></styleSheet>')
        if name.startswith("xl/worksheets/") and not name.endswith(".rels"):
            return _sheet(part, pictures)
        if "comments" in name and name.endswith(".xml"):
            return part.replace(b"<authors>", b"<authors><author>WPS_168</author>").replace(
                b'authorId="0"', b'authorId="1"'
            )
        return part

    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: changed(name, old.read(name)) for name in old.namelist()}
        for name, part in ({**parts, **OWN_PARTS} if pictures else parts).items():
            new.writestr(name, part)
    return target.getvalue()


def _sheet(part: bytes, pictures: bool) -> bytes:
    part = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', part)
    if pictures and b"CZ1" not in part:
        heading = '<c r="CZ1" t="inlineStr"><is><t>图片</t></is></c>'.encode()
        for number, cell in ((b"1", heading), (b"2", picture("CZ2"))):
            row = re.compile(rb'(<row [^>]*\br="' + number + rb'"[^>]*[^/]>)(.*?)(</row>)', re.DOTALL)
            part = row.sub(lambda found, cell=cell: found[1] + found[2] + cell + found[3], part, count=1)
    tail = b'<extLst><ext uri="{wps}" xmlns:wps="http://www.wps.cn/x"><wps:own/></ext></extLst></worksheet>'
    return part.replace(b"</worksheet>", tail)
