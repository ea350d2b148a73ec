"""The interview as a pure machine: a state and a line give the next state and what to say.

`start` gives the first state, `opening` what is said at the start, `prompt` what is asked now,
`step` what a line makes of it, `given` what answers make of it that were given without asking,
and `result` is the verdict at its end. Nothing here prints, reads a clock or opens a file.
"""

from spinout.core.interview.machine import given, opening, result, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing
from spinout.core.interview.states import (
    Asking,
    InterviewState,
    Message,
    MessageKind,
    Moment,
    Place,
    Prompt,
    Settings,
    Step,
    read_typed,
)
from spinout.core.kinds.options import NotTaken

__all__ = [
    "Asking",
    "InterviewState",
    "Message",
    "MessageKind",
    "Moment",
    "NotTaken",
    "Place",
    "Prompt",
    "Settings",
    "Step",
    "given",
    "missing",
    "opening",
    "prompt",
    "read_typed",
    "result",
    "start",
    "step",
]
