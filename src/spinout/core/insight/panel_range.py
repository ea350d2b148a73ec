"""The panel's range: the least and the greatest score over every combination of answers given.

Each question takes any answer that a respondent gave to it while it was asked of them, also that
it does not apply. What nobody answered takes any allowed answer, as it does for one respondent.
Combinations are tried as those of one document's completions are, under the same limit.
"""

from collections.abc import Mapping, Sequence

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.completions import Completions
from spinout.core.conditions import State
from spinout.core.insight.spreads import distinct
from spinout.core.question_types import Value
from spinout.core.questionnaire import Questionnaire
from spinout.core.scores import Scores, scores_by_enumeration
from spinout.core.standings import Standing, standings

Panellists = Sequence[Mapping[str, Standing]]
"""Where every question stands for each respondent."""


def merged(questionnaire: Questionnaire, panel: Panellists) -> Answers:
    """What respondents agree on; a question on which they differ is open in it."""
    found: dict[str, Answer] = {}
    for ident in questionnaire.questions:
        asked = [each[ident] for each in panel]
        if len(possible(asked)) == 1:
            found[ident] = next(standing.answer for standing in asked if _given(standing))
        else:
            found[ident] = NO_ANSWER
    return Answers(found)


def panel_scores(questionnaire: Questionnaire, panel: Panellists) -> Scores:
    """The scores over every combination of the answers given."""
    answers = merged(questionnaire, panel)
    given = {ident: possible([each[ident] for each in panel]) for ident in questionnaire.questions}
    several = {ident: values for ident, values in given.items() if len(values) > 1}
    completions = Completions(questionnaire, answers, several)
    return scores_by_enumeration(questionnaire, completions, standings(questionnaire, answers))


def possible(asked: Sequence[Standing]) -> tuple[Value | None, ...]:
    """The different answers given to a question, as they count; None among them where it does not apply."""
    values: list[Value | None] = [*distinct(s.effective for s in asked if _given(s) and s.effective is not None)]
    if any(standing.state is State.NOT_APPLICABLE for standing in asked):
        values.append(None)
    return tuple(values)


def _given(standing: Standing) -> bool:
    return standing.state in (State.ANSWERED, State.NOT_APPLICABLE)
