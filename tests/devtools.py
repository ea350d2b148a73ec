"""A headless Chromium that is told what to do, and tells what happened, over two pipes: the DevTools protocol.

It needs nothing but the browser. Every command is awaited; what the page says in between is kept in `events`.
"""

import base64
import json
import os
import select
import signal
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from reports.browsers import PATIENCE, QUIET, chromium

CANNOT = (
    "no Chromium here" if chromium() is None else None if hasattr(os, "posix_spawn") else "no pipes to a browser here"
)
"""Why no browser can be told anything here; None where one can."""
FIRST, SECOND = 3, 4
"""From which the browser reads, and to which it writes."""


class Browser:
    """One browser with one page; close it."""

    def __init__(self, folder: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # Numbers that are not in the way of those that the browser wants.
        high = [os.dup2(end, 50 + place) for place, end in enumerate((theirs_in, theirs_out))]
        words = [
            str(chromium()), *QUIET, "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}", "about:blank",
        ]  # fmt: skip
        quiet = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_RDWR, 0) for end in (0, 1, 2)]
        moved = [(os.POSIX_SPAWN_DUP2, end, to) for end, to in zip(high, (FIRST, SECOND), strict=True)]
        self._process = os.posix_spawn(words[0], words, os.environ, file_actions=[*quiet, *moved])
        for end in (theirs_in, theirs_out, *high):
            os.close(end)
        self._in, self._out, self._rest, self._number = ours_in, ours_out, b"", 0
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        self.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        """End it."""
        os.close(self._out)
        os.kill(self._process, signal.SIGTERM)
        os.waitpid(self._process, 0)
        os.close(self._in)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command, and wait for what it gives back. Raises AssertionError where it is refused."""
        number = self._write(method, parameters)
        while True:
            said = self._said()
            if said.get("id") == number:
                assert "error" not in said, said
                return dict(said["result"])
            if "method" in said:
                self.events.append(said)

    def _write(self, method: str, parameters: Mapping[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        rest = memoryview(json.dumps(message).encode() + b"\0")
        while rest:
            rest = rest[os.write(self._out, rest) :]
        return self._number

    def _said(self) -> dict[str, Any]:
        until = monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0.0, until - monotonic()))
            assert ready, "The browser says nothing."
            more = os.read(self._in, 1 << 20)
            assert more, "The browser has ended."
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        said = dict(json.loads(first))
        if said.get("method") == "Page.javascriptDialogOpening":  # such as whether to leave what is not saved
            self._write("Page.handleJavaScriptDialog", {"accept": True})
        return said

    def wait_for(self, event: str) -> dict[str, Any]:
        """The first event of a name since it was asked for last."""
        while True:
            for place, one in enumerate(self.events):
                if one.get("method") == event:
                    del self.events[: place + 1]
                    return dict(one["params"])
            self.events.append(self._said())

    def go(self, path: Path) -> None:
        """Open a file, and wait until it is there."""
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        self.wait_for("Page.loadEventFired")

    def evaluate(self, script: str) -> Any:
        """What a script in the page gives."""
        made = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        assert "exceptionDetails" not in made, made["exceptionDetails"]
        return made["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys one after another: names such as Tab, or a text that is typed."""
        for key in keys:
            if key not in CODES:
                self.send("Input.insertText", text=key)
                continue
            code, text = CODES[key]
            shift = 8 if key.startswith("Shift+") else 0
            name = key.removeprefix("Shift+")
            about = {"key": " " if name == "Space" else name, "code": name, "windowsVirtualKeyCode": code}
            down = {"text": text} if text else {}
            self.send("Input.dispatchKeyEvent", type="keyDown", modifiers=shift, **about, **down)
            self.send("Input.dispatchKeyEvent", type="keyUp", modifiers=shift, **about)

    def size(self, width: int, height: int = 900) -> None:
        """How large the window is, in pixels of a page."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """A picture of the page, as PNG."""
        made = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(made["data"]))

    def printed(self, path: Path) -> None:
        """What the page gives on paper, as PDF."""
        path.write_bytes(base64.b64decode(self.send("Page.printToPDF")["data"]))


CODES = {
    "Tab": (9, ""), "Shift+Tab": (9, ""), "Enter": (13, "\r"), "Space": (32, " "),
    "ArrowDown": (40, ""), "ArrowUp": (38, ""), "ArrowRight": (39, ""), "ArrowLeft": (37, ""),
}  # fmt: skip
