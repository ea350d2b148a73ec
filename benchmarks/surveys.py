"""Rows 9 and 15: SurveyJS's form model on the same documents.

A questionnaire becomes a survey with the same questions, the same conditions, and for each section the sum of the
scores that are known and of their weights. What is visible and what is summed is compared, document by document.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import answers
from answers import Document
from conditions import Given, listed, operator_of, truth
from questionnaires import Form
from rows import Part, Place, Row
from running import Refused, spinout, timed

PACKAGE = "survey-core"
WARM = 100
"""So many documents are filled in before the clock starts, so that the engine is compiled."""
CLOSE = 1e-6
SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}
TRUE_OF_NOTHING = ("is_not", "at_most", "less_than")
LISTS = {"includes": "contains", "includes_any": "anyof", "includes_all": "allof"}


FILLED_IN = 1_000
"""So many documents of a run go through SurveyJS, which takes ten minutes for ten thousand; its time for one counts."""


class SurveyJSMissing(Exception):  # noqa: N818 - it reads as what happened
    """Node or the package cannot be had."""


def _installed(place: Place) -> Path:
    """The folder where the engine is installed; its name and version are told."""
    folder = place.folder / "surveyjs"
    if not folder.exists():
        place.engine = _install(folder)
    return folder


def _install(folder: Path) -> str:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise SurveyJSMissing("there is no node and npm")
    words = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", PACKAGE]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise SurveyJSMissing("npm could not install it")
    package = folder / "node_modules" / PACKAGE / "package.json"
    return f"{PACKAGE} {json.loads(package.read_text(encoding='utf-8'))['version']}"


class Survey:
    """A questionnaire as a survey."""

    def __init__(self, form: Form, folder: Path) -> None:
        self._form, self._folder = form, folder
        sums = []
        for section in form.sections:
            above, below = [], []
            for ident, question in form.questions.items():
                score, weight = _score(_name(ident), question), question.get("weight", "1")
                if ident.startswith(f"{section}.") and score is not None:
                    above.append(f"iif({_name(ident)} notempty, {weight} * ({score}), 0)")
                    below.append(f"iif({_name(ident)} notempty, {weight}, 0)")
            for name, terms in ((f"above_{section}", above), (f"below_{section}", below)):
                sums.append({"name": name, "expression": " + ".join(terms) or "0"})
        elements = [_element(ident, question) for ident, question in form.questions.items()]
        self._survey = {"pages": [{"elements": elements}], "calculatedValues": sums}

    def fill_in(self, documents: Iterable[Document]) -> tuple[float, list[dict[str, Any]]]:
        """Seconds for all documents, and of each the visible questions and the sums."""
        file, job = self._folder / "documents.jsonl", self._folder / "job.json"
        file.write_text("\n".join(json.dumps(self._values(one)) for one in documents), encoding="utf-8")
        told = {"folder": str(self._folder), "documents": str(file), "form": self._survey, "warm": WARM}
        job.write_text(json.dumps(told), encoding="utf-8")
        words = ["node", str(Path(__file__).with_name("surveyjs.mjs")), str(job)]
        done = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        return done["seconds"], done["results"]

    def _values(self, document: Document) -> dict[str, Any]:
        """What a survey is given: an answer to what is shown for sure, of a scale the level that counts.

        What only may be shown is not visible in a survey, so that nobody could have answered it there.
        """
        given: dict[str, Given] = {}
        for ident, question in self._form.questions.items():
            long = document["answers"].get(ident, {})
            long = long if isinstance(long, dict) else {"answer": long}
            shown = truth(question["show_if"], given) if "show_if" in question else True
            given[ident] = Given(shown, answers.counted(self._form, question, long), "not_applicable" not in long)
        return {_key(i): one.answer for i, one in given.items() if one.shown and one.answer is not None}

    def compare(self, ours: Iterable[str], theirs: Iterable[Mapping[str, Any]]) -> None:
        """A speed counts only where both say the same; `ours` are lines of `batch --json`."""
        for line, they in zip(ours, theirs, strict=True):
            document = json.loads(line)
            sure = [one for one in document["questions"] if one["state"] != "hidden" and not one["pending"]]
            if {_key(one["id"]) for one in sure} != {*they["visible"]}:
                raise Refused(f"other questions are shown of {document['answers']}")
            for section in self._form.sections:
                known = [one for one in sure if one["id"].startswith(f"{section}.") and one["score"] is not None]
                sums = {"below": sum(one["weight"] for one in known)}
                sums["above"] = sum(one["weight"] * one["score"] for one in known)
                if any(abs(value - they["sums"][f"{name}_{section}"]) > CLOSE for name, value in sums.items()):
                    raise Refused(f"other sums are made of section {section} of {document['answers']}")


def _beside(
    form: Callable[[Place], Form], full: int, quick: int, *, out: str, answered: float
) -> Callable[[Place], list[Part]]:
    """SurveyJS's time for a document ÷ ours, and both say the same of it."""

    def measure(place: Place) -> list[Part]:
        engine, count, given = _installed(place), place.size(full, quick), form(place)
        documents = list(answers.documents(given, count, answered=answered))
        file, said = place.folder / f"{given.id}.jsonl", place.folder / "said.jsonl"
        answers.write(file, iter(documents), given)
        batch = ("batch", file, "--questions", given.path, "--jobs", "1", "--force", "-o")
        survey, some = Survey(given, engine), documents[:FILLED_IN]
        spinout(*batch, said)()
        lines = said.read_text(encoding="utf-8").splitlines()[: len(some)]
        ratios = []
        for _ in range(place.runs):
            ours = timed(spinout(*batch, place.folder / out)).clock / count
            theirs, filled_in = survey.fill_in(some)
            survey.compare(lines, filled_in)
            ratios.append(theirs / len(some) / ours)
        return [Part(f"{count:,} documents", ratios)]

    return measure


def _key(ident: str) -> str:
    return ident.replace(".", "_").replace("-", "_")


def _name(ident: str) -> str:
    return f"{{{_key(ident)}}}"


def _condition(condition: Mapping[str, Any]) -> str:
    for key, word in (("all", " and "), ("any", " or ")):
        if key in condition:
            return word.join(f"({_condition(part)})" for part in condition[key])
    if "not" in condition:
        raise NotImplementedError("a survey knows only true and false, so what is not known cannot be turned round")
    text, name = _compared(condition), _name(condition["question"])
    return text if operator_of(condition)[0] not in TRUE_OF_NOTHING else f"{name} notempty and ({text})"


def _compared(condition: Mapping[str, Any]) -> str:
    name, (operator, wanted) = _name(condition["question"]), operator_of(condition)
    if "count_of" in condition:
        name = "(" + " + ".join(f"iif({name} contains '{one}', 1, 0)" for one in condition["count_of"]) + ")"
    if operator in ("is", "is_not"):
        sign, word = ("=", " or ") if operator == "is" else ("<>", " and ")
        return word.join(f"{name} {sign} '{one}'" for one in listed(wanted))
    if operator in LISTS:
        return f"{name} {LISTS[operator]} {_list(wanted)}"
    return f"{name} {SIGNS[operator]} {wanted}"


def _list(wanted: str | list[str]) -> str:
    return f"'{wanted}'" if isinstance(wanted, str) else "[" + ", ".join(f"'{one}'" for one in wanted) + "]"


def _element(ident: str, question: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": _key(ident), "title": question["ask"]}
    match question["type"]:
        case "scale":
            made |= {"type": "radiogroup", "choices": list(range(len(question["levels"])))}
        case "yes-no":
            made |= {"type": "radiogroup", "choices": ["yes", "no"]}
        case "choice" | "multi":
            kind = "radiogroup" if question["type"] == "choice" else "checkbox"
            made |= {"type": kind, "choices": [option["id"] for option in question["options"]]}
        case "split":
            made |= {"type": "multipletext", "items": [{"name": part["id"]} for part in question["parts"]]}
        case _:
            made |= {"type": "text"}
    return {**made, "visibleIf": _condition(question["show_if"])} if "show_if" in question else made


def _score(name: str, question: Mapping[str, Any]) -> str | None:
    """The score of an answer as an expression."""
    match question["type"]:
        case "scale" if "scores" in question:
            return _first([(f"{name} = {level}", score) for level, score in enumerate(question["scores"])])
        case "scale":
            return f"{name} / {len(question['levels']) - 1}"
        case "yes-no":
            scores = question.get("scores", {"yes": "1", "no": "0"})
            return _first([(f"{name} = '{key}'", score) for key, score in scores.items()])
        case "choice" if "score" in question["options"][0]:
            return _first([(f"{name} = '{option['id']}'", option["score"]) for option in question["options"]])
        case "multi" if "score" in question:
            return _first([(_row(name, row, question), row["score"]) for row in question["score"]])
        case "number" | "percent" if "score" in question:
            rows = sorted(question["score"], key=lambda row: -float(row["from"]))
            return _first([(f"{name} >= {row['from']}", row["score"]) for row in rows])
    return None


def _row(name: str, row: Mapping[str, Any], question: Mapping[str, Any]) -> str:
    parts = [f"{name[:-1]}.length}} >= {row.get('from', 0)}"]
    if row.get("from", "0") != "0":
        parts += [f"{name} notcontains '{one['id']}'" for one in question["options"] if one.get("exclusive") == "true"]
    parts += [f"{name} {LISTS[key]} {_list(row[key])}" for key in ("includes_all", "includes_any") if key in row]
    return " and ".join(parts)


def _first(rows: list[tuple[str, str]]) -> str:
    """The score of the first row that fits; the last fits all that are left."""
    text = str(rows[-1][1])
    for condition, score in reversed(rows[:-1]):
        text = f"iif({condition}, {score}, {text})"
    return text


ROWS = (
    Row(
        9,
        "10,000 documents of JSON Lines to a table: SurveyJS's form model on the same ÷ ours",
        _beside(lambda place: place.form, 10_000, 200, out="out.csv", answered=answers.ANSWERED),
        least=30,
        unit=" times",
    ),
    Row(
        15,
        "a form of 299 questions and 124 conditions, complete: SurveyJS's form model ÷ ours, with all of `--json`",
        _beside(lambda place: place.long_form, 200, 30, out="out.jsonl", answered=1),
        least=5,
        unit=" times",
    ),
)
