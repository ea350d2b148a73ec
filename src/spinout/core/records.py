"""Frozen records: `dataclass(frozen=True, slots=True)`, of which little is made before it is needed.

The standard library writes the text of six methods for each class, and compiles it, whenever the
class is defined. With the hundred records of an assessment that took half of the time in which a
command starts (docs/decisions/0005-records.md). Here a constructor is written once for all classes
with as many fields, the other methods are the same few functions for every class, and the standard
library describes the fields when somebody asks for them.
`fields`, `replace` and `is_dataclass` of the standard library work as they do on its own.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from types import CodeType, FunctionType, MemberDescriptorType
from typing import Any, ClassVar, TypeVar, dataclass_transform, overload

T = TypeVar("T")
Kind = TypeVar("Kind", bound=type[Any])


@overload
def record(cls: Kind, /) -> Kind: ...
@overload
def record(*, slots: bool = True) -> Callable[[Kind], Kind]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Any = None, /, *, slots: bool = True) -> Any:
    """Make a class a frozen record of its annotated fields; without `slots` it may keep cached properties."""
    return _record(cls, slots=slots) if cls is not None else lambda cls: _record(cls, slots=slots)


def _record(cls: type[Any], *, slots: bool) -> type[Any]:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else a signature is worked out for it
    given = _given(cls)
    methods: dict[str, Any] = {
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        GIVEN: given,
    }
    methods["__eq__"], methods["__hash__"] = _comparing(tuple(n for n, one in given.items() if _compared(one)))
    if slots:
        made = _with_slots(cls, tuple(given), methods)
        made.__getstate__, made.__setstate__ = _copying(made, tuple(given))
    else:
        made = dataclass(init=False, repr=False, eq=False)(cls)
        for name, method in methods.items():
            setattr(made, name, method)
    made.__init__ = _constructor_to_be(made)
    return made


GIVEN = "__given__"
"""Where a record keeps its fields: for each its default, what `field` gave, or MISSING."""


def _given(cls: type[Any]) -> dict[str, Any]:
    """The fields of a class, those of the records that it is built on first."""
    found: dict[str, Any] = {}
    for base in cls.__mro__[:0:-1]:
        found |= base.__dict__.get(GIVEN, {})
    for name, kind in get_annotations(cls).items():
        if kind is not ClassVar and getattr(kind, "__origin__", None) is not ClassVar:
            found[name] = cls.__dict__.get(name, MISSING)
    return found


def _compared(given: Any) -> bool:
    return not isinstance(given, Field) or given.compare


def _with_slots(cls: type[Any], names: tuple[str, ...], methods: dict[str, Any]) -> type[Any]:
    """The same class with a slot for each field that no class below has; no slot may have a default beside it."""
    inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get(GIVEN, ())}
    content = {name: value for name, value in cls.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    content |= methods
    content["__slots__"] = tuple(name for name in names if name not in inherited)
    content["__match_args__"] = names
    content["__dataclass_fields__"] = _FieldsToBe(cls)
    kind: Any = type(cls)
    made: type[Any] = kind(cls.__name__, cls.__bases__, content)
    made.__qualname__ = cls.__qualname__
    return made


class _FieldsToBe:
    """The fields as the standard library describes them, which takes a while: worked out when they are looked at."""

    def __init__(self, cls: type[Any]) -> None:
        self._cls = cls

    def __get__(self, _: object, made: type[Any]) -> dict[str, Field[Any]]:
        described: Any = dataclass(init=False, repr=False, eq=False)(self._cls)
        for owner in made.__mro__:
            if owner.__dict__.get("__dataclass_fields__") is self:
                owner.__dataclass_fields__ = described.__dataclass_fields__  # type: ignore[attr-defined]
                owner.__dataclass_params__ = described.__dataclass_params__  # type: ignore[attr-defined]
        every: dict[str, Field[Any]] = described.__dataclass_fields__
        return every


def _constructor_to_be(cls: type[Any]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it becomes one
        cls.__init__ = made = _constructor(cls)
        made(self, *args, **named)

    return __init__


def _constructor(cls: type[Any]) -> Callable[..., None]:
    """The constructor that the standard library would write for a frozen class, with slots filled directly."""
    every: dict[str, Any] = getattr(cls, GIVEN)
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
    kinds: list[tuple[bool, bool]] = []
    for number, (name, given) in enumerate(every.items()):
        slot: Any = getattr(cls, name, None)
        slotted, made = isinstance(slot, MemberDescriptorType), _factory(given) is not MISSING
        known |= {f"_slot{number}": slot.__set__} if slotted else {f"_name{number}": name}
        known |= {f"_make{number}": _factory(given)} if made else {}
        kinds.append((slotted, made))
    code = _code(tuple(kinds)).replace(co_varnames=("self", *every))
    return FunctionType(code, known, "__init__", _defaults(cls, every))


def _factory(given: Any) -> Any:
    return given.default_factory if isinstance(given, Field) else MISSING


@cache
def _code(kinds: tuple[tuple[bool, bool], ...]) -> CodeType:
    """What a constructor does, for fields that have a slot or not, and a factory or not; compiled once for all."""
    taken, lines = ["self"], []
    for number, (slotted, made) in enumerate(kinds):
        value = name = f"_given{number}"
        if made:
            value = f"_make{number}() if {name} is _absent else {name}"
        taken.append(name)
        lines.append(f" _slot{number}(self, {value})" if slotted else f" _set(self, _name{number}, {value})")
    made_here: dict[str, Any] = {}
    exec(f"def __init__({', '.join(taken)}):\n" + ("\n".join(lines) or " pass"), made_here)
    code: CodeType = made_here["__init__"].__code__
    return code


def _defaults(cls: type[Any], every: dict[str, Any]) -> tuple[Any, ...]:
    """What the last fields are where they are not given; a factory makes its own then."""
    last: list[Any] = []
    for name, given in every.items():
        default = given.default if isinstance(given, Field) else given
        if default is not MISSING or _factory(given) is not MISSING:
            last.append(default)
        elif last:
            raise TypeError(f"{cls.__name__}.{name} has no default, and follows a field that has one")
    return tuple(last)


def _comparing(names: tuple[str, ...]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    values: Callable[[Any], tuple[Any, ...]]
    if len(names) > 1:
        values = attrgetter(*names)
    else:

        def values(one: Any) -> tuple[Any, ...]:
            return tuple(getattr(one, name) for name in names)

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807 - it becomes one
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807 - it becomes one
        return hash(values(self))

    return __eq__, __hash__


def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:  # noqa: ARG001 - Python's own names
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:  # noqa: ARG001 - Python's own names
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _copying(cls: type[Any], names: tuple[str, ...]) -> tuple[Callable[..., Any], Callable[..., None]]:
    setters = [getattr(cls, name).__set__ for name in names]

    def __getstate__(self: Any) -> list[Any]:  # noqa: N807 - it becomes one
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:  # noqa: N807 - it becomes one
        for give, value in zip(setters, state, strict=True):
            give(self, value)

    return __getstate__, __setstate__
