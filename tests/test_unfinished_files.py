"""What a program that was killed left unfinished is taken away by the next that writes there, and nothing else is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spinout import storage
from spinout.storage import StorageError, whole_file, write_whole

WRITING = """
import sys
from spinout.storage import whole_file
with whole_file(sys.argv[1]) as file:
    file.write(b"half")
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _as_in_another_process() -> None:
    """A process looks through a folder once; these tests stand for several."""
    storage.remove_abandoned.cache_clear()


def begun(path: Path) -> "subprocess.Popen[bytes]":
    """A program that is in the middle of writing a file."""
    made = subprocess.Popen([sys.executable, "-c", WRITING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert made.stdout is not None
    assert made.stdout.readline().strip() == b"begun"
    return made


def names(folder: Path) -> list[str]:
    """What stands in a folder, the hidden too."""
    return sorted(path.name for path in folder.iterdir())


def ended(process: "subprocess.Popen[bytes]", *, killed: bool) -> None:
    """Let a program finish, or kill it."""
    if killed:
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.communicate(timeout=60)


def test_what_was_killed_is_cleared_by_the_next_that_writes_there(tmp_path: Path) -> None:
    """The target stands whole, and no unfinished file beside it."""
    ended(begun(tmp_path / "out.csv"), killed=True)
    assert len(names(tmp_path)) == 1
    write_whole(tmp_path / "out.csv", b"whole")
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [("out.csv", b"whole")]


def test_what_somebody_still_writes_is_left(tmp_path: Path) -> None:
    """Also where it is the same file; whoever is last has it."""
    other = begun(tmp_path / "out.csv")
    write_whole(tmp_path / "out.csv", b"first")
    assert len(names(tmp_path)) == 2
    ended(other, killed=False)
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [("out.csv", b"half")]


def test_what_this_process_still_writes_is_left(tmp_path: Path) -> None:
    """Two files at a time in one folder."""
    with whole_file(tmp_path / "a.csv") as file:
        file.write(b"a")
        storage.remove_abandoned.cache_clear()
        write_whole(tmp_path / "b.csv", b"b")
    assert names(tmp_path) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("name", [".out.csv.abc.part", "out.part", ".out.csv.00000000-99999999-abc.part", ".out.part"])
def test_files_of_others_are_left(tmp_path: Path, name: str) -> None:
    """Those of other programs, and of this one on another machine."""
    (tmp_path / name).write_bytes(b"x")
    write_whole(tmp_path / "out.csv", b"whole")
    assert name in names(tmp_path)


def test_a_long_name_can_be_written_and_cleared(tmp_path: Path) -> None:
    """Only its beginning stands in the name of the unfinished file."""
    path = tmp_path / ("ŵ" * 100 + ".csv")
    ended(begun(path), killed=True)
    write_whole(path, b"whole")
    assert names(tmp_path) == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows gives folders other rights")
def test_a_folder_that_cannot_be_listed_is_written_into_all_the_same(tmp_path: Path) -> None:
    """Clearing is a courtesy."""
    tmp_path.chmod(0o300)
    try:
        write_whole(tmp_path / "a.csv", b"a")
    finally:
        tmp_path.chmod(0o700)
    assert names(tmp_path) == ["a.csv"]


def test_processes_are_told_apart() -> None:
    """This one runs; none has a number below one."""
    assert (storage.runs(os.getpid()), storage.runs(0), storage.runs(-1), storage.runs(2**70)) == (
        True,
        False,
        False,
        False,
    )


@pytest.mark.parametrize("error", [OSError("no"), ValueError("no"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("keep", [False, True])
def test_what_goes_wrong_beside_the_file_is_passed_on_as_it_is(
    tmp_path: Path, error: BaseException, *, keep: bool
) -> None:
    """The old file stands; what was written is kept on demand alone, under a name that says that it is not whole."""
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    try:
        with whole_file(path, force=True, keep=keep) as file:
            file.write(b"half")
            raise error
    except BaseException as raised:
        if raised is not error:
            raise
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == (["out.csv", "out.csv.not-whole"] if keep else ["out.csv"])
    assert file.left == (f"{path}.not-whole" if keep else None)


def test_nothing_is_kept_of_a_file_that_was_not_begun(tmp_path: Path) -> None:
    """It would say nothing."""
    with pytest.raises(ValueError, match="no"), whole_file(tmp_path / "out.csv", keep=True):
        raise ValueError("no")
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_what_is_not_whole_lies_beside_the_file_that_a_link_leads_to(tmp_path: Path) -> None:
    """And its name is told from there."""
    (tmp_path / "real").mkdir()
    (tmp_path / "out.csv").symlink_to("real/cohort.csv")
    with whole_file(tmp_path / "out.csv", keep=True, force=True) as file:
        file.write(b"half")
        file.whole = False
    assert file.left == str(tmp_path.resolve() / "real" / "cohort.csv.not-whole")
    assert names(tmp_path / "real") == ["cohort.csv.not-whole"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here to write to")
@pytest.mark.parametrize("size", [1, 1_000_000])
def test_a_device_that_takes_no_more_is_told(size: int) -> None:
    """Whether that shows while it is written or at its end."""
    with pytest.raises(StorageError, match="The disk is full"):
        write_whole("/dev/full", b"x" * size, force=True)
