"""A folder of templates of one's own: each block can be overridden, and what overrides nothing is told."""

import re
from base64 import b64encode
from difflib import ndiff
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from paper_views import KINDS, filled, view_with
from spinout.reports.cohort.entries import IndexView
from spinout.reports.cohort.view import CohortView
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.html import COHORT_STYLE, STYLE, html_of, page
from spinout.reports.layouts.markdown import document, markdown_of
from spinout.reports.layouts.overrides import check_overrides
from spinout.reports.side_by_side.view import SideBySideView
from spinout.reports.view.blocks import Block, Part
from spinout.reports.view.questionnaire import QuestionnaireView
from spinout.use_cases.copies import copy_shipped
from spinout.use_cases.reports import render_report
from stories import CHECKOUT, FOLDER, TEMPLATES, story

DOCUMENTED = (CHECKOUT / "docs" / "report-templates.md").read_text(encoding="utf-8")
FILLED_AGAIN = {"title", "head", "main"}
"""Blocks of the page that every page fills, so that they are overridden there."""
NAME = "adventure-playgrounds-answers"


def own(folder: Path, files: dict[str, str]) -> Templates:
    """A folder with these files, and the shipped one behind it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Templates(FOLDER, folder)


def told(folder: Path, files: dict[str, str]) -> list[str]:
    """What is said of a folder with these files, in its lines."""
    with pytest.raises(BrokenTemplate) as refused:
        check_overrides(own(folder, files))
    return str(refused.value).splitlines()


def story_page(templates: Templates = TEMPLATES, name: str = NAME) -> str:
    """A story's page as some templates lay it out."""
    found, form = story(name)
    return render_report(found, form, format="html", program_version="0", templates=templates).decode()


def pages(templates: Templates) -> dict[str, str]:
    """Everything that templates of HTML and Markdown lay out, with a word in each field and every kind of piece."""
    report, cohort, index = view_with("word"), filled(CohortView, "word"), filled(IndexView, "word")
    asked, beside = filled(QuestionnaireView, "word"), filled(SideBySideView, "word")
    return {
        "report.html.j2": html_of(report, templates).decode(),
        "cohort.html.j2": page(templates, "cohort.html.j2", STYLE, COHORT_STYLE).render(cohort=cohort),
        "index.html.j2": page(templates, "index.html.j2", STYLE, COHORT_STYLE).render(index=index),
        "questionnaire.html.j2": html_of(asked, templates).decode(),
        "side_by_side.html.j2": html_of(beside, templates).decode(),
        "report.md.j2": markdown_of(report, templates).decode(),
        "cohort.md.j2": document(templates, "cohort.md.j2").render(cohort=cohort),
        "index.md.j2": document(templates, "index.md.j2").render(index=index),
        "questionnaire.md.j2": markdown_of(asked, templates).decode(),
        "side_by_side.md.j2": markdown_of(beside, templates).decode(),
    }


def blocks() -> dict[str, list[str]]:
    """The blocks of each shipped template that can be overridden in a file of its name."""
    found = {}
    for path in sorted(FOLDER.rglob("*.j2")):
        name = path.relative_to(FOLDER).as_posix()
        every = re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8"))
        found[name] = [block for block in every if name != "html/page.html.j2" or block not in FILLED_AGAIN]
    return {name: every for name, every in found.items() if every}


def without_digest(text: str) -> str:
    """A page without the digest of its styles."""
    return re.sub("sha256-[^&']*", "", text)


# what can be overridden


def test_every_block_can_be_overridden(tmp_path: Path) -> None:
    """A mark before each block of every template stands in the pages, and but for the marks they are the same."""
    templates = own(
        tmp_path,
        {
            name: f'{{% extends "shipped/{name}" %}}\n'
            + "\n".join(f"{{% block {block} %}}[[{name} {block}]]{{{{ super() }}}}{{% endblock %}}" for block in every)
            for name, every in blocks().items()
        },
    )
    made = pages(templates)
    marks = set(re.findall(r"\[\[(\S+ \w+)\]\]", "".join(made.values())))
    assert marks == {f"{name} {block}" for name, every in blocks().items() for block in every}
    unmarked = {name: without_digest(re.sub(r"\[\[\S+ \w+\]\]", "", text)) for name, text in made.items()}
    assert unmarked == {name: without_digest(text) for name, text in pages(TEMPLATES).items()}


def test_a_copy_of_all_templates_changes_nothing(tmp_path: Path) -> None:
    """Nothing in it is told, and every page is as it was."""
    copy_shipped("templates", tmp_path / "ours")
    assert pages(Templates(FOLDER, tmp_path / "ours")) == pages(TEMPLATES)


def test_one_of_many_is_overridden_alone(tmp_path: Path) -> None:
    """One small block changes how every answer looks, and nothing else; what it inserts is escaped."""
    text = "{% block answer %}<p class='own'>{{ answer.ask }}{{ '<&>' }}</p>{% endblock %}"
    made = story_page(own(tmp_path, {"html/answers.html.j2": f'{{% extends "shipped/html/answers.html.j2" %}}{text}'}))
    assert made.count("<p class='own'>") == story_page().count('<div id="answer-')
    assert made.count("&lt;&amp;&gt;</p>") == made.count("<p class='own'>")
    assert '<div id="answer-' not in made
    assert '<div id="source-' in made


def test_one_heading_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    """A condition on the heading, and `super()` for the rest."""
    text = (
        '{% extends "shipped/report.html.j2" %}{% block part %}'
        '{% if part.id == "part-options" %}<p>{{ part.title }}: see {{ report.service }}</p>'
        "{% else %}{{ super() }}{% endif %}{% endblock %}"
    )
    made = story_page(own(tmp_path, {"report.html.j2": text}))
    assert (made.count("<section"), made.count(": see ")) == (story_page().count("<section") - 1, 1)


def test_each_folder_has_its_own_look(tmp_path: Path) -> None:
    """Two councils' looks in turn are each the same again, whichever came first."""
    text = '{{% extends "shipped/html/page.html.j2" %}}{{% block foot %}}<p>{}</p>{{% endblock %}}'
    one, other = (own(tmp_path / name, {"html/page.html.j2": text.format(name)}) for name in ("one", "other"))
    made = [story_page(templates) for templates in (TEMPLATES, one, other, one, TEMPLATES)]
    assert (made[0], made[1]) == (made[4], made[3])
    assert ["<p>one</p>" in text for text in made] == [False, True, False, True, False]
    assert ["<p>other</p>" in text for text in made] == [False, False, True, False, False]


def test_no_report_has_the_words_of_another() -> None:
    """Pages made in turn are the pages made alone."""
    names = (NAME, "adventure-playgrounds-staff", NAME, "play-clubs-answers", "adventure-playgrounds-staff")
    made = [story_page(name=name) for name in names]
    assert (made[0], made[1]) == (made[2], made[4])
    assert len(set(made)) == 3


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "paragraph"])
def test_every_kind_of_piece_is_drawn(kind: str) -> None:
    """In HTML and in Markdown it comes to more than its sentence."""
    view = view_with("word")
    block = next(block for part in view.parts for block in part.blocks if block.kind == kind)
    for made in (html_of, markdown_of):
        sizes = []
        for shown in (block, Block("paragraph", block.number, block.text)):
            parts = (Part("1", "all", "word", (shown,)),)
            sizes.append(len(made(replace(view, parts=parts), TEMPLATES)))
        assert sizes[0] > sizes[1] + len(kind)


# what the page on templates says


def documented_files() -> dict[str, str]:
    """The files of the example: a name, and the text that follows it."""
    return dict(re.findall(r"`DIR/(\S+)`:\n\n```html\+jinja\n(.*?)```", DOCUMENTED, re.DOTALL))


def test_the_documented_example_is_as_it_says(tmp_path: Path) -> None:
    """Crest, colour and the one box are in the page, its policy lets the styles in, and all else is the same."""
    files = documented_files()
    assert sorted(files) == ["html/boxes.html.j2", "html/page.html.j2"]
    shipped, made = story_page(), story_page(own(tmp_path, files))
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style is not None
    assert b64encode(sha256(style[1].encode()).digest()).decode() in made.replace("&#43;", "+")
    changes = [line for line in ndiff(lines_of(shipped), lines_of(made)) if line[0] in "+-"]
    box = shipped[shipped.index("<h3>Legal ") :]
    assert sorted(changes) == sorted(
        [
            "+ .crest { height: 3.5rem; fill: var(--accent); }",
            "+ :root { --accent: #6d1f3c; }",
            "+ </svg>",
            '+ <path d="M2 2h36v22q0 16-18 22Q2 40 2 24Z"/>',
            '+ <svg class="crest" viewBox="0 0 40 48" role="img" aria-label="The crest of Exampleshire Council">',
            "+ <h3>Comments of the Monitoring Officer</h3>",
            '+ <p class="blank">[Say by which power the council may do this.]</p>',
            *(f"- {line}" for line in lines_of(box[: box.index("</ul>") + len("</ul>")])),
        ]
    )


def lines_of(text: str) -> list[str]:
    """The lines of a page that hold anything, without the digest of its styles."""
    return [line for line in without_digest(text).splitlines() if line.strip()]


def test_the_documented_blocks_are_those_that_there_are() -> None:
    """Each with its file, in the order in which they stand there."""
    rows = re.findall(r"^\| (`[\w/.]+\.j2`.*?) \| (`.*) \|$", DOCUMENTED, re.MULTILINE)
    documented = {
        name: re.findall(r"`(\w+)`", every) for names, every in rows for name in re.findall(r"`(\S+)`", names)
    }
    assert documented == blocks()


def test_the_documented_faults_are_told_so(tmp_path: Path) -> None:
    """A folder with those mistakes gets those lines."""
    lines = re.findall(r"^(?:html|report)\S+: .*$", DOCUMENTED, re.MULTILINE)
    files = {
        "html/boxes.html.j2": '{% extends "shipped/html/boxes.html.j2" %}\n\n{% block ofices %}{% endblock %}',
        "html/page.html.j2": '{% extends "shipped/html/page.html.j2" %}' + "\n" * 8 + "{% block main %}{% endblock %}",
        "html/plna.html.j2": "",
        "report.html.j2": '{% extends "shipped/report.html.j2" %}\n\n<p>Ours</p>',
    }
    assert told(tmp_path, files) == lines


# what is told, and what is not

REPORT, PAGE = '{% extends "shipped/report.html.j2" %}\n', '{% extends "shipped/html/page.html.j2" %}\n'


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("report.html.j2", REPORT + "{% block crset %}{% endblock %}",
         'report.html.j2:2: The block "crset" overrides nothing. Did you mean "crest"?'),
        ("report.html.j2", REPORT + "{% block steps %}{% endblock %}",
         'report.html.j2:2: The block "steps" overrides nothing. It is one of html/plan.html.j2. '
         "Write it in a file of that name."),
        ("report.html.j2", REPORT + "{% block step %}{% endblock %}",
         'report.html.j2:2: The block "step" overrides nothing. Did you mean "steps", of html/plan.html.j2?'),
        ("markdown/plan.md.j2", '{% extends "shipped/markdown/plan.md.j2" %}{% block zzz %}{% endblock %}',
         'markdown/plan.md.j2:1: The block "zzz" overrides nothing. Allowed: plan, steps.'),
        ("html/page.html.j2", PAGE + "{% block head %}{% endblock %}",
         'html/page.html.j2:2: The block "head" overrides nothing. It is filled again by cohort.html.j2, '
         "index.html.j2, questionnaire.html.j2, report.html.j2, side_by_side.html.j2. Write it in a file of that "
         "name."),
        ("report.html.j2", REPORT + "{% block main %}{% endblock %}\n{% block part %}{% endblock %}",
         'report.html.j2:3: The block "part" overrides nothing. The block that it stands in is replaced too.'),
        ("report.html.j2", REPORT + "{% set a = 1 %}\n\n{{ a }}",
         "report.html.j2:4: This stands outside every block, so it is never shown."),
        ("html/plan.html.j2", '{% extends "html/plan.html.j2" %}',
         'html/plan.html.j2:1: It extends itself. Write: {% extends "shipped/html/plan.html.j2" %}'),
        ("plan.html.j2", "", 'plan.html.j2: No template asks for this file. Did you mean "html/plan.html.j2"?'),
        ("report.html", "", 'report.html: No template asks for this file. Did you mean "report.html.j2"?'),
        ("reports.css", "", 'reports.css: No template asks for this file. Did you mean "report.css"?'),
        ("ours/letter.md.j2", "",
         "ours/letter.md.j2: No template asks for this file. To see the names that count: spinout templates"),
    ],
)  # fmt: skip
def test_what_overrides_nothing_is_told(name: str, text: str, said: str, tmp_path: Path) -> None:
    """With its file, its line, and the nearest that exists."""
    assert told(tmp_path, {name: text}) == [said]


def test_a_file_that_a_file_of_ones_own_passes_over_is_told(tmp_path: Path) -> None:
    """Where the page is replaced by one that asks for no pieces, those of one's own are never used."""
    files = {"report.html.j2": "Ours", "html/plan.html.j2": '{% extends "shipped/html/plan.html.j2" %}'}
    assert told(tmp_path, files) == [
        "html/plan.html.j2: No template asks for this file. Files of yours stand in the place of those that would."
    ]


def test_all_of_it_is_told_before_any_page_is_made(tmp_path: Path) -> None:
    """A mistake in a piece that the report does not have is told too."""
    files = {
        "html/plan.html.j2": '{% extends "shipped/html/plan.html.j2" %}{% block plann %}{% endblock %}',
        "x.css": "",
    }
    with pytest.raises(BrokenTemplate) as refused:
        story_page(own(tmp_path, files), "small")
    assert str(refused.value).splitlines() == [
        'html/plan.html.j2:1: The block "plann" overrides nothing. Did you mean "plan"?',
        "x.css: No template asks for this file. To see the names that count: spinout templates",
    ]


HARMLESS: dict[str, dict[str, str]] = {
    "nothing": {},
    "notes, fonts and other formats": {"README.md": "", "a.ttf": "", "crest.svg": "", "more.typ": ""},
    "a file that another includes": {"report.md.j2": '{% include "ours/a.md.j2" %}', "ours/a.md.j2": "a"},
    "styles that a block includes": {
        "html/page.html.j2": PAGE + '{% block styles %}{% include "ours.css" %}{% endblock %}',
        "ours.css": "p { color: red }",
    },
    "macros": {
        "report.html.j2": REPORT + '{% import "ours.j2" as ours %}{% block crest %}{{ ours.crest() }}{% endblock %}',
        "ours.j2": "{% macro crest() %}c{% endmacro %}",
    },
    "a name that is worked out": {"report.md.j2": '{% include "ours" ~ ".md.j2" %}', "ours.md.j2": "a"},
    "what it builds on is worked out": {
        "report.md.j2": "{% extends 'shipped/' ~ 'report.md.j2' %}{% block z %}{% endblock %}"
    },
    "a block within a block": {
        "report.html.j2": REPORT + "{% block foot %}{% block ours %}a{% endblock %}{% endblock %}"
    },
    "a block drawn again": {
        "report.html.j2": REPORT + "{% block main %}{{ self.notes() }}{% endblock %}{% block notes %}a{% endblock %}"
    },
    "a base of one's own": {
        "report.html.j2": '{% extends "base.html.j2" %}{% block crest %}a{% endblock %}',
        "base.html.j2": '{% extends "shipped/report.html.j2" %}{% block foot %}b{% endblock %}',
    },
    "what it builds on is missing": {"report.md.j2": '{% extends "none.md.j2" %}{% block z %}{% endblock %}'},
}
"""Folders that nothing is to be said of."""


@pytest.mark.parametrize("what", HARMLESS)
def test_what_counts_or_cannot_be_told_is_left_alone(what: str, tmp_path: Path) -> None:
    """Nothing is said of it."""
    check_overrides(own(tmp_path, HARMLESS[what]))
