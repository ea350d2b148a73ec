"""Files of answers that a questionnaire takes no longer in part."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from interviews import answers_of, garden
from spinout.core.reading.answers import answers_from
from spinout.storage import StorageError
from spinout.use_cases import interviews
from spinout.use_cases.interviews import Saved, open_answers, save_answers
from spinout.use_cases.questionnaires import Loaded

LOADED = Loaded(garden(), "q.yaml", "")
ENTRIES: dict[str, Any] = {
    "right": ("dig", "yes", 2, ["leeks"], 4, {"answer": {"me": 40, "you": 40, "they": 20}}, "dont-know", "2026-11-23"),
    "wrong": (9, "fly", ["kale"], {"answer": {"me": 40, "we": 60}}, {"not_applicable": "No"}, 999, [], {"answer": "x"}),
}
BESIDE = st.fixed_dictionaries({}, optional={"evidence": st.just("A hole"), "note": st.just("Ask")})


@st.composite
def entries(draw: st.DrawFn) -> Any:
    """An answer that some question takes and others do not, short or long."""
    value = draw(st.sampled_from(ENTRIES["right"] + ENTRIES["wrong"]))
    beside = draw(BESIDE)
    return {**(value if isinstance(value, dict) else {"answer": value}), **beside} if beside else value


KEYS = st.sampled_from([*garden().questions, "soil.moon", "moon"])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, entries()), st.sampled_from([".json", ".yaml"]))
def test_what_is_still_taken_stays_and_the_rest_is_told_and_copied(given: dict[str, Any], ending: str) -> None:
    """Each answer stands as it would alone, or is told; the file that is saved then has nothing wrong in it."""
    document = {"questionnaire": "garden", "answers": given}
    alone = {
        ident: answers_from({"questionnaire": "garden", "answers": {ident: value}}, garden())[0]
        for ident, value in given.items()
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_text(json.dumps(document), encoding="utf-8")
        opened = open_answers(str(path), LOADED)
        assert isinstance(opened, Saved)
        wrong = [ident for ident, read in alone.items() if read is None]
        assert len(opened.told) >= len(wrong)
        assert bool(opened.told) == bool(wrong) == (opened.copy is not None)
        for ident, read in alone.items():
            beside = given[ident] if isinstance(given[ident], dict) else {}
            if read is not None:
                assert opened.answers.of(ident) == read.of(ident)
            elif ident in garden().questions:
                there = opened.answers.of(ident)
                assert (there.evidence, there.note) == (beside.get("evidence"), beside.get("note"))
        saved = save_answers(opened, replace(opened.answers, service="Plot"), LOADED)
        again = open_answers(str(path), LOADED)
        assert isinstance(again, Saved)
        assert (again.told, again.answers.answers) == ((), saved.answers.answers)
        kept = {each.name for each in Path(folder).iterdir()}
        assert kept == ({path.name, "a.before-1.10.txt"} if wrong else {path.name})
        if opened.copy is not None:
            assert json.loads(Path(opened.copy).read_bytes()) == document


def fails_for(path: Path) -> Callable[..., None]:
    """Writing, which fails at one path."""

    def write(there: str, content: bytes, **_: object) -> None:
        if there == str(path):
            raise StorageError(there, "The disk is full.")
        Path(there).write_bytes(content)

    return write


def test_the_copy_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the file could not be saved at first; later changes find the file as it should be."""
    path = tmp_path / "a.yaml"
    path.write_text("questionnaire: garden\nanswers: {soil.depth: 9}\n", encoding="utf-8")
    opened = open_answers(str(path), LOADED)
    assert isinstance(opened, Saved)
    with monkeypatch.context() as broken:
        broken.setattr(interviews, "write_whole", fails_for(path))
        with pytest.raises(StorageError):
            save_answers(opened, answers_of(soil__depth=2), LOADED)
    saved = save_answers(opened, answers_of(soil__depth=2), LOADED)
    save_answers(saved, answers_of(soil__depth=1), LOADED)
    assert {each.name for each in tmp_path.iterdir()} == {"a.yaml", "a.before-1.10.txt"}
