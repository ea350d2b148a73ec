"""The words of a PDF, read in a process of its own: a file can be made so that reading it never ends.

What reads PDFs keeps to no limits of time and room, and no limit can be set from inside. So this module is run by
itself (`python -m spinout.reports.pdf_words`): a PDF on stdin, its words as UTF-8 on stdout. Whatever becomes of
that process costs the other nothing but the wait.
"""

import signal
import subprocess
import sys
from io import BytesIO

SECONDS = 1.5
"""Of the processor; a report of a full questionnaire takes a half."""
LONGEST_WAIT = 10.0
"""Seconds by the clock, on a machine that is busy with other things or cannot count the processor's."""
MOST_MEMORY = 400_000_000
"""Bytes of addresses; a Python that has the library loaded takes half of them."""


class NoWords(Exception):  # noqa: N818 - it reads as what happened
    """The words of a PDF cannot be read."""


def words_of(content: bytes) -> str:
    """The words of a PDF, page by page. Raises NoWords where it is damaged, or made to be slow."""
    command = [sys.executable, "-m", __name__]
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
    _limited()
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it makes of damage is told in one line
    pages = PdfReader(BytesIO(sys.stdin.buffer.read())).pages
    sys.stdout.buffer.write("\n".join(page.extract_text() for page in pages).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
