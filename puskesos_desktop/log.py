"""The log and the crash text: what the program did, never whom it is about."""

from __future__ import annotations

import logging
import platform
import re
import traceback
from pathlib import Path
from types import TracebackType

from puskesos_desktop import __version__

_NUMBER = re.compile(r"\d{6,}")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")


def start(folder: Path) -> None:
    """Log warnings and worse into a rotated file in `folder`; a folder that cannot be written is no reason to stop."""
    from logging.handlers import RotatingFileHandler  # brings sockets and pickles along: only a real start needs it

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "puskesos.log", maxBytes=500_000, backupCount=3, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def crash_text(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> str:
    """A report for the developers: versions, the kind of failure and where, without any value of the data."""
    frames = traceback.extract_tb(trace)
    places = "\n".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return (
        f"Puskesos Desktop {__version__}\n"
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}\n"
        f"{kind.__name__}: {mask(str(problem))}\n{places}\n"
    )


def mask(text: str) -> str:
    """The text with long numbers and everything in quotation marks taken out."""
    return _NUMBER.sub("######", _QUOTED.sub("'…'", text))


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line, masked; a traceback is reduced to places."""
        trace = record.exc_info
        record.exc_info, record.exc_text = None, None
        line = mask(super().format(record))
        if trace and trace[0] is not None and trace[1] is not None:
            line += "\n" + crash_text(trace[0], trace[1], trace[2])
        return line
