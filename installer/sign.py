"""The publisher's own desk: `sign.py --kunci-baru FILE` makes a key, `sign.py --kunci FILE SETUP.exe [KALIMAT …]`
signs; without a sentence the news is what CHANGELOG.md says of that version.

The secret file stays with the publisher, never in the project. Its public half belongs into PUBLISHER of
puskesos_desktop/services/safety/update.py; from then on only setups signed with it are offered from sticks.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import build  # noqa: E402 - the project's folder comes first


def main() -> None:
    """Make a key, or write the signed note beside a setup."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--kunci-baru", dest="fresh", type=Path, metavar="FILE")
    which.add_argument("--kunci", dest="key", type=Path, metavar="FILE")
    parser.add_argument("setup", nargs="?", type=Path, help="Puskesos-Setup-x.y.z.exe")
    parser.add_argument("news", nargs="*", help="what is new, a sentence each, as the operator will read it")
    chosen = parser.parse_args()
    build.in_the_environment()
    from puskesos_desktop.exchange.bundle import sealing
    from puskesos_desktop.services.safety import update

    if chosen.fresh:
        key = sealing.new_signing_key(os.urandom(32))
        with os.fdopen(os.open(chosen.fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.private.hex() + "\n")
        print(f'PUBLISHER = bytes.fromhex("{key.public.hex()}")')
    elif chosen.setup and (news := tuple(chosen.news) or news_of(update.version_of(chosen.setup))):
        key = sealing.new_signing_key(bytes.fromhex(chosen.key.read_text().strip()))
        print(update.write_note(chosen.setup, news, key))
    else:
        parser.error("name the setup; what is new stands in CHANGELOG.md under its version, or follows as sentences")


def news_of(version: str, log: Path = ROOT / "CHANGELOG.md") -> tuple[str, ...]:
    """What the change log says of a version, a sentence each; nothing while it is marked as not released."""
    found = re.search(
        rf"^## {re.escape(version)} \(\d\d-\d\d-\d{{4}}\)\n(.*?)(?=^## |\Z)", log.read_text("utf-8"), re.M | re.S
    )
    points = re.split(r"^- ", found[1], flags=re.MULTILINE)[1:] if found else []
    return tuple(" ".join(point.split()) for point in points)


if __name__ == "__main__":
    main()
