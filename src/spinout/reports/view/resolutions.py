"""What a paper recommends: for the verdict at its decision, with each condition in the words of the paper."""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from spinout.core.questionnaire import Paper, Verdict
from spinout.core.scoring.assessment import Assessment
from spinout.core.slots import Slot
from spinout.core.wording import ended
from spinout.reports.view.blocks import Item, Recommendation
from spinout.reports.view.decision import Condition, DecisionView, Fact
from spinout.reports.view.slots import Desk, Fragment, condition_slots, filled, fragments, labelled
from spinout.reports.view.words import shown

PUBLICATION = {False: "For general release", True: "Open, with an exempt part"}
"""What a paper says of its publication, by whether it leaves something out."""
REST_ELSEWHERE = (
    "The recommendations rest on answers that are left out of this report. They stand in the exempt part, which is not "
    "for publication."
)
PERHAPS_MORE = "Answers that are left out may add to them."
POINTS, UNHEARD = "{points}", "{unheard}"
"""A recommendation that names the points to check, or those who were not heard, stands only where there are any."""
NONE_FOUND = "none that can be told here"
COMES_FIRST = "This comes before all others."


def recommendations(
    assessment: Assessment, decision: DecisionView | None, desk: Desk, unheard: str | None, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict at this decision; none where the paper has no words for it.

    `unheard` are those whom the decision needs and who were not heard.
    """
    paper, stage = assessment.questionnaire.reference.paper, assessment.stage
    if paper is None or decision is None or stage is None:
        return ()
    absent = [name for name, there in ((POINTS, assessment.rules.checks), (UNHEARD, unheard)) if not there]
    every = paper.recommended(decision.verdict, stage.id)
    texts = [text for text in every if not any(name in text for name in absent)]
    if not texts:
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values, slots = {**values_of(assessment), "unheard": unheard or ""}, paper.slots.get("recommendations", ())
    facts = tuple(_item(fact, paper, values, decision, desk) for fact in decision.facts)
    conditions = tuple(_item(each, paper, values, decision, desk) for each in decision.to_meet)
    items = {"{conditions}": conditions, "{facts}": facts}
    remarks = [PERHAPS_MORE] if left_out else []
    return tuple(
        _recommendation(n, text, items, remarks, lambda piece: fragments(piece, slots, desk, values))
        for n, text in enumerate(texts, start=1)
    )


def condition_places(paper: Paper, decision: DecisionView) -> tuple[Slot, ...]:
    """The slots that each condition has; nobody need fill them where there are very many conditions."""
    about = paper.slots.get("conditions", ())
    return tuple(replace(slot, needed=False) for slot in about) if decision.crowded else about


def told_once(decision: DecisionView | None, recommended: Iterable[Recommendation]) -> Mapping[str, int]:
    """The questions that stand among very many conditions and are not told again, each with its number."""
    if decision is None or not decision.crowded or not any(one.items for one in recommended):
        return {}
    return {each.question: each.number for each in decision.to_meet if each.question}


def _item(thing: Condition | Fact, paper: Paper, values: Mapping[str, str], decision: DecisionView, desk: Desk) -> Item:
    """A condition or a fact in a recommendation, with what an officer says of it."""
    words = paper.condition
    item = _condition_words(thing, words, values) if isinstance(thing, Condition) else _fact(thing, words, values)
    about = condition_places(paper, decision)
    return replace(item, then=labelled(condition_slots(about, thing.question, thing.title), about, desk))


def values_of(assessment: Assessment, *, left_out: bool = False) -> Mapping[str, str]:
    """What stands for the placeholders of any text of the paper; within a sentence a range is told by both its ends.

    `left_out` where the paper leaves something out.
    """
    answers, stage = assessment.answers, assessment.stage
    low, _, high = shown(assessment.scores.overall).partition(" to ")
    checks = len(assessment.rules.checks)
    return {
        "points": f"the {checks} points to check" if checks > 1 else "the one point to check",
        "service": answers.service or "[service: not given]",
        "organisation": answers.organisation or "[organisation: not given]",
        "stage": "[stage: not given]" if stage is None else stage.label,
        "score": f"between {low} and {high}" if high else low.lower(),
        "bar": str(assessment.bar),
        "publication": PUBLICATION[left_out],
    }


def _recommendation(
    number: int,
    text: str,
    items: Mapping[str, tuple[Item, ...]],
    remarks: list[str],
    pieces: Callable[[str], tuple[Fragment, ...]],
) -> Recommendation:
    """One recommendation, with what is to be said of its list where it has one; `pieces` are those of a text."""
    placeholder = next((placeholder for placeholder in items if placeholder in text), None)
    if placeholder is None:
        made = pieces(text)
        return Recommendation(str(number), _joined(made), fragments=made, points=POINTS in text)
    first, rest = (part.strip() for part in text.split(placeholder, 1))
    before, after = pieces(first), _joined(pieces(rest))
    listed = items[placeholder]
    if not listed:
        before = (*before, Fragment(f" {NONE_FOUND}."))
        return Recommendation(str(number), _joined(before), (), after or None, before)
    end = " ".join(filter(None, (after, *remarks))) or None
    return Recommendation(str(number), _joined(before), listed, end, before)


def _joined(pieces: Iterable[Fragment]) -> str:
    return "".join(piece.text for piece in pieces)


def _condition_words(condition: Condition, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text, now = words.get(condition.kind), condition.answered.rstrip(".")
    told = ended(condition.title) if text is None else _told(text, condition, now, values)
    return Item("condition", condition.number, " ".join(filter(None, (told, COMES_FIRST if condition.first else None))))


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    return Item("fact", fact.number, ended(fact.title) if text is None else _told(text, fact, fact.why, values))


def _told(text: str, thing: Condition | Fact, now: str, values: Mapping[str, str]) -> str:
    """A text of the paper about a thing; what goes on in its sentence brings no end of its own."""
    named = {
        "question": thing.title,
        "now": now.rstrip("."),
        "needed": thing.needed.rstrip("."),
        "because": thing.because or "",
        "next_step": thing.next_step or "",
    }
    return " ".join(filled(text, {**values, **named}).split())
