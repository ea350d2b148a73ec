"""Officers' words in every format, and back from Word: as what they are, and letter for letter."""

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from officers import TEXT, WORDS, desk, report, settled, texts
from spinout.core.slots import PaperWords, SlotWords
from spinout.reports.claims import claims_in
from spinout.reports.word_lines import MAIN
from spinout.reports.word_marks import LONGEST_BOOKMARK, LONGEST_TAG, bookmark_of, tag_of
from spinout.reports.word_parts import UnreadableReport
from spinout.use_cases.taken_words import KEPT_OUTSIDE, Outside, changed_outside, taken_words

LOADED = desk()[1]
OFFICE = shutil.which("soffice")


def test_html_has_real_paragraphs_lists_links_and_tables() -> None:
    """With what is typed escaped, and links that lead nowhere but to the web and to mail."""
    page = " ".join(report("html", WORDS).decode().split())
    assert "playgrounds &amp; {{ more }}." in page
    assert "&lt;b&gt;six&lt;/b&gt;" in page
    assert '<a href="https://example.org/m?a=1&amp;b=2" rel="noreferrer">the mandate</a>' in page
    assert "<ul> <li>the lease ends in 2027</li> <li>families asked</li> </ul>" in page
    assert "<ol> <li>First, agree.</li> <li>Then, sign.</li> </ol>" in page
    assert '<th scope="col">Decides</th>' in page
    assert re.search(r'<th scope="row"> ?<p>Scrutiny</p>', page)
    assert "9 February 2027" in page
    assert "Owner: Head of Pensions. Date: 1 April 2027." in page
    assert "Delegate the work on them to Director of Play" in page


def test_markdown_has_them_as_markdown() -> None:
    """Escaped where a sign would be a mark."""
    page = report("md", WORDS).decode()
    assert "See [the mandate](<https://example.org/m?a=1&b=2>)." in page
    assert "\n- the lease ends in 2027\n- families asked\n\n1. First, agree.\n2. Then, sign.\n" in page
    assert "\\<b\\>six\\</b\\>" in page
    assert "| Cabinet | 9 February 2027 | To approve it:<br>in principle |\n| Scrutiny |  | To comment. |" in page


def test_pdf_has_the_words() -> None:
    """Those of a list and of a table too."""
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(BytesIO(report("pdf", WORDS))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages[:10]).split())
    for words in ("<b>six</b> playgrounds & {{ more }}", "• families asked", "2. Then, sign.", "Head of Pensions"):
        assert words in text
    links = [note.get_object() for page in pages[:10] for note in page.get("/Annots", ())]
    assert "https://example.org/m?a=1&b=2" in {link["/A"].get("/URI") for link in links if "/A" in link}


def test_json_has_them_as_data() -> None:
    """By their slots, a day as it is written in files, with the blanks that are left and the digest of the words."""
    made = json.loads(report("json", WORDS))["report"]
    words = {each["id"]: each for each in made["words"]}
    assert words["meeting_date"] == {
        "id": "meeting_date", "label": "Date of the meeting", "shape": "date", "exempt": False, "text": "2027-02-09",
    }  # fmt: skip
    assert words["meetings"]["rows"][1] == {"Body": "Scrutiny", "Date": "", "Decides": "To comment."}
    assert "wards" in made["blanks"]
    assert "meeting" not in made["blanks"]
    assert re.fullmatch("[0-9a-f]{64}", made["words_sha256"])
    assert f"words={made['words_sha256'][:12]}" in made["options"]
    assert json.loads(report("json", {}))["report"]["options"] is None


def test_the_digests_of_the_origin_are_still_found() -> None:
    """That of the words is named among the options, where it is taken for none of the two."""
    made = json.loads(report("json", WORDS))["report"]
    for suffix in (".html", ".md"):
        assert claims_in(report(suffix, WORDS), suffix).digests[1] == made["answers_sha256"]


HOSTILE = (
    "<script>alert(1)</script>", "{{ report }} {% raw %} {# x #}", "#include \"/etc/passwd\" $x$ @y `z`",
    "](javascript:alert(1)) ![x](https://x.org/y.png)", "<w:p/> ]]> &amp; \u202e\u200b\x00", "| a | b |\n# c\n---",
    "http://example.org/?<img src=x onerror=alert(1)>",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx", ".pdf"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_words(suffix: str, text: str) -> None:
    """They are printed, and neither run nor fetched; no report of them is refused or broken."""
    if suffix in (".docx", ".pdf"):
        pytest.importorskip("docxtpl" if suffix == ".docx" else "typst")
    rows = ({"body": text, "what": text},)
    made = report(
        suffix, {**WORDS, "background": SlotWords(text), "meeting": SlotWords(text), "meetings": SlotWords(None, rows)}
    )
    if suffix == ".html":
        page = made.decode()
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
    if suffix == ".md":
        assert re.search(r"(?<!\\)!?(?<!\\)\[[^\]\n]*\]\((?!<https?:|<mailto:|#)", made.decode()) is None
    assert made


# Word, and back


def test_a_slot_is_a_control_with_its_tag() -> None:
    """Each once, within the bounds of Word, and a bookmark of the same slot round it."""
    pytest.importorskip("docxtpl")
    body = zipfile.ZipFile(BytesIO(report("docx", WORDS))).read("word/document.xml").decode()
    tags = re.findall(r'<w:tag w:val="([^"]*)"/>', body)
    assert len(tags) == len(set(tags)) > 25
    assert {*WORDS} <= set(tags)
    assert sorted(re.findall(r'w:name="(slot_[^"]*)"', body)) == sorted(map(bookmark_of, tags))
    for ident in (*tags, "conditions." + "x" * 200 + ".owner"):
        assert len(tag_of(ident)) <= LONGEST_TAG
        assert len(bookmark_of(ident)) <= LONGEST_BOOKMARK


def test_fixed_words_come_back() -> None:
    """All of them, with nothing told, and nothing that nobody wrote."""
    pytest.importorskip("docxtpl")
    found = taken_words(report("docx", WORDS), LOADED)
    assert found.told == ()
    assert found.words.words == settled(WORDS)
    assert changed_outside(report("docx", WORDS), report("docx", WORDS), LOADED) == Outside()


def test_a_line_that_begins_with_a_number_comes_back() -> None:
    """It is no number of a paragraph, which stands in no text."""
    pytest.importorskip("docxtpl")
    words = {"meeting": SlotWords("2.4 Committee"), "background": SlotWords("3.1 million books.")}
    assert taken_words(report("docx", words), LOADED).words.words == words


def test_a_paper_without_words_gives_none() -> None:
    """Neither its marks nor what stands there by itself are an officer's."""
    pytest.importorskip("docxtpl")
    found = taken_words(report("docx", {}), LOADED)
    assert (found.words.words, found.told, found.texts) == ({}, (), 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts(), texts(), texts())
def test_random_texts_come_back(one: str, two: str, cell: str) -> None:
    """Under a number, without one, and in a table."""
    pytest.importorskip("docxtpl")
    words = {
        "background": SlotWords(one),
        "implications.legal": SlotWords(two),
        "meetings": SlotWords(None, ({"body": "A", "what": cell},)),
    }
    assert taken_words(report("docx", words), LOADED).words.words == settled(words)


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_words_come_back_when_libreoffice_has_saved_the_file(tmp_path: Path) -> None:
    """It keeps no tag and but the first paragraph of a control; the bookmarks say where each slot ends."""
    pytest.importorskip("docxtpl")
    long = "One.\n\nTwo.\n\nThree [with](https://example.org/).\n\n- a\n- b <https://example.org/>"
    words = {**WORDS, "not-costed": SlotWords(long), "implications.legal": SlotWords("1. only\n2. a list")}
    saved = by_libreoffice(report("docx", words), tmp_path)
    found = taken_words(saved, LOADED)
    assert found.told == ()
    assert found.words.words == settled(words)
    assert changed_outside(saved, report("docx", words), LOADED) == Outside()


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice saves it."""
    assert OFFICE is not None
    (folder / "paper.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder / "out"), "paper.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return (folder / "out" / "paper.docx").read_bytes()


def edited(content: bytes, old: str, new: str) -> bytes:
    """A Word file with something in its body replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as file, zipfile.ZipFile(made, "w") as out:
        for name in file.namelist():
            part = file.read(name)
            if name == "word/document.xml":
                assert old in part.decode()
                part = part.decode().replace(old, new, 1).encode()
            out.writestr(name, part)
    return made.getvalue()


def test_what_word_writes_is_read() -> None:
    """Breaks, fields of links, text that was deleted or moved, a day as people write it."""
    pytest.importorskip("docxtpl")
    content = report("docx", WORDS)
    field = (
        '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/f" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>field</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>'
    )
    gone = '</w:t></w:r><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>'
    content = edited(content, "it is sound.", f"it{gone} is {field} sound.</w:t><w:br/><w:t>Next.")
    content = edited(content, ">9 February 2027<", ">9th March 2027<")
    words = taken_words(content, LOADED).words
    told = "The section 151 officer says: it is [field](https://example.org/f) sound.\n\nNext.\n\nAnd so on."
    assert words.of("implications.finance").text == told
    assert words.of("meeting_date").text == "2027-03-09"


def test_what_cannot_be_taken_is_told_and_kept() -> None:
    """A day that is none, a link elsewhere, and a text that was changed round a slot."""
    pytest.importorskip("docxtpl")
    content = report("docx", WORDS)
    changed = edited(content, ">9 February 2027<", ">some day<")
    changed = edited(changed, "Defer the decision until", "Take it until")
    found = taken_words(changed, LOADED)
    assert found.told == ('meeting_date: Found "some day", which is no date. The text stands under `unused`.',)
    assert found.words.unused == {"meeting_date": "some day"}
    told, lines = attrgetter("told", "lines")(changed_outside(changed, content, LOADED))
    assert told[0].startswith('Not taken, as it stands outside of a slot: "2.2 Take it until')
    assert told[1].startswith('There the program writes: "2.2 Defer the decision until')
    assert (told[2:], len(lines)) == ((KEPT_OUTSIDE,), 1)
    assert lines[0].startswith("Take it until")


def test_a_column_under_another_name_is_told_and_makes_no_row() -> None:
    """The names of columns are the paper's, so that the words are as they were."""
    pytest.importorskip("docxtpl")
    found = taken_words(edited(report("docx", WORDS), ">Decides<", ">For decision<"), LOADED)
    assert found.told == ("meetings: a column's name is the paper's, and was not taken: \"For decision\".",)
    assert found.words.words == settled(WORDS)


def test_words_that_there_were_are_kept() -> None:
    """A blank in the Word file takes nothing away, and is told."""
    pytest.importorskip("docxtpl")
    found = taken_words(report("docx", {}), LOADED, PaperWords({"meeting": SlotWords("Cabinet")}))
    assert found.words.of("meeting").text == "Cabinet"
    assert found.told == ("meeting is blank in the Word file; the text that there was is kept.",)


def control(slot: str, text: str) -> str:
    """A control of a slot, as Word writes a copy of it."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="x"/><w:tag w:val="{slot}"/><w:id w:val="77"/></w:sdtPr><w:sdtContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("copies", "taken", "aside"),
    [
        (["Said."], "Said.", {}),
        (["[for the monitoring officer]", "[to be filled in]"], "Said.", {}),
        (["Other.", "Said.", "Third."], "Said.", {"implications.legal": "Other.", "implications.legal (2)": "Third."}),
    ],
)
def test_of_a_control_that_was_copied_no_text_is_lost(copies: list[str], taken: str, aside: dict[str, str]) -> None:
    """The first is taken; one that says anything else is told, and stands under `unused`."""
    pytest.importorskip("docxtpl")
    content = report("docx", {"implications.legal": SlotWords("Said.")})
    more = "".join(control("implications.legal", text) for text in copies)
    found = taken_words(edited(content, "<w:sectPr", f"{more}<w:sectPr"), LOADED)
    assert found.words.words == {"implications.legal": SlotWords(taken)}
    assert found.words.unused == aside
    assert found.told == tuple(
        f'implications.legal stands more than once in the Word file, with other words: "{taken}" was taken, '
        f'and "{text}" stands under `unused`.'
        for text in aside.values()
    )


def test_a_copy_that_is_blank_hides_no_text() -> None:
    """Though it comes first, and what stands by itself gives way to what somebody wrote."""
    pytest.importorskip("docxtpl")
    content = edited(report("docx", {}), "<w:body>", f"<w:body>{control('release', 'Exempt in part')}")
    content = edited(content, "<w:sectPr", f"{control('implications.legal', 'Said.')}<w:sectPr")
    found = taken_words(content, LOADED)
    words = {"implications.legal": SlotWords("Said."), "release": SlotWords("Exempt in part")}
    assert (found.words.words, found.words.unused, found.told) == (words, {}, ())


def bookmarked(name: str, number: int, text: str) -> str:
    """A paragraph in a bookmark, as LibreOffice writes a copy."""
    return (
        f'<w:p><w:bookmarkStart w:id="{number}" w:name="{name}"/><w:r><w:t>{text}</w:t></w:r>'
        f'<w:bookmarkEnd w:id="{number}"/></w:p>'
    )


@pytest.mark.parametrize("slot", ["implications.legal", "implications.data-protection"])
def test_of_a_copy_by_libreoffice_no_text_is_lost(slot: str) -> None:
    """It names its bookmark after the other one, as far as there is room, and keeps no tag."""
    pytest.importorskip("docxtpl")
    content = report("docx", {slot: SlotWords("Said.")})
    content = edited(content, f'<w:tag w:val="{slot}"/>', "")
    name = f"{bookmark_of(slot)}_Copy_1"[:LONGEST_BOOKMARK]
    found = taken_words(edited(content, "<w:sectPr", f"{bookmarked(name, 900_001, 'Other.')}<w:sectPr"), LOADED)
    assert (found.words.words, found.words.unused) == ({slot: SlotWords("Said.")}, {slot: "Other."})
    assert len(found.told) == 1


def test_what_libreoffice_adds_to_the_last_paragraph_of_a_slot_is_taken() -> None:
    """It stands behind the bookmark; on a line with other words it is none of the slot's, and told."""
    pytest.importorskip("docxtpl")
    content = report("docx", {"implications.legal": SlotWords("Said."), "meeting": SlotWords("Cabinet")})
    before = content
    for slot in ("implications.legal", "meeting"):
        content = edited(content, f'<w:tag w:val="{slot}"/>', "")
    end = end_of(content, "implications.legal")
    content = edited(content, end, "")
    content = edited(content, "Said.</w:t></w:r>", f"Said.</w:t></w:r>{end}<w:r><w:t> More.</w:t></w:r>")
    end = end_of(content, "meeting")
    content = edited(content, end, f"{end}<w:r><w:t> and others</w:t></w:r>")
    words = taken_words(content, LOADED).words.words
    assert words == {"implications.legal": SlotWords("Said. More."), "meeting": SlotWords("Cabinet")}
    told = changed_outside(content, before, LOADED).told
    assert [each.partition('"')[2][:19] for each in told[:2]] == ["Meeting: and others", "Meeting: Date of th"]


def test_rows_that_libreoffice_added_are_taken() -> None:
    """They stand behind the bookmark of their table, which ends where that did."""
    pytest.importorskip("docxtpl")
    content = edited(report("docx", WORDS), '<w:tag w:val="meetings"/>', "")
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Council", "3/4/2027", "It."))
    end = end_of(content, "meetings")
    content = edited(
        content, f"</w:tbl></w:sdtContent></w:sdt>{end}", f"{end}<w:tr>{cells}</w:tr></w:tbl></w:sdtContent></w:sdt>"
    )
    rows = taken_words(content, LOADED).words.of("meetings").rows
    assert rows[2:] == ({"body": "Council", "day": "2027-04-03", "what": "It."},)


def test_a_text_typed_before_or_behind_the_mark_of_a_blank_is_taken_without_it() -> None:
    """And one within it with its brackets, and told."""
    pytest.importorskip("docxtpl")
    content = edited(report("docx", {}), "[to be filled in]", "[to be filled in] Cabinet")
    content = edited(content, "[for the monitoring officer]", "It is sound. [for the monitoring officer]")
    content = edited(content, "[for the chief finance officer]", "[for the chief It is dear. finance officer]")
    content = edited(content, "[Past and to come.]", "[Past and to come.] Board")
    found = taken_words(content, LOADED)
    first = next(iter(found.words.words))
    assert found.words.words == {
        first: SlotWords("Cabinet"),
        "implications.legal": SlotWords("It is sound."),
        "implications.finance": SlotWords("[for the chief It is dear. finance officer]"),
        "meetings-to-come": SlotWords(None, ({"meeting": "Board"},)),
    }
    assert found.told == (
        'implications.finance: "[for the chief It is dear. finance officer]" was taken, though it stands in brackets '
        "as what marks a blank does.",
    )


def test_what_is_no_text_in_a_slot_is_told() -> None:
    """A picture, a footnote, a table, a comment at the edge, and a text between a control and its bookmark."""
    pytest.importorskip("docxtpl")
    content = report("docx", {"implications.legal": SlotWords("Said.")})
    things = '<w:r><w:drawing/></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    more = f"{things}</w:p>{table}<w:p>"
    content = edited(content, "Said.</w:t></w:r>", f"Said.</w:t></w:r>{more}")
    mark = re.search(
        rf'<w:bookmarkStart w:id="([0-9]+)" w:name="{bookmark_of("implications.legal")}"/>', body_of(content)
    )
    assert mark is not None
    content = edited(content, mark[0], f"{mark[0]}<w:p><w:r><w:t>Beside.</w:t></w:r></w:p>")
    note = (
        f'<w:{{0}}s xmlns:w="{MAIN}"><w:{{0}} w:id="7"><w:p><w:r><w:t>Said at {{1}}</w:t></w:r></w:p></w:{{0}}>'
        "</w:{0}s>"
    )
    content = with_part(content, "word/footnotes.xml", note.format("footnote", "the foot."))
    content = with_part(content, "word/comments.xml", note.format("comment", "the edge."))
    found = taken_words(content, LOADED)
    assert found.words.of("implications.legal").text == "Said.\n\ncell"
    assert found.told == (
        'A comment was not taken: "Said at the edge.".',
        "implications.legal: a picture or drawing was not taken.",
        'implications.legal: a footnote "Said at the foot." was not taken.',
        "implications.legal: what stands in it as a table was taken as paragraphs.",
        'implications.legal: a text beside its control was not taken: "Beside.".',
    )


def test_lines_whose_break_libreoffice_left_out_are_lines() -> None:
    """It writes what is typed on two lines of a control as two texts of one run."""
    pytest.importorskip("docxtpl")
    content = report("docx", {"implications.legal": SlotWords("Said.")})
    content = edited(content, "Said.</w:t>", "Said.</w:t><w:t>More.</w:t>")
    assert taken_words(content, LOADED).words.of("implications.legal").text == "Said.\n\nMore."


def end_of(content: bytes, slot: str) -> str:
    """Where the bookmark of a slot ends."""
    number = re.search(rf'<w:bookmarkStart w:id="([0-9]+)" w:name="{bookmark_of(slot)}"/>', body_of(content))
    assert number is not None
    return f'<w:bookmarkEnd w:id="{number[1]}"/>'


def body_of(content: bytes) -> str:
    """The body of a Word file."""
    return zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()


def with_part(content: bytes, name: str, part: str) -> bytes:
    """A Word file with a part in place of the one of that name."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as file, zipfile.ZipFile(made, "w") as out:
        for each in file.namelist():
            if each != name:
                out.writestr(each, file.read(each))
        out.writestr(name, part)
    return made.getvalue()


def test_an_edited_title_comes_back() -> None:
    """Also where it is like the one that stands there by itself; untouched it is nobody's words."""
    pytest.importorskip("docxtpl")
    content = report("docx", WORDS)
    given = ": proposal to leave the council<"
    for old, new, title in (
        (given, ", and what comes next<", "Adventure playgrounds, and what comes next"),
        (f">Adventure playgrounds{given}", f">Our playgrounds{given}", f"Our playgrounds{given[:-1]}"),
    ):
        found = taken_words(edited(content, old, new), LOADED)
        assert (found.words.words, found.told) == (settled({**WORDS, "title": SlotWords(title)}), ())
        assert changed_outside(edited(content, old, new), content, LOADED) == Outside()


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all"])
def test_what_is_no_word_file_is_told(content: bytes) -> None:
    """In one error, whatever it is."""
    with pytest.raises(UnreadableReport):
        taken_words(content, LOADED)


# not for publication


def test_exempt_words_stand_in_the_restricted_part_alone() -> None:
    """The published paper names the place and no word of them; its digest is made without them."""
    secret = {"implications.legal": SlotWords("The SECRET advice.", exempt=True)}
    for format_ in ("html", "md", "json"):
        public = report(format_, {**WORDS, **secret}).decode()
        assert "SECRET" not in public
        other = report(format_, {**WORDS, "implications.legal": SlotWords("Another.", exempt=True)})
        assert public.encode() == other
        assert "SECRET" in report(format_, {**WORDS, **secret}, restricted=True).decode()
    assert "Not for publication." in report("md", secret).decode()


def test_exempt_words_come_back_from_the_restricted_part_as_such() -> None:
    """The alias of their control says it."""
    pytest.importorskip("docxtpl")
    words = {"implications.legal": SlotWords("Advice.", exempt=True), "background": SlotWords("Open.")}
    assert taken_words(report("docx", words), LOADED).words.words == {"background": SlotWords("Open.")}
    restricted = taken_words(report("docx", words, restricted=True), LOADED)
    assert restricted.words.words == {"implications.legal": SlotWords("Advice.", exempt=True)}


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_exempt_words_are_so_when_libreoffice_has_saved_the_part(tmp_path: Path) -> None:
    """It keeps no tag, so that the part tells it; the ground for that part stands in no other, and need not."""
    pytest.importorskip("docxtpl")
    rows = SlotWords(None, ({"body": "Board", "what": "In private."},), exempt=True)
    words = {"implications.legal": SlotWords("Advice.\n\nMore.", exempt=True), "meetings": rows}
    ground = {"restricted.ground": SlotWords("Paragraph 3.")}
    part = by_libreoffice(report("docx", {**words, **ground}, restricted=True), tmp_path)
    found = taken_words(part, LOADED, PaperWords({"background": SlotWords("Open.")}))
    assert found.words.words == {"background": SlotWords("Open."), **words, **ground}
    assert found.told == ()


def test_text_is_what_it_was() -> None:
    """The text of these tests has every mark."""
    assert settled({"x": SlotWords(TEXT)})["x"].text == TEXT


def test_a_file_that_is_made_to_be_slow_is_refused_or_told() -> None:
    """Slots that overlap, and a slot with far more letters than a paper has."""
    pytest.importorskip("docxtpl")
    content = report("docx", {})
    ids = ("meeting", "wards", "background", "options")
    starts = "".join(f'<w:bookmarkStart w:id="{n}" w:name="{bookmark_of(s)}"/>' for n, s in enumerate(ids, 900_000))
    ends = "".join(f'<w:bookmarkEnd w:id="{n}"/>' for n, _ in enumerate(ids, 900_000))
    overlapping = edited(content, "<w:body>", f"<w:body>{starts}")
    overlapping = edited(overlapping, "<w:sectPr", f"{ends}<w:sectPr")
    with pytest.raises(UnreadableReport, match="overlap"):
        taken_words(overlapping, LOADED)
    found = taken_words(edited(content, "[for the monitoring officer]", "[a](" * 60_000), LOADED)
    assert found.told == ("implications.legal was not taken: it has 240,000 letters, and may have 20,000.",)
    assert found.words.words == {}
