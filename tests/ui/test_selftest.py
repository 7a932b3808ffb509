"""The program's own test, which setup's trial and a person at a far laptop can start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.ui import footprint
from puskesos_desktop.ui.desa.frame.frame import Frame
from tests.support.places import ROOT
from tests.support.village import OPERATOR, a_store


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    out = tmp_path_factory.mktemp("uji diri") / "hasil é.json"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PUSKESOS_DATA": str(out.parent / "desa sungguhan"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "puskesos_desktop", "--selftest", str(out)],
        env=environment,
        stderr=subprocess.DEVNULL,
        timeout=150,
        check=False,
    )
    return done.returncode, out


def test_it_passes_and_says_what_it_cost(finished: tuple[int, Path]) -> None:
    status, out = finished
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["berhasil"], report
    assert status == 0
    steps = ["masuk", "daftarkan keluarga", "cetak", "kirim", "periksa paket", "muat semua bagian"]
    assert list(report["langkah_ms"]) == steps
    assert 0 < report["mulai_ms"] < 150_000
    assert 20 < report["memori_mb"] <= report["memori_puncak_mb"]


def test_what_it_made_lies_beside_the_report(finished: tuple[int, Path]) -> None:
    _status, out = finished
    report = json.loads(out.read_text(encoding="utf-8"))
    kept = out.with_suffix("")
    manifest = read_bundle(kept / report["paket"]).manifest
    assert manifest.sample
    assert dict(manifest.totals) == report["jumlah"]
    assert (kept / report["cetakan"]).read_bytes().startswith(b"%PDF")
    assert (kept / "jendela.png").stat().st_size > 10_000


def test_it_never_touches_the_village_of_this_laptop(finished: tuple[int, Path]) -> None:
    _status, out = finished
    assert not (out.parent / "desa sungguhan").exists()


def test_age_and_memory_grow_as_this_process_lives() -> None:
    before = footprint.age()
    assert 0 <= before <= footprint.age()
    now, peak = footprint.memory()
    assert 0 < now <= peak * 1.1


def test_a_bundle_the_program_was_opened_with_waits_for_the_password(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []
    monkeypatch.setattr(Frame, "receive", lambda _frame, path: taken.append(path), raising=False)
    shell = Shell(tmp_path / "desa", tmp_path / "contoh")
    qtbot.addWidget(shell)
    shell.handed = tmp_path / "PSB_contoh.psb"
    shell.begin()
    assert taken == []
    shell.enter(a_store(tmp_path / "desa"), OPERATOR)
    assert taken == [tmp_path / "PSB_contoh.psb"]
    assert shell.handed is None
    shell.close()
