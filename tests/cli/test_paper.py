"""From answers to a paper without a blank, and back from Word, as an officer would."""

import re
import sys
import zipfile
from pathlib import Path

import pytest

from spinout.cli.boundary import run
from spinout.use_cases.taken_words import KEPT_OUTSIDE
from stories import EXAMPLES

PLAY = EXAMPLES / "adventure-playgrounds" / "answers.yaml"
WORDS = {"meeting": "Cabinet", "meeting_date": "2027-02-09", "implications.finance": "It is sound."}


class Command:
    """Runs a command in an empty folder, and gives back its exit code and stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *words: str) -> tuple[int, str]:
        """What a command line comes to; nothing stands on stdout."""
        self._monkeypatch.setattr(sys, "argv", ["spinout", *words])
        code = run()
        told = self._capsys.readouterr()
        assert told.out == ""
        return code, told.err


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line, in a folder with a file of answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "500")
    Path("mine.yaml").write_bytes(PLAY.read_bytes())
    return Command(capsys, monkeypatch)


TABLES = {
    "options-compared": "{option: Stay, in-favour: Known, against: Dear, outcome: Not preferred}",
    "money-lines": "{what: Budget, amount: £1 a year, basis: 2026-27}",
    "consulted": "{who: Staff, when: May, said: Yes, changed: Nothing}",
    "meetings-to-come": "{meeting: Cabinet, day: 2027-03-01, decides: This}",
}
"""A row for each table that the paper needs."""


def put(words: dict[str, str], path: str = "paper.yaml") -> None:
    """Fill slots of a file of words as somebody types them."""
    text = Path(path).read_text(encoding="utf-8")
    for ident, said in words.items():
        place = re.search(rf"^  {re.escape(ident)}:( \|\n)?", text, re.MULTILINE)
        assert place is not None, ident
        text = f"{text[: place.end()]}{'    ' if place[1] else ' '}{said}{text[place.end() :]}"
    Path(path).write_text(text, encoding="utf-8")


def lines(path: str) -> list[str]:
    """The lines of a file that hold anything."""
    return [line for line in Path(path).read_text(encoding="utf-8").splitlines() if line]


def answer(before: str, now: str) -> None:
    """Change an answer."""
    text = Path("mine.yaml").read_text(encoding="utf-8")
    assert before in text
    Path("mine.yaml").write_text(text.replace(before, now), encoding="utf-8")


def blanks(path: str = "paper.yaml") -> list[str]:
    """The slots of a file of words that hold nothing yet, but for tables."""
    text = Path(path).read_text(encoding="utf-8").partition("written_for:")[0]
    return re.findall(r"^  ([a-z0-9_.-]+):(?: \|\n\n|\n(?!    # -))", text, flags=re.MULTILINE)


def test_from_answers_to_a_paper_without_a_blank(spinout: Command) -> None:
    """Each blank has its place in the file; when all are filled, none is left."""
    code, said = spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    assert (code, said.splitlines()[0]) == (
        0, "36 blanks to fill in. Then: spinout report mine.yaml --words paper.yaml -o OUT",
    )  # fmt: skip
    put(WORDS)
    code, said = spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml", "--require-filled")
    assert (code, said.splitlines()[1][:43]) == (1, "33 blanks are left: report_of, contact, pap")
    assert Path("a.md").exists()
    own = {"title", "decision_asked", "release"}
    rest = [ident for ident in blanks() if ident not in own]
    put({ident: "2027-03-01" if ident.endswith("date") else "Said." for ident in rest})
    text = Path("paper.yaml").read_text(encoding="utf-8")
    for ident, row in TABLES.items():
        text = text.replace(f"  {ident}:\n", f"  {ident}:\n    - {row}\n", 1)
    Path("paper.yaml").write_text(text, encoding="utf-8")
    code, said = spinout("report", "mine.yaml", "-o", "b.md", "--words", "paper.yaml", "--require-filled")
    assert (code, said) == (0, f"Written: {Path('b.md').absolute()}\n")
    page = Path("b.md").read_text(encoding="utf-8")
    assert "**Meeting:** Cabinet" in page
    assert "9 February 2027" in page
    assert "[to be filled in]" not in page.replace("\\", "")


def test_a_text_about_what_has_changed_is_told_until_somebody_has_looked(spinout: Command) -> None:
    """By the report, and by `start --words`, which takes the answers as they are now."""
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put(WORDS)
    answer("transition.cash: 1", "transition.cash: 0")
    told = re.compile(r'The text for "Finance" was written when .+ was ".+"; it is now ".+"\.')
    _, said = spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml")
    assert told.search(said)
    assert "was written when" not in Path("a.md").read_text(encoding="utf-8")
    code, said = spinout("paper", "start", "mine.yaml", "-o", "again.yaml", "--words", "paper.yaml")
    assert code == 0
    assert told.search(said)
    assert "Look at these texts." in said
    _, said = spinout("report", "mine.yaml", "-o", "b.md", "--words", "again.yaml")
    assert told.search(said) is None
    assert "It is sound." in Path("b.md").read_text(encoding="utf-8")


def test_nothing_typed_is_lost_when_a_slot_goes(spinout: Command) -> None:
    """Its text stands under `unused`, and takes its place again when the slot is back."""
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put({"conditions.transition.pensions.owner": "Head of Pensions"})
    answer("transition.pensions: {answer: 1", "transition.pensions: {answer: 4")
    _, said = spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml")
    assert "This paper has no place for the words of conditions.transition.pensions.owner." in said
    _, said = spinout("paper", "start", "mine.yaml", "-o", "b.yaml", "--words", "paper.yaml")
    assert "No place in this paper: conditions.transition.pensions.owner." in said
    assert "unused:\n  conditions.transition.pensions.owner: Head of Pensions\n" in Path("b.yaml").read_text("utf-8")
    answer("transition.pensions: {answer: 4", "transition.pensions: {answer: 1")
    spinout("paper", "start", "mine.yaml", "-o", "c.yaml", "--words", "b.yaml")
    text = Path("c.yaml").read_text(encoding="utf-8")
    assert "  conditions.transition.pensions.owner: Head of Pensions\n" in text
    assert "unused" not in text


def test_a_text_aside_takes_no_place_of_another(spinout: Command) -> None:
    """Two texts of one slot, one of them unused, are both there after `start`; so are two whose slot goes."""
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    slot = "conditions.transition.pensions.owner"
    put({slot: "Head of Pensions", "background": "One."})
    with Path("paper.yaml").open("a", encoding="utf-8") as file:
        file.write(f"unused:\n  background: Two.\n  {slot}: Director\n")
    answer("transition.pensions: {answer: 1", "transition.pensions: {answer: 4")
    spinout("paper", "start", "mine.yaml", "-o", "b.yaml", "--words", "paper.yaml")
    text = Path("b.yaml").read_text(encoding="utf-8")
    assert text.endswith(f"unused:\n  background: Two.\n  {slot}: Director\n  {slot} (2): Head of Pensions\n")
    assert "    One.\n" in text


def test_what_was_typed_outside_of_the_slots_is_told_and_kept(spinout: Command) -> None:
    """With the answers, which tell it from the program's own words; a paper of other answers is told as such."""
    pytest.importorskip("docxtpl")
    docx = pytest.importorskip("docx")
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put(WORDS)
    spinout("report", "mine.yaml", "-o", "a.docx", "--words", "paper.yaml")
    paper = docx.Document("a.docx")
    for text in ("We typed this.", "And this."):
        paper.add_paragraph(text)
    paper.save("b.docx")
    code, said = spinout("paper", "take", "b.docx", "-o", "b.yaml", "--words", "paper.yaml", "--answers", "mine.yaml")
    assert code == 0
    assert said.splitlines()[:3] == [
        'Not taken, as it stands outside of a slot: "We typed this."',
        'Not taken, as it stands outside of a slot: "And this."',
        KEPT_OUTSIDE,
    ]
    unused = Path("b.yaml").read_text("utf-8").partition("unused:\n")[2]
    assert unused == "  outside-of-the-slots: [We typed this., And this.]\n"
    assert spinout("report", "mine.yaml", "-o", "again.docx", "--words", "b.yaml")[0] == 0
    assert Path("again.docx").read_bytes() == Path("a.docx").read_bytes()
    answer("transition.cash: 1", "transition.cash: 0")
    _, said = spinout("paper", "take", "b.docx", "-o", "c.yaml", "--answers", "mine.yaml")
    assert said.startswith("The paper was made from other answers, or they were changed since.")


def test_a_slot_that_is_gone_from_the_word_file_is_told(spinout: Command) -> None:
    """As when its control was deleted; what the file of words has is kept."""
    pytest.importorskip("docxtpl")
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put(WORDS)
    spinout("report", "mine.yaml", "-o", "a.docx", "--words", "paper.yaml")
    with zipfile.ZipFile("a.docx") as file, zipfile.ZipFile("b.docx", "w") as out:
        for name in file.namelist():
            part = file.read(name)
            if name == "word/document.xml":
                part = re.sub(
                    rb'<w:tag w:val="meeting"/>|<w:bookmarkStart [^>]*w:name="slot_meeting_[0-9a-f]{8}"/>', b"", part
                )
            out.writestr(name, part)
    _, said = spinout("paper", "take", "b.docx", "-o", "b.yaml", "--words", "paper.yaml")
    assert said.splitlines()[0] == "Not in the Word file: meeting. What there was is kept."
    assert "  meeting: Cabinet\n" in Path("b.yaml").read_text("utf-8")


def test_the_words_of_the_answers_are_taken_over_and_those_of_the_file_win(spinout: Command) -> None:
    """`paper:` in the answers still fills a line."""
    with Path("mine.yaml").open("a", encoding="utf-8") as file:
        file.write("\npaper: {wards: All, meeting: Council}\n")
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    text = Path("paper.yaml").read_text(encoding="utf-8")
    assert "  wards: All\n" in text
    Path("paper.yaml").write_text(text.replace("meeting: Council", "meeting: Cabinet"), encoding="utf-8")
    spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml")
    page = Path("a.md").read_text(encoding="utf-8")
    assert ("**Meeting:** Cabinet" in page, "**Wards affected:** All" in page) == (True, True)


def test_problems_of_the_file_are_told_with_their_places(spinout: Command) -> None:
    """All at once, and no report is written."""
    Path("paper.yaml").write_text(
        "questionnaire: mutual-spin-out\nservice: Libraries\nwords:\n  meetin: x\n  meeting_date: 9/2/2027\n",
        encoding="utf-8",
    )
    code, said = spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml")
    assert code == 1
    assert re.findall(r"paper\.yaml:(\d+):\d+ \[([a-z-]+)\]", said) == [
        ("2", "other-service"), ("4", "unknown-slot"), ("5", "bad-date"),
    ]  # fmt: skip
    assert not Path("a.md").exists()


def test_another_stage_is_told(spinout: Command) -> None:
    """It stops nothing."""
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    code, said = spinout("report", "mine.yaml", "-o", "a.md", "--words", "paper.yaml", "--stage", "final")
    assert code == 0
    assert "The words were begun for the stage in-principle, and this paper is for final." in said


def test_words_come_back_from_word(spinout: Command) -> None:
    """Into a file that fills the paper the same again, and says what was not looked for."""
    pytest.importorskip("docxtpl")
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put(WORDS)
    spinout("report", "mine.yaml", "-o", "a.docx", "--words", "paper.yaml")
    code, said = spinout("paper", "take", "a.docx", "-o", "b.yaml")
    assert code == 0
    assert "was not looked for" in said
    assert "3 texts taken, of 39 slots in the paper." in said
    code, said = spinout("paper", "take", "a.docx", "-o", "c.yaml", "--words", "paper.yaml", "--answers", "mine.yaml")
    assert code == 0
    assert "Round the slots every word is as the program wrote it." in said
    assert lines("c.yaml") == lines("paper.yaml")
    for words in ("b.yaml", "c.yaml"):
        spinout("report", "mine.yaml", "-o", "again.docx", "--words", words, "--force")
        assert Path("again.docx").read_bytes() == Path("a.docx").read_bytes()


def test_what_is_no_paper_is_told(spinout: Command) -> None:
    """In a line each, and nothing is written."""
    Path("x.docx").write_bytes(b"no")
    assert spinout("paper", "take", "x.docx", "-o", "b.yaml") == (
        3, "x.docx: It is no Word document (.docx) that can be read.\n",
    )  # fmt: skip
    assert spinout("paper", "start", "mine.yaml", "-o", "b.txt")[0] == 2
    assert not Path("b.yaml").exists()


def test_without_a_file_of_words_a_report_says_how_to_begin_one(spinout: Command) -> None:
    """And --require-filled fails."""
    code, said = spinout("report", "mine.yaml", "-o", "a.md", "--require-filled")
    assert code == 1
    assert "36 blanks are left for officers. To fill them in: spinout paper start mine.yaml -o paper.yaml\n" in said


def test_verify_makes_the_paper_again_with_the_words(
    spinout: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same file it is the same; with none or another that is told, and whose words were changed."""
    spinout("paper", "start", "mine.yaml", "-o", "paper.yaml")
    put(WORDS | {"background": "The playgrounds are an illustration."})
    spinout("report", "mine.yaml", "--words", "paper.yaml", "-o", "r.md")

    def verified(*more: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["spinout", "verify", "r.md", "mine.yaml", *more])
        return run(), capsys.readouterr().out.splitlines()

    assert verified("--words", "paper.yaml") == (
        0,
        ["r.md came from exactly mine.yaml and this questionnaire.", "Made again, every byte is the same."],
    )
    code, told = verified()
    assert (code, re.sub("[0-9a-f]{12}", "DIGEST", told[1])) == (
        1,
        "- It was made with officers' words: DIGEST…. Give the same file with --words.",
    )
    page = Path("r.md").read_text(encoding="utf-8")
    Path("r.md").write_text(page.replace("are an illustration", "are none"), encoding="utf-8")
    code, told = verified("--words", "paper.yaml")
    assert (code, len(told), told[1].endswith("would stand. These are an officer's words.")) == (1, 2, True)
    put({"wards": "All"})
    code, told = verified("--words", "paper.yaml")
    assert (code, told[1].startswith("- It was made with other words of officers")) == (1, True)
