"""The index of reports on single services as a page of HTML, without script or anything remote, or as Markdown."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256

from spinout.reports.environments import Templates, environment, naming_faults, source
from spinout.reports.index_view import IndexView

STYLES = ("report.css", "cohort.css")
Page = Callable[[IndexView, Templates], bytes]


def html_index(view: IndexView, templates: Templates) -> bytes:
    """The index as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    from markupsafe import Markup

    from spinout.reports.html import POLICY, inserted

    name = "index.html.j2"
    with naming_faults(templates, name):
        made = environment(templates, finalize=inserted)
        style = "".join(source(templates, file) for file in STYLES)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        made.globals |= {"style": Markup(style), "policy": POLICY.format(digest)}
        return made.get_template(name).render(index=view).encode()


def markdown_index(view: IndexView, templates: Templates) -> bytes:
    """The index as UTF-8 Markdown. Raises BrokenTemplate where one of the user's cannot be used."""
    from spinout.reports.markdown import inserted

    name = "index.md.j2"
    with naming_faults(templates, name):
        return environment(templates, finalize=inserted).get_template(name).render(index=view).encode()


INDEXES: Mapping[str, Page] = {".html": html_index, ".md": markdown_index}
"""What an index can be, by the ending of its file."""
