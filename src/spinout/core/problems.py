"""What is wrong with a file somebody wrote: a code, where it stands, and how to mend it.

The core knows a problem's path inside its document; the readers of files know the line and
column of that path. Nothing here prints, and nothing here is raised.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

Path = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a document to a value."""


class Code(StrEnum):
    """Every code of a problem or warning; docs/messages.md has a paragraph for each."""

    # reading a file
    CANNOT_READ = "cannot-read"
    NOT_UTF_8 = "not-utf-8"
    TOO_BIG = "too-big"
    TOO_DEEP = "too-deep"
    NO_DOCUMENT = "no-document"
    SEVERAL_DOCUMENTS = "several-documents"
    YAML_SYNTAX = "yaml-syntax"
    YAML_FEATURE = "yaml-feature"
    JSON_SYNTAX = "json-syntax"
    JSON_NUMBER = "json-number"
    NUMBER_TOO_LONG = "number-too-long"
    DUPLICATE_KEY = "duplicate-key"
    KEY_NOT_TEXT = "key-not-text"
    CONTROL_CHARACTER = "control-character"
    LONE_SURROGATE = "lone-surrogate"
    UNKNOWN_KIND = "unknown-kind"
    TABLE_SYNTAX = "table-syntax"
    UNKNOWN_COLUMN = "unknown-column"
    COLUMN_TWICE = "column-twice"
    NO_HEADINGS = "no-headings"
    EXPORT = "export"
    NO_EXPORT = "no-export"
    NO_COLUMN = "no-column"
    UNKNOWN_SHEET = "unknown-sheet"
    FORMULA_WITHOUT_VALUE = "formula-without-value"
    ERROR_VALUE = "error-value"
    FORMULA_IN_ANSWER = "formula-in-answer"
    ROW_WITHOUT_ID = "row-without-id"
    HOLDS_MACROS = "holds-macros"
    SWALLOWED_LINES = "swallowed-lines"
    UNREADABLE = "unreadable"
    MORE_PROBLEMS = "more-problems"
    MISSING_FILE = "missing-file"
    # the shape of a document
    NOT_A_MAPPING = "not-a-mapping"
    WRONG_TYPE = "wrong-type"
    MISSING_FIELD = "missing-field"
    UNKNOWN_FIELD = "unknown-field"
    BLANK_TEXT = "blank-text"
    BAD_ID = "bad-id"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_WORD = "unknown-word"
    OUT_OF_RANGE = "out-of-range"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    BAD_DATE = "bad-date"
    REPEATED = "repeated"
    # a questionnaire
    SECTION_FILE = "section-file"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_OPTION = "unknown-option"
    UNKNOWN_LEVEL = "unknown-level"
    UNKNOWN_PART = "unknown-part"
    UNKNOWN_STAGE = "unknown-stage"
    UNKNOWN_CRITERION = "unknown-criterion"
    UNKNOWN_CLASSIFICATION = "unknown-classification"
    UNKNOWN_SOURCE = "unknown-source"
    LATER_QUESTION = "later-question"
    LATER_CRITERION = "later-criterion"
    BAD_CONDITION = "bad-condition"
    OPERATOR_MISFIT = "operator-misfit"
    SCORES_FALL = "scores-fall"
    SCORE_ROWS = "score-rows"
    PARTLY_SCORED = "partly-scored"
    WEIGHT_WITHOUT_SCORE = "weight-without-score"
    NO_ALLOWED_ANSWER = "no-allowed-answer"
    BANDS_ORDER = "bands-order"
    STAGE_OPTIONS = "stage-options"
    OUTCOME_ORDER = "outcome-order"
    RENAMED_CLASH = "renamed-clash"
    TITLE_TOO_LONG = "title-too-long"
    UNKNOWN_RESPONDENT = "unknown-respondent"
    # an answers file
    OWN_OUTPUT = "own-output"
    OTHER_QUESTIONNAIRE = "other-questionnaire"
    WRONG_ANSWER = "wrong-answer"
    LEVEL_OUT_OF_RANGE = "level-out-of-range"
    EXCLUSIVE_OPTION = "exclusive-option"
    SPLIT_TOTAL = "split-total"
    NOT_APPLICABLE_REFUSED = "not-applicable-refused"
    ANSWER_AND_REASON = "answer-and-reason"
    ANSWER_AND_UNKNOWN = "answer-and-unknown"
    BLANK_REASON = "blank-reason"
    ANSWERED_TWICE = "answered-twice"
    OTHER_REFUSED = "other-refused"
    OTHER_SERVICE = "other-service"
    NO_RESPONDENT = "no-respondent"
    SAME_RESPONDENT = "same-respondent"
    # a file of officers' words
    UNKNOWN_SLOT = "unknown-slot"
    BAD_LINK = "bad-link"
    # warnings
    HIDDEN_ANSWER = "hidden-answer"
    OTHER_VERSION = "other-version"
    RENAMED_QUESTION = "renamed-question"
    REMOVED_QUESTION = "removed-question"
    STAGE_NOT_STATED = "stage-not-stated"
    OTHER_ENCODING = "other-encoding"
    OTHER_SHEETS = "other-sheets"
    NOT_READ = "not-read"
    ROWS_MISSING = "rows-missing"
    OTHER_FORM = "other-form"
    HIDDEN_ROW = "hidden-row"
    SLOW_YAML = "slow-yaml"
    EMPTY_EVIDENCE = "empty-evidence"
    COMMENT_IN_TEXT = "comment-in-text"
    SHARE_OF_ONE = "share-of-one"
    WEIGHT_COUNTS_NOTHING = "weight-counts-nothing"
    LABEL_NUMBER = "label-number"


class Problem(Struct, frozen=True):
    """One thing wrong with a document; line and column count from 1 once it is placed.

    In a table they are the numbers of the row and of the column, and `column_name` is its heading.
    """

    code: Code
    message: str
    hint: str = ""
    question: str | None = None
    path: Path = ()
    at_key: bool = False
    file: str = ""
    line: int | None = None
    column: int | None = None
    column_name: str | None = None
    cell: str | None = None
    """The sheet and the cell of a form that is a workbook, as a spreadsheet names them."""
    times: int = 1
    """For how many problems it stands; more than one where they are but counted."""


class Warning(Struct, frozen=True):  # noqa: A001 - the contract's own word
    """Something a reader must be told that stops nothing; where it has a path, its place is put before its message."""

    code: Code
    message: str
    question: str | None = None
    path: Path = ()


NOT_ASKED = "{} is not asked with these answers. Its answer is kept and does not count."
NO_LONGER_ASKED = "The question {} is no longer asked; its answer does not count."
TOGETHER = {
    Code.HIDDEN_ANSWER: (NOT_ASKED, "{} answers are kept but not asked with these answers, and do not count: {}."),
    Code.REMOVED_QUESTION: (NO_LONGER_ASKED, "{} questions are no longer asked; their answers do not count: {}."),
}
"""What is said of one question, and of several for which the same holds: how many they are, and their ids."""


def together(warnings: Iterable[Warning]) -> Iterator[Warning]:
    """Warnings for a screen: those that say the same of several questions are one, in the place of the first."""
    every = list(warnings)
    alike: dict[Code, list[str]] = {}
    for each in every:
        if _same_of_many(each):
            alike.setdefault(each.code, []).append(each.question or "")
    for each in every:
        ids = alike.get(each.code, []) if _same_of_many(each) else []
        if len(ids) < 2:
            yield each
        elif each.question == ids[0]:
            yield Warning(each.code, TOGETHER[each.code][1].format(len(ids), ", ".join(ids)))


def _same_of_many(warning: Warning) -> bool:
    return warning.code in TOGETHER and warning.message == TOGETHER[warning.code][0].format(warning.question)


MOST_KEPT = 1000
"""So many problems or warnings of a document are kept, and the rest counted: nobody reads on."""


class ProblemList(Struct):
    """Collects the problems of one document while it is read, each of them once; very many are but counted."""

    file: str = ""
    found: list[Problem] = field(default_factory=list)
    told: int = 0
    """How many there are, with those that are not kept."""
    guesses: int = 0
    """How many words were looked at to find what else was meant."""
    _known: set[Problem] = field(default_factory=set)

    def add(self, problem: Problem) -> None:
        """Keep a problem, with this document's name; told a second time, it is passed over."""
        if problem in self._known:
            return
        self.told += 1
        if self.told <= MOST_KEPT:
            self._known.add(problem)
            self.found.append(replace(problem, file=self.file))

    @property
    def full(self) -> bool:
        """Whether further problems are but counted, and need not be made."""
        return self.told >= MOST_KEPT

    @property
    def every(self) -> tuple[Problem, ...]:
        """Those that are kept, and how many more there are."""
        return bounded(self.found, self.told - len(self.found))

    def __bool__(self) -> bool:
        return bool(self.told)


def bounded(problems: Iterable[Problem], more: int = 0) -> tuple[Problem, ...]:
    """The first problems of a file, and a line that counts the others, `more` among them."""
    every = list(problems)
    each = [problem for problem in every if problem.code is not Code.MORE_PROBLEMS]
    more += sum(problem.times for problem in every) - min(len(each), MOST_KEPT)
    kept = tuple(each[:MOST_KEPT])
    if not more:
        return kept
    message = f"… and {more:,} more problems of the same file."
    return (*kept, Problem(Code.MORE_PROBLEMS, message, "Mend those above first.", file=kept[-1].file, times=more))


def count_of(problems: Iterable[Problem]) -> int:
    """How many problems there are, with those that are but counted."""
    return sum(problem.times for problem in problems)


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort placed problems by line and column within each file; files keep their order."""
    every = tuple(problems)
    files = {file: place for place, file in enumerate(dict.fromkeys(problem.file for problem in every))}
    return tuple(sorted(every, key=lambda problem: (files[problem.file], problem.line or 0, problem.column or 0)))
