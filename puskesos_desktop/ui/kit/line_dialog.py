"""A dialog that asks for one line of words, does something with it, and says beneath it why it does not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import InvalidData
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, dialog_foot, paragraph, push


class LineDialog(QDialog):
    """Gives what is typed to `work` on the writing worker; what it returns goes to `done`. Esc leaves.

    `said` are the title, the question and the words of the button.
    """

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        said: tuple[str, str, str],
        work: Callable[[str], Any],
        done: Callable[[Any], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs, self._work, self._told = jobs, work, done
        title, words, deed = said
        self.setWindowTitle(title)
        self.text = QLineEdit()
        self.text.setAccessibleName(words)
        self.text.returnPressed.connect(self._give)
        self._banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (paragraph(words), self.text, self._banner):
            column.addWidget(widget)
        column.addLayout(dialog_foot(push("Batal", self.reject), push(deed, self._give, kind="main")))
        self.setMinimumWidth(round(480 * style.scaled(1.0)))
        self.text.setFocus()

    def _give(self) -> None:
        typed = self.text.text()
        self._jobs.run(self, "Menyimpan…", lambda _progress: self._work(typed), self._done, self._refuse)

    def _done(self, result: Any) -> None:
        self._told(result)
        self.accept()

    def _refuse(self, problem: Exception) -> None:
        issues = problem.issues if isinstance(problem, InvalidData) else []
        self._banner.say("salah", " ".join(issue.message for issue in issues) or str(problem))
        self.text.setFocus()
