"""Names of files and texts that a terminal would act on are shown, and act on nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.cli.streams import safe
from spinout.core.wording import ACTING, visible
from spinout.reports.data.objects import json_text
from stories import SMALL

NAME = "a\x1b]0;owned\x07\u202efdp\r\nAll is well.\x9b1m.yaml"
SHOWN = "a\\x1b]0;owned\\x07\\u202efdp\\r\\nAll is well.\\x9b1m.yaml"
ANY = st.text(st.characters() | st.sampled_from("\x1b\x9b\u202e\u2066\u2028\x7f\n\r\t\ud800\U000e0041"))


@given(st.dictionaries(ANY, ANY) | st.lists(ANY).map(lambda texts: {"a": texts}))
@pytest.mark.parametrize("indent", [None, 2])
def test_json_reads_the_same_and_acts_on_nothing(indent: int | None, made: dict[str, object]) -> None:
    """What would act is an escape of JSON's."""
    told = json_text(made, indent=indent)
    assert json.loads(told.encode()) == made
    assert not ACTING.search(told.replace("\n", ""))


@given(ANY)
def test_a_shown_text_acts_on_nothing(text: str) -> None:
    """Ends of lines are ends of lines in a text of many, and seen in a name."""
    assert not ACTING.search(safe(text).replace("\n", ""))
    assert not ACTING.search(visible(text))


@pytest.mark.parametrize("text", ["Dŵr Cymru", "Café\u00a0X", "日本", "a\u200db", "❤️"])
def test_words_of_any_language_stay(text: str) -> None:
    """Also what joins their letters."""
    assert visible(text) == text
    assert json.loads(json_text({"a": text})) == {"a": text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good and a broken file of answers under such names."""
    try:
        (tmp_path / NAME).write_bytes((SMALL / "answers.yaml").read_bytes())
        (tmp_path / f"b{NAME}").write_text("answers: [")
    except OSError:
        pytest.skip("this system has no such names")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("check", NAME, f"b{NAME}"),
        ("check", NAME, f"b{NAME}", "--json"),
        ("score", NAME),
        ("score", NAME, "--json"),
        ("score", f"b{NAME}"),
        ("score", f"none{NAME}"),
        ("batch", "."),
        ("batch", ".", "--json"),
        ("compare", NAME, NAME),
        ("compare", NAME, NAME, "--json"),
        ("panel", NAME),
        ("report", NAME, "-o", "-", "--format", "json"),
        ("report", NAME, "-o", f"{NAME}.md"),
        ("verify", f"{NAME}.html", NAME),
        ("plan", NAME),
    ],
    ids=" ".join,
)
def test_every_command_shows_such_a_name(folder: Path, words: tuple[str, ...]) -> None:
    """Nothing of it reaches the terminal as it is, and no line of it looks like one of the program's."""
    command = [sys.executable, "-m", "spinout", *words, "--questions", str(SMALL / "questions.yaml")]
    told = subprocess.run(command, cwd=folder, capture_output=True, check=False, env={**os.environ, "COLUMNS": "400"})
    assert told.returncode in ((0, 1) if "none" not in words[1] and words[0] != "verify" else (3,))
    for line in (told.stdout + told.stderr).decode().splitlines():
        assert not ACTING.search(line)
        assert not line.startswith("All is well.")
