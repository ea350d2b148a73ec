"""Workbooks for tests, written by hand so that no library stands between a test and its bytes."""

import io
import zipfile
from collections.abc import Container, Iterable, Mapping
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def text(place: str, words: str) -> str:
    """A cell with text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(place: str, digits: str) -> str:
    """A cell with a number."""
    return f'<c r="{place}"><v>{digits}</v></c>'


def day(place: str, serial: str) -> str:
    """A cell with a date, counted in days since 1899-12-30."""
    return f'<c r="{place}" s="1"><v>{serial}</v></c>'


def percentage(place: str, share: str, *, style: int = 2) -> str:
    """A cell with a share of one, shown as a percentage."""
    return f'<c r="{place}" s="{style}"><v>{share}</v></c>'


def truth(place: str, *, value: bool) -> str:
    """A cell with true or false."""
    return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'


def error(place: str) -> str:
    """A cell whose formula fails."""
    return f'<c r="{place}" t="e"><v>#N/A</v></c>'


def row(number: int, *cells: str) -> str:
    """A row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def shared(number: int) -> str:
    """A cell that names a shared text, and says nothing of its place."""
    return f'<c t="s"><v>{number}</v></c>'


def formula(place: str, inside: str, *, kind: str = "n") -> str:
    """A cell with a formula, and what is stored of its result."""
    return f'<c r="{place}" t="{kind}"><f>1+1</f>{inside}</c>'


def headings(*names: str, number: int = 1) -> str:
    """A row of headings, from the first column on."""
    return row(number, *(text(f"{chr(65 + i)}{number}", name) for i, name in enumerate(names)))


def sheet_xml(rows: Iterable[str]) -> str:
    """The XML of a sheet."""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


OWN_STYLES = 6
"""The number of the first style that a test gives."""


def parts_of(
    sheets: Mapping[str, Iterable[str]],
    *,
    texts: Iterable[str] = (),
    formats: Iterable[str] = (),
    hidden: Container[str] = (),
    properties: str = "",
    after: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook: its sheets, its shared texts as XML, the formats of its styles from OWN_STYLES on."""
    ids = range(1, len(sheets) + 1)
    states = ["hidden" if name in hidden else "visible" for name in sheets]
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" state="{state}" r:id="rId{i}"/>'
        for i, name, state in zip(ids, sheets, states, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in ids
    )
    own = list(formats)
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(own))
    styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(own)))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f"<sheets>{listed}</sheets>{after}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdA" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rIdB" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0 %"/>'
        f'<numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>{codes}</numFmts>'
        '<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="10"/>'
        f'<xf numFmtId="164"/><xf numFmtId="165"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{words}</si>" for words in texts)}</sst>',
        **{f"xl/worksheets/sheet{i}.xml": sheet_xml(rows) for i, rows in zip(ids, sheets.values(), strict=True)},
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a workbook."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def workbook(*rows: str) -> bytes:
    """A workbook with one sheet."""
    return packed(parts_of({"Answers": rows}))
