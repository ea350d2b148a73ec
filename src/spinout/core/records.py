"""Frozen records: `dataclass(frozen=True, slots=True)`, whose methods are not compiled before they are called.

The standard library writes the text of six methods for each class, and compiles it, whenever the
class is defined. With the hundred records of an assessment that took half of the time in which a
command starts (docs/decisions/0005-records.md). Here a constructor is written once for all classes
with as many fields, and the other methods are the same few functions for every class.
`fields`, `replace` and `is_dataclass` of the standard library work as they do on its own.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType, MemberDescriptorType
from typing import Any, TypeVar, dataclass_transform, overload

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
    made: Any = dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    every = fields(made)
    made.__init__ = _constructor_to_be(made)
    made.__eq__, made.__hash__ = _comparing(tuple(f.name for f in every if f.compare))
    made.__repr__ = _repr
    made.__setattr__ = _refuse_to_set
    made.__delattr__ = _refuse_to_delete
    if slots:
        made.__getstate__, made.__setstate__ = _copying(made, tuple(f.name for f in every))
    done: type[Any] = made
    return done


def _constructor_to_be(cls: type[Any]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it becomes one
        cls.__init__ = made = _constructor(cls)
        made(self, *args, **named)

    return __init__


def _constructor(cls: type[Any]) -> Callable[..., None]:
    """The constructor that the standard library would write for a frozen class, with slots filled directly."""
    every = fields(cls)
    names = tuple(f.name for f in every)
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
    kinds: list[tuple[bool, bool]] = []
    for number, f in enumerate(every):
        slot: Any = getattr(cls, f.name, None)
        slotted, made = isinstance(slot, MemberDescriptorType), f.default_factory is not MISSING
        known |= {f"_slot{number}": slot.__set__} if slotted else {f"_name{number}": f.name}
        known |= {f"_make{number}": f.default_factory} if made else {}
        kinds.append((slotted, made))
    code = _code(tuple(kinds)).replace(co_varnames=("self", *names))
    return FunctionType(code, known, "__init__", _defaults(cls, every))


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


def _defaults(cls: type[Any], every: tuple[Field[Any], ...]) -> tuple[Any, ...]:
    """What the last fields are where they are not given; a factory makes its own then."""
    given: list[Any] = []
    for f in every:
        if f.default is not MISSING or f.default_factory is not MISSING:
            given.append(f.default)
        elif given:
            raise TypeError(f"{cls.__name__}.{f.name} has no default, and follows a field that has one")
    return tuple(given)


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
