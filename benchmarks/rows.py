"""What a row of the table is, and where its data lies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import answers
import questionnaires
import running
from questionnaires import Form


@dataclass(frozen=True)
class Part:
    """What was measured: a value for each run. A row has one part, or several that each must keep the bound."""

    name: str
    values: list[float]
    processor: list[float] = field(default_factory=list)
    """The same by processor time, which others on the machine disturb less."""
    beside: dict[str, float] = field(default_factory=dict)
    """Floors and other figures of the same run, in the same unit."""


@dataclass
class Place:
    """Where the data lies, and how much of it; each file is made when it is first asked for."""

    folder: Path
    runs: int
    quick: bool
    engine: str = ""

    def size(self, full: int, quick: int) -> int:
        """How many documents are measured."""
        return quick if self.quick else full

    @cached_property
    def form(self) -> Form:
        """The shipped questionnaire."""
        return questionnaires.read(questionnaires.SHIPPED)

    @cached_property
    def long_form(self) -> Form:
        """A form as long as the longest that is in use: 299 questions and 124 conditions."""
        return questionnaires.write(self.folder / "form.yaml", questionnaires.mixed(299, 124, 13))

    def documents(self, count: int, ending: str = "") -> Path:
        """Realistic answers, as a folder of YAML files or in one file."""
        out = self.folder / f"answers-{count}{ending}"
        if not out.exists():
            answers.write(out, answers.documents(self.form, count), self.form)
        return out

    @cached_property
    def one(self) -> Path:
        """A single file of realistic answers."""
        return self.documents(1) / "service-00000.yaml"


@dataclass(frozen=True)
class Row:
    """A row of the table: what it says, its bound, and how it is measured."""

    number: int
    goal: str
    measure: Callable[[Place], list[Part]]
    most: float | None = None
    least: float | None = None
    unit: str = ""

    @property
    def bound(self) -> str:
        """The bound in words."""
        return f"≤ {self.most:g}{self.unit}" if self.most is not None else f"≥ {self.least:g}{self.unit}"

    def kept(self, value: float) -> bool:
        """Whether a value keeps the bound."""
        return value <= self.most if self.most is not None else value >= (self.least or 0)


def ratio(name: str, found: running.Ratios, *, beside: dict[str, float] | None = None) -> Part:
    """A part that is a ratio of two times."""
    return Part(name, found.clock, found.processor, beside or {})
