"""The recommendations and conditions in the words of the paper.

The words are the questionnaire's; which of them stand is the verdict's. Conditions and facts keep the
numbers that they have everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

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


def recommendations(
    assessment: Assessment, decision: DecisionView | None, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict; none where the paper has no words for it."""
    paper = assessment.questionnaire.reference.paper
    if paper is None or decision is None or not paper.recommendations.get(decision.verdict):
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values = values_of(assessment)
    items = {
        "{conditions}": tuple(_condition(c, paper.condition, values) for c in decision.conditions),
        "{facts}": tuple(_fact(f, paper.condition, values) for f in decision.facts),
    }
    texts = paper.recommendations[decision.verdict]
    made = tuple(_recommendation(number, text, items, values) for number, text in enumerate(texts, start=1))
    return tuple(_perhaps_more(one) for one in made) if left_out else made


def _perhaps_more(one: Recommendation) -> Recommendation:
    """A recommendation whose list may be longer than can be told."""
    if not one.items:
        return one
    return replace(one, after=PERHAPS_MORE if one.after is None else f"{one.after} {PERHAPS_MORE}")


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


def _condition(condition: Condition, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text = words.get(condition.kind)
    own = {"question": condition.title, "next_step": condition.next_step or ""}
    if text is None:
        return Item("condition", condition.number, _sentences(condition.title, condition.next_step))
    return Item("condition", condition.number, filled(text, {**values, **own}).strip())


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    own = {"question": fact.title, "next_step": fact.next_step or ""}
    return Item("fact", fact.number, fact.title if text is None else filled(text, {**values, **own}).strip())


def _sentences(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
