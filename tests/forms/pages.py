"""A web form in a browser, used as a person would: files chosen, controls changed, a file saved."""

import json
from pathlib import Path
from typing import Any

from devtools import Browser
from spinout.core.questionnaire import Questionnaire
from spinout.forms.form import Form, form_of
from spinout.forms.formats import HTML_SOURCES
from spinout.forms.html import html_form
from spinout.resources import shipped

SOURCES = {name: (shipped("templates") / name).read_text(encoding="utf-8") for name in HTML_SOURCES}
DIGEST = "0" * 64
CHOOSE = """
(async () => {
  const [box, told] = ["f--file", "f--loaded"].map(name => document.getElementById(name));
  const files = new DataTransfer();
  files.items.add(new File([%s], %s));
  told.replaceChildren();
  box.files = files.files;
  box.dispatchEvent(new Event("change", {bubbles: true}));
  while (told.children.length === 0) await new Promise(next => setTimeout(next, 1));
  return [...told.querySelectorAll("p")].map(line => line.textContent);
})()
"""
TOUCH = """
for (const set of document.querySelectorAll("fieldset.question")) {
  const boxes = [...set.querySelectorAll("[data-role]")].filter(box => box.matches("input, textarea"));
  const box = boxes.find(one => one.dataset.role === "note");
  box.dispatchEvent(new Event("input", {bubbles: true}));
  box.dispatchEvent(new Event("change", {bubbles: true}));
}
"""
SAVE = """
document.getElementById("f--download").click();
document.getElementById("f--copy").value
"""
HIDDEN = "[...document.querySelectorAll('fieldset.question')].filter(set => set.hidden).map(set => set.id)"
OPEN = "[...document.querySelectorAll('#f--open a')].map(link => link.hash.slice(1))"


def made_form(questionnaire: Questionnaire, **part: Any) -> Form:
    """A form of a questionnaire, or of a part of it."""
    return form_of(questionnaire, DIGEST, "spinout 0", **part)


class FormPage:
    """The page of a form in a browser."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self._path = browser, folder / "form.html"

    def open(self, form: Form) -> None:
        """Make the form's page, and go to it."""
        self._path.write_bytes(html_form(form, SOURCES))
        self.browser.go(self._path)

    def load(self, content: str, name: str = "answers.json") -> list[str]:
        """Choose a file of answers; what is told of it."""
        return list(self.browser.evaluate(CHOOSE % (json.dumps(content), json.dumps(name))))

    def touch(self) -> None:
        """Change something at every question, so that what counts is what stands in its controls."""
        self.browser.evaluate(TOUCH)

    def save(self) -> bytes:
        """The file that is saved."""
        return str(self.browser.evaluate(SAVE)).encode()

    def text(self, ident: str) -> str:
        """What an element says."""
        return str(self.browser.evaluate(f"document.getElementById({json.dumps(ident)}).textContent"))

    @property
    def hidden(self) -> set[str]:
        """The questions that are not asked."""
        return set(self.browser.evaluate(HIDDEN))

    @property
    def open_questions(self) -> list[str]:
        """Those that are linked to as open."""
        return list(self.browser.evaluate(OPEN))
