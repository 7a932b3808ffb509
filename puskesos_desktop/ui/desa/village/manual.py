"""Panduan: the manual inside the window, chapter by chapter, with a search over all of it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout

from puskesos_desktop.files.resources import manual
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page, label
from puskesos_desktop.ui.kit.sides import Sides

CONTENTS = "README.md"


class ManualPage(Page):
    """Chapters at the left, the text at the right; links between chapters work."""

    title = "Panduan"

    def __init__(self) -> None:
        super().__init__()
        self._chapters = chapters()
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setAccessibleName("Bab")
        self._text = _Reader()
        self._search = QLineEdit()
        self._search.setPlaceholderText("Cari di panduan…")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda _text: self._fill())
        self._list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self._text.anchorClicked.connect(self._follow)
        top = QHBoxLayout()
        top.addWidget(label(self.title, "title"))
        top.addStretch(1)
        top.addWidget(self._search)
        self._search.setMinimumWidth(round(240 * style.scaled(1.0)))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(Sides(self._list, self._text, 27, above=30), 1)
        self._fill()

    def open_chapter(self, file: str) -> None:
        """Bring a chapter to the front."""
        for place in range(self._list.count()):
            if self._list.item(place).data(_FILE) == file:
                self._list.setCurrentRow(place)

    def _fill(self) -> None:
        """The chapters that hold every searched word."""
        words = self._search.text().lower().split()
        self._list.clear()
        for file, title, text in self._chapters:
            if all(word in text.lower() for word in words):
                item = QListWidgetItem(title)
                item.setData(_FILE, file)
                self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        else:
            self._text.setPlainText("Tidak ada bab yang memuat kata itu.")

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self._text.read(manual(item.data(_FILE)))
        first = self._search.text().split()[:1]
        if first:
            self._text.find(first[0])

    def _follow(self, link: QUrl) -> None:
        self._search.clear()
        self.open_chapter(link.fileName())


class _Reader(QTextBrowser):
    """Shows one Markdown file, its pictures no wider than the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._folder = Path()

    def read(self, path: Path) -> None:
        """Show a chapter from its start."""
        self._folder = path.parent
        self.setMarkdown(path.read_text("utf-8"))
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures come from beside the chapter, made as wide as there is room."""
        url = QUrl(name) if isinstance(name, str) else name
        if kind != QTextDocument.ResourceType.ImageResource.value or not url.isRelative():
            return None
        picture = QImage(str(self._folder / url.path()))
        room = max(300, self.viewport().width() - 40)
        return picture.scaledToWidth(room) if picture.width() > room else picture


def chapters() -> list[tuple[str, str, str]]:
    """Every chapter as (file, title, text), in the order of the table of contents."""
    contents = manual(CONTENTS)
    files = [CONTENTS, *re.findall(r"\]\(([\w-]+\.md)\)", contents.read_text("utf-8"))]
    found = []
    for file in files:
        text = (contents.parent / file).read_text("utf-8")
        title = text.splitlines()[0].lstrip("# ").replace("`", "")
        found.append((file, title, text))
    return found


_FILE = 0x0100  # Qt.ItemDataRole.UserRole
