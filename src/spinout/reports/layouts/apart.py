"""A user's templates are rendered in a process of their own, which ends where it takes too long or too much.

The process is started once and takes one report after the other. It gives back bytes and sentences, and
nothing that could run here. The clock stands in it, so that it ends too where whoever started it was killed.
"""

import atexit
import faulthandler
import json
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import IO, Any

from msgspec import Struct

from spinout.reports.layouts.environments import MEMORY, MOST_MEMORY, BrokenTemplate, Templates, naming_faults

MOST_SECONDS = 60.0
"""Seconds that making one report with a user's templates may take."""
MOST_MADE = 100_000_000
"""Bytes that a report made with them may have."""
LENGTH = 8
MADE, BROKEN = b"+", b"-"
WHOLE = "templates"
"""What stands for the place of a fault where no file is known."""

Maker = tuple[str, str]
"""A function that takes a subject and Templates and gives bytes: its module, below spinout.reports, and its name."""


class _Child(Struct):
    """The process, and the number of the one that started it: a forked one starts its own."""

    process: "subprocess.Popen[bytes]"
    started_by: int


_children: list[_Child] = []
_too_slow_ones: dict[tuple[Maker, Templates], str] = {}
"""What took too long once is not tried again: a batch would wait as long for each of its reports."""


def made_apart(maker: Maker, subject: object, templates: Templates) -> bytes:
    """What a function makes of its subject with templates of a user's, in a process apart.

    Raises BrokenTemplate where they cannot be used, take too long or too much.
    """
    if (maker, templates) in _too_slow_ones:
        raise BrokenTemplate(_name(templates), _too_slow_ones[maker, templates])
    child = _child()
    began = monotonic()
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _write(child.stdin, pickle.dumps((MOST_SECONDS, maker, subject, templates)))
            answer = _read(child.stdout)
        except OSError:
            answer = b""
    except BaseException:
        _end()
        raise
    if not answer:
        _end()
        told = f"Making the report broke off. That happens where it takes {MEMORY}"
        if monotonic() - began >= MOST_SECONDS:
            told = _too_slow_ones[maker, templates] = _too_slow()
        raise BrokenTemplate(_name(templates), told)
    if answer[:1] == MADE:
        return answer[1:]
    name, message, line = json.loads(answer[1:])
    raise BrokenTemplate(name, message, line)


def _too_slow() -> str:
    return f"Making one report with it takes more than {MOST_SECONDS:g} seconds, which is the most. Look for its loops."


def _name(templates: Templates) -> str:
    """The place of a fault that no file can be named for."""
    if templates.word is not None:
        return templates.word_name
    return WHOLE if templates.own is None else templates.own.name


def _child() -> "subprocess.Popen[bytes]":
    mine = next((each.process for each in _children if each.started_by == os.getpid()), None)
    if mine is None:
        # what this process may import, that one may
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
        mine = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        _children.append(_Child(mine, os.getpid()))
    return mine


@atexit.register
def _end() -> None:
    """End the process, where this one started it."""
    for each in [each for each in _children if each.started_by == os.getpid()]:
        _children.remove(each)
        each.process.kill()
        with suppress(OSError):
            each.process.communicate()


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(len(content).to_bytes(LENGTH, "big") + content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """What the other end wrote; nothing where it has ended."""
    return pipe.read(int.from_bytes(pipe.read(LENGTH), "big"))


# in the process apart


def serve() -> None:
    """Take work from stdin and give what is made to stdout, until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_take, args=(waiting,), daemon=True).start()
    # what a library prints must not get between the answers
    with os.fdopen(os.dup(1), "wb") as answers, open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        while True:
            seconds, maker, subject, templates = pickle.loads(waiting.get())
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            answer = _answer(maker, subject, templates)
            faulthandler.cancel_dump_traceback_later()
            _write(answers, answer)


def _take(waiting: SimpleQueue[bytes]) -> None:
    """Take work as it comes, and end the process as soon as there can be no more, whatever it is at."""
    try:
        while work := _read(sys.stdin.buffer):
            waiting.put(work)
    finally:
        os._exit(0)


def _bound_memory() -> None:
    """Hold the process to its memory, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _answer(maker: Maker, subject: Any, templates: Templates) -> bytes:
    try:
        with naming_faults(templates, _name(templates)):
            made: bytes = getattr(import_module(f"spinout.reports.{maker[0]}"), maker[1])(subject, templates)
            if len(made) > MOST_MADE:
                most = f"The report has more than {MOST_MADE // 1_000_000} megabytes, which is the most."
                raise BrokenTemplate(_name(templates), most)
            return MADE + made
    except BrokenTemplate as error:
        return BROKEN + json.dumps((error.name, error.message, error.line)).encode()
    except BaseException as error:  # a panic of a library in Rust is no Exception
        return BROKEN + json.dumps((_name(templates), f"It cannot be used: {type(error).__name__}.", None)).encode()
