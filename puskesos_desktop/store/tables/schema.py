"""The tables of a store: the journal and its ledgers (kept for ever), and the projections (dropped and refolded)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from puskesos_desktop.forms import paper
from puskesos_desktop.forms.form import Form
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Connection

JOURNAL = """
CREATE TABLE op(
    device TEXT NOT NULL, sequence INTEGER NOT NULL, header TEXT NOT NULL, body TEXT, hash BLOB NOT NULL,
    record TEXT AS (json_extract(header, '$.record')) VIRTUAL,
    "group" INTEGER AS (json_extract(header, '$.group')) VIRTUAL,
    clock INTEGER AS (json_extract(header, '$.clock')) VIRTUAL,
    PRIMARY KEY(device, sequence)) STRICT;
CREATE INDEX op_record ON op(record);
CREATE INDEX op_group ON op(clock) WHERE sequence = "group";
CREATE INDEX op_start ON op(device, sequence) WHERE sequence = "group";
CREATE INDEX op_undo ON op(device, sequence) WHERE sequence = "group" AND json_extract(body, '$.undoes') IS NOT NULL;
CREATE TABLE peer(
    device TEXT PRIMARY KEY, sequence INTEGER NOT NULL, hash BLOB NOT NULL, clock INTEGER NOT NULL,
    public_key BLOB NOT NULL, status TEXT NOT NULL, vouched_by TEXT) STRICT;
CREATE TABLE own(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE bundle(
    id TEXT PRIMARY KEY, file TEXT NOT NULL, created TEXT NOT NULL, recipient TEXT NOT NULL, ranges TEXT NOT NULL,
    changes INTEGER NOT NULL, totals TEXT NOT NULL, sha256 TEXT NOT NULL, plain_sha256 TEXT NOT NULL) STRICT;
CREATE TABLE receipt(
    id TEXT PRIMARY KEY, bundle TEXT NOT NULL, signer TEXT NOT NULL, recipient TEXT NOT NULL, received TEXT NOT NULL,
    vector TEXT NOT NULL, totals TEXT NOT NULL) STRICT;
CREATE TABLE seal(
    device TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY(device, sequence)) STRICT;
"""

DERIVED = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE conflict(
    kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, heads TEXT NOT NULL,
    PRIMARY KEY(kind, record, field)) STRICT;
CREATE TABLE ganda(
    kind TEXT NOT NULL, record TEXT NOT NULL, kept TEXT NOT NULL, PRIMARY KEY(kind, record)) STRICT;
CREATE TABLE ringkasan(
    id TEXT NOT NULL UNIQUE, rid INTEGER PRIMARY KEY, nomor_kk TEXT, kepala TEXT, dusun TEXT, rw TEXT, rt TEXT,
    alamat TEXT,
    anggota INTEGER NOT NULL, ppks INTEGER NOT NULL, tanpa_nik INTEGER NOT NULL, kosong INTEGER NOT NULL,
    rtlh TEXT NOT NULL, air TEXT NOT NULL, sanitasi TEXT NOT NULL, listrik TEXT NOT NULL,
    dikunjungi TEXT, diubah INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE telusur USING fts5(
    nama, angka, alamat, content = '', contentless_delete = 1, tokenize = 'trigram', detail = full);
"""

INDEXES = """
CREATE INDEX bangunan_hapus ON bangunan(rid) WHERE deleted <> 0;
CREATE INDEX keluarga_hapus ON keluarga(rid) WHERE deleted <> 0;
CREATE INDEX anggota_hapus ON anggota(rid) WHERE deleted <> 0;
CREATE INDEX ppks_hapus ON ppks(rid) WHERE deleted <> 0;
CREATE INDEX keluarga_bangunan ON keluarga(bangunan_id);
CREATE INDEX keluarga_nomor_kk ON keluarga(nomor_kk);
CREATE INDEX keluarga_fasilitas ON keluarga(fasilitas_bab, sumber_penerangan);
CREATE INDEX anggota_keluarga ON anggota(keluarga_id);
CREATE INDEX anggota_meninggal ON anggota(keluarga_id) WHERE keberadaan = 2;
CREATE INDEX anggota_nik ON anggota(nik);
CREATE INDEX anggota_nama ON anggota(nama);
CREATE INDEX ppks_keluarga ON ppks(keluarga_id);
CREATE INDEX desil_keluarga ON desil(keluarga_id);
CREATE INDEX kunjungan_keluarga ON kunjungan(keluarga_id);
CREATE INDEX lampiran_keluarga ON lampiran(keluarga_id);
CREATE INDEX lampiran_bangunan ON lampiran(bangunan_id);
CREATE INDEX peristiwa_keluarga ON peristiwa(keluarga_id);
"""

DERIVED_TABLES = ("meta", "conflict", "ganda", "ringkasan", "telusur")


def shape() -> str:
    """Names the projections this program makes: another questionnaire or other tables give another name."""
    return hashlib.sha256("\n".join((paper.fingerprint(), DERIVED, INDEXES)).encode()).hexdigest()


def create_journal(connection: Connection, version: int) -> None:
    """The append-only part, in an empty database; `version` is the op format."""
    for statement in _statements(JOURNAL):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version}")


def drop_projections(connection: Connection) -> None:
    """Throw away everything that the journal can rebuild."""
    for table in (*DERIVED_TABLES, *FORMS):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def create_projections(connection: Connection, *, indexed: bool = True) -> None:
    """Empty projections, shaped by the forms of this program, and the name of that shape.

    Not `indexed` they fill more quickly; `create_indexes` belongs after that.
    """
    for form in FORMS.values():
        connection.execute(_table(form))
    for statement in _statements(DERIVED):
        connection.execute(statement)
    if indexed:
        create_indexes(connection)
    connection.execute("INSERT INTO meta VALUES ('forms', ?)", (shape(),))


def create_indexes(connection: Connection) -> None:
    """The indexes of the projections."""
    for statement in _statements(INDEXES):
        connection.execute(statement)


def _table(form: Form) -> str:
    columns = ", ".join(f'"{key}" {one.column}' for key, one in form.fields.items())
    return (
        f"CREATE TABLE {form.kind}(rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {columns}, "
        "unknown TEXT, stamps TEXT NOT NULL, deleted INTEGER NOT NULL) STRICT"
    )


def _statements(script: str) -> Iterator[str]:
    return (statement for part in script.split(";\n") if (statement := part.strip()))
