"""Mutation testing: a small fault is put into a copy of the program, and the tests that belong to it must turn red.

`python3 dev.py mutasi` calls this. Why it is ours and no library's stands in docs/mutasi.md, where the results go.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "docs" / "mutasi.md"
LOOKED_AT = "## Looked at"
"""From this heading on the result page is written by hand and stays."""

ROOMS = {
    "journal": "tests/journal tests/store/test_undo.py tests/store/test_held.py tests/exchange/test_hostile.py "
    "tests/store/test_commits.py tests/services/sync",
    "store/log": "tests/store/test_undo.py tests/store/test_held.py tests/store/test_commits.py tests/services/sync "
    "tests/exchange/test_hostile.py",
    "exchange/bundle": "tests/exchange/test_manifest.py tests/exchange/test_container.py tests/exchange/test_bundle.py "
    "tests/exchange/test_stick.py tests/exchange/test_hostile.py tests/services/sync",
}
"""Folder of the program -> the tests that belong to it, the quickest first."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: file, which of the file's faults it is, and its name for people."""

    room: str
    file: str
    number: int
    name: str


def main() -> int:
    """Sample, try, write the result page; 0 also when mutants survive, for some mean nothing."""
    parser = argparse.ArgumentParser(prog="dev.py mutasi", description=__doc__)
    parser.add_argument("--banyak", type=int, default=12, help="how many mutants, drawn by the seed (12)")
    parser.add_argument("--penuh", action="store_true", help="all of them: many hours")
    parser.add_argument("--benih", type=int, default=1, help="the seed of the draw (1)")
    parser.add_argument("--batas", type=int, default=600, help="seconds after which a mutant counts as noticed (600)")
    parser.add_argument("--ruang", choices=ROOMS, help="only this room")
    chosen = parser.parse_args()
    known = [mutant for room in ROOMS if chosen.ruang in (None, room) for mutant in mutants_of(room)]
    drawn = known if chosen.penuh else random.Random(chosen.benih).sample(known, min(chosen.banyak, len(known)))
    with tempfile.TemporaryDirectory(prefix="puskesos-mutasi-") as name:
        copy = Path(name) / "salinan"
        copy_checkout(copy)
        for room in {mutant.room for mutant in drawn}:
            if turns_red(copy, room, 10 * chosen.batas):
                sys.exit(f"The tests of {room} are red without any mutant; nothing can be said.")
        fates = []
        for done, mutant in enumerate(drawn, start=1):
            fates.append((mutant, fate(copy, mutant, chosen.batas)))
            print(f"{done}/{len(drawn)} {fates[-1][1]}: {mutant.name}", flush=True)
    write_result(fates, len(known), "all" if chosen.penuh else f"seed {chosen.benih}")
    return 0


def mutants_of(room: str) -> Iterator[Mutant]:
    """Every fault that can be put into the modules of a room."""
    for path in sorted((ROOT / "puskesos_desktop" / room).glob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for number, (node, said, _) in enumerate(faults(ast.parse(path.read_text(encoding="utf-8")))):
            yield Mutant(room, file, number, f"`{file}:{getattr(node, 'lineno', 0)}` {said}")


def faults(tree: ast.Module) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Each fault of a module: the node, what is done to it in words, and what takes its place."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, ast.AST):
                    for other in others(node):
                        yield node, f"`{short(node)}` → `{short(other)}`", other


def others(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be wrongly: a near comparison, a check left out, a deed not done, a number beside."""
    match node:
        case ast.Compare(left, [operator], right) if type(operator) in SWAPS:
            yield ast.Compare(left, [SWAPS[type(operator)]()], right)  # type: ignore[list-item]
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(SWAPS[type(operator)](), values)  # type: ignore[arg-type]
            for left_out in values:
                yield ast.BoolOp(operator, [value for value in values if value is not left_out])
        case ast.UnaryOp(ast.Not(), inner):
            yield inner
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(number)):
            yield ast.Constant(number + 1)
        case ast.Expr(ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.List(elements, ast.Load() as context):
            kept = [one for one in elements if not isinstance(one, ast.Starred)]
            if len(kept) < len(elements):
                yield ast.List(kept, context)


def short(node: ast.AST) -> str:
    """A node as source on one line."""
    said = " ".join(ast.unparse(node).replace("`", "'").replace("|", "¦").split())
    return said if len(said) <= 80 else f"{said[:77]}…"


def copy_checkout(target: Path) -> None:
    """Everything that belongs to the checkout, committed or not; the tree itself is never touched."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)


def fate(copy: Path, mutant: Mutant, limit: int) -> str:
    """`killed` or `survived`, with the copy as it was afterwards."""
    path = copy / mutant.file
    before = path.read_text(encoding="utf-8")
    tree = ast.parse(before)
    for number, (node, _, other) in enumerate(list(faults(tree))):
        if number == mutant.number:
            replace_node(tree, node, other)
    path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    try:
        return "killed" if turns_red(copy, mutant.room, limit) else "survived"
    finally:
        path.write_text(before, encoding="utf-8")


def replace_node(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    """Put `new` where `old` stands."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]


def turns_red(copy: Path, room: str, limit: int) -> bool:
    """Whether one of the room's tests fails, or all together take too long."""
    words = ["-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *ROOMS[room].split()]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            [sys.executable, *words], cwd=copy, env=environment, timeout=limit, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def write_result(fates: list[tuple[Mutant, str]], known: int, drawn: str) -> None:
    """The result page: today's run above, what was said by hand about survivors below as it was."""
    kept = RESULT.read_text(encoding="utf-8").partition(LOOKED_AT)[2] if RESULT.exists() else "\n"
    survived = [mutant.name for mutant, said in fates if said == "survived"]
    rows = []
    for room in ROOMS:
        said = [each for mutant, each in fates if mutant.room == room]
        rows.append(f"| {room} | {len(said)} | {said.count('killed')} |")
    told = f"{len(fates)} of {known} mutants ({drawn}); {len(fates) - len(survived)} killed, {len(survived)} survived."
    lines = [
        "# Mutation testing", "", "Written by `python3 dev.py mutasi`, but for the last section.", "",
        f"{date.today().isoformat()}: {told}", "", "| room | tried | killed |", "|---|---|---|", *rows, "",
        "Survived:", "", *([f"- {name}" for name in survived] or ["- none"]), "", LOOKED_AT,
    ]  # fmt: skip
    RESULT.write_text("\n".join(lines) + kept, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
