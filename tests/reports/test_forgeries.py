"""A report in which anything was changed that a reader could see is never taken for what its answers say."""

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinout.reports.formats import MissingExtra
from spinout.reports.view.publication import Choices
from spinout.reports.word_lines import words_of
from spinout.reports.word_parts import UnreadableReport
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.reports import render_report
from spinout.use_cases.verification import Sameness, Verification, verify_report
from stories import SMALL, TEMPLATES, small_form

ANSWERS = SMALL / "answers.yaml"
OPTIONS = Choices(as_of="2026-11-24")


def good(ending: str, choices: Choices = OPTIONS) -> bytes:
    """A report as it was made, made once: choices hold words, and stand for no key."""
    return _good(ending, choices == OPTIONS)


@cache
def _good(ending: str, with_options: bool) -> bytes:  # noqa: FBT001 - a key
    """A report as it was made; a format that is not installed is skipped."""
    choices = OPTIONS if with_options else Choices()
    found = assess_file(str(ANSWERS), small_form())
    assert isinstance(found, Assessed)
    try:
        return render_report(found, small_form(), format=ending, program_version="1", choices=choices)
    except MissingExtra as error:
        pytest.skip(str(error))


def verified(path: Path) -> Verification:
    """What is found of a report."""
    found = verify_report(path, str(ANSWERS), small_form(), TEMPLATES, program_version="1")
    assert isinstance(found, Verification)
    return found


def is_caught(folder: Path, ending: str, forged: bytes) -> bool:
    """Whether a forged report is told from the good one: as another, or as none that can be read."""
    assert forged != good(ending), "nothing was forged"
    path = folder / f"r.{ending}"
    path.write_bytes(forged)
    try:
        found = verified(path)
    except UnreadableReport:
        return True
    assert found.same is not bool(found.differences)
    return not found.same


@pytest.mark.parametrize("ending", ["html", "md", "json", "docx", "pdf"])
@pytest.mark.parametrize("choices", [OPTIONS, Choices()])
def test_the_good_ones_are_known(ending: str, choices: Choices, tmp_path: Path) -> None:
    """Byte by byte, with options and without: else all that follows would prove nothing."""
    path = tmp_path / f"r.{ending}"
    path.write_bytes(good(ending, choices))
    assert verified(path).sameness is Sameness.BYTES


def saved_elsewhere(name: str, part: bytes) -> bytes:
    """A part as LibreOffice saves it: the words stay, descriptions of drawings go, pages are counted anew."""
    if name == "docProps/app.xml":
        return re.sub(rb"<Application>[^<]*<", b"<Application>LibreOffice/24.2<", part)
    if name == "word/document.xml":
        return re.sub(rb' descr="[^"]*"', b"", part)
    return part.replace(b"<w:t>1</w:t>", b"<w:t>17</w:t>") if name.startswith("word/footer") else part


def test_the_same_words_saved_by_another_program_are_told_as_that(tmp_path: Path) -> None:
    """They are not called the same, as what is hidden or drawn is not looked at; and one changed word is told."""
    path = tmp_path / "r.docx"
    path.write_bytes(packed(saved_elsewhere))
    found = verified(path)
    assert (found.same, found.same_words, [each.kind for each in found.differences]) == (False, True, ["saved"])

    def forged(name: str, part: bytes) -> bytes:
        part = saved_elsewhere(name, part)
        return re.sub(rb"(<w:t\b[^>]*>)([A-Z])", rb"\1Not \2", part, count=1) if name == "word/document.xml" else part

    path.write_bytes(packed(forged))
    found = verified(path)
    assert (found.same, found.same_words) == (False, False)
    assert "text" in {each.kind for each in found.differences}


NUMBERS = {
    "where a list begins": ("word/numbering.xml", '(<w:start w:val=")1"', r'\g<1>2"'),
    "what stands round a number": ("word/numbering.xml", '<w:lvlText w:val="%1"', '<w:lvlText w:val="Part %1"'),
    "the list of a style": ("word/styles.xml", r"(<w:name w:val=.heading 1./>.*?)<w:numPr>.*?</w:numPr>", r"\1"),
    "that a paragraph has one": (
        "word/document.xml",
        '<w:pStyle w:val="Heading1"/>',
        '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="0"/></w:numPr>',
    ),
    "another level": (
        "word/document.xml",
        '<w:pStyle w:val="Heading1"/>',
        '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="1"/></w:numPr>',
    ),
    "a paragraph": ("word/document.xml", r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>.*?</w:p>', ""),
}


@pytest.mark.parametrize(("named", "there", "forged"), NUMBERS.values(), ids=NUMBERS)
def test_a_forged_number_is_told_of_a_file_that_says_another_program_saved_it(
    named: str, there: str, forged: str, tmp_path: Path
) -> None:
    """Word counts the numbers, which stand in no text; so verify counts them too."""

    def changed(name: str, part: bytes) -> bytes:
        part = saved_elsewhere(name, part)
        if name != named:
            return part
        made = re.sub(there, forged, part.decode(), count=0 if "start" in there else 1, flags=re.DOTALL)
        assert made.encode() != part
        return made.encode()

    path = tmp_path / "r.docx"
    path.write_bytes(packed(changed))
    found = verified(path)
    assert (found.same_words, {each.kind for each in found.differences}) == (False, {"text"})


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_paper_that_libreoffice_saved_has_the_same_words(tmp_path: Path) -> None:
    """It writes all lists anew, and each paragraph keeps its number."""
    (tmp_path / "r.docx").write_bytes(good("docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out"), "r.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    found = verified(tmp_path / "out" / "r.docx")
    assert (found.same_words, [each.message for each in found.differences if each.kind != "saved"]) == (True, [])


def test_a_number_that_is_no_page_is_compared() -> None:
    """Only what a program fills in itself is passed over: a field of another name hides nothing."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    def said(name: str, *, saved_anew: bool) -> str:
        text = field.replace("SEQ x", name).format("41")
        part = f"<w:document {MAIN}><w:body><w:p>{text}</w:p></w:body></w:document>"
        return words_of({"word/document.xml": part.encode()}, saved_anew=saved_anew)

    found = [said(name, saved_anew=anew) for name in ("SEQ x", "PAGE") for anew in (False, True)]
    assert found == ["41", "41", "41", ""]


MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# pages

BEFORE = {
    "a hidden word": "<p hidden>Approved.</p>",
    "no display": '<p style="display:none">Approved.</p>',
    "white letters": '<p style="color:#fff">Approved.</p>',
    "letters of no size": '<p style="font-size:0">Approved.</p>',
    "struck out": "<s>Refused.</s>",
    "left out": "<del>Refused.</del>",
    "a picture": '<img alt="" src="data:image/png;base64,iVBORw0KGgo=">',
    "a drawing": '<svg width="9" height="9"><rect width="9" height="9"/></svg>',
    "a style": '<style>p::before{content:"Not "}</style>',
    "a style elsewhere": '<link rel="stylesheet" href="https://example.org/x.css">',
    "a base": '<base href="https://example.org/">',
    "a script": "<script>document.body.textContent='Approved'</script>",
    "a frame": '<iframe srcdoc="Approved"></iframe>',
    "a form": '<input value="Approved">',
    "a marked section": "<![CDATA[Approved]]>",
    "a marked section of no kind": "<![ foo",
    "a comment": "<!-- Approved -->",
    "a comment that never ends": "<!-- ",
    "a doctype with entities": '<!DOCTYPE html [<!ENTITY x "Approved">]>',
    "another direction": "<bdo dir=rtl>devorppA</bdo>",
    "a character that turns round": "\u202e",
    "no width": "\u200b",
    "a template": "<template>Approved</template>",
    "a noscript": "<noscript>Approved</noscript>",
}
INSIDE = {
    "an attribute twice": ("<body", '<body hidden style="x"'),
    "a style of an element": ("<h1", '<h1 style="visibility:hidden"'),
    "an event": ("<body", '<body onload="alert(1)"'),
    "the title": ("<title>", "<title>Approved: "),
    "another policy": ("default-src", "x-src"),
    "another letter set": ('charset="utf-8"', 'charset="utf-7"'),
    "a drawing moved": ("<rect ", '<rect transform="scale(2)" '),
    "a letter as an entity": ("Recommendations", "R&#101;commendations"),
    "a word": ("Recommendations", "Demands"),
}


@pytest.mark.parametrize("added", BEFORE.values(), ids=BEFORE)
def test_what_is_put_into_a_page_is_caught(added: str, tmp_path: Path) -> None:
    """Seen or not, before its words or after them."""
    page = good("html").decode()
    for forged in (page.replace("<main", f"{added}<main", 1), page.replace("</body>", f"{added}</body>"), page + added):
        assert is_caught(tmp_path, "html", forged.encode())


@pytest.mark.parametrize(("there", "forged"), INSIDE.values(), ids=INSIDE)
def test_what_is_changed_inside_a_page_is_caught(there: str, forged: str, tmp_path: Path) -> None:
    """In a tag, in a style, in a drawing."""
    page = good("html").decode()
    there = there if there in page else there.swapcase()
    assert is_caught(tmp_path, "html", re.sub(re.escape(there), forged, page, count=1, flags=re.IGNORECASE).encode())


# Word

P = "</w:p>"
RUN = "<w:r><w:rPr>{}</w:rPr><w:t>Approved</w:t></w:r>"
IN_DOCUMENT = {
    "hidden": RUN.format("<w:vanish/>"),
    "hidden on the web": RUN.format("<w:webHidden/>"),
    "white": RUN.format('<w:color w:val="FFFFFF"/>'),
    "of no size": RUN.format('<w:sz w:val="1"/>'),
    "struck": RUN.format("<w:strike/>"),
    "of signs": RUN.format('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    "a sign": '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
    "put in": '<w:ins w:id="9" w:author="x"><w:r><w:t>Approved</w:t></w:r></w:ins>',
    "taken out": '<w:del w:id="9" w:author="x"><w:r><w:delText>Refused</w:delText></w:r></w:del>',
    "a field": '<w:fldSimple w:instr="QUOTE Approved"><w:r><w:t> </w:t></w:r></w:fldSimple>',
    "a form": "<w:sdt><w:sdtContent><w:r><w:t>Approved</w:t></w:r></w:sdtContent></w:sdt>",
    "a remark": '<w:r><w:commentReference w:id="1"/></w:r>',
    "a footnote": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    "a box": "<w:r><w:pict><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></w:pict></w:r>",
    "another choice": (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:r><w:t>Approved</w:t></w:r></mc:Choice>'
        "<mc:Fallback><w:r><w:t>Approved</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    ),
    "a break": "<w:r><w:br/></w:r>",
    "a mark": '<w:bookmarkStart w:id="77" w:name="x"/><w:bookmarkEnd w:id="77"/>',
    "part of another file": '<w:altChunk r:id="rId1"/>',
}
PART = {
    "a style": ("word/styles.xml", "<w:rPr>", "<w:rPr><w:vanish/>"),
    "a list": ("word/numbering.xml", '<w:lvlText w:val="', '<w:lvlText w:val="Not '),
    "the footer": ("word/footer1.xml", "<w:t", "<w:t>Draft </w:t><w:t"),
    "the theme": ("word/theme/theme1.xml", 'typeface="', 'typeface="Wingdings" x="'),
    "the settings": ("word/settings.xml", "<w:zoom", '<w:trackRevisions w:val="1"/><w:zoom'),
    "the fonts": ("word/fontTable.xml", 'w:name="', 'w:name="Wingdings" w:x="'),
    "the title": ("docProps/core.xml", "<dc:title>", "<dc:title>Approved: "),
    "where the page is": ("_rels/.rels", "word/document.xml", "customXml/item1.xml"),
    "what is drawn": ("word/document.xml", "<a:ext cx=", '<a:ext x="1" cx='),
    "what stands for a drawing": ("word/document.xml", "<mc:Fallback><w:t>", "<mc:Fallback><w:t>Approved"),
    "its description": ("word/document.xml", 'descr="', 'descr="Approved'),
    "a name of another": ("word/document.xml", "xmlns:w14=", 'xmlns:x="y" xmlns:w14='),
    "a type with entities": ("word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
    "no XML": ("word/document.xml", "</w:body>", ""),
}
MORE = {
    "remarks": ("word/comments.xml", b"<w:comments/>"),
    "a header": ("word/header9.xml", b"<w:hdr/>"),
    "a picture": ("word/media/image1.png", b"x"),
    "a font": ("word/fonts/font1.odttf", b"x"),
    "macros": ("word/vbaProject.bin", b"x"),
    "the page once more": ("word/document.xml", b"<w:document/>"),
    "the page in capitals": ("WORD/DOCUMENT.XML", b"<w:document/>"),
}


def packed(change: Callable[[str, bytes], bytes], *more: tuple[str, bytes]) -> bytes:
    """The good Word file with its parts changed, and some more; nothing else is."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good("docx"))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more:
            new.writestr(name, content)
    return made.getvalue()


def test_a_word_file_packed_anew_is_known(tmp_path: Path) -> None:
    """Its parts count, not how they are packed; nor who saved it."""
    path = tmp_path / "r.docx"

    def saved(name: str, part: bytes) -> bytes:
        return part.replace(b"<dc:title", b"<dc:creator>x</dc:creator><dc:title") if name.endswith("core.xml") else part

    path.write_bytes(packed(saved))
    assert verified(path).sameness is Sameness.PARTS


@pytest.mark.parametrize("added", IN_DOCUMENT.values(), ids=IN_DOCUMENT)
def test_what_is_put_into_a_word_file_is_caught(added: str, tmp_path: Path) -> None:
    """Whatever it does to its words."""

    def change(name: str, part: bytes) -> bytes:
        return part.replace(P.encode(), f"{added}{P}".encode(), 1) if name == "word/document.xml" else part

    assert is_caught(tmp_path, "docx", packed(change))


@pytest.mark.parametrize(("named", "there", "forged"), PART.values(), ids=PART)
def test_what_is_changed_in_a_word_file_is_caught(named: str, there: str, forged: str, tmp_path: Path) -> None:
    """In whatever part."""

    def change(name: str, part: bytes) -> bytes:
        assert name != named or there.encode() in part, "nothing was forged"
        return part.replace(there.encode(), forged.encode(), 1) if name == named else part

    assert is_caught(tmp_path, "docx", packed(change))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "content"), MORE.values(), ids=MORE)
def test_what_is_added_to_a_word_file_is_caught(name: str, content: bytes, tmp_path: Path) -> None:
    """A part that no report has, or one for the second time."""
    assert is_caught(tmp_path, "docx", packed(lambda _, part: part, (name, content)))


def test_the_parts_that_were_changed_are_named(tmp_path: Path) -> None:
    """Where every word is the same, so that somebody can look."""
    path = tmp_path / "r.docx"
    path.write_bytes(
        packed(lambda name, part: part.replace(b"<w:rPr>", b"<w:rPr><w:emboss/>", 1) if "styles.xml" in name else part)
    )
    (difference,) = verified(path).differences
    assert (difference.kind, "these of its parts: word/styles.xml." in difference.message) == ("bytes", True)


BESIDE = {
    "struck": ("word/document.xml", b"<w:r><w:rPr>", b"<w:r><w:rPr><w:strike/>", "words struck out"),
    "hidden": ("word/styles.xml", b"<w:rPr>", b"<w:rPr><w:vanish/>", "hidden words"),
    "sign": (
        "word/document.xml",
        b"<w:r><w:t",
        b'<w:r><w:sym w:font="Arial" w:char="0039"/><w:t',
        "a sign in place of",
    ),
    "deleted": ("word/document.xml", b"</w:p>", b'<w:del w:id="9"/></w:p>', "words marked as deleted"),
    "field": ("word/document.xml", b"</w:p>", b"<w:r><w:instrText>QUOTE 9</w:instrText></w:r></w:p>", "a field, QUOTE"),
    "picture": ("word/document.xml", b'descr="', b'descr="Ready ', 'a picture that is described as "Ready '),
    "comment": ("word/document.xml", b"</w:p>", b'<w:r><w:commentReference w:id="1"/></w:r></w:p>', "a comment"),
}
"""What changes no word and yet what is read: where, what stands there, what is put in its place, and what is told."""


@pytest.mark.parametrize(("where", "there", "instead", "told"), BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_the_words_is_told_whoever_saved_the_file(
    where: str, there: bytes, instead: bytes, told: str, tmp_path: Path
) -> None:
    """Also where it says that another program saved it, as such a program puts none of it there."""

    def change(name: str, part: bytes) -> bytes:
        if name == where:
            assert there in part
            return part.replace(there, instead, 1)
        return re.sub(rb"(<Application>)[^<]*", rb"\1Another", part) if name == "docProps/app.xml" else part

    path = tmp_path / "r.docx"
    path.write_bytes(packed(change))
    found = verified(path).differences
    assert [each.kind for each in found] == ["text"]
    assert f"It has what the report has not: {told}" in found[0].message


# PDF


def rewritten(change: Callable[..., object]) -> bytes:
    """The good PDF with something changed by a program that writes such files."""
    pypdf = pytest.importorskip("pypdf", reason='needs the extra "pdf"')
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good("pdf")))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _annotated(writer: object) -> None:
    from pypdf.annotations import FreeText

    writer.add_annotation(0, FreeText(text="Approved", rect=(50, 550, 200, 650)))  # type: ignore[attr-defined]


IN_PDF: dict[str, Callable[..., object]] = {
    "nothing": str,
    "a remark": _annotated,
    "a file": lambda writer: writer.add_attachment("x.txt", b"Approved"),
    "a page less": lambda writer: writer.remove_page(0),
    "a blank page": lambda writer: writer.add_blank_page(9, 9),
    "a page turned": lambda writer: writer.pages[0].rotate(90),
    "a page over a page": lambda writer: writer.pages[0].merge_page(writer.pages[1]),
    "the title": lambda writer: writer.add_metadata({"/Title": "Approved"}),
    "a password": lambda writer: writer.encrypt("x", algorithm="RC4-128"),
}


@pytest.mark.parametrize("change", IN_PDF.values(), ids=IN_PDF)
def test_what_is_changed_in_a_pdf_is_caught(change: Callable[..., object], tmp_path: Path) -> None:
    """Also where its words are the same: how it looks can be told of no other bytes."""
    assert is_caught(tmp_path, "pdf", rewritten(change))


def test_a_pdf_with_more_behind_its_end_is_caught(tmp_path: Path) -> None:
    """A reader takes the last version that a file holds."""
    assert is_caught(tmp_path, "pdf", good("pdf") + b"\n1 0 obj\n<<>>\nendobj\n")


def test_a_module_beside_a_pdf_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of PDFs are read in a process of its own, which takes no code from the folder it begins in."""
    (tmp_path / "pypdf.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    assert is_caught(tmp_path, "pdf", good("pdf") + b"\n")
    assert not (tmp_path / "run").exists()


# Markdown and JSON

IN_TEXT = {
    "a word": ("\n", "\nApproved.\n"),
    "a comment": ("\n", "\n<!-- Approved -->\n"),
    "a tag": ("\n", "\n<b>Approved</b>\n"),
    "struck out": ("# ", "# ~~Refused~~ "),
    "a picture": ("\n", "\n![](https://example.org/x.png)\n"),
    "a link": ("\n", "\n[x]: https://example.org\n"),
    "a break": ("\n\n", "  \n\n"),
    "turned round": ("# ", "# \u202e"),
    "no width": ("# ", "# \u200b"),
    "a letter of another alphabet": ("a", "\u0430"),
    "a return alone": ("\n", "\r"),
}
IN_DATA = {
    "a verdict": ('"verdict": "', '"verdict": "x'),
    "a key twice": ('"verdict": ', '"verdict": "ready", "verdict": '),
    "a key more": ("{", '{"approved": true, '),
    "the file": ('"file": "', '"file": "approved-'),
    "a path": ('"file": "', '"file": "approved/'),
    "a letter as an escape": ('"schema": "s', '"schema": "\\u0073'),
    "no indent": ("\n  ", " "),
    "another number": ('"weight": 1', '"weight": 1.0'),
    "what was left out": ('"left_out": ', '"left_out": 1'),
    "null": ("null", '"null"'),
}


@pytest.mark.parametrize(("there", "forged"), IN_TEXT.values(), ids=IN_TEXT)
def test_what_is_changed_in_markdown_is_caught(there: str, forged: str, tmp_path: Path) -> None:
    """Seen or not."""
    assert is_caught(tmp_path, "md", good("md").decode().replace(there, forged, 1).encode())


@pytest.mark.parametrize(("there", "forged"), IN_DATA.values(), ids=IN_DATA)
def test_what_is_changed_in_json_is_caught(there: str, forged: str, tmp_path: Path) -> None:
    """A value, a key, or how it is written."""
    assert is_caught(tmp_path, "json", good("json").decode().replace(there, forged, 1).encode())


@pytest.mark.parametrize("ending", ["html", "md", "json", "docx"])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_letter_that_is_changed_is_caught(
    ending: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One letter or figure for another, wherever it stands."""
    folder = tmp_path_factory.mktemp("forged")
    found = good(ending)
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(found)) as file:
            text = file.read("word/document.xml").decode()
    else:
        text = found.decode()
    places = [match.start() for match in re.finditer("[A-Za-z0-9]", text)]
    at = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from([c for c in "abcxyzABC0123456789éŵ" if c != text[at]]))
    forged = (text[:at] + letter + text[at + 1 :]).encode()
    if ending == "docx":
        forged = packed(lambda name, part: forged if name == "word/document.xml" else part)
    assert is_caught(folder, ending, forged)


# what was made to be slow

BIG = 2_000_000


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(4):
            file.writestr(f"word/header{number}.xml", b"<a/>" * 2_500_000)
    return made.getvalue()


def _zipped(part: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", part)
    return made.getvalue()


def _lying() -> bytes:
    """A part that says that it is short, and is not."""
    content, size = bytearray(_zipped(b"<a/>" * 2_500_000)), (10_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (10).to_bytes(4, "little")))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SLOW: dict[str, tuple[str, Callable[[], bytes]]] = {
    "deep tags": ("html", lambda: b"<div>" * (BIG // 5)),
    "tags that never end": ("html", lambda: b"<" * BIG),
    "comments that never end": ("html", lambda: b"<!--" * (BIG // 4)),
    "sections that never end": ("html", lambda: b"<![" * (BIG // 3)),
    "attributes that never end": ("html", lambda: b'<a alt="' * (BIG // 8)),
    "entities that never end": ("html", lambda: b"&#" * (BIG // 2)),
    "short lines": ("md", lambda: b"a\n" * (BIG // 2)),
    "options": ("md", lambda: b"Options " * (BIG // 8)),
    "digests": ("md", lambda: b"0" * 64 + b" " + b"0" * 64 + b" Options: " + b"a, " * (BIG // 3)),
    "deep lists": ("json", lambda: b"{" + b'"a":[' * (BIG // 5)),
    "a long number": ("json", lambda: b'{"a":' + b"9" * BIG + b"}"),
    "a bomb": ("docx", _bomb),
    "a part longer than it says": ("docx", _lying),
    "deep elements": ("docx", lambda: _zipped(b"<a>" * 590_000)),
    "deep paragraphs": ("docx", lambda: _zipped(f"<w:p {W}>".encode() + b"<w:p>" * 290_000 + b"</w:p>" * 290_001)),
    "entities": (
        "docx",
        lambda: _zipped(
            b"<!DOCTYPE a [<!ENTITY a0 'ha'>"
            + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 9) for n in range(1, 30))
            + b"]><a>&a29;</a>"
        ),
    ),
    "entities in wide letters": ("docx", lambda: _zipped('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"))),
    "half a page": ("html", lambda: good("html")[: len(good("html")) // 2]),
    "half a Word file": ("docx", lambda: good("docx")[: len(good("docx")) // 2]),
    "half a PDF": ("pdf", lambda: good("pdf")[: len(good("pdf")) // 2]),
}


@pytest.mark.parametrize(("ending", "made"), SLOW.values(), ids=SLOW)
def test_what_was_made_to_be_slow_is_not(ending: str, made: Callable[[], bytes], tmp_path: Path) -> None:
    """It is another report, or none that can be read; and it takes no longer than a good one, or nearly."""
    good(ending)
    content = made()
    before = time.process_time()
    assert is_caught(tmp_path, ending, content)
    assert time.process_time() - before < 4


def test_json_is_still_json() -> None:
    """What is forged above was a report before."""
    assert json.loads(good("json"))["report"]["options"] == "as-of=2026-11-24"
