"""Templates as faster code give what Jinja's own code gives, and take no other way where a user's go astray."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import UndefinedError

from spinout.reports.cleaning import cleaned
from spinout.reports.environments import Templates, environment
from spinout.reports.html import escaped, inserted
from spinout.reports.markdown import inserted as inserted_in_markdown
from spinout.reports.markdown import marked
from spinout.reports.template_code import MOST, SHORT, Texts

TEXT = "<b>&'\"\u202e {{ }}"


@dataclass(frozen=True)
class Line:
    """Something to lay out."""

    text: str
    number: int | None = None
    lines: "tuple[Line, ...]" = ()


REPORT = Line(
    TEXT, 1, (Line("one", 0), Line("", -5, (Line("deep", 10**20), Line("<i>"))), Line("x" * (SHORT + 1), 1), Line("1"))
)

TEMPLATES = {
    "texts": "a {{ report.text }} {{ report.number }} {{ report.lines[3].number }} {{ true }} {{ 1 }} {{ '1' }} "
    "{{ 1.0 }} {{ report.lines[1].number }}",
    "ends": "{% if report.number == 1 %}\nline\n  {% endif %}\n{{ report.text }}\n",
    "loops": "{% for line in report.lines %}{{ loop.index }}{{ line.text }}{{ ', ' if not loop.last }}{% endfor %}",
    "none": "{% for line in () %}{{ line }}{% else %}none {{ report.text }}{% endfor %}",
    "kept": "{% for line in report.lines if line.number %}{{ line.number }};{% endfor %}",
    "deep": "{% for l in report.lines recursive %}{{ l.text }}[{{ loop(l.lines) }}]{% endfor %}",
    "macro": "{% macro m(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ m(report.text) }}{{ m('1', b=report.number) }}",
    "caller": "{% macro m() %}<p>{{ caller() }}</p>{% endmacro %}{% call m() %}{{ report.text }}{% endcall %}",
    "imported": "{% import 'part' as p %}{{ p.m(report.text) }}{% from 'part' import m %}{{ m('&') }}",
    "part": "{% macro m(a) %}({{ a }}){% endmacro %}",
    "included": "before {% include 'texts' %} after {% for line in report.lines %}{% include 'own' %}{% endfor %}",
    "own": "{{ line.text if line is defined else report.text }}{% set line = 'x' %}{{ line }}",
    "without": "before {% include 'alone' without context %} after {{ report.text }}",
    "missing": "a{% include 'nowhere' ignore missing %}b{% include ['nowhere', 'texts'] ignore missing %}",
    "missing without": "a{% include 'nowhere' ignore missing without context %}b"
    "{% include 'alone' ignore missing without context %}c",
    "alone": "alone {{ 3 }} {{ '<' }}",
    "base": "top {% block one %}one {{ report.text }}{% endblock %} {% block two scoped %}two{% endblock %} end",
    "extended": "{% extends 'base' %}lost{% block one %}{{ super() }} and {{ report.text }}{% endblock %}",
    "perhaps": "kept {% if report.number == 1 %}{% extends 'base' %}{% endif %}lost {{ report.text }}",
    "self": "{% block one %}{{ report.text }}{% endblock %}{{ self.one() }}",
    "filters": "{{ report.text|upper }}{{ report.text|safe }}{{ report.lines|map(attribute='text')|join(',') }}",
    "filtered": "{% filter upper %}a {{ report.text }}{% endfilter %}",
    "set": "{% set x %}<b>{{ report.text }}</b>{% endset %}{{ x }}{{ x|length }}",
    "with": "{% with x = report.text %}{{ x }}{% endwith %}",
    "off": "{% autoescape false %}{{ report.text }}{{ report.number }}{% endautoescape %}{{ report.text }}",
    "by name": "{% autoescape report.number == 2 %}{{ report.number }}{{ report.text }}{% endautoescape %}",
    "joined": "{{ report.text ~ '<' }}{{ '<' ~ report.number }}{{ report.text if report.number else '' }}",
    "space": "{% set ns = namespace(a=1) %}{% for l in report.lines %}{% set ns.a = ns.a + 1 %}{% endfor %}{{ ns.a }}",
}


@pytest.fixture(params=[False, True], ids=["trusted", "sandboxed"])
def templates(request: pytest.FixtureRequest, tmp_path: Path) -> Templates:
    """The templates, as the program's own and as a user's."""
    for name, text in TEMPLATES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Templates(tmp_path, tmp_path if request.param else None)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_output_is_that_of_jinjas_own_code(templates: Templates, name: str, kind: str) -> None:
    """Every tag and every kind of value gives the same text, a second time too."""
    finalize, plain = (inserted, escaped) if kind == "html" else (inserted_in_markdown, marked)
    fast = environment(templates, finalize=finalize, escaped=plain)
    slow = environment(templates, finalize=finalize)
    assert slow.code_generator_class is CodeGenerator
    assert fast.code_generator_class is not CodeGenerator
    for _ in range(2):
        assert fast.get_template(name).render(report=REPORT) == slow.get_template(name).render(report=REPORT)


def test_an_include_within_a_macro_stands_where_it_is_put(tmp_path: Path) -> None:
    """Jinja's own code would make a generator of the macro."""
    (tmp_path / "alone").write_text("alone", encoding="utf-8")
    (tmp_path / "m").write_text(
        "{% macro m() %}a {% include 'alone' without context %} b{% endmacro %}{{ m() }}", encoding="utf-8"
    )
    made = environment(Templates(tmp_path), finalize=inserted, escaped=escaped)
    assert made.get_template("m").render() == "a alone b"


def test_what_does_not_exist_is_an_error(templates: Templates) -> None:
    """A name or a field that does not exist is never left blank."""
    made = environment(templates, finalize=inserted, escaped=escaped)
    for text in ("{{ nothing }}", "{{ report.nothing }}"):
        with pytest.raises((UndefinedError, AttributeError), match="nothing"):
            made.from_string(text).render(report=REPORT)


def test_a_users_template_is_told_the_nearest_field(tmp_path: Path) -> None:
    """The faster code keeps the hint that a user needs."""
    made = environment(Templates(tmp_path, tmp_path), finalize=inserted, escaped=escaped)
    with pytest.raises(UndefinedError, match='Did you mean "text"'):
        made.from_string("{{ report.txet }}").render(report=REPORT)


def test_long_texts_are_not_remembered_and_others_not_for_ever() -> None:
    """What is remembered stays small, however many services a batch has."""
    texts = Texts(escaped)
    long = "<" * SHORT
    assert texts[long] == cleaned("&lt;" * SHORT)
    assert not texts
    for number in range(MOST + 1):
        assert texts[f"<{number}"] == f"&lt;{number}"
    assert len(texts) == 1
