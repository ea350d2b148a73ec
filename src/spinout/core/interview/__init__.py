"""The interview as a pure machine: a state and a line give the next state and what to say.

In `machine`, `start` gives the first state, `opening` what is said at the start, `step` what a line makes of
it, `given` what answers make of it that were given without asking, and `result` is the verdict at its end.
`prompts.prompt` is what is asked now. Nothing here prints, reads a clock or opens a file.
"""
