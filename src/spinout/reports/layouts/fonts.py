"""The fonts that a PDF is set in: which are here, which characters they have, and what stands for those that none has.

Only fonts that were installed with spinout are used, and those in a user's folder of templates, so that the pages
are the same on every machine that has the same extras. What a font has is read from the table in its file that
the compiler reads too, so that a character that no page could show is known before there is one.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from struct import error as BadTable  # noqa: N812 - it is a class
from struct import unpack_from

from msgspec import Struct

from spinout.core.wording import FLAGS
from spinout.reports.formats import needing

PACKAGES = {
    "fontpkg_source_sans_3": "pdf",
    "fontpkg_amiri": "pdf",
    "manimgx_fonts": "pdf",
    "manimgx_fonts_cjk": "pdf-cjk",
}
"""The packages that hold fonts, and the extra that installs each."""
FIRST = ("Source Sans 3", "Noto Sans", "Amiri")
LAST = ("Noto Sans CJK SC", "Noto Sans Symbols", "Noto Emoji")
"""The families that are asked first and last for a character; all others stand between, by their names."""
CJK_OF = {"JP": "\u3040-\u30ff", "KR": "\u1100-\u11ff\uac00-\ud7af"}
"""The letters that only Japanese and only Korean have: with them, the characters that they share look as there."""
UNSEEN = (range(0x200B, 0x2010), range(0xFE00, 0xFE10), range(0x180B, 0x180F))
"""Characters that join and choose others, and have no shape of their own."""
AS_PICTURE = "\ufe0f"
"""What asks for the sign before it as a picture."""
CHINESE = (
    *(range(0x1100, 0x1200), range(0x2E80, 0xA4D0), range(0xAC00, 0xD7B0), range(0xF900, 0xFB00)),
    *(range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0), range(0x20000, 0x33480)),
)
"""What is written in China, Japan and Korea, whose fonts are an extra of their own."""

Range = tuple[int, int]


class Face(Struct, frozen=True):
    """A family of fonts, and the characters that it has: pairs of the first and the last of each run, in order."""

    family: str
    ranges: tuple[Range, ...]

    def has(self, character: str) -> bool:
        """Whether it has a character."""
        place = bisect_right(self.ranges, (ord(character), 0x110000)) - 1
        return place >= 0 and ord(character) <= self.ranges[place][1]


class FontSetting(Struct, frozen=True):
    """What a text is set in: folders of fonts, families in the order that they are asked, and what no family has."""

    folders: tuple[str, ...]
    families: tuple[str, ...]
    missing: Mapping[str, str]
    """Each character that is in none, and each flag of several characters, with what stands for it."""
    beyond_latin: bool
    """Whether the texts have letters of another script, whose language or direction is another."""


def setting_of(texts: Iterable[str], own: Path | None = None, font: str | None = None) -> FontSetting:
    """What the texts are set in; `font` is a family that is asked before all others, in the user's folder or here.

    Raises MissingExtra.
    """
    first = _folders(("fontpkg_source_sans_3",) if font is None else tuple(PACKAGES), own)
    faces = _ordered(first, font)
    every = [text for text in texts if not text.isascii()]
    flags = {flag: stands_for(flag) for flag in FLAGS if any(flag in text for text in every)}
    used = {character for text in map(replacing(flags), every) for character in text if not character.isascii()}
    beyond = any(each.isalpha() and "LATIN" not in unicodedata.name(each, "LATIN") for each in used)
    left = _without(used, faces[:1] if font is None else faces[:2])
    if not left and AS_PICTURE not in used:
        return FontSetting(first, tuple(face.family for face in faces), flags, beyond)
    folders = _folders(tuple(PACKAGES), own)
    faces = _ordered(folders, font)
    families = [face.family for face in faces]
    for country, letters in CJK_OF.items():
        name = f"Noto Sans CJK {country}"
        if name in _faces(folders) and any(_between(character, letters) for character in left):
            families.insert(families.index(LAST[0]), name)
    missing = flags | {each: stands_for(each) for each in sorted(_without(left, faces))}
    return FontSetting(folders, tuple(families), missing, beyond)


def replacing(missing: Mapping[str, str]) -> Callable[[str], str]:
    """What puts into a text what stands for the characters and flags that no font has."""
    flags = {sign: stands for sign, stands in missing.items() if len(sign) > 1}
    single = str.maketrans({sign: stands for sign, stands in missing.items() if sign not in flags})

    def replaced(text: str) -> str:
        for flag, stands in flags.items():
            text = text.replace(flag, stands)
        return text.translate(single) if single else text

    return replaced


def stands_for(sign: str) -> str:
    """What stands for a character or flag that no font has: its code, or a blank for another kind of blank."""
    if sign in FLAGS:
        return f"[{_code_of(sign)}]"
    return " " if sign.isspace() else f"[U+{ord(sign):04X}]"


def extra_with(sign: str) -> str | None:
    """The extra that would bring a font with a character or flag, or None where it is here, or brings none."""
    if sign in FLAGS:
        return None
    wanted = "pdf-cjk" if any(ord(sign) in each for each in CHINESE) else "pdf"
    here = all(find_spec(package) is not None for package, extra in PACKAGES.items() if extra == wanted)
    return None if here else wanted


def named(sign: str) -> str:
    """A character by its code, and by its name where it has one; a flag by whose it is."""
    if sign in FLAGS:
        return f"the flag of {FLAGS[sign]}"
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X}{name and f' ({name})'}"


def _code_of(flag: str) -> str:
    """The code of a country of a flag, as in ISO 3166-2, which its unseen letters spell."""
    letters = "".join(chr(ord(each) & 0x7F) for each in flag[1:-1]).upper()
    return f"{letters[:2]}-{letters[2:]}"


def families_in(folder: Path | None) -> tuple[str, ...]:
    """The families of fonts in a folder of templates, and those that are installed here."""
    return tuple(sorted(_faces(_folders(tuple(PACKAGES), folder))))


def _folders(packages: Sequence[str], own: Path | None) -> tuple[str, ...]:
    """The folders of the packages that are installed, and the user's own. Raises MissingExtra."""
    specs = [find_spec(package) for package in packages]
    if specs[0] is None:
        with needing("pdf", "A PDF report"):
            raise ModuleNotFoundError(packages[0])
    found = [place for spec in specs if spec is not None for place in spec.submodule_search_locations or ()]
    return (*found, *([] if own is None else [str(own)]))


def _ordered(folders: tuple[str, ...], font: str | None) -> list[Face]:
    faces = _faces(folders)
    between = sorted(name for name in faces if name.startswith("Noto Sans ") and " CJK " not in name)
    names = (*FIRST, *(name for name in between if name not in LAST), *LAST)
    wanted = [name for name in faces if font is not None and name.casefold() == font.casefold()]
    return [faces[name] for name in dict.fromkeys((*wanted, *names)) if name in faces]


def _without(characters: Iterable[str], faces: Sequence[Face]) -> set[str]:
    """The characters that no family has."""
    seen = (each for each in characters if not any(ord(each) in unseen for unseen in UNSEEN))
    return {each for each in seen if not any(face.has(each) for face in faces)}


def _between(character: str, letters: str) -> bool:
    return any(
        low <= character <= high for low, _, high in zip(letters[::3], letters[1::3], letters[2::3], strict=True)
    )


# what a font has


@lru_cache(maxsize=4)
def _faces(folders: tuple[str, ...]) -> Mapping[str, Face]:
    """The families in the folders, by name."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    found: dict[str, Face] = {}
    for font in fonts.fonts():
        if font.style == "normal" and font.family not in found:
            found[font.family] = Face(font.family, tuple(_ranges(Path(font.path).read_bytes(), font.index)))
    return found


def _ranges(content: bytes, index: int) -> Iterator[Range]:
    """The characters of a font of a file, as runs in order; none where its table cannot be read."""
    try:
        begins = unpack_from(">I", content, 12 + 4 * index)[0] if content.startswith(b"ttcf") else 0
        tables = unpack_from(">H", content, begins + 4)[0]
        entries = (unpack_from(">4sIII", content, begins + 12 + 16 * n) for n in range(tables))
        at = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
        count = unpack_from(">H", content, at + 2)[0]
        kinds = [at + unpack_from(">I", content, at + 8 + 8 * n)[0] for n in range(count)]
        formats = {unpack_from(">H", content, kind)[0]: kind for kind in kinds}
        if LONG in formats:
            yield from _long(content, formats[LONG])
        elif SHORT in formats:
            yield from _short(content, formats[SHORT])
    except (BadTable, StopIteration, ValueError):
        return


SHORT, LONG = 4, 12
"""The formats of that table: one for what 16 bits can count, one for all."""


def _long(content: bytes, at: int) -> Iterator[Range]:
    for n in range(unpack_from(">I", content, at + 12)[0]):
        first, last, _ = unpack_from(">III", content, at + 16 + 12 * n)
        yield first, last


def _short(content: bytes, at: int) -> Iterator[Range]:
    count = unpack_from(">H", content, at + 6)[0] // 2
    lasts = unpack_from(f">{count}H", content, at + 14)
    firsts = unpack_from(f">{count}H", content, at + 16 + 2 * count)
    yield from ((first, last) for first, last in zip(firsts, lasts, strict=True) if first != 0xFFFF)
