"""Lines that are too many to keep in memory, in the folder for temporary files, where nobody else reads them."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Self

from spinout.storage import StorageError

MOST_IN_MEMORY = 4_000_000


class Scratch:
    """Lines that are written, and read again from the first; they are gone when the block ends."""

    def __enter__(self) -> Self:
        self._file = SpooledTemporaryFile(MOST_IN_MEMORY)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, line: bytes) -> None:
        """Keep a line, given without its end. Raises StorageError where the folder takes no more."""
        try:
            self._file.write(line + b"\n")
        except OSError as error:
            message = f"What is read is kept here until it is written, and it takes no more: {error.strerror}."
            raise StorageError(gettempdir(), message) from error

    def lines(self) -> Iterator[bytes]:
        """All lines so far."""
        self._file.seek(0)
        yield from self._file
