"""A file is told by what it is, and not by what it is called."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.identities import FilesInUse, files_below, identity

STEPS = st.lists(st.sampled_from([".", "sub/..", "sub/../.", "link/.."]), max_size=4)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with one in it, a link to that, and a file."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "file.md").touch()
    try:
        (tmp_path / "link").symlink_to("sub")
    except OSError:
        pytest.skip("links may not be made here")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(steps=STEPS, name=st.sampled_from(["file.md", "new.md", "sub/new.md"]), absolute=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_every_way_to_a_file_leads_to_the_same(folder: Path, steps: list[str], name: str, *, absolute: bool) -> None:
    """Also to one that is not there yet."""
    way = "/".join([*([str(folder)] if absolute else []), *steps, name])
    assert identity(way) == identity(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("file.md", "other.md", False),
        ("new.md", "newer.md", False),
        ("new.md", "sub/new.md", False),
        ("new.md", "NEW.md", True),
        ("caf\u00e9.md", "cafe\u0301.md", True),
        ("link/new.md", "sub/new.md", True),
        ("link", "sub", True),
        ("none/a/new.md", "none/a/New.md", True),
        ("none/a/new.md", "none/b/new.md", False),
        ("nul\0.md", "nul\0.md", True),
        ("nul\0.md", "file.md", False),
    ],
)
def test_names_that_lead_to_one_file(folder: Path, one: str, other: str, *, same: bool) -> None:
    """A letter's case and its accent's place tell no two new files apart: on many disks they are one."""
    (folder / "other.md").touch()
    assert (identity(one) == identity(other)) is same


def test_a_link_to_what_is_not_there_yet_is_what_it_leads_to(folder: Path) -> None:
    """Writing to it makes that file."""
    (folder / "away.md").symlink_to("sub/new.md")
    assert identity("away.md") == identity("link/new.md")


def test_an_open_file_is_known_by_its_number(folder: Path) -> None:
    """As stdout is, where a shell sends it to a file."""
    with (folder / "file.md").open("rb") as file:
        assert identity(file.fileno()) == identity("file.md")


def test_what_is_read_and_what_is_written_is_claimed_once(folder: Path) -> None:
    """Devices may be written to by any number, and a file that was put in another's place is still that claimed one."""
    files = FilesInUse(files_below("sub"))
    assert [files.claim("file.md"), files.claim(os.devnull), files.claim(os.devnull)] == [None] * 3
    (folder / "file.md").unlink()
    (folder / "file.md").touch()
    files.written("file.md")
    (folder / "again.md").symlink_to("file.md")
    assert files.claim("again.md") == "The command writes this file already, as file.md. Name another one."
    read = FilesInUse(["file.md"])
    assert read.claim("link/../again.md") == "The command reads this file, as file.md. Name another one."
