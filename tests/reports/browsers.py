"""A headless Chromium with axe in it, where both can be had; it looks at a page as a reader would have it."""

import json
import os
import re
import shutil
import subprocess
from functools import cache
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
  const said = {violations: kept, width: window.innerWidth,
                sticks_out: document.documentElement.scrollWidth > window.innerWidth,
                rules: found.passes.length};
  parent.postMessage("RESULT" + JSON.stringify(said) + "END", "*");
});
</script>
"""
WINDOW = """<!DOCTYPE html>
<title>A window of any width; the browser's own is never narrower than 500 pixels</title>
<style>body { margin: 0 } iframe { border: 0 }</style>
<pre id="said"></pre>
<script>addEventListener("message", event => { document.getElementById("said").textContent = event.data; });</script>
<iframe src="page.html" title="The page" width="%d" height="900"></iframe>
"""


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


def looked_at(page: str, folder: Path, *, width: int, paper: bool) -> dict[str, object]:
    """What axe says of a page at a width of the window; `paper` takes the rules for print as those for the screen.

    The page's policy forbids all scripts, so that this copy goes without it.
    """
    made = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    if paper:
        made = made.replace("@media print", "@media all")
    outside = folder / "window.html"
    outside.write_text(WINDOW % width, encoding="utf-8")
    (folder / "page.html").write_text(made.replace("</body>", RUN % (axe() or "") + "</body>"), encoding="utf-8")
    command = [
        str(chromium()), *QUIET,
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=1400,1000", "--virtual-time-budget=60000", "--dump-dom", outside.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, text=True)
    found = re.search(r"RESULT(.*?)END", done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    said: dict[str, object] = json.loads(
        found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')
    )
    return said


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
