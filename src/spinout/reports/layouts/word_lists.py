"""The lists and links of officers' texts in a Word file: what their numbers in its body stand for."""

from collections.abc import Iterable
from typing import Any

from spinout.reports.layouts.word_slots import BULLET_LIST, LINK, LIST, RELATIONS

PART, KIND = "word/numbering.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EMPTY = f'<w:numbering xmlns:w="{MAIN}"/>'
W = f"{{{MAIN}}}"


def with_lists(parts: dict[str, bytes], body: str) -> None:
    """Say of each list of officers' texts in the body what it is; a file that has no lists yet gets their part."""
    used = sorted({int(found) for found in LIST.findall(parts[body].decode())})
    if not used:
        return
    from docx.oxml.parser import parse_xml

    name = _part(parts, body)
    numbering = parse_xml(parts.get(name, EMPTY.encode()))
    kinds = numbering.findall(f"{W}abstractNum")
    first = 1 + max((int(kind.get(f"{W}abstractNumId")) for kind in kinds), default=-1)
    for place, made in enumerate((_kind(first, "bullet", "•"), _kind(first + 1, "decimal", "%1."))):
        numbering.insert(len(kinds) + place, parse_xml(made))
    last = len(numbering)
    while last and numbering[last - 1].tag not in (f"{W}num", f"{W}abstractNum"):
        last -= 1
    for place, number in enumerate(used):
        numbering.insert(last + place, parse_xml(_list(number, first)))
    parts[name] = _serialized(numbering)


def _kind(number: int, form: str, sign: str) -> str:
    return (
        f'<w:abstractNum xmlns:w="{MAIN}" w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
    )


def _list(number: int, first: int) -> str:
    kind = first if number == BULLET_LIST else first + 1
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'<w:num xmlns:w="{MAIN}" w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
        f"{'' if number == BULLET_LIST else start}</w:num>"
    )


def _part(parts: dict[str, bytes], body: str) -> str:
    """The name of the part with the lists, which is made known where there is none."""
    from docx.oxml.parser import parse_xml

    folder, relations = body.rpartition("/")[0], _relations(body)
    tree = parse_xml(parts[relations])
    for relation in tree:
        if relation.get("Type") == f"{RELATIONS}/numbering":
            target = str(relation.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    free = next(f"rIdLists{n}" for n in range(len(tree) + 1) if f"rIdLists{n}" not in _ids(tree))
    tree.append(_relation(free, "numbering", f"/{PART}"))
    parts[relations] = _serialized(tree)
    types = parse_xml(parts["[Content_Types].xml"])
    space = f"{PACKAGE}/content-types"
    types.append(parse_xml(f'<Override xmlns="{space}" PartName="/{PART}" ContentType="{KIND}"/>'))
    parts["[Content_Types].xml"] = _serialized(types)
    return PART


def with_links(parts: dict[str, bytes], body: str, tree: Any) -> None:
    """Make the relations that officers' links in the tree of the body name, each once."""
    from docx.oxml.parser import parse_xml

    named = {link.get(f"{{{RELATIONS}}}id"): link.get(f"{W}tooltip") for link in tree.iter(f"{W}hyperlink")}
    links = {ident: target for ident, target in named.items() if ident and ident.startswith(LINK) and target}
    if not links:
        return
    relations = parse_xml(parts[_relations(body)])
    known = _ids(relations)
    for ident, target in links.items():
        if ident not in known:
            relations.append(_relation(ident, "hyperlink", target, mode="External"))
    parts[_relations(body)] = _serialized(relations)


def _relations(body: str) -> str:
    folder, _, file = body.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relation(ident: str, kind: str, target: str, mode: str | None = None) -> Any:
    from docx.oxml.parser import parse_xml

    made = parse_xml(f'<Relationship xmlns="{PACKAGE}/relationships"/>')
    for name, value in (("Id", ident), ("Type", f"{RELATIONS}/{kind}"), ("Target", target), ("TargetMode", mode)):
        if value is not None:
            made.set(name, value)
    return made


def _ids(tree: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(relation.get("Id")) for relation in tree)


def _serialized(tree: Any) -> bytes:
    from docx.opc.oxml import serialize_part_xml

    made: bytes = serialize_part_xml(tree)
    return made
