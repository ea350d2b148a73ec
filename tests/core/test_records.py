"""Records: what they share with the frozen dataclasses of the standard library, held against those."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import pytest

from spinout.core.records import record


@record
class Paper:
    """A record with every kind of field."""

    title: str
    sides: int = 5
    marks: Mapping[str, int] = field(default_factory=dict)
    draft: bool = field(default=False, compare=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Twin:
    """The same, made by the standard library."""

    title: str
    sides: int = 5
    marks: Mapping[str, int] = field(default_factory=dict)
    draft: bool = field(default=False, compare=False)
    secret: str = field(default="", repr=False)


@record
class Nothing:
    """A record without fields."""


@record
class One:
    """A record of one field."""

    value: Any


@record(slots=False)
class Square:
    """A record that works something out once."""

    side: int

    @cached_property
    def area(self) -> int:
        """Its area."""
        return self.side**2


@record
class Named:
    """A record that another builds on."""

    name: str = "spinout"

    def shout(self) -> str:
        """The name, aloud."""
        return self.name.upper()


@record
class Dated(Named):
    """A record built on another."""

    day: str = "today"


GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 2), {"secret": "s"}),
    ((), {"title": "a", "marks": {"x": 1}}),
    (("a", 5, {}, True, "s"), {}),
    ((), {}),
    (("a", 1, {}, True, "s", "too many"), {}),
    (("a",), {"title": "b"}),
    (("a",), {"unknown": 1}),
]


@pytest.mark.parametrize(("args", "named"), GIVEN)
def test_a_record_takes_what_a_frozen_dataclass_takes(args: tuple[Any, ...], named: dict[str, Any]) -> None:
    """The same fields come of the same arguments, and the same error of wrong ones, the first time and later."""
    for _ in range(2):
        assert _made(Paper, args, named) == _made(Twin, args, named)


def _made(kind: type[Any], args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """What comes of making a record: its fields and how it is shown, or what is said against it."""
    try:
        made = kind(*args, **named)
    except TypeError as error:
        return (str(error).removeprefix(f"{kind.__name__}."),)
    return (*(getattr(made, f.name) for f in fields(made)), repr(made).removeprefix(kind.__name__))


def test_records_are_compared_by_their_fields() -> None:
    """Equal fields make equal records of equal hash; a field left out of comparing, and another class, do not."""
    assert Paper("a", draft=True) == Paper("a")
    assert Paper("a") != Paper("a", 6)
    others: list[object] = [Twin("a"), Nothing(), "a"]
    assert all(Paper("a") != other and One("a") != other for other in others)
    assert Nothing() == Nothing()
    assert len({One(1), One(1), One("1"), Nothing(), Nothing(), Square(2), Square(2)}) == 4
    assert hash(One(1)) == hash((1,))
    with pytest.raises(TypeError):
        hash(Paper("a"))  # a mapping in it has no hash


def test_nothing_can_be_set_or_taken_away() -> None:
    """A record is frozen, with slots and without."""
    for made in (One(1), Square(1)):
        name = fields(made)[0].name
        with pytest.raises(FrozenInstanceError, match="cannot assign to field"):
            setattr(made, name, 2)
        with pytest.raises(FrozenInstanceError, match="cannot delete field"):
            delattr(made, name)
    with pytest.raises((FrozenInstanceError, AttributeError)):
        One(1).other = 1  # type: ignore[attr-defined]
    assert not hasattr(One(1), "__dict__")


def test_the_standard_library_takes_records_for_its_own() -> None:
    """Fields, copies with a change, patterns, pickles and copies work."""
    assert [f.name for f in fields(Paper)] == [f.name for f in fields(Twin)]
    assert replace(Paper("a"), sides=6) == Paper("a", 6)
    match Paper("a", 7):
        case Paper(title, sides):
            assert (title, sides) == ("a", 7)
    for made in (Paper("a", 2, {"x": 1}), One((1, 2)), Nothing(), Square(3)):
        for copied in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
            assert copied == made
            assert type(copied) is type(made)
    assert is_dataclass(Paper)


def test_a_record_may_build_on_another() -> None:
    """Its fields follow those it has from there, and methods that call on it work."""
    assert Dated("a", "b") == Dated(name="a", day="b")
    assert Dated() != Named()
    assert Dated().shout() == "SPINOUT"
    assert Square(4).area == Square(4).area == 16


def test_fields_are_described_when_somebody_asks() -> None:
    """Of a record built on another in any order, and of an instance as of its class."""

    @record
    class Base:
        """A record that nobody asked about."""

        first: int
        kept: ClassVar[str] = "not a field"

    @record
    class Built(Base):
        """One built on it."""

        second: tuple[int, ...] = field(default=(), repr=False)

    assert [(f.name, f.default, f.repr) for f in fields(Built(1))] == [
        ("first", MISSING, True),
        ("second", (), False),
    ]
    assert [f.name for f in fields(Base)] == ["first"]
    assert replace(Built(1), first=2) == Built(2)
    assert Built.__match_args__ == ("first", "second")
    assert Built.kept == "not a field"


def test_a_field_without_a_default_may_not_follow_one_with_a_default() -> None:
    """It is told when the first record is made."""

    @record
    class Wrong:
        """A record that cannot be made."""

        first: int = 1
        second: int  # type: ignore[misc]

    with pytest.raises(TypeError, match=r"Wrong\.second has no default"):
        Wrong(1, 2)
