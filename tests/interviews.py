"""A small questionnaire of every type for the interview's tests, and a way to talk to it."""

from typing import Any

from hypothesis import strategies as st

from spinout.core.answers import Answers
from spinout.core.interview.machine import start, step
from spinout.core.interview.states import InterviewState, Settings, Step
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from

GARDEN: dict[str, Any] = {
    "id": "garden",
    "title": "A garden",
    "version": "1.10",
    "scoring": {"top_level_needs_evidence": True},
    "decision": {
        "asked_by": "plot.stage",
        "stages": [{"id": "look", "label": "Have a look"}, {"id": "dig", "label": "Dig it over", "ready_from": 60}],
        "too_early": {"open_gates": 3},
    },
    "reference": {"sources": {"sources": {"G1": {"title": "A garden book", "kind": "book", "verified": False}}}},
    "sections": [
        {
            "id": "plot",
            "title": "The plot",
            "intro": "Where it lies.",
            "weight": 0,
            "questions": [
                {
                    "id": "stage",
                    "ask": "What comes next?",
                    "type": "choice",
                    "options": [{"id": "look", "label": "Have a look"}, {"id": "dig", "label": "Dig it over"}],
                },
                {"id": "shed", "ask": "Is there a shed?", "type": "yes-no", "weight": 0},
                {
                    "id": "door",
                    "ask": "Does its door close?",
                    "type": "yes-no",
                    "weight": 0,
                    "show_if": {"question": "plot.shed", "is": "yes"},
                },
            ],
        },
        {
            "id": "soil",
            "title": "The soil",
            "questions": [
                {
                    "id": "depth",
                    "ask": "How deep is it?",
                    "why": "Roots need room.",
                    "help": "Dig a hole.",
                    "type": "scale",
                    "levels": [
                        "Bare rock",
                        {"label": "A hand", "help": "From wrist to finger."},
                        "A spade",
                        "As deep as you like",
                    ],
                    "essential": {"dig": {"at_least": 3}},
                    "evidence": "A photograph of the hole.",
                    "next_step": "Buy soil.",
                    "not_applicable": True,
                    "sources": ["G1"],
                },
                {
                    "id": "grows",
                    "ask": "What grows there?",
                    "type": "multi",
                    "options": [
                        {"id": "beans", "label": "Beans, broad or runner"},
                        {"id": "leeks", "label": "Leeks"},
                        {"id": "lettuce", "label": "Lettuce"},
                        {"id": "nothing", "label": "Nothing", "exclusive": True},
                        {"id": "else", "label": "Something else", "help": "Weeds too.", "other": True},
                    ],
                },
                {"id": "beds", "ask": "How many beds?", "type": "number", "min": 0, "max": 40, "integer": True},
                {"id": "shade", "ask": "How much lies in shade?", "type": "percent"},
                {
                    "id": "shares",
                    "ask": "Who digs how much?",
                    "type": "split",
                    "parts": [
                        {"id": "me", "label": "I"},
                        {"id": "you", "label": "You"},
                        {"id": "they", "label": "They"},
                    ],
                },
                {"id": "words", "ask": "Anything else?", "type": "text"},
                {"id": "since", "ask": "Since when?", "type": "date"},
            ],
        },
    ],
}


def garden() -> Questionnaire:
    """The sample questionnaire, which must be right."""
    data = {name: value for name, value in GARDEN.items() if name != "reference"}
    files = {"sources.yaml": GARDEN["reference"]["sources"]}
    data["reference"] = {"sources": "sources.yaml"}
    read, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": data, **files}))
    assert read is not None, problems
    return read


def answers_of(**given: Any) -> Answers:
    """Answers to the sample, by ids with two underscores for the dot."""
    document = {"questionnaire": "garden", "answers": {key.replace("__", "."): value for key, value in given.items()}}
    answers, problems = answers_from(document, garden())
    assert answers is not None, problems
    return answers


def begun(settings: Settings | None = None, **given: Any) -> InterviewState:
    """An interview at its first question, past the header."""
    state = start(garden(), answers_of(**given), settings)
    while state.place.asking == "header":
        state = step(state, ":s").state
    return InterviewState(state.questionnaire, state.settings, state.moment)


def talk(state: InterviewState, *lines: str) -> Step:
    """The step of the last of some lines."""
    made = step(state, lines[0])
    for line in lines[1:]:
        made = step(made.state, line)
    return made


def at(question: str, settings: Settings | None = None, **given: Any) -> InterviewState:
    """An interview that has jumped to a question, with nothing to take back."""
    state = talk(begun(settings, **given), f":l {question}").state
    assert state.place.about == question
    return InterviewState(state.questionnaire, state.settings, state.moment)


def said(made: Step) -> str:
    """All lines that a step says."""
    return "\n".join(line for message in made.messages for line in message.lines)


WORDS = (
    *(":b", ":b", ":s", ":d", ":na", ":e", ":n", ":l", ":r", ":q", "?", "", "", ":x", "::x", ":", "::", ":B"),
    *(":e Minutes", ":n A note", ":na No soil", ":l soil", ":l 2", ":l plot.door", ":r 2", ":r role", "-"),
    *("1", "2", "3", "0", "1,3", "1 3", "4", "1,1", "40 40 20", "40 40", "60", "12.5", "2026-11-23", "23/11/2026"),
    *("yes", "no", "Y", "look", "dig", "a", "beans leeks", "beans", "le", "dont-know", "service", "soil.depth: x"),
    *(
        ":u",
        ":undo",
        "undo",
        "back",
        "skip",
        "not sure",
        "n/a",
        "3 2 2",
        "me 3, you 2",
        "4 of 12",
        "a\nb",
        ":n a\n1\n2",
    ),
    *("[red]", "[/foo]", ":smiley:", "\x1b[31m", "\x1b", "a\x00b", "\ud800", "\u202e", "Tŷ Ŵen ✓", "- x", "null"),
    *("x" * 10_000, "x" * 20_001, "9" * 5000, "\u2028", "\x85", "\t", "a\tb", "٣", "-0", "1e3", "007", "# no"),
)


def lines() -> st.SearchStrategy[str]:
    """A line: most often one that means something."""
    return st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=12))
