"""Who may write to a file, and what of that is kept when it is replaced by a new one."""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path


def protected(path: str | Path) -> bool:
    """Whether the rights of what stands at a path forbid to write to it."""
    with contextlib.suppress(OSError, ValueError):
        return not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK)
    return False


def lost_by_replacing(path: str | Path) -> Iterator[str]:
    """What a file that is replaced had and the new one will not have, a sentence for each."""
    try:
        old = os.stat(path)
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(old.st_mode):
        return
    if old.st_nlink > 1:
        yield "The file has other names (hard links). They keep what stands in it now."
    if os.name == "nt" or os.geteuid() == 0:
        return
    if old.st_uid != os.geteuid():
        yield "The file belongs to somebody else. The new one will be yours."
    if old.st_gid not in {os.getegid(), *os.getgroups()}:
        yield "The file is of a group that you are not in. The new one will be of yours."


def give_rights(temporary: str, target: Path) -> None:
    """Give a file the owner, group, rights and marks of the one that it replaces, else those that a new one gets."""
    try:
        old = target.stat()
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        return
    if os.name != "nt":
        for owner in (old.st_uid, -1):
            with contextlib.suppress(PermissionError):
                os.chown(temporary, owner, old.st_gid)
                break
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
    if sys.platform == "linux":
        # the lists of who else may read it are among them
        for name in _marks(target):
            with contextlib.suppress(OSError):
                os.setxattr(temporary, name, os.getxattr(target, name))


def _marks(target: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return os.listxattr(target)
    return []
