"""The commands on reports in Word and PDF, on templates, and on where a report came from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from spinout.cli.boundary import run
from spinout.cli.usage import quoted
from stories import EXAMPLES

PLAY = str(EXAMPLES / "play-clubs" / "answers.yaml")


def left(file: str) -> str:
    """What is said of the blanks of that service's paper."""
    return f"24 blanks are left for officers. To fill them in: spinout paper start {quoted(str(file))} -o paper.yaml\n"


class Command:
    """Runs a command in an empty folder, and gives back its exit code, stdout and stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """What a command line comes to."""
        self._monkeypatch.setattr(sys, "argv", ["spinout", *words])
        code = run()
        told = self._capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Command(capsys, monkeypatch)


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        ("docxtpl", "r.docx", 'A Word report needs a part of spinout that is not installed. Install it: '
         'python -m pip install "spinout[word]"; in a checkout: python -m pip install -e ".[word]"\n'),
        ("typst", "r.pdf", 'A PDF report needs a part of spinout that is not installed. Install it: '
         'python -m pip install "spinout[pdf]"; in a checkout: python -m pip install -e ".[pdf]"\n'),
    ],
)  # fmt: skip
def test_a_missing_extra_is_one_line(
    module: str, name: str, said: str, spinout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to install, ends with 3, and writes nothing."""
    from spinout.reports.layouts import word

    word._document_kind.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    assert spinout("report", PLAY, "-o", name) == (3, "", said)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("templates", [False, True])
def test_what_no_font_has_is_told_beside_the_pdf(spinout: Command, templates: bool) -> None:  # noqa: FBT001
    """With the question, on stderr; the report is made, also with a folder of templates, and in a batch."""
    pytest.importorskip("typst")
    answers = Path(PLAY).read_text(encoding="utf-8")
    answers = answers.replace("ownership.voting: 0", 'ownership.voting: {answer: 0, note: "A seal \U00013000"}')
    Path("seal.yaml").write_text(answers, encoding="utf-8")
    Path("own").mkdir()
    Path("own/pdf.yaml").write_text("size: 11\n")
    options = ("--templates", "own") if templates else ()
    told = 'The question "ownership.voting" has U+13000 (EGYPTIAN HIEROGLYPH A001), which no font here has.'
    code, out, err = spinout("report", "seal.yaml", "-o", "seal.pdf", *options)
    assert (code, out, err.startswith("Written: ")) == (0, "", True)
    assert err.splitlines()[1].startswith(told)
    # a process of its own: one that has made a PDF cannot be forked for the work of a batch
    words = ("batch", "seal.yaml", "--reports", "made", "--report-format", "pdf", *options)
    done = subprocess.run([sys.executable, "-m", "spinout", *words], capture_output=True, timeout=60, check=True)
    assert f": {told}" in done.stderr.decode()


def test_reports_are_written_by_the_ending_of_their_name(spinout: Command) -> None:
    """Word and PDF as the others."""
    for name, extra, start in (("r.docx", "docxtpl", b"PK"), ("r.pdf", "typst", b"%PDF-")):
        pytest.importorskip(extra)
        assert spinout("report", PLAY, "-o", name) == (0, "", f"Written: {Path(name).absolute()}\n{left(PLAY)}")
        assert Path(name).read_bytes().startswith(start)


def test_templates_are_listed_and_copied(spinout: Command) -> None:
    """The names without a folder; the files with one, and what to do with them."""
    code, listed, _ = spinout("templates")
    assert (code, "report.html.j2" in listed.split()) == (0, True)
    code, copied, said = spinout("templates", "--copy", "ours")
    assert code == 0
    assert [Path(path).relative_to("ours").as_posix() for path in copied.split()] == listed.split()
    assert said.splitlines()[-1] == "To use them: spinout report FILE -o OUT --templates ours"
    assert spinout("templates", "--copy", "ours")[0] == 3


def test_templates_of_ones_own_are_used(spinout: Command) -> None:
    """Those in the folder given."""
    Path("ours").mkdir()
    Path("ours/report.md.j2").write_text("Ours.")
    assert spinout("report", PLAY, "-o", "-", "--format", "md", "--templates", "ours") == (0, "Ours.", left(PLAY))


def test_a_broken_template_earns_1(spinout: Command) -> None:
    """With its place."""
    Path("ours").mkdir()
    Path("ours/report.md.j2").write_text("\n{{ report.titel }}")
    assert spinout("report", PLAY, "-o", "r.md", "--templates", "ours") == (
        1,
        "",
        'report.md.j2:2: There is no field "titel". Did you mean "title"?\n',
    )


def test_a_word_template_is_checked(spinout: Command) -> None:
    """Each field that no report has is named, with the nearest one that it has."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    document = docx.Document()
    document.add_paragraph("{{ report.title }}")
    document.add_paragraph("{{ body }}")
    document.save("right.docx")
    document.add_paragraph("{{ report.titel }}")
    document.save("wrong.docx")
    assert spinout("template", "check", "right.docx") == (
        0,
        "right.docx: every field is one that a report has.\n",
        "",
    )
    assert spinout("template", "check", "wrong.docx") == (
        1,
        "wrong.docx: 1 field that a report does not have.\n"
        '  report.titel: There is no field "titel". Did you mean "title"?\n',
        "",
    )
    assert spinout("template", "check", "none.docx")[0] == 3


def test_a_word_template_that_fetches_is_named(spinout: Command) -> None:
    """Each with its place; no report is made with it unless it is trusted, and verified as it was made."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    document = docx.Document()
    document.add_paragraph("{{ report.title }}")
    field = document.add_paragraph()._p.makeelement(f"{{{docx.oxml.ns.nsmap['w']}}}fldSimple")
    field.set(f"{{{docx.oxml.ns.nsmap['w']}}}instr", "DDEAUTO c x")
    document.paragraphs[-1]._p.append(field)
    document.add_paragraph("{{ body }}")
    document.save("council.dotx")
    refused = "A report with it is made only with --trust-template."
    what = "word/document.xml, paragraph 2: The field DDEAUTO fetches or runs something.\n"
    assert spinout("template", "check", "council.dotx") == (
        1,
        "council.dotx: every field is one that a report has.\n"
        f"council.dotx: 1 thing that would fetch or run something. {refused}\n"
        f"  {what}",
        "",
    )
    given = ("--template", "council.dotx")
    how = "Take it out, or give --trust-template where you know who made it.\n"
    assert spinout("report", PLAY, "-o", "r.docx", *given) == (1, "", f"council.dotx, {what}{how}")
    assert not Path("r.docx").exists()
    assert spinout("report", PLAY, "-o", "r.docx", *given, "--trust-template")[0] == 0
    assert spinout("verify", "r.docx", PLAY, *given)[0] == 1
    assert spinout("verify", "r.docx", PLAY, *given, "--trust-template")[0] == 0


def test_a_folder_of_templates_is_checked(spinout: Command) -> None:
    """What would fetch or run in each kind of file, with its line; and that a PDF template must be trusted."""
    refused = "A report with it is made only with --trust-template."
    ours = Path("ours")
    ours.mkdir()
    (ours / "report.md.j2").write_text("Ours.")
    sound = "ours: every file is asked for, and every block has a place. A field is looked for when a report is made.\n"
    assert spinout("template", "check", "ours") == (0, sound, "")
    (ours / "report.html.j2").write_text("<p>\n<img src='https://example.org/x.png'>")
    (ours / "report.css").write_text("@import 'x.css';")
    (ours / "report.typ").write_text('\n#import "@preview/cetz:0.3.0"\n#let p = plugin("x.wasm")')
    assert spinout("template", "check", "ours") == (
        1,
        f"{sound}ours: 4 things that would fetch or run something. {refused}\n"
        "  report.css:1: @import in styles fetches something.\n"
        '  report.html.j2:2: <img src> fetches "https://example.org/x.png".\n'
        '  report.typ:2: It fetches the package "@preview/cetz:0.3.0".\n'
        "  report.typ:3: plugin() runs a program.\n"
        "ours: it has a PDF template (typst), which is used only with --trust-template.\n",
        "",
    )
    Path("broken").mkdir()
    Path("broken/report.md.j2").write_text("{% block no %}")
    code, out, told = spinout("template", "check", "broken")
    assert (code, out, told.startswith("report.md.j2:1: Unexpected end of template.")) == (1, "", True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_template_is_told_in_a_sentence(content: bytes, spinout: Command) -> None:
    """With its name, by the check as by a report."""
    pytest.importorskip("docxtpl", reason='needs the extra "word"')
    Path("x.docx").write_bytes(content)
    for words in (("template", "check", "x.docx"), ("report", PLAY, "-o", "r.docx", "--template", "x.docx")):
        code, out, told = spinout(*words)
        assert (code, out) == (1, "")
        assert told.startswith("x.docx: This ")


def test_a_batch_takes_trusted_templates(spinout: Command) -> None:
    """And tells of those that nobody trusts, for each report."""
    Path("ours").mkdir()
    Path("ours/report.html.j2").write_text("<script></script>")
    batch = ("batch", PLAY, "--reports", "made", "--templates", "ours", "--jobs", "1")
    code, _, told = spinout(*batch)
    assert code == 1
    assert "report.html.j2:1: <script> runs or fetches something." in told
    assert spinout(*batch, "--trust-template", "--force")[0] == 0


def test_a_councils_word_file_is_filled_in(spinout: Command) -> None:
    """The same fields as the shipped one."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    document = docx.Document()
    document.add_paragraph("For {{ report.service }}")
    document.save("council.docx")
    assert spinout("report", PLAY, "-o", "r.docx", "--template", "council.docx")[0] == 0
    assert [p.text for p in docx.Document("r.docx").paragraphs] == ["For Play clubs for under-fives"]
    assert spinout("verify", "r.docx", PLAY, "--template", "council.docx")[0] == 0


def test_verify_says_yes_with_0_and_no_with_1(spinout: Command) -> None:
    """In sentences, and as JSON."""
    spinout("report", PLAY, "-o", "r.md")
    assert spinout("verify", "r.md", PLAY) == (
        0,
        f"r.md came from exactly {PLAY} and this questionnaire.\nMade again, every byte is the same.\n",
        "",
    )
    Path("r.md").write_text(Path("r.md").read_text(encoding="utf-8") + "More.\n", encoding="utf-8", newline="")
    assert spinout("verify", "r.md", PLAY) == (
        1,
        f'r.md is not what {PLAY} and this questionnaire give.\n- Added to the report: "More.".\n',
        "",
    )
    assert json.loads(spinout("verify", "r.md", PLAY, "--json")[1]) == {
        "schema": "spinout.verification/1",
        "report": "r.md",
        "answers": PLAY,
        "same": False,
        "left_out": False,
        "same_words": False,
        "differences": [{"kind": "text", "message": 'Added to the report: "More.".', "report": "More.", "given": None}],
    }


def test_verify_knows_its_formats(spinout: Command) -> None:
    """Another ending is a mistake of the command line; a missing report is one of storage."""
    assert spinout("verify", "r.odt", PLAY)[0] == 2
    assert spinout("verify", "r.md", PLAY)[0] == 3


def test_a_report_stands_beside_the_answers_where_nothing_else_is_said(
    spinout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under their name, in the format asked for; and it is opened where that is wanted."""
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return int(path.endswith(".md"))

    monkeypatch.setattr("typer.launch", launch)
    Path("mine").mkdir()
    Path("mine/lead.yaml").write_bytes(Path(PLAY).read_bytes())
    whole = Path("mine/lead").absolute()
    assert spinout("report", "mine/lead.yaml") == (0, "", f"Written: {whole}.html\n{left('mine/lead.yaml')}")
    assert Path("mine/lead.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert spinout("report", "mine/lead.yaml")[0] == 3
    assert opened == []
    told = (0, "", f"Written: {whole}.html\n{left('mine/lead.yaml')}")
    assert spinout("report", "mine/lead.yaml", "--force", "--open") == told
    code, _, said = spinout("report", "mine/lead.yaml", "--format", "md", "--open")
    assert (code, said.splitlines()[2:]) == (0, ["It could not be opened from here. Open it as you open other files."])
    assert opened == [str(Path("mine/lead.html")), str(Path("mine/lead.md"))]
