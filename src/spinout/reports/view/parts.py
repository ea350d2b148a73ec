"""The headings of a report, each with its numbered pieces, and the sentence that each piece begins with."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import Band, Heading, HeadingName, Paper
from spinout.core.scoring.assessment import Assessment
from spinout.core.wording import counted
from spinout.reports.view.blocks import Block, Part, held_lines, see_conditions, slot_box, too_much_evidence
from spinout.reports.view.charts import range_picture, sections_picture, steps_picture
from spinout.reports.view.content import ViewData
from spinout.reports.view.drawings import Picture
from spinout.reports.view.marks import gates_picture, ladder_picture
from spinout.reports.view.plan_lines import EFFORTS
from spinout.reports.view.publication import EVERY_APPENDIX
from spinout.reports.view.resolutions import told_once
from spinout.reports.view.sayings import otherwise
from spinout.reports.view.slots import Desk, SlotView
from spinout.reports.view.words import REQUIREMENT, label_of, shown


class Pieces(Struct, frozen=True):
    """What there is to lay out: which kinds have anything in them, their first sentences, and the pictures.

    `long` are the kinds that are too long to stand before the appendices, with the sentence in their place;
    `made` those that stand whole already; `told` the numbers of conditions that no other heading tells again.
    """

    filled: frozenset[str]
    texts: Mapping[str, str]
    pictures: Mapping[str, Picture]
    answers: tuple[Picture, ...]
    long: Mapping[str, str]
    made: Mapping[str, tuple[Block, ...]]
    desk: Desk
    told: Mapping[str, int]


ALWAYS = ("score", "answers", "method", "sources", "provenance")
FIELDS = (
    "recommendations", "settles", "results", "suggestion", "power", "unknown", "plan", "implications", "evidence",
    "lessons", "support",
)  # fmt: skip
"""Kinds that are there where the field of their name holds anything."""
APART = "E"
"""The part that is not for publication: its headings are numbered E1, E2 and so on."""
PLAN_LEFT_OUT = (
    "A plan would tell of answers that are left out of this report. It stands in the exempt part, which is not for "
    "publication."
)
EVERY_MET = f"Each {REQUIREMENT} of this decision is met or does not apply."
MUST_BE_MET = f"Each {REQUIREMENT} is to be met; a high score does not make up for one that is not."


def pieces_of(
    assessment: Assessment, data: ViewData, answers: tuple[Picture, ...], desk: Desk, withheld: tuple[str, ...] = ()
) -> Pieces:
    """What there is to lay out; `answers` are the pictures of answers that the paper asks for.

    `withheld` are the titles of what is left out of it.
    """
    pictures, made = _pictures(assessment, data), dict(_hearing(data))
    if data.proposal:
        made["proposal"] = (Block("paragraph", text=" ".join(data.proposal)),)
    if withheld:
        text = "Kept in the exempt part of this report, which is not for publication:"
        made["withheld"] = (Block("paragraph", text=f"{text} {'; '.join(withheld)}."),)
    return Pieces(
        _filled(data) | made.keys(),
        _texts(assessment, data),
        pictures,
        answers,
        _long(assessment, data),
        made,
        desk,
        told_once(data.decision, data.recommendations),
    )


def _hearing(data: ViewData) -> Mapping[str, tuple[Block, ...]]:
    """Who was heard, for the first side, and where more others differ than there is room for on it."""
    said = data.hearing
    if said is None:
        return {}
    told = Block("paragraph", text=" ".join(filter(None, (said.heard, said.differ))))
    if not said.lines:
        return {"hearing": (told,)}
    return {"hearing": (told, Block("held", lines=said.first)), "dissents": (Block("held", lines=said.lines),)}


def _long(assessment: Assessment, data: ViewData) -> Mapping[str, str]:
    """What a paper of a few pages has no room for, and the sentence that sends to its appendix."""
    found = {}
    if too_much_evidence(assessment):
        number = counted(len(data.evidence), "piece")
        found["evidence"] = f"The answers name {number} of evidence, which an appendix has in full."
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
    decision = data.decision
    here = "judged" if decision is not None and decision.not_stated else "asked for"
    texts: dict[str, str | None] = {
        "verdict": f"The decision {here}: {data.stage}.",
        "conditions": "Each condition, with what is needed, what is there, why it is needed, and the next step:",
        "gates": MUST_BE_MET,
        "picture:range": _score_text(assessment, data),
        "picture:ladder": "Such a proposal comes to its decision makers more than once:",
        "settles": (
            "The verdict cannot be told yet. These answers would do most to settle it, the most telling first:"
            if len(data.settles) > 1
            else "The verdict cannot be told yet. This answer would do most to settle it:"
        ),
        "facts": (
            "This is not known, and the verdict hangs on it:"
            if decision is not None and len(decision.facts) == 1
            else "These are not known, and the verdict hangs on them:"
        ),
        "outcomes": None if data.results is None else data.results.text,
        "results": None if data.results is None else data.results.text,
        "suggested": None if data.suggestion is None else f"{label_of(data.suggestion.title)} {data.suggestion.label}.",
        "tests": "What decided each result, and what is still to be met:",
        "power": (
            "A share of the votes is not a share of the power. Power is how often a group could decide a vote, "
            "where more than half wins."
        ),
        "checks": TO_CHECK[len(data.checks) > 1] if data.checks else None,
        "unknown": "Those that the score hangs on most come first.",
        "plan": None if data.plan is None else data.plan.summary,
        "plan-left-out": PLAN_LEFT_OUT if data.plan is None and decision is not None else None,
        "picture:steps": "The score after each step, from now on:",
        "steps": EFFORTS,
        "comparators": data.comparators.text,
        "chosen": data.comparators.text,
        "implications": "What each officer says, with the answers that bear on it:",
        "evidence": "Evidence that the answers name:",
        "robustness": (
            "The weights of the sections are a judgement. This says how far they would have to change before the "
            "band did."
        ),
        "provenance": (
            "The same answers, questionnaire and program give the same report. The digests (SHA-256) show whether a "
            "file has changed; where this report leaves something out, that of the answers is made without it."
        ),
    }
    if decision is not None and decision.gates:
        texts["picture:gates"] = EVERY_MET if decision.verdict == "ready" else MUST_BE_MET
    return {kind: text for kind, text in texts.items() if text}


TO_CHECK = ("One point is to be checked:", "Points to be checked:")


def _score_text(assessment: Assessment, data: ViewData) -> str:
    score = data.score
    if score.low is None:
        return "Nothing that carries a score has counted, so there is no score."
    ends = shown(assessment.scores.overall).partition(" to ")
    told = f"The score is {f'between {ends[0]} and {ends[2]}, out of' if ends[2] else f'{ends[0]} of'} 100"
    if (score.low, score.high) == (0, 100):
        told = "The score is not known yet: with the answers that are open it could be anything from 0 to 100"
    if data.decision is None:
        bands = f" ({score.bands})" if score.bands else ""
        return f"{told}{bands}. {score.counts}"
    return f"{told}. This decision needs {score.bar}." if score.bar else f"{told}. This decision needs no score."


def _pictures(assessment: Assessment, data: ViewData) -> Mapping[str, Picture]:
    drawn = {
        "range": range_picture(data.score, _bands(assessment), assessment.bar),
        "sections": sections_picture(data.score),
        "gates": gates_picture(data.decision, data.recommendations),
        "ladder": ladder_picture(data.decision),
        "steps": steps_picture(data.plan, assessment.bar),
    }
    return {name: picture for name, picture in drawn.items() if picture is not None}


def _bands(assessment: Assessment) -> tuple[Band, ...]:
    """The bands to show: none beside a verdict, which they could seem to contradict."""
    return assessment.questionnaire.bands if assessment.verdict is None else ()


PARTS = (
    ("verdict", "Verdict"),
    ("score", "Score"),
    ("gates", "What this decision needs"),
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
    "verdict": ("verdict", "picture:ladder", "hearing", "conditions", "settles"),
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
    "scores": ("picture:sections", "scores"),
    "verdict": ("verdict",),
}
"""What an appendix draws for a thing to show, where that is not one piece of the same name."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "verdict": ("verdict",),
    "ladder": ("picture:ladder",),
    "gates": ("picture:gates",),
    "score": ("picture:range",),
    "results": ("outcomes",),
    "suggestion": ("suggested",),
    "pictures": ("pictures",),
    "comparators": ("chosen",),
    "scores": ("picture:sections", "score"),
}
"""What stands before the appendices for it."""
ADDED = (
    ("conditions", "Conditions in full"),
    ("tests", "What decided the tests"),
    ("steps", "The steps of the plan"),
    ("dissents", "Where others differ"),
    ("evidence", "Evidence that the answers name"),
    ("unknown", "What is not known"),
    *(appendix for appendix in APPENDICES if appendix[0] not in ("dissents", "other-comparators")),
)
ALWAYS_LAST = frozenset({"sources", "provenance"})
"""What stands behind any paper: the sources that it names, and where it came from."""
ONLY_WHERE_LONG = ("evidence",)
"""Of these, what no appendix is for where a few lines before the appendices hold it."""
HELD = "The position today:"


def paper_parts(
    assessment: Assessment, paper: Paper, pieces: Pieces, names: tuple[HeadingName, ...], wanted: tuple[str, ...]
) -> tuple[Part, ...]:
    """The headings and appendices of the paper, in the order that `names` gives; `wanted` as `Choices` has it."""
    main: list[Part] = []
    for heading in _named(paper.headings, names):
        blocks = tuple(_main_blocks(heading, assessment, pieces))
        if blocks:
            number = str(len(main) + 1)
            main.append(Part(number, f"part-{heading.id}", heading.title, tuple(_numbered(blocks, number))))
    every = [(h, tuple(_last_blocks(h, assessment, pieces))) for h in _named(paper.appendices, names)]
    last = [(h.id, h.title, blocks) for h, blocks in every if blocks and _stands(h, blocks, pieces, wanted)]
    drawn = {block.kind for part in main for block in part.blocks} | {b.kind for _, blocks in every for b in blocks}
    last += [
        (f"added-{kind}", title, tuple(_drawn(kind, pieces)))
        for kind, title in ADDED
        if kind in pieces.filled and kind not in drawn and _added(kind, pieces, wanted)
    ]
    used = {part.id for part in main}
    for place, (ident, title, blocks) in enumerate(last):
        turns, rest = divmod(place, len(LETTERS))
        anchor = f"appendix-{ident}" if f"part-{ident}" in used else f"part-{ident}"
        main.append(Part(LETTERS[rest] * (turns + 1), anchor, title, blocks, appendix=True))
    return tuple(main)


def _stands(heading: Heading, blocks: tuple[Block, ...], pieces: Pieces, wanted: tuple[str, ...]) -> bool:
    """Whether an appendix stands: as was asked for, else those of every paper and those that this one sends to."""
    if not ALWAYS_LAST.isdisjoint(block.kind for block in blocks) or wanted == EVERY_APPENDIX:
        return True
    if wanted:
        return heading.id in wanted
    return not heading.on_request or any(block.kind in pieces.long for block in blocks)


def _added(kind: str, pieces: Pieces, wanted: tuple[str, ...]) -> bool:
    """Whether a kind that the paper has no appendix for has one all the same."""
    if kind in ALWAYS_LAST or wanted == EVERY_APPENDIX:
        return True
    return not wanted and (kind not in ONLY_WHERE_LONG or kind in pieces.long)


def cited(parts: Iterable[Part], data: ViewData) -> frozenset[str]:
    """The codes of the sources that what stands in some parts names."""
    drawn = {block.kind for part in parts for block in part.blocks}
    results = (*(data.results.results if data.results else ()), *((data.suggestion,) if data.suggestion else ()))
    full = (*results, *(criterion for result in results for criterion in (*result.criteria, *result.further)))
    named = {
        "chosen": data.comparators.chosen,
        "comparators": data.comparators.chosen,
        "other-comparators": data.comparators.others,
        "checks": data.checks,
        "support": data.support,
        **dict.fromkeys(("tests", "results", "suggestion"), full),
    }
    return frozenset(code for kind, lines in named.items() if kind in drawn for one in lines for code in one.sources)


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
    # who was heard comes after the pictures, which so stand on the first side
    for kind in (*kinds, *(("hearing",) if "verdict" in heading.shows else ())):
        yield from _in_short(kind, pieces)
    decision = assessment.questionnaire.decision
    if decision is not None and "verdict" in heading.shows:  # it has said already which decision is asked for
        heading = replace(heading, questions=tuple(q for q in heading.questions if q != decision.asked_by))
    yield from _own_blocks(heading, assessment, pieces.desk, pieces.told, short="evidence" in pieces.long)


def _last_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in IN_FULL.get(show, (show,)):
            yield from _drawn(kind, pieces)
    yield from _own_blocks(heading, assessment, pieces.desk, {}, short=False)


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


def _own_blocks(
    heading: Heading, assessment: Assessment, desk: Desk, told: Mapping[str, int], *, short: bool
) -> Iterator[Block]:
    """A heading's own answers, or the text in their place, and its slots for an officer's words.

    In short the answers stand without their evidence, as there is too much of it. Those that are `told` among the
    conditions are named by their numbers.
    """
    instead, see = otherwise(assessment, heading), see_conditions(heading.questions, told)
    if instead is not None:
        yield Block("paragraph", text=instead)
    elif lines := held_lines(assessment, heading.questions, told, evidence=not short):
        yield Block("held", text=" ".join(filter(None, (see, HELD))), lines=lines)
    elif see is not None:
        yield Block("paragraph", text=see)
    yield from slot_blocks(heading.title, desk.shown(heading.slots))


def slot_blocks(title: str, views: tuple[SlotView, ...]) -> Iterator[Block]:
    """The blocks of slots under one heading; a slot whose label is the heading's own does not say it again."""
    for view in views:
        yield Block("officer", text=None if view.label == title else f"{view.label}:", box=slot_box(view))
