"""The pictures of the README and the docs: of today, light, and told to whoever does not see them."""

import importlib.util
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SVGS = ["score.svg", "interview.svg", "collect.svg"]
STALE = "{} shows what is no more: run python docs/pictures/make.py, look at it and commit it."
IMAGE = re.compile(r'!\[(?P<alt>[^]]*)\]\((?P<src>[^)]+)\)|<img src="(?P<src_>[^"]+)"[^>]* alt="(?P<alt_>[^"]+)">')

SPEC = importlib.util.spec_from_file_location("make_pictures", PICTURES / "make.py")
assert SPEC is not None
assert SPEC.loader is not None
make = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make)


def words_in(picture: Path) -> list[str]:
    """The lines that a picture holds, without their blanks."""
    read = make.words_of_svg if picture.suffix == ".svg" else make.words_of_png
    words: list[str] = read(picture.read_bytes())
    return words


@pytest.mark.parametrize("name", SVGS)
def test_a_terminal_is_what_the_command_shows_now(name: str) -> None:
    """The command runs at a terminal of its own, and says the words of the picture."""
    if sys.platform == "win32":
        pytest.skip("pexpect drives a POSIX terminal")
    pytest.importorskip("pexpect")
    assert words_in(PICTURES / name) == make.words_of_svg(make.PICTURES[name]()), STALE.format(name)


def test_the_paper_is_what_the_command_writes_now() -> None:
    """The first side has the words that the picture was made with."""
    for needed in ("typst", "pypdf", "fontpkg_source_sans_3"):
        pytest.importorskip(needed)
    assert words_in(PICTURES / "paper.png") == make.paper_words(), STALE.format("paper.png")


def test_the_form_is_what_the_command_writes_now() -> None:
    """The question has the words that the picture was made with."""
    assert words_in(PICTURES / "form.png") == make.form_words(), STALE.format("form.png")


@pytest.mark.parametrize("name", SVGS)
def test_a_terminal_loads_nothing_and_says_what_it_shows(name: str) -> None:
    """No font or script comes from elsewhere, and the description has the words that are drawn."""
    text = (PICTURES / name).read_text(encoding="utf-8")
    assert re.findall(r"@font-face|@import|<script|href|url\((?!#)|https?:(?!//www\.w3\.org/2000/svg\")", text) == []
    title, described = (ElementTree.fromstring(text).findtext(f"{{*}}{tag}") or "" for tag in ("title", "desc"))
    spoken = "".join(f"{title} {described}".split())
    assert spoken == "".join(words_in(PICTURES / name))


def test_every_picture_is_light() -> None:
    """A page with all of them is there at once."""
    heavy = {path.name: path.stat().st_size for path in PICTURES.glob("*.svg") if path.stat().st_size > 60_000}
    heavy |= {path.name: path.stat().st_size for path in PICTURES.glob("*.png") if path.stat().st_size > 150_000}
    assert heavy == {}


def test_every_picture_is_shown_and_told_in_words_that_stand_in_it() -> None:
    """What an alternative text quotes is in the picture; and none is made that no page shows."""
    shown = set()
    for page in PAGES:
        for found in IMAGE.finditer(page.read_text(encoding="utf-8")):
            picture = page.parent / (found["src"] or found["src_"])
            quoted = re.findall("“(.+?)”", found["alt"] or found["alt_"])
            words = "".join(words_in(picture))
            assert quoted, f"{page.name} says nothing of {picture.name}"
            assert [said for said in quoted if "".join(said.split()) not in words] == [], STALE.format(picture.name)
            shown.add(picture.name)
    assert shown == set(make.PICTURES) == {path.name for path in PICTURES.iterdir() if path.suffix in (".svg", ".png")}


def test_no_image_goes_without_words() -> None:
    """Each is written in one of the two ways that the test above reads."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert sum(len(re.findall(r"<img|!\[", text)) for text in texts) == sum(len(IMAGE.findall(text)) for text in texts)
