"""Load a questionnaire: the shipped one, as the package was built with it or anew, a folder, or a single file."""

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout import __version__
from spinout.core.problems import Code, Problem, bounded, in_file_order
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import found as quoted
from spinout.inputs.documents import LIBRARIES_RAISE, MOST_BYTES, Document, Flaw, at_top, read_document, unreadable
from spinout.resources import kept, shipped
from spinout.storage import StorageError, is_folder, read_bytes

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


class _Pickler(pickle._Pickler):  # the one in C asks nobody about sets, whose order changes with each process
    """Also keeps mappings that cannot be changed, and gives the same bytes for the same questionnaire."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, MappingProxyType):
            return read_only, (dict(obj),)
        if isinstance(obj, frozenset):
            return frozenset, (sorted(obj),)
        return NotImplemented


MAIN = "questionnaire.yaml"


class Loaded(Struct, frozen=True):
    """A questionnaire, where it was loaded from, and the digest of all its files."""

    questionnaire: Questionnaire
    path: str
    sha256: str
    advice: tuple[Problem, ...] = ()
    """What its author may not have meant."""


class BrokenQuestionnaire(Struct, frozen=True):
    """A questionnaire that cannot be used, and all that is wrong with it."""

    path: str
    problems: tuple[Problem, ...]


def load_questionnaire(path: str | Path | None = None) -> Loaded | BrokenQuestionnaire:
    """Load the shipped questionnaire, or that of a folder or file.

    Raises StorageError where the folder or file itself cannot be read; a file that it names and
    that is missing is a problem of the questionnaire.
    """
    where = shipped("questions") if path is None else Path(path)
    if path is None and (found := compiled_at(kept(FILE), where)) is not None:
        return Loaded(found[0], str(where), found[1])
    if is_folder(where):
        return _load(where / MAIN, where)
    return _load(where, where.parent if where.name == MAIN else None)


def compile_shipped() -> bytes:
    """The shipped questionnaire as the package keeps it. Raises ValueError where it has problems."""
    from spinout.core.reading.questionnaires import files_named, plain_name

    folder = shipped("questions")
    loaded = _load(folder / MAIN, folder)
    if isinstance(loaded, BrokenQuestionnaire):
        raise ValueError(f"{loaded.path}: {loaded.problems[0].message}")
    main = read_document(MAIN, read_bytes(folder / MAIN))
    return compiled(loaded.questionnaire, (MAIN, *map(plain_name, files_named(main.data).values())), loaded.sha256)


def _load(main: Path, folder: Path | None) -> Loaded | BrokenQuestionnaire:
    """Load a questionnaire whose main file may name files of a folder; problems name them as that file does."""
    from spinout.core.reading.questionnaires import Documents, advice_on, files_named, plain_name, questionnaire_from

    shown = str(main)
    first = read_document(shown, read_bytes(main, most=MOST_BYTES, plain=folder is not None))
    name = shown if folder is None else main.name
    documents = {name: first}
    problems: list[Problem] = []
    for place, other in files_named(first.data).items() if first.whole else ():
        document = _document(other, folder)
        if isinstance(document, Document):
            documents[plain_name(other)] = document
        else:
            problems.append(Problem(*document, path=place, file=name))
    questionnaire = None
    whole = Documents(name, {name: document.data for name, document in documents.items()})
    if not problems and all(document.whole for document in documents.values()):
        try:
            questionnaire, found = questionnaire_from(whole)
            problems.extend(found)
        except LIBRARIES_RAISE as error:
            problems.append(replace(unreadable(error), file=name))
    placed = _placed(documents, problems)
    if placed or questionnaire is None:
        return BrokenQuestionnaire(shown, placed)
    raw = {main.name if folder is None else name: document.raw for name, document in documents.items()}
    path = shown if folder is None else str(folder)
    advice = bounded(in_file_order((*_comments(documents), *_placed(documents, advice_on(questionnaire, whole)))))
    return Loaded(questionnaire, path, digest_of(raw), advice)


def _comments(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Comments that were most likely meant as text."""
    for document in documents.values():
        for each in document.comments:
            if document.takes_from_text(each):
                line, column = each.place
                yield at_top(Code.COMMENT_IN_TEXT, each.message, "", line, column, file=document.name)


def _document(name: str, folder: Path | None) -> Document | Flaw:
    """A file that the main one names; or what is wrong with it where there is none to read."""
    if folder is None:
        hint = f"Write what is in that file here; or call this file {MAIN}, which may name the files beside it."
        return Code.WRONG_TYPE, f"Found {quoted(name)}, the name of a file.", hint
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
        message = f"The file {quoted(name)} is not inside the questionnaire's folder."
        return Code.MISSING_FILE, message, "Copy it into the folder, and name it from there."
    shown = str(folder / name)
    try:
        return read_document(shown, read_bytes(shown, most=MOST_BYTES, plain=True))
    except StorageError as error:
        return Code.MISSING_FILE, f"The file {quoted(name)} cannot be read.", error.message


def _placed(documents: Mapping[str, Document], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with the paths of their files, and with their places."""
    found = list(problems)
    return bounded(
        in_file_order(
            placed
            for name, document in documents.items()
            for placed in document.placed(replace(p, file=document.name) for p in found if p.file == name)
        )
    )
