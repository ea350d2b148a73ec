"""What the Tab key completes, in a real bash and as the other shells ask."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.cli.completion import join_at_sign

BASH = shutil.which("bash")


def asked(tmp_path: Path, line: str) -> list[str]:
    """What a bash offers at the end of a line."""
    script = subprocess.run(
        [sys.executable, "-m", "spinout"],
        env={**os.environ, "_SPINOUT_COMPLETE": "source_bash"},
        capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    (tmp_path / "spinout").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spinout "$@"\n')
    (tmp_path / "spinout").chmod(0o755)
    # bash parts the words of a line at the signs in COMP_WORDBREAKS, which a script has to do for itself
    words = line.replace("=", " = ").split(" ")
    words = [word for word in words[:-1] if word] + words[-1:]
    listed = " ".join(f"'{word}'" for word in words)
    body = f"{script}\nCOMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}\n_spinout_completion spinout\n"
    done = subprocess.run(
        [str(BASH), "--norc", "-c", body + 'printf "%s\\n" "${COMPREPLY[@]}"'],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("spinout score a.yaml --stage in", ["in-principle"]),
        ("spinout score a.yaml --stage=f", ["final"]),
        ("spinout report a.yaml --format d", ["docx"]),
        ("spinout collect in --stage in", ["in-principle"]),
        ("spinout coll", ["collect"]),
        ("spinout assess --as us", ["users"]),
        ("spinout form --respondent re", ["residents"]),
        ("spinout form --section tr", ["transition"]),
        ("spinout form --essentials go", ["go-live"]),
        ("spinout assess --set about.dec", [
            "about.decision=explore", "about.decision=in-principle", "about.decision=final", "about.decision=go-live",
            "about.decision=dont-know",
        ]),
        ("spinout assess --set about.decision=f", ["final"]),
        ("spinout whatif a.yaml --set about.decision=go", ["go-live"]),
        ("spinout assess --set nothing.such=", []),
    ],
)  # fmt: skip
def test_bash_completes(line: str, offered: list[str], tmp_path: Path) -> None:
    """Stages, formats, respondents, and answers behind their question."""
    assert [word for word in asked(tmp_path, line) if word] == offered


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_other_shells_complete_an_answer(shell: str) -> None:
    """They take the word as a whole."""
    line = "spinout assess --set about.decision=f"
    asks = {
        "_SPINOUT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rsplit(maxsplit=1)[-1],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "spinout"], env={**os.environ, **asks},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "about.decision=final" in done.stdout


NAMES = st.text("abc.-", min_size=1, max_size=8)
WORDS = NAMES | st.tuples(NAMES, st.text("xyz", min_size=1, max_size=5)).map("=".join)
LAST = NAMES | st.tuples(NAMES, st.text("xyz", max_size=5)).map("=".join)


@given(st.lists(WORDS, max_size=5), LAST)
def test_words_are_put_together_as_they_were_typed(before: list[str], last: str) -> None:
    """Whatever bash parts at the sign, and wherever the last word ends."""
    words = [*before, last]
    parted = " ".join(words).replace("=", " = ").split()
    environ = {"_SPINOUT_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(["spinout", *parted])}
    environ["COMP_CWORD"] = str(len(parted))
    join_at_sign(environ)
    assert environ["COMP_WORDS"].split("\n") == ["spinout", *words]
    assert environ["COMP_CWORD"] == str(len(words))
