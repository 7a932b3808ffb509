"""The log and the crash report: what the program did and where it failed, never whom it is about."""

from __future__ import annotations

import copy
import logging
import platform
import re
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PureWindowsPath
from types import TracebackType

from puskesos_desktop import __version__

LONGEST_MESSAGE = 300
_OURS = __name__.partition(".")[0]
_DEEPEST = 4
"""Failures told of a chain, the first that surfaced included."""

_NUMBER = re.compile(r"\d{6,}")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_WORD = re.compile(r"\w+")
_GAPS = re.compile(r"…(?:[\s,;:.'\"-]*…)+")
_FELL = re.compile(r"^(?:Fatal Python error|Windows fatal exception): [\w ]+", re.MULTILINE)
_FELL_AT = re.compile(r'^  File "(.+)", line (\d+) in (\S+)', re.MULTILINE)

_SAID_BY_PYTHON = frozenset(
    """
    a an and argument arguments at attribute bool bytes but by cannot code complex connection convert date datetime
    dict division empty error exceeded expected float for found from function get given got has in index int integer
    invalid is iterable iteration item key keyword length list literal locked many memory missing modulo must needed no
    not NoneType object of on only or out positional range recursion required sequence set size str string
    subscriptable supported takes than the to too tuple type types unexpected unhashable unpack unsupported value values
    was were with without zero
    """.split()
)
"""Words of Python's own messages: they name no person."""


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
    """A report for the developers: versions, when, the kinds of failure and where, without any value of the data."""
    parts = [_head(), f"Waktu: {datetime.now():%Y-%m-%d %H.%M}"]
    for number, one in enumerate(_chain(problem)):
        own = trace if number == 0 else one.__traceback__
        name = kind.__name__ if number == 0 else f"disebabkan oleh {type(one).__name__}"
        parts.append(f"{name}: {_only_own_words(str(one), own)}")
        parts += [f"  {Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(own)]
    return "\n".join(parts) + "\n"


def halt_text(began: str, fell: str) -> str:
    """A report on a window that was never closed: opened at `began`, and what the system wrote when it fell, if any."""
    parts = [_head(), f"Dibuka {began}, tidak ditutup: listrik padam, dimatikan paksa, atau jatuh."]
    whole = _FELL.findall(fell)
    places = _FELL_AT.findall(fell.rpartition(whole[-1])[2]) if whole else []
    parts += whole[-1:]
    parts += [f"  {PureWindowsPath(file).name}:{line} {name}" for file, line, name in places]
    return "\n".join(parts) + "\n"


def mask(text: str) -> str:
    """The text with long numbers and everything in quotation marks taken out."""
    return _NUMBER.sub("######", _QUOTED.sub("'…'", text))


def _head() -> str:
    return (
        f"Puskesos Desktop {__version__}\nPython {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """The failure and what led to it, as Python itself would tell them."""
    one: BaseException | None = problem
    for _ in range(_DEEPEST):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _only_own_words(text: str, trace: TracebackType | None) -> str:
    """The message with only those words left that stand in our source where it failed, or are Python's own.

    Whatever came from the data (a name, an answer, a number) stands in no source, in whatever way it was put in.
    """
    known = set(_SAID_BY_PYTHON)
    for frame, _ in traceback.walk_tb(trace):
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == _OURS:
            code = frame.f_code
            spoken = (one for one in code.co_consts[1:] if isinstance(one, str))
            known.update(_WORD.findall(" ".join([*code.co_names, *code.co_varnames, *spoken])))
    kept = _WORD.sub(lambda word: word[0] if word[0] in known and not word[0].isdigit() else "…", text)
    return _GAPS.sub("…", " ".join(kept.split()))[:LONGEST_MESSAGE]


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line without the values put into it, masked; a traceback is reduced to places."""
        bare = copy.copy(record)
        bare.args, bare.exc_info, bare.exc_text, bare.stack_info = (), None, None, None
        line = mask(super().format(bare))
        trace = record.exc_info
        if trace and trace[0] is not None and trace[1] is not None:
            line += "\n" + crash_text(trace[0], trace[1], trace[2])
        return line
