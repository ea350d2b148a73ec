"""Read YAML strictly: line by line where it is plain, else in one flat pass over its events.

Only true, false, null, whole numbers and decimals are typed. Anchors, aliases, tags, duplicate
keys and deep nesting are refused where they stand. The events are never composed into nodes:
the composer of libyaml recurses, and 50,000 brackets end the process.
"""

import re
import sys
from dataclasses import dataclass, field
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
    text_of,
)
from spinout.inputs.yaml_lines import NUMBER_STARTS, UNREAD, read_plain_yaml
from spinout.inputs.yaml_words import UNREADABLE, syntax_words

TYPED = {"": None, "null": None, "true": True, "false": False}
HARMLESS = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
"""What ASCII has but control characters."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_CHARACTERS = "\ufffe\uffff"
YAML_TAGS = "tag:yaml.org,2002:"


def read_yaml(name: str, raw: bytes) -> Document:
    """Read one YAML document of a file's bytes."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    refused = _refused_character(raw, text)
    if refused is not None:
        code, message, hint = refused_character(text[refused])
        line, column = Lines(text).place(refused)
        return broken(name, Problem(code, message, hint, line=line, column=column))
    data = read_plain_yaml(text)
    return read_events(name, text) if data is UNREAD else Document(name, data, lambda: _places(name, text))


def _refused_character(raw: bytes, text: str) -> int | None:
    """Where the first character stands that no text may hold; bytes that are UTF-8 hold no half of a pair."""
    if raw.isascii() and not raw.translate(None, HARMLESS):
        return None
    match = CONTROL.search(text)
    places = [] if match is None else [match.start()]
    places.extend(text.index(character) for character in NO_CHARACTERS if character in text)
    return min(places, default=None)


def read_events(name: str, text: str) -> Document:
    """Read a text by the events of YAML's own parser, which tells all that is wrong with it."""
    pass_ = _Pass(name, text)
    fatal = pass_.run()
    if fatal is not None:
        return broken(name, fatal)
    return Document(name, pass_.result, lambda: _places(name, text), tuple(pass_.problems))


def _places(name: str, text: str) -> Places:
    recorded = _Pass(name, text, places=Places({}, {}))
    recorded.run()
    assert recorded.places is not None
    return recorded.places


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


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled; `key` is the key whose value comes next."""

    into: Any
    step: str | int = 0
    wants_value: bool = False
    skip: bool = False
    first: dict[str, int] = field(default_factory=dict)
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

    def run(self) -> Problem | None:
        """Read the events; a problem is given back where they cannot be read to the end."""
        import yaml

        from spinout.inputs.yaml_parsers import parser_of

        parser: Any = None
        try:
            parser = parser_of(self._text)
            return self._events(parser, yaml)
        except yaml.MarkedYAMLError as error:
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
        self._put(into, event.start_mark.index, keep_step=True)
        self._frames.append(_Frame(into))
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
        return index if self.places is None else len(self._text[:index].rstrip(" "))

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
        return tuple(frame.step for frame in self._frames)

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
