"""Runs `compare` and `panel` in this process, on a small questionnaire in two versions."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from spinout.cli.boundary import run

OLD = """\
id: hall
title: The hall
version: "1"
scoring: {bands: [{id: low, label: Low, from: 0}, {id: good, label: Good, from: 50}]}
decision:
  asked_by: s.stage
  stages: [{id: talk, label: To talk}, {id: open, label: To open, ready_from: 50}]
sections:
  - id: s
    title: Start
    questions:
      - {id: stage, ask: Which step?, type: choice, options: [{id: talk, label: To talk}, {id: open, label: To open}]}
      - id: old-roof
        ask: Is the roof sound?
        type: scale
        levels: [No, Nearly, Yes]
        essential: {open: {at_least: 1}}
      - {id: money, ask: How much money is there?, type: scale, levels: [None, Some, Enough]}
      - {id: flag, ask: Is there a flag?, type: yes-no}
"""
NEW = (
    OLD.replace('version: "1"', 'version: "2"\nrenamed: {s.old-roof: s.roof}\nremoved: [s.flag]')
    .replace("id: old-roof", "id: roof")
    .replace("at_least: 1", "at_least: 2")
    .replace("[None, Some, Enough]", "[None, Enough]")
    .replace("id: flag, ask: Is there a flag?", "id: keys, ask: Who has the keys?")
    .replace("type: yes-no", "type: text, weight: 0")
)
BEFORE = """\
questionnaire: hall
version: "1"
service: Village hall
date: 2025-05-01
answers: {s.stage: open, s.old-roof: 1, s.money: 2, s.flag: yes}
"""
AFTER = """\
questionnaire: hall
version: "2"
service: Village hall
date: 2026-05-01
answers: {s.stage: open, s.roof: 2, s.money: 1, s.keys: The warden.}
"""


class Told(NamedTuple):
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


class Runner:
    """Runs `spinout` in a folder that holds both versions and answers to each."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "100")
        for name, text in {"old-q.yaml": OLD, "new-q.yaml": NEW, "old.yaml": BEFORE, "new.yaml": AFTER}.items():
            write(name, text)

    def __call__(self, *words: str, questions: str = "new-q.yaml") -> Told:
        """Run a command with `--questions` given."""
        self._monkeypatch.setattr(sys, "argv", ["spinout", *words, "--questions", questions])
        code = run()
        told = self._capsys.readouterr()
        return Told(code, told.out, told.err)


def write(name: str, text: str) -> str:
    """A file in the folder that the test runs in."""
    Path(name).write_text(text, encoding="utf-8")
    return name
