"""What the heading of a column names: a question, an option of it, what stands beside its answer, or a field."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from msgspec import Struct

from spinout.core.conditions import Measure
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import nearest
from spinout.inputs.exports.cells import named, options_named
from spinout.inputs.exports.habits import Habits

NUMBERED = re.compile(r"(?:q(?:uestion)?\s*)?\d{1,3}(?:\.\d{1,2})?\s*[.):-]\s+|q\d{1,3}\s+")
LAST_DIGITS = re.compile(r"(?<=[^\d\s])\d{1,3}\Z")
BRACKETS = re.compile(r"(?P<base>.*?)\s*\[(?P<sub>[^\[\]]+)\]", re.DOTALL)
CODE_AND_TEXT = re.compile(r"(?P<code>[A-Za-z]\w*)(?:\[(?P<sub>[^\]]+)\])?\s*[.:]\s+(?P<text>.+)", re.DOTALL)
PARTING = re.compile(r"/| - |: ")
PLACE = re.compile(r"(?:sq|a|ao)?0*(?P<place>[1-9]\d{0,2})")
WORDS = re.compile(r"[^\W_]+")
INSTRUCTION = re.compile(
    r"\s*\((?:please )?(?:choose|select|tick|pick|mark|check|enter|write|give|answer|optional|required)\b[^()]*\)\Z"
)
"""How to answer, as people put it behind what is asked."""
BESIDE_WORDS = (
    ("evidence", re.compile(r"(?:the |what |your )?(?:evidence|proof)\b|what shows it\b")),
    ("note", re.compile(r"(?:any |your )?(?:(?:other|further|more) )?(?:notes?|comments?|remarks?)\b")),
    ("other", re.compile(r"(?:if )?\(?other\b(?: \(?please specify\)?)?|please specify|specify other")),
    (
        "not_applicable",
        re.compile(
            r"(?:reason|why)\b.*\bnot (?:apply|applicable)|not applicable\b|(?:if (?:it|this) )?does not apply\b"
        ),
    ),
    ("dont_know", re.compile(r"(?:or )?(?:you |i )?(?:do not|don't|dont)[ -]know\b|not known\b")),
)
"""How headings begin that stand beside a question's answer."""
JOINED = re.compile(r"\s*(?:\bfor\b|\babout\b|\bon\b|\bto\b|[:–-])\s*")
BEHIND = re.compile(
    r"(?P<base>.+?)\s*(?:[(\[:–-]|#|\s-\s)\s*(?P<word>evidence|notes?|comments?|other|not[ _]applicable)[)\]]?"
)
USE_OF = {
    "evidence": "evidence",
    "other": "other",
    "not applicable": "not_applicable",
    "not_applicable": "not_applicable",
}
HEADER_WORDS = {
    "service": "service name|name of service|name of the service|which service|which service is this"
    "|which service is this about|which service are you answering about|your service",
    "organisation": "organization|organisation name|name of organisation|name of the organisation|council|your council"
    "|name of council|council name|name of your organisation|your organisation's name"
    "|which organisation|which organisation is it part of|authority"
    "|local authority|which council|your organisation",
    "completed_by": "completed by|your role|role|job title|your job title|position|what is your role|filled in by"
    "|who completes this|who is completing this|who filled this in",
    "respondent": "respondent group|group|who are you|who answers|i am|i am a|i am an|you are|are you|are you a"
    "|which group are you in|answering as"
    "|in what capacity are you answering|what is your connection to the service",
    "date": "date of answers|date completed|today's date|date of completion",
}
SERVICE = re.compile(
    r"(?:what is |what's )?(?:the )?(?:name|title) of (?:the |your |this )?service\b.*|which service\b.*"
)
FIELD_OF = {word: name for name, words in HEADER_WORDS.items() for word in words.split("|")}
NEAR, VERY_NEAR, MARGIN = 0.6, 0.8, 0.08
NEAR_OPTION = 0.85
BESIDE_NOTE = dict(BESIDE_WORDS)["note"]
BY_WORDS = "its words"
MOST_NEAR = 400
"""So many headings are held against all questions word by word, which takes time."""


class Sure(StrEnum):
    """How sure it is what a column means."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "a guess"
    UNDECIDED = "undecided"


class Guess(Struct, frozen=True):
    """What a column may mean, how sure that is, and by what."""

    use: str
    about: str = ""
    sure: Sure = Sure.UNDECIDED
    by: str = ""
    part: str | None = None
    option: str | None = None

    @property
    def target(self) -> tuple[str, str, str, str]:
        """What it gives; two columns cannot both give it."""
        return self.use, self.about, self.part or "", self.option or ""


UNDECIDED_COLUMN = Guess("undecided")


def bare_heading(text: str) -> str:
    """A heading without what makes no difference: case, spaces, a number before it, a mark or a sign behind it."""
    word = plain_label(text)
    numbered = NUMBERED.match(word)
    word = word[numbered.end() if numbered else 0 :].rstrip("?*:. ")
    return INSTRUCTION.sub("", word).rstrip("?*:. ").strip()


class QuestionNames:
    """All that a questionnaire's questions are called, to be found by a heading."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._by_text: dict[str, list[tuple[str, str]]] = {}
        self._by_name: dict[str, Guess | None] = {}
        self._squashed: dict[str, str | None] = {}
        self._words: list[tuple[str, str, frozenset[str]]] = []
        for ident, question in questionnaire.questions.items():
            self._add_texts(ident, question)
            self._add_names(ident, question)
        self._nears = 0

    def _add_texts(self, ident: str, question: Question) -> None:
        texts = ("its title", question.title), ("how it is asked", question.ask), ("its plain words", question.plain)
        for by, text in texts:
            bare = bare_heading(text or "")
            known = self._by_text.setdefault(bare, []) if bare else []
            if bare and all(other != ident for other, _ in known):
                known.append((ident, by))
                self._words.append((ident, bare, frozenset(WORDS.findall(bare))))

    def _add_names(self, ident: str, question: Question) -> None:
        squashed = re.sub("[^a-z0-9]", "", ident)
        self._squashed[squashed] = None if squashed in self._squashed else ident
        rows = [(named(ident), Guess("question", ident, Sure.SURE, "its id"))]
        kind = question.type
        for word, use in (
            ("evidence", "evidence"),
            ("note", "note"),
            ("other", "other"),
            ("reason", "not_applicable"),
            ("unknown", "dont_know"),
            ("dont_know", "dont_know"),
        ):
            rows.append((f"{named(ident)}_{word}", Guess(use, ident, Sure.SURE, "its name")))
        rows.append((f"{named(ident)}_not_applicable", Guess("not_applicable", ident, Sure.SURE, "its name")))
        for part in kind.parts:
            guess = Guess("question", ident, Sure.SURE, "its name", part=part.id)
            rows.append((f"{named(ident)}_{named(part.id)}", guess))
        if Measure.MEMBERS in kind.measures:
            for option in kind.options:
                guess = Guess("question", ident, Sure.SURE, "its name", option=option.id)
                rows.append((f"{named(ident)}_{named(option.id)}", guess))
        for name, guess in rows:
            self._by_name[name] = None if name in self._by_name and self._by_name[name] != guess else guess

    # by name and by text

    def by_name(self, text: str) -> Guess | None:
        """What a name made of an id means, groups before it or not."""
        if " " in text.strip():
            return None
        tokens = named(text).split("_")
        for start in range(min(len(tokens), 40)):
            guess = self._by_name.get("_".join(tokens[start:]))
            if guess is not None:
                return guess
        ident = self._squashed.get(re.sub("[^a-z0-9]", "", text.casefold()))
        return None if ident is None else Guess("question", ident, Sure.SURE, "its code")

    def by_text(self, text: str, place: int = 0) -> Guess | None:
        """The question that is asked so; of several that are, the one of a place, in their order."""
        found = self._by_text.get(bare_heading(text), [])
        if len(found) == 1:
            return Guess("question", found[0][0], Sure.SURE, found[0][1])
        if found and place < len(found):
            return Guess("question", found[place][0], Sure.LIKELY, "its place among those that are asked alike")
        return None

    def asked_alike(self, text: str) -> int:
        """How many questions are asked so."""
        return len(self._by_text.get(bare_heading(text), []))

    def near(self, text: str) -> Guess | None:
        """The question whose words are nearest, where one is near enough."""
        self._nears += 1
        bare = bare_heading(text)[:400]
        words = frozenset(WORDS.findall(bare))
        if self._nears > MOST_NEAR or len(words) < 2:
            return None
        best: dict[str, float] = {}
        rough = sorted(((len(words & other) / len(words | other), ident, asked) for ident, asked, other in self._words))
        for alike, ident, asked in rough[-4:]:
            if alike > 0.25:
                ratio = max(alike, SequenceMatcher(None, bare, asked, autojunk=False).ratio())
                best[ident] = max(best.get(ident, 0.0), ratio)
        order = sorted(best.items(), key=lambda row: -row[1])
        if not order or order[0][1] < NEAR:
            return None
        sure = Sure.LIKELY if order[0][1] >= VERY_NEAR else Sure.GUESS
        if len(order) > 1 and order[0][1] - order[1][1] < MARGIN:
            return Guess("question", order[0][0], Sure.GUESS, f"{BY_WORDS}, which are also near to {order[1][0]}")
        return Guess("question", order[0][0], sure, BY_WORDS)


class HeadingReader:
    """Says what headings mean, one after the other: what is asked alike is told apart by its order."""

    def __init__(self, questionnaire: Questionnaire, tool: Habits, headings: Iterable[str] = ()) -> None:
        self._questionnaire = questionnaire
        self._names = QuestionNames(questionnaire)
        self._tool = tool
        self._others = {base for text in headings if (base := _other_of(text))}
        """What has a column of its own for another answer."""
        self._notes = sum(1 for text in headings if BESIDE_NOTE.match(without_number(text)))
        self._times: dict[str, int] = {}
        self._last: str | None = None
        """The question that the column before was about."""

    def read(self, text: str) -> Guess:
        """What a heading means."""
        guess = self._found(text) or UNDECIDED_COLUMN
        if guess.about in self._questionnaire.questions:
            self._last = guess.about
        return guess

    def _found(self, text: str) -> Guess | None:
        if not text:
            return None
        steps = (
            self._own_name,
            self._exact,
            self._with_code,
            self._parted,
            self._beside,
            self._field,
            self._names.near,
        )
        return next((guess for step in steps if (guess := step(text)) is not None), None)

    def _own_name(self, text: str) -> Guess | None:
        """A heading of our own tables, or of our own forms for survey tools."""
        word = text.strip()
        if word in HEADER:
            return Guess("header", word, Sure.SURE, "its name")
        guess = self._names.by_name(word)
        name = named(word)
        group = next((each for each in HEADER if name == each or name.endswith(f"_{each}")), None)
        if guess is None and group is not None and " " not in word:
            return Guess("header", group, Sure.LIKELY, "its name")
        return guess

    def _exact(self, text: str) -> Guess | None:
        """What is asked in these words; a number behind them may be the tool's, where they stand several times."""
        candidates = [text]
        if LAST_DIGITS.search(text.strip()):
            candidates.append(LAST_DIGITS.sub("", text.strip()))
        if self._tool.groups == "/" and "/" in text:
            candidates += _suffixes(text, "/")
        for one in candidates:
            alike = self._names.asked_alike(one)
            if alike:
                bare = bare_heading(one)
                place = self._times.get(bare, 0)
                self._times[bare] = place + 1
                return self._names.by_text(one, place)
        return None

    def _with_code(self, text: str) -> Guess | None:
        """A code, and what is asked behind it, as LimeSurvey has them."""
        match = CODE_AND_TEXT.fullmatch(text.strip()) if self._tool.coded else None
        if match is None:
            return None
        own = self._own_name(match["code"]) if match["sub"] is None else None
        return own or self._exact(match["text"]) or self._parted(match["text"]) or self._beside(match["text"])

    def _parted(self, text: str) -> Guess | None:
        """A question, and in brackets or behind a stroke an option or a part of it, or a row of a grid."""
        match = BRACKETS.fullmatch(text.strip())
        pairs = [(match["base"], match["sub"])] if match is not None else []
        if not pairs:
            steps = [found.span() for found in PARTING.finditer(text)][-6:]
            pairs = [(text[:start], text[end:]) for start, end in reversed(steps)]
        unknown: Guess | None = None
        for base, sub in pairs:
            bases = [base, *(_suffixes(base, "/") if self._tool.groups == "/" else [])]
            found = (self._names.by_text(one) or self._names.by_name(one) for one in bases)
            question = next((guess for guess in found if guess is not None and guess.use == "question"), None)
            if question is None:
                continue
            apart = base.casefold().strip() in self._others
            guess = self._below(self._questionnaire.questions[question.about], sub, question, others_apart=apart)
            if guess is not None:
                return guess
            unknown = unknown or question
        row = self._names.by_text(pairs[0][1]) if match is not None and pairs else None
        if row is not None:
            return Guess("question", row.about, row.sure, f"its row, by {row.by}")
        return self._unknown_option(unknown)

    def _unknown_option(self, base: Guess | None) -> Guess | None:
        """A column below a question of which several options may be chosen, that names none: all must be known."""
        if base is None or Measure.MEMBERS not in self._questionnaire.questions[base.about].type.measures:
            return None
        return Guess("undecided", base.about)

    def _below(self, question: Question, sub: str, base: Guess, *, others_apart: bool) -> Guess | None:
        """What stands below a question in a heading; options are counted without one that has its column apart."""
        kind = question.type
        word = bare_heading(sub)
        for part in kind.parts:
            if word in (part.id, bare_heading(part.label)) or named(sub) == named(part.id):
                return Guess("question", question.id, base.sure, f"{base.by} and its part", part=part.id)
        options = options_named(kind, sub) if Measure.MEMBERS in kind.measures else ()
        if len(options) == 1:
            return Guess("question", question.id, base.sure, f"{base.by} and its option", option=options[0])
        if any(option.other and word == bare_heading(f"{option.label}: which?") for option in kind.options):
            return Guess("other", question.id, base.sure, f"{base.by} and its option")
        for use, pattern in BESIDE_WORDS:
            if pattern.match(word):
                return Guess(use, question.id, Sure.LIKELY, f"{base.by} and the word {word[:30]}")
        counted = [option for option in kind.options if not (others_apart and option.other)]
        place = PLACE.fullmatch(word)
        if place is None:
            return self._near_option(question, word, base)
        number = int(place["place"]) - 1
        if number < len(kind.parts):
            return Guess("question", question.id, Sure.GUESS, "its place", part=kind.parts[number].id)
        if Measure.MEMBERS in kind.measures and number < len(counted):
            return Guess("question", question.id, Sure.GUESS, "its place", option=counted[number].id)
        return None

    def _near_option(self, question: Question, word: str, base: Guess) -> Guess | None:
        """The option whose label is nearly so."""
        kind = question.type
        if Measure.MEMBERS not in kind.measures:
            return None
        labels = {bare_heading(option.label): option.id for option in kind.options}
        near = nearest(word, labels, likeness=NEAR_OPTION)
        if near is None:
            return None
        return Guess("question", question.id, Sure.GUESS, f"{base.by}, near to its option", option=labels[near])

    def _beside(self, text: str) -> Guess | None:
        """Evidence, a note, a reason, or the text of an option."""
        word = without_number(text)
        behind = BEHIND.fullmatch(word)
        if behind is not None and (base := self._names.by_text(behind["base"])) is not None:
            return Guess(USE_OF.get(behind["word"], "note"), base.about, base.sure, f"{base.by} and {behind['word']}")
        for use, pattern in BESIDE_WORDS:
            match = pattern.match(word)
            if match is None or (use == "dont_know" and match.end() < len(word)):
                continue
            rest = JOINED.split(word[match.end() :].strip(), maxsplit=1)[-1].strip()
            base = self._names.by_text(rest) if rest else None
            if base is not None:
                return Guess(use, base.about, base.sure, f"{base.by} and its first word")
            if self._last is not None and (use != "note" or self._notes > 1):
                # a single one is about the whole form as likely as about the question before it
                sure = Sure.LIKELY if len(rest.split()) < 4 else Sure.GUESS
                return Guess(use, self._last, sure, "the column before it")
        return None

    def _field(self, text: str) -> Guess | None:
        """A field of the header."""
        word = bare_heading(text)
        name = FIELD_OF.get(word, word if word in FIELD_OF.values() or word == "organisation" else None)
        name = "service" if SERVICE.fullmatch(word) else name
        return None if name is None else Guess("header", name, Sure.LIKELY, "its words")


def without_number(text: str) -> str:
    """A heading without the number behind it that a tool gives to those that stand several times."""
    return bare_heading(LAST_DIGITS.sub("", text.strip()))


def _other_of(text: str) -> str | None:
    """What a heading is the column of another answer of, in small letters."""
    match = BRACKETS.match(text.strip())
    return match["base"].casefold().strip() if match is not None and match["sub"].casefold() == "other" else None


def _suffixes(text: str, sign: str) -> list[str]:
    """What stands behind each sign, the longest first."""
    pieces = text.split(sign)[:8]
    return [sign.join(pieces[start:]) for start in range(1, len(pieces))]


def by_values(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """The questions that have an option of a label, by the label in its plain form."""
    found: dict[str, set[str]] = {}
    for ident, question in questionnaire.questions.items():
        for pick in question.type.picks():
            found.setdefault(plain_label(pick.label), set()).add(ident)
    return {label: frozenset(idents) for label, idents in found.items()}


def questions_with(labels: dict[str, frozenset[str]], values: Iterable[str]) -> Iterator[str]:
    """The questions that have all of some values among the labels of their options."""
    sets = [labels.get(plain_label(value), frozenset()) for value in values]
    if sets:
        yield from sorted(frozenset.intersection(*sets))
