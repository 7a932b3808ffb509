"""The tokens of the design: colours, text sizes, spacing, row height."""

from __future__ import annotations

from dataclasses import dataclass

INK, PAPER, GROUND, LINE, QUIET = "#1B2B34", "#FFFFFF", "#F5F7F6", "#D5DDDA", "#5B6B72"
EDGE, FAINT = "#A9B6B2", "#9DBDB8"
ACCENT, ACCENT_DARK, ACCENT_SOFT = "#0F6E62", "#0B564D", "#E3F1EE"
DONE, DONE_SOFT = "#2E7D4F", "#EFF8F2"
ODD, ODD_SOFT = "#8A5300", "#FFF4DF"
WRONG, WRONG_SOFT = "#B3261E", "#FDECEA"
INFO, INFO_SOFT = "#1E5AA8", "#E9F1FC"

SMALL, BASE, LARGE, TITLE = 9.0, 10.5, 13.0, 18.0
RADIUS = 6
ROW = 30

STATES = {
    "benar": (DONE, DONE_SOFT),
    "peringatan": (ODD, ODD_SOFT),
    "salah": (WRONG, WRONG_SOFT),
    "info": (INFO, INFO_SOFT),
}
"""Colour and soft ground of each state, by the name of its icon: a state is never told by colour alone."""


@dataclass(frozen=True)
class Colours:
    """What the stylesheet paints with: the tokens, or in high contrast the system's own few colours."""

    ink: str = INK
    paper: str = PAPER
    ground: str = GROUND
    line: str = LINE
    edge: str = EDGE
    quiet: str = QUIET
    faint: str = FAINT
    accent: str = ACCENT
    accent_dark: str = ACCENT_DARK
    accent_ink: str = PAPER
    accent_soft: str = ACCENT_SOFT
    soft_ink: str = INK
    odd: str = ODD
    wrong: str = WRONG
    info: str = INFO
