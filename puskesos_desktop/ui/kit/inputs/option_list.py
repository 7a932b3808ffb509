"""The words of a chosen code, and the list to choose from: light enough for sixty on one form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.house import Codes
from puskesos_desktop.ui.kit.look import style

MARGIN, ARROW = 9, 16
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)


class OptionButton(QAbstractButton):
    """Shows the words of one code, on as many lines as they need; a press opens the list. Tab passes it by."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None, codes: Codes) -> None:
        super().__init__(parent)
        self._codes = codes
        self._code: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self.open_list)

    def show_code(self, code: int | None) -> None:
        """Show the words of this code, or nothing."""
        self._code = code
        self.setText("" if code is None else self._codes.label(code))
        self.updateGeometry()
        self.update()

    def open_list(self) -> None:
        """Show every option with its code; choosing one tells `chosen`."""
        listed = OptionList(self, self._codes, self._code)
        listed.picked.connect(self.chosen)
        listed.open_below(self)

    def sizeHint(self) -> QSize:
        return QSize(round(200 * style.scaled(1.0)), self._lowest())

    def minimumSizeHint(self) -> QSize:
        return QSize(round(90 * style.scaled(1.0)), self._lowest())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * MARGIN - ARROW - 4, 20), 10_000)
        return max(QFontMetrics(self.font()).boundingRect(room, WRAP, self.text()).height() + 8, self._lowest())

    def paintEvent(self, event: QPaintEvent) -> None:
        of = style.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        painter.setPen(QPen(QColor(of.accent if focus or self.underMouse() else of.edge), 2 if focus else 1))
        painter.setBrush(QColor(of.paper))
        edge = 1 if focus else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(edge, edge, -edge, -edge), style.RADIUS, style.RADIUS)
        painter.setPen(QColor(of.ink))
        painter.drawText(self.rect().adjusted(MARGIN, 0, -MARGIN - ARROW - 4, 0), WRAP, self.text())
        arrow = style.pixmap("turun", style.INK, ARROW)
        painter.drawPixmap(self.width() - ARROW - MARGIN + 2, (self.height() - ARROW) // 2, arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open_list()
        else:
            super().keyPressEvent(event)

    def _lowest(self) -> int:
        return style.row_height()


class OptionList(QFrame):
    """A popup of all options; digits and letters go to the matching one, Enter takes it, Escape leaves."""

    picked = Signal(int)

    def __init__(self, parent: QWidget, codes: Codes, chosen: int | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = QListWidget(self)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, words in codes.items.items():
            item = QListWidgetItem(f"{codes.printed(code)}  {words}", self._list)
            item.setData(Qt.ItemDataRole.UserRole, code)
            if code == chosen:
                self._list.setCurrentItem(item)
        if self._list.currentItem() is None:
            self._list.setCurrentRow(0)
        self._list.itemClicked.connect(self._take)
        self._list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)

    def open_below(self, anchor: QWidget) -> None:
        """Open under a widget, as wide as it or as its longest words, and above it where the screen ends."""
        screen = anchor.screen().availableGeometry()
        longest = self._list.sizeHintForColumn(0) + round(40 * style.scaled(1.0))
        wide = min(max(anchor.width(), longest), screen.width())
        self._list.setFixedWidth(wide)
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        high = min(rows + 8, screen.height() * 2 // 3)
        self.resize(wide, high)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        if place.y() + high > screen.bottom():
            place = anchor.mapToGlobal(QPoint(0, -high - 2))
        place.setX(max(screen.left(), min(place.x(), screen.right() - wide)))
        self.move(place)
        self.show()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if event.text().strip() and self._go_to(event.text()):
                return True
        return False

    def _go_to(self, typed: str) -> bool:
        """Move to the next option whose code or words begin with what was typed."""
        count, here = self._list.count(), self._list.currentRow()
        for row in ((here + step) % count for step in range(1, count + 1)):
            code, _gap, words = self._list.item(row).text().partition("  ")
            if words.casefold().startswith(typed.casefold()) or code.lstrip("0").startswith(typed):
                self._list.setCurrentRow(row)
                return True
        return False

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
        self.close()
