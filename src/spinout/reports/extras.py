"""The parts of the program that are installed only by those who want them. Importing this loads none."""

from collections.abc import Iterator
from contextlib import contextmanager


class MissingExtra(Exception):  # noqa: N818 - it reads as what happened
    """A format needs a package that is not installed; says what to install."""

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        super().__init__(
            f"{what} needs a part of spinout that is not installed. Install it: "
            f'python -m pip install "spinout[{extra}]"'
        )


@contextmanager
def needing(extra: str, what: str) -> Iterator[None]:
    """Import the packages of an extra. Raises MissingExtra where one is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(extra, what) from error
