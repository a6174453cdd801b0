"""Progress is for people who wait: on standard error, after two seconds, and only on a terminal."""

import io

import pytest

from enquiry2article.cli import terminal
from enquiry2article.cli.terminal import TerminalProgress


class Screen(io.StringIO):
    def __init__(self, *, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal


@pytest.fixture
def show(monkeypatch):
    def show(*, is_terminal=True, seconds=10.0, quiet=False):
        screen, clock = Screen(is_terminal=is_terminal), [0.0]
        monkeypatch.setattr(terminal.sys, "stderr", screen)
        monkeypatch.setattr(terminal.time, "monotonic", lambda: clock[0])
        progress = TerminalProgress(quiet=quiet)
        clock[0] = seconds
        progress("Reading for meaning", 1024, 13083)
        progress.close()
        return screen.getvalue()

    return show


def test_a_long_wait_on_a_terminal_is_explained(show):
    said = show()
    assert "Reading for meaning" in said
    assert "1,024 of 13,083" in said
    assert said.endswith("\r\033[K")


@pytest.mark.parametrize("case", [{"is_terminal": False}, {"seconds": 1.0}, {"quiet": True}])
def test_otherwise_it_is_quiet(show, case):
    assert show(**case) == ""
