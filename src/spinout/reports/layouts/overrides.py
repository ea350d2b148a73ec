"""What in a user's folder of templates would change nothing: looked for before any is used, and told all at once.

A file counts where the shipped templates ask for its name, or another file of the folder does. A block counts
where a template that its file builds on has a place for it, and nothing that builds on its file fills that place
again. What cannot be told from the text alone, such as an `include` of a name that is worked out, is left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.meta import find_referenced_templates
from jinja2.visitor import NodeVisitor

from spinout.core.wording import allowed, found, listed, nearest
from spinout.reports.layouts.environments import SHIPPED, BrokenTemplate, Templates, loader, source

TEMPLATE, STYLE = ".j2", ".css"
ENDINGS = (TEMPLATE, STYLE, ".html", ".htm")
"""The endings of what is looked at. A page without `.j2` is a mistake; Word and typst look for their files."""


@lru_cache(maxsize=8)
def check_overrides(templates: Templates) -> None:
    """Raise BrokenTemplate with all that the user's folder overrides in vain, or that cannot be read."""
    if faults := vain_overrides(templates):
        first, *rest = faults
        raise BrokenTemplate(first.name, "\n".join((first.message, *map(str, rest))), first.line)


def vain_overrides(templates: Templates) -> list[BrokenTemplate]:
    """All that the user's folder overrides in vain. Raises BrokenTemplate for what cannot be read."""
    if templates.own is None:
        return []
    folder = _Folder(templates)
    faults = sorted({*folder.unasked(), *folder.unshown(), *folder.outside_blocks()})
    return [BrokenTemplate(name, message, line or None) for name, line, message in faults]


_Fault = tuple[str, int, str]
"""A file, the line or 0 where that is all of it, and what is wrong."""


@dataclass
class _Block:
    """A block: its line, the blocks that have their place in it, and whether it draws the one that it overrides."""

    line: int = 0
    places: list[str] = field(default_factory=list)
    draws_overridden: bool = False


class _TemplateText(NodeVisitor):
    """What a template says of others: those that it extends, includes or asks for in any way, and its blocks.

    Of a name that is worked out there is None. `outermost` holds the places that stand in no block, and
    `drawn_again` the blocks that `self.name()` draws once more.
    """

    def __init__(self, tree: nodes.Template) -> None:
        self.tree = tree
        self.asked = list(find_referenced_templates(tree))
        self.parents, self.included = self._named(nodes.Extends), self._named(nodes.Include)
        again = tree.find_all(nodes.Getattr)
        self.drawn_again = [n.attr for n in again if isinstance(n.node, nodes.Name) and n.node.name == "self"]
        self.blocks: dict[str, _Block] = {}
        self.outermost = _Block()
        self._inside = [self.outermost]
        self.visit(tree)

    def _named(self, kind: type[nodes.Node]) -> list[str | None]:
        found = self.tree.find_all(kind)
        return [name for node in found for name in find_referenced_templates(nodes.Template([node]))]

    def visit_Block(self, node: nodes.Block) -> None:  # noqa: N802 - Jinja's name
        """A block, and what stands in it."""
        block = self.blocks[node.name] = _Block(node.lineno)
        self._inside[-1].places.append(node.name)
        self._inside.append(block)
        self.generic_visit(node)
        self._inside.pop()

    def visit_Name(self, node: nodes.Name) -> None:  # noqa: N802
        """`super()` in a block draws the one that it overrides."""
        self._inside[-1].draws_overridden |= node.name == "super"


class _Folder:
    """A user's folder with the shipped one behind it, and how the templates in them belong together."""

    def __init__(self, templates: Templates) -> None:
        assert templates.own is not None
        self._templates = templates
        self._syntax = Environment()
        self._every = frozenset(loader(templates).list_templates())
        self._shipped = FileSystemLoader(templates.shipped).list_templates()
        own = FileSystemLoader(templates.own).list_templates()
        self._own = [name for name in own if name.endswith(ENDINGS)]
        self._texts: dict[str, _TemplateText] = {}

    def _text(self, name: str) -> _TemplateText:
        if name not in self._texts:
            self._texts[name] = _TemplateText(self._syntax.parse(source(self._templates, name), name))
        return self._texts[name]

    # files

    def unasked(self) -> Iterator[_Fault]:
        """Files that no template asks for."""
        if None in self._asked:
            return
        for name in self._own:
            if name not in self._asked and not (name.endswith(STYLE) and name in self._shipped):
                yield name, 0, f"No template asks for this file. {self._near_file(name)}"

    def _near_file(self, name: str) -> str:
        if name in self._shipped:
            return "Files of yours stand in the place of those that would."
        stem = nearest(_stem(name), map(_stem, self._shipped))
        near = [other for other in self._shipped if _stem(other) == stem]
        if not near:
            return "To see the names that count: spinout templates"
        return f"Did you mean {found(nearest(name, near) or near[0])}?"

    @cached_property
    def _first(self) -> tuple[str, ...]:
        """The templates that the program itself asks for, which stand in no folder, of the formats that are changed."""
        endings = tuple({_ending(name) for name in self._own})
        return tuple(
            name for name in self._shipped if name.endswith(TEMPLATE) and "/" not in name and _ending(name) in endings
        )

    @cached_property
    def _asked(self) -> frozenset[str | None]:
        """All templates that a report could ask for; None among them where a name is worked out."""
        asked: set[str | None] = set()
        waiting: list[str | None] = [*self._first]
        while waiting:
            name = waiting.pop()
            if name not in asked and (name is None or name in self._every):
                asked.add(name)
                waiting += () if name is None else self._text(name).asked
        return frozenset(asked)

    # blocks

    def unshown(self) -> Iterator[_Fault]:
        """Blocks that fill no place, and files that build on themselves."""
        for name in filter(self._chains.__contains__, self._own):
            text = self._text(name)
            if name in text.parents:
                yield name, 1, f'It extends itself. Write: {{% extends "{SHIPPED}/{name}" %}}'
            elif text.parents:
                for block in text.outermost.places:
                    if (name, block) not in self._shown:
                        why = f"The block {found(block)} overrides nothing. {self._why(name, block)}"
                        yield name, text.blocks[block].line, why

    @cached_property
    def _chains(self) -> dict[str, list[list[str]]]:
        """For each template the chains that it is part of: a template that is laid out, and what it builds on."""
        included = {name for asked in self._asked if asked is not None for name in self._text(asked).included}
        chains = defaultdict(list)
        for first in {*self._first, *(name for name in included & self._asked if name is not None)}:
            chain = self._chain(first)
            for name in chain:
                chains[name].append(chain)
        return chains

    def _chain(self, name: str) -> list[str]:
        chain = [name]
        while parents := [p for p in self._text(chain[-1]).parents if p in self._every and p not in chain]:
            chain.append(str(parents[0]))
        return chain

    @cached_property
    def _shown(self) -> set[tuple[str, str]]:
        """The blocks, each with its file, that are drawn in some report."""
        shown: set[tuple[str, str]] = set()
        for chain in (chain for chains in self._chains.values() for chain in chains):
            if self._text(chain[-1]).parents:  # what it builds on cannot be told
                shown |= {(name, block) for name in chain for block in self._text(name).blocks}
            else:
                shown |= self._drawn(chain)
        return shown

    def _drawn(self, chain: list[str]) -> set[tuple[str, str]]:
        """The blocks that are drawn where a chain is: those that have a place, from its last template on."""
        texts = [(name, self._text(name)) for name in chain]
        waiting = [*texts[-1][1].outermost.places, *(block for _, text in texts for block in text.drawn_again)]
        drawn: set[tuple[str, str]] = set()
        seen: set[str] = set()
        while waiting:
            place = waiting.pop()
            filling = [(name, text.blocks[place]) for name, text in texts if place in text.blocks and place not in seen]
            seen.add(place)
            for name, block in filling:
                drawn.add((name, place))
                waiting += block.places
                if not block.draws_overridden:
                    break
        return drawn

    def _why(self, name: str, block: str) -> str:
        """Why a block of a file is not drawn, and where it would be."""
        chains = [(chain, chain.index(name)) for chain in self._chains[name]]
        places = self._blocks(behind for chain, place in chains for behind in chain[place + 1 :])
        if block in places:
            filled = self._blocks(before for chain, place in chains for before in chain[:place]).get(block)
            if filled:
                return f"It is filled again by {listed(sorted(filled))}. Write it in a file of that name."
            return "The block that it stands in is replaced too."
        every = self._blocks(f"{SHIPPED}/{other}" for other in self._shipped if _ending(other) == _ending(name))
        if block in every:
            return f"It is one of {listed(sorted(every[block]))}. Write it in a file of that name."
        near = nearest(block, {**every, **places})
        if near is None:
            return allowed(sorted(places))
        return f"Did you mean {found(near)}{'' if near in places else f', of {listed(sorted(every[near]))}'}?"

    def _blocks(self, names: Iterable[str]) -> dict[str, set[str]]:
        """The names of the blocks of some templates, each with the templates that have it."""
        blocks = defaultdict(set)
        for name in names:
            for block in self._text(name).blocks:
                blocks[block].add(name.removeprefix(f"{SHIPPED}/"))
        return blocks

    # text

    def outside_blocks(self) -> Iterator[_Fault]:
        """What stands outside the blocks of a file that builds on another, where it is never drawn."""
        for name in filter(self._asked.__contains__, self._own):
            body = self._text(name).tree.body
            extends = [place for place, node in enumerate(body) if isinstance(node, nodes.Extends)]
            for node in body[extends[0] :] if extends else ():
                if isinstance(node, nodes.Output) and (line := _first_line(node)):
                    yield name, line, "This stands outside every block, so it is never shown."
                    break


def _stem(name: str) -> str:
    return PurePosixPath(name).name.split(".", 1)[0]


def _ending(name: str) -> str:
    return "".join(PurePosixPath(name).suffixes[-2:])


def _first_line(output: nodes.Output) -> int:
    """The line of the first thing that an output would draw, or 0 where all of it is blank."""
    for part in output.nodes:
        if not isinstance(part, nodes.TemplateData):
            return part.lineno
        if part.data.strip():
            blank = part.data[: len(part.data) - len(part.data.lstrip())]
            return part.lineno + blank.count("\n")
    return 0
