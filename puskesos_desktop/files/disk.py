"""Making a new name on a disk last through a power cut."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EISDIR})


def sync_folder(folder: Path) -> None:
    """Make new names last; Windows and some stick formats have no such call and need none."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
