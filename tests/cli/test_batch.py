"""`spinout batch` as a person or a script runs it."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


def document(service: str, level: int = 1) -> str:
    """A file of answers as one line of JSON."""
    return json.dumps({"questionnaire": "village-hall", "service": service, "answers": {"users.meetings": level}})


def spinout(folder: Path, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run `spinout batch` in a folder with the small questionnaire."""
    command = [sys.executable, "-m", "spinout", "batch", "--questions", str(HALL), *words]
    return subprocess.run(
        command, cwd=folder, input=given, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_lines_come_from_stdin(tmp_path: Path) -> None:
    """A dash reads JSON Lines, and each document is numbered by its line."""
    told = spinout(tmp_path, "-", "--json", given=f"{document('A')}\n\n{document('B', 9)}\n")
    first, second = map(json.loads, told.stdout.splitlines())
    assert (first["service"], first["answers"]["file"], first["answers"]["line"]) == ("A", "-", 1)
    assert (second["schema"], second["line"], told.returncode) == ("spinout.problems/1", 3, 1)


def test_nothing_on_stdin_is_an_error(tmp_path: Path) -> None:
    """No document came."""
    told = spinout(tmp_path, "-")
    assert (told.returncode, "[no-document]" in told.stderr) == (1, True)


def test_lines_are_written_to_a_file(tmp_path: Path) -> None:
    """The file has what --json writes, and stdout has the summary."""
    (tmp_path / "a.json").write_text(document("A"))
    (tmp_path / "b.json").write_text("{")
    told = spinout(tmp_path, "a.json", "b.json", "-o", "cohort.jsonl")
    written = (tmp_path / "cohort.jsonl").read_text(encoding="utf-8")
    assert written == spinout(tmp_path, "a.json", "b.json", "--json").stdout
    assert (told.returncode, told.stdout.splitlines()[0]) == (1, "1 assessed, 1 refused, 0 unreadable.")


def test_above_fifty_services_the_screen_has_the_summary_alone(tmp_path: Path) -> None:
    """Fifty rows are shown, and fifty-one are not."""
    (tmp_path / "fifty.jsonl").write_text("\n".join(document(f"S{n}") for n in range(50)))
    (tmp_path / "more.jsonl").write_text("\n".join(document(f"S{n}") for n in range(51)))
    assert "fifty.jsonl:50" in spinout(tmp_path, "fifty.jsonl").stdout
    told = spinout(tmp_path, "more.jsonl").stdout
    assert ("more.jsonl:" in told, told.splitlines()[1]) == (False, "51 assessed, 0 refused, 0 unreadable.")


def test_a_table_that_is_not_in_utf_8_is_told_once(tmp_path: Path) -> None:
    """Its letters are read, and stderr says how."""
    table = "questionnaire,service\nvillage-hall,Café\nvillage-hall,Ém\n"
    (tmp_path / "a.csv").write_bytes(table.encode("cp1252"))
    told = spinout(tmp_path, "a.csv")
    assert told.stderr.count("Warning [other-encoding]") == 1
    assert ("Café" in told.stdout, told.returncode) == (True, 0)


@pytest.mark.parametrize("words", [("-o", "cohort.ods"), ("--jobs", "0")])
def test_a_wrong_option_is_refused(tmp_path: Path, words: tuple[str, str]) -> None:
    """Before anything is read."""
    assert spinout(tmp_path, "a.csv", *words).returncode == 2


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path) -> None:
    """With what to do; without the extra, with what to install."""
    told = spinout(tmp_path, "a.csv", "--cluster", "tcp://127.0.0.1:1")
    assert told.returncode in (2, 3)
    assert "No cluster answers there" in told.stderr or "spinout[cluster]" in told.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no way to send Ctrl-C to one process")
def test_interrupting_leaves_what_was_finished_whole(tmp_path: Path) -> None:
    """The lines are left beside their place, each of them whole, and the exit code is 130."""
    command = [sys.executable, "-m", "spinout", "batch", "--questions", str(HALL), "-", "-o", "cohort.jsonl"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        for number in range(500):
            running.stdin.write(f"{document(f'S{number}')}\n".encode())
        running.stdin.flush()
        until = time.monotonic() + 20
        while time.monotonic() < until and not any(p.stat().st_size for p in tmp_path.glob(".cohort*")):
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
    lines = [json.loads(line) for line in (tmp_path / "cohort.jsonl.not-whole").read_text("utf-8").splitlines()]
    assert running.returncode == 130
    assert [line["service"] for line in lines] == [f"S{number}" for number in range(len(lines))]
    assert lines
    assert b"What was finished is in cohort.jsonl.not-whole, which is not whole.\n" in said
    assert not (tmp_path / "cohort.jsonl").exists()


def test_the_screen_says_who_which_version_and_that_no_stage_was_stated(tmp_path: Path) -> None:
    """Each stands in its row, beside the verdict, and is counted below."""
    made = {"questionnaire": "village-hall", "service": "A", "organisation": "Town", "version": "2019.01"}
    states = [{}, {"plan.decision": "talk"}, {"plan.opened": "dont-know", "plan.decision": "talk"}]
    versions = [{}, {}, {"version": "2026.11"}]
    lines = [json.dumps({**made, **v, "answers": a}) for a, v in zip(states, versions, strict=True)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    told = spinout(tmp_path, "a.jsonl").stdout.splitlines()
    assert told[0].split()[:2] == ["Service", "Organisation"]
    assert ["Town" in line for line in told[1:4]] == [True] * 3
    assert ["no stage was stated" in line for line in told[1:4]] == [True, False, False]
    assert ["answers to version 2019.01" in line for line in told[1:4]] == [True, True, False]
    text = "\n".join(told)
    assert "Stage not stated, so the first was taken (Permission to talk): 1\n" in text
    assert "Answered with another version than 2026.11 of the questionnaire: 2 with version 2019.01\n" in text
    assert "3 plan.opened (don't know: 1, not answered: 2)" in text
    assert "Bands of the score" in text


def test_the_table_says_which_version_and_whether_a_stage_was_stated(tmp_path: Path) -> None:
    """The version of the answers stands beside that of the questionnaire."""
    made = {"questionnaire": "village-hall", "service": "A", "version": "2019.01"}
    lines = [json.dumps({**made, "answers": a}) for a in ({}, {"plan.decision": "talk"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    for words, stated in (((), ["no", "yes"]), (("--stage", "talk"), ["yes", "yes"])):
        assert spinout(tmp_path, "a.jsonl", "-o", "a.csv", "--force", *words).returncode == 0
        with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["answers_version"], row["version"]) for row in rows] == [("2019.01", "2026.11")] * 2
        assert [row["stage_stated"] for row in rows] == stated


def test_a_file_that_cannot_be_read_takes_its_own_line(tmp_path: Path) -> None:
    """In the lines and in the table, with its code; the exit code says that it was not read."""
    (tmp_path / "b.json").write_text(document("B"))
    told = spinout(tmp_path, "a.json", "b.json", "--json", "-o", "out.csv")
    first, second = map(json.loads, told.stdout.splitlines())
    assert (first["schema"], first["file"], second["service"]) == ("spinout.problems/1", "a.json", "B")
    assert [(p["code"], p["line"]) for p in first["problems"]] == [("cannot-read", None)]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["file"], row["problems"].split(":")[:2]) for row in csv.DictReader(file)]
    assert rows == [("a.json", ["1", " cannot-read"]), ("b.json", [""])]
    assert (told.returncode, "1 assessed, 0 refused, 1 unreadable." in told.stderr) == (3, True)


def test_what_is_skipped_in_a_folder_is_told_in_a_line(tmp_path: Path) -> None:
    """Files of other kinds, and what spinout wrote there before; nothing of it is an error."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(document("A"))
    for name in ("b.xls", "c.ods", "d.tsv", "e.txt", ".hidden.txt"):
        (tmp_path / "in" / name).write_text("x")
    for name in ("old.jsonl", "old.csv", "old.xlsx"):
        assert spinout(tmp_path, "in", "-o", f"in/{name}").returncode == 0
    told = spinout(tmp_path, "in", "-o", "in/old.csv", "--force")
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "1 assessed, 0 refused, 0 unreadable.")
    other, own = (line for line in told.stderr.splitlines() if line.startswith("Passed over"))
    assert other.startswith("Passed over 4 files, not ending in .yaml ")
    assert other.endswith("and 1 more")
    assert own.startswith("Passed over 3 files that spinout wrote: ")
    assert spinout(tmp_path, "in/old.csv").returncode == 1, "a file that is named is read"


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run any command in a folder with the small questionnaire."""
    command = [sys.executable, "-m", "spinout", words[0], "--questions", str(HALL), *words[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_earlier_output_in_a_folder_is_skipped(tmp_path: Path, jobs: str) -> None:
    """Reports, comparisons, panels, results and problems, in whatever way they were laid out and named."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(document("A"))
    (tmp_path / "in" / "b.json").write_text(document("B", 9))
    two, lines = ("in/a.json", "in/a.json"), run(tmp_path, "batch", "in", "--json").stdout
    written = {
        "comparison.json": run(tmp_path, "compare", *two, "--json").stdout,
        "lines.json": lines,
        "lines.jsonl": lines,
        "panel.json": run(tmp_path, "panel", *two, "--json").stdout,
        "problems.json": run(tmp_path, "score", "in/b.json", "--json").stdout,
        "score.json": run(tmp_path, "score", "in/a.json", "--json").stdout,
        "score.yaml": run(tmp_path, "score", "in/a.json", "--json").stdout,
        "short.json": json.dumps(json.loads(lines.splitlines()[0]), separators=(",", ":")),
        "sorted.json": json.dumps(json.loads(lines.splitlines()[0]), sort_keys=True, indent=2),
    }
    assert all(written.values())
    for name, text in written.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    assert run(tmp_path, "report", "in/a.json", "-o", "in/report.json").returncode == 0
    told = spinout(tmp_path, "in", "--jobs", jobs, "--json")
    assert (told.stdout, told.returncode) == (lines, 1)
    assert told.stderr.startswith("1 assessed, 1 refused, 0 unreadable.")
    assert f"Passed over {len(written) + 1} files that spinout wrote: in/" in told.stderr


@pytest.mark.parametrize("command", ["batch", "score", "check"])
def test_earlier_output_that_is_named_is_told_as_what_it_is(tmp_path: Path, command: str) -> None:
    """One problem, whatever else would be wrong with it as answers."""
    (tmp_path / "a.json").write_text(document("A"))
    (tmp_path / "old.json").write_text(run(tmp_path, "score", "a.json", "--json").stdout)
    told = run(tmp_path, command, "old.json")
    said = told.stdout + told.stderr
    assert (told.returncode, said.count(" [own-output] spinout wrote this (spinout.assessment/1)")) == (1, 1)
    assert "1 problem" in said


def test_a_table_that_spinout_wrote_is_told_as_that_where_it_is_named(tmp_path: Path) -> None:
    """One problem, and not one for each column."""
    (tmp_path / "a.json").write_text(document("A"))
    assert spinout(tmp_path, "a.json", "-o", "old.csv").returncode == 0
    told = spinout(tmp_path, "old.csv")
    assert (told.returncode, "old.csv:1:1 [own-output]" in told.stderr, "1 problem" in told.stderr) == (1, True, True)


def test_a_broken_file_is_told_though_the_search_found_it(tmp_path: Path) -> None:
    """Nothing but what the program wrote is passed over."""
    (tmp_path / "in").mkdir()
    for name, text in {"a": '{"schema": "other"}', "b": '{"schema": 1}', "c": '{"schema": "spin', "d": "[]"}.items():
        (tmp_path / "in" / f"{name}.json").write_text(text)
    told = spinout(tmp_path, "in")
    assert (told.returncode, "0 assessed, 4 refused, 0 unreadable." in told.stdout) == (1, True)


def test_what_is_given_twice_and_an_empty_table_are_told(tmp_path: Path) -> None:
    """A file in a folder that is named too counts twice; a table without a line has no headings to speak of."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(document("A"))
    told = spinout(tmp_path, "in", "in/../in/a.json")
    assert (told.returncode, told.stdout.count("in/a.json")) == (0, 2)
    assert told.stderr == "Given twice, and counted twice: in/../in/a.json\n"
    assert spinout(tmp_path, "in/a.json", "in").stderr == "Given twice, and counted twice: in\n"
    (tmp_path / "empty.csv").write_text("")
    assert "[no-document] The table is empty." in spinout(tmp_path, "empty.csv").stderr
