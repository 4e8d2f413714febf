"""The colours and fonts of all workbooks."""

from __future__ import annotations

from importplan.basics.labels import Language

FONTS: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
# Words and lines.
INK, DARK, ASIDE, GREY, RED, LINE, LINK = "#1F3864", "#404040", "#595959", "#7F7F7F", "#C00000", "#BFBFBF", "#0563C1"
BLACK = "#000000"
# Behind words: headings, sums, cells to be filled in, answers that want a look, examples.
SHADE, BAND, SOFT, ENTRY, TO_FILL = "#D9E2F3", "#D9D9D9", "#F2F2F2", "#FFF2CC", "#FFD966"
ANSWER, MISSING, DOUBTFUL, EXAMPLE, UNUSED = "#FFFDF2", "#F8CBAD", "#FFE699", "#FFF8DC", "#EDEDED"
SHOWN, FAINT, SECRECY = "#F7F7F7", "#FAFAFA", "#FDF1EF"
# Themes, each strong and pale.
BLUE, PALE_BLUE = "#9DC3E6", "#DEEAF6"
GREEN, PALE_GREEN = "#A9D18E", "#E2F0D9"
ORANGE, PALE_ORANGE = "#F4B183", "#FBE5D6"
VIOLET, PALE_VIOLET = "#C5A5DC", "#EDE4F4"
# Tabs of sheets.
TAB_NAVY, TAB_GREEN, TAB_ORANGE, TAB_GREY = "#1F4E79", "#548235", "#C55A11", "#A6A6A6"
TAB_BROWN, TAB_BLUE = "#7F6000", "#2F75B5"
# Stages of an order in a timeline, then what is left before its need, and what comes after it. They differ in depth.
STAGES = ("#BFBFBF", "#2F5597", "#9DC3E6", "#7F6000", "#C5E0B4", "#C00000")
