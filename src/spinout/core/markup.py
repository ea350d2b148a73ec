"""The few marks that an officer's text may have: paragraphs, lists of one level, and links.

It is a part of Markdown, read by hand because it must be written back too: what a Word file gives back is to be the
text that went in. All else that looks like a mark, of Markdown or of HTML, is text and shown as it was typed.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from spinout.core.wording import cleaned, is_blank

PARAGRAPH, BULLETS, NUMBERS = "paragraph", "bullets", "numbers"
WEB = r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!#-'*-;=?-\[\]_a-z~]*)?"
MAIL = r"mailto:[A-Za-z0-9.!#$%&'*+/=?_~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
TARGET = re.compile(rf"(?:{WEB}|{MAIL})\Z")
"""What a link may lead to: a page of the web, or an address of mail. No bracket and no quote stands in it."""
MARKS = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # a sign that is no mark
    r"|<((?:https?://|mailto:)[^\s<>]*)>"
    r"|\[((?:\\[!-/:-@\[-`{-~]|[^\\\[\]])*+)\]\(((?:[^\s()<>]|\([^\s()<>]*\))*+)\)"
)
SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")
SPACE = re.compile("[ \t\n]+")
BULLET = re.compile(r"[-*][ \t]+(?=[^ \t])")
NUMBER = re.compile(r"[0-9]{1,3}[.)][ \t]+(?=[^ \t])")
FIRST = re.compile(r"0*1[.)]")


class Stretch(Struct, frozen=True):
    """A text that leads nowhere, or to `link`."""

    text: str
    link: str | None = None


class Passage(Struct, frozen=True):
    """A paragraph, which has one line, or a list; `kind` is `paragraph`, `bullets` or `numbers`."""

    kind: str
    lines: tuple[tuple[Stretch, ...], ...]


def passages_of(text: str) -> tuple[Passage, ...]:
    """The paragraphs and lists of a text, in order; lists of one kind that follow each other are one."""
    made: list[tuple[str, list[tuple[Stretch, ...]]]] = []
    if is_blank(text):
        return ()
    for block in re.split(r"\n[ \t]*\n", cleaned(text)):
        for kind, line in _lines(block):
            runs = _runs(line)
            if runs and kind != PARAGRAPH and made and made[-1][0] == kind:
                made[-1][1].append(runs)
            elif runs:
                made.append((kind, [runs]))
    return tuple(Passage(kind, tuple(lines)) for kind, lines in made)


def _lines(block: str) -> Iterator[tuple[str, str]]:
    """The paragraph or the items of what stands between two blank lines, each with its lines joined."""
    kind, held = PARAGRAPH, ""
    for line in block.split("\n"):
        bare = line.strip(" \t")
        bullet, number = BULLET.match(bare), NUMBER.match(bare)
        if number is not None and not (kind == NUMBERS or not held or FIRST.match(bare)):
            number = None  # within a paragraph a number begins a list only where that begins at 1
        mark = bullet or number
        if mark is None:
            held = f"{held} {bare}"
            continue
        if held:
            yield kind, held
        kind, held = (BULLETS if bullet else NUMBERS), bare[mark.end() :]
    if held.strip():
        yield kind, held


def _runs(line: str) -> tuple[Stretch, ...]:
    """A line with its links; runs without one that meet are one."""
    made: list[Stretch] = []

    def add(text: str, link: str | None = None) -> None:
        if text and made and made[-1].link == link:
            made[-1] = Stretch(made[-1].text + text, link)
        elif text:
            made.append(Stretch(text, link))

    bare, at = SPACE.sub(" ", line).strip(" "), 0
    if not bare.strip():
        return ()
    for mark in MARKS.finditer(bare):
        add(bare[at : mark.start()])
        at = mark.end()
        target = _target(mark)
        said = (None if mark[3] is None else SIGN.sub(r"\1", mark[3]).strip(" ")) or bare_of(mark[2] or target)
        if mark[1] is not None:
            add(mark[1])
        elif target and TARGET.match(target):
            add(said, target)
        else:
            add(mark[0])
    add(bare[at:])
    return tuple(made)


def bare_of(target: str) -> str:
    """An address as it is said where no words stand for it."""
    return target.removeprefix("mailto:")


def refused_links(text: str) -> tuple[str, ...]:
    """What a text would link to, and may not."""
    links = [mark for mark in MARKS.finditer(text) if mark[1] is None]
    return tuple(mark[2] or mark[4] for mark in links if not TARGET.match(_target(mark)))


def _target(mark: "re.Match[str]") -> str:
    """Where a link leads; brackets in it are written as their numbers."""
    return (mark[2] or mark[4] or "").replace("(", "%28").replace(")", "%29")


def markup_of(passages: Iterable[Passage]) -> str:
    """A text that these passages are read from."""
    return "\n\n".join(_passage(passage) for passage in passages)


def _passage(passage: Passage) -> str:
    lines = ["".join(map(_run, line)) for line in passage.lines]
    if passage.kind == PARAGRAPH:
        return _no_mark(lines[0])
    signs = ("-" if passage.kind == BULLETS else f"{number}." for number in range(1, len(lines) + 1))
    return "\n".join(f"{sign} {line}" for sign, line in zip(signs, lines, strict=True))


def _run(run: Stretch) -> str:
    if run.link is None:
        text = run.text.replace("\\", "\\\\").replace("](", "\\](")
        return re.sub("<(?=https?://|mailto:)", r"\\<", text)
    if run.text == bare_of(run.link):
        return f"<{run.link}>"
    said = re.sub(r"([][\\])", r"\\\1", run.text)
    return f"[{said}]({run.link})"


def _no_mark(line: str) -> str:
    """A paragraph that begins as an item does, with a sign that says that it is none."""
    if BULLET.match(line):
        return f"\\{line}"
    number = NUMBER.match(line)
    return line if number is None else re.sub(r"([.)])", r"\\\1", line, count=1)


def as_text(passages: Iterable[Passage]) -> str:
    """The words alone, a line for each paragraph and item."""
    return "\n".join("".join(run.text for run in line) for passage in passages for line in passage.lines)
