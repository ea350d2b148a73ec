"""Which fields a template asks for that the view does not have, found without filling the template in.

It follows the types of the view's structs through loops, conditions and `set`. Where it cannot
tell what a value is, it says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from msgspec import Struct

from spinout.core.wording import did_you_mean
from spinout.core.wording import found as found_words
from spinout.reports.layouts.environments import no_field

KEEPS_ITS_KIND = {"list", "sort", "reverse", "unique", "batch", "select", "reject", "selectattr", "rejectattr"}
SEQUENCES: tuple[Any, ...] = (tuple, list)
ONE_OF_THEM = {"first", "last", "min", "max"}

Kinds = tuple[Any, ...]
"""The types that a value may have; none where that cannot be told."""
Scope = Mapping[str, Kinds]


class UnknownField(Struct, frozen=True):
    """A field that a template asks for and nothing has."""

    path: str
    line: int
    message: str


def unknown_fields(
    tree: nodes.Template, known: Mapping[str, type], globals_: Iterable[str], *, filters: Iterable[str]
) -> list[UnknownField]:
    """The fields and filters of a parsed template that do not exist, in its order.

    `known` are the names that a field may begin with, with their types.
    """
    scope = {**dict.fromkeys(globals_, ()), **{name: (kind,) for name, kind in known.items()}}
    known_filters = frozenset(filters)
    unknown = (node for node in tree.find_all(nodes.Filter) if node.name not in known_filters)
    found = [
        *_Walk(known).through(tree, scope),
        *(UnknownField(n.name, n.lineno, f"There is no filter {found_words(n.name)}.") for n in unknown),
    ]
    return list({(f.path, f.line): f for f in found}.values())


class _Walk:
    """One way through a template; `scope` says what each name stands for."""

    def __init__(self, known: Mapping[str, type]) -> None:
        self._known = tuple(known)
        self._begins = f"Every field begins with {', '.join(f'{name}.' for name in known if fields(known[name]))}"

    def through(self, node: nodes.Node, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        """The unknown fields in a node and below it."""
        match node:
            case nodes.For():
                yield from self._loop(node, scope)
            case nodes.Macro() | nodes.CallBlock():
                yield from self._macro(node, scope)
            case nodes.Assign() | nodes.AssignBlock() | nodes.With() | nodes.Import() | nodes.FromImport():
                yield from self._binding(node, scope)
            case nodes.Name(ctx="load"):
                if node.name not in scope:
                    near = did_you_mean(node.name, self._known)
                    yield UnknownField(node.name, node.lineno, f"{no_field(node.name)} {near or self._begins}")
            case nodes.Getattr() | nodes.Getitem(arg=nodes.Const(value=str())):
                yield from self._field(node, scope)
            case _:
                yield from self._all(node.iter_child_nodes(), scope)

    def _binding(self, node: nodes.Node, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        """What gives a name to a value."""
        match node:
            case nodes.Assign():
                yield from self.through(node.node, scope)
                _bind(node.target, _kinds(node.node, scope), scope)
            case nodes.AssignBlock():
                yield from self._all(node.body, dict(scope))
                _bind(node.target, (str,), scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    yield from self.through(value, scope)
                    _bind(target, _kinds(value, scope), inner)
                yield from self._all(node.body, inner)
            case nodes.Import():
                scope[node.target] = ()
            case nodes.FromImport():
                scope |= {name if isinstance(name, str) else name[1]: () for name in node.names}

    def _all(self, every: Any, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        for node in every:
            yield from self.through(node, scope)

    def _loop(self, node: nodes.For, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        yield from self.through(node.iter, scope)
        inner = {**scope, "loop": ()}
        _bind(node.target, _elements(_kinds(node.iter, scope)), inner)
        if node.test is not None:
            yield from self.through(node.test, inner)
        yield from self._all(node.body, inner)
        yield from self._all(node.else_, dict(scope))

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        yield from self._all(node.defaults, scope)
        if isinstance(node, nodes.Macro):
            scope[node.name] = ()
        else:
            yield from self.through(node.call, scope)
        inner = {**scope, **{arg.name: () for arg in node.args}, "caller": (), "varargs": (), "kwargs": ()}
        yield from self._all(node.body, inner)

    def _field(self, node: Any, scope: dict[str, Kinds]) -> Iterator[UnknownField]:
        yield from self.through(node.node, scope)
        kinds = _kinds(node.node, scope)
        name = _name(node)
        if kinds and not any(_has(kind, name) for kind in kinds):
            yield UnknownField(_path(node), node.lineno, no_field(name, tuple(f for k in kinds for f in fields(k))))


# what a value is


def _kinds(node: Any, scope: Scope) -> Kinds:
    match node:
        case nodes.Name():
            return scope.get(node.name, ())
        case nodes.Getattr() | nodes.Getitem(arg=nodes.Const(value=str())):
            name = _name(node)
            return tuple(k for kind in _kinds(node.node, scope) for k in _parts(fields(kind).get(name)))
        case nodes.Getitem(arg=nodes.Const(value=int())):
            return _elements(_kinds(node.node, scope))
        case nodes.Getitem(arg=nodes.Slice()):
            return _kinds(node.node, scope)
        case nodes.CondExpr():
            return (*_kinds(node.expr1, scope), *_kinds(node.expr2, scope))
        case nodes.Or():
            return (*_kinds(node.left, scope), *_kinds(node.right, scope))
        case nodes.Filter() if node.name in KEEPS_ITS_KIND:
            return _kinds(node.node, scope)
        case nodes.Filter() if node.name in ONE_OF_THEM:
            return _elements(_kinds(node.node, scope))
        case _:
            return ()


@lru_cache(maxsize=256)
def fields(kind: Any) -> Mapping[str, Any]:
    """The fields of a struct of the view, each with its type."""
    if not isinstance(kind, type) or not issubclass(kind, Struct):
        return {}
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}


def _has(kind: Any, name: str) -> bool:
    known = fields(kind)
    return name in known if known else hasattr(get_origin(kind) or kind, name)


def _parts(kind: Any) -> Kinds:
    """The types of a union, without None."""
    if kind is None or kind is NoneType:
        return ()
    if get_origin(kind) in (Union, UnionType):
        return tuple(k for part in get_args(kind) for k in _parts(part))
    return (kind,)


def _elements(kinds: Kinds) -> Kinds:
    """The types of what a sequence holds."""
    held = [part for kind in kinds if get_origin(kind) in SEQUENCES for part in get_args(kind) if part is not Ellipsis]
    return tuple(k for part in held for k in _parts(part))


def _bind(target: Any, kinds: Kinds, scope: dict[str, Kinds]) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = kinds
    else:
        scope |= {name.name: () for name in target.find_all(nodes.Name)}


def _name(node: Any) -> str:
    return str(node.attr if isinstance(node, nodes.Getattr) else node.arg.value)


def _path(node: Any) -> str:
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr() | nodes.Getitem(arg=nodes.Const(value=str())):
            return f"{_path(node.node)}.{_name(node)}"
        case nodes.Getitem():
            return f"{_path(node.node)}[…]"
        case _:
            return "(…)"
