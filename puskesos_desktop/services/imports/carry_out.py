"""What was rehearsed, written as one deed that can be undone, and read back from the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import wording
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.recogniser import Recognised
from puskesos_desktop.forms.fields import Reference
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.services.imports import identifying, rehearse, source
from puskesos_desktop.services.imports.draft import PLACEHOLDER
from puskesos_desktop.services.imports.findings import Imported, Plan, Rehearsal, Role, Verdict, counts
from puskesos_desktop.services.imports.planning import Decisions
from puskesos_desktop.services.imports.prelists import Words
from puskesos_desktop.services.imports.village import Village, sums_of
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.log.commits import Transaction
from puskesos_desktop.store.log.unsure import Answer, Unsure
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import population

_STEP = 100
_REFERENCES = {
    kind: tuple(key for key, one in form.fields.items() if isinstance(one, Reference)) for kind, form in FORMS.items()
}


def carry_out(
    store: Store, rehearsal: Rehearsal, decisions: Decisions, operator: str, progress: Progress = silent
) -> Imported:
    """Write a rehearsed file as one group, with the operator's answers to unsure rows by their place.

    All of it or nothing: `Cancelled` or any failure leaves the village as it was. The village may have changed since
    the rehearsal: then every row is compared anew. A prelist is read once more for its words, so its file must still
    be there and the same. Rows still unsure stay out (of a prelist they come in as "perlu diperiksa").
    """
    seen, words = _read_again(rehearsal, progress) if _needs_words(rehearsal) else (None, Words())
    label = f"Impor {rehearsal.title}: {rehearsal.path.name}"
    with commits.group(store, label, operator, progress=progress) as transaction:
        before = sums_of(transaction.connection)
        plan = _plan(rehearsal, transaction, decisions, (seen, words), progress)
        writing = _Writing(store, transaction, words.texts)
        transaction.remark(writing.unsure(rehearsal, plan, decisions).remark())
        written = writing.write(plan, progress)
    after = sums_of(store.reader().conn)
    left = tuple(one for one in plan.lines if one.verdict in (Verdict.UNSURE, Verdict.REFUSED))
    return Imported(label, counts(plan.lines), written, before, after, after == plan.after, left)


def _needs_words(rehearsal: Rehearsal) -> bool:
    return rehearsal.role is Role.PRELIST and rehearsal.kind != puskesos.KEY


def _read_again(rehearsal: Rehearsal, progress: Progress) -> tuple[Recognised, Words]:
    """The file once more, and what each of its rows says; `UserError` when it is another file now."""
    seen = source.again(rehearsal, progress)
    words = Words()
    for at, row in enumerate(source.rows(seen, progress)):
        words.take(at, row.says)
    return seen, words


def _plan(
    rehearsal: Rehearsal,
    transaction: Transaction,
    decisions: Decisions,
    read: tuple[Recognised | None, Words],
    progress: Progress,
) -> Plan:
    """The rehearsal's own plan while nothing changed and nothing was decided, else a new one."""
    connection, (seen, words) = transaction.connection, read
    if not decisions and population.tip(connection) == rehearsal.tip:
        return rehearsal.plan
    village = Village(connection, progress)
    lists = rehearse.lists_of(seen, rehearsal.path, village) if seen is not None else None
    return rehearse.plan(rehearsal, village, decisions, progress, lists=lists, words=words)


@dataclass
class _Writing:
    """Gives new records their ids and appends them to the group."""

    store: Store
    transaction: Transaction
    texts: Mapping[int, str]
    _real: dict[str, str] = field(default_factory=dict)

    def unsure(self, rehearsal: Rehearsal, plan: Plan, decisions: Decisions) -> Unsure:
        """What the import leaves to a person, and what was answered: met again by the next one."""
        marks, lines = identifying.marks(rehearsal.rows), rehearsal.lines
        left = {marks[one.at] for one in plan.lines if one.verdict is Verdict.UNSURE and one.at in marks}
        said = {
            marks[at]: Answer(one.choice, self._id(plan.persons.get(at, "")), tuple(m.id for m in lines[at].matches))
            for at, one in decisions.items() if at in marks
        }  # fmt: skip
        return Unsure(left, said)

    def write(self, plan: Plan, progress: Progress) -> dict[str, int]:
        """Write everything; how many records of each kind."""
        written: Counter[str] = Counter()
        total = len(plan.records) + len(plan.revived)
        for number, record in enumerate(plan.records):
            if number % _STEP == 0:
                progress(number, total, f"{wording.thousands(number)} dari {wording.thousands(total)} catatan ditulis")
            self.transaction.save(self._finished(record, plan))
            written[record.kind] += 1
        for record in plan.revived:
            self._revive(record)
            written[record.kind] += 1
        progress(total, total, "Menyusun daftar…")
        return dict(written)

    def _finished(self, record: Record, plan: Plan) -> Record:
        """The record with its own id, the real ids it refers to, and the words of its row."""
        new = {
            key: self._id(str(value))
            for key in _REFERENCES[record.kind]
            if (value := record.answers[key]) is not None and str(value).startswith(PLACEHOLDER)
        }
        if (at := plan.texts.get(record.id)) is not None:
            new["isi"] = self.texts[at]
        answers = {**record.answers, **new} if new else record.answers
        return Record(record.kind, self._id(record.id), answers, record.before, record.stamps)

    def _id(self, known: str) -> str:
        if not known.startswith(PLACEHOLDER):
            return known
        if known not in self._real:
            self._real[known] = self.store.new_id()
        return self._real[known]

    def _revive(self, record: Record) -> None:
        fields = fold.changes(record.before or {}, record.stamps, record.answers)
        back = {DELETED: [None, *record.stamps.get(DELETED, ())]}
        self.transaction.write(record.kind, record.id, fields | back)
