"""Templates of one's own: found first, in a sandbox, with the shipped ones to build on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from paper_views import view_with
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.markdown import markdown_of
from spinout.reports.view.view import ReportView
from spinout.storage import FileExistsAlready, StorageError
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.copies import copy_shipped, shipped_names
from spinout.use_cases.reports import render_report
from spinout.use_cases.templates import templates_at
from spinout.use_cases.verification import Verification, verify_report
from stories import CHECKOUT, SMALL, TEMPLATES, small_form

SHIPPED = CHECKOUT / "templates"
Make = Callable[[ReportView, Templates], bytes]
BOTH = pytest.mark.parametrize(("make", "name"), [(html_of, "report.html.j2"), (markdown_of, "report.md.j2")])


def own(tmp_path: Path, **files: str) -> Templates:
    """A folder with files; two underlines in a name are a dot."""
    for name, text in files.items():
        (tmp_path / name.replace("__", ".")).write_text(text)
    return Templates(SHIPPED, tmp_path)


@BOTH
def test_an_empty_folder_changes_nothing(make: Make, name: str, tmp_path: Path) -> None:
    """What is not there comes from the shipped folder."""
    assert (tmp_path / name).exists() is False
    assert make(view_with("word"), Templates(SHIPPED, tmp_path)) == make(view_with("word"), Templates(SHIPPED))


@BOTH
def test_a_file_of_ones_own_is_taken_first(make: Make, name: str, tmp_path: Path) -> None:
    """It stands in the place of the shipped one."""
    (tmp_path / name).write_text("Ours: {{ report.title }}")
    assert make(view_with("word"), Templates(SHIPPED, tmp_path)) == b"Ours: word"


def test_the_shipped_template_can_be_extended(tmp_path: Path) -> None:
    """A template of the same name reaches the shipped one, and its parts are found in both folders."""
    templates = own(tmp_path, report__html__j2='{% extends "shipped/report.html.j2" %}', report__css="p { color: red }")
    made = html_of(view_with("word"), templates)
    assert b"<style>p { color: red }</style>" in made
    assert made.count(b"<section") == html_of(view_with("word"), Templates(SHIPPED)).count(b"<section")


@BOTH
def test_what_it_inserts_is_escaped(make: Make, name: str, tmp_path: Path) -> None:
    """A template of one's own need not think of it."""
    (tmp_path / name).write_text("{{ report.title }}")
    assert b"<b>" not in make(view_with("<b>*x*</b>"), Templates(SHIPPED, tmp_path))


@BOTH
@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ report.__class__.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.system('id') }}",
        "{% include '../secret.txt' %}",
        "{% include '/etc/passwd' %}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{{ report.parts.append(1) }}",
        "{{ lipsum() }}",
        "{{ [1, 2, 3]|random }}",
    ],
)
def test_a_template_reaches_nothing_but_the_report(make: Make, name: str, attack: str, tmp_path: Path) -> None:
    """Neither Python, nor files, nor chance; the refusal names the template and its line."""
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / name).write_text(f"\n{attack}\n")
    with pytest.raises(BrokenTemplate) as refused:
        make(view_with("word"), Templates(SHIPPED, folder))
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n{{ report.titel }}", 'report.md.j2:2: There is no field "titel". Did you mean "title"?'),
        ("{{ service }}", 'report.md.j2:1: There is no field "service".'),
        ("\n\n{% if %}", "report.md.j2:3: Expected an expression, got 'end of statement block'."),
        ('{% include "other" %}', "report.md.j2: It asks for the template other, which is not there."),
        ("{{ 1 / 0 }}", "report.md.j2:1: division by zero."),
    ],
)
def test_a_broken_template_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    """And with the nearest field, where one is near."""
    with pytest.raises(BrokenTemplate) as refused:
        markdown_of(view_with("word"), own(tmp_path, report__md__j2=text))
    assert str(refused.value) == said


def test_copying_writes_every_template(tmp_path: Path) -> None:
    """Each under its name; the script that makes one of them is no template."""
    written = copy_shipped("templates", tmp_path / "ours")
    assert written == tuple(str(tmp_path / "ours" / name) for name in shipped_names("templates"))
    assert {"report.html.j2", "report.md.j2", "report.css", "report.typ", "report.docx"} <= set(
        shipped_names("templates")
    )
    assert [name for name in shipped_names("templates") if name.endswith(".py")] == []
    assert (tmp_path / "ours" / "report.docx").read_bytes() == (SHIPPED / "report.docx").read_bytes()


def test_copying_replaces_nothing_unasked(tmp_path: Path) -> None:
    """Where one file stands already, none is written."""
    (tmp_path / "report.css").write_text("mine")
    with pytest.raises(FileExistsAlready):
        copy_shipped("templates", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.css"]
    copy_shipped("templates", tmp_path, force=True)
    assert (tmp_path / "report.css").read_bytes() == (SHIPPED / "report.css").read_bytes()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With how to start one."""
    with pytest.raises(StorageError, match=r"There is no such folder\. Start one with: spinout templates --copy DIR"):
        templates_at(tmp_path / "none")


def test_a_report_names_the_templates_that_it_was_made_with(tmp_path: Path) -> None:
    """Made again with others, or with none, it is told that the templates differ, and in no other way."""
    folder = tmp_path / "own"
    folder.mkdir()
    style = folder / "report.css"
    style.write_text("body { color: navy }", encoding="utf-8")
    found, form = assess_file(str(SMALL / "answers.yaml"), small_form()), small_form()
    assert isinstance(found, Assessed)
    path = tmp_path / "r.html"
    own = templates_at(folder)
    path.write_bytes(render_report(found, form, format="html", program_version="1", templates=own))
    assert f"templates={own.digest}" in path.read_text(encoding="utf-8")

    def kinds(templates: Templates) -> list[str] | None:
        said = verify_report(path, str(SMALL / "answers.yaml"), form, templates, program_version="1")
        assert isinstance(said, Verification)
        return None if said.same else [each.kind for each in said.differences]

    assert kinds(own) is None
    assert kinds(TEMPLATES) == ["templates"]
    style.write_text("body { color: black }", encoding="utf-8")
    assert kinds(templates_at(folder)) == ["templates"]
