"""Hypothesis strategies for small valid questionnaires and answers, as plain data (contract, sections 1-6).

Numbers are `int` and `decimal.Decimal`, never `float`: what strict YAML reading gives. Open answers are
rationed, so that the oracle can go through every completion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from oracle_completions import allowed_answers, valid_choices
from oracle_form import Form, Question, Raw, read_form
from strategies_conditions import conditions, own_conditions, point_on
from strategies_questions import TYPES, bodies
from strategies_words import respondents, words

MOST_COMPLETIONS = 1000

# What section 6 calls an empty answer, and a long form with neither an answer nor a reason.
EMPTY: tuple[Any, ...] = (None, "", {"answer": None}, {"note": "Not asked yet."}, {"evidence": "A letter."})

# What `no_evidence` may name, and evidence that says no more, or something after all.
NOTHING = ("none", "N/A", "to be confirmed")
EVIDENCE = (
    " ",
    "A letter.",
    "Minutes.",
    "None of the letters.",
    "None.",
    " NONE ",
    "n/a",
    "N/A .",
    "To be confirmed. ",
)

WEIGHTS = (0, 1, 2, 3, Decimal("0.5"), Decimal("1.25"))


@st.composite
def questionnaires(draw: st.DrawFn, *, answered: bool = True) -> dict[str, Any]:
    """A small valid questionnaire with its sections and rules inline; in these `answered` stands or not."""
    decided = draw(st.integers(0, 2)) > 0
    sections = _sections(draw, decided=decided)
    questionnaire: dict[str, Any] = {
        "id": "sample",
        "title": "A sample",
        "version": "1",
        "sections": sections,
    }
    if draw(st.integers(0, 7)):
        questionnaire["scoring"] = _scoring(draw)
    _add_show_ifs(draw, questionnaire)
    form = read_form(questionnaire)
    if decided:
        choices = [question for question in form.questions if question.type == "choice"]
        decision = _decision(draw, draw(st.sampled_from(choices)))
        questionnaire["decision"] = decision
        _add_gates(draw, form, [stage["id"] for stage in decision["stages"]])
        _add_too_early(draw, form, decision)
    if draw(st.booleans()):
        questionnaire["rules"] = _rules(draw, form, answered=answered)
    if draw(st.integers(0, 7)) == 7:
        questionnaire["renamed"] = {"old-section.old-id": draw(st.sampled_from(form.questions)).id}
    if draw(st.integers(0, 3)) == 3:
        _add_words(draw, form, questionnaire)
    return questionnaire


@st.composite
def answers_for(draw: st.DrawFn, questionnaire: Raw, most: int = MOST_COMPLETIONS) -> dict[str, Any]:
    """Valid answers, to hidden questions too; some are left open, with no more than `most` completions."""
    form = read_form(questionnaire)
    left = most
    answers: dict[str, Any] = {}
    # In any order, so that every question gets its turn at being open before the ration is used up.
    for question in draw(st.permutations(form.questions)):
        ways = len(allowed_answers(form, question))
        given = _any_state(draw, question) if ways <= left else _settled(draw, question)
        if _is_open(given):
            left //= ways
        if given is not None or draw(st.booleans()):
            answers[_key(draw, form, question)] = given
    return _document(draw, questionnaire, answers)


@st.composite
def complete_answers_for(draw: st.DrawFn, questionnaire: Raw) -> dict[str, Any]:
    """Answers that leave no question open, shown or hidden; some may say that a question does not apply."""
    form = read_form(questionnaire)
    answers = {_key(draw, form, question): _settled(draw, question) for question in form.questions}
    return _document(draw, questionnaire, answers)


def answer_values(question: Question) -> st.SearchStrategy[Any]:
    """A valid answer to the question in its short form (a split's mapping must go under `answer`)."""
    raw = question.raw
    if question.type == "scale":
        top = len(raw["levels"]) - 1
        # The top level comes up often: what evidence does for it is worth the trouble.
        return st.one_of(st.integers(0, top), st.just(top))
    if question.type == "choice":
        return st.sampled_from([option["id"] for option in raw["options"]])
    if question.type == "multi":
        return st.sampled_from(valid_choices(question)).flatmap(st.permutations)
    if question.type == "yes-no":
        return st.sampled_from(["yes", "no", True, False])
    if question.type in ("number", "percent"):
        return point_on(raw)
    if question.type == "split":
        return _splits([part["id"] for part in raw["parts"]])
    if question.type == "date":
        return st.dates().filter(lambda day: day.year >= 1900).map(lambda day: day.isoformat())
    return st.sampled_from(["Some words.", "Other words, in a longer sentence."])


def _sections(draw: st.DrawFn, *, decided: bool) -> list[dict[str, Any]]:
    # Hypothesis leans to the first of a list; of one section and one question there is little to learn.
    sizes = [draw(st.sampled_from([3, 4, 5, 2, 1])) for _ in range(draw(st.sampled_from([2, 3, 3, 1])))]
    types = [draw(st.sampled_from(TYPES)) for _ in range(sum(sizes))]
    if decided and "choice" not in types:
        types[draw(st.integers(0, len(types) - 1))] = "choice"
    sections = []
    for number, size in enumerate(sizes, start=1):
        questions = [_question(draw, place, types.pop(0)) for place in range(1, size + 1)]
        section: dict[str, Any] = {"id": f"s{number}", "title": f"Section {number}", "questions": questions}
        _maybe(draw, section, "weight", lambda draw: draw(st.sampled_from(WEIGHTS)))
        sections.append(section)
    return sections


def _question(draw: st.DrawFn, place: int, kind: str) -> dict[str, Any]:
    question: dict[str, Any] = {"id": f"q{place}", "ask": f"Question {place}?", "type": kind}
    question |= draw(bodies(kind))
    if draw(st.booleans()):
        question["not_applicable"] = draw(st.sampled_from([True, True, True, False]))
    has_score = kind in ("scale", "yes-no") or "score" in question or "score" in question.get("options", [{}])[0]
    # Section 1: a weight above 0 without a score is an error.
    _maybe(draw, question, "weight", lambda draw: draw(st.sampled_from(WEIGHTS)) if has_score else 0)
    return question


def _scoring(draw: st.DrawFn) -> dict[str, Any]:
    scoring: dict[str, Any] = {}
    _maybe(draw, scoring, "overall", lambda draw: draw(st.sampled_from(["sections", "questions"])))
    if draw(st.integers(0, 5)) < 5:
        scoring["top_level_needs_evidence"] = draw(st.sampled_from([True, True, True, False]))
        if draw(st.booleans()):
            scoring["no_evidence"] = draw(st.lists(st.sampled_from(NOTHING), min_size=1, unique=True))
    if draw(st.integers(0, 3)) or not scoring:
        edges = draw(st.sets(st.sampled_from([10, 25, 33, 40, 50, 60, 67, 75, 90, 100]), max_size=4))
        scoring["bands"] = [
            {"id": f"band-{edge}", "label": f"From {edge}", "from": edge} for edge in [0, *sorted(edges)]
        ]
    return scoring


def _add_show_ifs(draw: st.DrawFn, questionnaire: Mapping[str, Any]) -> None:
    earlier: list[Question] = []
    for question in read_form(questionnaire).questions:
        if earlier and draw(st.integers(0, 4)) > 2:
            # The same mapping that stands in the questionnaire, so this completes it in place.
            _writable(question)["show_if"] = draw(conditions(earlier))
        # Section 3: a `show_if` names no split, text or date.
        if question.type not in ("split", "text", "date"):
            earlier.append(question)


def _decision(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    """Section 6: the options of `asked_by` are exactly the stages."""
    stages = []
    for option in question.raw["options"]:
        stage: dict[str, Any] = {"id": option["id"], "label": option["label"]}
        _maybe(draw, stage, "voices", lambda draw: draw(st.booleans()))
        _maybe(draw, stage, "ready_from", lambda draw: draw(st.sampled_from([0, 25, 40, 50, 70, 100])))
        stages.append(stage)
    return {"asked_by": question.id, "stages": stages}


def _add_gates(draw: st.DrawFn, form: Form, stages: Sequence[str]) -> None:
    others = [other for other in form.questions if other.type not in ("text", "date")]
    for question in form.questions:
        # Nothing but `answered` fits a text or a date, and a gate is neither a rule nor a check.
        if question.type in ("text", "date") or draw(st.integers(0, 3)) == 3:
            continue
        count = draw(st.sampled_from([None, None, 2, 1, 3]))
        if count is None:
            _writable(question)["essential"] = _needs_at(draw, question, stages)
        else:
            _writable(question)["essential"] = [_clause(draw, question, stages, others) for _ in range(count)]
        if draw(st.integers(0, 3)) == 3:
            _writable(question)["essential_if"] = draw(conditions(others))


def _needs_at(draw: st.DrawFn, question: Question, stages: Sequence[str]) -> dict[str, Any]:
    """What one or more stages need."""
    named = [stage for stage in stages if draw(st.integers(0, 3))] or stages[:1]
    return {stage: draw(_needs(question)) for stage in named}


def _clause(draw: st.DrawFn, question: Question, stages: Sequence[str], others: Sequence[Question]) -> dict[str, Any]:
    """One clause of a gate, often with an `if`, on this very question too, and sometimes with its reason."""
    clause = _needs_at(draw, question, stages)
    if draw(st.integers(0, 2)):
        clause["if"] = draw(conditions(others, depth=1))
    _maybe(draw, clause, "because", lambda _: "The law asks for it.")
    return clause


def _needs(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    """What a gate needs; of a scale mostly one of its upper levels, as a real gate does."""
    anything = own_conditions(question)
    if question.type != "scale":
        return anything
    top = len(question.raw["levels"]) - 1
    return st.one_of(st.sampled_from([{"at_least": top}, {"is": top}, {"at_least": top - 1}]), anything)


def _add_words(draw: st.DrawFn, form: Form, questionnaire: dict[str, Any]) -> None:
    """Titles, next steps, and who is asked what in which words."""
    named: list[str] = []
    if draw(st.booleans()):
        questionnaire["respondents"] = draw(respondents(form))
        named = [each["id"] for each in questionnaire["respondents"]]
    for question in form.questions:
        _writable(question).update(draw(words(question, named)))


def _add_too_early(draw: st.DrawFn, form: Form, decision: dict[str, Any]) -> None:
    gates = [question.id for question in form.questions if "essential" in question.raw]
    too_early: dict[str, Any] = {}
    _maybe(draw, too_early, "open_gates", lambda draw: draw(st.integers(1, 3)))
    if gates and draw(st.integers(0, 3)) == 3:
        too_early["any_of"] = draw(st.lists(st.sampled_from(gates), min_size=1, max_size=2, unique=True))
    if too_early:
        decision["too_early"] = too_early


def _rules(draw: st.DrawFn, form: Form, *, answered: bool) -> list[dict[str, Any]]:
    criteria: list[str] = []
    groups = [
        _rule_group(draw, form, number, criteria, answered=answered) for number in range(1, draw(st.integers(1, 2)) + 1)
    ]
    # An empty list says nothing; a file leaves the key out.
    return [{key: rules for key, rules in group.items() if rules} for group in groups]


def _rule_group(draw: st.DrawFn, form: Form, number: int, criteria: list[str], *, answered: bool) -> dict[str, Any]:
    """One mapping of rules; its criteria join `criteria`, which later conditions may name."""
    group: dict[str, Any] = {"criteria": []}
    for place in range(draw(st.integers(0, 3))):
        rule_id = f"criterion-{number}-{place}"
        when = draw(conditions(form.questions, tuple(criteria), answered=answered))
        group["criteria"].append({"id": rule_id, "label": rule_id, "when": when})
        criteria.append(rule_id)
    rule = conditions(form.questions, tuple(criteria), answered=answered)
    group["classifications"] = [
        {"id": f"class-{number}-{place}", "title": "A class", "outcomes": _outcomes(draw, rule)}
        for place in range(draw(st.integers(0, 2)))
    ]
    # At least one check, so that no mapping of rules is empty.
    group["checks"] = [
        {"id": f"check-{number}-{place}", "when": draw(rule), "message": "Look at this."}
        for place in range(draw(st.integers(1, 2)))
    ]
    return group


def _outcomes(draw: st.DrawFn, rule: st.SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
    outcomes: list[dict[str, Any]] = [
        {"id": f"outcome-{place}", "label": f"Outcome {place}", "when": draw(rule)}
        for place in range(1, draw(st.integers(1, 3)) + 1)
    ]
    return [*outcomes, {"id": "otherwise", "label": "Otherwise", "otherwise": True}]


def _any_state(draw: st.DrawFn, question: Question) -> Any:
    """An answer in any state that the question allows; `None` stands for one that is left out or empty."""
    kind = draw(st.sampled_from([*["settled"] * 5, "dont-know", "left out", "empty"]))
    if kind == "settled":
        return _settled(draw, question)
    if kind == "dont-know":
        return draw(st.sampled_from(["dont-know", {"answer": "dont-know", "note": "Ask the fund."}]))
    return None if kind == "left out" else draw(st.sampled_from(EMPTY))


def _settled(draw: st.DrawFn, question: Question) -> Any:
    """A value, or a reason why the question does not apply where that is allowed."""
    if question.raw.get("not_applicable") is True and draw(st.integers(0, 3)) == 3:
        return {"not_applicable": "We have none of these."}
    value = draw(answer_values(question))
    if question.type != "split" and draw(st.booleans()):
        return value
    long_form: dict[str, Any] = {"answer": value}
    # Section 6: blank evidence is none.
    _maybe(draw, long_form, "evidence", lambda draw: draw(st.sampled_from(EVIDENCE)))
    takes_text = [option["id"] for option in question.raw.get("options", []) if option.get("other")]
    chosen = value if isinstance(value, list) else [value]
    if any(option in chosen for option in takes_text):
        _maybe(draw, long_form, "other", lambda draw: draw(st.sampled_from(["A trust.", " "])))
    if draw(st.integers(0, 3)) == 3:
        long_form["note"] = "To be looked at again."
    if draw(st.integers(0, 7)) == 7:
        long_form["exempt"] = True
    return long_form


def _is_open(given: Any) -> bool:
    answer = given.get("answer") if isinstance(given, dict) else given
    return answer in (None, "", "dont-know") and not (isinstance(given, dict) and "not_applicable" in given)


def _key(draw: st.DrawFn, form: Form, question: Question) -> str:
    """The question's id, or now and then an old one under which it was known (section 1, `renamed`)."""
    old = [key for key, new in (form.raw.get("renamed") or {}).items() if new == question.id]
    names: list[str] = [question.id, *old]
    return draw(st.sampled_from(names))


def _document(draw: st.DrawFn, questionnaire: Raw, answers: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {"questionnaire": questionnaire["id"], "version": questionnaire["version"]}
    document["answers"] = answers
    if draw(st.booleans()):
        document |= {"service": "Adventure playgrounds", "organisation": "Example Borough Council"}
        allowed = [each["id"] for each in questionnaire.get("respondents", [])] or ["staff", "council"]
        _maybe(draw, document, "respondent", lambda draw: draw(st.sampled_from(allowed)))
    return document


def _splits(parts: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Percents that make 100 together, cut at whole and half points, or a round split that ties."""
    cuts = st.lists(st.integers(0, 200), min_size=len(parts) - 1, max_size=len(parts) - 1).map(sorted)
    even = st.just([200 * place // len(parts) for place in range(1, len(parts))])
    return st.one_of(cuts, even).map(
        lambda cut: {
            part: _halves(upper - lower) for part, lower, upper in zip(parts, [0, *cut], [*cut, 200], strict=True)
        }
    )


def _halves(count: int) -> int | Decimal:
    return count // 2 if count % 2 == 0 else Decimal(count) / 2


def _maybe(draw: st.DrawFn, mapping: dict[str, Any], key: str, value: Any) -> None:
    """Every other time, the key with a drawn value; else it is left to its default."""
    if draw(st.booleans()):
        mapping[key] = value(draw)


def _writable(question: Question) -> dict[str, Any]:
    assert isinstance(question.raw, dict)
    return question.raw
