"""Bad files that are too big to keep, or whose bytes an editor or a checkout would change."""

from collections.abc import Callable, Mapping

HEAD = 'questionnaire: village-hall\nversion: "2026.11"\nanswers:\n'
JSON_HEAD = '{"questionnaire": "village-hall", "answers": {'


def _yaml(answers: str, encoding: str = "utf-8") -> bytes:
    return (HEAD + answers).encode(encoding)


def _json(answers: str) -> bytes:
    return (JSON_HEAD + answers + "}}\n").encode()


def _too_big(head: str, tail: str) -> bytes:
    return (head + "x" * 2_000_001 + tail).encode()


GENERATED: Mapping[str, Callable[[], bytes]] = {
    "empty.yaml": lambda: b"",
    "empty.json": lambda: b" \n",
    "empty.jsonl": lambda: b"",
    "brackets.yaml": lambda: _yaml("  plan.story: " + "[" * 50_000 + "\n"),
    "braces.yaml": lambda: _yaml("  plan.story: " + "{" * 50_000 + "\n"),
    "dashes.yaml": lambda: _yaml("  plan.story:\n    " + "- " * 50_000 + "\n"),
    "brackets.json": lambda: b"[" * 50_000,
    "braces.json": lambda: b'{"a":' * 50_000,
    "too-big.yaml": lambda: _too_big(HEAD + "  plan.story: ", "\n"),
    "too-big.json": lambda: _too_big(JSON_HEAD + '"plan.story": "', '"}}'),
    "too-big.jsonl": lambda: _json("")[:-1] + b"\n" + _too_big(JSON_HEAD + '"plan.story": "', '"}}\n') + _json(""),
    "endless-number.yaml": lambda: _yaml("  money.hirings: " + "7" * 5_000 + "\n"),
    "endless-number.json": lambda: _json('"money.hirings": ' + "7" * 5_000),
    "utf-16.yaml": lambda: _yaml("  users.meetings: 2\n", "utf-16"),
    "utf-16-without-mark.yaml": lambda: _yaml("  users.meetings: 2\n", "utf-16-le"),
    "utf-16.json": lambda: _json('"users.meetings": 2').decode().encode("utf-16"),
    "utf-16.jsonl": lambda: _json('"users.meetings": 2').decode().encode("utf-16"),
    "cp1252.yaml": lambda: _yaml("  users.meetings: 2\n  plan.story: The caf\u00e9 \u2013 since 1911\n", "cp1252"),
    "cp1252.json": lambda: _json('"plan.story": "caf\u00e9"').decode().encode("cp1252"),
    "cp1252-after-mark.yaml": lambda: b"\xef\xbb\xbf" + _yaml("  plan.story: caf\u00e9\n", "cp1252"),
    "nul.yaml": lambda: _yaml("  plan.story: a\0b\n"),
    "escape.yaml": lambda: _yaml("  plan.story: \x1b[31mred\n"),
    "c1.yaml": lambda: _yaml("  plan.story: \x9b31mred\n"),
    "delete.yaml": lambda: _yaml("  plan.story: a\x7f\n"),
    "no-character.yaml": lambda: _yaml("  plan.story: caf\u00e9 \uffff\n"),
    "nul.json": lambda: b"\0" + _json(""),
    "escape.json": lambda: _json('"plan.story": "\x1b[31mred"'),
    "c1.json": lambda: _json('"plan.story": "\x9b31mred",\n "users.meetings": 9'),
    "surrogate-bytes.yaml": lambda: _yaml("  plan.story: ") + b"\xed\xa0\xbd\n",
    "mark-and-wrong-answer.yaml": lambda: b"\xef\xbb\xbf" + _yaml("  users.meetings: 9\n"),
    "windows-lines.yaml": lambda: _yaml("  users.meetings: 9\n  money.income: 101\n").replace(b"\n", b"\r\n"),
    "old-mac-lines.yaml": lambda: _yaml("  users.meetings: 9\n").replace(b"\n", b"\r"),
    "odd-tag.yaml": lambda: _yaml("  plan.story: !%ed%a0%80 x\n"),
    "odd-escape.yaml": lambda: _yaml('  plan.story: "\\UFFFFFFFF"\n'),
    "picture.yaml": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "spreadsheet.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "no-ending": lambda: _yaml("  users.meetings: 2\n"),
}
