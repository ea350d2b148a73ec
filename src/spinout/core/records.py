"""Frozen records: `dataclass(frozen=True, slots=True)`, whose methods are not compiled before they are called.

The standard library writes the text of six methods for each class, and compiles it, whenever the
class is defined. With the hundred records of an assessment that took half of the time in which a
command starts (docs/decisions/0005-records.md). Here the constructor is written when the first
record of its kind is made, and the other methods are the same few functions for every class.
`fields`, `replace` and `is_dataclass` of the standard library work as they do on its own.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
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
        cls.__init__ = made = _constructor(fields(cls))
        made(self, *args, **named)

    return __init__


def _constructor(every: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The constructor that the standard library would write for a frozen class."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
    taken, lines = ["self"], []
    for number, f in enumerate(every):
        value = f.name
        if f.default is not MISSING:
            known[f"_default{number}"] = f.default
            taken.append(f"{f.name}=_default{number}")
        elif f.default_factory is not MISSING:
            known[f"_make{number}"] = f.default_factory
            taken.append(f"{f.name}=_absent")
            value = f"_make{number}() if {f.name} is _absent else {f.name}"
        else:
            taken.append(f.name)
        lines.append(f" _set(self, {f.name!r}, {value})")
    exec(f"def __init__({', '.join(taken)}):\n" + ("\n".join(lines) or " pass"), known)
    made: Callable[..., None] = known["__init__"]
    return made


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
