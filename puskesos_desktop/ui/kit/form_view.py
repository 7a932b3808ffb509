"""Sections of a form for one record: labels left, answers right, issues below; what does not apply is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Choices, Field, Reference, Sensitivity
from puskesos_desktop.forms.form import Section
from puskesos_desktop.ui.kit.inputs.table_of import Input, PlaceInput, make_input
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import label
from puskesos_desktop.ui.kit.scrolled import Scrolled

Situate = Callable[[Answers], Situation]


class FormView(QWidget):
    """A column of questions. Holds no truth: set a record in, take values out."""

    changed = Signal(str)

    def __init__(self, sections: Sequence[Section], *, headings: bool = True) -> None:
        super().__init__()
        self._rows: dict[str, Row] = {}
        self._headings: list[tuple[QLabel, tuple[str, ...]]] = []
        self._situate: Situate = Situation
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 24)
        column.setSpacing(6)
        for section in sections:
            shown = [field for field in section.fields if not isinstance(field, Reference)]
            if headings:
                heading = label(f"{section.number}  {section.title}", "heading")
                heading.setContentsMargins(0, 12, 0, 4)
                column.addWidget(heading)
                self._headings.append((heading, tuple(field.key for field in shown)))
            for field in shown:
                row = Row(field)
                row.input.changed.connect(lambda key=field.key: self._changed(key))
                self._rows[field.key] = row
                column.addWidget(row)
        column.addStretch(1)
        self._answers: Answers = {}

    def set_record(self, answers: Answers, situate: Situate) -> None:
        """Show a record; `situate` makes of its answers what the conditions look at."""
        self._answers = dict(answers)
        self._situate = situate
        for key, row in self._rows.items():
            row.input.heed(answers)
            row.input.set_value(answers[key])
            row.show_issues(())
        self._show_what_applies()

    def values(self) -> Answers:
        """All answers, those of questions not shown here included; what cannot be read leaves the answer before it."""
        return dict(self._answers)

    def set_answer(self, key: str, value: Value) -> None:
        """Answer a question for the person, as an offer that was taken."""
        self._answers[key] = value
        self._rows[key].input.set_value(value)
        self._changed(key)

    def commit(self) -> None:
        """Take what is being typed at this moment."""
        for row in self._rows.values():
            if row.input.entry().hasFocus():
                row.input.commit()

    def show_issues(self, issues: Iterable[Issue]) -> None:
        """Put each issue under its answer; those typed wrong keep their own."""
        by_key: dict[str, list[Issue]] = {}
        for issue in issues:
            by_key.setdefault(issue.field, []).append(issue)
        for key, row in self._rows.items():
            own = row.input.problem()
            found = by_key.get(key, [])
            row.show_issues([own, *found] if own and all(own.message != one.message for one in found) else found)

    def suggest(self, key: str, names: Sequence[str]) -> None:
        """Offer names for a place question."""
        row = self._rows.get(key)
        if row is not None and isinstance(row.input, PlaceInput):
            row.input.set_suggestions(names)

    def focus_on(self, key: str) -> bool:
        """Go to a question, its text marked so that typing replaces it; whether it is here and applies."""
        row = self._rows.get(key)
        if row is None or row.isHidden():
            return False
        entry = row.input.entry()
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(entry, QLineEdit):
            entry.selectAll()
        return True

    def focus_first(self) -> None:
        """Go to the first question that applies."""
        for key, row in self._rows.items():
            if not row.isHidden():
                self.focus_on(key)
                return

    def unread(self) -> list[Issue]:
        """Problems of what is typed and cannot be understood."""
        return [issue for row in self._rows.values() if not row.isHidden() and (issue := row.input.problem())]

    def _changed(self, key: str) -> None:
        row = self._rows[key]
        problem = row.input.problem()
        if problem is None or row.input.value() is not None:
            self._answers[key] = row.input.value()
        row.show_issues([problem] if problem else [])
        self._show_what_applies()
        self.changed.emit(key)

    def _show_what_applies(self) -> None:
        situation = self._situate(self._answers)
        for row in self._rows.values():
            applies = row.field.when is None or row.field.when.met(situation)
            if row.isHidden() == applies:
                row.setVisible(applies)
            if isinstance(row.field, Choices):
                row.input.heed(self._answers)
        for heading, keys in self._headings:
            heading.setVisible(any(not self._rows[key].isHidden() for key in keys))


class Row(QWidget):
    """One question: number and words on the left, the answer on the right, issues under it."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.setProperty("together", True)
        self.input: Input = make_input(field, self)
        number = label(field.number, "number")
        number.setFixedWidth(round(44 * style.scaled(1.0)))
        words = label(_words(field))
        words.setWordWrap(True)
        words.setBuddy(self.input.entry())
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._issues: list[IssueLine] = []
        self._right = QVBoxLayout()
        self._right.setSpacing(3)
        self._right.addWidget(self.input)
        if field.hint:
            tip = label(field.hint, "small")
            tip.setWordWrap(True)
            self._right.addWidget(tip)
        self._right.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(12)
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 32, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._right, 64)
        number.setContentsMargins(0, 6, 0, 0)
        words.setContentsMargins(0, 6, 0, 0)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """One line each, the gravest first, with an icon and a word before the colour."""
        self.input.mark_wrong(any(issue.severity is Severity.ERROR for issue in issues))
        for old in self._issues:
            self._right.removeWidget(old)
            old.hide()
            old.deleteLater()
        ordered = sorted(issues, key=lambda issue: list(SIGNS).index(issue.severity))
        self._issues = [IssueLine(self, issue) for issue in ordered]
        for new in self._issues:
            self._right.insertWidget(self._right.count() - 1, new)
            new.show()


class IssueLine(QWidget):
    """One issue under its answer: an icon, a word that says how much it weighs, and the sentence."""

    def __init__(self, parent: QWidget, issue: Issue) -> None:
        super().__init__(parent)
        sign, word, kind = SIGNS[issue.severity]
        self.setObjectName(f"{issue.field}.masalah")
        self.setAccessibleName(f"{word}: {issue.message}")
        size = round(16 * style.scaled(1.0))
        picture = QLabel(self)
        picture.setPixmap(style.pixmap(sign, style.state(kind)[0], size))
        picture.setContentsMargins(0, max(self.fontMetrics().height() - size, 0) // 2, 0, 0)
        weight, message = label(word, str(issue.severity)), label(issue.message, str(issue.severity))
        weight.setStyleSheet("font-weight: 600;")
        message.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(6)
        for widget, share in ((picture, 0), (weight, 0), (message, 1)):
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)


SIGNS: Mapping[Severity, tuple[str, str, str]] = {
    Severity.ERROR: ("salah", "Betulkan", "salah"),
    Severity.WARNING: ("peringatan", "Periksa", "peringatan"),
    Severity.HINT: ("info", "Catatan", "info"),
}
"""Icon, word and state of each weight of issue, the gravest first."""


def _words(field: Field) -> str:
    secret = "  (rahasia)" if field.sensitivity is Sensitivity.RAHASIA else ""
    return f"{field.label}{'  (wajib)' if field.required else ''}{secret}"


def scrolled(view: QWidget) -> Scrolled:
    """A view that scrolls up and down only, and follows the keyboard."""
    return Scrolled(view)
