"""Pieces of work in a process that has not begun the batch itself."""

from pathlib import Path

import pytest

from spinout.storage import StorageError
from spinout.use_cases.batches import Work, do_chunk
from spinout.use_cases.chunks import Files
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


def test_another_questionnaire_elsewhere_is_refused(tmp_path: Path) -> None:
    """A process that finds other questions than the batch began with gives no result."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    file = tmp_path / "one.yaml"
    file.write_text("questionnaire: village-hall\nanswers:\n  users.meetings: 1\n")
    with pytest.raises(StorageError, match="another questionnaire"):
        do_chunk(Files((str(file),)), Work(loaded.path, "0" * 64))
