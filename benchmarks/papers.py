"""Rows 5 and 11 to 13: reports, one by one and three hundred at a time."""

import shutil
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import inside
from rows import Part, Place, Row, ratio
from running import BARE, Refused, Took, in_turn, peak, python, spinout, timed

AT_ONCE = 30
"""So many views are ready at a time; more would only fill the memory."""
FORMATS = ("html", "docx", "pdf")


def _one(place: Place) -> list[Part]:
    """A Word and a PDF report, from the command's first line, ÷ a bare script that lays out what stands ready."""
    ready = place.folder / "ready.json"
    ready.write_text(inside.paper(inside.view(place.one)), encoding="utf-8")
    parts = []
    for ending, kind, same in ((".docx", "word", _document), (".pdf", "pdf", Path.read_bytes)):
        ours, theirs = place.folder / f"ours{ending}", place.folder / f"theirs{ending}"
        report = spinout("report", place.one, "-o", ours, "--force")
        bare = python(BARE, kind, ready, theirs)
        found = in_turn(place.runs, report, bare, often=1 if place.quick else 5, warm=True)
        if same(ours) != same(theirs):
            raise Refused(f"the two {ending} files are not the same")
        parts.append(ratio(ending, found))
    return parts


def _document(path: Path) -> bytes:
    """What a Word file says; docxtpl writes the time into the rest."""
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml")


def _reports(place: Place, count: int, *, ending: str, jobs: int = 1) -> tuple[tuple[str | Path, ...], Path]:
    """The words of a batch that makes so many reports, and the folder that they go to."""
    folder = place.folder / f"reports-{ending}-{jobs}"
    words = ("batch", place.documents(count), "--reports", folder, "--report-format", ending, "--jobs", str(jobs))
    return (*words, "--force"), folder


def _bytes(folder: Path, count: int, ending: str) -> Counter[str]:
    """The digests of all reports in a folder, which must be as many as there were documents."""
    found = [path for path in folder.rglob(f"*.{ending}") if path.name != f"index.{ending}"]
    if len(found) != count:
        raise Refused(f"{len(found)} reports were made of {count} documents")
    return Counter(map(_digest, found))


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _memory(place: Place) -> list[Part]:
    count = place.size(300, 10)
    parts = []
    for ending in FORMATS:
        words, folder = _reports(place, count, ending=ending)
        used = peak(*words)
        _bytes(folder, count, ending)
        shutil.rmtree(folder)
        parts.append(Part(f"{count} reports in .{ending}", [used]))
    return parts


def _html(place: Place) -> list[Part]:
    """Reports in HTML ÷ laying out as many ready views; both must give the same bytes."""
    count = place.size(300, 10)
    paths = sorted(place.documents(count).iterdir())
    inside.html(inside.view(paths[0]))  # the templates are compiled

    made: Counter[str] = Counter()
    words, folder = _reports(place, count, ending="html")
    ours, theirs = [], []
    for _ in range(place.runs):
        ours.append(timed(spinout(*words)))
        made.clear()
        theirs.append(_laid_out(paths, made))
    single = place.folder / "single.html"
    spinout("report", paths[0], "-o", single, "--force")()
    if _bytes(folder, count, "html") != made or _digest(single) not in made:
        raise Refused("the reports of a batch, those of ready views, and a single one are not the same")
    pairs = list(zip(ours, theirs, strict=True))
    return [
        Part(f"{count} reports", [a.clock / b.clock for a, b in pairs], [a.processor / b.processor for a, b in pairs])
    ]


def _laid_out(paths: list[Path], made: Counter[str]) -> Took:
    """The time that the templates alone take."""
    spent = Took(0, 0)
    for some in _batched(paths):
        views = [inside.view(path) for path in some]
        reports: list[bytes] = []
        took = timed(lambda: reports.extend(map(inside.html, views)))  # noqa: B023 - it is called at once
        spent = Took(spent.clock + took.clock, spent.processor + took.processor)
        made.update(sha256(report).hexdigest() for report in reports)
    return spent


def _batched(paths: list[Path]) -> list[list[Path]]:
    return [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]


def _two(place: Place) -> list[Part]:
    count = place.size(300, 10)
    (two, folder), (one, beside) = (_reports(place, count, ending="docx", jobs=jobs) for jobs in (2, 1))
    found = in_turn(place.runs, spinout(*two), spinout(*one))
    if _bytes(folder, count, "docx") != _bytes(beside, count, "docx"):
        raise Refused("two processes and one do not write the same")
    return [ratio(f"{count} reports", found)]


ROWS = (
    Row(5, "`-o r.docx`, `-o r.pdf` ÷ importing docxtpl, or typst, and laying out the ready view", _one, most=1.5),
    Row(11, "peak memory of a process, 300 reports each of HTML, Word and PDF", _memory, most=200, unit=" MiB"),
    Row(12, "300 HTML reports ÷ the templates alone, of 300 ready views", _html, most=3),
    Row(13, "300 Word reports on two processes ÷ on one", _two, most=0.6),
)  # fmt: skip
