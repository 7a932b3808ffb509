"""A view that scrolls up and down, and never leaves what has the keyboard out of sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from puskesos_desktop.ui.kit.look import style

BELOW = 1.6
"""So many rows under the widget with the keyboard come into sight too: a person types with one eye on what comes."""
ABOVE = 0.4


class Scrolled(QScrollArea):
    """Whoever moves the keyboard, by Tab, by Enter or from the program, finds it in sight with the next row below.

    What something belongs to (the row of a question with its words and warnings) is shown whole: the widget that says
    so has the property `together`.
    """

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.follow)
        self.setWidget(view)
        view.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def follow(self) -> None:
        """Bring what has the keyboard into sight, when it is in here."""
        self._offer_itself()
        focus, view = QApplication.focusWidget(), self.widget()
        if focus is None or view is None or focus is view or not view.isAncestorOf(focus):
            return
        row = style.row_height()
        own = _rect(focus, view)
        whole = _rect(_together(focus, view), view).united(own)
        opening = self.viewport().height()
        wanted = whole if whole.height() <= opening else own
        room = max(opening - wanted.height(), 0)
        below, above = min(round(row * BELOW), room), min(round(row * ABOVE), max(room - round(row * BELOW), 0))
        bar = self.verticalScrollBar()
        if wanted.bottom() + below > bar.value() + opening:
            bar.setValue(wanted.bottom() + below - opening)
        if wanted.top() - above < bar.value():
            bar.setValue(wanted.top() - above)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key nobody inside wanted never scrolls away what has the keyboard."""
        if self.hasFocus():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A warning that appears above must not push the answer out of sight."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._soon.start(0)
        return super().eventFilter(watched, event)

    def _offer_itself(self) -> None:
        """Where there is more to read and nothing inside to go to, the view itself is a stop of Tab."""
        view = self.widget()
        inside = view.findChildren(QWidget) if view is not None else []
        alone = self.verticalScrollBar().maximum() > 0 and not any(
            one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in inside
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if alone else Qt.FocusPolicy.NoFocus)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        view = self.widget()
        if now is not None and view is not None and view.isAncestorOf(now):
            self.follow()
            self._soon.start(0)


def _together(widget: QWidget, view: QWidget) -> QWidget:
    """The outermost widget up to the view that is to be shown whole."""
    found, at = widget, widget
    while (parent := at.parentWidget()) is not None and at is not view:
        if at.property("together"):
            found = at
        at = parent
    return found


def _rect(widget: QWidget, view: QWidget) -> QRect:
    return QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())
