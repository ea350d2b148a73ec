"""What the filled cells of a workbook form say as answers: labels back to ids, and what contradicts itself told."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from spinout.core.answers import DONT_KNOW
from spinout.core.kinds import Wrong
from spinout.core.kinds.base import Kind
from spinout.core.labels import plain_label
from spinout.core.problems import Code, Path, Problem, ProblemList
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.wording import did_you_mean, found, listed, number_from, seen, too_long
from spinout.core.workbook_rows import APPLIES_NOT, NOT_KNOWN, UNKNOWN, YES, offered_words, picks_meant, row_id, several
from spinout.inputs.documents import Flaw, number_too_long
from spinout.inputs.form_cells import SheetCell

CHOSEN = frozenset({"yes", "y", "x", "true", "1", "✓", "✔"})
NOT_CHOSEN = frozenset({"no", "n", "false", "0"})
NOT_HERE = frozenset({"does not apply", "not applicable"})
BESIDE = ("other", "evidence", "note", "not_applicable")
REFUSED = object()
"""Stands for a cell of which nothing can be made, which is told already."""


class Filled(Struct, frozen=True):
    """What stands in a cell, and where; `refused` where it is told already that nothing can be made of it."""

    text: str
    cell: SheetCell
    refused: bool = False


class AnswerReading:
    """Makes the answers of a document from the filled cells of rows, by the ids of the rows in small letters."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        problems: ProblemList,
        filled: Mapping[str, Mapping[str, Filled]],
        places: Mapping[str, Mapping[str, SheetCell]],
    ) -> None:
        self._questionnaire, self._problems, self._filled, self._places = questionnaire, problems, filled, places
        self.cells: dict[Path, SheetCell] = {}
        """Where the values of the document stand."""

    def answers(self) -> dict[str, Any]:
        """The answers, each under the id that its row has."""
        idents = dict.fromkeys(".".join(key.split(".")[:2]) for key in self._filled)
        made = {ident: self._answer(ident) for ident in idents}
        return {ident: answer for ident, answer in made.items() if answer is not None}

    def _answer(self, ident: str) -> Any:
        known = self._questionnaire
        question = known.questions.get(known.renamed.get(ident, ident))
        main = self._filled.get(ident, {})
        parts = {key: given for key, given in self._filled.items() if key.startswith(f"{ident}.")}
        self._place(ident, question)
        if question is None:
            every = [*main.values(), *(one for given in parts.values() for one in given.values())]
            return {"note": every[0].text} if every else None
        beside: dict[str, Any] = {n: seen(main[n].text) for n in BESIDE if n in main and not main[n].refused}
        self._in_parts(ident, question, parts, beside)
        value = self._value(ident, question, main.get("answer"), parts)
        instead = self._instead(ident, question, main.get("instead"))
        if value is not None and instead is not None:
            self._contradicts(ident, instead, main["instead"].cell)
            value = REFUSED
        elif instead is not None:
            value = DONT_KNOW if instead else None
            if not instead:
                beside.setdefault("not_applicable", "")
        if value is REFUSED:
            value = None
            beside.pop("other", None)
        given = {name: text for name, text in beside.items() if text is not None}
        return ({} if value is None else {"answer": value}) | given or None

    def _place(self, ident: str, question: Question | None) -> None:
        """Where the values of an answer stand, in the row of the question and in those of its options and parts."""
        top: Path = ("answers", ident)
        own = self._places.get(ident, {})
        if "answer" in own:
            self.cells[top] = self.cells[*top, "answer"] = own["answer"]
        for name in BESIDE:
            if name in own:
                self.cells[*top, name] = own[name]
        for part in () if question is None else question.type.parts:
            cells = self._places.get(row_id(ident, part.id), {})
            if "answer" in cells:
                self.cells[*top, "answer", part.id] = cells["answer"]
                self.cells.setdefault(top, cells["answer"])

    def _in_parts(
        self, ident: str, question: Question, parts: Mapping[str, Mapping[str, Filled]], beside: dict[str, Any]
    ) -> None:
        """Take the text of an option's own row; tell of what else stands beside options and parts."""
        takes = {row_id(ident, option.id) for option in question.type.options if option.other}
        for key, given in parts.items():
            for name, one in given.items():
                if name == "other" and key in takes and "other" not in beside and not one.refused:
                    beside["other"] = seen(one.text)
                    self.cells["answers", ident, "other"] = one.cell
                elif name != "answer" and not one.refused:
                    message = f"Found {found(one.text)} beside an option or a part, where nothing is read."
                    self._tell(ident, one.cell, (Code.NOT_READ, message, "Move it to the first row of the question."))

    # values

    def _value(
        self, ident: str, question: Question, own: Filled | None, parts: Mapping[str, Mapping[str, Filled]]
    ) -> Any:
        kind = question.type
        below = {key: given["answer"] for key, given in parts.items() if "answer" in given}
        if own is not None and own.refused:
            return REFUSED
        if own is not None and _says_none(kind, own.text):
            message = f"Found {found(own.text)} in the place of an answer."
            hint = "Choose it in the next column, and leave this one empty."
            return self._refused(ident, own.cell, (Code.WRONG_ANSWER, message, hint))
        if several(kind) or kind.parts:
            if own is not None:
                message = f"Found {found(own.text)} in a row that only names the question."
                hint = "Answer in the rows below it, one for each option or part."
                return self._refused(ident, own.cell, (Code.WRONG_ANSWER, message, hint))
            return self._chosen(ident, below) if several(kind) else self._shares(ident, below)
        for one in below.values():
            message = f"Found {found(one.text)} in a row of an option or a part, and this question has none."
            self._tell(ident, one.cell, (Code.UNKNOWN_PART, message, "Answer in the row of the question."))
        if own is None:
            return None
        text = seen(own.text)
        return self._picked(ident, kind, own, text) if kind.picks() else self._read(ident, kind, own, text)

    def _read(self, ident: str, kind: Kind, own: Filled, text: str) -> Any:
        value = kind.read_words(text)
        if not isinstance(value, str | list) and too_long(text):
            return self._refused(ident, own.cell, number_too_long(text, "Round it."))
        return value

    def _picked(self, ident: str, kind: Kind, own: Filled, text: str) -> Any:
        meant = picks_meant(kind, text)
        if len(meant) == 1:
            return kind.read_words(meant[0])
        if not meant and not isinstance(kind.read(kind.read_words(text)), Wrong):
            return kind.read_words(text)
        words = offered_words(kind)
        if meant:
            message = f"Found {found(text)}, which stands for several options: {listed(words[i] for i in meant)}."
            hint = "Write which is meant, as the list offers it."
        else:
            message = f"Found {found(text)}, which is none of the options."
            hint = f"{did_you_mean(text, words.values())} Allowed: {listed(words.values(), most=30)}.".lstrip()
        return self._refused(ident, own.cell, (Code.UNKNOWN_OPTION, message, hint))

    def _chosen(self, ident: str, below: Mapping[str, Filled]) -> Any:
        """The options beside which something says yes; none of the rest is guessed."""
        chosen: list[str] = []
        refused = False
        for key, one in below.items():
            word = plain_label(one.text)
            if word in CHOSEN and not one.refused:
                option = key[len(ident) + 1 :]
                self.cells["answers", ident, "answer", len(chosen)] = one.cell
                chosen.append(option)
            elif one.refused or word not in NOT_CHOSEN:
                refused = True
                if not one.refused:
                    message = f"Found {found(one.text)} beside an option."
                    hint = f"Write {YES} where it fits, and leave the others empty."
                    self._refused(ident, one.cell, (Code.WRONG_ANSWER, message, hint))
        return REFUSED if refused else chosen if below else None

    def _shares(self, ident: str, below: Mapping[str, Filled]) -> Any:
        shares: dict[str, object] = {}
        for key, one in below.items():
            text = seen(one.text)
            number = number_from(text)
            if one.refused:
                return REFUSED
            if number is not None and too_long(text):
                return self._refused(ident, one.cell, number_too_long(text, "Round it."))
            part = key[len(ident) + 1 :]
            self.cells.setdefault(("answers", ident, "answer", part), one.cell)
            shares[part] = text if number is None else number
        return shares or None

    # in place of an answer

    def _instead(self, ident: str, question: Question, given: Filled | None) -> bool | None:
        """True where the answer is not known, False where the question does not apply, None where neither is said."""
        if given is None or given.refused:
            return None
        word = plain_label(given.text)
        if word in NOT_KNOWN:
            return True
        if word in NOT_HERE and question.not_applicable:
            return False
        if word in NOT_HERE:
            flaw = (Code.NOT_APPLICABLE_REFUSED, "This question always applies.", f'Answer it, or choose "{UNKNOWN}".')
            self._tell(ident, given.cell, flaw, "instead")
            return None
        message = f"Found {found(given.text)} in the place for what stands instead of an answer."
        allowed = (UNKNOWN, APPLIES_NOT) if question.not_applicable else (UNKNOWN,)
        hint = f"{did_you_mean(given.text, allowed)} Allowed: {listed(allowed)}; or leave it empty.".lstrip()
        self._tell(ident, given.cell, (Code.UNKNOWN_WORD, message, hint), "instead")
        return None

    def _contradicts(self, ident: str, unknown: bool, cell: SheetCell) -> None:  # noqa: FBT001 - which of the two
        code = Code.ANSWER_AND_UNKNOWN if unknown else Code.ANSWER_AND_REASON
        said = UNKNOWN if unknown else APPLIES_NOT
        self._tell(ident, cell, (code, f'An answer and "{said}" stand together.', "Keep one of the two."), "instead")

    def _refused(self, ident: str, cell: SheetCell, flaw: Flaw) -> Any:
        self._tell(ident, cell, flaw, "answer")
        return REFUSED

    def _tell(self, ident: str, cell: SheetCell, flaw: Flaw, *below: str) -> None:
        path: Path = ("answers", ident, *below) if below else ()
        self._problems.add(Problem(*flaw, question=ident, path=path, line=cell.row, column=cell.column, cell=cell.name))


def _says_none(kind: Kind, text: str) -> bool:
    """Whether a text in the place of an answer says that there is none."""
    return not kind.own_words and plain_label(text) in NOT_KNOWN | NOT_HERE and not picks_meant(kind, text)
