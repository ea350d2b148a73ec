"""Read YAML strictly, in one flat pass over its events.

Only true, false, null, whole numbers and decimals are typed. Anchors, aliases, tags, duplicate
keys and deep nesting are refused where they stand. The events are never composed into nodes:
the composer of libyaml recurses, and 50,000 brackets end the process.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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
from spinout.inputs.yaml_words import syntax_problem

if TYPE_CHECKING:
    from yaml import Mark

TYPED = {"": None, "null": None, "true": True, "false": False}
NUMBER_STARTS = frozenset("-0123456789")


def read_yaml(name: str, raw: bytes) -> Document:
    """Read one YAML document of a file's bytes."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    match = REFUSED_CHARACTERS.search(text)
    if match is not None:
        code, message, hint = refused_character(match.group())
        line, column = Lines(text).place(match.start())
        return broken(name, Problem(code, message, hint, line=line, column=column))
    pass_ = _Pass(name, text)
    fatal = pass_.run()
    if fatal is not None:
        return broken(name, fatal)

    def find_places() -> Places:
        recorded = _Pass(name, text, places=Places({}, {}))
        recorded.run()
        assert recorded.places is not None
        return recorded.places

    return Document(name, pass_.result, find_places, tuple(pass_.problems))


def fast_parser_missing() -> bool:
    """Whether this PyYAML lacks its C part, and so reads some fourteen times slower."""
    import yaml

    return not hasattr(yaml, "CLoader")


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled; `key` is the key whose value comes next."""

    into: Any
    step: str | int = 0
    wants_value: bool = False
    skip: bool = False
    first_lines: dict[str, int] = field(default_factory=dict)


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

    def run(self) -> Problem | None:
        """Read the events; a problem is given back where they cannot be read to the end."""
        import yaml

        loader: Any = yaml.CLoader if hasattr(yaml, "CLoader") else yaml.Loader
        parser = loader(self._text)
        try:
            return self._events(parser, yaml)
        except yaml.MarkedYAMLError as error:
            return syntax_problem(error, self._text)
        except yaml.reader.ReaderError as error:
            line, column = Lines(self._text).place(error.position or 0)
            return Problem(
                Code.YAML_SYNTAX, "A character stands here that no YAML file may hold.", line=line, column=column
            )
        finally:
            parser.dispose()

    def _events(self, parser: Any, yaml: Any) -> Problem | None:
        documents = 0
        scalar, ends = yaml.ScalarEvent, (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        openings = (yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
        while True:
            event = parser.get_event()
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
            return self._placed(
                Code.KEY_NOT_TEXT,
                "Found something other than text where a key belongs.",
                "Write a plain key; put text that begins with a brace or a star in quotes.",
                event,
            )
        if type(event) is yaml.AliasEvent:
            self._feature("the alias *" + event.anchor, event)
            self._put(None, event.start_mark)
            return None
        self._check_features(event)
        into: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._put(into, event.start_mark, keep_step=True)
        self._frames.append(_Frame(into))
        if len(self._frames) > MOST_DEPTH:
            return self._placed(Code.TOO_DEEP, f"The nesting is deeper than {MOST_DEPTH}.", "Flatten it.", event)
        return None

    def _second_document(self, event: Any) -> Problem:
        return self._placed(
            Code.SEVERAL_DOCUMENTS,
            "A second document starts here.",
            "Keep one document in a file; `---` may stand at its top only.",
            event,
        )

    def _scalar(self, event: Any) -> None:
        self._check_features(event)
        if self._wants_key():
            self._key(self._frames[-1], event)
            return
        text = event.value
        if event.style and event.style != "":
            self._put(text, event.start_mark)
            if event.style == '"':
                self._check_characters(text, event)
        elif text in TYPED:
            self._put(TYPED[text], event.start_mark)
        elif text[0] in NUMBER_STARTS:
            number = number_from(text)
            if number is not None and too_long(text):
                self._problem(
                    Code.NUMBER_TOO_LONG,
                    f"The number {shortened(text)} has more than 15 digits.",
                    "Round it; or put it in quotes, if it is a reference and no number.",
                    event,
                )
                self._put(None, event.start_mark)
            else:
                self._put(text if number is None else number, event.start_mark)
        else:
            self._put(text, event.start_mark)

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value
        frame.step, frame.wants_value, frame.skip = key, True, False
        if event.style == '"':
            self._check_characters(key, event, at_key=True)
        line = event.start_mark.line + 1
        if key in frame.first_lines:
            frame.skip = True
            self._problem(
                Code.DUPLICATE_KEY,
                f"The key {found(key)} stands here a second time; it stood in line {frame.first_lines[key]}.",
                "Keep one of the two.",
                event,
                at_key=True,
            )
            return
        frame.first_lines[key] = line
        if self.places is not None:
            self._keys.setdefault(self._path(), _place(event.start_mark))

    def _close(self) -> None:
        self._frames.pop()
        if self._frames:
            self._next(self._frames[-1])

    def _put(self, value: Any, mark: "Mark", *, keep_step: bool = False) -> None:
        if self.places is not None:
            self._values.setdefault(self._path(), _place(mark))
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

    def _check_features(self, event: Any) -> None:
        if event.anchor is not None:
            self._feature(f"the anchor &{event.anchor}", event)
        if event.tag is not None:
            self._feature(f"the tag {shortened(event.tag)}", event)

    def _feature(self, what: str, event: Any) -> None:
        self._problem(Code.YAML_FEATURE, f"Found {what}, which is not read.", "Write the value itself.", event)

    def _check_characters(self, text: str, event: Any, *, at_key: bool = False) -> None:
        match = REFUSED_CHARACTERS.search(text)
        if match is not None:
            code, message, hint = refused_character(match.group())
            self._problem(code, message, hint, event, at_key=at_key)

    def _problem(self, code: Code, message: str, hint: str, event: Any, *, at_key: bool = False) -> None:
        self._problem_at(code, message, hint, event.start_mark, at_key=at_key)

    def _problem_at(self, code: Code, message: str, hint: str, mark: "Mark", *, at_key: bool = False) -> None:
        line, column = _place(mark)
        self.problems.append(
            Problem(code, message, hint, None, self._path(), at_key, self._name, line=line, column=column)
        )

    def _placed(self, code: Code, message: str, hint: str, event: Any) -> Problem:
        line, column = _place(event.start_mark)
        return Problem(code, message, hint, line=line, column=column)


def _place(mark: "Mark") -> Place:
    return mark.line + 1, mark.column + 1


def _nothing() -> Problem:
    return Problem(Code.NO_DOCUMENT, "The file is empty.", "Write a document in it.", line=1, column=1)
