"""What a process did to the files of a folder, as events: recorded by strace, read call by call."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.kills import command
from tests.support.places import ROOT

AVAILABLE = shutil.which("strace") is not None
_CALLS = (
    "open openat creat close read pread64 write pwrite64 writev pwritev lseek ftruncate truncate fallocate fsync "
    "fdatasync rename renameat renameat2 link linkat symlink unlink unlinkat mkdir mkdirat rmdir dup dup2 dup3 "
    "sendfile copy_file_range sync_file_range"
).split()
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HERE = ("AT_FDCWD",)


class Node:
    """A file or a folder, whatever it is called at the moment; `content` and `entries` are as before the recording."""

    def __init__(self, *, folder: bool = False) -> None:
        self.folder = folder
        self.content = b""
        self.entries: dict[str, Node] = {}


@dataclass(frozen=True)
class Write:
    """Bytes put into a file, not yet on the disk."""

    node: Node
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file made this long."""

    node: Node
    size: int


@dataclass(frozen=True)
class Sync:
    """All that was done to this file or folder is on the disk from here on."""

    node: Node


@dataclass(frozen=True)
class Names:
    """Names that came or went (None) together: a rename is two of them."""

    changes: tuple[tuple[Node, str, Node | None], ...]


@dataclass(frozen=True)
class Told:
    """A line the process wrote for us."""

    line: str


Event = Write | Cut | Sync | Names | Told


@dataclass
class Recording:
    """The folder before, and everything done to it since, in order."""

    root: Node
    events: list[Event] = field(default_factory=list)


def record(deed: str, folder: Path, key: bytes, times: int) -> Recording:
    """Let a process do a deed so many times under strace; what lies in the folder now counts as being on the disk."""
    reader = _Reader(folder)
    log = folder.with_name(f"{folder.name}.strace")
    tracer = [
        "strace",
        "-o",
        str(log),
        "-xx",
        "-s",
        str(1 << 26),
        "-e",
        f"trace={','.join(f'?{one}' for one in _CALLS)}",
    ]
    subprocess.run(
        [*tracer, *command(deed, folder, key, "--kali", str(times))], cwd=ROOT, capture_output=True, check=True
    )
    with log.open() as lines:
        for line in lines:
            reader.take(line)
    log.unlink()
    return reader.recording


def _loaded(path: Path) -> Node:
    node = Node(folder=path.is_dir())
    if node.folder:
        node.entries = {one.name: _loaded(one) for one in path.iterdir()}
    else:
        node.content = path.read_bytes()
    return node


class _Handle:
    """An open file: which, and where the next plain write goes."""

    def __init__(self, node: Node, path: str) -> None:
        self.node, self.path, self.at = node, path, 0


class _Reader:
    """Follows the calls of one process, and keeps what concerns the folder."""

    def __init__(self, folder: Path) -> None:
        self.base = str(folder)
        self.recording = Recording(_loaded(folder))
        self.now = {id(self.recording.root): dict(self.recording.root.entries)}
        self.handles: dict[int, _Handle] = {}
        self.sizes: dict[Node, int] = {}

    def take(self, line: str) -> None:
        """One line of strace's."""
        found = _LINE.match(line)
        if not found or int(found[3]) < 0:
            return
        arguments = list(_split(found[2]))
        handler = getattr(self, f"_{found[1].rstrip('0123456789')}", None)
        if handler is not None:
            handler(arguments, int(found[3]))
        elif arguments[0].isdigit() and int(arguments[0]) in self.handles:
            raise NotImplementedError(line[:200])

    def _open(self, arguments: list[str], handle: int) -> None:
        self._openat(["AT_FDCWD", *arguments], handle)

    def _openat(self, arguments: list[str], handle: int) -> None:
        self.handles.pop(handle, None)
        path = self._path(arguments[0], arguments[1])
        if path is None:
            return
        node = self._find(path)
        if node is None:
            if "O_CREAT" not in arguments[2]:
                raise AssertionError(f"opened what is not there: {path}")
            node = Node()
            self._name((path, node))
        elif "O_TRUNC" in arguments[2]:
            self._event(Cut(node, 0))
            self.sizes[node] = 0
        self.handles[handle] = _Handle(node, path)

    def _close(self, arguments: list[str], _: int) -> None:
        self.handles.pop(int(arguments[0]), None)

    def _read(self, arguments: list[str], count: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            handle.at += count

    def _pread(self, _arguments: list[str], _: int) -> None:
        """Reading at a place moves nothing."""

    def _lseek(self, arguments: list[str], place: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            handle.at = place

    def _write(self, arguments: list[str], count: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            self._put(handle.node, handle.at, _bytes(arguments[1])[:count])
            handle.at += count

    def _pwrite(self, arguments: list[str], count: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            self._put(handle.node, int(arguments[-1]), _bytes(arguments[1])[:count])

    def _writev(self, arguments: list[str], _: int) -> None:
        if self._handle(arguments) is not None:
            raise NotImplementedError("a file written in pieces")
        if arguments[0] == "1":
            self._event(Told(_bytes("".join(arguments[1:])).decode()))

    def _ftruncate(self, arguments: list[str], _: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            self._event(Cut(handle.node, int(arguments[1])))

    def _fsync(self, arguments: list[str], _: int) -> None:
        if (handle := self._handle(arguments)) is not None:
            self._event(Sync(handle.node))

    _fdatasync = _fsync

    def _rename(self, arguments: list[str], _: int) -> None:
        self._renameat(["AT_FDCWD", arguments[0], "AT_FDCWD", arguments[1]], 0)

    def _renameat(self, arguments: list[str], _: int) -> None:
        old, new = self._path(*arguments[:2]), self._path(*arguments[2:4])
        if old is None and new is None:
            return
        if old is None or new is None:
            raise AssertionError(f"renamed across the border: {old} {new}")
        self._name((new, self._find(old)), (old, None))

    def _link(self, arguments: list[str], _: int) -> None:
        self._linkat(["AT_FDCWD", arguments[0], "AT_FDCWD", arguments[1]], 0)

    def _linkat(self, arguments: list[str], _: int) -> None:
        old, new = self._path(*arguments[:2]), self._path(*arguments[2:4])
        if old is not None and new is not None:
            self._name((new, self._find(old)))

    def _unlink(self, arguments: list[str], _: int) -> None:
        self._unlinkat(["AT_FDCWD", *arguments], 0)

    _rmdir = _unlink

    def _unlinkat(self, arguments: list[str], _: int) -> None:
        if (path := self._path(*arguments[:2])) is not None:
            self._name((path, None))

    def _mkdir(self, arguments: list[str], _: int) -> None:
        self._mkdirat(["AT_FDCWD", *arguments], 0)

    def _mkdirat(self, arguments: list[str], _: int) -> None:
        if (path := self._path(*arguments[:2])) is not None:
            self._name((path, Node(folder=True)))

    def _handle(self, arguments: list[str]) -> _Handle | None:
        return self.handles.get(int(arguments[0]))

    def _put(self, node: Node, at: int, data: bytes) -> None:
        self._event(Write(node, at, data))

    def _event(self, event: Event) -> None:
        self.recording.events.append(event)

    def _path(self, start: str, name: str) -> str | None:
        """The path below our folder; nothing for one that is elsewhere."""
        path = _bytes(name).decode()
        if not path.startswith("/"):
            handle = None if start in _HERE else self.handles.get(int(start))
            path = f"{handle.path}/{path}" if handle else f"{ROOT}/{path}"
        path = os.path.normpath(path)
        return path if path == self.base or path.startswith(f"{self.base}/") else None

    def _find(self, path: str) -> Node | None:
        node: Node | None = self.recording.root
        for part in path.removeprefix(self.base).split("/")[1:]:
            node = self._entries(node).get(part) if node is not None else None
        return node

    def _name(self, *changes: tuple[str, Node | None]) -> None:
        done = []
        for path, node in changes:
            above, _, name = path.rpartition("/")
            parent = self._find(above)
            assert parent is not None, path
            done.append((parent, name, node))
            if node is None:
                self._entries(parent).pop(name, None)
            else:
                self._entries(parent)[name] = node
        self._event(Names(tuple(done)))

    def _entries(self, node: Node) -> dict[str, Node]:
        """The names in a folder as the process sees them now."""
        return self.now.setdefault(id(node), dict(node.entries))


def _split(arguments: str) -> Iterator[str]:
    """Arguments; bytes are in hex, so no comma is inside a text."""
    return iter(arguments.split(", "))


def _bytes(argument: str) -> bytes:
    return b"".join(bytes.fromhex(found[1].replace("\\x", "")) for found in _TEXT.finditer(argument))
