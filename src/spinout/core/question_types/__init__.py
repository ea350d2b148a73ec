"""The types of question: what each needs, takes as an answer, and scores.

`TYPES` is the one table of them. Reading, scoring, conditions and reports go through it.
"""

from collections.abc import Mapping

from spinout.core.question_types.base import QuestionType, Value, Wrong
from spinout.core.question_types.choices import Choice, Multi, YesNo
from spinout.core.question_types.numbers import Number, Percent
from spinout.core.question_types.scale import Scale
from spinout.core.question_types.splits import Split
from spinout.core.question_types.texts import Date, FreeText

__all__ = ["TYPES", "QuestionType", "Scale", "Split", "Value", "Wrong"]

TYPES: Mapping[str, type[QuestionType]] = {
    kind.name: kind for kind in (Scale, Choice, Multi, YesNo, Number, Percent, Split, FreeText, Date)
}
