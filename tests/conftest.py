"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` takes the reports as they are now for the ones expected."""
    parser.addoption("--accept", action="store_true", help="write the golden reports anew")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden reports are to be written anew."""
    return bool(request.config.getoption("--accept"))
