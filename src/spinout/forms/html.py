"""A form as one HTML file: with the program's own script and style, nothing remote, every inserted text escaped.

It collects answers and works out nothing but which questions are asked, by the conditions of the questionnaire.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from spinout.core.conditions import AllOf, AnyOf, Comparison, Condition, CriterionIs, Not, comparisons
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.wording import cleaned
from spinout.forms.asked_if import UNSURE, asked_if
from spinout.forms.form import Form
from spinout.forms.formats import HTML_SOURCES

PAGE, STYLE, *SCRIPTS = HTML_SOURCES
POLICY = (
    "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)
IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end a script, or begin a remark, as escapes of JSON; what is not ASCII is an escape already."""


def html_form(form: Form, sources: Mapping[str, str]) -> bytes:
    """A form as UTF-8 HTML; `sources` are the texts of its template, style and scripts."""
    # A browser reads every line end as one sign, and it is what it reads that the policy has the digest of.
    texts = {name: text.replace("\r\n", "\n") for name, text in sources.items()}
    style, script = texts[STYLE], "\n".join(texts[name] for name in SCRIPTS)
    environment = Environment(
        loader=DictLoader(dict(sources)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inserted,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made = environment.get_template(PAGE).render(
        form=form,
        short=_is_short(form),
        numbers=form.numbers(),
        when={each.id: f"{words} {UNSURE}" for each in form.questions.values() if (words := asked_if(form, each))},
        data=Markup(_data(form)),
        style=Markup(style),
        script=Markup(script),
        policy=POLICY.format(_digest(script), _digest(style)),
    )
    return made.encode()


def _is_short(form: Form) -> bool:
    """Whether it is a respondent's who is asked only some questions: in plain words, and for no evidence."""
    who = form.respondent
    return who is not None and len(form.questionnaire.asked_of(who.id)) < len(form.questionnaire.questions)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _inserted(value: object) -> object:
    """What is put into the page: texts are cleaned, and escaped behind this; what is markup already stays."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return cleaned(value)
    return value


def _data(form: Form) -> str:
    """What the script must know, as JSON that may stand in a script."""
    questionnaire, asked = form.questionnaire, form.questions
    deciding = set(_deciding(questionnaire, asked))
    known = [question for ident, question in questionnaire.questions.items() if ident in asked or ident in deciding]
    own = {question.id for question in known}
    data = {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "respondent": None if form.respondent is None else form.respondent.id,
        "questions": [
            _question(question, asked=question.id in asked, decides=question.id in deciding) for question in known
        ],
        # Answers that the program takes, or passes over, and that this form does not ask for.
        "elsewhere": sorted({*questionnaire.questions, *questionnaire.removed} - own),
        "renamed": {old: new for old, new in questionnaire.renamed.items() if new in own},
    }
    return json.dumps(data, separators=(",", ":")).translate(IN_SCRIPT)


def _deciding(questionnaire: Questionnaire, asked: Mapping[str, Question]) -> Iterator[str]:
    """The questions whose answers decide whether some are asked, themselves or through others."""
    waiting = list(asked.values())
    while waiting:
        condition = waiting.pop().show_if
        for comparison in comparisons(condition) if condition is not None else ():
            yield comparison.question
            waiting.append(questionnaire.questions[comparison.question])


def _question(question: Question, *, asked: bool, decides: bool) -> dict[str, Any]:
    """One question; what is false, empty or not given is left out."""
    kind = question.type
    bounds, options = kind.bounds, kind.options
    # Only where a condition looks at a level does it matter that the top one counts lower without evidence.
    lowered = decides and question.evidence_counts
    made = {
        "id": question.id,
        "entry": kind.entry.value,
        "asked": asked,
        "picks": [pick.id for pick in kind.picks()],
        "alone": [option.id for option in options if option.exclusive],
        "other": next((option.id for option in options if option.other), None),
        "parts": [part.id for part in kind.parts],
        "low": None if bounds.low is None else _number(bounds.low),
        "high": None if bounds.high is None else _number(bounds.high),
        "whole": bounds.integer,
        "percent": bounds.ending == "%",
        "allowed": kind.allowed(),
        "applies_not": question.not_applicable,
        "show": None if question.show_if is None else _condition(question.show_if),
        "top": kind.top if lowered else None,
        "no_evidence": sorted(question.no_evidence) if lowered else [],
    }
    return {name: value for name, value in made.items() if value is not None and value is not False and value != []}


def _condition(condition: Condition) -> dict[str, Any]:
    """A condition as the script reads it."""
    match condition:
        case AllOf():
            return {"all": [_condition(each) for each in condition.of]}
        case AnyOf():
            return {"any": [_condition(each) for each in condition.of]}
        case Not():
            return {"not": _condition(condition.of)}
        case Comparison():
            made: dict[str, Any] = {"question": condition.question, "operator": condition.operator}
            given = condition.given
            made["given"] = [_given(each) for each in given] if isinstance(given, tuple) else _given(given)
            return made if condition.count_of is None else made | {"count_of": list(condition.count_of)}
        case CriterionIs():
            raise TypeError("Whether a question is asked hangs on no criterion.")


def _given(value: object) -> str | float:
    """A constant of a comparison, as the script has answers: yes and no are words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else _number(Fraction(value))  # type: ignore[call-overload]


def _number(number: Fraction) -> float:
    """A number of at most fifteen digits, of which floating-point numbers tell any two apart."""
    return int(number) if number.denominator == 1 else float(number)
