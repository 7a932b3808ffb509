"""What every page shares: its contract, banners, empty states and removable filter chips."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.look import style


class Page(QWidget):
    """A page of the window: builds itself once, fills itself in `refresh`, holds no truth.

    A page places its `banner` where what was done is to be read.
    """

    title = ""
    tables: frozenset[str] = frozenset()
    """Kinds of records whose commits call `refresh`."""
    always_fresh = False
    """Whether it is refreshed whenever it comes to the front, not only after such a commit."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()

    def refresh(self) -> None:
        """Show what the store holds now."""

    def focus_first(self) -> None:
        """Let the keyboard begin at the first thing here that takes it."""
        proxy = self.focusProxy()
        if proxy is not None and takes_keyboard(proxy):
            proxy.setFocus(Qt.FocusReason.TabFocusReason)
            return
        at = self.nextInFocusChain()
        while at is not None and at is not self:
            if self.isAncestorOf(at) and takes_keyboard(at):
                at.setFocus(Qt.FocusReason.TabFocusReason)
                return
            at = at.nextInFocusChain()

    def say(self, kind: str, text: str, button: str = "", deed: Callable[[], None] | None = None) -> None:
        """Say a sentence where the operator looks; see `Banner.say`."""
        self.banner.say(kind, text, button, deed)

    def says_something(self) -> bool:
        """Whether a sentence stands there already."""
        return self.banner.isVisible()

    def may_leave(self) -> bool:
        """Whether another page may take its place; a page with unsaved work asks."""
        return True


class Banner(QFrame):
    """A sentence with an icon on a soft ground; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = Push()
        self._deed: Callable[[], None] | None = None
        self._button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def say(self, kind: str, text: str, button: str = "", deed: Callable[[], None] | None = None) -> None:
        """Show a sentence; `kind` is benar, peringatan, salah or info."""
        colour, ground = style.state(kind)
        self.setStyleSheet(
            f"Banner {{ background: {ground}; border: 1px solid {colour}; border-radius: {style.RADIUS}px; }}"
        )
        self._icon.setPixmap(style.pixmap(kind, colour, round(20 * style.scaled(1.0))))
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._deed = deed
        self.show()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _press(self) -> None:
        if self._deed is not None:
            self._deed()


class EmptyState(QWidget):
    """Nothing to show yet: an icon, what this place is for, and the button that starts it."""

    def __init__(
        self, icon: str, title: str, text: str, button: str = "", deed: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        picture = QLabel()
        picture.setPixmap(style.pixmap(icon, style.QUIET, round(48 * style.scaled(1.0))))
        self._title, self._text = label(title, "heading"), label(text, "quiet")
        for widget in (picture, self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        self._text.setWordWrap(True)
        if deed is not None:
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(push(button, deed, kind="main"))
            row.addStretch()
            column.addSpacing(8)
            column.addLayout(row)
        column.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._text.setText(text)


class Chips(QWidget):
    """Filters in force, each a chip that a press takes away."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = Flow()
        self.setLayout(self._row)

    def show_chips(self, chips: list[tuple[str, str]]) -> None:
        """Replace all chips by (key, words)."""
        clear(self._row)
        for key, words in chips:
            button = push(f"{words}  ✕", partial(self.removed.emit, key), kind="chip")
            button.setAccessibleName(f"Hapus saringan {words}")
            self._row.addWidget(button)
        self.setVisible(bool(chips))


def takes_keyboard(widget: QWidget) -> bool:
    """Whether Tab comes by here now."""
    return widget.isEnabled() and widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def label(text: str, kind: str = "") -> QLabel:
    """A label in one of the sheet's kinds."""
    made = QLabel(text)
    if kind:
        made.setProperty("kind", kind)
    return made


class Push(QPushButton):
    """A button that Enter presses where the keyboard stands on it, and never from anywhere else."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Tool(QToolButton):
    """A button with a menu, which Enter opens as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def push(text: str, deed: Callable[[], object], *, kind: str = "", icon: str = "") -> QPushButton:
    """A button that says its deed."""
    button = Push(text)
    if kind:
        button.setProperty("kind", kind)
    if icon:
        button.setIcon(style.icon(icon, style.PAPER if kind == "main" else style.INK))
    button.clicked.connect(lambda _checked=False: deed())
    button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return button


class Card(QFrame):
    """A white box; what stands in it is added to `inside`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(16, 12, 16, 16)
        self.inside.setSpacing(8)


def card() -> tuple[Card, QVBoxLayout]:
    """A white box, and the column inside it."""
    made = Card()
    return made, made.inside


def paragraph(text: str, kind: str = "") -> QLabel:
    """A label of as many lines as it takes."""
    made = label(text, kind)
    made.setWordWrap(True)
    return made


def breakable(path: object) -> str:
    """A path that may go on in the next line behind each of its parts."""
    return re.sub(r"([/\\])", "\\1\N{ZERO WIDTH SPACE}", str(path))


def side_by_side(*widgets: QWidget) -> Flow:
    """Widgets in a row from the left, on several lines where there is no room for one."""
    return Flow(*widgets)


def dialog_column(dialog: QDialog, heading: str, intro: str = "") -> QVBoxLayout:
    """The column a dialog fills from above, begun with its heading and a sentence."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 16)
    column.setSpacing(10)
    column.addWidget(paragraph(heading, "heading"))
    if intro:
        column.addWidget(paragraph(intro, "quiet"))
    return column


def dialog_foot(*buttons: QWidget, left: QWidget | None = None) -> Flow:
    """The last row of a dialog: its buttons at the right, the main one last; `left` stands at the other end."""
    row = Flow(*((left,) if left is not None else ()))
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row


def clear(layout: QLayout) -> None:
    """Take everything out, to be filled anew."""
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
