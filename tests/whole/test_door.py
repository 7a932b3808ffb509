"""The door for whoever comes next: what a release tells, and pages that point to files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer.sign import news_of
from tests.support.places import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")]


def test_the_news_of_a_setup_are_the_points_of_its_version(tmp_path: Path) -> None:
    log = tmp_path / "CHANGELOG.md"
    log.write_text(
        "# Yang baru\n\n## 1.1.0 (02-01-2027)\n\n- Satu\n  kalimat.\n- Dua.\n\n## 1.0.0 (01-01-2027)\n\n- Lama.\n"
    )
    assert news_of("1.1.0", log) == ("Satu kalimat.", "Dua.")
    assert news_of("1.0.0", log) == ("Lama.",)


def test_a_version_that_is_not_released_has_no_news_yet(tmp_path: Path) -> None:
    log = tmp_path / "CHANGELOG.md"
    log.write_text("## 1.1.0 (belum dirilis)\n\n- Satu.\n")
    assert news_of("1.1.0", log) == ()
    assert news_of("9.9.9", log) == ()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    missing = [target for target in targets if target and not (page.parent / target).exists()]
    places = r"`((?:puskesos_desktop|tests|installer|benchmarks|docs|resources)/[\w/.-]+)`"
    missing += [place for place in re.findall(places, text) if not (ROOT / place).exists()]
    assert missing == []
