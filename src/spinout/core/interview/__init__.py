"""The interview as a pure machine: a state and a line give the next state and what to say.

`machine` has the first state, what is said at the start, and what a line makes of a state; `prompts` what is
asked, `reviews` what is said of the answers. Nothing here prints, reads a clock or opens a file.
"""
