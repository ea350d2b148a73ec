"""The files of answers that an interview in a folder may go on with, and how far each is."""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.interview.route import short_form
from spinout.core.scoring.statuses import statuses
from spinout.core.wording import on_one_line
from spinout.inputs.documents import MOST_BYTES, read_document
from spinout.storage import StorageError, files_beside, read_bytes
from spinout.use_cases.assessments import read_answers
from spinout.use_cases.interviews import ENDINGS
from spinout.use_cases.questionnaires import Loaded

MOST_FILES = 100
"""So many files of a folder are opened to see whether they are answers; a folder with more is no place of work."""


class Begun(Struct, frozen=True):
    """A file of answers: about which service, by whom, and how many of the questions that are asked have an answer."""

    path: str
    service: str | None
    organisation: str | None
    respondent: str | None
    date: str | None
    answered: int
    asked: int

    def is_about(self, service: str) -> bool:
        """Whether it is about a service of this name, however that is written."""
        return self.service is not None and _plain(self.service) == _plain(service)


def begun_in(folder: str | Path, loaded: Loaded) -> tuple[Begun, ...]:
    """The files of answers to a questionnaire in a folder, by their names; others are passed over."""
    return tuple(_begun(folder, loaded))


def _begun(folder: str | Path, loaded: Loaded) -> Iterator[Begun]:
    for path in islice(files_beside(folder, ENDINGS), MOST_FILES):
        with suppress(StorageError):
            raw = read_bytes(path, most=MOST_BYTES)
            answers, _ = read_answers(read_document(path, raw), loaded.questionnaire)
            if answers is None:
                continue
            form = short_form(loaded.questionnaire, answers.respondent)
            shown = [status for status in statuses(form, answers).values() if status.shown]
            answered = sum(1 for status in shown if status.state is State.ANSWERED)
            yield Begun(
                os.path.normpath(path),
                answers.service,
                answers.organisation,
                answers.respondent,
                answers.date,
                answered,
                len(shown),
            )


def _plain(name: str) -> str:
    return on_one_line(name).strip().casefold()
