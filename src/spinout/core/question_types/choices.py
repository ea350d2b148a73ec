"""Questions answered by choosing: one option, several options, yes or no."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import ClassVar, Self

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.base import Measure, Probe, QuestionType, Value, Wrong
from spinout.core.question_types.multi_rows import MultiRow, rows_from
from spinout.core.question_types.options import Option, options_from, unknown_option, unknown_options
from spinout.core.wording import found, listed

YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def _as_id(raw: object) -> object:
    """An option id may look like a number; it is taken as it is written."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


class Choice(QuestionType, frozen=True):
    """One of several options; all of them have a score or none has."""

    options: tuple[Option, ...]

    name: ClassVar[str] = "choice"
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needed: ClassVar[frozenset[str]] = frozenset({"options"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self | None:
        """Read the options."""
        options = options_from(cursor, "options", extra=frozenset({"score", "help", "other"}))
        if options is None:
            return None
        if len({option.score is None for option in options}) > 1:
            place = cursor.child("options") or cursor
            bare = listed(option.id for option in options if option.score is None)
            place.report(
                Code.PARTLY_SCORED,
                f"Some options have a score, and these have none: {bare}.",
                "Score all or none.",
            )
            return None
        return cls(options)

    @property
    def scored(self) -> bool:
        """Scored where its options are."""
        return self.options[0].score is not None

    def read(self, raw: object) -> Value | Wrong:
        """An option's id."""
        raw = _as_id(raw)
        if isinstance(raw, list):
            return Wrong(Code.WRONG_ANSWER, "Found a list where one option belongs.", f"Write {self.allowed()}.")
        if isinstance(raw, str) and any(option.id == raw for option in self.options):
            return raw
        return unknown_option(raw, self.options)

    def read_words(self, text: str) -> object:
        """An option's id in any case."""
        return _any_case(text, self.options)

    def score(self, value: Value) -> Fraction | None:
        """The option's score."""
        return next(option.score for option in self.options if option.id == value)

    def samples(self, probe: Probe) -> Iterable[Value]:  # noqa: ARG002 - every option is a sample
        """Every option."""
        return [option.id for option in self.options]

    def words(self, value: Value) -> str:
        """The option's label."""
        return next(option.label for option in self.options if option.id == value)

    def allowed(self) -> str:
        """The options' ids."""
        return f"one of {listed((option.id for option in self.options), most=30)}"


class Multi(QuestionType, frozen=True):
    """One or more of several options."""

    options: tuple[Option, ...]
    rows: tuple[MultiRow, ...] | None

    name: ClassVar[str] = "multi"
    fields: ClassVar[frozenset[str]] = frozenset({"options", "score"})
    needed: ClassVar[frozenset[str]] = frozenset({"options"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.COUNT, Measure.MEMBERS})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self | None:
        """Read the options and the optional rows of scores."""
        options = options_from(cursor, "options", extra=frozenset({"exclusive", "help", "other"}))
        if options is None:
            return None
        if cursor.child("score") is None:
            return cls(options, None)
        rows = rows_from(cursor, options)
        return None if rows is None else cls(options, rows)

    @property
    def scored(self) -> bool:
        """Scored where there are rows."""
        return self.rows is not None

    def read(self, raw: object) -> Value | Wrong:
        """A list of ids, given in any order and kept in the options' order."""
        if not isinstance(raw, list):
            known = any(option.id == raw for option in self.options)
            hint = f"Write a list: [{raw}]." if known else f"Write {self.allowed()}."
            return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)} where a list belongs.", hint)
        if not raw:
            return Wrong(Code.TOO_FEW, "The list is empty.", f"Write {self.allowed()}; leave it out if unanswered.")
        ids = [option.id for option in self.options]
        strangers = [(index, item) for index, item in enumerate(map(_as_id, raw)) if item not in ids]
        if strangers:
            return unknown_options(strangers, self.options)
        chosen = [str(_as_id(item)) for item in raw]
        repeated = sorted(item for item, times in Counter(chosen).items() if times > 1)
        if repeated:
            return Wrong(Code.REPEATED, f"These stand more than once: {listed(repeated)}.", "Name each option once.")
        alone = [option.id for option in self.options if option.exclusive and option.id in chosen]
        if alone and len(chosen) > 1:
            return Wrong(
                Code.EXCLUSIVE_OPTION,
                f'"{alone[0]}" stands beside other options.',
                "It stands alone, or not at all.",
            )
        return tuple(i for i in ids if i in chosen)

    def read_words(self, text: str) -> object:
        """Ids parted by semicolons, in any case."""
        return [_any_case(part.strip(), self.options) for part in text.split(";")]

    def score(self, value: Value) -> Fraction | None:
        """The score of the first row that fits."""
        assert isinstance(value, tuple)
        chosen = frozenset(value)
        count = sum(1 for option in self.options if option.id in chosen and not option.exclusive)
        return next((row.score for row in self.rows or () if row.fits(chosen, count)), None)

    def samples(self, probe: Probe) -> Iterable[Value]:
        """Each exclusive option, and a choice for each count of options that are told apart alike."""
        sets = {*probe.options, *(s for row in self.rows or () for s in row.looked_at())}
        alike: dict[tuple[bool, ...], list[str]] = {}
        for option in self.options:
            if option.exclusive:
                yield (option.id,)
            else:
                alike.setdefault(tuple(option.id in s for s in sorted(sets, key=sorted)), []).append(option.id)
        groups = list(alike.values())
        for counts in product(*(range(len(group) + 1) for group in groups)):
            chosen = {i for group, count in zip(groups, counts, strict=True) for i in group[:count]}
            if chosen:
                yield tuple(option.id for option in self.options if option.id in chosen)

    def words(self, value: Value) -> str:
        """The chosen options' labels."""
        assert isinstance(value, tuple)
        return "; ".join(option.label for option in self.options if option.id in value)

    def plain(self, value: Value) -> object:
        """A list of ids."""
        assert isinstance(value, tuple)
        return list(value)

    def allowed(self) -> str:
        """The options' ids."""
        return f"a list of one or more of {listed((option.id for option in self.options), most=30)}"


class YesNo(QuestionType, frozen=True):
    """Yes or no; unscored where its weight is 0."""

    scores: tuple[Fraction, Fraction] | None
    """For yes and for no."""

    name: ClassVar[str] = "yes-no"
    fields: ClassVar[frozenset[str]] = frozenset({"scores"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self | None:
        """Read the optional scores."""
        scores: tuple[Fraction, Fraction] | None = (Fraction(1), Fraction(0))
        child = cursor.child("scores")
        if child is not None:
            if not child.fields(("yes", "no"), needed=("yes", "no")):
                return None
            yes, no = child.score_of("yes"), child.score_of("no")
            if yes is None or no is None:
                return None
            scores = (yes, no)
        weight = cursor.child("weight")
        return cls(None if weight is not None and weight.value == 0 else scores)

    @property
    def scored(self) -> bool:
        """Scored unless its weight is 0."""
        return self.scores is not None

    def read(self, raw: object) -> Value | Wrong:
        """Yes, no, true or false."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw in YES_NO:
            return YES_NO[raw]
        near = f'Did you mean "{raw.lower()}"? ' if isinstance(raw, str) and raw.lower() in YES_NO else ""
        return Wrong(
            Code.WRONG_ANSWER, f"Found {found(raw)}, which is neither yes nor no.", f"{near}Write {self.allowed()}."
        )

    def read_words(self, text: str) -> object:
        """Yes, no, true or false in any case."""
        return text.lower() if text.lower() in YES_NO else text

    def score(self, value: Value) -> Fraction | None:
        """The score of yes or of no."""
        return None if self.scores is None else self.scores[0 if value else 1]

    def samples(self, probe: Probe) -> Iterable[Value]:  # noqa: ARG002 - both are samples
        """Yes and no."""
        return (True, False)

    def words(self, value: Value) -> str:
        """Yes or no."""
        return "Yes" if value else "No"

    def allowed(self) -> str:
        """Yes or no."""
        return "yes or no"


def _any_case(text: str, options: tuple[Option, ...]) -> str:
    folded = text.casefold()
    return next((option.id for option in options if option.id.casefold() == folded), text)
