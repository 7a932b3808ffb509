"""What an import answers on the command line: as one JSON object, or in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports import carry_out, rehearse, returning
from puskesos_desktop.services.imports.findings import Imported, Line, Options, Rehearsal, Role, Verdict
from puskesos_desktop.store.opened import Store

Done = tuple[Rehearsal, Imported | None]


def run(store: Store, path: Path, options: Options, operator: str, *, only_look: bool) -> Done:
    """Rehearse a file, and import it unless only a look was wanted."""
    rehearsal = rehearsed(store, path, options)
    return rehearsal, None if only_look else carry_out.carry_out(store, rehearsal, {}, operator)


def options_of(role: str | None, columns: Iterable[str], register: bool) -> Options:
    """What was said on the command line; `UserError` for a column that is not written HEADER=KEY."""
    pairs = [one.partition("=") for one in columns]
    if not all(between and key for _, between, key in pairs):
        raise UserError("Pilihan --kolom ditulis JUDUL=ISIAN.", "Misalnya: --kolom 'Nama Warga=nama'.")
    mapping = {header.strip(): key.strip() for header, _, key in pairs}
    return Options(Role(role) if role else None, mapping, register)


def write_back(done: Done, target: Path) -> int:
    """The rows that did not come in, as Excel with the reasons."""
    left = [one for one in lines_of(done) if one.verdict in (Verdict.UNSURE, Verdict.REFUSED)]
    return returning.write_back(done[0], left, target)


def lines_of(done: Done) -> tuple[Line, ...]:
    """Every row's line."""
    return done[0].lines


def rehearsed(store: Store, path: Path, options: Options) -> Rehearsal:
    """The rehearsal; an unknown table with the meaning its headers suggest, where nobody says another one."""
    found = rehearse.rehearse(store.reader(), path, options)
    if not found.unmapped:
        return found
    if not {"nama", "nik"} & set(found.suggestions.values()):
        raise UserError(
            f"Kolom berkas ini belum dikenal: {', '.join(found.headers[:20])}.",
            "Sebutkan artinya dengan --kolom JUDUL=ISIAN, paling sedikit nama atau nik.",
        )
    return rehearse.rehearse(store.reader(), path, Options(options.role, found.suggestions, options.register))


def content(done: Done) -> dict[str, Any]:
    """The answer as one object."""
    rehearsal, imported = done
    counts = rehearsal.counts() if imported is None else imported.counts
    after = rehearsal.plan.after if imported is None else imported.after
    told: dict[str, Any] = {
        "jenis": rehearsal.kind, "nama": rehearsal.title, "sebagai": str(rehearsal.role),
        "diimpor": imported is not None, "baris": sum(counts.values()), **counts,
        "jumlah_berkas": rehearsal.file.as_dict(), "jumlah_desa_sebelum": rehearsal.before.as_dict(),
        "jumlah_desa_sesudah": after.as_dict(), "pemberitahuan": [one.sentence for one in rehearsal.notices],
        "lembar_tidak_dibaca": list(rehearsal.unread), "baris_dilewati": len(rehearsal.skipped),
        "baris_kosong": rehearsal.blank,
    }  # fmt: skip
    if imported is not None:
        told |= {"ditulis": dict(imported.written), "cocok": imported.equal}
    return told


def row(done: Done, line: Line) -> dict[str, Any]:
    """One row with its verdict and reasons, and the words our lists ask more than."""
    return {
        "lembar": line.sheet, "baris": line.row, "nama": line.name, "nomor": line.number,
        "putusan": str(line.verdict), "alasan": list(line.said),
        "perubahan": [{"isian": one.question, "lama": one.old, "baru": one.new} for one in line.changes],
        "belum_rinci": done[0].rows[line.at].keterangan_sumber,
        "mungkin": [{"warga": line.who.get(one.id, ""), "alasan": one.words} for one in line.matches],
    }  # fmt: skip


def words(done: Done, lines: Iterable[Line]) -> str:
    """The answer in sentences, and one line for each of these rows."""
    (rehearsal, imported), numbers = done, content(done)
    counts = ", ".join(f"{wording.thousands(numbers[key])} {key}" for key in map(str, Verdict))
    told = [f"{rehearsal.title}, {wording.thousands(numbers['baris'])} baris: {counts}."]
    told += [f"Berkas: {_sums(numbers['jumlah_berkas'])}.", f"Desa sebelum: {_sums(numbers['jumlah_desa_sebelum'])}."]
    told += [f"Desa {'sesudah' if imported else 'nanti'}: {_sums(numbers['jumlah_desa_sesudah'])}."]
    told += list(numbers["pemberitahuan"])
    told += [_line_words(one) for one in lines]
    if imported is None:
        told.append("Belum ada yang ditulis.")
    elif not imported.written:
        told.append("Tidak ada yang berubah.")
    else:
        equal = "sama dengan rencana" if imported.equal else "berbeda dari rencana"
        told.append(f"Ditulis: {wording.records(imported.written)}. Dibaca kembali: {equal}.")
    return "\n".join(told)


def _line_words(line: Line) -> str:
    why = "; ".join((*line.said, *(one.words for one in line.changes)))
    return f"{line.sheet} {line.row:>6}  {line.verdict}  {line.name or line.number}  {why}".rstrip()


def _sums(sums: Mapping[str, Any]) -> str:
    count = wording.thousands
    return (
        f"{count(sums['keluarga'])} keluarga, {count(sums['orang'])} orang (L {count(sums['L'])}, P {count(sums['P'])})"
    )
