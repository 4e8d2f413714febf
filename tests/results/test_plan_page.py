"""A plan as a page for browsers: both languages, figures as on the sheets, nothing fetched, words stay words."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from all_results import results

from importplan.documents.html import plan_page
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.page_one.page import summary
from importplan.results.views.source_change import source_changes

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HARM = "<script>alert('x')</script>\"'&<img src=x onerror=alert(1)></td></script>"
SIX_MB = 6_000_000


@cache
def page() -> str:
    return plan_page.content(results()[0]).decode("utf-8")


class Pieces(HTMLParser):
    """Tags with the names of their attributes, links, and the words between."""

    def __init__(self, words: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[tuple[str, str]] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(words)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {(tag, "")} | {(tag, name) for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_sheet_stands_in_it_in_both_languages_and_its_links_lead_somewhere() -> None:
    result, found = results()[0], Pieces(page())
    for language in ("zh", "en"):
        names = Names(result.scenario, result.catalog, language)  # type: ignore[arg-type]
        for part in parts(result, names):
            assert part.key == "summary" or f"{language}-{part.key}" in found.ids
        told = summary(result, names)
        assert told.lead in found.words and told.title in found.words
        assert {section.heading for section in told.sections} <= set(found.words)
    assert len(found.ids) == len(set(found.ids))
    assert found.links and all(link.startswith("#") and link[1:] in found.ids for link in found.links)


def test_nothing_is_fetched_and_it_is_small() -> None:
    assert len(page().encode("utf-8")) < SIX_MB
    assert not re.search(r"https?://[^<\s\"']+\.(js|css|png|woff2?)", page())
    assert "default-src 'none'" in page()


def test_hostile_words_are_shown_and_become_no_piece_of_it() -> None:
    result = results()[0]
    case = result.scenario
    items = tuple(replace(item, name_zh=HARM + item.item, name_en=HARM + item.item) for item in case.items)
    spoiled = replace(result, scenario=case.replace(items=items, settings=replace(case.settings, title=HARM)))
    found = Pieces(plan_page.content(spoiled).decode("utf-8"))
    assert found.tags - Pieces(page()).tags == set()
    assert not [name for _, name in found.tags if name.startswith("on")]
    assert any(HARM in words for words in found.words)


def test_flows_of_an_item_are_its_whole_value_on_both_sides() -> None:
    for result in results():
        by_item: dict[str, list[float]] = {}
        for row in source_changes(result):
            before, after = by_item.setdefault(row.item, [0.0, 0.0])
            by_item[row.item] = [before + row.before, after + row.after]
        assert by_item
        for before, after in by_item.values():
            assert after == pytest.approx(1.0)
            assert before == pytest.approx(1.0) or before == 0.0


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_in_a_browser_tables_sort_and_filter_and_the_language_changes(tmp_path: Path) -> None:
    """A second program clicks and types, then the page is written out as the browser holds it."""
    acts = """<script>
    const heads = [...document.querySelectorAll('#zh-orders table.sorted th button')];
    heads.find((head) => head.textContent.startsWith('到厂成本')).click();
    const column = heads.findIndex((head) => head.textContent.startsWith('到厂成本'));
    const table = document.querySelector('#zh-orders table.sorted');
    const sorted = [...table.tBodies[0].rows].map((row) => row.cells[column].textContent).join('|');
    document.body.dataset.sorted = sorted;
    const filter = document.querySelector('#zh-landed_cost input.filter');
    if (filter) { filter.value = '关税'; filter.dispatchEvent(new Event('input')); }
    document.body.dataset.hidden = String(document.querySelectorAll('#zh-landed_cost tr[hidden]').length);
    document.querySelector('[data-language=zh] button.switch').click();
    </script>"""
    path = tmp_path / "plan.html"
    path.write_text(page().replace("</body>", acts + "</body>"), encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        "--dump-dom",
    ]
    told = subprocess.run([*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    assert "CONSOLE" not in told.stderr, told.stderr[-2000:]
    assert '<html lang="en">' in told.stdout
    assert re.search(r'data-language="zh"[^>]* hidden', told.stdout)
    found = re.search(r'data-sorted="([^"]*)"', told.stdout)
    assert found is not None
    amounts = [float(words.replace(",", "")) for words in found[1].split("|")]
    assert len(amounts) > 1 and amounts == sorted(amounts)
    assert int(re.search(r'data-hidden="(\d+)"', told.stdout)[1]) > 0  # type: ignore[index]
