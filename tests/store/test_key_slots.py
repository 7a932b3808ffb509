"""A key slot belongs to the operator and the role it was made for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.file.keyslots import Operator

KEY = bytes(range(32))


@pytest.mark.parametrize("change", [{"role": "admin"}, {"uid": "orang-lain"}])
def test_a_slot_with_another_name_or_role_written_over_it_opens_nothing(change: dict[str, str], tmp_path: Path) -> None:
    keyslots.create(tmp_path, KEY, Operator("siti", "Siti"), "rahasia-uji", lambda size: bytes([7]) * size)
    path = tmp_path / keyslots.FILE
    assert keyslots.unlock(tmp_path, "rahasia-uji", 0.0)[0] == KEY
    content = json.loads(path.read_bytes())
    content["slots"][0] |= change
    path.write_text(json.dumps(content))
    with pytest.raises(UserError, match="tidak cocok"):
        keyslots.unlock(tmp_path, "rahasia-uji", 0.0)
