"""Write plain data as YAML or JSON that the strict readers read back the same."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from spinout.core.scalars import is_plain, scalar
from spinout.core.wording import as_written

STEP = "  "
VERY_WIDE = 10_000_000
BOM = b"\xef\xbb\xbf"
DOCUMENT_START = re.compile(r"(?:[ \t]*(?:#.*)?\n)*---[ \t]*(?:#.*)?\n")
"""A document's explicit start with the comments before it, which the library would drop."""


def new_yaml(data: Mapping[str, object]) -> bytes:
    """A document of YAML, a line for each value."""
    return ("\n".join(_block(data, "")) + "\n").encode("utf-8")


def _block(data: Mapping[str, object], indent: str) -> Iterator[str]:
    """The lines of a mapping; a list without mappings stands on one line."""
    for key, value in data.items():
        name = f"{indent}{scalar(key)}:"
        if isinstance(value, Mapping) and value:
            yield name
            yield from _block(value, indent + STEP)
        elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
            yield name
            for item in value:
                lines = _block(item, indent + 2 * STEP) if isinstance(item, Mapping) and item else (_inline(item),)
                first, *rest = lines
                yield f"{indent}{STEP}- {first.lstrip()}"
                yield from rest
        else:
            yield f"{name} {_inline(value)}"


def _inline(value: object, *, flow: bool = False) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{scalar(k, flow=True)}: {_inline(v, flow=True)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item, flow=True) for item in value) + "]"
    return scalar(value, flow=flow)


def updated_yaml(raw: bytes, before: Mapping[str, object], wanted: Mapping[str, object]) -> bytes:
    """The same document with what is wanted in it; `before` is what the strict reader read from it.

    Comments, order and the writing of what does not change are kept.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    text = raw.removeprefix(BOM).decode("utf-8").replace("\r\n", "\n")
    top = DOCUMENT_START.match(text)
    start = "" if top is None else top[0]
    text = text[len(start) :]
    yaml = YAML()
    # It knows no implicit types: every plain value is text, and is written again as it stood.
    yaml.Resolver = type("AllText", (VersionedResolver,), {"versioned_resolver": {}})
    yaml.preserve_quotes = True
    yaml.width = VERY_WIDE
    yaml.allow_unicode = True
    mapping, sequence, offset = _indentation(text)
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    tree = yaml.load(text)
    _merge(tree, before, wanted)
    buffer = BytesIO()
    yaml.dump(tree, buffer)
    written = start.encode("utf-8") + buffer.getvalue()
    if b"\r\n" in raw:
        written = written.replace(b"\n", b"\r\n")
    return (BOM if raw.startswith(BOM) else b"") + written


_TO_END = r"[ ]*+(?:#[^\n]*+)?\n"
_KEY = rf"[^\s#-](?:[^\n:]|:(?![ ]*+[#\n]))*+:{_TO_END}"
"""A line that ends in a key; nothing of it is tried twice, as a line may be as long as a file."""
FIRST_STEP = re.compile(rf"^{_KEY}(?:{_TO_END})*+([ ]++)[^\s#-]", re.MULTILINE)
FIRST_DASH = re.compile(rf"^([ ]*+){_KEY}([ ]*+)-[ ]", re.MULTILINE)


def _indentation(text: str) -> tuple[int, int, int]:
    """How far a mapping, the items of a list, and their dashes are indented in a file."""
    step, dash = FIRST_STEP.search(text), FIRST_DASH.search(text)
    mapping = len(step[1]) if step else 2
    offset = max(len(dash[2]) - len(dash[1]), 0) if dash else 2
    return mapping, offset + 2, offset


def _merge(tree: Any, before: Mapping[str, object], wanted: Mapping[str, object]) -> None:
    """Change a mapping of the tree where what is wanted differs from what stood there."""
    for key in [key for key in before if key not in wanted]:
        _delete(tree, key)
    for place, (key, value) in enumerate(wanted.items()):
        old = before.get(key)
        if key not in before:
            _insert(tree, place, key, value)
        elif old == value and type(old) is type(value):
            continue
        elif isinstance(old, Mapping) and isinstance(value, Mapping) and old and value:
            _merge(tree[key], old, value)
        elif isinstance(old, list) and isinstance(value, list) and old and value[: len(old)] == old:
            _extend(tree[key], value[len(old) :])
        else:
            _replace(tree, key, value)


def _insert(tree: Any, place: int, key: str, value: object) -> None:
    """Put an entry in; the comment lines above it are about what follows, and stay there."""
    earlier = list(tree)[:place]
    tail = _cut(tree, earlier[-1]) if earlier else ""
    tree.insert(len(earlier), key, _node(value, flow=_in_flow(tree)))
    _hang(tree, key, tail)


def _replace(tree: Any, key: str, value: object) -> None:
    tail = _cut(tree, key)
    tree[key] = _node(value, flow=_in_flow(tree) or key in tree.ca.items)
    _hang(tree, key, tail)


def _extend(items: Any, more: list[object]) -> None:
    tail = _cut(items, _last_key(items))
    items.extend(_node(item, flow=_in_flow(items)) for item in more)
    _hang(items, _last_key(items), tail)


def _delete(tree: Any, key: str) -> None:
    """Take an entry out; the comment lines below it stay, for they are about what follows."""
    tail = _cut(tree, key)
    keys = list(tree)
    place = keys.index(key)
    del tree[key]
    tree.ca.items.pop(key, None)
    if place:
        _hang(tree, keys[place - 1], tail)


def _in_flow(tree: Any) -> bool:
    return tree.fa.flow_style() is True


def _last_key(tree: Any) -> Any:
    if not tree:
        return None
    return len(tree) - 1 if isinstance(tree, list) else next(reversed(tree))


def _innermost(tree: Any, key: Any) -> tuple[Any, Any, int]:
    """Where the library keeps the comment below an entry: its innermost last owner, key and slot."""
    inner: Any = tree[key]
    while isinstance(inner, dict | list) and inner and not inner.fa.flow_style():  # type: ignore[union-attr]
        tree, key = inner, _last_key(inner)
        inner = tree[key]
    return tree, key, 0 if isinstance(tree, list) else 2


def _cut(tree: Any, key: Any) -> str:
    """Take off the comment lines below an entry, which the library hangs on the entry itself."""
    if key is None or _in_flow(tree):
        return ""
    owner, last, slot = _innermost(tree, key)
    found = owner.ca.items.get(last)
    token = found[slot] if found is not None and len(found) > slot else None
    if token is None or isinstance(token, list):
        return ""
    if _is_block_text(owner[last]):
        indent = " " * token.start_mark.column if token.value.startswith("#") else ""
        behind, below = "", indent + token.value
    else:
        behind, _, below = token.value.partition("\n")
    if behind:
        token.value = behind + "\n"
    elif below:
        found[slot] = None
        if not any(found):
            del owner.ca.items[last]
    return str(below)


def _is_block_text(value: object) -> bool:
    """Whether a text stands as a block of lines, which ends its last line itself."""
    return getattr(value, "style", None) in ("|", ">")


def _hang(tree: Any, key: Any, tail: str) -> None:
    """Put comment lines below an entry."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    if not tail or key is None:
        return
    owner, last, slot = _innermost(tree, key)
    found = owner.ca.items.setdefault(last, [None, None, None, None])
    if found[slot] is None:
        line_end = "" if _is_block_text(owner[last]) else "\n"
        found[slot] = CommentToken(line_end + tail, CommentMark(0), None)
    else:
        found[slot].value += tail


def _node(value: object, *, flow: bool) -> Any:
    """A value as a node of the tree. Where a comment stands behind it, a mapping stays on the line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, PlainScalarString

    match value:
        case Mapping():
            mapping: Any = CommentedMap({key: _node(item, flow=flow) for key, item in value.items()})
            if flow or not value:
                mapping.fa.set_flow_style()
            return mapping
        case list() | tuple():
            sequence: Any = CommentedSeq([_node(item, flow=flow) for item in value])
            if flow or not any(isinstance(item, Mapping) for item in value):
                sequence.fa.set_flow_style()
            return sequence
        case str() if not is_plain(value, flow=True):
            return DoubleQuotedScalarString(value)
        case _:
            return PlainScalarString(scalar(value, flow=True))


def new_json(data: Mapping[str, object]) -> bytes:
    """A document of JSON, indented, its letters as they are."""
    return (_written(data, "\n") + "\n").encode("utf-8")


def _written(value: object, line: str) -> str:
    """One value; `line` is a line end with the indentation of what encloses it."""
    inner = line + STEP
    if isinstance(value, Mapping):
        pairs = [f"{json.dumps(str(k), ensure_ascii=False)}: {_written(v, inner)}" for k, v in value.items()]
        return "{" + inner + f",{inner}".join(pairs) + line + "}" if pairs else "{}"
    if isinstance(value, list | tuple):
        if all(isinstance(item, str | int | Decimal) for item in value):
            return "[" + ", ".join(_written(item, inner) for item in value) + "]"
        return "[" + inner + f",{inner}".join(_written(item, inner) for item in value) + line + "]"
    if isinstance(value, Decimal):
        return as_written(value)
    return json.dumps(value, ensure_ascii=False)


def json_line(data: Mapping[str, object]) -> bytes:
    """A document as one line of JSON Lines."""
    return (_on_one_line(data) + "\n").encode("utf-8")


def _on_one_line(value: object) -> str:
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {_on_one_line(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_on_one_line, value)) + "]"
    return as_written(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
