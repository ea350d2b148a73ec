"""Lists in a template, each item laid out by a file of its own, and remembered.

Most of what a report lists comes from the questionnaire and returns in the next report: its sources,
comparators and gates, the words of a level, the marks of a picture. What a file makes of an item hangs on
the item alone, for a template gets neither chance nor a clock; so the same item is laid out once. What is
remembered belongs to one environment, and therefore to the templates, the council's own too, that it found.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

MOST = 4096
"""So many items of each file are remembered."""


def each_in(made: "Environment") -> Callable[..., Markup]:
    """The function `each` for the templates of an environment."""

    # a file is named a few times in a report, an item hundreds of times
    @lru_cache(maxsize=256)
    def laid_by(name: str, beside: Hashable, *, numbered: bool) -> Callable[[Any], str]:
        template = made.get_template(name)
        if numbered:
            return lru_cache(maxsize=MOST)(lambda pair: template.render(number=pair[0], one=pair[1], beside=beside))
        return lru_cache(maxsize=MOST)(lambda item: template.render(one=item, beside=beside))

    def each(name: str, items: Iterable[Hashable], beside: Hashable = None, *, numbered: bool = False) -> Markup:
        """Items one after the other as a file lays them out, which sees `one` of them, and what stands `beside`.

        Where they are `numbered`, it sees the `number` of each too, from 1.
        """
        laid = laid_by(name, beside, numbered=numbered)
        return Markup("".join(map(laid, enumerate(items, start=1) if numbered else items)))

    return each
