"""The places of a paper that an officer fills, and the words that somebody has written for them."""

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

LINE, DATE, TEXT, TABLE = "line", "date", "text", "table"
SHAPES = (LINE, DATE, TEXT, TABLE)
COLUMN_SHAPES = (LINE, DATE, TEXT)
IN_LISTS = ("recommendations", "conditions", "restricted")
"""What has slots of its own beside the title block, the headings and the implications."""

EACH_CONDITION = "conditions."
"""What the id of a slot begins with that speaks for every condition, before its own name; and of each one's slots."""
WITH_EXEMPT = "exempt"
"""What stands in a list of stages for papers that leave something out."""


class SlotColumn(Struct, frozen=True):
    """A column of a slot that is a table."""

    id: str
    label: str
    shape: str = TEXT


class Slot(Struct, frozen=True):
    """One place for an officer's words.

    `shape` is one of SHAPES; `needed` where a paper without it is not ready, and `needed_at` the stages at which it is,
    or WITH_EXEMPT for papers that leave something out. `role` says whose words they are,
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
    needed_at: tuple[str, ...] = ()

    def in_a_paper(self, stage: str | None, *, left_out: bool) -> "Slot":
        """The same slot, as it is needed in a paper for a stage that leaves something out, or does not."""
        if not self.needed_at:
            return self
        return replace(self, needed=stage in self.needed_at or (left_out and WITH_EXEMPT in self.needed_at))

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

    @property
    def any_exempt(self) -> bool:
        """Whether something in it is not for publication."""
        return any(words.exempt and not words.blank for words in self.words.values())

    def of(self, slot: str) -> SlotWords:
        """What was written for a slot; blank words where nothing was."""
        return self.words.get(slot, NO_WORDS)

    def standing_at(self, slot: str) -> SlotWords:
        """What stands in a slot: what was written for it, and else for every condition where it is one's."""
        own, name = self.of(slot), slot.rpartition(".")[2]
        return self.of(EACH_CONDITION + name) if own.blank and slot.startswith(EACH_CONDITION) else own


NO_WORDS = SlotWords()
NOBODYS_WORDS = PaperWords()


def put_aside(unused: dict[str, object], ident: str, text: object) -> None:
    """Keep a text among the unused ones: under its slot, or with a number where another stands there."""
    name, number = ident, 1
    while unused.get(name, text) != text:
        number += 1
        name = f"{ident} ({number})"
    unused[name] = text
