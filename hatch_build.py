"""Compile the shipped questionnaire into the wheel, so that no command has to read it again."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileQuestionnaire(BuildHookInterface[Any]):
    """Puts the compiled questionnaire beside the questions. An editable install has none: its code may change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file before the wheel is packed."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from spinout.use_cases.compiled import FILE
        from spinout.use_cases.questionnaires import compile_shipped

        self._folder = TemporaryDirectory()
        made = Path(self._folder.name) / FILE
        made.write_bytes(compile_shipped())
        build_data["force_include"][str(made)] = f"spinout/_data/{FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take away what was made, once it is packed."""
        if version != "editable":
            self._folder.cleanup()
