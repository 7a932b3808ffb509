"""Every standard dialog, in Indonesian: Qt has no Indonesian of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QSplitter, QTreeView, QWidget

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.ui.kit.look import style

_Label = QFileDialog.DialogLabel
_Role = QMessageBox.ButtonRole
_KIND = 2
"""The column of file kinds, which the system names in English."""


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Say something; one button closes it."""
    _box(parent, title, text, "info", "Tutup").exec()


def tell_problem(parent: QWidget | None, problem: UserError) -> None:
    """Say what went wrong, and below it what to do."""
    box = _box(parent, "Belum berhasil", problem.message, "peringatan", "Tutup")
    box.setInformativeText(problem.hint)
    box.exec()


def ask(parent: QWidget | None, title: str, text: str, yes: str, no: str = "Batal") -> bool:
    """Whether the person chose `yes`, a button that names the deed; Escape and the keyboard's default are `no`."""
    box = _box(parent, title, text, "info", no)
    chosen = box.addButton(yes, _Role.AcceptRole)
    style.mark(chosen, kind="main")
    box.exec()
    return box.clickedButton() is chosen


def choose(parent: QWidget | None, title: str, text: str, options: tuple[str, ...]) -> int | None:
    """Which of several named buttons was pressed; nothing for Batal."""
    box = _box(parent, title, text, "info", "Batal")
    buttons: list[QPushButton] = [box.addButton(option, _Role.ActionRole) for option in options]
    box.exec()
    return next((place for place, button in enumerate(buttons) if box.clickedButton() is button), None)


def crash(parent: QWidget | None, what: str, report: str, check: Callable[[Callable[[str], None]], None]) -> bool:
    """Tell that a mistake of ours happened, and how the data are; whether the person copied the report.

    `check` is given a function that shows a sentence, now and when it knows more. The report holds no personal data.
    """
    box = _box(parent, "Kesalahan program", "Terjadi kesalahan program.", "salah", "Tutup")

    def say(words: str) -> None:
        box.setInformativeText(
            f"{what}\n\n{words}\n\nSalin laporan, lalu kirimkan kepada petugas kabupaten. "
            "Laporan tidak memuat data pribadi."
        )

    check(say)
    copy = box.addButton("Salin laporan", _Role.ActionRole)
    box.exec()
    if box.clickedButton() is not copy:
        return False
    QGuiApplication.clipboard().setText(report)
    return True


def choose_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """A folder or stick, or nothing."""
    dialog = _files(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return _chosen(dialog, "Pilih folder")


def open_file(parent: QWidget | None, title: str, kinds: str, start: Path | None = None) -> Path | None:
    """An existing file of these kinds ("Paket Puskesos (*.psb)"), or nothing."""
    dialog = _files(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    return _chosen(dialog, "Buka")


def save_file(parent: QWidget | None, title: str, name: str, kinds: str) -> Path | None:
    """Where to save, asking before an existing file is replaced, or nothing."""
    dialog = _files(parent, title, None)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, True)
    dialog.setNameFilter(kinds)
    dialog.selectFile(name)
    path = _chosen(dialog, "Simpan")
    if path is not None and path.suffix == "":
        path = path.with_suffix(Path(name).suffix)
    if path is not None and path.exists():
        replace = ask(parent, "Berkas sudah ada", f"{path.name} sudah ada di folder itu. Ganti isinya?", "Ganti")
        return path if replace else None
    return path


def size(dialog: QDialog, width: int, height: int) -> None:
    """So many pixels at the usual text size, never more than the screen has."""
    wide, room = style.scaled(1.0), dialog.screen().availableSize()
    dialog.resize(min(round(width * wide), room.width() - 40), min(round(height * wide), room.height() - 60))


def drives() -> list[Path]:
    """Every stick and drive that is in and can hold files."""
    mounted = QStorageInfo.mountedVolumes()
    return [Path(drive.rootPath()) for drive in mounted if drive.isReady() and _is_for_files(drive)]


def _box(parent: QWidget | None, title: str, text: str, kind: str, close: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setIconPixmap(style.pixmap(kind, style.state(kind)[0], 32))
    button = box.addButton(close, _Role.RejectRole)
    box.setDefaultButton(button)
    box.setEscapeButton(button)
    return box


def _files(parent: QWidget | None, title: str, start: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    for label, words in (
        (_Label.LookIn, "Lihat di:"),
        (_Label.FileName, "Nama:"),
        (_Label.FileType, "Jenis berkas:"),
        (_Label.Reject, "Batal"),
    ):
        dialog.setLabelText(label, words)
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(place)) for place in _places()])
    if start is not None and start.exists():
        dialog.setDirectory(str(start))
    wide = style.scaled(1.0)
    dialog.resize(round(860 * wide), round(520 * wide))
    for splitter in dialog.findChildren(QSplitter):
        splitter.setSizes([round(190 * wide), round(670 * wide)])
    for tree in dialog.findChildren(QTreeView):
        for column, width in enumerate((330, 90, 90, 140)):
            tree.setColumnWidth(column, round(width * wide))
        tree.setColumnHidden(_KIND, True)
    return dialog


def _places() -> list[Path]:
    """Where people keep files: their own folders, and every stick and drive that is in."""
    kinds = QStandardPaths.StandardLocation
    own = [
        Path(QStandardPaths.writableLocation(kind))
        for kind in (kinds.HomeLocation, kinds.DesktopLocation, kinds.DocumentsLocation, kinds.DownloadLocation)
    ]
    return [place for place in dict.fromkeys(own + drives()) if place.is_dir()]


def _is_for_files(drive: QStorageInfo) -> bool:
    root = drive.rootPath()
    return root[1:2] == ":" or root.startswith(("/media/", "/run/media/", "/mnt/"))


def _chosen(dialog: QFileDialog, accept: str) -> Path | None:
    dialog.setLabelText(_Label.Accept, accept)
    if not dialog.exec():
        return None
    return Path(dialog.selectedFiles()[0])
