"""The screen of a batch: a row for each service, then what they have in common."""

from collections import Counter
from dataclasses import dataclass, field

from spinout.cli.streams import result, say
from spinout.core.assessment import Assessment, points
from spinout.core.gates import GateState
from spinout.core.verdicts import in_words
from spinout.use_cases.assessments import Assessed, Refused, Unreadable

MOST_COMMON = 5


@dataclass(slots=True)
class Tally:
    """Counts over a batch; the rows themselves are kept only where they are to be shown."""

    keep: bool
    rows: list[tuple[str, ...]] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    open_gates: Counter[str] = field(default_factory=Counter)
    unknowns: Counter[str] = field(default_factory=Counter)
    assessed: int = 0
    refused: int = 0
    unreadable: int = 0
    incomplete: int = 0
    not_ready: int = 0

    @property
    def documents(self) -> int:
        """How many documents were found."""
        return self.assessed + self.refused

    def count(self, found: Assessed | Refused | Unreadable) -> None:
        """Take one result into the counts."""
        match found:
            case Refused():
                self.refused += 1
            case Unreadable():
                self.unreadable += 1
            case Assessed():
                self._count(found)

    def _count(self, found: Assessed) -> None:
        assessment = found.assessment
        self.assessed += 1
        self.incomplete += not assessment.complete
        self.not_ready += assessment.verdict != "ready"
        self.verdicts[verdict_words(assessment)] += 1
        self.open_gates.update(g.question.id for g in assessment.gates if g.state is GateState.NOT_MET)
        self.unknowns.update(s.question.id for s in assessment.standings.values() if s.open)
        if self.keep:
            self.rows.append(_row(found))

    def show(self, *, written: str | None, as_json: bool) -> None:
        """Show the rows and the summary; with --json the summary is talk, and goes to stderr."""
        tell = say if as_json else result
        if self.rows:
            _table(self.rows)
            tell("")
        if not self.documents:
            say("No file of answers was found there. Allowed endings: .yaml .yml .json .jsonl")
            return
        tell(f"{self.assessed} assessed, {self.refused} refused, {self.unreadable} unreadable.")
        for verdict, count in sorted(self.verdicts.items(), key=lambda pair: (-pair[1], pair[0])):
            tell(f"  {count} {verdict}")
        _most("Gates most often not met:", self.open_gates, tell)
        _most("Questions most often open:", self.unknowns, tell)
        if written is not None:
            say(f"Written: {written}")


def verdict_words(assessment: Assessment) -> str:
    """The verdict as it is said; of a questionnaire that decides nothing, that."""
    if assessment.verdict is None or assessment.stage is None:
        return "No decision is asked for"
    return in_words(assessment.verdict, assessment.stage.label)


def score_words(assessment: Assessment) -> str:
    """The score as it is shown: whole points, rounded down."""
    score = assessment.scores.overall
    if score is None:
        return "not assessed"
    low, high = points(score.low), points(score.high)
    return str(low) if score.low == score.high else f"{low} to {high}"


def _row(found: Assessed) -> tuple[str, ...]:
    assessment = found.assessment
    place = found.file if found.line is None else f"{found.file}:{found.line}"
    not_met = sum(1 for g in assessment.gates if g.state is GateState.NOT_MET)
    return (
        assessment.answers.service or "(no name)",
        "-" if assessment.stage is None else assessment.stage.label,
        verdict_words(assessment),
        score_words(assessment),
        str(not_met),
        "yes" if assessment.complete else "no",
        place,
    )


HEADINGS = ("Service", "Decision asked for", "Verdict", "Score", "Gates not met", "Complete", "File")


def _table(rows: list[tuple[str, ...]]) -> None:
    import sys

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from spinout.cli.streams import safe

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not sys.stdout.isatty():
        console.width = 200
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    console.print(table)


def _most(title: str, counts: Counter[str], tell: object) -> None:
    if not counts:
        return
    assert callable(tell)
    tell(title)
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_COMMON]:
        tell(f"  {count} {name}")
