"""What a deed will change, in sentences, beside the form that asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.ui.kit.form_view import IssueLine
from puskesos_desktop.ui.kit.page import label

WAITING = "Lengkapi isian di kiri; yang akan berubah tertulis di sini sebelum disimpan."


class Changes(QFrame):
    """What will change, in sentences, and below them what is to be looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 12, 16, 16)
        self._lines.setSpacing(8)

    def say(self, words: Sequence[str], issues: Sequence[Issue]) -> None:
        """Show these sentences and issues, the gravest first; without any, that something is still to be answered."""
        while item := self._lines.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._lines.addWidget(label("Yang akan berubah", "heading"))
        for sentence in words or (WAITING,):
            self._lines.addWidget(wrapped(sentence, "" if words else "quiet"))
        for issue in sorted(issues, key=lambda one: list(Severity).index(one.severity)):
            self._lines.addWidget(IssueLine(self, issue))
        self._lines.addStretch(1)


def wrapped(words: str, kind: str = "") -> QLabel:
    """Words that break into as many lines as they need."""
    made = label(words, kind)
    made.setWordWrap(True)
    return made
