"""Row 14: reports in HTML, of assessments in memory, against writing the same bytes; and where the time goes.

Every document differs. An assessment counts as in memory with all that `--json` says of it: rules,
contributions, robustness and voting power. The plan is no part of it, nor is what settles a result; they
are worked out for the report, and count. Reports are made and written fifty at a time, and no more are kept.

What else is told is in times of the same writing, by processor time, and measured in the first run: the floor
that no report comes under (joining as many ready pieces), and the shares of the report's own work.
"""

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import generated

from spinout import __version__
from spinout.core.insight.plan import plan
from spinout.inputs.documents import read_document
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.view.publication import Subject
from spinout.reports.view.view import view_of
from spinout.resources import shipped
from spinout.use_cases.assessments import Assessed, assess_document
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import render_report
from spinout.use_cases.templates import with_compiled

AT_ONCE = 50
PASSES = 3
"""So often the same bytes are written, and the same pieces joined; the least time counts, since most is noise."""
PIECES = re.compile("<[^>]*>|[^<]+")
SHARES = {
    "insight": "the assessment's own insight, not counted above",
    "plan": "the plan alone",
    "view": "working out all that a report says, the plan in it",
    "layout": "laying it out",
    "joining": "joining as many ready pieces",
}


def measure(loaded: Loaded, folder: Path, count: int, runs: int) -> tuple[str, list[float]]:
    """The goal in words, with where the time went, and for each run the ratio by the clock."""
    folder.mkdir(exist_ok=True)
    _spent(loaded, folder, range(count, count + 20))  # templates are compiled, and what returns is remembered
    first = _spent(loaded, folder, range(count), shares=True)
    every = [first, *(_spent(loaded, folder, range(count)) for _ in range(runs - 1))]
    ratios = {unit: [one["rendered", unit] / one["written", unit] for one in every] for unit in ("clock", "processor")}
    writing = first["written", "processor"]
    processor = statistics.median(ratios["processor"])
    told = [f"{words} {first[part, 'processor'] / writing:.1f}" for part, words in SHARES.items()]
    goal = (
        f"rendering {count:,} different HTML reports of {first['bytes', ''] / count / 1000:.0f} kB, of assessments "
        f"in memory ÷ writing the same bytes. By processor time {processor:.1f}; of it, in "
        f"times of writing: {'; '.join(told)}"
    )
    return goal, ratios["clock"]


def _spent(loaded: Loaded, folder: Path, numbers: range, *, shares: bool = False) -> Counter[tuple[str, str]]:
    """The time that each part took, by the clock and by the processor; of the shares only where they are wanted."""
    spent: Counter[tuple[str, str]] = Counter()
    for start in range(0, len(numbers), AT_ONCE):
        some = [_assessed(loaded, number) for number in numbers[start : start + AT_ONCE]]
        _timed(spent, "insight", lambda: [_insight(one) for one in some])  # noqa: B023 - it is called at once
        texts = _timed(spent, "rendered", lambda: [_rendered(one, loaded) for one in some])  # noqa: B023
        if shares:
            _take_shares(spent, some, texts, loaded)
        _least(spent, "written", lambda: _written(folder, texts))  # noqa: B023
        spent["bytes", ""] += sum(map(len, texts))
    return spent


def _take_shares(spent: Counter[tuple[str, str]], some: list[Assessed], texts: list[bytes], loaded: Loaded) -> None:
    templates = with_compiled(Templates(shipped("templates")), ".html")
    _timed(spent, "plan", lambda: [_planned(one) for one in some])
    views = _timed(spent, "view", lambda: [view_of(_subject(one, loaded)) for one in some])
    _timed(spent, "layout", lambda: [html_of(view, templates) for view in views])
    pieces = [PIECES.findall(text.decode()) for text in texts]
    _least(spent, "joining", lambda: ["".join(few).encode() for few in pieces])


def _timed(spent: Counter[tuple[str, str]], part: str, work: Callable[[], Any]) -> Any:
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    spent[part, "processor"] += time.process_time() - processor
    spent[part, "clock"] += time.perf_counter() - clock
    return made


def _least(spent: Counter[tuple[str, str]], part: str, work: Callable[[], Any]) -> None:
    """The least of several passes, by each measure."""
    passes: list[Counter[tuple[str, str]]] = []
    for _ in range(PASSES):
        passes.append(Counter())
        _timed(passes[-1], part, work)
    for key in passes[0]:
        spent[key] += min(one[key] for one in passes)


def _assessed(loaded: Loaded, number: int) -> Assessed:
    raw = json.dumps(generated.document(loaded.questionnaire, number)).encode()
    assessed = assess_document(read_document("a.json", raw), loaded)
    assert isinstance(assessed, Assessed)
    return assessed


def _insight(assessed: Assessed) -> tuple[object, ...]:
    found = assessed.assessment
    return found.rules, found.contributions, found.robustness, found.power, found.warnings, found.counts


def _rendered(assessed: Assessed, loaded: Loaded) -> bytes:
    return render_report(assessed, loaded, format="html", program_version=__version__)


def _planned(assessed: Assessed) -> object:
    found = assessed.assessment
    assert found.stage is not None
    return plan(found.questionnaire, found.answers, found.stage.id, found.standings)


def _subject(assessed: Assessed, loaded: Loaded) -> Subject:
    return Subject(assessed.assessment, assessed.file, assessed.sha256, loaded.sha256, __version__)


def _written(folder: Path, texts: Iterable[bytes]) -> None:
    for number, text in enumerate(texts):
        (folder / f"{number}.html").write_bytes(text)
