"""How a tool that takes XLSForms shows and hides, and checks what is put in: the XForm of pyxform, worked out here."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
from pyxform.xls2xform import convert

from spinout.core.answers import Answer
from spinout.core.labels import safe_name
from spinout.core.questionnaire import Question
from spinout.core.wording import as_written
from spinout.forms.form import Form
from spinout.forms.xlsform import xlsform

etree: Any = pytest.importorskip("lxml.etree", reason='needs the extra "word"')
XFORMS = "http://www.w3.org/2002/xforms"


def _text(value: Any) -> str:
    return (
        "".join(value[0].itertext())
        if isinstance(value, list) and value
        else ""
        if isinstance(value, list)
        else str(value)
    )


def _selected(_: Any, chosen: Any, one: str) -> bool:
    return one in _text(chosen).split()


functions: Any = etree.FunctionNamespace(None)
functions["selected"] = _selected
functions["count-selected"] = lambda _, chosen: float(len(_text(chosen).split()))
functions["if"] = lambda _, condition, then, otherwise: then if condition else otherwise


class Survey:
    """A form as a tool has it, and what was put in."""

    def __init__(self, form: Form) -> None:
        made = convert(xlsform(form, {}))
        self.warnings = made.warnings
        self.root: Any = etree.fromstring(made.xform.encode("utf-8"))
        model = self.root.find(f".//{{{XFORMS}}}instance")[0]
        self.data = self._bare(model)
        self.binds = [dict(bind.attrib) for bind in self.root.iter(f"{{{XFORMS}}}bind")]

    def _bare(self, node: Any) -> Any:
        """The tree of what is put in, without names of spaces."""
        made = etree.Element(etree.QName(node).localname)
        made.extend(self._bare(child) for child in node if isinstance(child.tag, str))
        return made

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """Every field and group by its name."""
        return {node.tag: node for node in self.data.iter()}

    def put(self, question: Question, answer: Answer) -> None:
        """Put in what somebody says to a question."""
        for column, text in _texts(question, answer):
            self.fields[safe_name(column)].text = text

    def shown(self) -> set[str]:
        """The names that are shown; what is not is emptied, and counts as empty from then on."""
        hidden = set()
        for bind in self.binds:
            if "relevant" in bind:
                node = self.data.xpath(bind["nodeset"])[0]
                if not self.data.xpath(bind["relevant"]):
                    for each in node.iter():
                        hidden.add(each.tag)
                        each.text = None
        return set(self.fields) - hidden

    def takes(self, name: str, text: str) -> bool:
        """Whether a field takes a text, by its constraint."""
        node = self.fields[name]
        path = node.getroottree().getpath(node)
        node.text = text
        bind = next(bind for bind in self.binds if bind["nodeset"].strip() == path)
        return bool(node.xpath(bind.get("constraint", "true()")))


def _texts(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    """What is put in, by the column of a table that it belongs to."""
    ident, value = question.id, answer.value
    if isinstance(value, Mapping):
        yield from ((f"{ident}.{part}", as_written(share)) for part, share in value.items())
    elif isinstance(value, bool):
        yield ident, "yes" if value else "no"
    elif isinstance(value, tuple):
        yield ident, " ".join(value)
    elif isinstance(value, int | Decimal):
        yield ident, as_written(value)
    elif value is not None:
        yield ident, value
    if answer.unknown:
        yield ident if question.type.picks() else f"{ident}#unknown", "dont-know"
    if answer.reason is not None:
        yield f"{ident}#not_applicable", answer.reason
    if question.backed(answer.evidence) and question.evidence_counts:
        yield f"{ident}#evidence", str(answer.evidence)
