"""What can come out of a deed: issues beside an answer, failures a person can act on, progress and cancelling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much an issue weighs: an error refuses the save, a warning and a hint let it pass."""

    ERROR = "salah"
    WARNING = "peringatan"
    HINT = "petunjuk"


@dataclass(frozen=True)
class Issue:
    """Something wrong or odd about one answer, in one Indonesian sentence; `record` is the id it belongs to."""

    field: str
    message: str
    severity: Severity = Severity.ERROR
    record: str = ""


def error(field: str, message: str, record: str = "") -> Issue:
    """An answer that may not be saved as it stands."""
    return Issue(field, message, Severity.ERROR, record)


def warning(field: str, message: str, record: str = "") -> Issue:
    """An answer that is odd and should be looked at; saving goes on."""
    return Issue(field, message, Severity.WARNING, record)


def hint(field: str, message: str, record: str = "") -> Issue:
    """Something worth knowing about an answer."""
    return Issue(field, message, Severity.HINT, record)


class UserError(Exception):
    """A failure the operator can act on: what happened, and in `hint` what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both sentences; `str()` gives them together."""
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class BadFile(UserError):
    """A file, stick or bundle that cannot be used, with the reason."""

    def __init__(self, path: Path | str, why: str, hint: str = "") -> None:
        """Name the file by its last part only, so that no folder of a person's machine is shown."""
        super().__init__(f"Berkas {Path(path).name}: {why}", hint)
        self.path = Path(path)
        self.why = why


class InvalidData(Exception):
    """Saving refused because of errors among `issues`; nothing was written."""

    def __init__(self, issues: list[Issue]) -> None:
        """Carry every issue, the warnings too."""
        super().__init__(f"{sum(issue.severity is Severity.ERROR for issue in issues)} isian perlu dibetulkan.")
        self.issues = issues


class Cancelled(Exception):
    """The operator pressed Batal; everything is rolled back and nobody is told."""


Progress = Callable[[int, int, str], None]
"""Called once per step as (done, total, words); raises `Cancelled` when the operator wants to stop."""


def silent(done: int, total: int, text: str) -> None:
    """Progress for callers that show none and cannot cancel."""
