"""A user's templates in a process of their own: what they take is bounded, and they get nothing but data."""

import os
import pickle
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from links import linked
from paper_views import view_with
from spinout.reports.formats import FORMATS, ReportFormat
from spinout.reports.layouts import apart
from spinout.reports.layouts.apart import made_apart
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.markdown import markdown_of
from spinout.reports.view.view import ReportView
from spinout.use_cases.templates import rendered
from stories import CHECKOUT

SHIPPED = CHECKOUT / "templates"
HTML = ("layouts.html", "html_of")
LIMITED = pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of memory that a process sets for itself")


def own(folder: Path, text: str, name: str = "report.html.j2") -> Templates:
    """A folder with one template."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return Templates(SHIPPED, folder)


def refusal(templates: Templates) -> str:
    """What is said of templates that cannot be used."""
    with pytest.raises(BrokenTemplate) as refused:
        made_apart(HTML, view_with("word"), templates)
    return str(refused.value)


def test_what_is_made_apart_is_the_same(tmp_path: Path) -> None:
    """One process makes one report after the other."""
    templates = own(tmp_path, "Ours: {{ report.title }}")
    for title in ("One", "Two"):
        assert made_apart(HTML, view_with(title), templates) == f"Ours: {title}".encode()
    assert len(apart._children) == 1


def test_a_mistake_is_told_as_it_is_here(tmp_path: Path) -> None:
    """With its file and line; and the next report is made."""
    assert refusal(own(tmp_path / "wrong", "\n{{ report.titel }}")) == (
        'report.html.j2:2: There is no field "titel". Did you mean "title"?'
    )
    assert made_apart(HTML, view_with("word"), own(tmp_path / "right", "Ours.")) == b"Ours."


LOOPS = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% set n = 10 ** (10 ** 9) %}",
    "{% for a in range(99999) %}{{ ('a ' * a)|wordcount }}{% endfor %}",
]


@pytest.mark.parametrize("text", LOOPS)
def test_what_takes_too_long_is_ended(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sentence that says how long is allowed; it is not tried again, and the next template is."""
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.5)
    templates = own(tmp_path / "slow", text)
    told = "slow: Making one report with it takes more than 0.5 seconds, which is the most. Look for its loops."
    assert refusal(templates) == told
    monkeypatch.setattr(apart, "_child", lambda: pytest.fail("it is tried again"))
    assert refusal(templates) == told
    monkeypatch.undo()
    assert made_apart(HTML, view_with("word"), own(tmp_path / "quick", "Ours.")) == b"Ours."


def test_a_slow_word_template_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    pytest.importorskip("docxtpl", reason='needs the extra "word"')
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    document, file = docx.Document(), BytesIO()
    document.add_paragraph(LOOPS[0])
    document.save(file)
    monkeypatch.setattr(apart, "MOST_SECONDS", 1.5)
    with pytest.raises(BrokenTemplate, match=r"^council\.docx: Making one report with it takes more than 1\.5 seconds"):
        made_apart(
            ("layouts.word", "word_of"),
            view_with("word"),
            Templates(SHIPPED, word=file.getvalue(), word_name="council.docx"),
        )


def test_a_slow_pdf_template_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trusted or not: the compiler is ended from outside of what it is at."""
    pytest.importorskip("typst", reason='needs the extra "pdf"')
    monkeypatch.setattr(apart, "MOST_SECONDS", 1.5)
    (tmp_path / "report.typ").write_text("#for a in range(99999) { for b in range(99999) { let c = calc.sqrt(b) } }")
    with pytest.raises(BrokenTemplate, match=r"takes more than 1\.5 seconds"):
        made_apart(("layouts.pdf", "pdf_of"), view_with("word"), Templates(SHIPPED, tmp_path, trusted=True))


@LIMITED
@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10 ** 10 }}",
        "{{ ('a' * 10 ** 9)|replace('a', 'bb') }}",
        "{% set n = namespace(x='a' * 9999) %}{% for a in range(999) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    ],
)
def test_what_takes_too_much_memory_is_told(text: str, tmp_path: Path) -> None:
    """With how much is allowed."""
    said = refusal(own(tmp_path, text))
    assert said == "report.html.j2:1: It takes more than 1 gigabyte of memory, which is the most."


def test_a_report_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """A template can write more than anybody opens."""
    text = f"{{% for a in range(1001) %}}{'a' * 100_000}{{% endfor %}}"
    said = refusal(replace(own(tmp_path / "long", text), trusted=True))
    assert said == "long: The report has more than 100 megabytes, which is the most."


@pytest.mark.parametrize(
    "text",
    ["{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", '{% include "report.html.j2" %}'],
)
def test_what_draws_itself_is_told(text: str, tmp_path: Path) -> None:
    """In a sentence."""
    assert refusal(own(tmp_path, text)) == "report.html.j2:1: It draws itself again without an end."


def test_what_is_interrupted_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends with the work that was given up."""
    made_apart(HTML, view_with("word"), own(tmp_path, "Ours."))
    process = apart._children[0].process

    def interrupted(_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(apart, "_read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made_apart(HTML, view_with("word"), own(tmp_path, "Ours."))
    assert process.poll() is not None
    assert apart._children == []


def test_the_process_ends_when_there_can_be_no_more_work(tmp_path: Path) -> None:
    """Whatever it is at: whoever started it may have been killed."""
    made_apart(HTML, view_with("word"), own(tmp_path, "Ours."))
    process = apart._children.pop().process
    assert process.stdin is not None
    assert process.stdout is not None
    work = (60.0, HTML, view_with("word"), own(tmp_path / "slow", LOOPS[0]))
    apart._write(process.stdin, pickle.dumps(work))
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx", ".pdf"])
def test_only_templates_of_ones_own_are_rendered_apart(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped ones are not, nor is what no template lays out."""
    asked: list[Any] = []

    def noted(maker: object, *_: object) -> bytes:
        asked.append(maker)
        return b"apart"

    monkeypatch.setattr(apart, "made_apart", noted)
    monkeypatch.setattr(ReportFormat, "viewed", lambda _, subject: subject)
    monkeypatch.setattr(ReportFormat, "check_installed", lambda _: None)
    monkeypatch.setattr(ReportFormat, "render", lambda *_: b"here")
    assert rendered(FORMATS, suffix, None, Templates(SHIPPED)) == b"here"
    assert rendered(FORMATS, suffix, None, Templates(SHIPPED, tmp_path)) == b"apart"
    assert rendered(FORMATS, ".json", None, Templates(SHIPPED, tmp_path)) == b"here"
    assert asked == [FORMATS[suffix].made_by]


# links


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder of templates, with a secret beside it and a file and a folder in it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    folder = tmp_path / "own"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "part.txt").write_text("A part.")
    return folder


@pytest.mark.parametrize(
    ("name", "target", "asked"),
    [
        ("part.txt", "../outside/secret.txt", "part.txt"),
        ("linked", "../outside", "linked/secret.txt"),
        ("linked", "..", "linked/outside/secret.txt"),
    ],
)
def test_a_link_that_leads_out_is_refused(name: str, target: str, asked: str, folders: Path) -> None:
    """To a file or to a folder, in HTML and Markdown; told by its name."""
    linked(folders / name, folders / target)
    for make, file in ((html_of, "report.html.j2"), (markdown_of, "report.md.j2")):
        with pytest.raises(BrokenTemplate) as refused:
            make(view_with("word"), own(folders, f"{{% include '{asked}' %}}", file))
        assert str(refused.value).startswith(f"{asked}: This is a link that leads out of the folder of templates.")


def test_a_template_that_is_a_link_out_is_refused(folders: Path) -> None:
    """The file itself."""
    linked(folders / "report.html.j2", folders.parent / "outside" / "secret.txt")
    with pytest.raises(BrokenTemplate, match=r"^report\.html\.j2: This is a link that leads out"):
        html_of(view_with("word"), Templates(SHIPPED, folders))


@pytest.mark.parametrize("kind", ["folder", "pipe", "dead link"])
@pytest.mark.parametrize(("name", "make"), [("report.html.j2", html_of), ("report.md.j2", markdown_of)])
def test_what_has_the_name_of_a_template_and_is_no_file_is_refused(
    kind: str, name: str, make: Callable[[ReportView, Templates], bytes], folders: Path
) -> None:
    """Else the shipped one would be taken in silence; and nobody writes into a pipe."""
    if kind == "folder":
        (folders / name).mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("a system without pipes that have names")
        os.mkfifo(folders / name)
    else:
        linked(folders / name, folders / "nowhere")
    with pytest.raises(BrokenTemplate, match=r"^report\.\w+\.j2: This is no file"):
        make(view_with("word"), Templates(SHIPPED, folders))


def test_a_link_within_the_folder_is_followed(folders: Path) -> None:
    """To a file, and to a folder; the folder itself may be reached by a link."""
    linked(folders / "one.txt", folders / "parts" / "part.txt")
    linked(folders / "more", folders / "parts")
    linked(folders.parent / "ours", folders)
    templates = own(folders, "{% include 'one.txt' %} {% include 'more/part.txt' %}")
    for each in (templates, Templates(SHIPPED, folders.parent / "ours")):
        assert html_of(view_with("word"), each) == b"A part. A part."


def test_a_word_template_that_is_a_link_out_is_refused(folders: Path) -> None:
    """As any other."""
    pytest.importorskip("docxtpl", reason='needs the extra "word"')
    from spinout.reports.layouts.word import word_of

    linked(folders / "report.docx", SHIPPED / "report.docx")
    with pytest.raises(BrokenTemplate, match=r"^report\.docx: This is a link that leads out"):
        word_of(view_with("word"), Templates(SHIPPED, folders))


@pytest.mark.parametrize(
    "name",
    ["../outside/secret.txt", "/etc/passwd", "parts/../../outside/secret.txt", "C:\\\\secret.txt", "C:secret.txt",
     "\\\\\\\\host\\\\share\\\\x", "//host/share/x", "..\\\\outside\\\\secret.txt"],
)  # fmt: skip
def test_no_name_leads_out(name: str, folders: Path) -> None:
    """Of another folder, a drive or another machine."""
    with pytest.raises(BrokenTemplate, match="which is not there"):
        html_of(view_with("word"), own(folders, f"{{% include '{name}' %}}"))


# the sandbox


def structs(kind: Any, seen: set[Any]) -> Iterator[Any]:
    """The structs that a view is made of."""
    from spinout.reports.layouts.template_fields import _elements, _parts, fields

    if kind in seen:
        return
    seen.add(kind)
    if named := fields(kind):
        yield kind
    for each in named.values():
        for part in _parts(each):
            for inner in (part, *_elements((part,))):
                yield from structs(inner, seen)


def test_a_view_has_data_and_nothing_to_call() -> None:
    """No struct of it has a method that a template could use."""
    from spinout.reports.cohort.entries import IndexView
    from spinout.reports.cohort.view import CohortView
    from spinout.reports.view.view import ReportView

    seen: set[Any] = set()
    every = [kind for view in (ReportView, CohortView, IndexView) for kind in structs(view, seen)]
    assert len(every) > 20
    more = {
        (kind.__name__, name)
        for kind in every
        for name in dir(kind)
        if not name.startswith("_") and name not in kind.__struct_fields__ and callable(getattr(kind, name))
    }
    assert more == set()


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ('{0.__init__.__globals__}'|attr('format'))(namespace) }}",
        "{{ ('{0.__init__.__globals__}'|attr('format_map'))({'0': namespace}) }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ '{x.__class__}'.format_map({'x': report}) }}",
        "{{ style.format.__globals__ }}",
        "{{ policy.__globals__ }}",
        "{{ policy|attr('__globals__') }}",
        "{{ [report]|map(attribute='__class__')|first }}",
        "{{ [report]|map('attr', '__class__')|first }}",
        "{{ ([report]|groupby('__class__')|first).grouper }}",
        "{{ [report]|sum(attribute='__class__') }}",
        "{{ [report, report]|sort(attribute='__class__')|first }}",
        "{{ report['__class__'] }}",
        "{{ (report|attr('__struct_config__')).frozen }}",
        "{{ self.__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{% macro m() %}{% endmacro %}{{ m.__class__ }}{{ m._func.__globals__ }}",
        "{% for x in report.parts %}{{ loop._iterator }}{% endfor %}",
        "{{ report.title.__mul__(2) }}",
        "{{ dict.fromkeys.__self__.__subclasses__() }}",
        "{{ namespace()|attr('_Namespace__attrs') }}",
        "{% set report.title = 'x' %}",
    ],
)
def test_no_way_leads_out_of_the_sandbox(attack: str, tmp_path: Path) -> None:
    """By an attribute, a filter, a format or what a template is given."""
    with pytest.raises(BrokenTemplate) as refused:
        html_of(view_with("word"), own(tmp_path, attack))
    assert refused.value.name == "report.html.j2"
