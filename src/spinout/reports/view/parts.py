"""The headings of a report, each with its numbered pieces, and the sentence that each piece begins with."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import Heading, HeadingName, Paper
from spinout.core.scoring.assessment import Assessment
from spinout.reports.view.blocks import BLANK, Block, HeldLine, OfficerBox, Part, held_lines, holds
from spinout.reports.view.charts import gates_picture, range_picture, sections_picture, steps_picture
from spinout.reports.view.content import ViewData
from spinout.reports.view.drawings import Picture
from spinout.reports.view.plan_lines import EFFORTS
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


PLAN_LEFT_OUT = (
    "A plan would tell of answers that are left out of this report. It stands in the part that is not for publication."
)
MUST_BE_MET = "A gate must be met before the decision."
MOST_EVIDENCE, MOST_FACTS = 12, 8
"""More than these stand in an appendix alone."""
NO_BUYING_OUT = "A high score does not make up for a gate that is not met."


def pieces_of(assessment: Assessment, data: ViewData, answers: tuple[Picture, ...]) -> Pieces:
    """What there is to lay out; `answers` are the pictures of answers that the paper asks for."""
    pictures, made = _pictures(assessment, data), _hearing(data)
    return Pieces(_filled(data) | made.keys(), _texts(assessment, data), pictures, answers, _long(data), made)


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
    decision, plan = data.decision, data.plan
    full = {
        "verdict": decision is not None,
        "conditions": decision is not None and bool(decision.conditions or decision.facts),
        "recommendations": bool(data.recommendations),
        "score": True,
        "gates": decision is not None and bool(decision.gates),
        "settles": bool(data.settles),
        "facts": decision is not None and bool(decision.facts) and not data.settles,
        "results": data.results is not None,
        "outcomes": data.results is not None,
        "suggestion": data.suggestion is not None,
        "suggested": data.suggestion is not None,
        "tests": data.results is not None or data.suggestion is not None,
        "power": bool(data.power),
        "unknown": bool(data.unknown),
        "checks": bool(data.checks or data.warnings),
        "plan": plan is not None,
        "steps": plan is not None and bool(plan.steps),
        "comparators": bool(data.comparators.chosen),
        "chosen": bool(data.comparators.chosen),
        "other-comparators": bool(data.comparators.others),
        "implications": bool(data.implications),
        "evidence": True,
        "lessons": bool(data.lessons),
        "support": bool(data.support),
        "answers": True,
        "scores": data.arithmetic is not None,
        "robustness": bool(data.score.robustness),
        "method": True,
        "sources": bool(data.sources),
        "provenance": True,
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
        "evidence": _evidence_text(data),
        "robustness": (
            "The weights of the sections are a judgement. This says how far they would have to change before the "
            "band did."
        ),
        "provenance": (
            "The same answers, questionnaire and program give the same report. The digests (SHA-256) show whether a "
            "file has changed."
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


def _evidence_text(data: ViewData) -> str:
    return "Evidence that the answers name:" if data.evidence else "The answers name no evidence."


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


def first_form(pieces: Pieces, titles: Mapping[str, str]) -> tuple[Part, ...]:
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
        if one.startswith("picture:"):
            picture = pieces.pictures.get(one.removeprefix("picture:"))
            if picture is not None:
                yield Block("picture", picture=picture)
        elif one in pieces.filled:
            yield from _drawn(one, pieces)


IN_FULL: Mapping[str, tuple[str, ...]] = {
    "gates": ("conditions", "gates"),
    "scores": ("scores", "robustness"),
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
    ("answers", "All answers"),
    ("scores", "How the scores were worked out"),
    ("method", "How the scoring works"),
    ("sources", "Sources"),
    ("provenance", "Where this report came from"),
)
ONLY_WHERE_LONG = ("evidence",)
"""Of these, what no appendix is for where a few lines before the appendices hold it."""
HELD = "What the answers say:"


def paper_parts(
    assessment: Assessment, paper: Paper, pieces: Pieces, names: tuple[HeadingName, ...]
) -> tuple[Part, ...]:
    """The headings and appendices of the paper, in the order wanted."""
    headings = _named(paper.headings, names)
    main: list[Part] = []
    for heading in headings:
        blocks = tuple(_main_blocks(heading, assessment, pieces))
        if blocks:
            number = str(len(main) + 1)
            main.append(Part(number, _anchor(heading.id), heading.title, _numbered(blocks, number)))
    last = [(h.id, h.title, tuple(_last_blocks(h, assessment, pieces))) for h in _named(paper.appendices, names)]
    last = [entry for entry in last if entry[2]]
    drawn = {block.kind for part in main for block in part.blocks} | {b.kind for _, _, blocks in last for b in blocks}
    last += [
        (f"added-{kind}", title, tuple(_drawn(kind, pieces)))
        for kind, title in ADDED
        if kind in pieces.filled and kind not in drawn and (kind not in ONLY_WHERE_LONG or kind in pieces.long)
    ]
    used = {part.id for part in main}
    return (*main, *_appendices(last, used))


def _anchor(ident: str) -> str:
    return f"part-{ident}"


def _appendices(found: Iterable[tuple[str, str, tuple[Block, ...]]], used: set[str]) -> Iterator[Part]:
    for place, (ident, title, blocks) in enumerate(found):
        anchor = _anchor(ident)
        yield Part(_letter(place), f"appendix-{ident}" if anchor in used else anchor, title, blocks, appendix=True)


def _letter(place: int) -> str:
    turns, rest = divmod(place, len(LETTERS))
    return LETTERS[rest] * (turns + 1)


def _named(headings: tuple[Heading, ...], names: tuple[HeadingName, ...]) -> list[Heading]:
    """The headings under the names wanted: those named first, in their order, then the rest in the paper's."""
    by_id = {heading.id: heading for heading in headings}
    wanted = [name for name in names if name.id in by_id]
    first = [replace(by_id[n.id], title=n.title or by_id[n.id].title) for n in wanted]
    taken = {name.id for name in wanted}
    return first + [heading for heading in headings if heading.id not in taken]


def _numbered(blocks: Iterable[Block], prefix: str) -> tuple[Block, ...]:
    """The blocks with the numbers of their paragraphs; what has no sentence belongs to the one before."""
    made: list[Block] = []
    number = 0
    for block in blocks:
        if block.text is None and block.box is None:
            made.append(block)
        else:
            number += 1
            numbered = f"{prefix}.{number}"
            made.append(Block(block.kind, numbered, block.text, block.lines, block.box, block.picture))
    return tuple(made)


def _main_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in SHORT.get(show, (show,)):
            yield from _in_short(kind, pieces)
    if "gates" in heading.shows:
        for kind in NOT_KNOWN:
            yield from _in_short(kind, pieces)
    yield from _own_blocks(_not_told_twice(heading, assessment), assessment, short="evidence" in pieces.long)


def _not_told_twice(heading: Heading, assessment: Assessment) -> Heading:
    """A heading that shows the verdict has said already which decision is asked for."""
    decision = assessment.questionnaire.decision
    if decision is None or "verdict" not in heading.shows:
        return heading
    return replace(heading, questions=tuple(q for q in heading.questions if q != decision.asked_by))


def _last_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in IN_FULL.get(show, (show,)):
            if show == "scores" and kind == show:
                yield from _drawn("picture:sections", pieces)
            yield from _drawn(kind, pieces)
    yield from _own_blocks(heading, assessment, short=False)


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
        yield _block(kind, pieces)
    elif f"{kind}-left-out" in pieces.texts:
        yield Block("paragraph", text=pieces.texts[f"{kind}-left-out"])


def _block(kind: str, pieces: Pieces) -> Block:
    return Block(kind, text=pieces.texts.get(kind))


def _own_blocks(heading: Heading, assessment: Assessment, *, short: bool) -> Iterator[Block]:
    """A heading's own answers, or the text in their place, and its box for an officer's words.

    In short the answers stand without their evidence, as there is too much of it.
    """
    if heading.questions and holds(assessment, heading):
        lines = held_lines(assessment, heading.questions)
        if short:
            lines = tuple(HeldLine(line.question, line.ask, line.words, line.short, None) for line in lines)
        if lines:
            yield Block("held", text=HELD, lines=lines)
    elif heading.otherwise is not None:
        yield Block("paragraph", text=heading.otherwise)
    if heading.officer is not None:
        yield Block("officer", box=OfficerBox(heading.id, heading.title, None, heading.officer, BLANK))
