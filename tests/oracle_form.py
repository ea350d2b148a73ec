"""The questionnaire and the answers as plain data, as the oracle reads them (contract, sections 1 and 2).

The oracle is a second, slow and independent reading of the contract. It imports nothing from `spinout` and
takes valid input for granted: it checks nothing and explains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec import Struct

Raw = Mapping[str, Any]

ANSWERED = "answered"
UNKNOWN = "unknown"
UNANSWERED = "unanswered"
NOT_APPLICABLE = "not-applicable"
HIDDEN = "hidden"


class Question(Struct, frozen=True):
    """A question under its full id, with the mapping that stands in the file."""

    id: str
    section: str
    raw: Raw

    @property
    def type(self) -> str:
        """One of the types of section 1."""
        return str(self.raw["type"])


class Section(Struct, frozen=True):
    """A section with its weight (section 1: 1 where it is left out)."""

    id: str
    weight: Fraction
    questions: tuple[Question, ...]


class Form(Struct, frozen=True, dict=True):
    """A whole questionnaire."""

    raw: Raw
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in file order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def scoring(self) -> Raw:
        """The `scoring` mapping, empty where the questionnaire has none (section 1)."""
        return self.raw.get("scoring") or {}

    def question(self, question_id: str) -> Question:
        """The question of that full id."""
        return next(question for question in self.questions if question.id == question_id)

    def rules(self, kind: str) -> list[Raw]:
        """All `criteria`, `classifications` or `checks`, in file order over all the rules."""
        return [rule for group in self.raw.get("rules") or [] for rule in group.get(kind) or []]


class Entry(Struct, frozen=True):
    """What an answers file says about one question, whether or not the question is shown (section 2)."""

    state: str
    value: Any = None
    evidence: str | None = None
    note: str | None = None
    reason: str | None = None
    other: str | None = None
    exempt: bool = False

    @property
    def is_open(self) -> bool:
        """Unanswered or don't know: a completion may fill it in (section 4)."""
        return self.state in (UNANSWERED, UNKNOWN)


Entries = Mapping[str, Entry]


def read_form(questionnaire: Raw) -> Form:
    """The questionnaire with full question ids: `section.question` (section 1)."""
    sections = tuple(
        Section(
            id=raw["id"],
            weight=Fraction(raw.get("weight", 1)),
            questions=tuple(
                Question(f"{raw['id']}.{question['id']}", raw["id"], question) for question in raw["questions"]
            ),
        )
        for raw in questionnaire["sections"]
    )
    return Form(questionnaire, sections)


def read_entries(form: Form, answers: Raw) -> dict[str, Entry]:
    """An entry for every question; what the file does not mention is unanswered (section 2)."""
    renamed = form.raw.get("renamed") or {}
    # Section 1: an answer under an old id loads under the new one.
    given = {renamed.get(key, key): value for key, value in answers["answers"].items()}
    return {question.id: read_entry(question, given.get(question.id)) for question in form.questions}


def read_entry(question: Question, given: Any) -> Entry:
    """One answer in its short or long form (section 2: a mapping is always the long form)."""
    long_form = given if isinstance(given, Mapping) else {"answer": given}
    state, value = _state_and_value(question, long_form)
    return Entry(
        state=state,
        value=value,
        evidence=_not_blank(long_form.get("evidence")),
        note=_not_blank(long_form.get("note")),
        reason=long_form.get("not_applicable"),
        other=_not_blank(long_form.get("other")),
        exempt=long_form.get("exempt") is True,
    )


def effective(form: Form, question: Question, entry: Entry) -> int | None:
    """The level that counts (section 4): a top level without its evidence counts one lower.

    This needs three levels or more, a questionnaire that asks for it and a question that does not opt out.
    """
    if question.type != "scale" or entry.state != ANSWERED:
        return None
    level, levels = int(entry.value), len(question.raw["levels"])
    lacks_evidence = (
        form.scoring.get("top_level_needs_evidence") is True
        and question.raw.get("evidence_needed") is not False
        and levels >= 3
        and not is_evidence(form, entry.evidence)
    )
    return level - 1 if lacks_evidence and level == levels - 1 else level


def is_evidence(form: Form, text: str | None) -> bool:
    """Section 1, `no_evidence`: a text that is only one of its words says nothing and counts as none."""
    return text is not None and _bare(text) not in [_bare(word) for word in form.scoring.get("no_evidence") or []]


def counted_value(form: Form, question: Question, entry: Entry) -> Any:
    """What conditions and scores look at: of a scale the effective level (section 3), else the answer."""
    return effective(form, question, entry) if question.type == "scale" else entry.value


def yes_or_no(value: Any) -> bool:
    """`yes` and `no` may be written `true` and `false` (section 1)."""
    return value is True or value == "yes"


def _state_and_value(question: Question, long_form: Raw) -> tuple[str, Any]:
    answer = long_form.get("answer")
    if long_form.get("not_applicable") is not None:
        return NOT_APPLICABLE, None
    if answer is None or answer == "":
        return UNANSWERED, None
    if answer == "dont-know":
        return UNKNOWN, None
    if question.type == "yes-no":
        return ANSWERED, yes_or_no(answer)
    if question.type == "percent":
        return ANSWERED, _without_sign(answer)
    if question.type == "split":
        return ANSWERED, {part: _without_sign(share) for part, share in answer.items()}
    if question.type == "multi":
        # Section 8 wants the options' order; nothing else depends on the order.
        return ANSWERED, [option["id"] for option in question.raw["options"] if option["id"] in answer]
    return ANSWERED, answer


def _not_blank(text: str | None) -> str | None:
    """Section 6, last paragraph: blank evidence is none."""
    return text if text and text.strip() else None


def _bare(text: str) -> str:
    """In any case, with or without a full stop or spaces around it."""
    return text.casefold().strip().removesuffix(".").strip()


def _without_sign(share: Any) -> Any:
    """Section 2: `62%` is 62 where a percentage is asked for."""
    return Decimal(share.removesuffix("%")) if isinstance(share, str) else share
