"""The shipped questionnaire as it was read when the package was built, so that no command reads it again.

It is a pickle, made by the build and kept inside the package (docs/decisions/0004-compiled-questionnaire.md).
It counts only while it is whole, was made by this version, and every file of the questionnaire is byte by
byte as it was then; else, and for any other questionnaire, the files are read.
"""

import io
import pickle
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spinout import __version__
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import MOST_BYTES
from spinout.storage import StorageError, read_bytes

FILE = "questionnaire.compiled"
PARTED = "\0"
"""What parts the names of files in the heading."""


def compiled(questionnaire: Questionnaire, names: Iterable[str], digest: str) -> bytes:
    """A questionnaire without problems, read from files of these names that have this digest together."""
    made = io.BytesIO()
    _Pickler(made, protocol=5).dump(questionnaire)
    body = made.getvalue()
    heading = "\n".join((__version__, sha256(body).hexdigest(), digest, PARTED.join(names)))
    return heading.encode("utf-8") + b"\n" + body


def compiled_at(path: Path, folder: Path) -> tuple[Questionnaire, str] | None:
    """The questionnaire that was compiled from a folder, and the digest of its files; None where it does not count."""
    try:
        version, whole, digest, names, body = read_bytes(path).split(b"\n", 4)
        if version.decode() != __version__ or sha256(body).hexdigest() != whole.decode():
            return None
        files = {name: read_bytes(folder / name, most=MOST_BYTES) for name in names.decode("utf-8").split(PARTED)}
    except (StorageError, ValueError):
        return None
    if digest_of(files) != digest.decode():
        return None
    questionnaire: Questionnaire = pickle.loads(body)
    return questionnaire, digest.decode()


def digest_of(files: dict[str, bytes]) -> str:
    """A digest of files, with their names and lengths, that changes whenever one of them does."""
    digest = sha256()
    for name, raw in sorted(files.items()):
        digest.update(f"{name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def read_only(mapping: dict[str, Any]) -> MappingProxyType[str, Any]:
    """A mapping that cannot be changed, as the pickle makes it again."""
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """Also keeps mappings that cannot be changed, and gives the same bytes for the same questionnaire."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, MappingProxyType):
            return read_only, (dict(obj),)
        if isinstance(obj, frozenset):
            return frozenset, (sorted(obj),)
        return NotImplemented
