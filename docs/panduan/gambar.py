"""Makes the pictures of the manual: drives the real window, without a screen, on a fresh sample village."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtTest import QTest  # noqa: E402 - the paths above come first
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from puskesos_desktop.app import Shell  # noqa: E402
from puskesos_desktop.services import sample_store  # noqa: E402
from puskesos_desktop.store.lists import Filter  # noqa: E402
from puskesos_desktop.ui.desa.first_start import FirstStart  # noqa: E402
from puskesos_desktop.ui.desa.window import Frame  # noqa: E402
from puskesos_desktop.ui.kit import style  # noqa: E402

PICTURES = Path(__file__).resolve().parent / "gambar"


def main() -> None:
    """Write every picture anew."""
    app = QApplication([])
    style.apply(app)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample_store.create_sample(folder / "contoh", 300, 7, date.today()).close()
        shell = Shell(folder / "baru", folder / "contoh")
        shell.resize(1366, 720)
        shell.show()
        first_start(shell)
        shell.begin_at(folder / "contoh")
        shoot(shell, "masuk")
        shell.sign_in.password.setText("contoh")
        shell.sign_in.submit()
        while shell.frame is None:
            QTest.qWait(50)
        village(shell, shell.frame)
        shell.close()


def first_start(shell: Shell) -> None:
    """Choosing the village."""
    shell.begin()
    first = shell.findChild(FirstStart)
    assert first is not None
    first._village_text.setText("prupuk margasari")
    QTest.qWait(3000)
    shoot(shell, "mulai")


def village(shell: Shell, frame: Frame) -> None:
    """Lists, search, editor, sending."""
    shoot(shell, "keluarga")
    frame.families.filters.set_filter(Filter(rtlh=True, rt="002"))
    shoot(shell, "saringan")
    frame.families.filters.set_filter(Filter())
    frame.families.text.setText("moh hidayat")
    QTest.qWait(300)
    shoot(shell, "cari")
    frame.families.text.clear()
    QTest.qWait(300)
    frame._navigate(1)
    shoot(shell, "individu")
    frame._navigate(0)
    frame.edit_family(frame.families.table.rows.rows[3].id)
    editor = frame._editor
    assert editor is not None
    editor._outline.setCurrentRow(7)
    shoot(shell, "penyunting")
    editor._outline.setCurrentRow(9)
    shoot(shell, "orang")
    frame._drop_editor()
    frame._navigate(2)
    shoot(shell, "kirim")


def shoot(window: QWidget, name: str) -> None:
    """One picture, in few colours so that the repository stays small."""
    from PIL import Image

    QTest.qWait(250)
    path = PICTURES / f"{name}.png"
    window.grab().save(str(path))
    Image.open(path).convert("RGB").quantize(112).save(path, optimize=True)


if __name__ == "__main__":
    main()
