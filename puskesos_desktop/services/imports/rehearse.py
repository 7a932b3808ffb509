"""The rehearsal: a file read and compared with the village, row by row, without a write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow, question, squeeze
from puskesos_desktop.exchange.tables.recogniser import Recognised
from puskesos_desktop.forms.fields import Sensitivity
from puskesos_desktop.services.imports import planning, source
from puskesos_desktop.services.imports.findings import Options, Plan, Rehearsal, Role
from puskesos_desktop.services.imports.planning import Decisions
from puskesos_desktop.services.imports.prelists import List, Prelists, Words
from puskesos_desktop.services.imports.village import Village, sums_of
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import population

_ALWAYS_GUARDED = ("cacat", "disabilitas", "penyakit", "gizi", "hamil", "depresi")
_PROGRAMME = "Nama Program"


def rehearse(db: Database, path: Path, options: Options | None = None, progress: Progress = silent) -> Rehearsal:
    """What importing this file would do; nothing is written.

    Raises `UnreadableTable` (a `UserError`) with one sentence for a file that cannot be read. A table of no known kind
    comes back with its `headers` and no lines until `options.mapping` says what they mean.
    """
    options = options or Options()
    seen, sha256 = source.opened(path, progress)
    found = _beginning(path, sha256, seen, options)
    if found.unmapped:
        return found
    ready = source.readable(seen, options)
    village = Village(db.conn, progress)
    reader = source.rows(ready, progress)
    lists = lists_of(ready, path, village) if found.role is Role.PRELIST and not own(ready) else None
    rows: list[SourceRow] = []
    words = Words()
    for at, row in enumerate(reader):
        if lists is not None and not lists.empty:
            words.take(at, row.says, lists.digests)
        rows.append(replace(row, says={}))
    done = replace(
        found, rows=rows, file=planning.sums_of_file(rows), before=sums_of(db.conn), tip=population.tip(db.conn),
        skipped=tuple(reader.skipped), blank=reader.blank, notices=(*found.notices, *reader.remarks),
    )  # fmt: skip
    return replace(done, plan=plan(done, village, {}, progress, lists=lists, words=words))


def plan(
    found: Rehearsal,
    village: Village,
    decisions: Decisions,
    progress: Progress,
    *,
    lists: Prelists | None,
    words: Words,
) -> Plan:
    """What would be written for the rows of a rehearsal, with the operator's answers, into the village as it is."""
    today = found.options.today or date.today()
    if found.kind == puskesos.KEY:
        return planning.own(village, found.rows, decisions, progress)
    if lists is None:
        return planning.population(village, found.rows, decisions, today, progress)
    return planning.prelist(
        village, found.rows, words, lists, decisions, today=today, register=found.options.register, progress=progress
    )


def lists_of(seen: Recognised, path: Path, village: Village) -> Prelists:
    """The lines of this kind of list that are here, to be met by the rows."""
    name = seen.about.get(_PROGRAMME) or seen.title
    made = Prelists(village, List(seen.kind, name[:120], path.name, frozenset(_guarded(seen))))
    made.load()
    return made


def own(seen: Recognised) -> bool:
    """Whether this is our own export, of which every record has its key."""
    return seen.kind == puskesos.KEY


def _beginning(path: Path, sha256: str, seen: Recognised, options: Options) -> Rehearsal:
    unmapped = seen.kind == "lain" and not any(options.mapping.values())
    return Rehearsal(
        path, sha256, seen.kind, seen.title, source.role_of(seen, options), options, seen.fingerprint,
        notices=seen.notices, unread=seen.unread, headers=tuple(dict.fromkeys(seen.headers)) if unmapped else (),
        suggestions=seen.suggestions, samples=source.samples(seen) if unmapped else {}, about=seen.about,
    )  # fmt: skip


def _guarded(seen: Recognised) -> set[str]:
    """Columns of a list whose words are not shown: those that answer a confidential question, or name such a thing."""
    found = set()
    for table in seen.tables:
        for header in filter(None, table.headers):
            column = table.kind.by_spelling.get(squeeze(header))
            to = column.to if column else ""
            if (to and question(to).sensitivity is Sensitivity.RAHASIA) or any(
                word in squeeze(header) for word in _ALWAYS_GUARDED
            ):
                found.add(" ".join(header.split()))
    return found
