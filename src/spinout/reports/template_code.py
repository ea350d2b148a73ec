"""How templates become Python: the same output as Jinja's own code gives, in fewer steps.

Jinja hands on each piece of a template by itself, through every template that includes it, and asks two
functions about every value. A report has some ten thousand pieces. Here a template gathers its pieces and
hands on one text; a text that was inserted before is looked up; and a field of the view is read as Python
reads it where no sandbox must look at it first. tests/reports/test_template_code.py holds the two together.
"""

from collections.abc import Callable, Iterable
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

if TYPE_CHECKING:
    from markupsafe import Markup

SHORT = 1000
"""Texts up to here are remembered once they are escaped."""
MOST = 8192
"""So many texts are remembered; then all are forgotten."""


class Texts(dict[str, "Markup"]):
    """Texts as they are inserted, each escaped once: most come from the questionnaire, and return."""

    def __init__(self, escaped: "Callable[[str], Markup]") -> None:
        """Take what escapes a text; its result stands as it is wherever a template puts it."""
        super().__init__()
        self._escaped = escaped

    def __missing__(self, text: str) -> "Markup":
        made = self._escaped(text)
        if len(text) < SHORT:
            if len(self) >= MOST:
                self.clear()
            self[text] = made
        return made


class GatheringCode(CodeGenerator):
    """For environments whose `finalize` gives what may stand in the output, and that have `texts`."""

    def write_commons(self) -> None:
        """What every template's functions have at hand, with how values are inserted."""
        super().write_commons()
        self.writeline("put = environment.finalize")
        self.writeline("texts = environment.texts")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Gather what a template or a block gives, and hand it on at its end."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Put in another template's text; one without the context too, which Jinja hands on past what is gathered."""
        if node.with_context:
            super().visit_Include(node, frame)
            return
        if node.ignore_missing:
            self.writeline("try:")
            self.indent()
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        if node.ignore_missing:
            self.outdent()
            self.writeline("except TemplateNotFound:")
            self.writeline("    pass")
            self.writeline("else:")
            self.indent()
        self.writeline(f"{frame.buffer}.extend(template._get_default_module()._body_stream)")
        if node.ignore_missing:
            self.outdent()

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Read a field of the program's own view as Python does; a user's template goes through the sandbox.

        So in the program's own templates a dot leads to attributes, and never to items.
        """
        blocks = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if self.environment.sandboxed or blocks or not node.attr.isidentifier() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _plainly_escaped(frame):
            self.write("(texts[value] if type(value := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _plainly_escaped(frame):
            self.write(")) is str else put(value))")
        else:
            super()._output_child_post(node, frame, finalize)


def _plainly_escaped(frame: Frame) -> bool:
    """Whether no template switched escaping off, as a user's may."""
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile
