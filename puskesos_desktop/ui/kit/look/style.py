"""How everything looks: the tokens given to the application as palette, stylesheet and text size, and the icons."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from puskesos_desktop.files.resources import resource
from puskesos_desktop.ui.kit.look.language import speak_indonesian
from puskesos_desktop.ui.kit.look.qss import sheet
from puskesos_desktop.ui.kit.look.tokens import (
    ACCENT,
    ACCENT_SOFT,
    BASE,
    DONE,
    GROUND,
    INFO,
    INK,
    ODD,
    PAPER,
    QUIET,
    RADIUS,
    ROW,
    SMALL,
    STATES,
    WRONG,
    Colours,
)

__all__ = [
    "ACCENT", "ACCENT_SOFT", "DONE", "INFO", "INK", "ODD", "PAPER", "QUIET", "RADIUS", "SMALL", "WRONG", "Colours",
    "apply", "colours", "contrasting", "high_contrast", "icon", "mark", "pixmap", "row_height", "scaled", "state",
]  # fmt: skip


def apply(app: QApplication, percent: int = 100) -> None:
    """Give the whole application its look and Qt's own words in Indonesian; `percent` (100 to 150) is the text size."""
    speak_indonesian(app)
    app.setStyle(QStyleFactory.create("Fusion"))
    font = QFont(app.font())
    font.setPointSizeF(BASE * percent / 100)
    app.setFont(font)
    app.setProperty("textPercent", percent)
    if not high_contrast():
        app.setPalette(_palette())
    app.setStyleSheet(sheet(percent, colours()))


def colours() -> Colours:
    """What to paint with just now."""
    return contrasting(QGuiApplication.palette()) if high_contrast() else Colours()


def contrasting(palette: QPalette) -> Colours:
    """The system's colours in the places of ours, for people who asked for high contrast."""
    roles = QPalette.ColorRole
    ink, paper, chosen, on_chosen = (
        palette.color(role).name() for role in (roles.WindowText, roles.Window, roles.Highlight, roles.HighlightedText)
    )
    return Colours(
        ink=ink, paper=paper, ground=paper, line=ink, edge=ink, quiet=ink, faint=paper, accent=chosen,
        accent_dark=chosen, accent_ink=on_chosen, accent_soft=chosen, soft_ink=on_chosen, odd=ink, wrong=ink, info=ink,
    )  # fmt: skip


def state(kind: str) -> tuple[str, str]:
    """Colour and soft ground of a state (benar, peringatan, salah, info); ink on paper in high contrast."""
    if not high_contrast():
        return STATES[kind]
    seen = contrasting(QGuiApplication.palette())
    return seen.ink, seen.paper


def high_contrast() -> bool:
    """Whether the person asked the system for high contrast; then its own colours stay."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    preference = accessibility().contrastPreference() if accessibility else None
    return getattr(preference, "name", "") == "HighContrast"


def scaled(points: float) -> float:
    """A text size of the scale at the chosen percentage, in points."""
    app = QApplication.instance()
    return points * float((app.property("textPercent") if app else None) or 100) / 100


def row_height() -> int:
    """Height of a row in a list, in pixels."""
    return round(ROW * scaled(1.0))


def icon(name: str, colour: str = INK) -> QIcon:
    """One of our own line icons in a colour of the design."""
    return _icon(name, _seen(colour))


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon drawn at a size in pixels, sharp on screens of twice the density."""
    return _drawn(name, _seen(colour), size)


def _seen(colour: str) -> str:
    if not high_contrast():
        return colour
    seen = contrasting(QGuiApplication.palette())
    return seen.accent_ink if colour == PAPER else seen.ink


@lru_cache(maxsize=256)
def _icon(name: str, colour: str) -> QIcon:
    return QIcon(_drawn(name, colour, 20))


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, size: int) -> QPixmap:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace(INK, colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    drawn = QPixmap(size * 2, size * 2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size * 2, size * 2))
    painter.end()
    drawn.setDevicePixelRatio(2)
    return drawn


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set style properties and let the stylesheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _palette() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, GROUND),
        (roles.WindowText, INK),
        (roles.Base, PAPER),
        (roles.AlternateBase, GROUND),
        (roles.Text, INK),
        (roles.Button, PAPER),
        (roles.ButtonText, INK),
        (roles.Highlight, ACCENT),
        (roles.HighlightedText, PAPER),
        (roles.PlaceholderText, QUIET),
        (roles.ToolTipBase, PAPER),
        (roles.ToolTipText, INK),
        (roles.Link, ACCENT),
    ):
        palette.setColor(role, QColor(colour))
    return palette
