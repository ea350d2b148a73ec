"""Symbolic links, where the system lets a test make one."""

from pathlib import Path

import pytest


def linked(path: Path, target: Path) -> None:
    """Make a link, or skip the test."""
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"No symbolic link can be made here: {error}")
