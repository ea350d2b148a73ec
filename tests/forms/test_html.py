"""The web form's page as it is made, without a browser."""

import json
import re
from base64 import b64encode
from hashlib import sha256

from core.forms import form as plain_form
from core.forms import scale
from forms.pages import SOURCES, made_form
from spinout.core.conditions import OPERATORS
from spinout.core.kinds import KINDS
from spinout.core.kinds.base import Entry
from spinout.forms.html import html_form
from spinout.resources import shipped
from spinout.use_cases.copies import shipped_names
from stories import loaded
from test_contract import read_questionnaire

PAGE = html_form(made_form(loaded().questionnaire), SOURCES).decode()
RULES, SCRIPT = SOURCES["form/rules.js"], SOURCES["form/page.js"]


def data_of(page: str) -> dict[str, object]:
    """What the script is told."""
    match = re.search(r'<script type="application/json" id="f--data">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return dict(json.loads(match[1]))


def test_the_script_has_the_program_s_operators() -> None:
    """Its table has a row for each of them, and no other; the browser is asked whether they hold alike."""
    table = RULES.split("const OPERATORS = {", 1)[1].split("};", 1)[0]
    assert re.findall(r"^  (\w+):", table, re.MULTILINE) == list(OPERATORS)


def test_every_way_to_answer_is_known_to_the_page() -> None:
    """A type of question that is answered in a way of its own has its place in the template and in the script."""
    assert {kind.entry for kind in KINDS.values()} == set(Entry)
    told = set(re.findall(r'"(\w+)"', RULES + SCRIPT))
    assert {entry.value for entry in Entry} - told == set()


def test_the_policy_has_the_digests_of_what_is_in_the_page() -> None:
    """Nothing runs and nothing is laid out by what is not the program's own; no handler stands in the page."""
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="(.*?)">', PAGE)
    digests = [
        b64encode(sha256(text.encode()).digest()).decode()
        for pattern in (r"<script>(.*?)</script>", r"<style>(.*?)</style>")
        for text in re.findall(pattern, PAGE, re.DOTALL)
    ]
    assert policy.replace("&#39;", "'").split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digests[0]}'",
        f"style-src 'sha256-{digests[1]}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    assert len(digests) == 2
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", PAGE, flags=re.DOTALL)
    assert re.findall(r"<[^>]*\s(?:on\w+|style|src)=", markup) == []
    assert re.findall(r"<(?:link|img|iframe|object|embed|base)\b", markup) == []


def test_the_same_form_has_the_same_bytes() -> None:
    """Also where the files of the checkout end their lines as Windows does."""
    windows = {name: text.replace("\n", "\r\n") for name, text in SOURCES.items()}
    made = html_form(made_form(loaded().questionnaire), windows).decode()
    assert made.replace("\r\n", "\n") == PAGE
    assert re.findall(r"sha256-[^']*", made) == re.findall(r"sha256-[^']*", PAGE)


def test_no_score_stands_in_it() -> None:
    """The script is told what is asked and when, and nothing that anything is worth."""
    names = {name for question in data_of(PAGE)["questions"] for name in question}  # type: ignore[attr-defined]
    assert names <= {
        "id", "entry", "asked", "picks", "alone", "other", "parts", "low", "high", "whole", "percent", "allowed",
        "applies_not", "show", "top", "no_evidence",
    }  # fmt: skip
    assert re.findall(r"score|weight|gate", RULES + SCRIPT) == [
        "score"
    ]  # the page's first sentence says that it has none


def test_a_part_of_a_questionnaire_has_what_decides_what_is_asked() -> None:
    """Questions of other sections that conditions name are told to the script, and are not on the page."""
    a = scale("a")
    b = scale("b", show_if={"question": "s1.a", "at_least": 2})
    c = {"id": "c", "ask": "C?", "type": "yes-no", "show_if": {"question": "s1.b", "at_least": 1}}
    raw = plain_form(a, b, scale("d"))
    raw["sections"].append({"id": "s2", "title": "Last", "questions": [c]})
    raw |= {"renamed": {"s1.old": "s1.a", "s1.elder": "s1.d"}, "removed": ["s1.gone"]}
    page = html_form(made_form(read_questionnaire(raw), sections=("s2",)), SOURCES).decode()
    data = data_of(page)
    assert [(one["id"], one.get("asked", False)) for one in data["questions"]] == [  # type: ignore[attr-defined]
        ("s1.a", False), ("s1.b", False), ("s2.c", True),
    ]  # fmt: skip
    assert data["elsewhere"] == ["s0.stage", "s1.d", "s1.gone"]
    assert data["renamed"] == {"s1.old": "s1.a"}
    assert re.findall(r'<fieldset class="question" id="(.*?)"', page) == ["s2.c"]


def test_nobody_s_own_folder_of_templates_has_the_form() -> None:
    """It is not copied, and not compiled with the templates of reports; the wheel has it beside them."""
    assert [name for name in shipped_names("templates") if name.startswith("form/")] == []
    there = {path.relative_to(shipped("templates")).as_posix() for path in (shipped("templates") / "form").iterdir()}
    assert there == set(SOURCES)


def test_the_script_is_small() -> None:
    """Each of its two files is what a person reads at one sitting."""
    assert [len(text.splitlines()) > 500 for text in (RULES, SCRIPT)] == [False, False]
    assert "</script" not in RULES + SCRIPT


def test_a_section_keeps_the_numbers_that_it_has_in_the_whole() -> None:
    """So that the same question is spoken of by one number, whatever part a form asks."""
    questionnaire = loaded().questionnaire
    form = made_form(questionnaire, sections=("transition",))
    numbers = re.findall(r'data-number="(\d+)"', html_form(form, SOURCES).decode())
    whole = list(questionnaire.questions)
    assert numbers == [str(whole.index(ident) + 1) for ident in form.questions]
