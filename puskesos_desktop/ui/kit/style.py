"""How everything looks: the tokens of the design, one stylesheet made from them, and the icons."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from puskesos_desktop.domain.resources import resource

INK, PAPER, GROUND, LINE, QUIET = "#1B2B34", "#FFFFFF", "#F5F7F6", "#D5DDDA", "#5B6B72"
ACCENT, ACCENT_DARK, ACCENT_SOFT = "#0F6E62", "#0B564D", "#E3F1EE"
DONE, DONE_SOFT = "#2E7D4F", "#E8F4EC"
ODD, ODD_SOFT = "#8A5300", "#FFF4DF"
WRONG, WRONG_SOFT = "#B3261E", "#FDECEA"
INFO, INFO_SOFT = "#1E5AA8", "#E9F1FC"

SMALL, BASE, LARGE, TITLE = 9.0, 10.5, 13.0, 18.0
GAP = (0, 4, 8, 12, 16, 24)
RADIUS = 6
ROW = 30

STATES = {
    "benar": (DONE, DONE_SOFT),
    "peringatan": (ODD, ODD_SOFT),
    "salah": (WRONG, WRONG_SOFT),
    "info": (INFO, INFO_SOFT),
}
"""Colour and soft ground of each state, by the name of its icon: a state is never told by colour alone."""


def apply(app: QApplication, percent: int = 100) -> None:
    """Give the whole application its look; `percent` (100 to 150) is the text size."""
    app.setStyle(QStyleFactory.create("Fusion"))
    font = QFont(app.font())
    font.setPointSizeF(BASE * percent / 100)
    app.setFont(font)
    app.setProperty("textPercent", percent)
    if not high_contrast():
        app.setPalette(_palette())
    app.setStyleSheet(sheet(percent))


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


@lru_cache(maxsize=256)
def icon(name: str, colour: str = INK) -> QIcon:
    """One of our own line icons in a colour."""
    return QIcon(pixmap(name, colour, 20))


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon drawn at a size in pixels, sharp on screens of twice the density."""
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("#1B2B34", colour)
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


def sheet(percent: int) -> str:
    """The stylesheet at a text size."""
    small, large, title = (f"{points * percent / 100:.1f}pt" for points in (SMALL, LARGE, TITLE))
    high = round(ROW * percent / 100)
    return f"""
* {{ color: {INK}; }}
QWidget#page, QDialog, QMainWindow {{ background: {GROUND}; }}
QLabel[kind="title"] {{ font-size: {title}; font-weight: 600; }}
QLabel[kind="heading"] {{ font-size: {large}; font-weight: 600; }}
QLabel[kind="quiet"], QLabel[kind="number"] {{ color: {QUIET}; }}
QLabel[kind="small"] {{ color: {QUIET}; font-size: {small}; }}
QLabel[kind="salah"] {{ color: {WRONG}; }}
QLabel[kind="peringatan"] {{ color: {ODD}; }}
QLabel[kind="petunjuk"] {{ color: {INFO}; }}
QFrame[kind="card"] {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: {RADIUS}px; }}
QFrame[kind="line"] {{ background: {LINE}; border: none; }}
QLineEdit, QComboBox, QPlainTextEdit {{
    background: {PAPER}; border: 1px solid #A9B6B2; border-radius: {RADIUS}px; padding: 3px 8px;
    min-height: {high - 8}px; selection-background-color: {ACCENT}; selection-color: {PAPER}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {ACCENT}; padding: 2px 7px; }}
QLineEdit:disabled, QLineEdit[readOnly="true"] {{ background: {GROUND}; color: {QUIET}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {WRONG}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{resource("icons/turun.svg").as_posix()}"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{
    background: {PAPER}; border: 1px solid {LINE}; selection-background-color: {ACCENT_SOFT}; selection-color: {INK}; }}
QPushButton, QToolButton {{
    background: {PAPER}; border: 1px solid #A9B6B2; border-radius: {RADIUS}px; padding: 4px 14px;
    min-height: {high - 8}px; }}
QToolButton {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton:hover {{ background: {ACCENT_SOFT}; border-color: {ACCENT}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {ACCENT}; padding: 3px 13px; }}
QToolButton:focus {{ padding: 3px 7px; }}
QPushButton:disabled, QToolButton:disabled {{ color: #8C9A9F; background: {GROUND}; border-color: {LINE}; }}
QPushButton[kind="main"] {{ background: {ACCENT}; color: {PAPER}; border-color: {ACCENT}; font-weight: 600; }}
QPushButton[kind="main"]:hover {{ background: {ACCENT_DARK}; }}
QPushButton[kind="main"]:focus {{ border: 2px solid {INK}; }}
QPushButton[kind="main"]:disabled {{ background: #9DBDB8; border-color: #9DBDB8; color: {PAPER}; }}
QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {ACCENT_SOFT}; }}
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus {{ border: 2px solid {ACCENT}; }}
QPushButton[kind="big"] {{ padding: 14px 18px; text-align: left; }}
QPushButton[kind="chip"] {{
    background: {ACCENT_SOFT}; border: 1px solid {ACCENT}; border-radius: {high // 2}px;
    color: {ACCENT_DARK}; padding: 2px 12px; }}
QPushButton[kind="nav"] {{
    background: transparent; border: none; border-left: 4px solid transparent; border-radius: 0; text-align: left;
    padding: 8px 14px; }}
QPushButton[kind="nav"]:hover {{ background: {ACCENT_SOFT}; }}
QPushButton[kind="nav"]:checked {{ background: {ACCENT_SOFT}; border-left: 4px solid {ACCENT}; font-weight: 600; }}
QPushButton[kind="nav"]:focus {{ border: 2px solid {ACCENT}; border-left: 4px solid {ACCENT};
    padding: 6px 12px 6px 14px; }}
QFrame#sidebar {{ background: {PAPER}; border: none; border-right: 1px solid {LINE}; }}
QFrame#statusline {{ background: {PAPER}; border: none; border-top: 1px solid {LINE}; }}
QTableView, QTreeView, QListWidget {{
    background: {PAPER}; border: 1px solid {LINE}; border-radius: {RADIUS}px; gridline-color: {LINE};
    selection-background-color: {ACCENT_SOFT}; selection-color: {INK}; outline: none; }}
QTableView:focus, QTreeView:focus, QListWidget:focus {{ border: 2px solid {ACCENT}; }}
QListWidget::item {{ padding: 5px 8px; border-left: 3px solid transparent; }}
QListWidget::item:selected {{ background: {ACCENT_SOFT}; border-left: 3px solid {ACCENT}; color: {INK}; }}
QHeaderView::section {{
    background: {GROUND}; border: none; border-bottom: 1px solid {LINE}; padding: 5px 8px; font-weight: 600; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #B9C5C1; border-radius: 5px; min-height: 32px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: #B9C5C1; border-radius: 5px; min-width: 32px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0; }}
QProgressBar {{ background: {LINE}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 4px; }}
QCheckBox {{ spacing: 8px; padding: 2px; }}
QCheckBox:focus {{ border: 2px solid {ACCENT}; border-radius: 4px; padding: 0; }}
QMenu {{ background: {PAPER}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 6px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACCENT_SOFT}; color: {INK}; }}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ background: {PAPER}; color: {INK}; border: 1px solid {LINE}; }}
"""
