"""Starting: a command loads what it needs, and nothing of what others need."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
ONE = str(EXAMPLES / "adventure-playgrounds" / "answers.yaml")
LOADED = (
    "import sys; from spinout.__main__ import main\n"
    "try: main()\n"
    "except SystemExit: pass\n"
    "print('', *sorted(sys.modules), file=sys.stderr, sep='\\n')"
)
OTHER_READERS = {"ruamel", "spinout.inputs.xlsx", "csv"}
READERS = OTHER_READERS | {"yaml"}
WRITERS = {"jinja2", "rich", "xlsxwriter", "docxtpl", "typst"}
INTERVIEW = {"spinout.core.interview", "spinout.core.insight.plan", "spinout.core.insight.settling"}
COMMANDS = {"spinout.cli.commands.assess", "spinout.cli.commands.batch", "spinout.cli.commands.report"}


def loaded(*words: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(done.stderr.splitlines())


def test_the_version_needs_nothing() -> None:
    """It is told by what Python itself has loaded when it starts."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert loaded("--version") - set(bare.stdout.split()) == {"", "spinout", "spinout.__main__"}


@pytest.mark.parametrize(
    ("words", "none_of"),
    [
        (
            ["--help"],
            READERS | WRITERS | INTERVIEW | {"pydantic", "json", "spinout.use_cases", "spinout.core.questionnaire"},
        ),
        (["score", "--help"], READERS | WRITERS | INTERVIEW | COMMANDS | {"pydantic", "json"}),
        (["score", ONE, "--json"], OTHER_READERS | WRITERS | INTERVIEW | COMMANDS | {"pydantic"}),
        (["score", ONE], OTHER_READERS | WRITERS | COMMANDS | {"pydantic", "spinout.core.interview"}),
        (["check", ONE], OTHER_READERS | WRITERS | INTERVIEW | COMMANDS | {"pydantic"}),
    ],
    ids=["help", "score-help", "score-json", "score", "check"],
)
def test_a_command_loads_no_more_than_it_needs(words: list[str], none_of: set[str]) -> None:
    """Help needs nothing but Typer; scoring a file of YAML loads what reads YAML, and no other reader or writer."""
    assert loaded(*words) & none_of == set()


def test_a_batch_searches_for_garbage_as_python_does() -> None:
    """It is put off only while a command starts."""
    code = (
        "import gc, sys; kept = gc.get_threshold(); from spinout.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(gc.get_threshold() == kept, file=sys.stderr)"
    )
    words = ([sys.executable, "-c", code, command, ONE] for command in ("score", "batch"))
    told = [subprocess.run(each, capture_output=True, text=True, encoding="utf-8", check=True).stderr for each in words]
    assert [each.splitlines()[-1] for each in told] == ["False", "True"]
