"""The words of a PDF, read in a process of its own: a file can be made so that reading it never ends.

What reads PDFs keeps to no limits of time and room, and no limit can be set from inside. So this module is run by
itself (`python -P -m spinout.reports.pdf_words PAGES`): a PDF on stdin, the words of its last pages, or of all, as
UTF-8 on stdout. Whatever becomes of that process costs the other nothing but the wait.
"""

import signal
import subprocess
import sys
from io import BytesIO

SECONDS = 1.5
"""Of the processor; all words of a paper of thirty pages take a half of it."""
LONGEST_WAIT = 5.0 if sys.platform == "win32" else 30.0
"""Seconds by the clock: on a machine that is busy with other things, or where the processor's are not counted."""
MOST_MEMORY = 400_000_000
"""Bytes of addresses; a Python that has the library loaded takes half of them."""


class NoWords(Exception):  # noqa: N818 - it reads as what happened
    """The words of a PDF cannot be read."""


def words_of(content: bytes, *, last: int = 0) -> str:
    """The words of the last pages of a PDF, 0 for all. Raises NoWords where it is damaged, or made to be slow."""
    # -P: no module is taken from the folder that somebody happens to stand in
    command = [sys.executable, "-P", "-m", __name__, str(last)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_WAIT, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise NoWords from error
    return done.stdout.decode("utf-8", "replace")


def _limited() -> None:
    """Let the system end this process where it takes too long or too much."""
    if sys.platform == "win32":
        return
    import resource

    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Write the words of what is on stdin to stdout."""
    last = int(sys.argv[1])
    _limited()
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it makes of damage is told in one line
    pages = PdfReader(BytesIO(sys.stdin.buffer.read())).pages
    sys.stdout.buffer.write("\n".join(page.extract_text() for page in pages[-last:]).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
