"""The reports of the examples as a cohort are those that were accepted.

`pytest tests/reports/cohort --accept` takes new ones.
"""

from pathlib import Path

import pytest

from reports.cohort.cohorts import cells, examples_cohort, render_cohort

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
@pytest.mark.parametrize("kind", ["html", "md", "xlsx"])
def test_report_is_the_accepted_one(kind: str, *, anonymous: bool, accept: bool) -> None:
    """A report has the very text that was looked at and accepted; of a workbook, its cells."""
    cohort, form = examples_cohort()
    made = render_cohort(cohort, form, format=kind, program_version="0", anonymous=anonymous)
    text = made.decode() if kind != "xlsx" else _dumped(made)
    if kind == "html":
        text = text[text.index("<body") :]  # the style above it is that of all reports
    name = f"{'anonymous' if anonymous else 'named'}.{kind if kind != 'xlsx' else 'xlsx.txt'}"
    if accept:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_bytes(text.encode())
    assert text.splitlines() == (GOLDEN / name).read_bytes().decode().splitlines()


def _dumped(workbook: bytes) -> str:
    lines = []
    for sheet, rows in cells(workbook).items():
        lines.append(f"== {sheet}")
        lines += ["\t".join(map(repr, row)) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", ["html", "md", "xlsx"])
def test_same_cohort_same_bytes(kind: str) -> None:
    """No clock and no chance is in a report."""
    cohort, form = examples_cohort()
    made = {render_cohort(cohort, form, format=kind, program_version="0") for _ in range(2)}
    assert len(made) == 1
