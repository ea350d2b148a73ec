"""The scores of a document, read off the sum of its answers."""

from math import lcm
from typing import NamedTuple

from spinout.core.questionnaire import Questionnaire
from spinout.core.summaries.layout import MOST_REMEMBERED, Layout, SectionPlace
from spinout.core.summaries.summary import Bounds, Share

HUNDRED = 100


class SectionSums(NamedTuple):
    """A section's range and what it is made of: weight times score at worst and at best, and weight."""

    bounds: Bounds | None
    low: int
    high: int
    weight: int


_NOT_ASSESSED = SectionSums(None, 0, 0, 0)


class ScoreSums:
    """The range of each section and of the whole; what a section's bits say is remembered."""

    def __init__(self, questionnaire: Questionnaire, layout: Layout) -> None:
        self._unit = layout.score_unit
        self._by_questions = questionnaire.overall == "questions"
        self._sections = tuple(map(_reading, layout.sections))
        weights = [section.weight for section in questionnaire.sections]
        common = lcm(*(weight.denominator for weight in weights))
        self._section_weights = tuple(int(weight * common) for weight in weights)

    def of(self, total: int) -> tuple[tuple[Bounds | None, ...], Bounds | None]:
        """Each section's range, None where it is not assessed, and that of the whole."""
        sums: list[SectionSums] = []
        for at, mask, place, known in self._sections:
            key = (total >> at) & mask
            sums.append(known[key] if key in known else self._section(place, key, known))
        ranges = tuple([part.bounds for part in sums])
        low, high = [part.low for part in sums], [part.high for part in sums]
        least = self._overall(low, sums)
        most = least if high == low else self._overall(high, sums)
        return ranges, None if least is None or most is None else Bounds(least, most)

    def _section(self, place: SectionPlace | None, key: int, known: dict[int, SectionSums]) -> SectionSums:
        """The sums of one section, by its bits."""
        assert place is not None
        low, high = key & place.most_sum, (key >> place.high - place.low) & place.most_sum
        weight = key >> place.weight - place.low
        made = _NOT_ASSESSED
        if weight:
            least = Share(HUNDRED * low, weight * self._unit)
            most = least if low == high else Share(HUNDRED * high, weight * self._unit)
            made = SectionSums(Bounds(least, most), low, high, weight)
        if len(known) < MOST_REMEMBERED:
            known[key] = made
        return made

    def _overall(self, numbers: list[int], sums: list[SectionSums]) -> Share | None:
        """The whole of each section's sum of weight times score; None where nothing is assessed."""
        if self._by_questions:
            under = sum(part.weight for part in sums)
            return Share(HUNDRED * sum(numbers), under * self._unit) if under else None
        over, under, whole = 0, 1, 0
        for number, part, section_weight in zip(numbers, sums, self._section_weights, strict=True):
            weight = part.weight
            if weight:
                over = over * weight + section_weight * number * under
                under *= weight
                whole += section_weight
        return Share(HUNDRED * over, under * whole * self._unit) if whole else None


def _reading(place: SectionPlace | None) -> tuple[int, int, SectionPlace | None, dict[int, SectionSums]]:
    """Shift and mask of a section's sums, and what is remembered of them."""
    return (0, 0, None, {0: _NOT_ASSESSED}) if place is None else (place.low, place.most, place, {})
