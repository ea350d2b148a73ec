"""Make `report.docx`, the shipped Word template: python templates/make_docx.py

It needs spinout with the extra `word`. The file is an ordinary Word document with fields in double braces; a council
changes a copy of it in Word, and never needs this script. Here it is built from words (the package
`word_template` beside it), so that a change to it can be read and reviewed.
"""

from pathlib import Path

from word_template.paper import paper

OUT = Path(__file__).resolve().parent / "report.docx"


def main() -> None:
    """Write the template beside this script."""
    paper().document.save(str(OUT))
    print(f"Written: {OUT.name}")


if __name__ == "__main__":
    main()
