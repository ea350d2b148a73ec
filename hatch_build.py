"""Compile the shipped questionnaire and templates into the wheel, so that no command has to do it again."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileShipped(BuildHookInterface[Any]):
    """Puts what is compiled beside its files. An editable install has none: its code may change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files before the wheel is packed."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from spinout.use_cases.questionnaires import FILE, compile_shipped
        from spinout.use_cases.templates import FOLDER, FORMATS, compile_templates

        self._folder = TemporaryDirectory()
        made = Path(self._folder.name) / FILE
        made.write_bytes(compile_shipped())
        build_data["force_include"][str(made)] = f"spinout/_data/{FILE}"
        for suffix in FORMATS:
            folder = Path(self._folder.name) / FOLDER / suffix[1:]
            compile_templates(suffix, folder)
            build_data["force_include"][str(folder)] = f"spinout/_data/{FOLDER}/{suffix[1:]}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take away what was made, once it is packed."""
        if version != "editable":
            self._folder.cleanup()
