"""What a batch does with each result as soon as it is there."""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from spinout.cli.progress import ProgressBar
    from spinout.cli.report_folders import ReportFolders
    from spinout.cli.screens.cohort import Tally
    from spinout.use_cases.cohorts import Gathering
    from spinout.use_cases.results import Result


class Telling:
    """Passes results on: to the counts, to stdout or the screen, and to the file that is written."""

    def __init__(
        self, tally: "Tally", bar: "ProgressBar | None", out: BinaryIO | None, *, as_json: bool, as_lines: bool
    ) -> None:
        from spinout.cli.screens.problems import ProblemScreen

        self._tally = tally
        self._bar = bar
        self._out = out
        self._as_json = as_json
        self._as_lines = as_lines
        self._screen = ProblemScreen()
        self._guessed = ""
        """The file whose encoding was last said to be a guess."""
        self._gathering: Gathering | None = None
        self._folders: ReportFolders | None = None

    def keep(self, gathering: "Gathering | None", folders: "ReportFolders | None") -> None:
        """Pass results on to a cohort's report too, and reports to their folders."""
        self._gathering, self._folders = gathering, folders

    def tell(self, result: "Result") -> None:
        """Pass on one result."""
        self._tally.count(result)
        if result.unreadable is not None:
            self._say(f"{result.file}: {result.unreadable}")
        elif result.problems and not self._as_json:
            for line in self._screen.lines(result.file, result.problems, several=result.line is not None):
                self._say(line)
        elif result.warnings and result.file != self._guessed:
            self._guessed = result.file
            for warning in result.warnings:
                self._say(f"Warning [{warning.code.value}]: {result.file}: {warning.message}")
        self._write(result)
        if self._bar is not None:
            self._bar.step()

    def end(self) -> None:
        """Say what is left to say."""
        for line in self._screen.rest():
            self._say(line)
        for line in () if self._folders is None else self._folders.remarks():
            self._say(line)

    def _write(self, result: "Result") -> None:
        from spinout.cli.streams import result_line

        if self._as_json and result.json is not None:
            result_line(result.json)
        if self._gathering is not None:
            self._gathering.take(result)
        if self._folders is not None and result.reports is not None:
            failed = self._folders.write(result.reports, None if result.header is None else result.header.called)
            if failed is not None:
                self._say(f"{result.file}: no report could be made. {failed}")
        if self._out is None:
            return
        if self._as_lines and result.json is not None:
            self._out.write(result.json.encode("utf-8", "backslashreplace"))
        elif result.row is not None:
            self._out.write(result.row)

    def _say(self, line: str) -> None:
        from spinout.cli.streams import say

        if self._bar is not None:
            self._bar.hide()
        say(line)
