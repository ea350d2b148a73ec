"""Make the pictures that the README and the docs show: python docs/pictures/make.py

`score.svg`, `interview.svg` and `collect.svg` are what a terminal of 80 columns shows of real commands, `paper.png` is
the first side of a committee paper, `form.png` a question of the web form on a phone, for which a Chromium is needed;
`.[dev,all]` installs what else they take. `tests/test_pictures.py` makes them again and compares the words, so that
none shows what is no more. An SVG has its words in its text, a PNG in a field of its own.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLE_FOLDER = "examples/adventure-playgrounds"
EXAMPLE = f"{EXAMPLE_FOLDER}/answers.yaml"
CAME = {"lead.yaml": "answers.yaml", "staff.yaml": "staff.yaml", "staff (1).yaml": "staff.yaml"}
NOT_ANSWERS = {
    "survey.csv": "Timestamp,Will your vote count?\n03/11/2026,Yes\n",
    "scan.jpg": "",
    "council.yaml": "questionnaire: mutual-spin-out\nanswers: {ownership.voting: 7}\n",
}
"""The files of the picture of what has come in, by their names: the answers of the example, and others."""
COLUMNS, ROWS = 80, 24
DOTS_PER_INCH = 100

HEADER = ("Riverside play clubs", "Example Borough Council", "Service lead", ":l ownership.owned-by")
TYPED = ("5", "Draft rules of 3 November, clause 12", "veto", "not sure")
PROMPT = r"(?:Answer|Evidence): $"
FROM, TO = "Who owns the organisation,", "\x1b[1m8. "
"""What the picture of the interview shows: no date, no version, and no more than fits on a page."""

SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<desc>WORDS</desc>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }}
.{unique_id}-title {{ font: bold 18px system-ui, sans-serif }}
{styles}
</style>
<defs>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
"""Rich's frame has fonts in it that are fetched, and neither a title nor a description."""
PAPER, INK = (30, 33, 38), (230, 232, 235)
COLOURS = [
    *((0, 0, 0), (244, 112, 103), (87, 196, 110), (232, 190, 76)),
    *((108, 182, 255), (220, 189, 251), (118, 227, 234), INK),
]
"""Black, red, green, yellow, blue, magenta, cyan and white, as they are read well on `PAPER` and below black."""

PDF = "paper.pdf"
SIDE = f"""\
#set page(width: auto, height: auto, margin: 0pt)
#box(fill: white, stroke: luma(70%), image("{PDF}", page: 1))
"""
MOST_COLOURS = 128
FIELD = b"iTXtDescription\0\0\0\0\0"
"""Before the words in a PNG; the zeros say that they are neither compressed nor translated."""


def spoken(words: list[str], lines: tuple[str, ...] = (), folder: Path = ROOT) -> str:
    """What a terminal shows of a command, with the codes of its colours, to its end or to what it asks after lines."""
    import pexpect

    heard = io.StringIO()
    given = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    with TemporaryDirectory() as home:
        session = pexpect.spawn(
            sys.executable,
            ["-m", "spinout", *words],
            cwd=str(folder),
            env={**given, "HOME": home, "TERM": "xterm-256color", "PYTHONUTF8": "1"},
            dimensions=(ROWS, COLUMNS),
            encoding="utf-8",
            timeout=30,
        )
        session.logfile_read = heard
        for line in lines:
            session.expect(PROMPT)
            session.sendline(line)
        session.expect(PROMPT if lines else pexpect.EOF)
        session.close(force=True)
    return re.sub(r"\x1b\[\?2004[hl]|\r", "", heard.getvalue())  # where a paste may come


def drawn(screen: str, title: str, name: str) -> bytes:
    """A screen as an SVG that loads nothing; `name` begins the names of its classes."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    text = Text.from_ansi(screen.strip("\n"))
    console.print(text, soft_wrap=True, end="")
    made = console.export_svg(
        title=title, theme=TerminalTheme(PAPER, INK, COLOURS), code_format=SVG, unique_id=name, font_aspect_ratio=0.6
    )
    # without the blanks that a picture has no need of, and that depend on who made it
    lean = "\n".join(line.strip() for line in made.splitlines() if line.strip()) + "\n"
    return lean.replace("TITLE", escape(title), 1).replace("WORDS", escape(text.plain), 1).encode()


def score_picture() -> bytes:
    """The first screen of `spinout score`."""
    return drawn(spoken(["score", EXAMPLE]), f"spinout score {EXAMPLE}", "score")


def interview_picture() -> bytes:
    """Two questions of `spinout assess`, with evidence, and with words that are no answer."""
    with TemporaryDirectory() as folder:
        said = spoken(["assess", str(Path(folder) / "clubs.yaml"), "--everything"], (*HEADER, *TYPED))
    return drawn(said[said.index(FROM) : said.index(TO)], "spinout assess", "interview")


def collect_picture() -> bytes:
    """What has come in for one service, with a file that cannot be read, an export and a picture of paper."""
    with TemporaryDirectory() as folder:
        inbox = Path(folder) / "inbox"
        inbox.mkdir()
        for name, source in CAME.items():
            shutil.copy(ROOT / EXAMPLE_FOLDER / source, inbox / name)
        for name, text in NOT_ANSWERS.items():
            (inbox / name).write_text(text, encoding="utf-8")
        said = spoken(["collect", "inbox"], folder=Path(folder))
    return drawn(said, "spinout collect inbox", "collect")


def paper_words() -> list[str]:
    """The lines of a paper's first side, without their blanks."""
    with TemporaryDirectory() as folder:
        return _parted(_side_of(_paper(folder)))


def paper_picture() -> bytes:
    """The first side of a paper, with its words."""
    import typst
    from PIL import Image, PngImagePlugin

    with TemporaryDirectory() as folder:
        words = _side_of(_paper(folder))
        source = Path(folder) / "side.typ"
        source.write_text(SIDE, encoding="utf-8")
        side = typst.compile(str(source), format="png", ppi=DOTS_PER_INCH, ignore_system_fonts=True)
    fields, small = PngImagePlugin.PngInfo(), io.BytesIO()
    fields.add_itxt("Description", words)
    whole = Image.open(io.BytesIO(side)).convert("RGB")
    whole.quantize(MOST_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True, pnginfo=fields)
    return small.getvalue()


def form_words() -> list[str]:
    """What the first question of a respondent's web form asks, and what may be answered, without blanks."""
    with TemporaryDirectory() as folder:
        return _parted(_question_of(_form(folder)))


def form_picture() -> bytes:
    """That question on a phone, with its words; a browser takes the picture."""
    from PIL import Image, PngImagePlugin

    browser = next(filter(None, map(shutil.which, BROWSERS)))
    with TemporaryDirectory() as folder:
        form = _form(folder)
        frame, taken = Path(folder) / "frame.html", Path(folder) / "form.png"
        frame.write_text(PHONE.format(form.name, QUESTION), encoding="utf-8")
        look = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=500,800"]
        command = [browser, *look, f"--screenshot={taken}", frame.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        whole = Image.open(taken).convert("RGB").crop((0, 0, PHONE_WIDE, 800))
        fields, small = PngImagePlugin.PngInfo(), io.BytesIO()
        fields.add_itxt("Description", _question_of(form))
    whole.quantize(MOST_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True, pnginfo=fields)
    return small.getvalue()


def _form(folder: str) -> Path:
    """The web form of a respondent, as `spinout form` writes it."""
    path = Path(folder) / "users.html"
    command = [sys.executable, "-m", "spinout", "form", "--respondent", "users", "-o", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


def _question_of(form: Path) -> str:
    """The words of one question: how it is asked, and each option."""
    page = form.read_text(encoding="utf-8")
    start = page.index(f'id="{QUESTION}"')
    question = page[start : page.index("</fieldset>", start)]
    said = re.findall(r"<legend>.*?</legend>|<label for=[^>]*--pick--.*?</label>", question, re.DOTALL)
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in said)


def _paper(folder: str) -> Path:
    """The example's paper, as `spinout report` writes it."""
    path = Path(folder) / PDF
    command = [sys.executable, "-m", "spinout", "report", EXAMPLE, "-o", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


def _side_of(paper: Path) -> str:
    """The words of its first side; how many sides there are is no reason to make the picture anew."""
    import pypdf

    return re.sub(r"(Page 1) of \d+", r"\1", pypdf.PdfReader(paper).pages[0].extract_text())


def _parted(words: str) -> list[str]:
    return ["".join(line.split()) for line in words.splitlines()]


def words_of_svg(content: bytes) -> list[str]:
    """The lines that are drawn, without their blanks, which versions of Rich part otherwise."""
    rows: dict[str, str] = {}
    for text in ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}text"):
        place = text.attrib["y"]
        rows[place] = rows.get(place, "") + "".join((text.text or "").split())
    return list(rows.values())


def words_of_png(content: bytes) -> list[str]:
    """The lines that are kept in it, without their blanks."""
    at = content.index(FIELD)
    length = int.from_bytes(content[at - 4 : at], "big")
    return _parted(content[at + len(FIELD) : at + 4 + length].decode())


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE_WIDE, QUESTION = 380, "ownership.voting"
PHONE = '<!DOCTYPE html><body style="margin:0"><iframe src="{}#{}" width="380" height="800" style="border:0"></iframe>'
"""A window of a phone's width: that of a browser is never narrower than 500."""
PICTURES = {
    "form.png": form_picture,
    "score.svg": score_picture,
    "interview.svg": interview_picture,
    "collect.svg": collect_picture,
    "paper.png": paper_picture,
}


if __name__ == "__main__":
    for name, make in PICTURES.items():
        (HERE / name).write_bytes(make())
        print(f"Written: {HERE / name}")
