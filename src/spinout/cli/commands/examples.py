"""`spinout examples`: answers to try it with."""

from pathlib import Path
from typing import Annotated

from spinout.cli.loading import Force, option

Copy = Annotated[Path | None, option("--copy", "DIR", "Copy the examples into this folder.")]


def examples(copy: Copy = None, force: Force = False) -> None:
    """List the examples, or copy them to try spinout with. They are illustrations, and score no real organisation.

    Example: spinout examples --copy examples
    """
    from spinout.cli.outputs import copied
    from spinout.cli.streams import result, say
    from spinout.use_cases.copies import shipped_names

    if copy is None:
        for name in shipped_names("examples"):
            result(name)
        say("To copy them: spinout examples --copy examples")
        return
    for path in copied("examples", copy, force=force):
        result(path)
    say(f"To begin: spinout score {copy / 'adventure-playgrounds' / 'answers.yaml'}")
