"""Read the plainest YAML line by line, several times faster than its events are made.

Only what cannot be meant otherwise is taken: a key, a dash or both at the start of a line, and
behind them a word, a text in quotes, brackets that close in the same line, or a block of text. On
anything else, and on all that is wrong, this gives up, and the parser of YAML reads the text from
its start; so it never has a problem to tell. A test holds the two readings together.
"""

import re
from typing import Any

from spinout.core.scalars import number_from, too_long

TYPED = {"null": None, "true": True, "false": False, **{str(number): number for number in range(101)}}
"""Words that are no text, and the numbers that most answers are."""
NUMBER_STARTS = frozenset("-0123456789")
UNREAD = object()
"""What a text gives that is not plain enough."""
MOST_OPEN = 20
"""So many blocks may be open inside one another, and in the innermost as many brackets."""

UNUSUAL = "\t\r\u2028\u2029\ufeff"
KEY = "[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}"
FIRST = r"""[^\s\-?:,\[\]{}\#&*!|>'"%@`]"""
"""What a plain text begins with: no sign that means something."""
WORDS = r"[^:\#\n]*+(?:(?::(?=\S)|(?<=[^ \n])\#)[^:\#\n]*+)*+"
"""How it goes on: a colon ends no word in it, a number sign begins none."""
LINE = re.compile(
    rf"""
    ^([ ]*+)(-[ ])?                                 # indentation, dash
    (?:({KEY}):(?:[ ]++|$))?                        # key
    (?:({FIRST}{WORDS})$|"([^"\\\n]++)"$|(.*+)$)    # a plain text, a text in quotes, or something else
    """,
    re.MULTILINE | re.VERBOSE,
)
PLAIN = re.compile(rf"(?:{FIRST}|-(?=[0-9])){WORDS}")
QUOTED = re.compile(r""""([^"\\]*)"|'((?:[^']|'')*+)'""")
ITEM = re.compile(
    rf"""
    [ ]*(?:({KEY}|"[^"\\]{{0,200}}"):[ ]+)?                  # a key
    (?:"([^"\\]*)"|'((?:[^']|'')*+)'                    # a text in quotes
    |((?:[^\W_]|-(?=[0-9]))(?:[^,\[\]{{}}:\#?]++|:(?=[^\s,\[\]{{}}?]))*+)   # a plain text
    |([\[{{]))                                          # brackets in these brackets
    (?:[ ]*([,\]}}]))?
    """,
    re.VERBOSE,
)
NEXT = re.compile(r" *([,\]}])")
REST = re.compile(r"(?: +(?:#.*)?)?\Z")
"""What may follow brackets and quotes that are closed: nothing, or a comment."""
BRACKETS = {"[": "]", "{": "}"}
NOTHING = ("", "#")
"""What a line begins with that says nothing."""
BLOCKS = {">-": (" ", ""), ">": (" ", "\n"), "|-": ("\n", ""), "|": ("\n", "\n")}
"""How the lines of a block of text are joined, and what ends them."""


class _NotPlainError(Exception):
    """Something stands here that this reading does not take."""


def read_plain_yaml(text: str) -> Any:
    """The data of a text, or UNREAD where it is not plain enough or anything is wrong with it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if any(character in text for character in UNUSUAL):
        return UNREAD
    try:
        return _Blocks(text).read()
    except _NotPlainError:
        return UNREAD


class _Blocks:
    """The mappings and lists of a text, as they open and close with the indentation."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._raw: list[str] = []
        self._outer: list[tuple[int, Any]] = []
        self._indent = -1
        self._into: Any = {}
        self._waiting: str | None = ""
        """The key that has no value yet."""
        self._passed = -1
        """The last line of a block of text."""

    def read(self) -> Any:
        """The data, which is all that the first place comes to hold."""
        root = self._into
        for number, (spaces, dash, name, plain, quoted, other) in enumerate(LINE.findall(self._text)):
            if number <= self._passed:
                continue
            if not name and not dash:
                _check_nothing(plain or quoted, other)
                continue
            if self._waiting is not None or len(spaces) != self._indent:
                self._move(len(spaces), dash)
            if bool(dash) is not (type(self._into) is list):
                raise _NotPlainError
            if dash and not name:
                self._into.append(_typed(plain) if plain else quoted or self._other(other, number))
                continue
            if dash:
                item: dict[str, Any] = {}
                self._into.append(item)
                self._push(self._indent + 2, item)
            into = self._into
            if name in into:
                raise _NotPlainError
            if plain:
                into[name] = _typed(plain)
            else:
                into[name] = quoted or self._other(other, number, name)
        return root.get("", UNREAD)

    def _move(self, indent: int, dash: str) -> None:
        """Open what is the value of a key, or close what is indented further than a line."""
        if indent > self._indent:
            if self._waiting is None:
                raise _NotPlainError
            opened: Any = [] if dash else {}
            self._into[self._waiting] = opened
            self._push(indent, opened)
        while indent < self._indent:
            self._indent, self._into = self._outer.pop()
        if indent != self._indent:
            raise _NotPlainError
        self._waiting = None

    def _push(self, indent: int, into: Any) -> None:
        self._outer.append((self._indent, self._into))
        self._indent, self._into = indent, into
        if len(self._outer) > MOST_OPEN:
            raise _NotPlainError

    def _other(self, rest: str, number: int, key: str | None = None) -> Any:
        """A value in brackets or in quotes, a block of text, a value with a comment behind it, or none yet."""
        if rest[:1] in NOTHING and key is not None:
            self._waiting = key
            return None
        if rest[:1] in BRACKETS:
            value, end = _in_brackets(rest, 1, rest[0], 1)
        elif rest in BLOCKS:
            return self._block(rest, number)
        elif found := QUOTED.match(rest):
            value, end = found[1] or (found[2] or "").replace("''", "'"), found.end()
        elif found := PLAIN.match(rest):
            value, end = _typed(found[0]), len(found[0].rstrip(" "))
        else:
            raise _NotPlainError
        if not REST.match(rest, end):
            raise _NotPlainError
        return value

    def _block(self, rest: str, number: int) -> str:
        """A block of text whose lines are all indented alike."""
        self._raw = self._raw or [*self._text.split("\n"), ""]
        first = self._raw[number + 1]
        indent = len(first) - len(first.lstrip(" "))
        if indent <= self._indent:
            raise _NotPlainError
        start = " " * indent
        last = number + 1
        while (line := self._raw[last]).startswith(start):
            if line[indent:] == "" or line[indent] == " " or line[-1] == " ":
                raise _NotPlainError
            last += 1
        if last == len(self._raw) - 1:  # no line end closes the block
            raise _NotPlainError
        following = next((line for line in self._raw[last:] if line), "")
        if following.startswith(start) or following.isspace():
            raise _NotPlainError
        self._passed = last - 1
        between, end = BLOCKS[rest]
        return between.join(line[indent:] for line in self._raw[number + 1 : last]) + end


def _check_nothing(value: str, rest: str) -> None:
    """Make sure that a line without key or dash is blank, or a comment."""
    if value or rest[:1] not in NOTHING:
        raise _NotPlainError


def _typed(text: str) -> Any:
    text = text.rstrip(" ")
    if text in TYPED:
        return TYPED[text]
    if text[0] in NUMBER_STARTS:
        number = number_from(text)
        if number is None:
            return text
        if too_long(text):
            raise _NotPlainError
        return number
    return text


def _in_brackets(rest: str, at: int, bracket: str, depth: int) -> tuple[Any, int]:
    """The list or mapping whose bracket stands just before, and where it ends."""
    into: Any = {} if bracket == "{" else []
    closing = BRACKETS[bracket]
    empty = NEXT.match(rest, at)
    if empty is not None and empty[1] == closing:
        return into, empty.end()
    ended: str | None = ","
    while ended == ",":
        found = ITEM.match(rest, at)
        if found is None or depth > MOST_OPEN:
            raise _NotPlainError
        name, value, single, plain, opening, ended = found.groups()
        at = found.end()
        if plain is not None:
            value = _typed(plain)
        elif single is not None:
            value = single.replace("''", "'")
        elif opening is not None:
            value, at = _in_brackets(rest, found.end(5), opening, depth + 1)
            after = NEXT.match(rest, at)
            ended, at = (after[1], after.end()) if after is not None else (None, at)
        _put(into, name, value)
    if ended != closing:
        raise _NotPlainError
    return into, at


def _put(into: Any, key: str | None, value: Any) -> None:
    """Put an item into a list, which has no key, or into a mapping, under a key that it does not have."""
    if type(into) is list:
        if key is not None:
            raise _NotPlainError
        into.append(value)
        return
    if key is None:
        raise _NotPlainError
    if key[0] == '"':
        key = key[1:-1]
    if key in into:
        raise _NotPlainError
    into[key] = value
