"""The recommendations and conditions in the words of the paper.

The words are the questionnaire's; which of them stand is the verdict's. Conditions and facts keep the
numbers that they have everywhere.
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from spinout.core.assessment import Assessment
from spinout.core.verdicts import Verdict
from spinout.reports.blocks import Item, Recommendation
from spinout.reports.decision import Condition, DecisionView, Fact
from spinout.reports.figures import shown

LISTS = ("{conditions}", "{facts}")
REST_ELSEWHERE = (
    "The recommendations rest on answers that are left out of this report. They stand in the part that is not "
    "for publication."
)
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PERHAPS_MORE = "Answers that are left out of this report may add further conditions."
NONE_FOUND = "none that can be told here"
COMES_FIRST = "This comes before all others."
MOST_IN_FULL = 10
"""With more items than these, a list names each in short, and an appendix gives the rest."""
STEPS_ELSEWHERE = "The next step for each stands where the conditions are set out in full."


def recommendations(
    assessment: Assessment, decision: DecisionView | None, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict; none where the paper has no words for it."""
    paper = assessment.questionnaire.reference.paper
    if paper is None or decision is None or not paper.recommendations.get(decision.verdict):
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values, many = values_of(assessment), len(decision.conditions) > MOST_IN_FULL
    items = {
        "{conditions}": tuple(_condition(c, paper.condition, values, short=many) for c in decision.conditions),
        "{facts}": tuple(_fact(f, paper.condition, values) for f in decision.facts),
    }
    texts = paper.recommendations[decision.verdict]
    made = tuple(_recommendation(number, text, items, values) for number, text in enumerate(texts, start=1))
    remarks = [STEPS_ELSEWHERE] if many else []
    remarks += [PERHAPS_MORE] if left_out else []
    return tuple(_remarked(one, remarks) for one in made)


def _remarked(one: Recommendation, remarks: list[str]) -> Recommendation:
    """A recommendation with what is to be said of its list, where it has one."""
    if not one.items or not remarks:
        return one
    return replace(one, after=" ".join(remarks if one.after is None else [one.after, *remarks]))


def values_of(assessment: Assessment) -> Mapping[str, str]:
    """What stands for the placeholders of any text of the paper."""
    answers, stage = assessment.answers, assessment.stage
    return {
        "service": answers.service or "[service: not given]",
        "organisation": answers.organisation or "[organisation: not given]",
        "stage": "[stage: not given]" if stage is None else stage.label,
        "score": _score(assessment),
        "bar": str(assessment.bar),
    }


def _score(assessment: Assessment) -> str:
    """The score within a sentence; a range by both its ends."""
    words = shown(assessment.scores.overall).split(" to ")
    return words[0].lower() if len(words) == 1 else f"between {words[0]} and {words[1]}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; a word in braces that is none stays as it is.

    What is filled in is not looked through again.
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _recommendation(
    number: int, text: str, items: Mapping[str, tuple[Item, ...]], values: Mapping[str, str]
) -> Recommendation:
    for placeholder in LISTS:
        if placeholder in text:
            before, after = text.split(placeholder, 1)
            listed = items[placeholder]
            lead = filled(before.strip(), values)
            return Recommendation(
                str(number),
                lead if listed else f"{lead} {NONE_FOUND}.",
                listed,
                filled(after.strip(), values) or None,
            )
    return Recommendation(str(number), filled(text, values))


def _condition(condition: Condition, words: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> Item:
    text, next_step = words.get(condition.kind), None if short else condition.next_step
    own = {"question": condition.title, "next_step": next_step or ""}
    first = COMES_FIRST if condition.first else None
    if text is None:
        return Item("condition", condition.number, _sentences(condition.title, next_step, first))
    return Item("condition", condition.number, _sentences(filled(text, {**values, **own}).strip(), first))


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    own = {"question": fact.title, "next_step": fact.next_step or ""}
    return Item("fact", fact.number, fact.title if text is None else filled(text, {**values, **own}).strip())


def _sentences(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
