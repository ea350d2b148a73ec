"""A headless Chromium with axe in it, where both can be had; it looks at a page as a reader would have it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

AXE = "axe-core@4.14.1"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
    "--no-first-run",
)  # fmt: skip
RUN = """
<script>%s</script>
<script>
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(found => {
  const kept = found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]);
  const said = {view: %s, violations: kept, width: window.innerWidth,
                sticks_out: document.documentElement.scrollWidth > window.innerWidth,
                rules: found.passes.length};
  parent.postMessage("RESULT" + JSON.stringify(said) + "END", "*");
});
</script>
"""
WINDOW = """<!DOCTYPE html>
<title>Windows of any width; the browser's own is never narrower than 500 pixels</title>
<style>body { margin: 0 } iframe { border: 0 }</style>
<pre id="said"></pre>
<script>addEventListener("message", event => { document.getElementById("said").append(event.data); });</script>
"""
FRAME = '<iframe src="%s.html" title="The page" width="%d" height="900"></iframe>'


def chromium() -> str | None:
    """The browser's path; None where there is none."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@cache
def axe() -> str | None:
    """The source of axe, fetched once into the user's cache; None where it cannot be had."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "spinout-tests" / AXE.replace("@", "-")
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not script.is_file() and npm is not None:
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), AXE]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            return None
    return script.read_text(encoding="utf-8") if script.is_file() else None


def missing() -> str | None:
    """Why no page can be looked at here, or None where it can."""
    if chromium() is None:
        return "no Chromium here"
    return "axe-core cannot be had here (npm installs it)" if axe() is None else None


def looked_at(page: str, folder: Path, views: Mapping[str, tuple[int, bool]]) -> dict[str, dict[str, object]]:
    """What axe says of a page in each view: a width of the window, and whether the rules for print count there.

    The page's policy forbids all scripts, so that these copies go without it. One browser looks at all views,
    since it takes longer to start than to look.
    """
    made = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    for view, (_, paper) in views.items():
        run = RUN % (axe() or "", json.dumps(view))
        copy = made.replace("@media print", "@media all") if paper else made
        (folder / f"{view}.html").write_text(copy.replace("</body>", run + "</body>"), encoding="utf-8")
    outside = folder / "windows.html"
    frames = "".join(FRAME % (view, width) for view, (width, _) in views.items())
    outside.write_text(WINDOW + frames, encoding="utf-8")
    command = [
        str(chromium()), *QUIET,
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=1400,1000", "--virtual-time-budget=60000", "--dump-dom", outside.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, text=True)
    found = [json.loads(unescape(text)) for text in re.findall(r"RESULT(.*?)END", done.stdout, re.DOTALL)]
    assert len(found) == len(views), done.stderr[-2000:]
    return {said["view"]: said for said in found}


def printed(page: bytes, folder: Path) -> bytes:
    """The PDF that the browser makes of a page when it prints it."""
    browser = chromium()
    assert browser is not None
    (folder / "page.html").write_bytes(page)
    command = [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
    made = folder / "page.pdf"
    subprocess.run(
        [*command, f"--print-to-pdf={made}", (folder / "page.html").as_uri()],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return made.read_bytes()
