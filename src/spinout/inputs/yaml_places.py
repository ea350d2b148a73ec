"""Find where every key and value of a text stands that was read line by line, and so has nothing wrong with it."""

from typing import Any

import yaml

from spinout.core.problems import Path
from spinout.inputs.documents import Lines, Place, Places
from spinout.inputs.yaml_parsers import parser_of


def places_of_plain(text: str) -> Places:
    """The places of a plain text, in one pass over its events."""
    parser = parser_of(text)
    try:
        return _places(parser.get_event, text)
    finally:
        parser.dispose()


def _places(get_event: Any, text: str) -> Places:
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    place = Lines(text).place
    scalar, mapping, sequence, end = (
        yaml.ScalarEvent,
        yaml.MappingStartEvent,
        yaml.SequenceStartEvent,
        yaml.StreamEndEvent,
    )
    outer: list[tuple[Path, int]] = []
    above: Path = ()
    path: Path | None = ()
    """Of the value that comes next; None where a key does."""
    step = -1
    """The index in a list, or -1 in a mapping and at the top."""
    while (kind := type(event := get_event())) is not end:
        if kind is scalar:
            at = event.start_mark.index
            if path is None:
                path = (*above, event.value)
                keys[path] = place(at)
                continue
            values[path] = place(at if event.value or event.style else _after_what_comes_before(text, at))
        elif kind is mapping or kind is sequence:
            assert path is not None
            values[path] = place(event.start_mark.index)
            outer.append((above, step))
            above = path
            step = 0 if kind is sequence else -1
            path = None if kind is mapping else (*above, 0)
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            above, step = outer.pop()
        else:
            continue  # the start or the end of the document
        if step < 0:
            path = None
        else:
            step += 1
            path = (*above, step)
    return Places(values, keys)


def _after_what_comes_before(text: str, at: int) -> int:
    """Where a value is missing; the parsers see it differently."""
    while at and text[at - 1] == " ":
        at -= 1
    return at
