"""Locks beside a file, and replacing a file that is held for a moment."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from spinout import storage
from spinout.storage import ChangedMeanwhile, StorageError, write_whole
from spinout.use_cases.interviews import Held, Lock, Stale, lock_path, release, take_lock

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def taken(file: Path, now: datetime = NOW) -> Lock:
    """A lock that can be had."""
    found = take_lock(file, now)
    assert isinstance(found, Lock)
    return found


def test_a_second_person_is_told_the_machine_and_the_time(tmp_path: Path) -> None:
    """The one who comes second learns from where and since when, and no name."""
    file = tmp_path / "a.yaml"
    first = taken(file)
    assert take_lock(file, NOW + timedelta(hours=1)) == Held(str(lock_path(file)), first.machine, NOW)


def test_a_lock_is_released(tmp_path: Path) -> None:
    """After the work nothing is left beside the file."""
    lock = taken(tmp_path / "a.yaml")
    release(lock)
    release(lock)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_a_program_that_ended_is_taken_over(tmp_path: Path) -> None:
    """After a kill the same machine goes on at once, and says so."""
    file = tmp_path / "a.yaml"
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    lock = taken(file)
    lock_path(file).write_bytes(Lock(lock.path, lock.machine, int(dead.stdout), NOW).content)
    assert taken(file).taken_over is Stale.ENDED


def test_another_machines_lock_is_stale_after_a_day(tmp_path: Path) -> None:
    """Whether its program runs cannot be known, so time decides."""
    file = tmp_path / "a.yaml"
    lock_path(file).write_bytes(Lock("", "elsewhere", 1, NOW).content)
    assert take_lock(file, NOW + timedelta(hours=23)) == Held(str(lock_path(file)), "elsewhere", NOW)
    assert taken(file, NOW + timedelta(hours=25)).taken_over is Stale.OLD


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"machine": "m", "process": 1, "since": "then"}',
        b'{"machine": "x", "process": 1e999, "since": "2026-11-23T10:00:00+00:00"}',
    ],
)
def test_a_lock_that_cannot_be_read_is_taken_over(tmp_path: Path, content: bytes) -> None:
    """A torn lock locks nobody out."""
    file = tmp_path / "a.yaml"
    lock_path(file).write_bytes(content)
    assert taken(file).taken_over is Stale.UNREADABLE


def test_a_lock_that_was_taken_over_is_not_released_by_the_first(tmp_path: Path) -> None:
    """Only one's own lock is taken away."""
    file = tmp_path / "a.yaml"
    first = taken(file)
    second = Lock(first.path, "elsewhere", 1, NOW)
    lock_path(file).write_bytes(second.content)
    release(first)
    assert lock_path(file).read_bytes() == second.content


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where no lock can be written, a StorageError says why."""
    with pytest.raises(StorageError):
        take_lock(tmp_path / "none" / "a.yaml", NOW)


def test_a_file_that_is_held_is_replaced_a_moment_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses while another program reads; the replacing is tried again."""
    tries: list[int] = []
    replacing = os.replace

    def held_twice(source: str, target: Path) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError
        replacing(source, target)

    monkeypatch.setattr(storage, "RETRY_AFTER", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "replace", held_twice)
    write_whole(tmp_path / "a.yaml", b"x")
    assert ((tmp_path / "a.yaml").read_bytes(), len(tries)) == (b"x", 3)


def test_a_file_that_stays_held_is_told_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last try the old file stands, and nothing is left beside it."""

    def held(_source: str, _target: Path) -> None:
        raise PermissionError

    (tmp_path / "a.yaml").write_bytes(b"old")
    monkeypatch.setattr(storage, "RETRY_AFTER", (0.0,))
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(StorageError):
        write_whole(tmp_path / "a.yaml", b"new", force=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yaml", b"old")]


def test_a_file_is_replaced_only_with_the_digest_it_was_read_with(tmp_path: Path) -> None:
    """The digest is held against the file right before it is replaced."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    write_whole(path, b"new", force=True, unless_changed=sha256(b"old").hexdigest())
    with pytest.raises(ChangedMeanwhile):
        write_whole(path, b"newer", force=True, unless_changed=sha256(b"old").hexdigest())
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.yaml", b"new")]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_file_and_a_link_to_it_have_one_lock(tmp_path: Path) -> None:
    """Whoever comes by the link is told of whoever came by the name."""
    (tmp_path / "there").mkdir()
    file, link = tmp_path / "there" / "a.yaml", tmp_path / "b.yaml"
    link.symlink_to(file)
    lock = take_lock(file, NOW)
    assert isinstance(lock, Lock)
    assert isinstance(take_lock(link, NOW), Held)
    release(lock)
    assert isinstance(take_lock(link, NOW), Lock)
