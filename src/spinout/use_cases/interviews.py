"""Open, lock and save the answers of an interview: a new file, or one that somebody wrote comments in.

The file is the only state of the answers. It is written whole, reads back as what was meant, and
is never overwritten where it changed since it was read.
"""

import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answers, plain_answer, plain_document, plain_header, plain_lessons
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import proposed_names
from spinout.inputs.documents import LIBRARIES_RAISE, MOST_BYTES, Document, read_document
from spinout.inputs.writing import new_json, new_yaml, updated_yaml
from spinout.storage import (
    CHANGED,
    ChangedMeanwhile,
    FileExistsAlready,
    StorageError,
    exists,
    read_bytes,
    remove,
    runs,
    write_first,
    write_whole,
)
from spinout.use_cases.asked_again import copy_path, still_taken
from spinout.use_cases.assessments import Refused, read_answers
from spinout.use_cases.questionnaires import Loaded

NO_ANSWERS = Answers({})
ENDINGS = (".yaml", ".yml", ".json")
APPEARED = "A file of this name has appeared since the start. It was not overwritten."


class Saved(Struct, frozen=True):
    """A file of answers as it stands: the digest of its bytes, or None where there is no file yet.

    `comments_kept` is False where a file's comments could not be kept. `told` are answers in it that are no longer
    taken, a line each; before the first change is saved, the file is copied as it is to `copy`.
    """

    path: str
    answers: Answers
    sha256: str | None = None
    comments_kept: bool = True
    told: tuple[str, ...] = ()
    copy: str | None = None


def open_answers(path: str, loaded: Loaded) -> Saved | Refused:
    """The answers of a file to go on with; empty ones where there is no file yet.

    Answers that the questionnaire takes no longer are left out of them, and told.
    Raises StorageError where the file cannot be read, or where its name ends in no format that
    an interview can write.
    """
    if not path.lower().endswith(ENDINGS):
        raise StorageError(path, f"An interview writes one file of answers. Its name ends in {' or '.join(ENDINGS)}.")
    if not exists(path):
        return Saved(path, NO_ANSWERS)
    raw = read_bytes(path, most=MOST_BYTES)
    document = read_document(path, raw)
    kept = still_taken(document, loaded.questionnaire)
    if kept.answers is None:
        return Refused(path, kept.problems)
    copy = copy_path(path, loaded.questionnaire.version) if kept.told else None
    return Saved(path, kept.answers, sha256(raw).hexdigest(), told=kept.told, copy=copy)


def save_answers(saved: Saved, answers: Answers, loaded: Loaded) -> Saved:
    """Write answers to the file that was opened, and give back how it stands now.

    Raises ChangedMeanwhile where the file is not as it was, else StorageError.
    """
    questionnaire = loaded.questionnaire
    if saved.sha256 is None:
        content, kept = _checked(saved.path, plain_document(questionnaire, answers), answers, questionnaire), True
        try:
            write_whole(saved.path, content)
        except FileExistsAlready as error:
            raise ChangedMeanwhile(saved.path, APPEARED) from error
    else:
        raw = read_bytes(saved.path)
        if sha256(raw).hexdigest() != saved.sha256:
            raise ChangedMeanwhile(saved.path, CHANGED)
        content, kept = _updated(saved.path, raw, answers, questionnaire)
        # It is there already where the file itself could not be written after it.
        if saved.copy is not None and not (exists(saved.copy) and read_bytes(saved.copy) == raw):
            write_whole(saved.copy, raw)
        if content != raw:
            write_whole(saved.path, content, force=True, unless_changed=saved.sha256)
    return Saved(saved.path, answers, sha256(content).hexdigest(), kept)


def free_path(folder: str | Path, service: str | None, ending: str = ".yaml") -> str:
    """A path in a folder for a new file of answers, named after the service, that nothing stands at."""
    tries = (str(Path(folder) / name) for name in proposed_names(service, ending))
    return next(path for path in tries if not exists(path))


def _new(path: str, data: Mapping[str, object]) -> bytes:
    return new_json(data) if _is_json(path) else new_yaml(data)


def _updated(path: str, raw: bytes, answers: Answers, questionnaire: Questionnaire) -> tuple[bytes, bool]:
    """The bytes of a file with answers in it, and whether all that was not changed was kept."""
    document = read_document(path, raw)
    there = still_taken(document, questionnaire)
    before = there.answers
    assert before is not None, "the digest is that of a file that was read"
    if raw == _new(path, plain_document(questionnaire, before)):
        # Nothing stands in it but the answers, in our own writing; no slow library is needed.
        return _checked(path, plain_document(questionnaire, answers), answers, questionnaire), True
    wanted = _wanted(there.document, before, answers, questionnaire)
    if not _is_json(path):
        # The library for comments raises errors of many kinds, and the answers come first.
        with suppress(Exception):
            assert isinstance(document.data, dict)
            commented = updated_yaml(raw, document.data, wanted)
            if commented is not None and _reads_back(path, commented, answers, questionnaire):
                return commented, True
    return _checked(path, wanted, answers, questionnaire), _is_json(path)


def _wanted(document: Document, before: Answers, answers: Answers, questionnaire: Questionnaire) -> dict[str, Any]:
    """The data of a file with what changed put in; the rest is as it was written there."""
    assert isinstance(document.data, dict)
    wanted = _wanted_header(document.data, plain_header(questionnaire, before), plain_header(questionnaire, answers))
    wanted["answers"] = _wanted_answers(document.data["answers"] or {}, before, answers, questionnaire)
    if answers.paper != before.paper:
        wanted["paper"] = dict(answers.paper)
    if answers.lessons != before.lessons:
        wanted["lessons"] = plain_lessons(answers)
        if answers.lessons[: len(before.lessons)] == before.lessons:
            added = plain_lessons(answers)[len(before.lessons) :]
            wanted["lessons"] = [*(document.data.get("lessons") or ()), *added]
    return wanted


def _wanted_header(
    raw: Mapping[str, Any], before: Mapping[str, str | None], now: Mapping[str, str | None]
) -> dict[str, Any]:
    """The fields of a file with those of the header that changed; new ones stand before the answers."""
    changed = {name: text for name, text in now.items() if text != before[name]}
    new = {name: text for name, text in changed.items() if text is not None and name not in raw}
    wanted: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "answers":
            wanted |= new
        if key not in changed or changed[key] is not None:
            wanted[key] = changed.get(key, value)
    return wanted


def _wanted_answers(
    raw: Mapping[str, Any], before: Answers, answers: Answers, questionnaire: Questionnaire
) -> dict[str, Any]:
    """The answers under the keys that the file has for them, old names and removed questions too."""
    wanted: dict[str, Any] = {}
    for key, value in raw.items():
        ident = questionnaire.renamed.get(key, key)
        question = questionnaire.questions.get(ident)
        if question is None or key in questionnaire.removed:
            wanted[key] = value
        elif ident in answers.answers:
            plain = value if answers.of(ident) == before.of(ident) else plain_answer(question, answers.of(ident))
            # Where the long form stands in the file it is kept, so that comments in it can stay.
            short = isinstance(value, dict) and not isinstance(plain, dict)
            wanted[key] = {"answer": plain} if short else plain
    there = {questionnaire.renamed.get(key, key) for key in wanted}
    for ident, question in questionnaire.questions.items():
        if ident in answers.answers and ident not in there:
            wanted[ident] = plain_answer(question, answers.of(ident))
    return wanted


def _checked(path: str, data: Mapping[str, object], answers: Answers, questionnaire: Questionnaire) -> bytes:
    """The bytes of a file anew. Raises StorageError where they would not read back as the answers."""
    content = _new(path, data)
    if len(content) > MOST_BYTES:
        raise StorageError(path, f"The answers come to more than {MOST_BYTES:,} bytes. Shorten the longest texts.")
    if not _reads_back(path, content, answers, questionnaire):
        raise StorageError(path, "The answers could not be written so that they read back the same. Nothing changed.")
    return content


def _reads_back(path: str, content: bytes, answers: Answers, questionnaire: Questionnaire) -> bool:
    read, _ = read_answers(read_document(path, content), questionnaire)
    return read is not None and plain_document(questionnaire, read) == plain_document(questionnaire, answers)


def _is_json(path: str) -> bool:
    return path.lower().endswith(".json")


LONGEST_LOCK = timedelta(days=1)
MOST_OF_LOCK = 2_000
"""Bytes of a lock file: it tells a second person from which machine the answers are worked on, and since when.

It holds no name of a person. It is a courtesy, and no guard: that a file which changed is never overwritten
is seen to by storage.
"""


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
    """Where the lock of a file stands: beside it, hidden, under its name; of a link, beside what that leads to."""
    place = Path(os.path.realpath(file) if os.path.islink(file) else file)
    return place.with_name(f".{place.name}.lock")


def take_lock(file: str | Path, now: datetime) -> Lock | Held:
    """Take the lock of a file, or say who holds it. `now` has a time zone.

    A lock whose program has ended, or that is more than a day old, is taken over. Raises
    StorageError where none can be written.
    """
    path = lock_path(file)
    wanted = Lock(str(path), socket.gethostname(), os.getpid(), now)
    if write_first(path, wanted.content):
        return wanted
    stale = _stale(there := _read_lock(path), now)
    if stale is not None:
        remove(path)
        if write_first(path, wanted.content):
            return replace(wanted, taken_over=stale)
        there = _read_lock(path)
    return Held(str(path), "another machine" if there is None else there.machine, now if there is None else there.since)


def release(lock: Lock) -> None:
    """Take one's own lock away; one that somebody else took over stays."""
    with suppress(StorageError):
        if read_bytes(lock.path, most=MOST_OF_LOCK) == lock.content:
            remove(lock.path)


def _read_lock(path: Path) -> Lock | None:
    """What a lock file says; None where it says nothing that can be read."""
    with suppress(StorageError, KeyError, TypeError, *LIBRARIES_RAISE):
        found = json.loads(read_bytes(path, most=MOST_OF_LOCK))
        lock = Lock(str(path), str(found["machine"]), int(found["process"]), datetime.fromisoformat(found["since"]))
        return None if lock.since.tzinfo is None else lock
    return None


def _stale(lock: Lock | None, now: datetime) -> Stale | None:
    """Why a lock may be taken over; None where it may not."""
    if lock is None:
        return Stale.UNREADABLE
    if lock.machine == socket.gethostname() and not runs(lock.process):
        return Stale.ENDED
    return Stale.OLD if abs(now - lock.since) > LONGEST_LOCK else None
