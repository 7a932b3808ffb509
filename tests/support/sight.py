"""What a person would find cut on the screen: words shortened or clipped, parts that overlap or stand outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from puskesos_desktop.ui.kit.inputs.option_list import OptionButton
from puskesos_desktop.ui.kit.page import Page

NUMBER = re.compile(r"\d{4} \d{4}|^[\d .,:/–-]*\d[\d .,:/–-]*$")
"""A cell that holds a NIK, a KK, a date, a count, the number of a sheet: it is never shortened."""
WHOLE = 16_777_215
SLACK = 1


def defects(window: QWidget) -> list[str]:
    """Everything cut in this window, one sentence each."""
    found = list(_outside(window))
    for widget in seen(window):
        found += _cut(widget)
        found += _overlapping(widget)
    return found


def seen(window: QWidget) -> Iterator[QWidget]:
    """The window and every widget of it that is shown, were it scrolled out; Qt's own parts are left out."""
    if not window.isVisible():
        return
    yield window
    if isinstance(window, QComboBox | QLineEdit | QHeaderView | QTabBar):
        return
    for child in window.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield from seen(child)


def named(widget: QWidget) -> str:
    """How to call a widget in a sentence."""
    text = getattr(widget, "text", None)
    words = text() if callable(text) else ""
    words = words or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {str(words)[:60]!r}"


def _cut(widget: QWidget) -> Iterator[str]:
    for kind, look in _LOOKS:
        if isinstance(widget, kind):
            yield from look(widget)
            break
    if isinstance(widget, QScrollArea):
        yield from _area(widget)


def _option_button(button: OptionButton) -> Iterator[str]:
    if button.heightForWidth(button.width()) > button.height() + SLACK:
        yield f"{named(button)}: words higher than the box"


def _label(label: QLabel) -> Iterator[str]:
    if label.pixmap() is not None and not label.pixmap().isNull():
        return
    text = label.text()
    if not text.strip():
        return
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            yield f"{named(label)}: needs a height of {need}, has {label.height()}"
        words = re.split("[ \n\u200b]", text)
        longest = max(label.fontMetrics().horizontalAdvance(word) for word in words)
        room = label.contentsRect().width()
        if longest > room + SLACK:
            yield f"{named(label)}: a word of {longest} pixels in {room}"
        return
    size = label.sizeHint()
    if size.width() > label.width() + SLACK:
        yield f"{named(label)}: needs {size.width()} pixels, has {label.width()}"
    if size.height() > label.height() + SLACK:
        yield f"{named(label)}: needs a height of {size.height()}, has {label.height()}"


def _button(button: QAbstractButton) -> Iterator[str]:
    if not button.text():
        return
    if not isinstance(button, QPushButton | QToolButton | QCheckBox):
        return
    need, has = button.sizeHint(), button.size()
    if need.width() > has.width() + SLACK and not button.property("shortened"):
        yield f"{named(button)}: needs {need.width()} pixels, has {has.width()}"
    lowest = max(button.fontMetrics().height(), button.iconSize().height() if not button.icon().isNull() else 0)
    if lowest + 2 > has.height():
        yield f"{named(button)}: needs a height of {lowest + 2}, has {has.height()}"
    for child in button.findChildren(QLabel):
        if child.isVisible() and child.text():
            text = button.fontMetrics().horizontalAdvance(button.text()) + button.iconSize().width() + 24
            if text > child.x():
                yield f"{named(button)}: its words run into {child.text()!r}"


def _combo(combo: QComboBox) -> Iterator[str]:
    if combo.isEditable():
        return
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    need = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if need > field.width() + SLACK:
        yield f"{type(combo).__name__} {combo.currentText()!r}: needs {need} pixels, has {field.width()}"
    if combo.fontMetrics().height() > combo.height():
        yield f"{named(combo)}: lower than its letters"


def _line(line: QLineEdit) -> Iterator[str]:
    metrics = line.fontMetrics()
    room = line.width() - 16 - (24 if line.isClearButtonEnabled() and line.text() else 0)
    text = line.text() or line.placeholderText()
    number = bool(NUMBER.search(line.text())) or (not line.text() and bool(line.placeholderText()))
    need = metrics.horizontalAdvance(text)
    if number and need > room + SLACK and line.echoMode() is QLineEdit.EchoMode.Normal:
        yield f"QLineEdit {text!r}: needs {need} pixels, has {room}"
    if metrics.height() > line.height():
        yield f"QLineEdit {text!r}: lower than its letters"


def _table(table: QTableView) -> Iterator[str]:
    model, header = table.model(), table.horizontalHeader()
    if model is None or not model.columnCount():
        return
    columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    wide = header.length()
    if wide > table.viewport().width() + SLACK:
        yield f"{named(table)}: its columns need {wide} pixels, there are {table.viewport().width()}"
    bold = header.font()
    bold.setBold(True)
    metrics = QFontMetrics(bold)
    if header.isVisible():
        for column in columns:
            words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            sorted_by = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
            need = metrics.horizontalAdvance(words) + 16 + (14 if sorted_by else 0)
            if words and need > header.sectionSize(column) + SLACK:
                yield f"{named(table)}: heading {words!r} needs {need} pixels, has {header.sectionSize(column)}"
    yield from _cells(table, columns)


def _cells(table: QTableView, columns: list[int]) -> Iterator[str]:
    model = table.model()
    first = max(table.rowAt(0), 0)
    last = table.rowAt(table.viewport().height() - 1)
    last = model.rowCount() - 1 if last < 0 else last
    told: set[int] = set()
    for row in range(first, last + 1):
        for column in columns:
            index = model.index(row, column)
            text = str(index.data() or "")
            if column in told or not NUMBER.search(text):
                continue
            option = _option(table, index)
            room = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table).width()
            margin = 2 * (table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, table) + 1)
            need = QFontMetrics(option.font).horizontalAdvance(text) + margin
            if need > room + SLACK:
                told.add(column)
                yield f"{named(table)}: number {text!r} needs {need} pixels, has {room}"


def _list(listed: QListWidget) -> Iterator[str]:
    for row in range(listed.count()):
        item = listed.item(row)
        if listed.isRowHidden(row) or not item.text().strip():
            continue
        has = listed.visualItemRect(item)
        option = _option(listed, listed.indexFromItem(item))
        room = listed.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, listed)
        flags = int(Qt.TextFlag.TextWordWrap) if listed.wordWrap() else 0
        need = listed.fontMetrics().boundingRect(QRect(0, 0, room.width(), WHOLE), flags, item.text())
        cut = need.height() > has.height() or (not flags and need.width() > room.width() + SLACK)
        if cut and not item.toolTip():
            yield f"{named(listed)}: item {item.text()!r} needs {_size(need.size())}, has {_size(room.size())}"


def _option(view: QAbstractItemView, index: QModelIndex) -> QStyleOptionViewItem:
    """How the view draws a cell."""
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    delegate = view.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, index)
    return option


def _tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        need, has = bar.tabSizeHint(place).width(), bar.tabRect(place).width()
        if need > has + SLACK:
            yield f"tab {bar.tabText(place)!r}: needs {need} pixels, has {has}"
    if bar.count() and bar.tabRect(bar.count() - 1).right() > bar.width():
        yield f"tabs stand outside: {bar.tabText(bar.count() - 1)!r}"


def _area(area: QScrollArea) -> Iterator[str]:
    """What scrolls up and down only must not be wider than its opening."""
    inside = area.widget()
    if inside is None:
        return
    off = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if inside.width() > area.viewport().width() + SLACK and (off or area.widgetResizable()):
        yield f"{_widest(inside)} needs {inside.width()} pixels, the opening has {area.viewport().width()}"


def _widest(inside: QWidget) -> str:
    """The part that forces the width."""
    part, widest = inside, inside
    while part is not None:
        children = [one for one in part.children() if isinstance(one, QWidget) and one.isVisible()]
        part = max(children, key=lambda one: one.minimumSizeHint().width(), default=None)  # type: ignore[assignment]
        if part is not None:
            widest = part
    return named(widest)


def _overlapping(parent: QWidget) -> Iterator[str]:
    """Siblings that lie over one another, and children that reach beyond their parent."""
    if isinstance(parent, QAbstractScrollArea | QAbstractItemView | QAbstractButton | QComboBox | QLineEdit):
        return
    children = [
        one
        for one in parent.children()
        if isinstance(one, QWidget)
        and one.isVisible()
        and not one.isWindow()
        and not isinstance(one, QScrollBar | QSplitterHandle | QSizeGrip)
        and not one.objectName().startswith("qt_")
        and one.width() > 1
        and one.height() > 1
    ]
    for one, other in combinations(children, 2):
        both = one.geometry().intersected(other.geometry())
        if both.width() > SLACK and both.height() > SLACK:
            yield f"{named(one)} and {named(other)} overlap by {both.width()} × {both.height()}"
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    for one in children:
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(one.geometry()):
            yield f"{named(one)} reaches out of {named(parent)} {_size(parent.size())}: {one.geometry().getRect()}"


def _outside(window: QWidget) -> Iterator[str]:
    """A window, or a page of it, that has less room than it must have."""
    parts = [window] if window.isModal() else [*window.findChildren(Page)]
    for part in parts:
        need = part.minimumSizeHint()
        if part.isVisible() and (need.width() > part.width() + SLACK or need.height() > part.height() + SLACK):
            yield f"{named(part)}: needs {_size(need)}, has {_size(part.size())} because of {_widest(part)}"


def _size(size: QSize) -> str:
    return f"{size.width()} × {size.height()}"


def in_sight(widget: QWidget) -> str:
    """Why this widget is not wholly in sight; empty when it is. Of one larger than its opening, its top counts."""
    if not widget.isVisible():
        return "is hidden"
    part = widget.rect()
    at: QWidget = widget
    while (parent := at.parentWidget()) is not None and not at.isWindow():
        part.translate(at.pos())
        at = parent
        part_high = min(part.height(), at.height())
        part_wide = min(part.width(), at.width())
        if not at.rect().adjusted(-2, -2, 2, 2).contains(QRect(part.topLeft(), QSize(part_wide, part_high))):
            return f"is scrolled out: {part.getRect()} in {named(at)} {_size(at.size())}"
    centre = widget.mapTo(widget.window(), QPoint(min(widget.width(), 40) // 2, min(widget.height(), 20) // 2))
    top = widget.window().childAt(centre)
    if top is not None and top is not widget and not widget.isAncestorOf(top) and not top.isAncestorOf(widget):
        return f"is covered by {named(top)}"
    return ""


_LOOKS: tuple[tuple[type[QWidget], Callable[[Any], Iterator[str]]], ...] = (
    (QLabel, _label),
    (OptionButton, _option_button),
    (QAbstractButton, _button),
    (QComboBox, _combo),
    (QLineEdit, _line),
    (QTableView, _table),
    (QListWidget, _list),
    (QTabBar, _tabs),
)
"""How each kind of widget is looked at; the first that fits."""
