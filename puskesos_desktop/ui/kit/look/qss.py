"""The one stylesheet, made from the colours and sizes of the design."""

from __future__ import annotations

from puskesos_desktop.files.resources import resource
from puskesos_desktop.ui.kit.look.tokens import LARGE, RADIUS, ROW, SMALL, TITLE, Colours


def sheet(percent: int, colours: Colours) -> str:
    """The stylesheet at a text size of `percent`."""
    high = round(ROW * percent / 100) - 8
    parts = (
        _words(colours, percent),
        _entries(colours, high),
        _drawn(colours, high),
        _buttons(colours, high),
        _lists(colours),
        _rest(colours),
    )
    return "".join(parts)


def _words(of: Colours, percent: int) -> str:
    small, large, title = (f"{points * percent / 100:.1f}pt" for points in (SMALL, LARGE, TITLE))
    return f"""
* {{ color: {of.ink}; }}
QWidget#page, QDialog, QMainWindow {{ background: {of.ground}; }}
QLabel[kind="title"] {{ font-size: {title}; font-weight: 600; }}
QLabel[kind="heading"] {{ font-size: {large}; font-weight: 600; }}
QLabel[kind="quiet"], QLabel[kind="number"] {{ color: {of.quiet}; }}
QLabel[kind="small"] {{ color: {of.quiet}; font-size: {small}; }}
QLabel[kind="salah"] {{ color: {of.wrong}; }}
QLabel[kind="peringatan"] {{ color: {of.odd}; }}
QLabel[kind="petunjuk"], QLabel[kind="info"] {{ color: {of.info}; }}
QFrame[kind="card"] {{ background: {of.paper}; border: 1px solid {of.line}; border-radius: {RADIUS}px; }}
QFrame[kind="line"] {{ background: {of.line}; border: none; }}
"""


def _entries(of: Colours, high: int) -> str:
    return f"""
QLineEdit, QComboBox, QPlainTextEdit {{
    background: {of.paper}; border: 1px solid {of.edge}; border-radius: {RADIUS}px; padding: 3px 8px;
    min-height: {high}px; selection-background-color: {of.accent}; selection-color: {of.accent_ink}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {of.accent}; padding: 2px 7px; }}
QLineEdit:disabled, QLineEdit[readOnly="true"] {{ background: {of.ground}; color: {of.quiet}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {of.wrong}; }}
QComboBox QAbstractItemView {{
    background: {of.paper}; border: 1px solid {of.line};
    selection-background-color: {of.accent_soft}; selection-color: {of.soft_ink}; }}
QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox QLineEdit:focus {{ border: none; padding: 0; }}
QLineEdit > QToolButton, QLineEdit > QToolButton:hover {{
    background: transparent; border: none; padding: 0; min-height: 0; icon-size: 16px; }}
QCheckBox {{ spacing: 8px; padding: 2px; }}
QCheckBox:focus {{ border: 2px solid {of.accent}; border-radius: 4px; padding: 0; }}
"""


def _drawn(of: Colours, high: int) -> str:
    """Parts with pictures of ours, which are drawn in ink; high contrast keeps the system's own."""
    if of != Colours():
        return ""
    arrow, tick = (resource(f"icons/{name}.svg").as_posix() for name in ("turun", "centang"))
    size = round(high * 0.8)
    return f"""
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 16px; height: 16px; }}
QCheckBox::indicator, QTableView::indicator {{
    width: {size}px; height: {size}px; border: 1px solid {of.edge}; border-radius: 4px; background: {of.paper}; }}
QCheckBox::indicator:hover {{ border-color: {of.accent}; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{
    border-color: {of.accent}; background: {of.accent_soft}; image: url("{tick}"); }}
"""


def _buttons(of: Colours, high: int) -> str:
    return f"""
QPushButton, QToolButton {{
    background: {of.paper}; border: 1px solid {of.edge}; border-radius: {RADIUS}px; padding: 4px 14px;
    min-height: {high}px; icon-size: {round(high * 0.85)}px; }}
QToolButton {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton:hover {{
    background: {of.accent_soft}; color: {of.soft_ink}; border-color: {of.accent}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {of.accent}; padding: 3px 13px; }}
QToolButton:focus {{ padding: 3px 7px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {of.quiet}; background: {of.ground}; border-color: {of.line}; }}
QPushButton[kind="main"] {{
    background: {of.accent}; color: {of.accent_ink}; border-color: {of.accent}; font-weight: 600; }}
QPushButton[kind="main"]:hover {{ background: {of.accent_dark}; color: {of.accent_ink}; }}
QPushButton[kind="main"]:focus {{ border: 2px solid {of.ink}; }}
QPushButton[kind="main"]:disabled {{ background: {of.faint}; border-color: {of.faint}; color: {of.accent_ink}; }}
QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {of.accent_soft}; color: {of.soft_ink}; }}
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus {{ border: 2px solid {of.accent}; }}
QPushButton[kind="big"] {{ padding: 14px 18px; text-align: left; }}
QPushButton[kind="chip"] {{
    background: {of.accent_soft}; border: 1px solid {of.accent}; border-radius: {RADIUS * 2}px;
    color: {of.soft_ink}; padding: 2px 12px; }}
QPushButton[kind="nav"] {{
    background: transparent; border: none; border-left: 4px solid transparent; border-radius: 0; text-align: left;
    padding: 8px 14px; }}
QPushButton[kind="nav"]:hover {{ background: {of.accent_soft}; color: {of.soft_ink}; }}
QPushButton[kind="nav"]:checked {{
    background: {of.accent_soft}; color: {of.soft_ink}; border-left: 4px solid {of.accent}; font-weight: 600; }}
QPushButton[kind="nav"]:focus {{ border: 2px solid {of.accent}; border-left: 4px solid {of.accent};
    padding: 6px 12px 6px 14px; }}
"""


def _lists(of: Colours) -> str:
    return f"""
QFrame#sidebar {{ background: {of.paper}; border: none; border-right: 1px solid {of.line}; }}
QFrame#statusline {{ background: {of.paper}; border: none; border-top: 1px solid {of.line}; }}
QTableView, QTreeView, QListWidget {{
    background: {of.paper}; border: 2px solid {of.line}; border-radius: {RADIUS}px; gridline-color: {of.line};
    selection-background-color: {of.accent_soft}; selection-color: {of.soft_ink}; outline: none; }}
QTableView:focus, QTreeView:focus, QListWidget:focus {{ border: 2px solid {of.accent}; }}
QTableView::item {{ padding: 0 6px; border: none; }}
QTableView::item:selected {{ background: {of.accent_soft}; color: {of.soft_ink}; }}
QListWidget::item {{ padding: 5px 8px; border-left: 3px solid transparent; }}
QListWidget::item:selected {{ background: {of.accent_soft}; border-left: 3px solid {of.accent}; color: {of.soft_ink}; }}
QHeaderView::section {{
    background: {of.ground}; border: none; border-bottom: 1px solid {of.line}; padding: 5px 8px; font-weight: 600; }}
"""


def _rest(of: Colours) -> str:
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget {{ border: none; background: transparent; }}
QScrollArea:focus {{ border: 2px solid {of.accent}; border-radius: {RADIUS}px; }}
QToolButton::menu-indicator {{ image: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {of.edge}; border-radius: 5px; min-height: 32px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {of.edge}; border-radius: 5px; min-width: 32px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0; }}
QProgressBar {{ background: {of.line}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {of.accent}; border-radius: 4px; }}
QMenu {{ background: {of.paper}; border: 1px solid {of.line}; padding: 4px; }}
QMenu::item {{ padding: 6px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {of.accent_soft}; color: {of.soft_ink}; }}
QTabWidget::pane {{ border: 1px solid {of.line}; border-radius: {RADIUS}px; }}
QTabBar::tab {{ background: transparent; border: 2px solid transparent; border-bottom: 3px solid transparent;
    padding: 6px 14px; }}
QTabBar::tab:hover {{ background: {of.accent_soft}; color: {of.soft_ink}; }}
QTabBar::tab:selected {{ border-bottom: 3px solid {of.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {of.accent}; border-bottom: 3px solid {of.accent}; }}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ background: {of.paper}; color: {of.ink}; border: 1px solid {of.line}; }}
"""
