"""Indonesian for the few words Qt brings itself, since Qt ships no Indonesian of its own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

WORDS = {
    "&Undo": "&Urungkan",
    "&Redo": "Ul&angi",
    "Cu&t": "&Potong",
    "&Copy": "&Salin",
    "&Paste": "&Tempel",
    "Delete": "Hapus",
    "&Delete": "&Hapus",
    "Select All": "Pilih semua",
    "Copy &Link Location": "Salin &tautan",
    "&Step up": "&Naik",
    "Step &down": "&Turun",
    "OK": "Tutup",
    "&OK": "&Tutup",
    "Save": "Simpan",
    "&Save": "&Simpan",
    "Save All": "Simpan semua",
    "Open": "Buka",
    "&Open": "&Buka",
    "&Choose": "&Pilih",
    "Cancel": "Batal",
    "&Cancel": "&Batal",
    "Close": "Tutup",
    "&Close": "&Tutup",
    "Yes": "Ya",
    "&Yes": "&Ya",
    "No": "Tidak",
    "&No": "&Tidak",
    "Discard": "Buang",
    "Apply": "Terapkan",
    "Reset": "Kembalikan",
    "Help": "Bantuan",
    "All Files (*)": "Semua berkas (*)",
    "All files (*)": "Semua berkas (*)",
    "Look in:": "Lihat di:",
    "File &name:": "&Nama berkas:",
    "Files of type:": "Jenis berkas:",
    "Directory:": "Folder:",
    "&Rename": "&Ganti nama",
    "Show &hidden files": "Tampilkan berkas &tersembunyi",
    "&New Folder": "Folder &baru",
    "New Folder": "Folder baru",
    "Create New Folder": "Buat folder baru",
    "Create a New Folder": "Buat folder baru",
    "Back": "Mundur",
    "Go back": "Mundur",
    "Forward": "Maju",
    "Go forward": "Maju",
    "Parent Directory": "Folder di atasnya",
    "Go to the parent directory": "Ke folder di atasnya",
    "List View": "Daftar",
    "Change to list view mode": "Tampilkan sebagai daftar",
    "Detail View": "Rincian",
    "Change to detail view mode": "Tampilkan dengan rincian",
    "Sidebar": "Tempat",
    "List of places and bookmarks": "Daftar tempat",
    "Files": "Berkas",
    "Find Directory": "Cari folder",
    "Recent Places": "Tempat terakhir",
    "Remove": "Keluarkan",
    "Show ": "Tampilkan ",
    "Save As": "Simpan sebagai",
    "Drive": "Kandar",
    "File": "Berkas",
    "File Folder": "Folder",
    "Folder": "Folder",
    "Shortcut": "Pintasan",
    "Alias": "Pintasan",
    "%1 File": "Berkas %1",
    "Unknown": "Tidak dikenal",
    "My Computer": "Komputer ini",
    "Computer": "Komputer ini",
    "Name": "Nama",
    "Size": "Ukuran",
    "Kind": "Jenis",
    "Type": "Jenis",
    "Date Modified": "Diubah",
    "%1 already exists.\nDo you want to replace it?": "%1 sudah ada.\nGanti berkas itu?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nBerkas tidak ditemukan. Periksa namanya."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nFolder tidak ditemukan. Periksa namanya."
    ),
    "'%1' is write protected.\nDo you want to delete it anyway?": "%1 terkunci untuk ditulis.\nTetap hapus?",
    "Are you sure you want to delete '%1'?": "Hapus %1?",
    "Could not delete directory.": "Folder itu tidak dapat dihapus.",
    "Show Details...": "Tampilkan rincian",
    "Hide Details...": "Sembunyikan rincian",
    "Scroll here": "Gulir ke sini",
    "Left edge": "Tepi kiri",
    "Right edge": "Tepi kanan",
    "Top": "Paling atas",
    "Bottom": "Paling bawah",
    "Page left": "Selayar ke kiri",
    "Page right": "Selayar ke kanan",
    "Page up": "Selayar ke atas",
    "Page down": "Selayar ke bawah",
    "Scroll left": "Gulir ke kiri",
    "Scroll right": "Gulir ke kanan",
    "Scroll up": "Gulir ke atas",
    "Scroll down": "Gulir ke bawah",
}
"""Qt's English to the words shown; what Qt does not show in this program is not listed."""

_NAME = "bahasa_indonesia"


class Indonesian(QTranslator):
    """Answers Qt's requests for its own words out of `WORDS`."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return WORDS.get(source)


def speak_indonesian(app: QCoreApplication) -> None:
    """From now on Qt's own menus and dialogs are Indonesian; asking twice changes nothing."""
    if app.findChild(QObject, _NAME) is None:
        translator = Indonesian(app)
        translator.setObjectName(_NAME)
        app.installTranslator(translator)
