"""What a plan may do with one question: the answers it may move to, and the effort of each.

The options of a question stand in the order of *least change*: the answer as it stands comes
first, and where two plans are otherwise equal, the option that stands earlier is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answer
from spinout.core.conditions import Comparison, Sight, Sighted, State, Truth, compared
from spinout.core.question_types import Scale, Split, Value
from spinout.core.question_types.choices import Choice, Multi, YesNo
from spinout.core.question_types.numbers import Number
from spinout.core.questionnaire import EFFORTS, Question
from spinout.core.scoring.completions import probe_of, widest
from spinout.core.scoring.standings import Standing

ATTACHING = 1
"""The effort of attaching evidence."""


class Option(Struct, frozen=True):
    """An answer that a question may be moved to; `evidence` where it is to be attached.

    The first option of every question is to leave it as it is: no effort, and `value` is what
    stands there. `score` is the least that it may count for, 0 where it has none.
    """

    value: Value | None
    effective: Value | None
    effort: int = 0
    score: Fraction = Fraction(0)
    evidence: bool = False


def as_it_stands(standing: Standing) -> Option:
    """Leave a question as it is; an open one counts as its worst answer."""
    return Option(
        standing.answer.value,
        standing.effective if standing.state is State.ANSWERED else None,
        score=_least_score(standing),
    )


def answer_with(option: Option, standing: Standing) -> Answer:
    """The answer to a question where an option is taken.

    Evidence to be attached stands in it as what the questionnaire says it could be.
    """
    made = replace(standing.answer, value=option.value, unknown=False)
    question = standing.question
    return replace(made, evidence=question.evidence or question.ask) if option.evidence else made


def options_of(
    standing: Standing, needs: Comparison | None = None, told_apart: Sequence[Comparison] = ()
) -> tuple[Option, ...]:
    """Everything that a plan may do with a question, the least change first.

    `needs` is its gate; `told_apart` are comparisons that others make with it. An option that
    an earlier one replaces at no more effort, with no less score, is left out.
    """
    kept = [as_it_stands(standing)]
    for option in _moves(standing, needs, told_apart):
        if not any(_replaces(other, option, standing, needs, told_apart) for other in kept):
            kept.append(option)
    return tuple(kept)


def seen(option: Option, standing: Standing) -> Sighted:
    """What conditions see of a question where an option is taken."""
    if option.effective is None:
        return standing
    return Sight(State.ANSWERED, option.effective, standing.pending)


def truths(option: Option, standing: Standing, made: Sequence[Comparison]) -> tuple[Truth, ...]:
    """What comparisons say of a question where an option is taken."""
    return tuple(compared(comparison, seen(option, standing)) for comparison in made)


def meets(option: Option, needs: Comparison) -> bool:
    """Whether a gate is met where an option is taken."""
    return option.effective is not None and needs.holds_for(option.effective)


def _replaces(
    one: Option, other: Option, standing: Standing, needs: Comparison | None, told_apart: Sequence[Comparison]
) -> bool:
    if one.effort > other.effort or one.score < other.score:
        return False
    if needs is not None and meets(other, needs) and not meets(one, needs):
        return False
    return truths(one, standing, told_apart) == truths(other, standing, told_apart)


def _least_score(standing: Standing) -> Fraction:
    if not standing.question.type.scored:
        return Fraction(0)
    return widest(standing.question).low if standing.score is None else standing.score


def _moves(standing: Standing, needs: Comparison | None, told_apart: Sequence[Comparison]) -> Iterator[Option]:
    question = standing.question
    if isinstance(question.type, Scale):
        yield from _raises(standing, question.type)
        return
    now = as_it_stands(standing)
    wanting = needs if needs is not None and not meets(now, needs) else None
    for value in _nearest_first(standing, needs, told_apart):
        score = (question.type.score(value) if question.type.scored else None) or Fraction(0)
        if value != now.effective and (score > now.score or (wanting is not None and wanting.holds_for(value))):
            yield Option(value, value, EFFORTS[question.effort], score)


# a scale


def _raises(standing: Standing, scale: Scale) -> Iterator[Option]:
    """Each level above the present one; the top with its evidence, where only that makes it count."""
    question, answer = standing.question, standing.answer
    now = answer.value if isinstance(answer.value, int) else None
    for level in range(0 if now is None else now, scale.top + 1):
        attach = question.evidence_counts and level == scale.top and answer.evidence is None
        if level == now and not attach:
            continue
        steps = max(level, 1) if now is None else level - now
        yield Option(
            level,
            level,
            steps * EFFORTS[question.effort] + (ATTACHING if attach else 0),
            scale.score(level),
            attach,
        )


# every other type


def _nearest_first(standing: Standing, needs: Comparison | None, told_apart: Sequence[Comparison]) -> list[Value]:
    """At least one answer of each kind that is told apart, the least change first."""
    question, made = standing.question, tuple(told_apart) + (() if needs is None else (needs,))
    match question.type:
        case Number() as number:
            return _numbers(number, standing.answer.value, made)
        case Multi() as multi:
            return _choices_of_several(multi, standing.answer.value, made)
        case Split() as split:
            return [] if needs is None else list(_splits(split, needs, standing.answer.value))
        case Choice() | YesNo():
            return _by_score(question, list(question.type.samples(probe_of(made))))
        case _:
            return []


def _by_score(question: Question, values: list[Value]) -> list[Value]:
    """The lowest score first, so that no more is asked for than serves; then the options' order."""
    return sorted(values, key=lambda value: question.type.score(value) or 0) if question.type.scored else values


def _numbers(number: Number, now: Value | None, made: tuple[Comparison, ...]) -> list[Value]:
    """The least answer of each row, rising; and only then the others that are told apart, the nearest first."""
    samples = sorted(number.samples(probe_of(made)), key=number.quantity)
    starts: dict[Fraction, Value] = {}
    for start, _ in number.rows or ():
        first = next((v for v in samples if number.quantity(v) >= start), None)
        if first is not None:
            starts.setdefault(number.quantity(first), first)
    rows = [starts[start] for start in sorted(starts)]
    others = [value for value in samples if number.quantity(value) not in starts]
    if now is not None:
        others.sort(key=lambda value: abs(number.quantity(value) - number.quantity(now)))
    return [*rows, *others]


def _choices_of_several(multi: Multi, now: Value | None, made: tuple[Comparison, ...]) -> list[Value]:
    """Choices that put in and take out the fewest options; then the lower score, then the options' order."""
    chosen = now if isinstance(now, tuple) else ()
    order = {option.id: place for place, option in enumerate(multi.options)}
    near = {_kept(multi, sample, chosen, made) for sample in multi.samples(probe_of(made)) if isinstance(sample, tuple)}

    def change(value: tuple[str, ...]) -> tuple[int, Fraction, tuple[int, ...]]:
        score = multi.score(value) or Fraction(0)
        return len(set(value) ^ set(chosen)), score, tuple(order[ident] for ident in value)

    nearest: list[tuple[str, ...]] = sorted(near, key=change)
    return [*nearest]


def _kept(
    multi: Multi, sample: tuple[str, ...], chosen: tuple[str, ...], made: tuple[Comparison, ...]
) -> tuple[str, ...]:
    """A sample with options swapped for those already chosen, as far as nothing tells the two apart."""

    def told(value: tuple[str, ...]) -> tuple[object, ...]:
        return (multi.score(value), *(comparison.holds_for(value) for comparison in made))

    kept = sample
    for ident in chosen:
        for other in reversed([o for o in kept if o not in chosen]) if ident not in kept else ():
            swapped = tuple(o.id for o in multi.options if (o.id in kept and o.id != other) or o.id == ident)
            alone = any(o.exclusive for o in multi.options if o.id in swapped) and len(swapped) > 1
            if not alone and told(swapped) == told(kept):
                kept = swapped
                break
    return kept


def _splits(split: Split, needs: Comparison, now: Value | None) -> Iterator[Value]:
    """A split that meets a gate on one of its parts, the others changed as little as that takes."""
    part = needs.part
    if part is None or not isinstance(needs.given, int | Decimal | Fraction):
        return
    edge = Fraction(needs.given)
    shares = {ident: Fraction(n) for ident, n in now.items()} if isinstance(now, Mapping) else None
    for share in (edge, edge + 1, edge - 1, (edge + 100) / 2, edge / 2, Fraction(0), Fraction(100)):
        if 0 <= share <= 100:
            value = with_part(split, shares, part, share)
            if value is not None and needs.holds_for(value):
                yield value
                return


def with_part(split: Split, shares: dict[str, Fraction] | None, part: str, share: Fraction) -> Value | None:
    """A split with one part set; what it takes or leaves comes from or goes to the largest others."""
    others = [p.id for p in split.parts if p.id != part]
    made = {p.id: Fraction(0) for p in split.parts} if shares is None else dict(shares)
    if not others and share != 100:
        return None
    made[part] = share
    rest = 100 - sum(made.values(), Fraction(0))
    for ident in sorted(others, key=lambda other: -made[other]):
        step = max(rest, -made[ident])
        made[ident] += step
        rest -= step
    return None if rest else {p.id: _plain(made[p.id]) for p in split.parts}


def _plain(number: Fraction) -> int | Decimal:
    if number.denominator == 1:
        return int(number)
    return Decimal(number.numerator) / Decimal(number.denominator)
