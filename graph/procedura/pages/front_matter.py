"""Front matter: YAML → `Header`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn, TypeVar, get_args

import yaml

from procedura import namespaces as ns
from procedura.errors import PageError
from procedura.model import (
    AXES,
    CODE_RELATIONS,
    Code,
    CodeRelation,
    Header,
    ProcedureRelation,
    Reference,
)
from procedura.pages.blocks import tidy
from procedura.pages.identity import CODE_CURE, parse_code

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RELATIONS: tuple[ProcedureRelation, ...] = get_args(ProcedureRelation)
KINDS = ("procedure", "conservative care")
_PURPOSES = ("treat", "relieve", "diagnose", "screen", "prevent", "prepare")
_REVIEWS = ("unreviewed", "reviewed")
REFERENCE_KEYS = ("title", "publisher", "year", "url", "doi")
_DEEPEST = 4
_YEAR = re.compile("[12][0-9]{3}")
_LICENCE = re.compile("[A-Za-z0-9.+-]+")  # as shape:page-licence has it
_OPENING = re.compile(r"---[ \t]*\n(?![A-Za-z][^:\n]*\n)")  # a rule above words opens nothing
_KEY = re.compile(r"[A-Za-z_-]{1,40}:")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)

_Name = TypeVar("_Name", bound=str)


def split(text: str, source: str) -> tuple[str | None, str, int]:
    r"""Return front matter, if there is any, the rest, and the number of the rest's first line.

    Args:
        text: The document.
        source: Its name, for errors.

    Raises:
        PageError: The front matter has no end.

    >>> split("---\nslug: a\n---\n# A", "a.md")
    ('slug: a\n', '\n# A', 3)
    """
    opening = _OPENING.match(text)
    end = _END.search(text, opening.end()) if opening else None
    if opening and end:
        matter = text[opening.end() : end.start()]
        return matter, text[end.end() :], matter.count("\n") + 2
    if opening and _KEY.match(text, opening.end()):
        raise PageError(
            "the front matter has no end",
            where=f"{source}:1",
            cure="close it with a line of three hyphens",
        )
    return None, text, 1


def read_header(matter: str, source: str) -> Header:
    """Return what front matter says.

    Args:
        matter: The lines between the fences.
        source: The document's name, for errors.

    Raises:
        PageError: It is no YAML, or says what no page can; with the line.

    >>> read_header("codes: {exact: [CPT:50590]}", "a.md").codes
    (Code(system='CPT', code='50590', relation='exact'),)
    """
    return _Reader(source).header(matter)


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source

    def fail(self, node: yaml.Node, what: str, cure: str) -> NoReturn:
        self.fail_at(node.start_mark.line, what, cure)

    def fail_at(self, line: int, what: str, cure: str) -> NoReturn:
        """Raise an error for a line of the front matter, the first of which is 0."""
        raise PageError(what, where=f"{self._source}:{line + 2}", cure=cure)

    def header(self, matter: str) -> Header:
        node = self.compose(matter)
        if node is None:
            return Header()
        fields: dict[str, Any] = {}
        for key, value in self.mapping(node, "front matter", tuple(_FIELDS)).items():
            field, read = _FIELDS[key]
            fields[field] = read(self, value, key)
        return Header(**fields)

    def compose(self, matter: str) -> yaml.Node | None:
        """Return the tree of a YAML text, without the means to make a small one large."""
        depth = 0
        try:
            for event in yaml.parse(matter, Loader=_LOADER):
                line = event.start_mark.line if event.start_mark else 0
                if getattr(event, "anchor", None):
                    self.fail_at(line, "anchors and aliases are not read", "write the value out")
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > _DEEPEST:
                    self.fail_at(line, "the front matter is nested too deep", "see CONTRIBUTING.md")
            return yaml.compose(matter, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", "not YAML")
            self.fail_at(
                mark.line if mark else 0,
                f"the front matter cannot be read ({problem})",
                "put a text with a colon or another special character in quotation marks",
            )

    def mapping(
        self, node: yaml.Node, name: str, known: tuple[_Name, ...]
    ) -> dict[_Name, yaml.Node]:
        """Return the values of a mapping by key, all of them known."""
        keys = f"the keys are {', '.join(known)}"
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, f"{name} must be keys with values", keys)
        values: dict[_Name, yaml.Node] = {}
        for said, value in node.value:
            key = next((one for one in known if one == said.value), None)
            if key is None:
                self.fail(said, f"{name} has no key {tidy(str(said.value))[:40]!r}", keys)
            if key in values:
                self.fail(said, f"the key {key!r} stands twice", "leave one of them")
            values[key] = value
        return values

    def items(self, node: yaml.Node, name: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"{name} must be a list", "write it like [one, two]")
        return list(node.value)

    def text(self, node: yaml.Node, name: str) -> str:
        text = tidy(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if not text:
            self.fail(node, f"{name} must be a text", "write it or leave it out")
        return text

    def one_of(self, node: yaml.Node, name: str, known: tuple[str, ...]) -> str:
        text = self.text(node, name)
        if text not in known:
            self.fail(node, f"{name} cannot be {text!r}", f"it is {' or '.join(known)}")
        return text

    def purposes(self, node: yaml.Node, name: str) -> tuple[str, ...]:
        return tuple(self.one_of(item, name, _PURPOSES) for item in self.items(node, name))

    def slug(self, node: yaml.Node, _name: str) -> str:
        text = self.text(node, "a slug")
        if ns.slug(text) != text:
            self.fail(node, f"{text!r} is no slug", f"write it {ns.slug(text)!r}")
        return text

    def slugs(self, node: yaml.Node, name: str) -> tuple[str, ...]:
        return tuple(self.slug(item, name) for item in self.items(node, name))

    def lists(
        self, node: yaml.Node, name: str, known: tuple[_Name, ...]
    ) -> tuple[tuple[_Name, tuple[str, ...]], ...]:
        """Return the slugs that stand under each of the known keys."""
        fields = self.mapping(node, name, known)
        lists = ((key, self.slugs(value, key)) for key, value in fields.items())
        return tuple((key, slugs) for key, slugs in lists if slugs)

    def reasons(self, node: yaml.Node, name: str) -> tuple[tuple[str, str], ...]:
        if not isinstance(node, yaml.MappingNode):
            cure = "write it like {open-nephrostomy: why}"
            self.fail(node, f"{name} must be slugs with reasons", cure)
        return tuple((self.slug(key, name), self.text(value, name)) for key, value in node.value)

    def codes(self, node: yaml.Node, name: str) -> tuple[Code, ...]:
        fields = self.mapping(node, name, CODE_RELATIONS)
        return tuple(
            self.code(item, relation)
            for relation in CODE_RELATIONS
            if relation in fields
            for item in self.items(fields[relation], relation)
        )

    def code(self, node: yaml.Node, relation: CodeRelation) -> Code:
        text = self.text(node, "a code")
        code = parse_code(text)
        if code is None:
            self.fail(node, f"{text!r} is no code in a known system", CODE_CURE)
        return replace(code, relation=relation)

    def day(self, node: yaml.Node, name: str) -> str:
        text = self.text(node, name)
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            self.fail(node, f"{text!r} is no date", "write it like 2026-11-22")

    def licence(self, node: yaml.Node, name: str) -> str:
        text = self.text(node, name)
        if not _LICENCE.fullmatch(text):
            self.fail(node, f"{text!r} is no SPDX identifier", "write it like CC-BY-4.0")
        return text

    def address(self, node: yaml.Node, name: str) -> str:
        text = self.text(node, name)
        if not ns.is_address(text):
            cure = "begin it with https://, and write a blank as %20, [ as %5B and the like"
            self.fail(node, f"{text!r} is no address", cure)
        return text

    def year(self, node: yaml.Node, name: str) -> int:
        text = self.text(node, name)
        if not _YEAR.fullmatch(text):
            self.fail(node, f"{text!r} is no year", "write it like 2022")
        return int(text)

    def references(self, node: yaml.Node, name: str) -> tuple[Reference, ...]:
        return tuple(self.reference(item) for item in self.items(node, name))

    def reference(self, node: yaml.Node) -> Reference:
        fields = self.mapping(node, "a reference", REFERENCE_KEYS)
        if "title" not in fields:
            self.fail(node, "a reference has no title", "give the title as printed")
        values: dict[str, Any] = {
            key: _IN_REFERENCE.get(key, _Reader.text)(self, value, key)
            for key, value in fields.items()
        }
        return Reference(**values)


_Read = Callable[[_Reader, yaml.Node, str], object]


# Key of a reference → what reads it, where it is no plain text.
_IN_REFERENCE: dict[str, _Read] = {"year": _Reader.year, "url": _Reader.address}

# Key → field of a header, and what reads it.
_FIELDS: dict[str, tuple[str, _Read]] = {
    "slug": ("slug", _Reader.slug),
    "kind": ("conservative", lambda read, node, key: read.one_of(node, key, KINDS) == KINDS[1]),
    "specialty": ("specialties", _Reader.slugs),
    "purpose": ("purposes", _Reader.purposes),
    "codes": ("codes", _Reader.codes),
    "axes": ("axes", lambda read, node, key: read.lists(node, key, AXES)),
    "relations": ("relations", lambda read, node, key: read.lists(node, key, _RELATIONS)),
    "one-sided": ("one_sided", _Reader.reasons),
    "review": ("review", lambda read, node, key: read.one_of(node, key, _REVIEWS)),
    "licence": ("licence", _Reader.licence),
    "modified": ("modified", _Reader.day),
    "references": ("references", _Reader.references),
}
