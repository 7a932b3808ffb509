"""What a page may ask of the window round it: a page names each wish among its bases, the frame connects it by type."""

from __future__ import annotations

from PySide6.QtCore import Signal


class OpensFamilies:
    """`opened` carries the id of a family to edit."""

    opened = Signal(str)


class LeadsToPages:
    """`wanted` carries the title of another page, and the filter to show it with or nothing."""

    wanted = Signal(str, object)


class StartsFamilies:
    """`new_wanted` asks for the editor with a new family."""

    new_wanted = Signal()


class ResumesDrafts:
    """`draft_wanted` carries the draft to go on with."""

    draft_wanted = Signal(object)


class RebuildsWindow:
    """`rebuild_wanted` asks for a new window on the open village, which begins on this page."""

    rebuild_wanted = Signal()


class PutsBack:
    """`restored` carries a prepared restore for the shell, which closes the store first."""

    restored = Signal(object)


class InstallsVersions:
    """`setup_ready` carries the setup of another version, to be run when the window closes."""

    setup_ready = Signal(object)


class LooksInFolders:
    """`looked_in` carries a folder the operator has just used, where a newer version may lie too."""

    looked_in = Signal(object)
