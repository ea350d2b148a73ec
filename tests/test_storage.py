"""What is found in a folder that is searched through."""

import os
import socket
import sys
from pathlib import Path

import pytest

from spinout.storage import BUFFER, StorageError, read_bytes, read_lines, searched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes or sockets in folders")


def test_only_files_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe would be waited for; it is left out as a socket is, also behind a link. A dead link is told later."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("", encoding="utf-8")
    os.mkfifo("pipe.yaml")
    os.symlink("a.yaml", "file-behind-a-link.yaml")
    os.symlink("pipe.yaml", "pipe-behind-a-link.yaml")
    os.symlink("nowhere", "link-that-leads-nowhere.yaml")
    os.symlink("round.yaml", "round.yaml")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("plug.yaml")
    found = [Path(str(path)).name for path in searched(tmp_path, (".yaml",))]
    assert found == ["a.yaml", "file-behind-a-link.yaml", "link-that-leads-nowhere.yaml", "round.yaml"]


@pytest.mark.parametrize("size", [0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER])
@pytest.mark.parametrize("most", [None, 0, 10, BUFFER - 1, BUFFER, 2 * BUFFER])
def test_a_file_is_read_to_its_end_or_one_byte_beyond_what_is_allowed(
    size: int, most: int | None, tmp_path: Path
) -> None:
    """Whatever its size is beside the room that is made for the first of it."""
    content = bytes(number % 251 for number in range(size))
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert read_bytes(path, most=most) == (content if most is None else content[: most + 1])


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(device: str, tmp_path: Path) -> None:
    """Behind a link either; it may never come to an end."""
    link = tmp_path / "a.csv"
    link.symlink_to(device)
    for path in (device, link):
        with pytest.raises(StorageError, match="device"):
            read_bytes(path)
        with pytest.raises(StorageError, match="device"):
            next(read_lines(path, most=10))
