"""A lock beside a file: tells a second person from which machine it is worked on, and since when.

It holds no name of a person. It is a courtesy, and no guard: that a file which changed is never
overwritten is seen to by storage.
"""

import json
import os
import socket
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from spinout.storage import StorageError, read_bytes, remove, runs, write_first

LONGEST = timedelta(days=1)
MOST_BYTES = 2_000


class Stale(StrEnum):
    """Why a lock was taken over."""

    ENDED = "the program that held it has ended"
    OLD = "it was more than a day old"
    UNREADABLE = "it could not be read"


class Lock(Struct, frozen=True):
    """A lock that is held, and why an older one was taken over."""

    path: str
    machine: str
    process: int
    since: datetime
    taken_over: Stale | None = None

    @property
    def content(self) -> bytes:
        """What stands in the lock file."""
        since = self.since.isoformat(timespec="seconds")
        return json.dumps({"machine": self.machine, "process": self.process, "since": since}).encode("utf-8")


class Held(Struct, frozen=True):
    """Somebody else's lock: from which machine, and since when."""

    path: str
    machine: str
    since: datetime


def lock_path(file: str | Path) -> Path:
    """Where the lock of a file stands: beside it, hidden, under its name."""
    return Path(file).with_name(f".{Path(file).name}.lock")


def take_lock(file: str | Path, now: datetime) -> Lock | Held:
    """Take the lock of a file, or say who holds it. `now` has a time zone.

    A lock whose program has ended, or that is more than a day old, is taken over. Raises
    StorageError where none can be written.
    """
    path = lock_path(file)
    wanted = Lock(str(path), socket.gethostname(), os.getpid(), now)
    if write_first(path, wanted.content):
        return wanted
    there = _read(path)
    stale = Stale.UNREADABLE if there is None else _stale(there, now)
    if there is not None and stale is None:
        return Held(str(path), there.machine, there.since)
    remove(path)
    if write_first(path, wanted.content):
        return Lock(wanted.path, wanted.machine, wanted.process, now, stale)
    first = _read(path)
    return Held(str(path), "another machine" if first is None else first.machine, now if first is None else first.since)


def release(lock: Lock) -> None:
    """Take one's own lock away; one that somebody else took over stays."""
    try:
        if read_bytes(lock.path, most=MOST_BYTES) == lock.content:
            remove(lock.path)
    except StorageError:
        return


def _read(path: Path) -> Lock | None:
    """What a lock file says; None where it says nothing that can be read."""
    try:
        found = json.loads(read_bytes(path, most=MOST_BYTES))
        since = datetime.fromisoformat(found["since"])
        machine, process = str(found["machine"]), int(found["process"])
    except (StorageError, ValueError, KeyError, TypeError):
        return None
    return None if since.tzinfo is None else Lock(str(path), machine, process, since)


def _stale(lock: Lock, now: datetime) -> Stale | None:
    if lock.machine == socket.gethostname() and not runs(lock.process):
        return Stale.ENDED
    return Stale.OLD if abs(now - lock.since) > LONGEST else None
