"""SurveyJS's engine on the same answers with the same sums: the other side of rows 9, 10 and 15."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from spinout.core.questionnaire import Question, Questionnaire

HERE = Path(__file__).parent
PACKAGE = "survey-core"


class SurveyJSMissing(Exception):  # noqa: N818 - it reads as what happened
    """Node or the package cannot be had."""


def install(folder: Path) -> str:
    """Install the engine in a folder; its version."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise SurveyJSMissing("there is no node")
    done = subprocess.run(
        [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", PACKAGE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SurveyJSMissing("npm could not install it")
    package = folder / "node_modules" / PACKAGE / "package.json"
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


class Survey:
    """A questionnaire of scales as a survey: its form, and the expressions of its sums."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.names: list[str] = []
        self.expressions: list[str] = []
        overall, weights = [], []
        for section in questionnaire.sections:
            above = " + ".join(_term(question, score=True) for question in section.questions)
            below = " + ".join(_term(question, score=False) for question in section.questions)
            self._add(f"sum_{section.id}", f"100 * ({above}) / ({below})")
            overall.append(f"{section.weight} * {{sum_{section.id}}}")
            weights.append(str(section.weight))
        self._add("overall", f"({' + '.join(overall)}) / ({' + '.join(weights)})")
        self.form = {
            "pages": [
                {"elements": [_element(question) for question in section.questions]}
                for section in questionnaire.sections
            ],
            "calculatedValues": [
                {"name": name, "expression": text} for name, text in zip(self.names, self.expressions, strict=True)
            ],
        }

    def _add(self, name: str, expression: str) -> None:
        self.names.append(name)
        self.expressions.append(expression)

    def run(self, way: str, answers: list[dict[str, int]], folder: Path) -> tuple[float, list[float]]:
        """Seconds for all documents, the first time left out, and the overall score of each."""
        lines = folder / "answers.jsonl"
        lines.write_text("\n".join(json.dumps({_name(k): v for k, v in a.items()}) for a in answers), encoding="utf-8")
        job = folder / "job.json"
        job.write_text(
            json.dumps(
                {
                    "folder": str(folder), "answers": str(lines), "way": way, "form": self.form,
                    "names": self.names, "expressions": self.expressions,
                }
            ),
            encoding="utf-8",
        )  # fmt: skip
        done = subprocess.run(
            ["node", str(HERE / "surveyjs.mjs"), str(job)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SurveyJSMissing(done.stderr.strip().splitlines()[-1] if done.stderr else "it failed")
        told = json.loads(done.stdout)
        return told["seconds"], told["results"]


def _name(ident: str) -> str:
    return ident.replace(".", "_")


def _condition(question: Question) -> str | None:
    shown: Any = question.show_if
    return None if shown is None else f"{{{_name(shown.question)}}} >= {shown.given}"


def _term(question: Question, *, score: bool) -> str:
    levels: Any = question.type
    term = f"{question.weight} * {{{_name(question.id)}}} / {levels.top}" if score else f"{question.weight}"
    condition = _condition(question)
    return term if condition is None else f"iif({condition}, {term}, 0)"


def _element(question: Question) -> dict[str, Any]:
    levels: Any = question.type
    made: dict[str, Any] = {
        "type": "radiogroup", "name": _name(question.id), "title": question.ask,
        "choices": [{"value": n, "text": text} for n, text in enumerate(levels.levels)],
    }  # fmt: skip
    condition = _condition(question)
    return made if condition is None else {**made, "visibleIf": condition}
