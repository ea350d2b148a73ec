"""The types of question: one module for each, with all that is special about it.

`KINDS` is the one table of them. Reading, scoring, the interview, plans, panels and reports go through it.
"""

from spinout.core.conditions import Measure, Value
from spinout.core.kinds.base import Cell, Kind, Span, Wish, cells_of, table_of
from spinout.core.kinds.choice import Choice
from spinout.core.kinds.multi import Multi
from spinout.core.kinds.number import Number, Percent
from spinout.core.kinds.options import Wrong
from spinout.core.kinds.scale import Scale
from spinout.core.kinds.split import Split
from spinout.core.kinds.text import Date, Text
from spinout.core.kinds.yes_no import YesNo

__all__ = ["KINDS", "Cell", "Kind", "Measure", "Span", "Value", "Wish", "Wrong", "cells_of"]

KINDS = table_of(Scale, Choice, Multi, YesNo, Number, Percent, Split, Text, Date)
