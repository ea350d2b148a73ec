"""Mutants of the core: each is the program with one small fault put in, and the tests must notice it.

    .venv/bin/python tests/mutants.py             every module that `docs/mutation.md` lists
    .venv/bin/python tests/mutants.py scores      those whose names begin so: of a module, or of one function
    .venv/bin/python tests/mutants.py --every 3   each third of them, from the first

The page says what is changed, what the last run found, and which mutants change no behaviour: those are
not told again. The exit code is 1 where a mutant survives that is not explained there.
"""

import argparse
import ast
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from types import CodeType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oracle import assess
from strategies import answers_for, complete_answers_for, questionnaires
from strategies_rules import classified, gated

ROOT = Path(__file__).parents[1]
CORE, EXPLAINED = ROOT / "src" / "spinout" / "core", ROOT / "docs" / "mutation.md"
MODULES = [*sorted((CORE / "scoring").glob("[a-z]*.py")), CORE / "conditions.py", CORE / "answers.py"]
TESTS = (
    *("tests/core/scoring", "tests/core/test_conditions.py", "tests/core/test_answers.py"),
    *("tests/core/kinds/test_growth.py", "tests/core/insight/test_panels.py", "tests/test_contract.py"),
)
CASES, EXAMPLES, SECONDS = 200, 15, 60
OTHERS: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.And: (ast.Or,), ast.Or: (ast.And,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Add,), ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,), ast.BitAnd: (ast.BitOr,), ast.Break: (ast.Pass,), ast.Continue: (ast.Break,),
    ast.Expr: (ast.Pass,), ast.AugAssign: (ast.Pass,),
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
Change = tuple[ast.AST, str, Any]
"""A node, the name of one of its fields, and what that holds in the mutant."""
Case = tuple[dict[str, Any], dict[str, Any]]
"""A questionnaire, and answers to it."""
Told = list[tuple[Case, dict[str, Any]]]
"""Cases, each with what the oracle says of it."""


def values(node: ast.AST) -> Iterator[Change]:
    """Another value, another function, nothing returned, a question turned round or not asked."""
    match node:
        case ast.Constant(value=bool(value)):
            yield node, "value", not value
        case ast.Constant(value=int(value)):
            yield from ((node, "value", value + by) for by in (1, -1))
        case ast.Constant(value=str(value)):
            yield node, "value", f"{value}?"
        case ast.UnaryOp(op=ast.Not() | ast.USub() as op, operand=operand):
            yield node, "operand", ast.UnaryOp(op, operand)
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield node, "func", ast.Name(CALLED[name], ast.Load())
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield node, "value", ast.Constant(None)
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield node, "test", ast.UnaryOp(ast.Not(), test)
        case ast.comprehension(ifs=[_]):
            yield node, "ifs", []


def parts(node: ast.AST) -> Iterator[Change]:
    """Another operator in the place of one, and statements left out."""
    for name, part in ast.iter_fields(node):
        yield from ((node, name, other()) for other in OTHERS.get(type(part), ()))
        for place, one in enumerate(part if isinstance(part, list) else []):
            for other in () if is_docstring(one) else OTHERS.get(type(one), ()):
                yield node, name, [*part[:place], other(), *part[place + 1 :]]


def is_docstring(node: ast.AST) -> bool:
    """Whether it is a text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def sites(node: ast.AST, within: str) -> Iterator[tuple[str, Change]]:
    """Every change in a node, and the function that it is in; what does nothing, such as types, is left out."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = f"{within}.{node.name}"
    yield from ((within, change) for change in (*values(node), *parts(node)))
    for name, part in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or (isinstance(node, ast.ClassDef) and name != "body"):
            continue
        for child in part if isinstance(part, list) else [part]:
            # zip(strict=True) holds what a length has been made to be
            if isinstance(child, ast.AST) and not is_docstring(child) and getattr(child, "arg", "") != "strict":
                yield from sites(child, within)


def mutants(path: Path) -> Iterator[tuple[str, CodeType]]:
    """Every mutant of a module: its name, which says what is changed and where, and its code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    before, names = ast.unparse(tree).splitlines(), Counter[str]()
    for within, (node, field, value) in list(sites(tree, path.stem)):
        was = getattr(node, field)
        setattr(node, field, value)
        changed = zip(before, ast.unparse(tree).splitlines(), strict=False)
        name = "{}: {} => {}".format(within, *next((a.strip(), b.strip()) for a, b in changed if a != b))
        names[name] += 1
        code = compile(ast.fix_missing_locations(tree), path, "exec")
        yield f"{name} ({names[name]})" if names[name] > 1 else name, code
        setattr(node, field, was)


def drawn(strategy: st.SearchStrategy[Case]) -> Told:
    """The same cases each time, with what the oracle says of each."""
    cases: Told = []
    once = settings(max_examples=CASES, derandomize=True, database=None, deadline=None, phases=[Phase.generate])

    @settings(once, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(case: Case) -> None:
        cases.append((case, assess(*case)))

    collect()
    return cases


def answered(answers: Callable[[dict[str, Any]], st.SearchStrategy[dict[str, Any]]]) -> st.SearchStrategy[Case]:
    """Questionnaires of all sorts, and answers to them."""
    return questionnaires().flatmap(lambda form: st.tuples(st.just(form), answers(form)))


def noticed(path: Path, code: CodeType, cases: Told) -> int:
    """0 where neither the cases nor the tests notice a mutant."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    module, read = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts), SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if fullname == module else read(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    # what the tests draw is drawn above already; a few more for what they look at besides
    type.__setattr__(settings, "max_examples", property(lambda _: EXAMPLES))
    from test_contract import made_by_engine, plain

    if any(made_by_engine(*case) != plain(expected) for case, expected in cases):
        return 1
    # what is written for the module first, as it notices most
    own = map(str, sorted((ROOT / "tests" / "core").glob(f"**/test_{path.stem}.py")))
    return pytest.main(["-x", "-n0", "-pno:cacheprovider", "--hypothesis-profile=mutants", "-Wdefault", *own, *TESTS])


def begun(path: Path, code: CodeType, cases: Told) -> int:
    """The number of a process that tries a mutant, and ends with 0 where nothing notices it."""
    child = os.fork()
    if not child:
        try:
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            os._exit(noticed(path, code, cases))
        finally:
            os._exit(1)
    return child


def survivors(path: Path, every: Iterator[tuple[str, CodeType]], cases: Told) -> Iterator[tuple[str, bool]]:
    """The name of each mutant, and whether nothing notices it; as many at a time as there are processors."""
    running: dict[int, str] = {}
    while (one := next(every, None)) or running:
        if one:
            running[begun(path, one[1], cases)] = one[0]
        if not one or len(running) >= (os.cpu_count() or 1):
            child, status = os.wait()
            yield running.pop(child), status == 0


def main() -> None:
    """Try the mutants whose names begin as is given, else all."""
    parser = argparse.ArgumentParser(description="Put one fault after another into the core, and run its tests.")
    parser.add_argument("names", nargs="*", help="how the names begin of those to try; all without any")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try each N-th of a module's")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = mkdtemp()
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True)
    strategies = (answered(answers_for), answered(complete_answers_for), gated(), classified())
    cases = [case for strategy in strategies for case in drawn(strategy)]
    whole = compile(MODULES[0].read_text("utf-8"), MODULES[0], "exec")
    if not all(survives for _, survives in survivors(MODULES[0], iter([("", whole)]), cases)):
        sys.exit("The tests fail as it is. Mend that first.")
    explained, left = EXPLAINED.read_text("utf-8").replace("\\|", "|"), False
    for path in MODULES:
        told = Counter[str]()
        named = (one for one in mutants(path) if not wanted.names or one[0].startswith(tuple(wanted.names)))
        for name, survives in survivors(path, islice(named, 0, None, wanted.every), cases):
            known = f"`{name}`" in explained
            told["explained" if survives and known else "not noticed" if survives else "noticed"] += 1
            if survives and not known:
                print(name, flush=True)
        left = left or told["not noticed"] > 0
        if told:
            print(f"{path.stem}:", ", ".join(f"{number} {what}" for what, number in sorted(told.items())), flush=True)
    sys.exit(left)


if __name__ == "__main__":
    main()
