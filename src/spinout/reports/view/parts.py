"""The headings of a report, each with its numbered pieces, and the sentence that each piece begins with."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import Heading, HeadingName, Paper
from spinout.core.scoring.assessment import Assessment
from spinout.reports.view.blocks import Block, Part, held_lines, holds, slot_box
from spinout.reports.view.charts import gates_picture, range_picture, sections_picture, steps_picture
from spinout.reports.view.content import ViewData
from spinout.reports.view.drawings import Picture
from spinout.reports.view.plan_lines import EFFORTS
from spinout.reports.view.slots import Desk, SlotView
from spinout.reports.view.words import shown


class Pieces(Struct, frozen=True):
    """What there is to lay out: which kinds have anything in them, their first sentences, and the pictures.

    `long` are the kinds that are too long to stand before the appendices, with the sentence in their place;
    `made` those that stand whole already.
    """

    filled: frozenset[str]
    texts: Mapping[str, str]
    pictures: Mapping[str, Picture]
    answers: tuple[Picture, ...]
    long: Mapping[str, str]
    made: Mapping[str, tuple[Block, ...]]
    desk: Desk


ALWAYS = ("score", "evidence", "answers", "method", "provenance")
FIELDS = (
    "recommendations", "settles", "results", "suggestion", "power", "unknown", "plan", "implications", "lessons",
    "support", "sources",
)  # fmt: skip
"""Kinds that are there where the field of their name holds anything."""
PLAN_LEFT_OUT = (
    "A plan would tell of answers that are left out of this report. It stands in the part that is not for publication."
)
MUST_BE_MET = "A gate must be met before the decision."
MOST_EVIDENCE, MOST_FACTS = 12, 8
"""More than these stand in an appendix alone."""
NO_BUYING_OUT = "A high score does not make up for a gate that is not met."


def pieces_of(assessment: Assessment, data: ViewData, answers: tuple[Picture, ...], desk: Desk) -> Pieces:
    """What there is to lay out; `answers` are the pictures of answers that the paper asks for."""
    pictures, made = _pictures(assessment, data), _hearing(data)
    return Pieces(_filled(data) | made.keys(), _texts(assessment, data), pictures, answers, _long(data), made, desk)


def _hearing(data: ViewData) -> Mapping[str, tuple[Block, ...]]:
    """Who was heard, for the first side, and where more others differ than there is room for on it."""
    said = data.hearing
    if said is None:
        return {}
    told = Block("paragraph", text=" ".join(filter(None, (said.heard, said.differ))))
    if not said.lines:
        return {"hearing": (told,)}
    return {"hearing": (told, Block("held", lines=said.first)), "dissents": (Block("held", lines=said.lines),)}


def _long(data: ViewData) -> Mapping[str, str]:
    """What a paper of a few pages has no room for, and the sentence that sends to its appendix."""
    found = {}
    if len(data.evidence) > MOST_EVIDENCE:
        found["evidence"] = f"The answers name {len(data.evidence)} pieces of evidence. An appendix lists them."
    facts = 0 if data.decision is None else len(data.decision.facts)
    if facts > MOST_FACTS:
        found["facts"] = (
            f"{facts} facts are not known, and a gate or the score hangs on them. "
            "They stand in the appendix on open gates."
        )
    return found


def _filled(data: ViewData) -> frozenset[str]:
    decision, results, comparators = data.decision, data.results is not None, data.comparators
    full = {
        **dict.fromkeys(ALWAYS, True),
        **{field: bool(getattr(data, field)) for field in FIELDS},
        "verdict": decision is not None,
        "conditions": decision is not None and bool(decision.conditions or decision.facts),
        "gates": decision is not None and bool(decision.gates),
        "facts": decision is not None and bool(decision.facts) and not data.settles,
        "outcomes": results,
        "suggested": data.suggestion is not None,
        "tests": results or data.suggestion is not None,
        "checks": bool(data.checks or data.warnings),
        "steps": data.plan is not None and bool(data.plan.steps),
        "comparators": bool(comparators.chosen),
        "chosen": bool(comparators.chosen),
        "other-comparators": bool(comparators.others),
        "scores": data.arithmetic is not None,
        "robustness": bool(data.score.robustness),
    }
    return frozenset(kind for kind, is_full in full.items() if is_full)


def _texts(assessment: Assessment, data: ViewData) -> Mapping[str, str]:
    texts: dict[str, str | None] = {
        "verdict": f"A decision on {data.service} is asked for: {data.stage}.",
        "conditions": "Each condition and fact, with what is needed, what was answered, and the next step:",
        "gates": f"{MUST_BE_MET} {NO_BUYING_OUT}",
        "picture:range": _score_text(assessment, data),
        "settles": (
            "The verdict cannot be told yet. These answers would do most to settle it, the most telling first:"
            if len(data.settles) > 1
            else "The verdict cannot be told yet. This answer would do most to settle it:"
        ),
        "facts": (
            "This fact is not known, and a gate or the score hangs on it:"
            if data.decision is not None and len(data.decision.facts) == 1
            else "These facts are not known, and a gate or the score hangs on them:"
        ),
        "outcomes": None if data.results is None else data.results.text,
        "results": None if data.results is None else data.results.text,
        "suggested": None if data.suggestion is None else f"{data.suggestion.title}. {data.suggestion.label}.",
        "tests": "What decided each result, and what is still to be met:",
        "power": (
            "A share of the votes is not a share of the power. Power is how often a group could decide a vote, "
            "where more than half wins."
        ),
        "unknown": "Those that the score hangs on most come first.",
        "plan": None if data.plan is None else data.plan.summary,
        "plan-left-out": PLAN_LEFT_OUT if data.plan is None and data.decision is not None else None,
        "picture:steps": "The score after each step, from now on:",
        "steps": EFFORTS,
        "comparators": data.comparators.text,
        "chosen": data.comparators.text,
        "implications": (
            "Each box keeps a place for an officer's words, and lists the answers that bear on it. A level, such as "
            "2 of 4, counts up from 0, which is nothing yet."
        ),
        "evidence": "Evidence that the answers name:" if data.evidence else "The answers name no evidence.",
        "robustness": (
            "The weights of the sections are a judgement. This says how far they would have to change before the "
            "band did."
        ),
        "provenance": (
            "The same answers, questionnaire and program give the same report. The digests (SHA-256) show whether a "
            "file has changed; where this report leaves something out, that of the answers is made without it."
        ),
    }
    if data.decision is not None and data.decision.gates:
        texts["picture:gates"] = MUST_BE_MET if data.decision.verdict == "ready" else f"{MUST_BE_MET} {NO_BUYING_OUT}"
    return {kind: text for kind, text in texts.items() if text}


def _score_text(assessment: Assessment, data: ViewData) -> str:
    score = data.score
    if score.low is None:
        return "Nothing that carries a score has counted, so there is no score."
    bands = f" ({score.bands})" if score.bands else ""
    return f"The score is {shown(assessment.scores.overall)} of 100{bands}. {score.counts}"


def _pictures(assessment: Assessment, data: ViewData) -> Mapping[str, Picture]:
    drawn = {
        "range": range_picture(data.score, assessment.questionnaire.bands, assessment.bar),
        "sections": sections_picture(data.score),
        "gates": gates_picture(data.decision),
        "steps": steps_picture(data.plan, assessment.bar),
    }
    return {name: picture for name, picture in drawn.items() if picture is not None}


PARTS = (
    ("verdict", "Verdict"),
    ("score", "Score"),
    ("gates", "Gates for this stage"),
    ("results", ""),
    ("suggestion", ""),
    ("power", "Who holds the votes"),
    ("unknown", "What is not known"),
    ("checks", "Points to check"),
    ("plan", "Plan"),
    ("comparators", "Others to learn from"),
    ("lessons", "What others could learn"),
    ("support", "Where to get help"),
)
APPENDICES = (
    ("dissents", "Where others differ"),
    ("answers", "All answers"),
    ("scores", "How the scores were worked out"),
    ("other-comparators", "More organisations to learn from"),
    ("method", "How the scoring works"),
    ("sources", "Sources"),
    ("provenance", "Where this report came from"),
)
BESIDE: Mapping[str, tuple[str, ...]] = {
    "verdict": ("verdict", "hearing", "conditions", "settles"),
    "score": ("picture:range", "score", "picture:sections", "robustness"),
    "gates": ("picture:gates", "gates"),
    "plan": ("plan", "picture:steps", "steps"),
}
"""What stands together under one heading."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def plain_parts(pieces: Pieces, titles: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts for what there is; `titles` are the headings of some."""
    main = [(kind, titles.get(kind) or title) for kind, title in PARTS if kind in pieces.filled]
    last = [(kind, title) for kind, title in APPENDICES if kind in pieces.filled]
    return (
        *(Part(str(n), kind, title, tuple(_blocks(kind, pieces))) for n, (kind, title) in enumerate(main, start=1)),
        *(
            Part(letter, kind, title, tuple(_blocks(kind, pieces)), appendix=True)
            for letter, (kind, title) in zip(LETTERS, last, strict=False)
        ),
    )


def _blocks(kind: str, pieces: Pieces) -> Iterator[Block]:
    for one in BESIDE.get(kind, (kind,)):
        for block in _drawn(one, pieces):
            yield block if block.picture is None else replace(block, text=None)


IN_FULL: Mapping[str, tuple[str, ...]] = {
    "gates": ("conditions", "gates"),
    "scores": ("picture:sections", "scores", "robustness"),
    "verdict": ("verdict",),
}
"""What an appendix draws for a thing to show, where that is not one piece of the same name."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "verdict": ("verdict", "hearing"),
    "gates": ("picture:gates",),
    "score": ("picture:range",),
    "results": ("outcomes",),
    "suggestion": ("suggested",),
    "pictures": ("pictures",),
    "plan": ("plan", "picture:steps"),
    "comparators": ("chosen",),
    "scores": ("picture:sections", "score"),
}
"""What stands before the appendices for it."""
NOT_KNOWN = ("settles", "facts")
"""What follows the gates where something is not known."""
ADDED = (
    ("conditions", "Conditions in full"),
    ("tests", "What decided the tests"),
    ("steps", "The steps of the plan"),
    ("dissents", "Where others differ"),
    ("evidence", "Evidence that the answers name"),
    ("unknown", "What is not known"),
    *(appendix for appendix in APPENDICES if appendix[0] not in ("dissents", "other-comparators")),
)
ONLY_WHERE_LONG = ("evidence",)
"""Of these, what no appendix is for where a few lines before the appendices hold it."""
HELD = "What the answers say:"


def paper_parts(
    assessment: Assessment, paper: Paper, pieces: Pieces, names: tuple[HeadingName, ...]
) -> tuple[Part, ...]:
    """The headings and appendices of the paper, in the order wanted."""
    main: list[Part] = []
    for heading in _named(paper.headings, names):
        blocks = tuple(_main_blocks(heading, assessment, pieces))
        if blocks:
            number = str(len(main) + 1)
            main.append(Part(number, f"part-{heading.id}", heading.title, tuple(_numbered(blocks, number))))
    last = [(h.id, h.title, tuple(_last_blocks(h, assessment, pieces))) for h in _named(paper.appendices, names)]
    last = [entry for entry in last if entry[2]]
    drawn = {block.kind for part in main for block in part.blocks} | {b.kind for _, _, blocks in last for b in blocks}
    last += [
        (f"added-{kind}", title, tuple(_drawn(kind, pieces)))
        for kind, title in ADDED
        if kind in pieces.filled and kind not in drawn and (kind not in ONLY_WHERE_LONG or kind in pieces.long)
    ]
    used = {part.id for part in main}
    for place, (ident, title, blocks) in enumerate(last):
        turns, rest = divmod(place, len(LETTERS))
        anchor = f"appendix-{ident}" if f"part-{ident}" in used else f"part-{ident}"
        main.append(Part(LETTERS[rest] * (turns + 1), anchor, title, blocks, appendix=True))
    return tuple(main)


def _named(headings: tuple[Heading, ...], names: tuple[HeadingName, ...]) -> list[Heading]:
    """The headings under the names wanted: those named first, in their order, then the rest in the paper's."""
    by_id = {heading.id: heading for heading in headings}
    wanted = [name for name in names if name.id in by_id]
    first = [replace(by_id[n.id], title=n.title or by_id[n.id].title) for n in wanted]
    taken = {name.id for name in wanted}
    return first + [heading for heading in headings if heading.id not in taken]


def _numbered(blocks: Iterable[Block], prefix: str) -> Iterator[Block]:
    """The blocks with the numbers of their paragraphs; what has no sentence belongs to the one before."""
    number = 0
    for block in blocks:
        told = block.text is not None or block.box is not None
        number += told
        yield replace(block, number=f"{prefix}.{number}") if told else block


def _main_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    kinds = [kind for show in heading.shows for kind in SHORT.get(show, (show,))]
    for kind in (*kinds, *(NOT_KNOWN if "gates" in heading.shows else ())):
        yield from _in_short(kind, pieces)
    decision = assessment.questionnaire.decision
    if decision is not None and "verdict" in heading.shows:  # it has said already which decision is asked for
        heading = replace(heading, questions=tuple(q for q in heading.questions if q != decision.asked_by))
    yield from _own_blocks(heading, assessment, pieces.desk, short="evidence" in pieces.long)


def _last_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in IN_FULL.get(show, (show,)):
            yield from _drawn(kind, pieces)
    yield from _own_blocks(heading, assessment, pieces.desk, short=False)


def _in_short(kind: str, pieces: Pieces) -> Iterator[Block]:
    """What one kind comes to before the appendices: a sentence where it is long."""
    if kind in pieces.long and kind in pieces.filled:
        yield Block("paragraph", text=pieces.long[kind])
    else:
        yield from _drawn(kind, pieces)


def _drawn(kind: str, pieces: Pieces) -> Iterator[Block]:
    """What one kind comes to: a picture, all pictures of answers, or a piece where it has anything in it."""
    if kind == "pictures":
        for picture in pieces.answers:
            yield Block("picture", text=picture.title, picture=picture)
    elif kind.startswith("picture:"):
        found = pieces.pictures.get(kind.removeprefix("picture:"))
        if found is not None:
            yield Block("picture", text=pieces.texts.get(kind, found.title), picture=found)
    elif kind in pieces.made:
        yield from pieces.made[kind]
    elif kind in pieces.filled:
        yield Block(kind, text=pieces.texts.get(kind))
    elif f"{kind}-left-out" in pieces.texts:
        yield Block("paragraph", text=pieces.texts[f"{kind}-left-out"])


def _own_blocks(heading: Heading, assessment: Assessment, desk: Desk, *, short: bool) -> Iterator[Block]:
    """A heading's own answers, or the text in their place, and its slots for an officer's words.

    In short the answers stand without their evidence, as there is too much of it.
    """
    if heading.questions and holds(assessment, heading):
        lines = held_lines(assessment, heading.questions)
        if short:
            lines = tuple(replace(line, evidence=None) for line in lines)
        if lines:
            yield Block("held", text=HELD, lines=lines)
    elif heading.otherwise is not None:
        yield Block("paragraph", text=heading.otherwise)
    yield from slot_blocks(heading.title, desk.shown(heading.slots))


def slot_blocks(title: str, views: tuple[SlotView, ...]) -> Iterator[Block]:
    """The blocks of slots under one heading; a slot whose label is the heading's own does not say it again."""
    for view in views:
        yield Block("officer", text=None if view.label == title else f"{view.label}:", box=slot_box(view))
