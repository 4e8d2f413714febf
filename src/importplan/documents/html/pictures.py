"""The drawings of the page for browsers as files of their own (SVG), to be put into slides and reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importplan.basics.files import put_all
from importplan.documents.excel.palette import FONTS
from importplan.documents.html.drawing import STYLE, draw
from importplan.documents.html.order_timeline import draw_orders
from importplan.documents.html.plan_page import drawn
from importplan.results.chart import Chart
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.page_one.page import summary
from importplan.results.plan_result import PlanResult

VIEW = re.compile(r'<svg(?: class="\w+")? viewBox="0 0 (\d+) (\d+)"')


def write(result: PlanResult, folder: Path) -> tuple[Path, ...]:
    """Write every drawing into a folder, which is made where it is not there; files of the same name are replaced."""
    names = Names(result.scenario, result.catalog, result.language)
    files = {folder / f"{name}.svg": _alone(names, svg) for name, svg in _named(result, names)}
    if files:
        folder.mkdir(parents=True, exist_ok=True)
        put_all(files)
    return tuple(files)


def _named(result: PlanResult, names: Names) -> Iterator[tuple[str, str]]:
    """Each drawing with its name: the sheet it stands on, and what it draws where a sheet has several."""
    for section in summary(result, names).sections:
        if section.timeline is not None:
            yield "timeline", draw_orders(section.timeline)
    yield from (("flows", picture.svg) for picture in drawn(result, names))
    for part in parts(result, names):
        charts = [block for block in part.visible if isinstance(block, Chart)]
        for number, chart in enumerate(charts, start=1):
            yield part.key if len(charts) == 1 else f"{part.key}_{number}", draw(chart, names)


def _alone(names: Names, svg: str) -> bytes:
    """A drawing that needs nothing around it: its size, its type, a white ground."""
    found = VIEW.match(svg)
    assert found is not None
    width, height = found.groups()
    style = STYLE.replace("svg ", "").replace("inherit", f"'{FONTS[names.language]}', sans-serif")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    ground = f'<style>{style}</style><rect width="{width}" height="{height}" fill="#fff"/>'
    body = svg[found.end() :].replace(">", f">{ground}", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}\n'.encode()
