"""`puskesos putaran` and `puskesos hasil`, run as scripts run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from puskesos_desktop.cli import rounds
from puskesos_desktop.cli.frame import puskesos
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.opened import Store
from tests.support.paper_rounds import three_families
from tests.support.village import PASSWORD


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    three_families(store)
    folder = store.folder
    store.close()
    monkeypatch.setenv("PUSKESOS_SANDI", PASSWORD)
    assert rounds.putaran.name == "putaran"

    def call(*words: str) -> Any:
        done = CliRunner().invoke(puskesos, ["--data", str(folder), "--json", *words])
        return json.loads(done.output) if done.exception is None else done.exception

    return call


def test_a_round_from_its_plan_to_its_results(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run("putaran") == []
    assert run("putaran", "--baru", "Verval", "--tujuan", "verval")["lembar"] == 3
    printed = run("putaran", "cetak", "Verval", "--rt", "001/001", "--ke", str(tmp_path / "a.pdf"))
    assert (printed["lembar"], printed["halaman"]) == (2, len(PdfReader(tmp_path / "a.pdf").pages))
    out = run("putaran", "kemajuan", "Verval")["belum_kembali"]
    assert len(out) == 2
    assert run("putaran", "kembali", out[0])["kembali"] == 1
    assert run("hasil", out[0], "--semua-benar", "--petugas", "Tarmi")["hasil"] == "Ditemukan"
    assert run("hasil", out[1], "--hasil", "4", "--tanggal", "23-11-2026")["ditandai"] == 0
    first, second = run("putaran", "kemajuan", "Verval")["rt"]
    assert (first["dientri"], second["belum dicetak"]) == (2, 1)
    assert run("putaran")[0]["dientri"] == 2


def test_one_sheet_can_be_printed_again(run: Callable[..., Any], tmp_path: Path) -> None:
    run("putaran", "--baru", "Verval")
    run("putaran", "cetak", "Verval", "--ke", str(tmp_path / "a.pdf"))
    number = run("putaran", "kemajuan", "Verval")["belum_kembali"][0]
    assert run("putaran", "cetak", "Verval", "--nomor", number, "--ke", str(tmp_path / "b.pdf"))["lembar"] == 1
    assert isinstance(run("putaran", "cetak", "Verval", "--ke", str(tmp_path / "c.pdf")), UserError)
    assert run("putaran", "cetak", "Verval", "--ulang", "--ke", str(tmp_path / "c.pdf"))["lembar"] == 3


@pytest.mark.parametrize(
    "words",
    [("hasil", "1"), ("hasil", "1", "--semua-benar", "--hasil", "3"), ("hasil", "1", "--hasil", "9")],
    ids=" ".join,
)
def test_a_result_must_be_clear(run: Callable[..., Any], words: tuple[str, ...]) -> None:
    problem = run(*words)
    assert isinstance(problem, UserError)
    assert "belum jelas" in problem.message
