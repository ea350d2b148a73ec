"""Files damaged as chance has it, the same for the same number each time."""

import io
import json
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

TOKENS = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x85", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\x1b[31m", b"\x7f"),
    *(b"\n", b"\r", b"\r\n", b"\t", b"  ", b"\n\n", b"---\n", b"...\n", b"# ", b"- ", b"? ", b": ", b":", b",", b"`"),
    *(b"&a ", b"*a", b"<<: ", b"!!int ", b"!x ", b"|\n", b">-\n", b"%YAML 1.1\n", b"@", b"~", b"null", b"'", b'"'),
    *(b"{", b"}", b"[", b"]", b"[[[[[[[[", b"{{{{", b"\\u0000", b"\\ud800", b"\\x41", b"\\", b"\\n", b"9" * 17),
    *(b"yes", b"no", b"true", b"dont-know", b"0123", b"1_000", b"1e9", b"-0", b"NaN", b"0x1F", b"1:20", b"12.5%"),
    *(b"2026-02-30", b";", b'""', b"=1+1", b"answers:", b"answer:", b"show_if:", b"any:", b"not:", b"<", b">", b"<c>"),
    *(b"</c>", b"&#0;", b"&lt;", b"&x;", b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"<!--", b"<?x?>", b"%%EOF", b"endobj"),
]
ODD: list[Any] = [
    *(None, True, False, 0, -1, 3, 101, 0.5, "", " ", "x", "yes", "dont-know", "users.meetings", "\u202e", "a" * 300),
    *([], {}, [[]], [None], {"": ""}, {"question": "users.meetings"}, {"all": []}, {"not": {}}, {"any": [{}]}),
    *({"question": "users.meetings", "at_least": 1}, {"criterion": "x"}, {"question": "users.votes", "part": "users"}),
]


def damaged(chance: Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    """The bytes with one to four faults put in."""
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        raw = chance.choice(WAYS)(chance, raw, others)
    return raw[:200_000]


def _changed(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def _flipped(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    if not raw:
        return raw
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]


def _cut_off(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _taken_out(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.randint(1, 12) :]


def _with_token(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 60)) + raw[at + chance.choice((0, 0, 1, 3)) :]


def _repeated(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    at, length = chance.randrange(len(raw) + 1), chance.randint(1, 40)
    return raw[:at] + raw[at : at + length] * chance.choice((2, 3, 30)) + raw[at + length :]


def _spliced(chance: Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


def _lines(chance: Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


WAYS = (_changed, _flipped, _cut_off, _taken_out, _with_token, _with_token, _repeated, _spliced, _lines, _lines)


def damaged_package(chance: Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    """A zip with a fault in its own bytes; or more often one that is whole, with a fault in one of its parts."""
    if chance.randrange(4) == 0:
        return damaged(chance, raw, others)
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    # the largest parts hold what is read
    chosen = chance.choice(sorted(parts, key=lambda name: len(parts[name]))[-3:])
    parts[chosen] = damaged(chance, parts[chosen], list(parts.values()))
    if chance.randrange(20) == 0:
        del parts[chance.choice(list(parts))]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def damaged_data(chance: Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    """JSON that is well formed, with some of its values in the place of others, odd, or left out."""
    data = json.loads(chance.choice((raw, *others)))
    for _ in range(chance.choice((1, 1, 2, 3))):
        holders = [holder for holder in _holders(data) if holder]
        if not holders:
            break
        holder: Any = chance.choice(holders)
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = deepcopy(chance.choice(ODD))
            case 2:
                other: Any = chance.choice(holders)
                holder[key] = deepcopy(chance.choice(list(other.values()) if isinstance(other, dict) else other))
            case _:
                more = deepcopy(holder[key])
                holder.append(more) if isinstance(holder, list) else holder.update({chance.choice(WORDS): more})
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


WORDS = [
    "id",
    "title",
    "ask",
    "type",
    "show_if",
    "essential",
    "is",
    "at_least",
    "count_of",
    "part",
    "any",
    "x",
    "weight",
]


def _holders(data: Any) -> list[Any]:
    """Every list and mapping in plain data."""
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    own = [data] if isinstance(data, dict | list) else []
    return own + [holder for part in inside for holder in _holders(part)]
