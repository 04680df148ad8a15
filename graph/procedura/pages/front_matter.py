"""Front matter: YAML → `Header`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar, get_args

import yaml

from procedura.errors import PageError
from procedura.model import AXES, Code, CodeRelation, Header, ProcedureRelation, Reference
from procedura.namespaces import CODE_SYSTEMS, slug
from procedura.pages.blocks import tidy
from procedura.pages.identity import parse_code

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CODE_RELATIONS: tuple[CodeRelation, ...] = get_args(CodeRelation)
_RELATIONS: tuple[ProcedureRelation, ...] = get_args(ProcedureRelation)
KINDS = ("procedure", "conservative care")
_PURPOSES = ("treat", "relieve", "diagnose", "screen", "prevent", "prepare")
_REVIEWS = ("unreviewed", "reviewed")
_KEYS = (
    "slug", "kind", "specialty", "purpose", "codes", "axes", "relations", "one-sided", "review",
    "licence", "modified", "references",
)  # fmt: skip
REFERENCE_KEYS = ("title", "publisher", "year", "url", "doi")
_FIELDS = {"specialty": "specialties", "purpose": "purposes", "one-sided": "one_sided"}
_DEEPEST = 4
_YEARS = range(1000, 3000)
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


@dataclass(frozen=True, slots=True)
class _Reader:
    source: str

    def fail(self, line: int, what: str, cure: str) -> NoReturn:
        """Raise an error for a line of the front matter, the first of which is 0."""
        raise PageError(what, where=f"{self.source}:{line + 2}", cure=cure)

    def header(self, matter: str) -> Header:
        node = self.compose(matter)
        if node is None:
            return Header()
        fields = self.mapping(node, "front matter", _KEYS)
        header: dict[str, Any] = {key: self.field(key, value) for key, value in fields.items()}
        if "kind" in header:
            header["conservative"] = header.pop("kind") == KINDS[1]
        return Header(**{_FIELDS.get(key, key): value for key, value in header.items()})

    def compose(self, matter: str) -> yaml.Node | None:
        """Return the tree of a YAML text, without the means to make a small one large."""
        depth = 0
        try:
            for event in yaml.parse(matter, Loader=_LOADER):
                line = event.start_mark.line if event.start_mark else 0
                if getattr(event, "anchor", None):
                    self.fail(line, "anchors and aliases are not read", "write the value out")
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > _DEEPEST:
                    self.fail(line, "the front matter is nested too deep", "see CONTRIBUTING.md")
            return yaml.compose(matter, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", "not YAML")
            self.fail(
                mark.line if mark else 0,
                f"the front matter cannot be read ({problem})",
                "put a text with a colon or another special character in quotation marks",
            )

    def field(self, key: str, node: yaml.Node) -> object:
        match key:
            case "slug":
                return self.slug(node)
            case "kind":
                return self.one_of(node, key, KINDS)
            case "review":
                return self.one_of(node, key, _REVIEWS)
            case "purpose":
                return tuple(self.one_of(item, key, _PURPOSES) for item in self.items(node, key))
            case "specialty":
                return tuple(self.slug(item) for item in self.items(node, key))
            case "codes":
                return self.codes(node)
            case "axes":
                return self.slugs(node, key, AXES)
            case "relations":
                return self.slugs(node, key, _RELATIONS)
            case "one-sided":
                return self.reasons(node, key)
            case "references":
                return tuple(self.reference(item) for item in self.items(node, key))
            case "modified":
                return self.day(node)
            case _:
                return self.text(node, key)

    def reasons(self, node: yaml.Node, name: str) -> tuple[tuple[str, str], ...]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node.start_mark.line, f"{name} must be slugs with reasons",
                      "write it like {open-nephrostomy: why}")  # fmt: skip
        return tuple((self.slug(key), self.text(value, name)) for key, value in node.value)

    def mapping(
        self, node: yaml.Node, name: str, known: tuple[_Name, ...]
    ) -> dict[_Name, yaml.Node]:
        """Return the values of a mapping by key, all of them known."""
        if not isinstance(node, yaml.MappingNode):
            self.fail(
                node.start_mark.line,
                f"{name} must be keys with values",
                f"the keys are {', '.join(known)}",
            )
        values: dict[_Name, yaml.Node] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line
            key = next((one for one in known if one == key_node.value), None)
            if key is None:
                self.fail(
                    line,
                    f"{name} has no key {tidy(str(key_node.value))[:40]!r}",
                    f"the keys are {', '.join(known)}",
                )
            if key in values:
                self.fail(line, f"the key {key!r} stands twice", "leave one of them")
            values[key] = value
        return values

    def items(self, node: yaml.Node, name: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node.start_mark.line, f"{name} must be a list", "write it like [one, two]")
        return list(node.value)

    def text(self, node: yaml.Node, name: str) -> str:
        text = tidy(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if not text:
            self.fail(node.start_mark.line, f"{name} must be a text", "write it or leave it out")
        return text

    def one_of(self, node: yaml.Node, name: str, known: tuple[str, ...]) -> str:
        text = self.text(node, name)
        if text not in known:
            self.fail(
                node.start_mark.line, f"{name} cannot be {text!r}", f"it is {' or '.join(known)}"
            )
        return text

    def slug(self, node: yaml.Node) -> str:
        text = self.text(node, "a slug")
        if slug(text) != text:
            self.fail(node.start_mark.line, f"{text!r} is no slug", f"write it {slug(text)!r}")
        return text

    def slugs(
        self, node: yaml.Node, name: str, known: tuple[_Name, ...]
    ) -> tuple[tuple[_Name, tuple[str, ...]], ...]:
        fields = self.mapping(node, name, known)
        lists = ((key, self.items(value, key)) for key, value in fields.items())
        return tuple((key, tuple(map(self.slug, items))) for key, items in lists if items)

    def codes(self, node: yaml.Node) -> tuple[Code, ...]:
        fields = self.mapping(node, "codes", CODE_RELATIONS)
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
            self.fail(
                node.start_mark.line,
                f"{text!r} is no code in a known system",
                f"write it like CPT:50436, in one of {', '.join(CODE_SYSTEMS)}",
            )
        return Code(code.system, code.code, relation)

    def day(self, node: yaml.Node) -> str:
        text = self.text(node, "modified")
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            self.fail(node.start_mark.line, f"{text!r} is no date", "write it like 2026-11-22")

    def reference(self, node: yaml.Node) -> Reference:
        fields = self.mapping(node, "a reference", REFERENCE_KEYS)
        texts: dict[str, Any] = {key: self.text(value, key) for key, value in fields.items()}
        line = node.start_mark.line
        if "title" not in texts:
            self.fail(line, "a reference has no title", "give the title as printed")
        if not texts.get("url", "https://").startswith(("https://", "http://")):
            self.fail(line, f"{texts['url']!r} is no address", "begin it with https://")
        if "year" in texts:
            year = texts["year"]
            if not (year.isascii() and year.isdigit() and int(year) in _YEARS):
                self.fail(line, f"{year!r} is no year", "write it like 2022")
            texts["year"] = int(year)
        return Reference(**texts)
