"""The web form in a headless Chromium: it asks what the program asks, and its files are the program's."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from devtools import CANNOT, Browser
from forms.pages import FormPage, made_form
from reports.browsers import axe
from spinout.core.answers import Answers
from spinout.core.conditions import OPERATORS, Measure, State
from spinout.core.kinds import KINDS
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.statuses import statuses
from spinout.core.wording import cleaned
from spinout.inputs.json import read_json
from spinout.inputs.writing import new_json
from stories import loaded
from strategies import answers_for, questionnaires
from test_contract import read_questionnaire

pytestmark = pytest.mark.skipif(CANNOT is not None, reason=str(CANNOT))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormPage]:
    """One browser for all."""
    folder = tmp_path_factory.mktemp("forms")
    browser = Browser(folder)
    yield FormPage(browser, folder)
    browser.close()


def read(content: bytes, questionnaire: Questionnaire) -> Answers:
    """What the program reads from a saved file."""
    document = read_json("saved.json", content)
    assert document.problems == ()
    answers, problems = answers_from(document.data, questionnaire)
    assert answers is not None, problems
    return answers


def conditional() -> int:
    """How many questions of the shipped questionnaire are asked under a condition."""
    return sum(question.show_if is not None for question in loaded().questionnaire.questions.values())


def same(one: Answers) -> Answers:
    """Answers without what a saved file may say otherwise: the version, and what was warned of the old ids."""
    said = {ident: answer for ident, answer in one.answers.items() if answer != type(answer)()}
    return replace(one, answers=said, version=None, warnings=())


MANY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try is a page, so that to make it small takes minutes
)


@MANY
@given(data=st.data())
def test_it_asks_what_the_program_asks_and_saves_what_it_was_given(page: FormPage, data: st.DataObject) -> None:
    """With random answers in a file: what is hidden and what is open, and the file before and after a touch of all."""
    raw = data.draw(questionnaires())
    questionnaire = read_questionnaire(raw)
    document = new_json(data.draw(answers_for(raw)))
    answers = read(document, questionnaire)
    found = statuses(questionnaire, answers)
    page.open(made_form(questionnaire))
    told = page.load(document.decode())
    assert told == ["The answers in “answers.json” are in the form."]
    states = [State.UNANSWERED, State.UNKNOWN]
    for _ in range(2):
        assert page.hidden == {ident for ident, status in found.items() if not status.shown}
        assert page.open_questions == [i for state in states for i, status in found.items() if status.state is state]
        assert same(read(page.save(), questionnaire)) == same(answers)
        page.touch()


BASES: dict[str, dict[str, Any]] = {
    "scale": {"type": "scale", "levels": ["None", "Some", "All"]},
    "choice": {"type": "choice", "options": [{"id": i, "label": i} for i in ("a", "b", "c")]},
    "multi": {"type": "multi", "options": [{"id": i, "label": i} for i in ("a", "b", "c")]},
    "yes-no": {"type": "yes-no"},
    "number": {"type": "number", "min": 0, "max": 3},
    "percent": {"type": "percent"},
}
CONSTANTS: dict[str, list[Any]] = {
    "scale": [0, 1, 2],
    "choice": ["a", "b"],
    "multi": [0, 1, 2],
    "yes-no": [True, False],
    "number": [0, Decimal("1.5"), 3],
    "percent": [0, 50, 100],
}


def conditions_on(name: str) -> Iterator[dict[str, Any]]:
    """Every operator that may look at an answer of a type, with constants at, below and above what is answered."""
    kind, ident = KINDS[name], f"s.{name}"
    for row in OPERATORS.values():
        if Measure.IDENTITY in row.measures & kind.measures:
            for given in (*CONSTANTS[name], CONSTANTS[name][:2]):
                yield {"question": ident, row.name: given}
        if Measure.ORDER in row.measures & kind.measures:
            for given in CONSTANTS[name]:
                yield {"question": ident, row.name: given}
        if Measure.COUNT in row.measures & kind.measures:
            for given in CONSTANTS[name]:
                yield {"question": ident, "count_of": ["a", "b"], row.name: given}
        if Measure.MEMBERS in row.measures & kind.measures:
            for several in (["a"], ["a", "b"]):
                yield {"question": ident, row.name: several[0] if row.single else several}


SAID: dict[str, list[object]] = {
    "scale": [0, 1, 2, {"answer": 2, "evidence": "A letter."}, {"answer": 2, "evidence": " None. "}],
    "choice": ["a", "b", "c"],
    "multi": [["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "b", "c"]],
    "yes-no": ["yes", "no", True, False],
    "number": [0, Decimal("1.49"), Decimal("1.50"), Decimal("1.51"), 3],
    "percent": [0, 49, 50, "50%", 51, 100],
}
OPEN_OR_NOT = ["dont-know", {"not_applicable": "None here."}, None]


def test_every_operator_holds_as_the_program_has_it(page: FormPage) -> None:
    """On every type that it may look at, below, at and above what it is given, alone and turned round."""
    questions: list[dict[str, Any]] = [
        {"id": "gate", "ask": "Gate?", "type": "yes-no"},
        *({"id": name, "ask": f"{name}?", "not_applicable": True, **BASES[name]} for name in BASES),
        # once more, of which each is pending while the gate is open
        *({"id": f"{name}-2", "ask": "Again?", **BASES[name], "show_if": {"question": "s.gate", "is": "yes"}}
          for name in BASES),
    ]  # fmt: skip
    used: set[str] = set()
    for name in BASES:
        for condition in conditions_on(name):
            used |= set(condition) & set(OPERATORS)
            again = {**condition, "question": f"s.{name}-2"}
            for made in (condition, {"not": condition}, again, {"not": again}, {"all": [condition, again]}):
                questions.append({"id": f"q{len(questions)}", "ask": "Then?", "type": "yes-no", "show_if": made})
    assert used == set(OPERATORS)
    scoring = {"top_level_needs_evidence": True, "no_evidence": ["none"]}
    sections = [{"id": "s", "title": "All", "questions": questions}]
    questionnaire = read_questionnaire(
        {"id": "all", "title": "All", "version": "1", "scoring": scoring, "sections": sections}
    )
    page.open(made_form(questionnaire))
    for place in range(max(map(len, SAID.values())) + len(OPEN_OR_NOT)):
        for gate in ("yes", None):
            answers: dict[str, object] = {"s.gate": gate}
            for name, said in SAID.items():
                tries = [*said, *OPEN_OR_NOT]
                answers[f"s.{name}"] = answers[f"s.{name}-2"] = tries[place % len(tries)]
                if isinstance(answers[f"s.{name}-2"], dict) and "not_applicable" in str(answers[f"s.{name}-2"]):
                    answers[f"s.{name}-2"] = None
            content = new_json({"questionnaire": "all", "answers": answers})
            found = statuses(questionnaire, read(content, questionnaire))
            page.load(content.decode())
            assert page.hidden == {ident for ident, status in found.items() if not status.shown}


# what a person does


QUIET_EVENTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
FOCUSED = """
(({dataset, id, hash}, set) => `${set ? set.id : ""} ${dataset.role || id || hash}`)(
  document.activeElement, document.activeElement.closest("fieldset"))
"""


def tab_to(page: FormPage, wanted: str) -> None:
    """Press Tab until the control of a question, or the element, has the focus."""
    for _ in range(30):
        page.browser.press("Tab")
        if page.browser.evaluate(FOCUSED).endswith(wanted):
            return
    raise AssertionError(f"{wanted} is not reached; at {page.browser.evaluate(FOCUSED)}")


def saved_file(page: FormPage, name: str) -> dict[str, Any]:
    """The file of a name that was put among the downloads."""
    path, until = page.browser.downloads / name, monotonic() + 20
    while not path.exists():
        assert monotonic() < until, f"Not saved: {name}"
        sleep(0.05)
    return dict(json.loads(path.read_bytes()))


def test_the_first_section_is_filled_in_by_keyboard_alone(page: FormPage) -> None:
    """From the skip link to the saved file, with nothing but keys; the focus stays where questions come and go."""
    shipped_form = loaded()
    page.open(made_form(shipped_form.questionnaire))
    press = page.browser.press
    press("Tab", "Enter")
    tab_to(page, "f--service")
    press("Play clubs", "Tab", "Example Council", "Tab", "Service lead")
    tab_to(page, "about.service-type pick")
    press("Space", "ArrowDown", "ArrowDown")
    tab_to(page, "about.decision pick")
    press("Space")
    tab_to(page, "about.body pick")
    press("Space")
    tab_to(page, "about.staff-moving number")
    press("1,200", "Tab")
    assert page.text("about.staff-moving--error") == (
        "Found “1,200”. A decimal is written with a point: 1.200. Thousands are written without a comma: 1200. "
        "Write a whole number from 0 to 20000."
    )
    press("Shift+Tab")
    page.browser.evaluate("document.activeElement.select()")
    before = page.hidden
    press("0", "Tab")
    assert page.text("about.staff-moving--error") == ""
    hanging = {"transition.staff-transfer", "transition.pensions", "transition.new-starters"}
    assert page.hidden - before == hanging
    assert page.browser.evaluate(FOCUSED) == "about.staff-moving unknown"
    tab_to(page, "about.reorganisation pick")
    press("ArrowUp", "ArrowUp")  # round to the last, which is "I don't know", and one up
    tab_to(page, "#f--save")
    press("Enter")
    tab_to(page, "f--download")
    press("Enter")
    made = saved_file(page, "play-clubs-answers.json")
    assert page.browser.evaluate("document.activeElement.id") == "f--download"
    today = made.pop("date")
    assert isinstance(today, str)
    assert made == {
        "questionnaire": "mutual-spin-out",
        "version": shipped_form.questionnaire.version,
        "service": "Play clubs",
        "organisation": "Example Council",
        "completed_by": "Service lead",
        "answers": {
            "about.service-type": "youth-and-play",
            "about.decision": "explore",
            "about.body": "new",
            "about.staff-moving": 0,
            "about.reorganisation": "direction-made",
        },
    }


def test_it_fetches_nothing_and_breaks_no_policy(page: FormPage) -> None:
    """Opened, filled from a file, saved: no request but for the file itself, and not a word on the console."""
    page.open(made_form(loaded().questionnaire))
    document = {"questionnaire": "mutual-spin-out", "service": "Ŵy & co / 3", "answers": {"about.staff-moving": 3}}
    page.load(json.dumps(document))
    page.save()
    assert saved_file(page, "wy-co-3-answers.json")["service"] == "Ŵy & co / 3"
    requests = [
        e["params"]["request"]["url"] for e in page.browser.events if e["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in requests if not url.startswith("blob:null/") and not url.endswith("form.html")] == []
    assert [event for event in page.browser.events if event["method"] in QUIET_EVENTS] == []
    assert page.browser.evaluate("localStorage.length") == 0


HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028 ' \" & {{ 7*7 }} ]]> \u202e"


def test_hostile_words_are_words(page: FormPage) -> None:
    """Whatever a questionnaire says in any of its texts stands on the page as it was written, and acts on nothing."""
    option = {"id": "a", "label": HOSTILE, "help": HOSTILE, "other": True}
    question = {"ask": HOSTILE, "title": "</script><b>'\"", "help": HOSTILE, "why": HOSTILE, "evidence": HOSTILE}
    questions: list[dict[str, Any]] = [
        {"id": "a", "type": "choice", "options": [option, {"id": "b", "label": "B"}], **question},
        {"id": "b", "type": "scale", "levels": [HOSTILE, {"label": "1", "help": HOSTILE}], **question},
        {"id": "c", "type": "number", "unit": HOSTILE, **question},
        {"id": "d", "type": "split", "parts": [option | {"other": None, "help": None}], **question},
        {"id": "e", "type": "yes-no", "show_if": {"question": "s.b", "at_least": 1}, **question},
    ]
    questions[3]["parts"] = [{"id": "a", "label": HOSTILE}]
    questionnaire = read_questionnaire(
        {
            "id": "h", "title": HOSTILE, "version": HOSTILE, "language": '"><script>alert(3)</script>',
            "scoring": {"top_level_needs_evidence": True, "no_evidence": [HOSTILE]},
            "respondents": [{"id": "lead", "label": HOSTILE}],
            "sections": [{"id": "s", "title": HOSTILE, "intro": HOSTILE, "questions": questions}],
        }
    )  # fmt: skip
    page.open(made_form(questionnaire))
    assert page.browser.evaluate(
        "[document.scripts.length, document.images.length, document.querySelectorAll('b').length]"
    ) == [2, 0, 0]
    words = " ".join(cleaned(HOSTILE).split())
    assert " ".join(page.browser.evaluate("document.querySelector('h1').textContent").split()) == words
    assert (
        " ".join(page.browser.evaluate("document.querySelector('label[for=\"s.a--pick--a\"]').textContent").split())
        == words
    )
    told = page.load(
        json.dumps({"questionnaire": "h", "version": HOSTILE, "answers": {"s.b": {"answer": 1, "evidence": HOSTILE}}})
    )
    assert told == ["The answers in “answers.json” are in the form."]
    assert page.hidden == set()  # but for evidence that says nothing it would count lower, and hide one
    assert [event for event in page.browser.events if event["method"] in QUIET_EVENTS] == []


# files


ABC = [{"id": each, "label": each.upper()} for each in "abc"]
NUMBERS = read_questionnaire(
    {
        "id": "sample", "title": "A sample", "version": "2",
        "sections": [
            {
                "id": "s", "title": "All",
                "questions": [
                    {"id": "free", "ask": "How much?", "type": "number"},
                    {"id": "share", "ask": "What share?", "type": "percent", "not_applicable": True},
                    {"id": "split", "ask": "How shared?", "type": "split", "parts": ABC},
                    {"id": "day", "ask": "When?", "type": "date"},
                    {"id": "words", "ask": "Why?", "type": "text"},
                    {"id": "some", "ask": "Which?", "type": "multi", "options": [
                        {"id": "x", "label": "X"},
                        {"id": "y", "label": "Y", "other": True},
                        {"id": "none", "label": "None", "exclusive": True},
                    ]},
                ],
            },
        ],
        "renamed": {"old.share": "s.share"}, "removed": ["s.gone"],
    }
)  # fmt: skip


def typed(page: FormPage, **texts: str) -> None:
    """Put the caret into a control, type, and leave it."""
    for name, text in texts.items():
        page.browser.evaluate(f"document.getElementById('s.{name.replace('__', '--')}').focus()")
        page.browser.evaluate("document.activeElement.select()")
        page.browser.press(text, "Tab")


@pytest.mark.parametrize(
    ("typed_text", "said", "fault"),
    [
        ("12.5", Decimal("12.5"), ""),
        (" 12.50 ", Decimal("12.50"), ""),
        ("0.00000001", Decimal("0.00000001"), ""),
        ("123456789012345", 123456789012345, ""),
        ("-0.000000000001", Decimal("-0.000000000001"), ""),
        ("1234567890123456", None, "Found “1234567890123456”. A number has at most 15 digits. Write a number."),
        ("12,5", None, "Found “12,5”. A decimal is written with a point: 12.5. Write a number."),
        ("1e3", None, "Found “1e3”. Write a number."),
        (".5", None, "Found “.5”. Write a number."),
        ("twelve", None, "Found “twelve”. Write a number."),
    ],
)
def test_numbers_are_kept_by_their_digits(page: FormPage, typed_text: str, said: object, fault: str) -> None:
    """What is typed is what is saved, digit for digit; what is no number is told, and not in the file."""
    page.open(made_form(NUMBERS))
    typed(page, free__number=typed_text)
    assert page.text("s.free--error") == fault
    content = page.save()
    answers = read(content, NUMBERS)
    value = answers.of("s.free").value
    assert (value, str(value)) == (said, str(said))
    assert page.load(content.decode())[0] == "The answers in “answers.json” are in the form."
    page.touch()
    assert read(page.save(), NUMBERS).answers == answers.answers


def test_a_share_of_one_is_doubted_and_taken(page: FormPage) -> None:
    """As the program warns of it; it is no error, and is told no longer once it is another."""
    page.open(made_form(NUMBERS))
    typed(page, share__number="0.62")
    assert page.text("s.share--error") == "That is less than one per cent. For a half, write 50."
    assert page.browser.evaluate("document.querySelectorAll('[aria-invalid]').length") == 0
    assert read(page.save(), NUMBERS).of("s.share").value == Decimal("0.62")
    typed(page, share__number="62%")
    assert page.text("s.share--error") == ""
    assert read(page.save(), NUMBERS).of("s.share").value == 62


def test_a_split_is_told_its_sum_and_left_out_until_it_is_whole(page: FormPage) -> None:
    """The sum is exact, and what is left is said as it is typed; a file never has a split that is none."""
    page.open(made_form(NUMBERS))
    typed(page, split__part__a="33.3", split__part__b="33.3")
    assert (
        page.browser.evaluate("document.querySelector('[data-role=sum]').textContent")
        == "Together 66.6: 33.4 left to give."
    )
    assert page.text("s.split--error") == ""
    typed(page, split__part__c="33.5")
    page.browser.press("Tab", "Tab", "Tab", "Tab")
    assert page.text("s.split--error") == "The parts come to 100.1. Change them so that they make 100 together."
    assert "s.split" not in json.loads(page.save())["answers"]
    assert "Not in the file, as it cannot be read yet:" in page.text("f--saved")
    typed(page, split__part__c="33.4")
    assert page.text("s.split--error") == ""
    saved = read(page.save(), NUMBERS).of("s.split").value
    assert saved == {"a": Decimal("33.3"), "b": Decimal("33.3"), "c": Decimal("33.4")}


def test_one_answer_takes_the_place_of_another(page: FormPage) -> None:
    """What stands alone, what is not known, and what does not apply, put out what they cannot stand beside."""
    page.open(made_form(NUMBERS))
    click = "document.getElementById('s.{}').click()"
    for ident in ("some--pick--x", "some--pick--none"):
        page.browser.evaluate(click.format(ident))
    assert json.loads(page.save())["answers"] == {"s.some": ["none"]}
    page.browser.evaluate(click.format("some--pick--y"))
    typed(page, some__other="A trust.")
    assert json.loads(page.save())["answers"] == {"s.some": {"answer": ["y"], "other": "A trust."}}
    page.browser.evaluate(click.format("some--unknown"))
    typed(page, share__number="20")
    page.browser.evaluate(click.format("share--inapplicable"))
    assert json.loads(page.save())["answers"] == {"s.some": "dont-know"}
    typed(page, share__reason="There is none.")
    assert json.loads(page.save())["answers"]["s.share"] == {"not_applicable": "There is none."}
    page.browser.evaluate(click.format("share--inapplicable"))
    assert json.loads(page.save())["answers"] == {"s.some": "dont-know", "s.share": 20}


def test_what_a_form_does_not_know_stays_in_the_file(page: FormPage) -> None:
    """Questions of another version, those that are not asked here, a paper, lessons, and answers it cannot read."""
    answers: dict[str, Any] = {
        "old.share": "62.50%", "s.gone": 3, "s.never": {"answer": Decimal("1.10"), "note": "?"}, "s.day": "3 May",
        "s.words": {"answer": "Because.", "exempt": True}, "s.some": ["x", "none"],
    }  # fmt: skip
    document: dict[str, Any] = {
        "questionnaire": "sample", "version": Decimal("2026.10"), "service": "Hall", "respondent": "staff",
        "answers": answers, "paper": {"wards": "All"}, "lessons": [{"text": "Ask early."}],
    }  # fmt: skip
    page.open(made_form(NUMBERS))
    told = page.load(new_json(document).decode())
    assert told == [
        "The answers in “answers.json” are in the form.",
        "The file was made for version “2026.10” of the questions; this form has version 2. Look your answers over.",
        "2 answers are marked in the form: the file's cannot be read.",
        "1 answer is kept and saved again, to questions that this form does not ask.",
        "The form does not know 1 question that the file answers: s.never. Those answers are kept, and saved again. "
        "The program will ask you to take them out.",
    ]
    data: Any = read_json("saved.json", page.save()).data
    assert data == {
        **document,
        "version": "2",
        "answers": {"s.share": "62.50%", **{k: v for k, v in answers.items() if k != "old.share"}},
    }
    typed(page, words__words="Because we can.", day__day="")
    data = read_json("saved.json", page.save()).data
    assert data["answers"]["s.words"] == {
        "answer": "Because we can.",
        "exempt": True,
    }


NO_JSON = (
    "It is no file of JSON, which is what this form saves. "
    "Answers in YAML, Excel or a table are read by spinout itself."
)
TWICE = (
    "A name stands twice in one place of the file, so that an answer would be lost. "
    "Mend the file first: spinout check says where."
)
OWN_OUTPUT = "It is a result of spinout, and no file of answers. Choose the file of answers that it was made from."
OTHER = "It holds answers to other questions: “other”; this form asks “sample”."


def test_what_stands_beside_an_answer_that_cannot_be_read_stays(page: FormPage) -> None:
    """Evidence and a note are there when it is answered anew, and what was exempt is so still."""
    page.open(made_form(NUMBERS))
    beside = {"evidence": "A letter.", "note": "Ask.", "exempt": True}
    wrong = {"questionnaire": "sample", "answers": {"s.share": {"answer": 120, **beside}, "__proto__": {"answer": 1}}}
    page.load(json.dumps(wrong))
    assert json.loads(page.save())["answers"] == wrong["answers"]
    said = "The file has an answer here that cannot be read. It stays in the file until you change something here."
    assert page.text("s.share--error") == said
    typed(page, share__number="12")
    assert page.text("s.share--error") == ""
    assert json.loads(page.save())["answers"] == {"s.share": {"answer": 12, **beside}, "__proto__": {"answer": 1}}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "The file is empty."),
        ("questionnaire: sample\nanswers: {}\n", NO_JSON),
        ("[1, 2]", "It holds no answers."),
        ('{"questionnaire": "sample"}', "It holds no answers."),
        ('{"questionnaire": "other", "answers": {}}', OTHER),
        ('{"questionnaire": "sample", "answers": {"s.free": 1, "s.free": 2}}', TWICE),
        ('{"schema": "spinout.assessment/1", "answers": {"file": "a"}}', OWN_OUTPUT),
        ('{"questionnaire": "sample", "answers": {"s.free": "\\u00005}, \\"x\\": {"}}', NO_JSON),
        ('{"questionnaire": "sample", "answers": {"s.free": 01}}', NO_JSON),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_and_nothing_is_lost(page: FormPage, content: str, why: str) -> None:
    """In a sentence; what stood in the form stands there still."""
    page.open(made_form(NUMBERS))
    typed(page, free__number="7")
    assert page.load(content) == [f"“answers.json” was not taken. {why} Nothing in the form has changed."]
    assert json.loads(page.save())["answers"] == {"s.free": 7}


def test_what_a_file_replaces_can_be_had_back(page: FormPage) -> None:
    """By the button beside what is told of the file."""
    page.open(made_form(NUMBERS))
    typed(page, free__number="7")
    page.load('{"questionnaire": "sample", "answers": {"s.free": 8}}')
    assert json.loads(page.save())["answers"] == {"s.free": 8}
    page.browser.evaluate("document.querySelector('#f--loaded button').click()")
    assert json.loads(page.save())["answers"] == {"s.free": 7}
    page.browser.evaluate("document.getElementById('f--empty').click()")
    assert json.loads(page.save())["answers"] == {}


def test_the_device_keeps_nothing_unless_it_is_told_to(page: FormPage) -> None:
    """Before the box is ticked, and after it is told to forget, nothing is there; in between all of it is."""
    kept = "Object.keys(localStorage)"
    page.open(made_form(NUMBERS))
    typed(page, free__number="7")
    assert page.browser.evaluate(kept) == []
    page.browser.evaluate("document.getElementById('f--keep').click()")
    typed(page, words__words="Mine.")
    assert page.browser.evaluate(kept) == ["spinout:sample:"]
    page.open(made_form(NUMBERS))
    assert page.text("f--loaded") == "The answers that were kept on this device are in the form."
    assert json.loads(page.save())["answers"] == {"s.free": 7, "s.words": "Mine."}
    page.browser.evaluate("document.getElementById('f--forget').click()")
    assert page.browser.evaluate(kept) == []
    page.open(made_form(NUMBERS))
    assert json.loads(page.save())["answers"] == {}
    assert page.browser.evaluate(kept) == []


def test_a_respondent_is_asked_in_plain_words_and_is_named_in_the_file(page: FormPage) -> None:
    """Their own questions alone, without evidence; another respondent's file is not taken."""
    questionnaire = loaded().questionnaire
    form = made_form(questionnaire, respondent="users")
    page.open(form)
    shown = page.browser.evaluate("[...document.querySelectorAll('fieldset.question')].map(set => set.id)")
    assert set(shown) == questionnaire.asked_of("users")
    question = questionnaire.questions["member-mix.membership"]
    assert question.plain is not None
    assert question.plain in page.text(question.id)
    assert page.browser.evaluate("document.querySelectorAll('[data-role=evidence], [data-role=exempt]').length") == 0
    own = {"answer": 4, "evidence": "A letter.", "exempt": True}
    page.load(json.dumps({"questionnaire": questionnaire.id, "answers": {"member-mix.membership": own}}))
    page.touch()
    made = json.loads(page.save())
    assert (made["respondent"], made["answers"]) == ("users", {"member-mix.membership": own})
    told = page.load(json.dumps({"questionnaire": questionnaire.id, "respondent": "staff", "answers": {}}))
    assert told == [
        "“answers.json” was not taken. It holds the answers of “staff”, and this form is for “users”. "
        "Nothing in the form has changed."
    ]


# how it looks


AXE = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then(({violations, passes}) => [violations.map(one => [one.id, one.nodes.map(node => node.html)]), passes.length])
"""
LOOKS: dict[str | None, list[tuple[int, str]]] = {
    None: [(1280, "light"), (320, "dark")],
    "users": [(1280, "dark"), (320, "light")],
}
"""Of each respondent's form, the widths of the window and the schemes of colours."""


@pytest.mark.skipif(axe() is None, reason="axe-core cannot be had here (npm installs it)")
@pytest.mark.parametrize("respondent", LOOKS)
def test_axe_finds_no_violation(page: FormPage, respondent: str | None) -> None:
    """WCAG 2.2 AA and best practices, wide and narrow, light and dark, with faults told and all that folds unfolded."""
    page.open(made_form(loaded().questionnaire, respondent=respondent))
    if respondent is None:
        page.browser.evaluate("document.getElementById('about.staff-moving--number').focus()")
        page.browser.press("many", "Tab")
    page.save()
    page.browser.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.browser.evaluate(axe() or "")
    for width, scheme in LOOKS[respondent]:
        page.browser.size(width)
        page.browser.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        violations, passes = page.browser.evaluate(AXE)
        assert (violations, passes > 20) == ([], True)
        assert page.browser.evaluate("document.documentElement.scrollWidth") <= width


def test_a_print_has_every_answer_and_what_is_asked_for(page: FormPage, tmp_path: Path) -> None:
    """Long texts whole, and the questions that are not asked only where that is wanted."""
    page.open(made_form(loaded().questionnaire))
    note = " ".join(f"word{number}" for number in range(300)) + " theend"
    answers = {
        "about.staff-moving": {"answer": 0, "note": note},
        "about.service-type": {"answer": "other", "other": "A zoo."},
    }
    page.load(json.dumps({"questionnaire": "mutual-spin-out", "answers": answers}))
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext here")

    def words() -> str:
        page.browser.printed(tmp_path / "page.pdf")
        done = subprocess.run([pdftotext, tmp_path / "page.pdf", "-"], capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())

    shown = words()
    assert all(f"word{number}" in shown for number in range(300))
    assert "theend" in shown
    assert "A zoo." in shown
    titles = [loaded().questionnaire.questions[ident].ask for ident in sorted(page.hidden)]
    assert len(titles) > 0
    assert [title for title in titles if title in shown] == []
    assert "Answer this if" not in shown
    page.browser.evaluate("document.getElementById('f--all').click()")
    every = words()
    assert [title for title in titles if title not in every] == []
    assert every.count("Answer this if question") == conditional()


# for those who do not see it, and without a script


def test_what_comes_and_goes_is_said_once_after_a_pause(page: FormPage) -> None:
    """One sentence for all that a change brought, none where nothing came or went, and the focus stays."""
    page.open(made_form(loaded().questionnaire))
    said = "document.getElementById('f--said')"
    page.browser.evaluate(
        f"window.heard = []; new MutationObserver(() => heard.push({said}.textContent))"
        f".observe({said}, {{childList: true, characterData: true, subtree: true}})"
    )
    page.browser.evaluate("document.getElementById('about.decision--pick--final').click()")
    for text in ("1", "0"):
        typed_at = "document.getElementById('about.staff-moving--number')"
        page.browser.evaluate(f"{typed_at}.focus(); {typed_at}.select()")
        page.browser.press(text, "Tab")
    page.browser.evaluate("new Promise(next => setTimeout(next, 1500))")
    assert page.browser.evaluate("heard") == ["3 questions no longer asked."]
    page.browser.evaluate(f"{typed_at}.focus(); {typed_at}.select()")
    page.browser.press("5", "Tab")
    page.browser.evaluate("new Promise(next => setTimeout(next, 1500))")
    assert page.browser.evaluate("heard") == ["3 questions no longer asked.", "3 more questions asked."]
    assert page.browser.evaluate(FOCUSED) == "about.staff-moving unknown"


def test_an_error_belongs_to_its_control(page: FormPage) -> None:
    """A reader that comes to the control hears what is wrong with it."""
    page.open(made_form(NUMBERS))
    typed(page, free__number="x")
    page.browser.send("DOM.enable")
    root = page.browser.send("DOM.getDocument")["root"]["nodeId"]
    node = page.browser.send("DOM.querySelector", nodeId=root, selector="[id='s.free--number']")["nodeId"]
    (heard, *_) = page.browser.send("Accessibility.getPartialAXTree", nodeId=node, fetchRelatives=False)["nodes"]
    about = {one["name"]: one["value"].get("value") for one in heard["properties"]}
    assert (heard["name"]["value"], heard["description"]["value"], about["invalid"]) == (
        "A number",
        "Found “x”. Write a number.",
        "true",
    )


def test_without_a_script_every_question_can_be_read(page: FormPage) -> None:
    """And it is said that nothing can be saved; what only the script can do is not offered."""
    page.browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(made_form(loaded().questionnaire))
        words = page.browser.evaluate("document.body.innerText")
    finally:
        page.browser.send("Emulation.setScriptExecutionDisabled", value=False)
    assert "This browser runs no script in this page, so nothing can be saved." in words
    assert "Save my answers" not in words
    assert [q.id for q in loaded().questionnaire.questions.values() if q.ask not in words] == []
    assert words.count("Answer this if question") == conditional()
