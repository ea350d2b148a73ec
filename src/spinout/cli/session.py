"""One person's session at a file of answers: the lock, saving, and what is offered where it fails."""

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import typer

from spinout.cli.boundary import ExitCode, Interrupts
from spinout.cli.lines import Dialogue
from spinout.cli.loading import refuse
from spinout.cli.outputs import check_outputs
from spinout.cli.streams import say
from spinout.cli.usage import quoted
from spinout.core.answers import Answers, plain_document
from spinout.identities import near_name
from spinout.inputs.documents import MENDED
from spinout.storage import (
    ChangedMeanwhile,
    StorageError,
    check_writable,
    exists,
    remove,
    remove_unfinished,
    write_aside,
)
from spinout.use_cases.assessments import Refused
from spinout.use_cases.interviews import (
    ENDINGS,
    NO_ANSWERS,
    Held,
    Lock,
    Saved,
    free_path,
    lock_path,
    open_answers,
    release,
    save_answers,
    take_lock,
)

if TYPE_CHECKING:
    from spinout.use_cases.questionnaires import Loaded


class Session:
    """A file of answers that is locked while it is worked on; its name may still have to be made.

    `options` stand behind every command that is advised, so that it means the same interview. `interrupts` put
    Ctrl-C off while the file is written, so that what is said of it is so.
    """

    def __init__(
        self,
        loaded: "Loaded",
        path: str | None,
        lines: Dialogue,
        interrupts: Interrupts,
        *,
        options: tuple[str, ...] = (),
    ) -> None:
        self._loaded = loaded
        self._interrupts = interrupts
        self._path = path
        self._lines = lines
        self._options = options
        self._lock: Lock | None = None
        self._saved: Saved | None = None
        self._unsaved: Answers | None = None
        self._copy: str | None = None
        """Where a copy of what could not be saved is kept."""

    def __enter__(self) -> Self:
        """Lock the file and read it. Ends the command where that cannot be done."""
        if self._path is None:
            # The name is made after the first answer, and the folder is known now.
            check_writable(free_path(".", None))
            return self
        _check_place(self._path, self._loaded)
        try:
            with self._interrupts.held():
                self._take(self._path)
            opened = open_answers(self._path, self._loaded)
            if isinstance(opened, Refused):
                refuse(opened, as_json=False)
        except BaseException:
            self._release()
            raise
        self._saved = opened
        return self

    def __exit__(self, *_: object) -> None:
        """What an interruption left unsaved is saved, and the lock is taken away."""
        self.rescue()
        self._release()

    @property
    def answers(self) -> Answers:
        """The answers as they stand in the file."""
        return NO_ANSWERS if self._saved is None else self._saved.answers

    @property
    def new(self) -> bool:
        """Whether there is no file yet."""
        return self._saved is None or self._saved.sha256 is None

    @property
    def path(self) -> str | None:
        """The file, once it has a name."""
        return self._path if self._saved is None else self._saved.path

    @property
    def named(self) -> bool:
        """Whether the file has a name."""
        return self._path is not None

    def say_left_out(self) -> None:
        """Which answers of the file are no longer taken, one by one, and where they stay."""
        if self._saved is None or not self._saved.told:
            return
        self._lines.show("", *self._saved.told)
        if self._saved.copy is not None:
            self._lines.show(f"The file as it was is kept in {self._saved.copy} once you change an answer.")

    def note(self, answers: Answers) -> None:
        """Take answers as those to be saved, whatever comes before that."""
        self._unsaved = answers

    def save(self, answers: Answers) -> None:
        """Write the answers. Where that fails a copy is kept, and they may be saved again or elsewhere."""
        self.note(answers)
        while True:
            try:
                self._write(answers)
            except StorageError as error:
                self._keep_copy(answers)
                # The reason comes last, so that it is on the screen whatever stands above it.
                say(f"Not saved. {error.path}: {error.message}")
                self._elsewhere(error)
            else:
                return

    def rescue(self) -> None:
        """Save once more what could not be, or what an interruption came before; else keep a copy of it."""
        if self._unsaved is None:
            return
        try:
            self._write(self._unsaved)
        except StorageError as error:
            self._keep_copy(self._unsaved)
            say(f"Not saved. {error.path}: {error.message}")
            self._unsaved = None

    def _keep_copy(self, answers: Answers) -> None:
        """Keep answers that are not saved where they are not lost; on the screen where no place takes them."""
        from spinout.inputs.writing import new_yaml

        content = new_yaml(plain_document(self._loaded.questionnaire, answers))
        stem = "answers" if self._path is None else Path(self._path).stem
        self._copy = write_aside(stem, content, self._copy)
        if self._copy is not None:
            self._lines.show(f"A copy of all answers is in {self._copy}")
        else:
            self._lines.show("The answers so far, to copy from here:")
            self._lines.raw(content.decode("utf-8"))

    def say_where(self, words: str = "", *, sent_to: str | None = None) -> None:
        """Where the answers are, and what can be done with them: a report, or who is to have a short form."""
        saved = self._saved
        if self._unsaved is not None:
            said = "The last answers are not saved."
        elif self._copy is not None:
            said = f"The last answers are not saved; they are in {self._copy}"
        elif saved is None or saved.sha256 is None:
            said = "Nothing was answered, so nothing was saved."
        else:
            said = f"All answers are saved in {saved.path}"
        self._lines.show(f"{words} {said}".strip())
        if saved is None or saved.sha256 is None:
            return
        if not saved.comments_kept:
            self._lines.show("Comments in the file could not be kept.")
        path, report = quoted(saved.path), saved.path.rsplit(".", 1)[0] + ".html"
        options, force = "".join(f" {quoted(word)}" for word in self._options), " --force" if exists(report) else ""
        self._lines.raw(f"Go on another day: spinout assess {path}{options}")
        if sent_to is None:
            self._lines.raw(f"Write the report: spinout report {path} -o {quoted(report)}{options}{force}")
        else:
            self._lines.raw(f"Then send the file to: {sent_to}")
            self._lines.raw(f"They add it to the report: spinout report FILE -o OUT --with {path}")

    # the file

    def _write(self, answers: Answers) -> None:
        """Raises StorageError."""
        with self._interrupts.held():
            self._written(answers)

    def _written(self, answers: Answers) -> None:
        if self._saved is None:
            path = self._path or free_path(".", answers.service)
            self._take(path)
            self._saved = Saved(path, NO_ANSWERS)
            self._lines.show(f"The answers are kept in {path}")
        before = self._saved.copy
        self._saved = save_answers(self._saved, answers, self._loaded)
        if before is not None:
            self._lines.show(f"The file as it was is kept in {before}")
        self._unsaved = None
        if self._copy is not None:
            copy, self._copy = self._copy, None
            with contextlib.suppress(StorageError):
                remove(copy)
            self._lines.show(f"Saved in {self._saved.path}, so the copy was taken away.")

    def _elsewhere(self, error: StorageError) -> None:
        """Ask how to go on after a failure; ends the command where nobody can be asked, or wants to leave."""
        place, first = None, "Enter tries again"
        if self._saved is not None and isinstance(error, ChangedMeanwhile):
            there = Path(self._saved.path)
            place = free_path(there.parent, there.stem, there.suffix)
            first = f"Enter saves your answers beside it, in {place}"
        elif self._saved is not None and self._saved.sha256 is not None and not exists(self._saved.path):
            place, first = self._saved.path, "Enter writes the file anew"
        while self._lines.terminal:
            self._lines.show(f"{first}. The name of another file saves there. :q leaves without saving.")
            typed = self._lines.ask("Save: ")
            if typed is None or typed.strip().casefold() in (":q", ":quit"):
                break
            if self._moved(" ".join(typed.split("\n")).strip() or place):
                return
        self._unsaved = None
        raise typer.Exit(ExitCode.STORAGE)

    def _moved(self, path: str | None) -> bool:
        """Whether the answers can go to a file; none named means the same file again."""
        if path is None:
            return True
        if exists(path):
            say(f"{path} is there already. Name a new file.")
            return False
        before = self._lock
        try:
            _check_place(path, self._loaded)
            if before is None or before.path != str(lock_path(path)):
                self._take(path)
        except (StorageError, typer.BadParameter) as error:
            say(str(error))
            return False
        if before is not None and before is not self._lock:
            release(before)
        self._saved = Saved(path, NO_ANSWERS)
        return True

    def _take(self, path: str) -> None:
        """Take the lock. Raises StorageError where somebody else has it, or none can be written."""
        try:
            taken = take_lock(path, datetime.now().astimezone())
        except StorageError as error:
            raise StorageError(path, f"Nothing can be saved there. {error.message}") from error
        if isinstance(taken, Held):
            since = taken.since.astimezone().strftime("%d %B %Y at %H:%M")
            raise StorageError(
                path,
                f"It is being worked on from the machine {taken.machine}, since {since}. "
                f"Wait until that session has ended. If you know that it has, delete {taken.path}",
            )
        self._lock = taken
        if taken.taken_over is not None:
            remove_unfinished(path)
            say(f"{path} was locked by a session that was cut off. The lock is taken over: {taken.taken_over.value}.")

    def _release(self) -> None:
        if self._lock is not None:
            release(self._lock)
            self._lock = None


def _check_place(path: str, loaded: "Loaded") -> None:
    """Refuse a path that no answers can be kept at, before anything is asked."""
    if not path.lower().endswith(ENDINGS):
        what, _ = MENDED.get(Path(path).suffix.lower(), ("", ""))
        near = near_name(path)
        mend = f"Did you mean {near}?" if near is not None and near.lower().endswith(ENDINGS) else ""
        allowed = f'an interview cannot be kept in "{path}". End its name in {", ".join(ENDINGS)}.'
        raise typer.BadParameter(" ".join(filter(None, (allowed, what, mend))), param_hint="FILE")
    check_outputs([("FILE", path)], [loaded.path], force=True)
