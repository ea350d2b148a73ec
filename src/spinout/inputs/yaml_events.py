"""Read YAML in one flat pass over the events of its parser, which tells all that is wrong with it.

The events are never composed into nodes: the composer of libyaml recurses, and 50,000 brackets end
the process.
"""

from typing import Any

from spinout.core.problems import Code, Path, Problem
from spinout.core.scalars import number_from, too_long
from spinout.core.wording import found, shortened
from spinout.inputs.documents import (
    MOST_DEPTH,
    REFUSED_CHARACTERS,
    Document,
    Lines,
    Place,
    Places,
    broken,
    refused_character,
)
from spinout.inputs.yaml_words import UNREADABLE, syntax_words

NUMBER_STARTS = frozenset("-0123456789")
TYPED = {"": None, "null": None, "true": True, "false": False}
YAML_TAGS = "tag:yaml.org,2002:"


def read_events(name: str, text: str) -> Document:
    """Read a text that is plain or not, with all that is wrong with it."""
    pass_ = _Pass(name, text)
    fatal = pass_.run()
    if fatal is not None:
        return broken(name, fatal)
    return Document(name, pass_.result, lambda: places_by_events(name, text), tuple(pass_.problems))


def places_by_events(name: str, text: str) -> Places:
    """Where every key and value of a text stands."""
    recorded = _Pass(name, text, places=Places({}, {}))
    recorded.run()
    assert recorded.places is not None
    return recorded.places


class _Frame:
    """A list or mapping that is being filled; `step` is the key or index whose value comes next."""

    __slots__ = ("above", "first", "into", "skip", "step", "wants_value")

    def __init__(self, into: Any, above: Path) -> None:
        self.into = into
        self.above = above
        """The path of the list or mapping itself."""
        self.step: str | int = 0
        self.wants_value = False
        self.skip = False
        self.first: dict[str, int] = {}
        """Where each key first stood."""


class _Pass:
    """One pass over the events of a text; records places where it is given somewhere to."""

    def __init__(self, name: str, text: str, places: Places | None = None) -> None:
        self.problems: list[Problem] = []
        self.result: Any = None
        self.places = places
        self._values: dict[Path, Place] = {} if places is None else places.values  # type: ignore[assignment]
        self._keys: dict[Path, Place] = {} if places is None else places.keys  # type: ignore[assignment]
        self._name = name
        self._text = text
        self._frames: list[_Frame] = []
        self._lines: Lines | None = None
        self._reached = 0

    def run(self, *, slow: bool = False) -> Problem | None:
        """Read the events; a problem is given back where they cannot be read to the end."""
        import yaml

        from spinout.inputs.yaml_parsers import SlowLoader, parser_of

        parser: Any = None
        try:
            parser = SlowLoader(self._text) if slow else parser_of(self._text)
            return self._events(parser, yaml)
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem) and not slow:
                # libyaml looks ahead so far that it gives up before it says where it is too deep for us.
                return _Pass(self._name, self._text).run(slow=True)
            return self._fatal(*syntax_words(error, self._text))
        except (ValueError, OverflowError):
            # What the parsers themselves trip over: an escape or a version with too great a number.
            return self._fatal(Code.YAML_SYNTAX, *UNREADABLE, self._reached)
        finally:
            if parser is not None:
                parser.dispose()

    def _events(self, parser: Any, yaml: Any) -> Problem | None:
        documents = 0
        scalar, ends = yaml.ScalarEvent, (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        openings = (yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
        while True:
            event = parser.get_event()
            self._reached = event.end_mark.index
            kind = type(event)
            if kind is scalar:
                self._scalar(event)
            elif kind in ends:
                self._close()
            elif kind in openings:
                fatal = self._opening(event, yaml)
                if fatal is not None:
                    return fatal
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    return self._second_document(event)
            elif kind is yaml.StreamEndEvent:
                return None if documents else _nothing()

    def _opening(self, event: Any, yaml: Any) -> Problem | None:
        """A list, a mapping or an alias begins."""
        if self._wants_key():
            return self._fatal(
                Code.KEY_NOT_TEXT,
                "Found something other than text where a key belongs.",
                "Write a plain key. Put text that begins with a brace, a bracket or a star in quotes.",
                event.start_mark.index,
            )
        if type(event) is yaml.AliasEvent:
            self._feature("the alias *" + shortened(event.anchor), event)
            self._put("*" + event.anchor, event.start_mark.index)
            return None
        self._check_features(event)
        into: Any = {} if type(event) is yaml.MappingStartEvent else []
        above = self._path()
        self._put(into, event.start_mark.index, keep_step=True)
        self._frames.append(_Frame(into, above))
        if len(self._frames) > MOST_DEPTH:
            return self._fatal(
                Code.TOO_DEEP,
                f"The nesting is deeper than {MOST_DEPTH}.",
                "Flatten it, or close the brackets before.",
                event.start_mark.index,
            )
        return None

    def _second_document(self, event: Any) -> Problem:
        return self._fatal(
            Code.SEVERAL_DOCUMENTS,
            "A second document starts here.",
            "Keep one document in a file; `---` may stand at its top only.",
            event.start_mark.index,
        )

    def _scalar(self, event: Any) -> None:
        if self._wants_key():
            self._key(self._frames[-1], event)
            return
        self._check_features(event)
        text = event.value
        if event.style and event.style != "":
            self._put(text, event.start_mark.index)
            if event.style == '"':
                self._check_characters(text, event)
        elif text in TYPED:
            self._put(TYPED[text], event.start_mark.index if text else self._nothing_at(event))
        elif text[0] in NUMBER_STARTS:
            number = number_from(text)
            if number is not None and too_long(text):
                self._problem(
                    Code.NUMBER_TOO_LONG,
                    f"The number {shortened(text)} has more than 15 digits.",
                    "Round it; or put it in quotes, if it is a reference and no number.",
                    event,
                )
                self._put(text, event.start_mark.index)
            else:
                self._put(text if number is None else number, event.start_mark.index)
        else:
            self._put(text, event.start_mark.index)

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value
        frame.step, frame.wants_value, frame.skip = key, True, False
        self._check_features(event, at_key=True)
        if event.style == '"':
            self._check_characters(key, event, at_key=True)
        if key in frame.first:
            frame.skip = True
            line, _ = self._place(frame.first[key])
            self._problem(
                Code.DUPLICATE_KEY,
                f"The key {found(key)} stands here a second time; it stood in line {line}.",
                "Keep one of the two.",
                event,
                at_key=True,
            )
            return
        frame.first[key] = event.start_mark.index
        if self.places is not None:
            self._keys.setdefault(self._path(), self._place(event.start_mark.index))

    def _close(self) -> None:
        self._frames.pop()
        if self._frames:
            self._next(self._frames[-1])

    def _nothing_at(self, event: Any) -> int:
        """Where a value is missing: right after what comes before, which the parsers see differently."""
        index: int = event.start_mark.index
        while self.places is not None and index and self._text[index - 1] == " ":
            index -= 1
        return index

    def _put(self, value: Any, index: int, *, keep_step: bool = False) -> None:
        if self.places is not None:
            self._values.setdefault(self._path(), self._place(index))
        if not self._frames:
            self.result = value
            return
        frame = self._frames[-1]
        if type(frame.into) is list:
            frame.into.append(value)
        elif not frame.skip:
            frame.into[frame.step] = value
        if not keep_step:
            self._next(frame)

    def _next(self, frame: _Frame) -> None:
        """The value that was wanted has come."""
        if type(frame.into) is list:
            frame.step = len(frame.into)
        else:
            frame.wants_value = False

    def _wants_key(self) -> bool:
        frame = self._frames[-1] if self._frames else None
        return frame is not None and type(frame.into) is dict and not frame.wants_value

    def _path(self) -> Path:
        frame = self._frames[-1] if self._frames else None
        return () if frame is None else (*frame.above, frame.step)

    def _check_features(self, event: Any, *, at_key: bool = False) -> None:
        if event.anchor is not None:
            self._feature(f"the anchor &{shortened(event.anchor)}", event, at_key=at_key)
        if event.tag is not None:
            tag = shortened(event.tag.replace(YAML_TAGS, "!!"))
            self._feature(f"the tag {tag}", event, at_key=at_key)

    def _feature(self, what: str, event: Any, *, at_key: bool = False) -> None:
        self._problem(
            Code.YAML_FEATURE,
            f"Found {what}, which is not read.",
            "Write the value itself. Put text that begins with &, * or ! in quotes.",
            event,
            at_key=at_key,
        )

    def _check_characters(self, text: str, event: Any, *, at_key: bool = False) -> None:
        match = REFUSED_CHARACTERS.search(text)
        if match is not None:
            code, message, hint = refused_character(match.group())
            self._problem(code, message, hint, event, at_key=at_key)

    def _problem(self, code: Code, message: str, hint: str, event: Any, *, at_key: bool = False) -> None:
        line, column = self._place(event.start_mark.index)
        self.problems.append(
            Problem(code, message, hint, None, self._path(), at_key, self._name, line=line, column=column)
        )

    def _fatal(self, code: Code, message: str, hint: str, index: int) -> Problem:
        line, column = self._place(index)
        return Problem(code, message, hint, line=line, column=column)

    def _place(self, index: int) -> Place:
        """Line and column by our own count: YAML also counts U+2028 as a line's end."""
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines.place(index)


def _nothing() -> Problem:
    return Problem(Code.NO_DOCUMENT, "The file is empty.", "Write a document in it.", line=1, column=1)
