"""The compiled templates: a report with them is the same, byte for byte, or they do not count."""

import random
import shutil
from pathlib import Path

import jinja2
import pytest
from msgspec.structs import replace

from reports.cohort.cohorts import examples_cohort, render_cohort
from spinout.reports.layouts.environments import Templates, environment
from spinout.reports.layouts.html import inserted
from spinout.resources import shipped
from spinout.use_cases import templates as compiled_templates
from spinout.use_cases.reports import render_report
from spinout.use_cases.templates import FORMATS, HEADING, compile_templates, counts, with_compiled
from stories import story, story_files

SHIPPED = Templates(shipped("templates"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build would make: a folder for each format."""
    folder = tmp_path_factory.mktemp("compiled")
    for suffix in FORMATS:
        compile_templates(suffix, folder / suffix[1:])
    return folder


@pytest.fixture
def package(tmp_path: Path, made: Path) -> Path:
    """A package as it is installed: the templates, and the compiled ones beside them."""
    shutil.copytree(SHIPPED.shipped, tmp_path / "templates")
    shutil.copytree(made, tmp_path / "compiled")
    return tmp_path


@pytest.fixture
def installed(package: Path, monkeypatch: pytest.MonkeyPatch) -> Templates:
    """The templates of that package, whose compiled ones are taken in reports."""
    monkeypatch.setattr(compiled_templates, "kept", package.joinpath)
    return Templates(package / "templates")


@pytest.fixture
def no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """No template may be compiled from its text."""
    monkeypatch.setattr(jinja2.Environment, "compile", None)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", story_files())
def test_reports_with_them_are_the_same(
    name: str, suffix: str, installed: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every example, in each format, without a template compiled."""
    assessed, form = story(name)
    expected = render_report(assessed, form, format=suffix, program_version="0", templates=SHIPPED)
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert render_report(assessed, form, format=suffix, program_version="0", templates=installed) == expected


@pytest.mark.parametrize("suffix", FORMATS)
def test_cohorts_with_them_are_the_same(suffix: str, installed: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of all examples as a cohort too."""
    cohort, form = examples_cohort()
    expected = render_cohort(cohort, form, format=suffix, program_version="0", templates=SHIPPED)
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert render_cohort(cohort, form, format=suffix, program_version="0", templates=installed) == expected


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_templates_are_compiled_to_the_same_bytes(suffix: str, made: Path, tmp_path: Path) -> None:
    """A build can be made again."""
    compile_templates(suffix, tmp_path)
    contents = [
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        for folder in (tmp_path, made / suffix[1:])
    ]
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["report.html.j2", "cohort.html.j2", "html/macros.html.j2"])
def test_a_changed_template_is_compiled_again(name: str, package: Path, installed: Templates) -> None:
    """Whoever edits a shipped template gets what it says."""
    path = package / "templates" / name
    path.write_bytes(path.read_bytes() + b"<!-- more -->")
    assert not counts(package / "compiled" / "html", installed.shipped)
    assert with_compiled(installed, ".html").compiled is None


def test_a_missing_template_is_noticed(package: Path, installed: Templates) -> None:
    """A template that is gone is not made up for."""
    (package / "templates" / "html" / "macros.html.j2").unlink()
    assert not counts(package / "compiled" / "html", installed.shipped)


@pytest.mark.parametrize(
    ("place", "name", "other"),
    [
        (compiled_templates, "__version__", "0.0.0"),
        (jinja2, "__version__", "0.0.0"),
    ],
    ids=["spinout", "jinja"],
)
def test_those_of_another_version_do_not_count(
    place: object, name: str, other: object, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the program or of Jinja made is left alone."""
    assert counts(package / "compiled" / "html", package / "templates")
    monkeypatch.setattr(place, name, other)
    assert not counts(package / "compiled" / "html", package / "templates")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_ones_do_not_count(package: Path, seed: int) -> None:
    """A byte changed in any file, a file cut short, and one that is gone, are noticed before any is used."""
    chance = random.Random(seed)
    folder = package / "compiled" / "html"
    path = folder / HEADING if seed < 5 else chance.choice(sorted(folder.glob("*.py")))
    content = path.read_bytes()
    at = chance.randrange(len(content))
    if seed % 5 == 0:
        path.unlink()
    else:
        rest = b"" if seed % 5 == 1 else bytes([content[at] ^ 1]) + content[at + 1 :]
        path.write_bytes(content[:at] + rest)
    assert not counts(folder, package / "templates")


def test_they_are_never_for_templates_of_ones_own(installed: Templates, tmp_path: Path) -> None:
    """A user's folder or Word file keeps the sandbox, which compiles for itself; so do formats without Jinja."""
    assert with_compiled(installed, ".html").compiled is not None
    assert with_compiled(replace(installed, own=tmp_path), ".html").compiled is None
    assert with_compiled(replace(installed, word=b""), ".html").compiled is None
    assert with_compiled(installed, ".docx").compiled is None


@pytest.mark.usefixtures("no_source")
def test_the_sandbox_passes_them_over(installed: Templates, tmp_path: Path) -> None:
    """Even where it is told of them."""
    told = replace(with_compiled(installed, ".html"), own=tmp_path)
    with pytest.raises(TypeError):
        environment(told, finalize=inserted).get_template("report.html.j2")
