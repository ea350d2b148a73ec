"""The headings of a report whose questionnaire has no paper: one for each thing that there is to show."""

from collections.abc import Iterator, Mapping

from spinout.reports.blocks import Block, Part
from spinout.reports.pieces import Pieces

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
    ("answers", "All answers"),
    ("scores", "How the scores were worked out"),
    ("other-comparators", "More organisations to learn from"),
    ("method", "How the scoring works"),
    ("sources", "Sources"),
    ("provenance", "Where this report came from"),
)
BESIDE: Mapping[str, tuple[str, ...]] = {
    "verdict": ("verdict", "conditions", "settles"),
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
            yield Block(one, text=pieces.texts.get(one))
