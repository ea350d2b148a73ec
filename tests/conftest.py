"""Options of the test run."""

import signal

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` takes the reports as they are now for the ones expected."""
    parser.addoption("--accept", action="store_true", help="write the golden reports anew")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden reports are to be written anew."""
    return bool(request.config.getoption("--accept"))


def pytest_configure() -> None:
    """Let what tests start be interrupted, also where they run in the background of a shell, which forbids it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
