"""Word files that somebody else made: which are taken, and what in them would fetch or run something."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document

from paper_views import view_with
from spinout.reports.claims import lines_of, text_of
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.word import word_of
from spinout.reports.layouts.word_templates import active_parts, template_parts
from stories import CHECKOUT

TEMPLATES = CHECKOUT / "templates"
DOCUMENT = "wordprocessingml.document.main+xml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file."""
    with ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A Word file of parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def council(body: str = "", relation: str = "", changed: Mapping[str, bytes] | None = None) -> bytes:
    """A council's template with this XML behind its paragraph, a relationship, and other parts."""
    document, file = Document(), BytesIO()
    document.add_paragraph("{{ report.title }}")
    document.save(file)
    parts = parts_of(file.getvalue())
    text = parts["word/document.xml"].replace(b"<w:sectPr", f"{body}<w:sectPr".encode(), 1)
    related = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f"{relation}</Relationships>".encode(), 1
    )
    return zipped(parts | {"word/document.xml": text, "word/_rels/document.xml.rels": related} | dict(changed or {}))


def made_of(content: bytes, *, trusted: bool = False) -> bytes:
    """A report in this template."""
    return word_of(view_with("word"), Templates(TEMPLATES, word=content, word_name="council.docx", trusted=trusted))


def refusal(content: bytes) -> str:
    """Why no report is made in this template."""
    with pytest.raises(BrokenTemplate) as refused:
        made_of(content)
    return str(refused.value)


def of_kind(kind: str) -> bytes:
    """The template with another type of its main part."""
    parts = parts_of(council())
    return zipped(
        parts | {"[Content_Types].xml": parts["[Content_Types].xml"].replace(DOCUMENT.encode(), kind.encode())}
    )


def test_a_template_of_word_is_filled_in_and_becomes_a_document() -> None:
    """A .dotx is taken as a .docx is, and gives the same report."""
    made = made_of(of_kind("wordprocessingml.template.main+xml"))
    assert made == made_of(council())
    assert DOCUMENT in parts_of(made)["[Content_Types].xml"].decode()
    assert lines_of(text_of(made, ".docx")) == ["word"]


@pytest.mark.parametrize("kind", ["document.macroEnabled", "template.macroEnabledTemplate"])
def test_a_file_for_macros_is_refused(kind: str) -> None:
    """A .docm or .dotm, also where it is trusted: a .docx holds none."""
    parts = parts_of(council())
    types = parts["[Content_Types].xml"].replace(
        f"vnd.openxmlformats-officedocument.{DOCUMENT}".encode(), f"vnd.ms-word.{kind}.main+xml".encode()
    )
    assert types != parts["[Content_Types].xml"]
    for trusted in (False, True):
        with pytest.raises(
            BrokenTemplate, match=r"made to hold macros \(\.docm, \.dotm\)\. Save it as \.docx or \.dotx"
        ):
            made_of(zipped(parts | {"[Content_Types].xml": types}), trusted=trusted)


def relation(kind: str, target: str = "x", mode: str = "") -> str:
    """A relationship of Word."""
    return f'<Relationship Id="rId99" Type="{RELATED}{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'


WHOLE = council()
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
PK = WHOLE.index(b"PK\x01\x02")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LOCKED, "council.docx: This Word file has a password, or the old format (.doc)."),
        (WHOLE[:-30], "council.docx: This Word document is damaged. Open it in Word, and save it again."),
        (WHOLE[:60] + bytes(60) + WHOLE[120:], "council.docx: This Word document is damaged."),
        (WHOLE[:PK] + WHOLE[PK:].replace(b"\x08\x00", b"\x63\x00"), "council.docx: This Word document is damaged."),
        (WHOLE[:PK] + b"PK\x01\x02" + WHOLE[PK + 4 : PK + 8] + b"\x01\x00" + WHOLE[PK + 10 :],
         "council.docx: This Word document is damaged."),
        (council(body="<w:p>"), "council.docx, word/document.xml: This Word document is damaged."),
        (council(changed={"word/styles.xml": b"<a>"}), "council.docx, word/styles.xml: This Word document is damaged."),
        (council(changed={"word/styles.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
         "council.docx, word/styles.xml: It has a document type (DOCTYPE), which no Word file has."),
        (council(changed={"word/media/big.bin": bytes(100_000_001)}),
         "council.docx: This Word document is too big to be a template:"),
        (council(relation=relation("image", "https://example.org/x.png", "external")),
         "council.docx: This Word document is damaged."),
        (council(changed={"[Content_Types].xml": b"<a/>"}), "council.docx: It is damaged, or not what its name says."),
        (council(f"<w:p><w:r><w:t>{{{{ {'a.' * 50_000}a }}}}</w:t></w:r></w:p>"),
         "council.docx: It is nested too deeply."),
        (zipped({"a.txt": b"a"}), "council.docx: This is no Word document (.docx) or template (.dotx)."),
        (b"%PDF-1.7", "council.docx: This is no Word document (.docx) or template (.dotx)."),
    ],
    ids=[
        "locked", "cut", "zeros", "packed otherwise", "locked part", "body", "styles", "document type", "big",
        "relation", "types", "nested", "no word", "pdf",
    ],  # what is packed has the time in it, which would name the same test otherwise in each process
)  # fmt: skip
def test_what_cannot_be_read_is_told(content: bytes, said: str) -> None:
    """In a sentence, with the part where that is known."""
    assert refusal(content).startswith(said)


def test_a_part_with_no_room_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unpack to a tree that takes more memory than there is."""
    from lxml import etree

    def no_room(*_: object) -> None:
        raise etree.XMLSyntaxError("unknown error", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)

    fresh = council("<w:p/>")  # one that was opened by another test is kept open
    monkeypatch.setattr(etree, "fromstring", no_room)
    assert refusal(fresh) == "council.docx: It takes more than 1 gigabyte of memory, which is the most."


def run(inside: str) -> str:
    """A run of Word."""
    return f"<w:r>{inside}</w:r>"


def field(*instruction: str, end: bool = True) -> str:
    """A field as Word writes it: begun, its instruction in pieces, ended."""
    words = "".join(each if each.startswith("<") else run(f"<w:instrText>{each}</w:instrText>") for each in instruction)
    begin, parted, ended = (run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))
    return f"{begin}{words}{parted}{run('<w:t>seen</w:t>')}{ended if end else ''}"


BODIES = [
    (field('DDEAUTO c:\\\\x "y"'), "The field DDEAUTO fetches or runs something."),
    (field("DDE x"), "The field DDE fetches or runs something."),
    (field(" dde", "auto x"), "The field DDEAUTO fetches or runs something."),
    (field('"DDE" x'), "The field DDE fetches or runs something."),
    (field("INCLUDETEXT x"), "The field INCLUDETEXT fetches or runs something."),
    (field('INCLUDEPICTURE "https://example.org/x.png"'), "The field INCLUDEPICTURE fetches or runs something."),
    (field("LINK Excel.Sheet x"), "The field LINK fetches or runs something."),
    (field("{{ 'D' ~ 'DE' }} x"), "The field DDE fetches or runs something."),
    (field("DDE x", end=False), "The field DDE fetches or runs something."),
    (field("IF 1 = 1", field("DDE x")), "The field DDE fetches or runs something."),
    (field(field("QUOTE 68 68 69"), " x"), "A field whose name another field makes."),
    (field("D", field("QUOTE 68 69"), " x"), "A field whose name another field makes."),
    (run('<w:fldChar w:fldCharType="begin"/><w:instrText>DDE x</w:instrText>'), "The field DDE fetches or"),
    (run("<w:instrText>DDE x</w:instrText>"), "The field DDE fetches or runs something."),
    ('<w:fldSimple w:instr=" DDE x"/>', "The field DDE fetches or runs something."),
]
RELATIONS = [
    (relation("attachedTemplate", "https://example.org/x.dotm", "External"),
     'It fetches "https://example.org/x.dotm" (attachedTemplate).'),
    (relation("image", "https://example.org/x.png", "External"), 'It fetches "https://example.org/x.png" (image).'),
    (relation("image", "file:///x", "External"), 'It fetches "file:///x" (image).'),
    (relation("oleObject", "https://example.org/x", "External"), "An embedded object."),
    (relation("subDocument", "x", "External"), "Another document that Word takes in."),
]  # fmt: skip
PARTS = [
    ("vbaProject", "vbaProject.bin", "Macros."),
    ("control", "activeX/activeX1.xml", "An ActiveX control."),
    ("oleObject", "embeddings/oleObject1.bin", "An embedded object."),
    ("package", "embeddings/x.xlsx", "An embedded file."),
    ("aFChunk", "chunk.html", "Another document that Word takes in (altChunk)."),
]


def told(what: str, place: str) -> str:
    """The beginning of a refusal."""
    return f"council.docx, {place}: {what}"


@pytest.mark.parametrize(("inside", "what"), BODIES)
def test_a_field_that_fetches_or_runs_is_refused(inside: str, what: str) -> None:
    """With its part and paragraph, however it is written; a trusted one is filled in."""
    content = council(f"<w:p>{inside}</w:p>")
    assert refusal(content).startswith(told(what, "word/document.xml, paragraph 2"))
    assert refusal(content).endswith("Take it out, or give --trust-template where you know who made it.")
    assert made_of(content, trusted=True).startswith(b"PK")


@pytest.mark.parametrize(("inside", "what"), RELATIONS)
def test_what_comes_from_elsewhere_is_refused(inside: str, what: str) -> None:
    """With the part that names it."""
    assert refusal(council(relation=inside)).startswith(told(what, "word/_rels/document.xml.rels"))


@pytest.mark.parametrize(("kind", "name", "what"), PARTS)
def test_a_part_that_runs_is_refused(kind: str, name: str, what: str) -> None:
    """With the part that names it."""
    content = council(relation=relation(kind, name), changed={f"word/{name}": b"<x/>"})
    parts = parts_of(content)
    kinds = "".join(f'<Default Extension="{end}" ContentType="application/x"/>' for end in ("bin", "html", "xlsx"))
    types = parts["[Content_Types].xml"].replace(b"</Types>", f"{kinds}</Types>".encode())
    assert refusal(zipped(parts | {"[Content_Types].xml": types})).startswith(
        told(what, "word/_rels/document.xml.rels")
    )


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ('<w:pict><v:imagedata src="https://example.org/x.png" xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict>',
         'It fetches "https://example.org/x.png" (picture).'),
        ("<w:mailMerge/>", "A mail merge, which reads a source of data."),
    ],
)  # fmt: skip
def test_an_element_that_fetches_is_refused(element: str, what: str) -> None:
    """A picture of the old kind, and a source of letters."""
    assert refusal(council(f"<w:p><w:r>{element}</w:r></w:p>")).startswith(told(what, "word/document.xml, paragraph 2"))


@pytest.mark.parametrize(
    ("body", "related"),
    [
        (
            "<w:p>"
            + field("PAGE")
            + field('DATE \\@ "d MMMM yyyy"')
            + field('HYPERLINK "https://example.org"')
            + "</w:p>",
            "",
        ),
        ("<w:p>" + field('TOC \\o "1-3"') + "</w:p>", ""),
        ("<w:p><w:fldSimple w:instr='NUMPAGES'/></w:p>", ""),
        ("<w:p><w:r><w:t>DDE INCLUDETEXT</w:t></w:r></w:p>", ""),
        ("", relation("hyperlink", "https://example.org", "External")),
    ],
)
def test_what_does_no_harm_is_let_pass(body: str, related: str) -> None:
    """Numbers of pages, lists of contents, and links that somebody must follow."""
    assert lines_of(text_of(made_of(council(body, related)), ".docx"))[0] == "word"


def test_a_part_that_does_not_end_in_xml_is_looked_through() -> None:
    """Word asks what the file says that a part is, and not what it is called."""
    parts = parts_of(council())
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/word/h.bin" ContentType="application/x+xml"/></Types>'
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    header = f'<w:hdr xmlns:w="{space}"><w:p><w:fldSimple w:instr="DDE x"/></w:p></w:hdr>'.encode()
    found = active_parts(parts | {"[Content_Types].xml": types, "word/h.bin": header})
    assert found == [("word/h.bin, paragraph 1", "The field DDE fetches or runs something.")]


def test_the_shipped_template_has_nothing_of_it() -> None:
    """Nor has a report that is made with it."""
    content = (TEMPLATES / "report.docx").read_bytes()
    assert active_parts(template_parts("report.docx", content)) == []
    assert active_parts(parts_of(made_of(content))) == []
