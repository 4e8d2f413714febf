"""Sources of the goods of a plan as an inline drawing (SVG): countries today, items, countries of the plan.

A band is as thick as the value planned of its item times the share of the country; so both sides of an item are equal,
and what grows or shrinks from left to right is a country.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from importplan.documents.html.drawing import in_lines
from importplan.results.names import Names
from importplan.results.views.source_change import SourceChange

WIDTH, HEIGHT, TOP, BOTTOM = 1000.0, 460.0, 44.0, 16.0
NODE, GAP, PLACES = 14.0, 6.0, 26
COLUMNS = (150.0, 493.0, 836.0)  # left edges of the countries today, the items, the countries of the plan
COLORS = ("#2F5597", "#C55A11", "#548235", "#7F6000", "#7030A0", "#00808A", "#A61C3C", "#595959")
Band = tuple[str, str, float]  # from, to, CNY


def draw_flows(rows: Iterable[SourceChange], names: Names, words: str) -> str:
    """The drawing; `words` is what it shows in a sentence."""
    rows = tuple(rows)
    left = [(row.country, row.item, row.value_cny * row.before) for row in rows if row.before > 0.0]
    right = [(row.item, row.country, row.value_cny * row.after) for row in rows if row.after > 0.0]
    items = _sums((item, cny) for item, _, cny in right)
    today, planned = _sums((code, cny) for code, _, cny in left), _sums((code, cny) for _, code, cny in right)
    most = max(len(items), len(today), len(planned))
    room = (HEIGHT - TOP - BOTTOM - GAP * (most - 1)) / max(sum(items.values()), sum(today.values()), 1e-9)
    colors = {code: COLORS[n % len(COLORS)] for n, code in enumerate(sorted({*today, *planned}))}
    spots = [_spots(sums, room) for sums in (today, items, planned)]
    parts = [
        f'<text x="{x:.0f}" y="20" class="{kind}">{escape(names.word(key))}</text>'
        for x, kind, key in (
            (COLUMNS[0] + NODE, "value title", "result.flows.today"),
            (COLUMNS[1] + NODE / 2, "title", "result.flows.items"),
            (COLUMNS[2], "title left", "result.flows.planned"),
        )
    ]
    parts += _bands(left, spots[0], spots[1], COLUMNS[0], COLUMNS[1], room, lambda band: colors[band[0]])
    parts += _bands(right, spots[1], spots[2], COLUMNS[1], COLUMNS[2], room, lambda band: colors[band[1]])
    unit, scaled = names.word("result.flows.unit"), names.in_summary_unit
    for x, sums, places, color, kind, told in (
        (COLUMNS[0], today, spots[0], colors.__getitem__, "value", names.country),
        (COLUMNS[1], items, spots[1], lambda _: "#404040", "value", names.item),
        (COLUMNS[2], planned, spots[2], colors.__getitem__, "left", names.country),
    ):
        for key, cny in sums.items():
            y, thick = places[key], max(cny * room, 1.0)
            parts.append(f'<rect x="{x:.0f}" y="{y:.1f}" width="{NODE:.0f}" height="{thick:.1f}" fill="{color(key)}"/>')
            label = f"{next(iter(in_lines(told(key), PLACES)), '')} {scaled(cny):,.0f}{unit}"
            at = x - 6 if kind == "value" else x + NODE + 6
            parts.append(f'<text x="{at:.0f}" y="{y + thick / 2 + 4:.1f}" class="{kind}">{escape(label)}</text>')
    return (
        f'<svg class="tall" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(words)}">'
        f"{''.join(parts)}</svg>"
    )


def _sums(entries: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Key → CNY, most first."""
    found: dict[str, float] = {}
    for key, cny in entries:
        found[key] = found.get(key, 0.0) + cny
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _spots(sums: dict[str, float], room: float) -> dict[str, float]:
    """Key → its upper edge, one below the other."""
    found, y = {}, TOP
    for key, cny in sums.items():
        found[key] = y
        y += cny * room + GAP
    return found


def _bands(
    bands: list[Band],
    starts: dict[str, float],
    ends: dict[str, float],
    left: float,
    right: float,
    room: float,
    color: Callable[[Band], str],
) -> list[str]:
    """Curved bands from node to node, in the order in which both sides stand."""
    out, into = dict(starts), dict(ends)
    x1, x2 = left + NODE, right
    found: list[str] = []
    for band in sorted(bands, key=lambda band: (starts[band[0]], ends[band[1]])):
        first, last, cny = band
        thick = cny * room
        y1, y2 = out[first] + thick / 2, into[last] + thick / 2
        out[first] += thick
        into[last] += thick
        bend = (x1 + x2) / 2
        found.append(
            f'<path d="M{x1:.1f},{y1:.1f} C{bend:.1f},{y1:.1f} {bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}" fill="none" '
            f'stroke="{color(band)}" stroke-opacity="0.45" stroke-width="{max(thick, 0.7):.1f}"/>'
        )
    return found
