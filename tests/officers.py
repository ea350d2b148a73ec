"""Words of officers for the slots of an example's paper, one of them a table, and reports with them."""

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from spinout.core.markup import BULLETS, NUMBERS, PARAGRAPH, Passage, Stretch, markup_of, passages_of
from spinout.core.slots import DATE, LINE, TABLE, PaperWords, Slot, SlotColumn, SlotWords
from spinout.reports.view.publication import Choices
from spinout.use_cases.assessments import Assessed
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import render_report
from stories import story

MEETINGS = Slot(
    "meetings",
    "Meetings to come",
    TABLE,
    "The meetings, and what each decides.",
    columns=(SlotColumn("body", "Body", LINE), SlotColumn("day", "Date", DATE), SlotColumn("what", "Decides", "text")),
)
TEXT = (
    "The service runs <b>six</b> playgrounds & {{ more }}. See [the mandate](https://example.org/m?a=1&b=2).\n\n"
    "It is proposed now because:\n\n- the lease ends in 2027\n- families asked\n\n1. First, agree.\n2. Then, sign.\n\n"
    "Questions to <mailto:play@example.org>."
)
ROWS = (
    {"body": "Cabinet", "day": "2027-02-09", "what": "To approve it:\n\n- in principle"},
    {"body": "Scrutiny", "what": "To comment."},
)
WORDS = {
    "meeting": SlotWords("Cabinet & others"),
    "meeting_date": SlotWords("2027-02-09"),
    "background": SlotWords(TEXT),
    "reasons": SlotWords("- a list first\n- of two"),
    "meetings": SlotWords(None, ROWS),
    "implications.finance": SlotWords("The section 151 officer says: it is sound.\n\nAnd so on."),
    "recommendations.director": SlotWords("Director of Play"),
    "conditions.transition.pensions.owner": SlotWords("Head of Pensions"),
    "conditions.transition.pensions.date": SlotWords("2027-04-01"),
}


@lru_cache(maxsize=1)
def desk() -> tuple[Assessed, Loaded]:
    """An example, assessed, and the questionnaire with the table in its paper."""
    assessed, form = story("adventure-playgrounds-answers")
    questionnaire = form.questionnaire
    paper = questionnaire.reference.paper
    assert paper is not None
    headings = tuple(replace(h, slots=(*h.slots, MEETINGS)) if h.id == "next-steps" else h for h in paper.headings)
    reference = replace(questionnaire.reference, paper=replace(paper, headings=headings))
    changed = replace(questionnaire, reference=reference)
    return replace(assessed, assessment=replace(assessed.assessment, questionnaire=changed)), replace(
        form, questionnaire=changed
    )


def report(format: str, words: dict[str, SlotWords], **choices: Any) -> bytes:  # noqa: A002 - as elsewhere
    """The report of the example in a format, with words."""
    assessed, loaded = desk()
    chosen = Choices(words=PaperWords(words, loaded.questionnaire.id), **choices)
    return render_report(assessed, loaded, format=format, program_version="0", choices=chosen)


def settled(words: dict[str, SlotWords]) -> dict[str, SlotWords]:
    """Words with each text as it is written when it is taken back."""
    return {
        ident: replace(
            each,
            text=None if each.text is None else markup_of(passages_of(each.text)),
            rows=tuple({key: markup_of(passages_of(text)) for key, text in row.items()} for row in each.rows),
        )
        for ident, each in words.items()
    }


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"), exclude_characters="[]")
STRETCHES = st.lists(st.text(CHARACTERS, min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)
LINKS = st.sampled_from((None, None, "https://example.org/a?b=c&d=%28e%29#f", "mailto:a.b@example.org"))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text with paragraphs, lists and links, as it is written."""
    passages = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from((PARAGRAPH, BULLETS, NUMBERS)))
        lines = draw(st.integers(1, 1 if kind == PARAGRAPH else 3))
        passages.append(Passage(kind, tuple(_line(draw) for _ in range(lines))))
    return markup_of(passages_of(markup_of(passages)))


def _line(draw: st.DrawFn) -> tuple[Stretch, ...]:
    return tuple(Stretch(draw(STRETCHES), draw(LINKS)) for _ in range(draw(st.integers(1, 3))))
