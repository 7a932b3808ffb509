"""Long lists: no widget per row, columns as data, sorting asked of whoever owns the rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
)

from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Tool

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROOT = QModelIndex()
CHIPS_ROLE = int(_Role.UserRole) + 1
NARROWEST = 30
FEWEST_ROWS = 3
AROUND_HEADING, AROUND_CELL, ARROW = 17, 20, 14
"""Pixels of a heading or a cell that are not its words, and those of the arrow that says how rows are sorted."""
NUMBER, DAY, MOMENT, PLACE = "0000 0000 0000 0000", "00-00-0000", "00-00-0000 00.00", "000/000"
"""The longest NIK or KK, day, moment, and RT/RW: a column that holds them has always room for these."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its key (also what sorting asks for), words, width in pixels, and what it shows of a row.

    A column with `least` gives way, down to that width, where the window has no room for all. It never gives more than
    its heading needs, nor than `whole` does: the longest number that may stand in it. Where not even that is enough,
    columns that are `spare` go, the highest first, until somebody asks for them.
    """

    key: str
    title: str
    width: int
    text: Callable[[R], str]
    least: int = 0
    whole: str = ""
    spare: int = 0
    bold: bool = False
    right: bool = False
    colour: Callable[[R], str | None] | None = None
    chips: Callable[[R], list[tuple[str, str]]] | None = None
    shown: bool = True
    sortable: bool = True


class Rows(QAbstractTableModel, Generic[R]):
    """The model: a plain list of row objects; with `tickable` each has a box to tick, named by its id."""

    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Column[R]], identify: Callable[[R], str], tickable: bool = False) -> None:
        super().__init__()
        self.columns = columns
        self.rows: Sequence[R] = []
        self.ticked: set[str] = set()
        self._identify = identify
        self._tickable = tickable
        self._plain = style.high_contrast()
        self._bold = QFont()
        self._bold.setBold(True)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> Any:
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return column.text(row)
        if role == _Role.CheckStateRole and self._tickable and index.column() == 0:
            return Qt.CheckState.Checked if self._identify(row) in self.ticked else Qt.CheckState.Unchecked
        if role == _Role.FontRole and column.bold:
            return self._bold
        if role == _Role.ForegroundRole and column.colour is not None and not self._plain:
            colour = column.colour(row)
            return QColor(colour) if colour else None
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == CHIPS_ROLE and column.chips is not None:
            return column.chips(row)
        if role == _Role.AccessibleTextRole and column.chips is not None:
            return ", ".join(filter(None, (column.text(row), *(words for words, _kind in column.chips(row)))))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        box = self._tickable and index.column() == 0
        return super().flags(index) | (Qt.ItemFlag.ItemIsUserCheckable if box else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: Index, value: Any, role: int = int(_Role.EditRole)) -> bool:
        if role != _Role.CheckStateRole:
            return False
        self.tick([self.rows[index.row()]], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def tick(self, rows: Sequence[R], on: bool) -> None:
        """Tick these rows, or take their ticks away."""
        ids = {self._identify(row) for row in rows}
        self.ticked = self.ticked | ids if on else self.ticked - ids
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0), [_Role.CheckStateRole])
        self.ticks_changed.emit()

    def ticked_rows(self) -> list[R]:
        """The rows with a tick, in their order."""
        return [row for row in self.rows if self._identify(row) in self.ticked]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(_Role.DisplayRole)) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class Table(QTableView, Generic[R]):
    """A list of rows with an id each; Enter and double click open one, Space ticks one where rows can be ticked."""

    activated_row = Signal(object)
    selected_row = Signal(object)
    sort_changed = Signal(str, bool)

    def __init__(self, columns: Sequence[Column[R]], identify: Callable[[R], str], tickable: bool = False) -> None:
        super().__init__()
        self.rows: Rows[R] = Rows(columns, identify, tickable)
        self._identify = identify
        self._tickable = tickable
        self.setModel(self.rows)
        self.setItemDelegate(_Chips(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(style.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        header.setMinimumSectionSize(round(NARROWEST * style.scaled(1.0)))
        self._wished, self._least = _widths(columns)
        self._fitting = False
        self._chosen = {place for place, column in enumerate(columns) if column.shown}
        self._insisted: set[int] = set()
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in self._chosen)
        header.sectionResized.connect(self._resized)
        self._sorted: tuple[str, bool] | None = None
        self.doubleClicked.connect(lambda index: self.activated_row.emit(self.rows.rows[index.row()]))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.selected_row.emit(self.rows.rows[now.row()] if now.isValid() else None)
        )

    def show_rows(self, rows: Sequence[R]) -> None:
        """Replace the rows; the selected one stays selected when it is still there."""
        chosen = self.current()
        self.rows.set_rows(rows)
        wanted = self._identify(chosen) if chosen is not None else None
        place = next((number for number, row in enumerate(rows) if self._identify(row) == wanted), 0)
        if rows:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows.index(place, 0), flags)
            self.scrollTo(self.rows.index(place, 0))
        else:
            self.selected_row.emit(None)

    def select(self, identity: str) -> None:
        """Go to the row with this id, when it is here."""
        for place, row in enumerate(self.rows.rows):
            if self._identify(row) == identity:
                self.selectRow(place)
                self.scrollTo(self.rows.index(place, 0))
                return

    def current(self) -> R | None:
        """The selected row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() and index.row() < len(self.rows.rows) else None

    def shown_columns(self) -> list[Column[R]]:
        """Columns that are wanted, in order, were there no room for them just now."""
        return [column for place, column in enumerate(self.rows.columns) if place in self._chosen]

    def show_only(self, keys: Sequence[str]) -> None:
        """Show just these columns."""
        self._chosen = {place for place, column in enumerate(self.rows.columns) if column.key in keys}
        self._fit()

    def show_column(self, place: int, on: bool) -> None:
        """Show or hide one column; one that was asked for stays, were the window narrow."""
        self._chosen = self._chosen | {place} if on else self._chosen - {place}
        self._insisted = self._insisted | {place} if on else self._insisted - {place}
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for the heading and a few rows."""
        return QSize(super().minimumSizeHint().width(), style.row_height() * (FEWEST_ROWS + 1) + 8)

    def set_sorted(self, key: str, descending: bool) -> None:
        """Show by which column the rows are sorted: the arrow points up from A to Z, as in Explorer and Excel."""
        self._sorted = (key, descending)
        keys = [column.key for column in self.rows.columns]
        # Qt itself draws an arrow down for ascending order
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(keys.index(key), order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are left to the page, which searches by them."""
        chosen = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self.activated_row.emit(chosen)
        elif event.key() == Qt.Key.Key_Space and self._tickable and chosen is not None:
            self.rows.tick([chosen], self._identify(chosen) not in self.rows.ticked)
        elif event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sort_by(self, key: str) -> None:
        """Ask for the rows in the order of a column; asked again, the other way round."""
        down = self._sorted == (key, False)
        self.set_sorted(key, down)
        self.sort_changed.emit(key, down)

    def _sort(self, place: int) -> None:
        column = self.rows.columns[place]
        if column.sortable:
            self.sort_by(column.key)
        elif self._sorted is not None:
            self.set_sorted(*self._sorted)

    def _fit(self) -> None:
        """Take what is missing in width from the columns that may give way, each by its share."""
        shown = self._fitting_columns()
        gives = {place: max(self._wished[place] - self._least[place], 0) for place in shown}
        missing = max(sum(self._wished[place] for place in shown) - self.viewport().width(), 0)
        share = min(missing / max(sum(gives.values()), 1), 1.0)
        self._fitting = True
        for place in range(len(self.rows.columns)):
            self.setColumnHidden(place, place not in shown)
        for place in shown:
            self.setColumnWidth(place, self._wished[place] - math.ceil(gives.get(place, 0) * share))
        self._fitting = False

    def _fitting_columns(self) -> list[int]:
        """The wanted columns, without those that can be spared where there is no room for all."""
        shown, columns = sorted(self._chosen), self.rows.columns
        for place in sorted(shown, key=lambda one: -columns[one].spare):
            if sum(self._least[one] for one in shown) <= self.viewport().width():
                break
            if columns[place].spare and place not in self._insisted:
                shown.remove(place)
        return shown

    def _resized(self, place: int, _old: int, new: int) -> None:
        """A width the person chose stays; the last column takes what is left and chooses nothing."""
        last = max(place for place in range(len(self.rows.columns)) if not self.isColumnHidden(place))
        if not self._fitting and place != last and new:
            self._wished[place] = self._least[place] = new


def _widths(columns: Sequence[Column[Any]]) -> tuple[dict[int, int], dict[int, int]]:
    """What each column wishes for and the least it may have, by the letters it is written in."""
    scale, usual = style.scaled(1.0), QApplication.font()
    strong = QFont(usual)
    strong.setBold(True)
    heading, plain = QFontMetrics(strong), QFontMetrics(usual)
    wished, least = dict[int, int](), dict[int, int]()
    for place, column in enumerate(columns):
        words = heading.horizontalAdvance(column.title) + AROUND_HEADING + (ARROW if column.sortable else 0)
        cell = (heading if column.bold else plain).horizontalAdvance(column.whole) + AROUND_CELL if column.whole else 0
        needed = max(words if column.title else 0, cell)
        wished[place] = max(round(column.width * scale), needed)
        gives = bool(column.least or column.whole)
        least[place] = max(round(column.least * scale), needed) if gives else wished[place]
    return wished, least


def columns_button(table: Table[Any], changed: Callable[[], None]) -> QToolButton:
    """A menu of the columns, each to be shown or hidden."""
    button = Tool()
    button.setText("Kolom")
    button.setIcon(style.icon("kolom"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)

    def show(place: int, on: bool) -> None:
        table.show_column(place, on)
        changed()

    for place, column in enumerate(table.rows.columns):
        action = menu.addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column in table.shown_columns())
        action.setEnabled(place > 0)
        action.toggled.connect(lambda on, place=place: show(place, on))
    order = menu.addMenu("Urutkan menurut")
    menu.insertSeparator(order.menuAction())
    for column in table.rows.columns:
        if column.sortable:
            order.addAction(column.title).triggered.connect(lambda _on=False, key=column.key: table.sort_by(key))
    button.setMenu(menu)
    return button


class _Chips(QStyledItemDelegate):
    """Draws small labelled boxes after the text of a cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        chips = index.data(CHIPS_ROLE)
        if not chips:
            return
        rect: QRect = option.rect
        font: QFont = QFont(option.font)
        font.setPointSizeF(style.scaled(style.SMALL))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        x = rect.left() + 6
        for words, kind in chips:
            colour, ground = style.state(kind)
            wide = metrics.horizontalAdvance(words) + 14
            if x + wide > rect.right() - 2:
                break
            box = QRect(x, rect.center().y() - metrics.height() // 2 - 2, wide, metrics.height() + 4)
            painter.setPen(QColor(colour))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 8, 8)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
            x += wide + 5
        painter.restore()
