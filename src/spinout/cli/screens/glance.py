"""One screen of an assessment: the verdict, the decisions, the score and what to do first.

Words carry everything. Squares, bars and colour repeat them, and only where a terminal can show them.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from textwrap import shorten

from msgspec import Struct

from spinout.cli.screens.pages import decorated, screen_width, styled
from spinout.cli.streams import safe, wrapped
from spinout.reports.view.glance import Change, Glance, RungLine
from spinout.reports.view.scoring import SectionLine

USUAL_HEIGHT = 24
NARROW = 60
"""Below so many columns there are no bars, and nothing is cut to one line."""
LEAST_BAR, TENS, LONGEST_BAR = 5, 10, 20
SQUARES = {"met": "■", "missing": "□", "unknown": "?"}
SURE, OPEN, REST = "█", "▒", "·"
LEAST_TITLE = 12
MARKS = {"ready": "bold black on green", "too-early": "bold white on red"}
"""How the first words of a verdict are marked."""
USUAL_MARK = "bold black on yellow"
STYLES = {"■": "green", "█": "green", "?": "yellow", "▒": "yellow", "□": "dim", "·": "dim"}
PLAIN_NAME = re.compile(r"[\w./\\:~+-]{1,24}\Z")
"""A file's name that stands in a command as it is; for another stands FILE."""
WHOLE = "\u00a0"
"""Stands for a space at which no line ends."""
NOT_ADVICE = "Not legal advice."
NOTHING_WRITTEN = "Nothing was written. In full: --full."

Span = tuple[str, str]


class ScreenRow(Struct, frozen=True):
    """A line, as pieces with their styles; `rank` says how early it goes where there is no room: 0 stays."""

    spans: tuple[Span, ...]
    rank: int = 0

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(text for text, _ in self.spans).rstrip()


NEXT_STEP, AIR, BLANK, FURTHER = 1, 2, 3, 4
"""`AIR` is the blank line before what to do, which stays longest."""


class Layout(Struct, frozen=True):
    """What a screen allows: its width in columns, its height in rows (None: no end), and whether shapes are drawn."""

    width: int
    height: int | None = None
    shapes: bool = False

    @property
    def narrow(self) -> bool:
        """Whether there is no room for bars, nor for a thing on one line."""
        return self.width < NARROW


def layout_here() -> Layout:
    """What stdout allows."""
    width = screen_width()
    if not sys.stdout.isatty():
        return Layout(width)
    return Layout(width, shutil.get_terminal_size().lines or USUAL_HEIGHT, width >= NARROW and _draws())


def _draws() -> bool:
    """Whether the terminal shows shapes, and has letters for them."""
    try:
        "".join(STYLES).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return os.environ.get("TERM") != "dumb"


def show_glance(
    glance: Glance,
    file: str | None = None,
    *,
    change: Change | None = None,
    heading: str = "",
    below: int = 0,
    plain: bool = False,
) -> None:
    """Print one screen, laid out for stdout.

    `file` is named in the commands to go on with; `change` stands in the place of what to do first; `heading`
    stands above all, such as that this is how it stands so far; `below` are the rows that are printed after it.
    `plain` leaves decoration out, also where the terminal has it.
    """
    rows = glance_rows(glance, layout_here(), file, change=change, heading=heading, below=below)
    if decorated() and not plain:
        print(styled(row.spans for row in rows))
    else:
        print("\n".join(row.text for row in rows))


def glance_rows(
    glance: Glance,
    layout: Layout,
    file: str | None = None,
    *,
    change: Change | None = None,
    heading: str = "",
    below: int = 0,
) -> list[ScreenRow]:
    """The lines of the screen. Where they are more than fit, the verdict is the last of them too."""
    asked = [_to_do(glance, layout)] if change is None else _change(change, layout)
    parts = [
        (BLANK, [*_plain(heading, layout), *_head(glance, layout)]),
        (BLANK, _ladder(glance, layout)),
        (BLANK, _score(glance, layout)),
        *((AIR, part) for part in asked),
        (BLANK, [*_points(glance, layout), *_go_on(glance, file, layout, tried=change is not None)]),
    ]
    rows: list[ScreenRow] = []
    for blank, part in parts:
        rows += [ScreenRow((("", ""),), blank)] if part and rows else []
        rows += part
    if layout.height is None:
        return rows
    # One row is the prompt's.
    fitted = _fitted(rows, max(layout.height, USUAL_HEIGHT) - 1 - below)
    return fitted if len(fitted) + below < layout.height else [*fitted, *_verdict(glance, layout)]


def _fitted(rows: list[ScreenRow], most: int) -> list[ScreenRow]:
    """The rows without as many as are too many: of those that may go, by rank, the last of each first."""
    for rank in (FURTHER, BLANK, AIR, NEXT_STEP):
        may_go = [place for place, row in enumerate(rows) if row.rank == rank]
        going = set(may_go[::-1][: max(len(rows) - most, 0)])
        rows = [row for place, row in enumerate(rows) if place not in going]
    return rows


def _plain(text: str, layout: Layout, *, style: str = "", first: str = "", rest: str = "") -> list[ScreenRow]:
    """A text in as many lines as it takes."""
    lines = wrapped(safe(text), layout.width, first, rest) if text else []
    return [ScreenRow(((line, style),)) for line in lines]


def _one(
    text: str, layout: Layout, *, first: str = "", rest: str = "", rank: int = 0, style: str = ""
) -> list[ScreenRow]:
    """A text on one line, cut behind a word; where it is narrow, or no screen, on as many as it takes."""
    if layout.narrow or layout.height is None:
        return [ScreenRow(row.spans, rank) for row in _plain(text, layout, style=style, first=first, rest=rest)]
    return [ScreenRow(((first + _cut(safe(text), layout.width - len(first)), style),), rank)]


def _cut(text: str, width: int) -> str:
    """A text on one line, and where that is too long, with as many whole words as fit and a mark behind them."""
    return (
        text
        if len(text) <= width and "\n" not in text
        else shorten(text, width, placeholder="…", break_on_hyphens=False)
    )


def _head(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """Whose answers they are, the verdict, and what can be asked for now."""
    room = layout.width - len(glance.said) - 2
    if not layout.narrow and len(glance.service) <= room:
        rows = [ScreenRow(((safe(glance.service).ljust(room + 2), ""), (glance.said, "dim")))]
    else:
        rows = [*_one(glance.service, layout), *_plain(glance.said, layout)]
    rows += _verdict(glance, layout)
    rows += _plain(glance.askable or "", layout)
    for remark in glance.remarks:
        rows += _plain(remark, layout)
    return rows


def _verdict(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """The verdict in bold, its first words marked."""
    first, *more = wrapped(safe(glance.headline), layout.width)
    capitals = re.match(r"(?:[A-Z]{2,} ?)*\b", first)
    end = len(capitals[0].rstrip()) if capitals else 0
    mark = MARKS.get(glance.verdict or "", USUAL_MARK)
    spans = ((first[:end], mark), (first[end:], "bold")) if end else ((first, "bold"),)
    return [ScreenRow(spans), *(ScreenRow(((line, "bold"),)) for line in more)]


def _ladder(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """A line for each decision; the one asked for is marked."""
    if not glance.ladder:
        return []
    widths = [
        max(map(len, cells)) for cells in zip(*((r.label, r.counts, r.words) for r in glance.ladder), strict=True)
    ]
    left = layout.width - sum(widths) - 6
    rows: list[ScreenRow] = []
    for rung in glance.ladder:
        mark, style = ("> ", "bold") if rung.asked else ("  ", "")
        if left < 0:
            rows += _plain(f"{rung.label}: {rung.counts}; {rung.words}", layout, style=style, first=mark, rest="    ")
            continue
        bar = min(left - 2, LONGEST_BAR) if layout.shapes else 0
        squares = (*_squares(rung, bar), ("  ", "")) if bar >= LEAST_BAR else ()
        label, counts = safe(rung.label).ljust(widths[0]), rung.counts.ljust(widths[1])
        rows.append(ScreenRow(((f"{mark}{label}  ", style), *squares, (f"{counts}  {rung.words}", style))))
    return rows


def _squares(rung: RungLine, width: int) -> tuple[Span, ...]:
    """A square for each essential, or for as many of them as there is room for; none that is there is lost."""
    parts = {"met": rung.met, "missing": rung.missing, "unknown": rung.unknown}
    if rung.essentials > width:
        scaled = {name: max(number * width // rung.essentials, 1) for name, number in parts.items() if number}
        longest = max(scaled, key=lambda name: scaled[name])
        scaled[longest] += width - sum(scaled.values())
        parts = scaled
    drawn = [(SQUARES[name] * number, STYLES[SQUARES[name]]) for name, number in parts.items()]
    return (*drawn, (" " * (width - sum(parts.values())), ""))


def _score(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """The score against what is needed, and each section that counts."""
    drawn = layout.shapes and any(line.low is not None for line in glance.sections)
    key = f"  ({OPEN} still open)" if drawn and any(line.low != line.high for line in glance.sections) else ""
    fits = len(glance.score) + len(key) <= layout.width
    rows = [ScreenRow(((glance.score, "bold"), (key if fits else "", "")))] if fits else _plain(glance.score, layout)
    cells = list(_bars(glance.sections, layout)) if drawn else []
    if cells:
        pairs = zip(cells[::2], [*cells[1::2], ()], strict=False)
        return [*rows, *(ScreenRow((("  ", ""), *one, ("  ", ""), *other)) for one, other in pairs)]
    told = "; ".join(f"{line.title} {line.score.lower()}" for line in glance.sections)
    return [*rows, *_plain(f"{told}." if told else "", layout, first="  ", rest="  ")]


def _bars(sections: tuple[SectionLine, ...], layout: Layout) -> Iterator[tuple[Span, ...]]:
    """The cells of two columns: a title, a bar and the score; nothing where there is no room for them."""
    sides = [sections[::2], sections[1::2]]
    scores = [max((len(line.score) for line in side if line.low is not None), default=0) for side in sides]
    titles = [max((len(line.title) for line in side), default=0) for side in sides]
    room = layout.width - 4 - sum(scores) - 4
    # Titles give way to bars that read as tens, down to a few whole words.
    while room - sum(titles) < 2 * TENS and max(titles) > LEAST_TITLE:
        titles[titles.index(max(titles))] -= 1
    cut = [_cut(safe(line.title), titles[place % 2]) for place, line in enumerate(sections)]
    titles = [max(map(len, side), default=0) for side in (cut[::2], cut[1::2])]
    bar = min((room - sum(titles)) // 2, LONGEST_BAR)
    if bar < LEAST_BAR:
        return
    for place, (line, title) in enumerate(zip(sections, cut, strict=True)):
        side = place % 2
        beside = scores[side] + (bar if line.low is None else 0)
        yield (title.ljust(titles[side] + 1), ""), *_bar(line, bar), (f" {line.score.lower():<{beside}}", "")


def _bar(line: SectionLine, width: int) -> tuple[Span, ...]:
    """What is certain, what is still open, and the rest of a hundred; nothing where it is not assessed."""
    if line.low is None or line.high is None:
        return ()
    sure = line.low * width // 100
    is_open = 0 if line.low == line.high else max(-(-line.high * width // 100) - sure, 1)
    parts = ((SURE, sure), (OPEN, is_open), (REST, width - sure - is_open))
    return tuple((shape * number, STYLES[shape]) for shape, number in parts)


def _to_do(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """What to do first; what is needed of each, and the next step."""
    if not glance.to_do:
        return []
    verb = "find out" if glance.verdict == "cannot-tell" else "do"
    title = f"To {verb} first" if glance.every > 1 else f"To {verb}"
    rows = _plain(title, layout, style="bold")
    for each in glance.to_do:
        mark = f"{each.number} "
        rows += _one(each.words, layout, first=mark, rest="  ")
        rows += _one(each.next_step, layout, first="  ", rest="  ", rank=NEXT_STEP) if each.next_step else []
    return rows


def _change(change: Change, layout: Layout) -> Iterator[list[ScreenRow]]:
    for title, lines in (("What if", change.tried), ("What this changes", change.changes)):
        rows = _plain(title, layout, style="bold")
        for line in lines:
            rows += _plain(line, layout, first="- ", rest="  ")
        yield rows


def _points(glance: Glance, layout: Layout) -> list[ScreenRow]:
    """How many points are to be checked, and the first of them."""
    counts = [(len(glance.points), "point"), (glance.warnings, "warning")]
    told = " and ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in counts if number)
    if not told:
        return []
    if not glance.points:
        return _plain(f"To check: {told}.", layout)
    first, *more = glance.points
    rows = _one(f"To check, {told}: {first}", layout, rest="  ")
    for message in more:
        rows += _one(message, layout, first="  And: ", rest="  ", rank=FURTHER)
    return rows


def _go_on(glance: Glance, file: str | None, layout: Layout, *, tried: bool) -> list[ScreenRow]:
    """Where the rest stands, and what else can be done."""
    if tried:
        return _plain(f"{NOTHING_WRITTEN} {NOT_ADVICE}", layout)
    name = file if file and PLAIN_NAME.match(file) else "FILE"
    rest = f"All {glance.every}" if glance.every > len(glance.to_do) else "In full"
    commands = [(rest, f"spinout score {name} --full")]
    commands += [] if glance.verdict in (None, "ready") else [("Least effort", f"spinout plan {name}")]
    commands += [("Paper", f"spinout report {name} -o paper.html")]
    whole = (
        (what, command.replace(" ", WHOLE) if len(command) < layout.width else command) for what, command in commands
    )
    sentences = (f"{what}: {command}." for what, command in whole)
    lines = wrapped(" ".join((*sentences, NOT_ADVICE)), layout.width)
    return [ScreenRow(((line.replace(WHOLE, " "), ""),)) for line in lines]
