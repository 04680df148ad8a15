"""Front matter: what it may say, and what is wrong with it."""

import string
from datetime import date
from typing import get_args
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedura.errors import PageError
from procedura.model import AXES, Code, Header, ProcedureRelation, Reference
from procedura.pages import read_text
from procedura.pages.front_matter import read_header
from procedura.pages.header_writer import write_header

PAGE = "---\n{}\n---\n# Tap\n\n## Risks\n\n- Pain\n"

FULL = """\
slug: tap-of-a-joint
kind: conservative care
purpose: [treat, diagnose]
codes:
  exact: [CPT:20610]
  narrower: ["ICD10PCS:0S9C3ZX"]
  broader: [MESH:D061227, MAXO:0000001]
axes:
  body-site: [knee-joint]
  device: []
relations:
  prepares-for: [injection-of-a-joint]
  follows: []
review: reviewed
licence: CC-BY-4.0
modified: 2026-11-22
references:
  - title: "Joints: how to tap them"
    publisher: A society
    year: 2022
    url: https://example.org/tap
  - title: No year given
    doi: 10.1000/1
"""


def test_all_that_it_may_say() -> None:
    page = read_text(PAGE.format(FULL), source="tap.md")
    assert page.header == Header(
        slug="tap-of-a-joint",
        conservative=True,
        purposes=("treat", "diagnose"),
        codes=(
            Code("CPT", "20610"),
            Code("ICD10PCS", "0S9C3ZX", "narrower"),
            Code("MESH", "D061227", "broader"),
            Code("MAXO", "0000001", "broader"),
        ),
        axes=(("body-site", ("knee-joint",)),),
        relations=(("prepares-for", ("injection-of-a-joint",)),),
        review="reviewed",
        licence="CC-BY-4.0",
        modified="2026-11-22",
        references=(
            Reference("Joints: how to tap them", "A society", 2022, "https://example.org/tap"),
            Reference("No year given", doi="10.1000/1"),
        ),
    )
    assert page.statements[-1].line == FULL.count("\n") + 8


@pytest.mark.parametrize(
    "start", ["", "\n\n", '<?xml version="1.0"?>\n', '\n<?xml\nversion="1.0"?>\n<!doctype html>\n']
)
@pytest.mark.parametrize("matter", ["", "---\nslug: tap\nreview: reviewed\n---\n"])
def test_lines_of_html_are_counted_from_the_front_matter_on(matter: str, start: str) -> None:
    above = f"{matter}{start}"
    page = read_text(f"{above}<h1>Tap</h1>\n<h2>Risks</h2>\n<p>Pain</p>\n", source="a.html")
    assert [one.line for one in page.of_kind("risk")] == [above.count("\n") + 3]


@pytest.mark.parametrize("matter", ["", "# only a comment", "\n\n"])
def test_empty_front_matter(matter: str) -> None:
    assert read_text(PAGE.format(matter), source="a.md").header == Header()


@pytest.mark.parametrize(
    ("matter", "line", "what"),
    [
        ("slug: a\ncolour: red", 3, "front matter has no key 'colour'"),
        ("slug: a\nslug: b", 3, "the key 'slug' stands twice"),
        ("slug: A Tap", 2, "'A Tap' is no slug"),
        ("slug: [a]", 2, "slug must be a text"),
        ("slug:", 2, "slug must be a text"),
        ("kind: operation", 2, "kind cannot be 'operation'"),
        ("purpose: treat", 2, "purpose must be a list"),
        ("purpose: [cure]", 2, "purpose cannot be 'cure'"),
        ("review: maybe", 2, "review cannot be 'maybe'"),
        ("codes: [CPT:20610]", 2, "codes must be keys with values"),
        ("codes:\n  same: [CPT:20610]", 3, "codes has no key 'same'"),
        ("codes:\n  exact:\n  - CPT:20610\n  - SNOMED:1", 5, "'SNOMED:1' is no code"),
        ("codes: {exact: [CPT:2061]}", 2, "'CPT:2061' is no code"),
        ("axes: {colour: [red]}", 2, "axes has no key 'colour'"),
        ("axes: {device: needle}", 2, "device must be a list"),
        ("axes: {device: [A needle]}", 2, "'A needle' is no slug"),
        ("relations: {likes: [a]}", 2, "relations has no key 'likes'"),
        ("modified: yesterday", 2, "'yesterday' is no date"),
        ("references:\n- publisher: A", 3, "a reference has no title"),
        ("licence: CC BY 4.0", 2, "'CC BY 4.0' is no SPDX identifier"),
        ("licence: https://example.org/licence", 2, "is no SPDX identifier"),
        ("references:\n- title: A\n  url: javascript:alert(1)", 4, "is no address"),
        ("references:\n- title: A\n  url: https://a b", 4, "'https://a b' is no address"),
        ("references:\n- title: A\n  url: https://a/<b>", 4, "is no address"),
        ("references:\n- title: A\n  url: https://a/100%", 4, "is no address"),
        ('references:\n- title: A\n  url: "https://a/\\x07"', 4, "is no address"),
        ("references:\n- title: A\n  year: 22", 4, "'22' is no year"),
        ("references:\n- title: A\n  year: 3000", 4, "'3000' is no year"),
        ("references:\n- title: A\n  year: ٢٠٢٢", 4, "is no year"),
        ("references:\n- title: A\n  year: " + "9" * 5000, 4, "is no year"),
        ("- a\n- b", 2, "front matter must be keys with values"),
        ("slug: a: b", 2, "the front matter cannot be read"),
        ("slug: a\nkind: 'x", 4, "the front matter cannot be read"),
        ("slug: \x07", 2, "the front matter cannot be read"),
        ("slug: &a x\nlicence: *a", 2, "anchors and aliases are not read"),
        ("slug: *a", 2, "anchors and aliases are not read"),
        ("slug: " + "[" * 200, 2, "the front matter is nested too deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(matter: str, line: int, what: str) -> None:
    with pytest.raises(PageError) as caught:
        read_text(PAGE.format(matter), source="tap.md")
    assert what in caught.value.what
    assert caught.value.where == f"tap.md:{line}"
    assert caught.value.cure


def test_the_error_names_the_known_keys() -> None:
    with pytest.raises(PageError, match="the keys are slug, kind, specialty, purpose"):
        read_text(PAGE.format("colour: red"), source="tap.md")


def test_a_yaml_bomb_is_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    with pytest.raises(PageError, match="anchors and aliases are not read"):
        read_text(PAGE.format(bomb), source="a.md")


def test_front_matter_without_an_end() -> None:
    with pytest.raises(PageError, match=r"a\.md:1: the front matter has no end"):
        read_text("---\nslug: a\n## Risks\n- Pain\n", source="a.md")


def test_a_rule_is_no_front_matter() -> None:
    page = read_text("---\nTap of a joint\n---\nRisks\n- Pain\n", source="a.txt")
    assert (page.header, page.label) == (Header(), "Tap of a joint")


SLUGS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
CODES = st.lists(
    st.builds(Code, st.just("CPT"), st.from_regex("[0-9]{5}", fullmatch=True)),
    unique_by=lambda code: code.code,
)


def some(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return some of the keys, each with slugs."""
    values = st.lists(SLUGS, min_size=1, max_size=3).map(tuple)
    return st.dictionaries(st.sampled_from(keys), values).map(lambda found: tuple(found.items()))


HEADERS = st.builds(
    Header,
    slug=st.just("") | SLUGS,
    conservative=st.booleans(),
    purposes=st.lists(st.sampled_from(["treat", "screen", "prepare"])).map(tuple),
    codes=CODES.map(tuple),
    axes=some(AXES),
    relations=some(get_args(ProcedureRelation)),
    review=st.sampled_from(["unreviewed", "reviewed"]),
    licence=st.just("") | st.from_regex(r"[A-Za-z0-9.+-]+", fullmatch=True),
    modified=st.just("") | st.dates(date(1000, 1, 1)).map(date.isoformat),
    references=st.lists(
        st.builds(
            Reference,
            title=LINES,
            publisher=st.just("") | LINES,
            year=st.none() | st.integers(1000, 2999),
            url=st.just("") | LINES.map(lambda text: f"https://example.org/é/{quote(text)}"),
            doi=st.just("") | LINES,
        ),
        max_size=3,
    ).map(tuple),
)


@given(HEADERS)
def test_what_is_written_is_read_alike(header: Header) -> None:
    lines = write_header(header)
    assert lines[:1] + lines[-1:] in ([], ["---", "---"])
    assert read_header("\n".join(lines[1:-1]), "a.md") == header
