"""The screen of a batch: a row for each service, then what they have in common."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from spinout.cli.screens.pages import Page
from spinout.cli.streams import result, say
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import counted, visible
from spinout.inputs.documents import FORMATS
from spinout.reports.cohort.entries import Summary
from spinout.reports.side_by_side.documents import verdict_words
from spinout.reports.view.words import band_words
from spinout.use_cases.batches import Result
from spinout.use_cases.chunks import Skipped

NOT_ASSESSED = "not assessed"
MOST_COMMON = 5
MOST_ROWS = 50
"""Above so many services the screen has the summary alone."""


class Tally(Struct):
    """Counts over a batch; the rows themselves are kept only where they are to be shown."""

    questionnaire: Questionnaire
    keep: bool
    rows: list[tuple[str, ...]] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    bands: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the ids of the lowest and the highest."""
    open_gates: Counter[str] = field(default_factory=Counter)
    opens: Counter[str] = field(default_factory=Counter)
    unknowns: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    """The other versions of the questionnaire that answers name."""
    assessed: int = 0
    refused: int = 0
    unreadable: int = 0
    incomplete: int = 0
    not_ready: int = 0
    not_stated: int = 0

    @property
    def documents(self) -> int:
        """How many documents were found."""
        return self.assessed + self.refused

    def count(self, found: Result) -> None:
        """Take one result into the counts."""
        summary = found.summary
        if summary is None:
            self.unreadable += found.unreadable is not None
            self.refused += found.unreadable is None
            return
        self.assessed += 1
        self.incomplete += not summary.complete
        self.not_ready += summary.verdict != "ready"
        self.not_stated += not summary.stated
        self.verdicts[verdict_words(summary)] += 1
        if summary.bands is not None:
            self.bands[summary.bands.low.id, summary.bands.high.id] += 1
        self.open_gates.update(summary.not_met)
        self.opens.update(summary.open)
        self.unknowns.update(summary.unknown)
        version = None if found.header is None else found.header.version
        other = None if version == self.questionnaire.version else version
        if other is not None:
            self.versions[other] += 1
        if self.keep and len(self.rows) <= MOST_ROWS:
            self.rows.append(_row(found, summary, other))

    def show(self, *, written: str | None, as_json: bool, interrupted: bool = False) -> None:
        """Show the rows and the summary; with --json the summary is talk, and goes to stderr."""
        tell = say if as_json else result
        if interrupted:
            say("Interrupted. The rest was not scored.")
        elif not self.documents:
            say(f"No file of answers was found there. Allowed endings: {' '.join(FORMATS)}")
            return
        if len(self.rows) > MOST_ROWS:
            tell(f"More than {MOST_ROWS} services; -o cohort.csv writes a row for each.")
        elif self.rows:
            _table(self.rows)
            tell("")
        for line in self._lines():
            tell(line)
        if written is not None:
            say(f"Written: {written}")

    def _lines(self) -> Iterator[str]:
        """What is said of all."""
        yield f"{self.assessed} assessed, {self.refused} refused, {self.unreadable} unreadable."
        for verdict, count in _commonest(self.verdicts):
            yield f"  {count} {verdict}"
        if self.not_stated and self.questionnaire.decision is not None:
            first = self.questionnaire.decision.stages[0].label
            yield f"Stage not stated, so the first was taken ({first}): {self.not_stated}"
        if self.versions:
            named = ", ".join(f"{count} with version {version}" for version, count in _commonest(self.versions))
            yield f"Answered with another version than {self.questionnaire.version} of the questionnaire: {named}"
        if self.bands:
            yield "Bands of the score, from the lowest to the highest that is still possible:"
        ladder = self.questionnaire.bands
        for low, high in ((low, high) for low in ladder for high in ladder if self.bands[low.id, high.id]):
            yield f"  {self.bands[low.id, high.id]} {band_words(low, high)}"
        if self.open_gates:
            yield "Gates most often not met:"
        for name, count in _commonest(self.open_gates)[:MOST_COMMON]:
            yield f"  {count} {name}"
        if self.opens:
            yield "Questions most often open:"
        for name, count in _commonest(self.opens)[:MOST_COMMON]:
            unknown = self.unknowns[name]
            yield f"  {count} {name} (don't know: {unknown}, not answered: {count - unknown})"


def say_skipped(skipped: Skipped, twice: Sequence[str]) -> None:
    """Say which files of the folders were not read, and what was given twice; that is no error."""
    if twice:
        say(f"Given twice, and counted twice: {', '.join(twice)}")
    others, own = skipped.others, skipped.own
    if others.count:
        allowed = " ".join(FORMATS)
        say(f"Passed over {counted(others.count, 'file')}, not ending in {allowed}: {others.in_words()}")
    if skipped.locks.count:
        locks = skipped.locks
        say(f"Passed over {counted(locks.count, 'file')} of workbooks that are open elsewhere: {locks.in_words()}")
    if own.count:
        say(f"Passed over {counted(own.count, 'file')} that spinout wrote: {own.in_words()}")


def _commonest(counts: Counter[str]) -> list[tuple[str, int]]:
    """Names with their counts, the most first, then by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _row(found: Result, summary: Summary, other_version: str | None) -> tuple[str, ...]:
    header, score = found.header, summary.score
    stated = "" if summary.stated else "no stage was stated"
    version = other_version and f"answers to version {other_version}"
    return (
        (header and header.service) or "(no name)",
        (header and header.organisation) or "-",
        "-" if summary.stage is None else summary.stage.label,
        "; ".join(filter(None, (verdict_words(summary), stated, version))),
        str(len(summary.not_met)),
        NOT_ASSESSED if score is None else str(score.low) if score.same else f"{score.low} to {score.high}",
        "yes" if summary.complete else "no",
        visible(found.file if found.line is None else f"{found.file}:{found.line}"),
    )


HEADINGS = ("Service", "Organisation", "Decision", "Verdict", "Gates not met", "Score", "Complete", "File")

NAMES = ("", "", "", "", "gates not met", "score", "complete", "")
"""What stands before a cell that does not line up with its heading; the others say what they are."""


def _table(rows: list[tuple[str, ...]]) -> None:
    """A row for each service; where a screen is too narrow for that, some lines for each. In a pipe a row is a line."""
    page = Page()
    page.columns(rows, heads=HEADINGS, names=NAMES, indent=0, width=None if sys.stdout.isatty() else sys.maxsize)
    page.show()
