"""The habits of survey tools: by which headings each is known, and what its own columns are.

Read in November 2026 from exports and the tools' own tests: Microsoft Forms, Google Forms, LimeSurvey,
KoboToolbox and ODK Central.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct


class Own(StrEnum):
    """What a column of a tool's own holds."""

    IGNORE = "ignore"
    PERSONAL = "personal"
    COMPLETED_BY = "completed_by"
    """Personal too: who answered."""
    DATE = "date"


class Habits(Struct, frozen=True):
    """A tool: its name, the headings by which it is known, and how it writes.

    `own` has its own columns by their headings in small letters; `patterns` has others.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    """It is known where all headings of one of these stand in the table."""
    own: Mapping[str, Own]
    patterns: tuple[tuple[str, Own], ...] = ()
    separator: str = ";"
    groups: str = ""
    """What parts the names of groups from that of a question."""
    dates: str = "ymd"
    unanswered: tuple[str, ...] = ()
    """Words that the tool itself writes where nothing was asked or answered."""
    others_in_cell: bool = False
    """Whether the text of an option that takes one stands in its place."""
    coded: bool = False
    """Whether it may write A1, A2 for the first and the second option."""
    no_day: str = ""
    """The day that it writes where it keeps none."""

    def own_of(self, heading: str) -> Own | None:
        """What a column of the tool's own holds; None for all others."""
        word = heading.casefold().strip()
        found = self.own.get(word)
        if found is not None:
            return found
        return next((own for pattern, own in self.patterns if re.fullmatch(pattern, word)), None)


def _own(ignore: str, personal: str, date: str, completed_by: str = "") -> dict[str, Own]:
    rows = (ignore, Own.IGNORE), (personal, Own.PERSONAL), (date, Own.DATE), (completed_by, Own.COMPLETED_BY)
    return {word.strip(): own for words, own in rows for word in words.split("|") if word.strip()}


_MICROSOFT = Habits(
    "Microsoft Forms",
    (frozenset({"id", "start time", "completion time"}),),
    _own(
        "id | language | total points | quiz feedback | last modified time | grade posted time",
        "start time | email",
        "completion time",
        "name",
    ),
    ((r"points - .*", Own.IGNORE), (r"feedback - .*", Own.IGNORE)),
    dates="mdy",
    others_in_cell=True,
)
_GOOGLE = Habits(
    "Google Forms",
    (frozenset({"timestamp"}),),
    _own("score", "email address | email | username", "timestamp"),
    ((r".* \[score\]", Own.IGNORE), (r".* \[feedback\]", Own.IGNORE)),
    separator=", ",
    dates="mdy",
    others_in_cell=True,
)
_LIME_IGNORED = (
    "id | response id | lastpage | last page | startlanguage | start language | seed | interviewtime | total time"
)
_LIME = Habits(
    "LimeSurvey",
    (
        frozenset({"id", "submitdate", "startlanguage"}),
        frozenset({"id", "submitdate", "lastpage"}),
        frozenset({"response id", "date submitted"}),
        frozenset({"id. response id", "submitdate. date submitted"}),
    ),
    _own(
        _LIME_IGNORED,
        "token | access code | ipaddr | ip address | refurl | referrer url | startdate | date started"
        " | datestamp | date last action | firstname | first name | lastname | last name | email | email address",
        "submitdate | date submitted",
    ),
    (
        (r"submitdate\. .*", Own.DATE),
        (r"(id|lastpage|startlanguage|seed|interviewtime)\. .*", Own.IGNORE),
        (r"(token|ipaddr|refurl|startdate|datestamp)\. .*", Own.PERSONAL),
        (r"(grouptime\d+|[\w]+time)", Own.IGNORE),
        (r"(question|group) time: .*", Own.IGNORE),
    ),
    unanswered=("N/A",),
    coded=True,
    no_day="1980-01-01",
)
_DEVICE = "start | end | today | username | deviceid | phonenumber | simserial | subscriberid | simid | devicephonenum"
_KOBO = Habits(
    "KoboToolbox",
    (frozenset({"_id", "_uuid", "_submission_time"}),),
    _own(
        "_id | _uuid | _validation_status | _notes | _status | _tags | _index | __version__ | _version_"
        " | formhub/uuid | meta/instanceid | meta/instancename | meta/rootuuid | _xform_id_string | meta/deprecatedid",
        f"{_DEVICE} | _submitted_by | _geolocation | audit",
        "_submission_time",
    ),
    separator=" ",
    groups="/",
)
_ODK = Habits(
    "ODK Central",
    (frozenset({"submissiondate", "key"}),),
    _own(
        "meta-instanceid | meta-instancename | key | attachmentspresent | attachmentsexpected | status | reviewstate"
        " | edits | formversion | __version__ | isvalidated",
        f"{_DEVICE} | submitterid | submittername | meta-audit",
        "submissiondate",
    ),
    ((r".*[-/]__version__", Own.IGNORE),),
    separator=" ",
    groups="-",
)
TOOLS = (_KOBO, _ODK, _LIME, _MICROSOFT, _GOOGLE)
"""In the order in which they are looked for: the one whose marks are rarest first."""
PLAIN = Habits(
    "a table",
    (),
    _own(
        "",
        "email | e-mail | email address | e-mail address | your email | your email address | phone | telephone"
        " | phone number | ip address | address | postcode",
        "timestamp | date submitted | submitted | date of answers",
        "name | full name | your name | your full name",
    ),
    (
        (r"(?:what(?:'s|’s| is) )?your (?:full |first |last |sur)?name\b.{0,30}", Own.PERSONAL),
        (r"name \(optional\)\W*|how old are you\W*", Own.PERSONAL),
        (
            r"(?:what(?:'s|’s| is) )?(?:your )?(?:e-?mail|post ?code|phone|telephone|mobile|contact (?:number|details)"
            r"|date of birth|home address|age|gender|sex|ethnicity|ethnic (?:group|origin)|religion|disability)"
            r"\b.{0,30}",
            Own.PERSONAL,
        ),
    ),
)
"""Any other table; what it takes for personal is so in every tool's."""


def tool_of(headings: Sequence[str]) -> Habits:
    """The tool that wrote a table, by its headings; PLAIN where none is known."""
    words = {heading.casefold().strip() for heading in headings}
    for tool in TOOLS:
        if any(mark <= words for mark in tool.marks) and (tool is not _GOOGLE or _first(headings) == "timestamp"):
            return tool
    return PLAIN


def _first(headings: Sequence[str]) -> str:
    return headings[0].casefold().strip() if headings else ""
