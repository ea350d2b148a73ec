"""The places of a paper that an officer fills, and the words that somebody has written for them."""

from collections.abc import Mapping

from msgspec import Struct, field

LINE, DATE, TEXT, TABLE = "line", "date", "text", "table"
SHAPES = (LINE, DATE, TEXT, TABLE)
COLUMN_SHAPES = (LINE, DATE, TEXT)
IN_LISTS = ("recommendations", "conditions", "restricted")
"""What has slots of its own beside the title block, the headings and the implications."""


class SlotColumn(Struct, frozen=True):
    """A column of a slot that is a table."""

    id: str
    label: str
    shape: str = TEXT


class Slot(Struct, frozen=True):
    """One place for an officer's words.

    `shape` is one of SHAPES; `needed` where a paper without it is not ready. `role` says whose words they are,
    and `questions` are those whose answers they bear on. `given` is what stands there where nobody writes
    anything else.
    """

    id: str
    label: str
    shape: str = TEXT
    prompt: str | None = None
    needed: bool = False
    columns: tuple[SlotColumn, ...] = ()
    role: str | None = None
    questions: tuple[str, ...] = ()
    given: str | None = None

    @property
    def blank(self) -> str:
        """What marks the place while nothing stands in it."""
        if self.prompt is not None:
            return f"[{self.prompt}]"
        if self.role is not None:
            return f"[for the {self.role[0].lower()}{self.role[1:]}]"
        return f"[{self.label[0].lower()}{self.label[1:]}]" if self.label else "[ ]"


class SlotWords(Struct, frozen=True):
    """What was written for a slot: a text, or the rows of a table by the ids of its columns.

    A date is written YYYY-MM-DD. With `exempt` they are not for publication.
    """

    text: str | None = None
    rows: tuple[Mapping[str, str], ...] = ()
    exempt: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return self.text is None and not self.rows


class PaperWords(Struct, frozen=True):
    """A whole file of an officer's words.

    `written_for` says in words what the answers were when a slot was written for: by the slot, then by the
    question. `unused` are texts whose slot is gone, as they stood.
    """

    words: Mapping[str, SlotWords] = field(default_factory=dict)
    questionnaire: str | None = None
    service: str | None = None
    stage: str | None = None
    written_for: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unused: Mapping[str, object] = field(default_factory=dict)

    def of(self, slot: str) -> SlotWords:
        """What was written for a slot; blank words where nothing was."""
        return self.words.get(slot, NO_WORDS)


NO_WORDS = SlotWords()
NOBODYS_WORDS = PaperWords()


def put_aside(unused: dict[str, object], ident: str, text: object) -> None:
    """Keep a text among the unused ones: under its slot, or with a number where another stands there."""
    name, number = ident, 1
    while unused.get(name, text) != text:
        number += 1
        name = f"{ident} ({number})"
    unused[name] = text
