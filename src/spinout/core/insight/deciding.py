"""What hangs on a question besides its points: the stage, what else is asked, and which gates apply.

A disagreement about such a question is about more than a fact: with one answer, other questions
are asked or other gates apply than with another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from spinout.core.conditions import Comparison, Sight, State, compared, comparisons
from spinout.core.questionnaire import Questionnaire
from spinout.core.truth import Truth


class Deciding(Struct, frozen=True):
    """What comes out otherwise with one answer than with another: by the ids of the questions that it is about."""

    stage: bool = False
    asked: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything does."""
        return self.stage or bool(self.asked) or bool(self.gates)


Hanging = Mapping[str, tuple[list[tuple[Comparison, str]], list[tuple[Comparison, str]]]]
"""By question: the comparisons that decide what is asked, and those that decide which gates apply, each for whom."""


def hanging_on(questionnaire: Questionnaire, stages: Collection[str]) -> Hanging:
    """What conditions look at, at some stages."""
    found: defaultdict[str, tuple[list[tuple[Comparison, str]], list[tuple[Comparison, str]]]]
    found = defaultdict(lambda: ([], []))
    for ident, question in questionnaire.questions.items():
        if question.show_if is not None:
            for comparison in comparisons(question.show_if):
                found[comparison.question][0].append((comparison, ident))
        if question.essential_if is not None and any(stage in question.essential for stage in stages):
            for comparison in comparisons(question.essential_if):
                found[comparison.question][1].append((comparison, ident))
    return found


def decided(hanging: Hanging, question: str, sights: Iterable[Sight], *, stage: bool) -> Deciding:
    """What the difference between answers to a question decides."""
    given = [sight for sight in sights if sight.state in (State.ANSWERED, State.NOT_APPLICABLE)]
    asked, gates = hanging.get(question, ((), ()))
    return Deciding(
        stage,
        tuple(dict.fromkeys(ident for comparison, ident in asked if _parted(comparison, given))),
        tuple(dict.fromkeys(ident for comparison, ident in gates if _parted(comparison, given))),
    )


def _parted(comparison: Comparison, given: Iterable[Sight]) -> bool:
    """Whether some answers make a comparison true and others false."""
    return {Truth.TRUE, Truth.FALSE} <= {compared(comparison, sight) for sight in given}
