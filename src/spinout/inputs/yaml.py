"""Read YAML strictly, in one flat pass over the events of its parser.

Only true, false, null, whole numbers and decimals are typed. Anchors, aliases, tags, duplicate
keys and deep nesting are refused where they stand. The events are never composed into nodes: the
composer of libyaml recurses, and 50,000 brackets end the process.
"""

import re
import sys
from decimal import Decimal
from typing import Any

import yaml

from spinout.core.problems import Code, Path, Problem, ProblemList
from spinout.core.wording import number_from, shortened, too_long
from spinout.inputs.comments import CommentFinder
from spinout.inputs.documents import (
    MOST_DEPTH,
    REFUSED_CHARACTERS,
    Document,
    Flaw,
    LineStarts,
    Place,
    Places,
    at_top,
    broken,
    key_twice,
    number_too_long,
    refused_character,
    text_of,
    told_if_unreadable,
)
from spinout.inputs.yaml_words import UNREADABLE, syntax_words

HARMLESS = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
"""What ASCII has but control characters."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What no text may hold; bytes that are UTF-8 hold no half of a pair."""
ORDER = re.compile("(?:\\A|(?<=[\r\n\u2028\u2029]))%TAG")
"""Where a name of tags is made. Each is held against all before it, which takes long, and no tag is read."""
BYTE_ORDER_MARK = "\ufeff"


@told_if_unreadable
def read_yaml(name: str, raw: bytes) -> Document:
    """Read one YAML document of a file's bytes."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    # Some programs put a second mark behind the first; it is no part of the text either.
    text = text.lstrip(BYTE_ORDER_MARK)
    refused = CONTROL.search(text) if not raw.isascii() or raw.translate(None, HARMLESS) else None
    if refused is not None:
        place = LineStarts(text).place(refused.start())
        return broken(name, at_top(*refused_character(refused.group()), *place))
    pass_ = _Pass(name, text)
    order = ORDER.search(text)
    fatal = pass_.run() if order is None else pass_.refused(order.start())
    if fatal is not None:
        return broken(name, fatal)
    return Document(
        name,
        pass_.result,
        lambda: places_by_events(name, text),
        pass_.problems.every,
        comments=tuple(pass_.comments.found),
    )


def fast_parser_missing() -> bool:
    """Whether this PyYAML lacks its C part, and so reads some fourteen times slower what is not plain."""
    loaded = sys.modules.get("yaml")
    if loaded is not None:
        return not hasattr(loaded, "CLoader")
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    # Loading it to ask takes as long as Python takes to start.
    package = find_spec("yaml")
    return package is None or PathFinder.find_spec("yaml._yaml", package.submodule_search_locations) is None


class SlowLoader(yaml.Loader):
    """Reads events as libyaml would."""

    _in_plain = False
    _in_tag = False

    def peek(self, index: int = 0) -> str:
        """The character ahead; a question mark ends no plain text, inside brackets either.

        No bracket belongs to a tag and no comma, which inside brackets ends it as a blank does.
        """
        character = str(super().peek(index))
        if self._in_tag and character in ",[]":
            return " " if character == "," and self.flow_level else "{"
        return "x" if self._in_plain and character == "?" else character

    def scan_tag(self) -> yaml.TagToken:
        """Scan a tag; one in angle brackets is taken as it stands."""
        self._in_tag = self.peek(1) != "<"
        try:
            return super().scan_tag()
        finally:
            self._in_tag = False

    def scan_plain(self) -> yaml.ScalarToken:
        """Scan a plain scalar."""
        self._in_plain = True
        try:
            return super().scan_plain()
        finally:
            self._in_plain = False

    def scan_to_next_token(self) -> None:
        """Pass over blanks and comments, over tabs where no key may begin, and over marks of byte order."""
        super().scan_to_next_token()
        while self._may_pass_over(self.peek()):
            self.forward()
            self.column = max(self.column, 1)  # libyaml counts a mark as a column
            super().scan_to_next_token()

    def _may_pass_over(self, character: str) -> bool:
        if character == "\ufeff":
            return bool(self.column == 0)
        return character == "\t" and bool(self.flow_level or not self.allow_simple_key)


NUMBER_STARTS = frozenset("-0123456789")
TYPED = {"": None, "null": None, "true": True, "false": False}
YAML_TAGS = "tag:yaml.org,2002:"


def places_by_events(name: str, text: str) -> Places:
    """Where every key and value of a text stands."""
    places = Places({}, {})
    _Pass(name, text, places).run()
    return places


class _Pass:
    """One pass over the events of a text; records places where it is given somewhere to.

    Paths and places are worked out only where they are asked for.
    """

    def __init__(self, name: str, text: str, places: Places | None = None) -> None:
        self.problems = ProblemList(name)
        self.result: Any = None
        self.comments = CommentFinder("" if places else text)
        self.places = places
        self._name = name
        self._text = text
        self._into: Any = None
        """The list or mapping that is being filled."""
        self._key: str | None = None
        """The key whose value comes next; None in a mapping where a key does."""
        self._above: list[tuple[Any, str | None]] = []
        """The same of what encloses it."""
        self._lines: LineStarts | None = None
        self._first: Places | None = None
        self._event: Any = None

    def run(self, *, slow: bool = False) -> Problem | None:
        """Read the events; a problem is given back where they cannot be read to the end."""
        parser: Any = None
        try:
            parser = SlowLoader(self._text) if slow or not hasattr(yaml, "CLoader") else yaml.CLoader(self._text)
            return self._events(parser)
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem) and not slow:
                # libyaml looks ahead so far that it gives up before it says where it is too deep for us.
                return _Pass(self._name, self._text).run(slow=True)
            return self._fatal(*syntax_words(error, self._text))
        except (yaml.YAMLError, ValueError, OverflowError):
            # What the parsers themselves trip over: an escape or a version with too great a number.
            reached = 0 if self._event is None else self._event.end_mark.index
            return self._fatal(Code.YAML_SYNTAX, *UNREADABLE, reached)
        finally:
            if parser is not None:
                parser.dispose()

    def _events(self, parser: Any) -> Problem | None:
        documents, noted = 0, self.comments.wanted
        scalar, ends = yaml.ScalarEvent, (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        openings = (yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
        while True:
            event = self._event = parser.get_event()
            kind = type(event)
            if kind is scalar:
                self._scalar(event)
            elif kind in ends:
                self._close()
            elif kind in openings:
                fatal = self._opening(event)
                if fatal is not None:
                    return fatal
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = "Keep one document in a file; `---` may stand at its top only."
                    return self._fatal(
                        Code.SEVERAL_DOCUMENTS, "A second document starts here.", hint, event.start_mark.index
                    )
            elif kind is yaml.StreamEndEvent:
                nothing = at_top(Code.NO_DOCUMENT, "The file is empty.", "Write a document in it.")
                return None if documents else nothing
            if noted:
                self.comments.passed(event, opens=kind in openings)

    def _opening(self, event: Any) -> Problem | None:
        """A list, a mapping or an alias begins."""
        if self._key is None and type(self._into) is dict:
            return self._fatal(
                Code.KEY_NOT_TEXT,
                "Found something other than text where a key belongs.",
                "Write a plain key. Put text that begins with a brace, a bracket or a star in quotes.",
                event.start_mark.index,
            )
        if type(event) is yaml.AliasEvent:
            anchor = str(event.anchor)
            self._feature("the alias *" + shortened(anchor), event)
            self._record(event)
            self._put("*" + anchor)
            return None
        self._look_at(event)
        into: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._above.append((self._into, self._key))
        self._put(into)
        self._into = into
        if len(self._above) > MOST_DEPTH:
            return self._fatal(
                Code.TOO_DEEP,
                f"The nesting is deeper than {MOST_DEPTH}.",
                "Flatten it, or close the brackets before.",
                event.start_mark.index,
            )
        return None

    def _scalar(self, event: Any) -> None:
        text, style = event.value, event.style
        odd = style == '"' or event.anchor is not None or event.tag is not None or self.places is not None
        if self._key is None and type(self._into) is dict:
            self._key = text
            if odd or text in self._into:
                self._look_at(event, at_key=True)
            return
        if self.comments.wanted:
            self.comments.at_value(event, self._path)
        if odd:
            self._look_at(event)
        if style:
            self._put(text)
        elif text in TYPED:
            self._put(TYPED[text])
        else:
            self._put(self._number(text, event) if text[0] in NUMBER_STARTS else text)

    def _number(self, text: str, event: Any) -> int | Decimal | str:
        """The number that a plain text writes, or the text where it writes none."""
        number = number_from(text)
        if number is not None and too_long(text):
            self._problem(number_too_long(text), event)
            return text
        return text if number is None else number

    def _put(self, value: Any) -> None:
        """The value that was wanted has come; where a key stands twice, its first value stays."""
        into = self._into
        if type(into) is dict:
            into.setdefault(self._key, value)
            self._key = None
        elif into is None:
            self.result = value
        else:
            into.append(value)

    def _close(self) -> None:
        self._into, _ = self._above.pop()
        self._key = None

    def _look_at(self, event: Any, *, at_key: bool = False) -> None:
        """Tell what is wrong with a key or a value, and record its place where that is wanted."""
        if event.anchor is not None:
            self._feature(f"the anchor &{shortened(event.anchor)}", event, at_key=at_key)
        if event.tag is not None:
            tag = shortened(event.tag.replace(YAML_TAGS, "!!"))
            self._feature(f"the tag {tag}", event, at_key=at_key)
        if getattr(event, "style", None) == '"':
            match = REFUSED_CHARACTERS.search(event.value)
            if match is not None:
                self._problem(refused_character(match.group()), event, at_key=at_key)
        if at_key and self.places is None and event.value in self._into:
            self._twice(event)
        self._record(event, at_key=at_key)

    def _record(self, event: Any, *, at_key: bool = False) -> None:
        if self.places is not None:
            index = event.start_mark.index
            if not at_key and getattr(event, "value", None) == "" and not event.style:
                # a value is missing: right after what comes before, which the parsers see differently
                while index and self._text[index - 1] == " ":
                    index -= 1
            places = self.places.keys if at_key else self.places.values
            places.setdefault(self._path(), self._place(index))

    def _twice(self, event: Any) -> None:
        """Tell that a key stands a second time."""
        if self.problems.full:
            self.problems.told += 1
            return
        if self._first is None:
            self._first = places_by_events(self._name, self._text)
        line, _ = self._first.of(self._path(), at_key=True)
        self._problem(key_twice(event.value, line), event, at_key=True)

    def _path(self) -> Path:
        """The keys and indexes that lead to what comes next."""
        # A list or mapping that is being filled stands already in what encloses it.
        open_ones = [len(into) - 1 if type(into) is list else key for into, key in self._above]
        own = len(self._into) if type(self._into) is list else self._key
        return tuple(step for step in (*open_ones, own) if step is not None)

    def _feature(self, what: str, event: Any, *, at_key: bool = False) -> None:
        hint = "Write the value itself. Put text that begins with &, * or ! in quotes."
        self._problem((Code.YAML_FEATURE, f"Found {what}, which is not read.", hint), event, at_key=at_key)

    def _problem(self, flaw: Flaw, event: Any, *, at_key: bool = False) -> None:
        if self.problems.full:
            self.problems.told += 1
            return
        place = self._place(event.start_mark.index)
        self.problems.add(Problem(*flaw, None, self._path(), at_key, self._name, *place))

    def refused(self, index: int) -> Problem:
        """What is wrong with a line that makes a name of tags."""
        hint = "Take the line out; tags are not read."
        return self._fatal(Code.YAML_FEATURE, "Found the order %TAG, which is not read.", hint, index)

    def _fatal(self, code: Code, message: str, hint: str, index: int) -> Problem:
        return at_top(code, message, hint, *self._place(index))

    def _place(self, index: int) -> Place:
        """Line and column by our own count: YAML also counts U+2028 as a line's end."""
        if self._lines is None:
            self._lines = LineStarts(self._text)
        return self._lines.place(index)
