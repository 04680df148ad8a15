"""A page as quads and back: nothing lost, nothing added, whatever the text."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedura import namespaces as ns
from procedura.model import (
    SECTIONS,
    Code,
    Duration,
    Frequency,
    Header,
    Link,
    Method,
    Page,
    Reference,
    Statement,
)
from procedura.terminology import Release, System, Term
from procedura.triples import RELATIONS, page_from_quads, page_quads, release_quads

HOSTILE = [
    'a "quoted" text', "back\\slash", "} DROP ALL #", '"""@en . <x:y> a <x:z> .', "<script>",
    "\u202e", "INSERT DATA { <a:a> <a:b> 1 }", "'''", "tab\there", "?x", "^^",
]  # fmt: skip
METHODS: list[Method] = ["curated", "exact", "span", "ranked"]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).map(str.strip),
).filter(bool)
slugs = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,2}", fullmatch=True)


@st.composite
def links(draw: st.DrawFn, kind: str, text: str) -> tuple[Link, ...]:
    schemes = [scheme for scheme in SECTIONS[kind].edges if scheme != "code"]
    if not schemes:
        return ()
    made = {}
    for scheme, slug in draw(
        st.lists(st.tuples(st.sampled_from(schemes), slugs), max_size=2, unique=True)
    ):
        iri = ns.procedure(slug) if scheme == "procedure" else ns.concept(scheme, slug)
        method = draw(st.sampled_from(METHODS))
        made[iri] = Link(iri, ns.local_name(iri), scheme, method, 0.9, text)
    return tuple(sorted(made.values(), key=lambda link: link.iri))


@st.composite
def pages(draw: st.DrawFn) -> Page:
    own = draw(st.booleans())
    statements = []
    positions: Counter[str] = Counter()
    for line, (kind, text) in enumerate(
        draw(st.lists(st.tuples(st.sampled_from(list(SECTIONS)), texts), max_size=12)), start=1
    ):
        positions[kind] += 1
        one = Statement(
            kind, text, line, positions[kind],
            group=draw(st.sampled_from(["", "Patient criteria"])),
            parent=draw(st.integers(0, positions[kind] - 1)) if kind == "step" else 0,
            links=draw(links(kind, text)),
            serious=draw(st.booleans()),
            frequency=draw(st.sampled_from([None, Frequency(None, 0.00001), Frequency(0.5, 1)])),
            references=draw(st.sampled_from([(), (1,)])) if own else (),
        )  # fmt: skip
        statements.append(one)
    label = draw(texts)
    codes = (
        Code("CPT", "50436"),
        Code("ICD10PCS", "0T7[34]3ZZ", "narrower"),
        Code("MESH", "D000001", "broader"),
    )
    header = Header(
        slug="a-page",
        conservative=draw(st.booleans()),
        specialties=("radiology", "urology"),
        purposes=("relieve", "treat"),
        codes=codes,
        axes=(("operation", ("dilation",)), ("device", ("balloon", "guidewire"))),
        relations=tuple((name, ("another",)) for name in RELATIONS),
        one_sided=(("open-surgery", draw(texts)),),
        licence="CC-BY-4.0",
        modified="2026-01-31",
        references=(
            Reference(draw(texts), "A publisher", 2020, "https://example.org/a", "10.1/x"),
        ),
    )
    return Page(
        source="a.md", sha256="00", label=label, header=header if own else Header(), codes=codes,
        statements=tuple(statements),
        duration=Duration("PT1H", draw(st.sampled_from([None, "PT2H"]))),
        stay=Duration("PT0S", draw(st.sampled_from([None, "P1D"]))),
        empty=("similar-code",) if not positions["similar-code"] else (),
        slug="a-page", procedure=ns.procedure("a-page"), procedure_label=label,
    )  # fmt: skip


@given(pages())
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    own = [quad for quad in page_quads(page) if quad.graph_name.value == ns.page(page.slug)]  # type: ignore[union-attr]
    assert page_from_quads(page.slug, own, ns.local_name) == page


@given(pages())
def test_any_text_is_valid_rdf_and_adds_no_triples(page: Page) -> None:
    quads = list(page_quads(page))
    written = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=ns.PREFIXES)
    assert written is not None
    assert set(ox.parse(written, ox.RdfFormat.TRIG)) == set(quads)
    said = {quad.object.value for quad in quads if quad.predicate.value == ns.term("text")}  # type: ignore[union-attr]
    assert said == {statement.text for statement in page.statements}


def test_statements_keep_their_names_when_lines_are_added_above() -> None:
    def names(*texts: str) -> set[str]:
        lines = tuple(Statement("risk", text, n, n) for n, text in enumerate(texts, start=1))
        page = Page("a.md", "", "A", statements=lines, slug="a", procedure=ns.procedure("a"))
        return {
            quad.subject.value  # type: ignore[union-attr]
            for quad in page_quads(page)
            if quad.predicate.value == ns.term("text")
        }

    assert names("Bleeding") < names("Fever", "Bleeding")
    assert len(names("Bleeding", "Bleeding")) == 2


def test_the_preferred_label_of_another_page_stays() -> None:
    page = Page(
        "b.txt", "", "Dilation, percutaneous", slug="b", procedure=ns.procedure("a"),
        procedure_label="Tract dilation",
    )  # fmt: skip
    labels = {
        (ns.local_name(quad.predicate.value), quad.object.value)  # type: ignore[union-attr]
        for quad in page_quads(page)
        if quad.predicate.value.endswith("Label")
    }
    assert labels == {("prefLabel", "Tract dilation"), ("altLabel", "Dilation, percutaneous")}


def test_axes_are_the_name_s_before_the_summary_s() -> None:
    def line(kind: str, slug: str) -> Statement:
        link = Link(ns.concept("approach", slug), slug, "approach", "span", 0.9, slug)
        return Statement(kind, slug, 1, 1, links=(link,))

    lines = (line("name", "percutaneous"), line("summary", "open"))
    page = Page("a.md", "", "A", statements=lines, slug="a", procedure=ns.procedure("a"))
    approaches = [
        quad.object for quad in page_quads(page) if quad.predicate.value == ns.term("approach")
    ]
    assert approaches == [ox.NamedNode(ns.concept("approach", "percutaneous"))]


@pytest.mark.parametrize(
    ("licence", "predicate"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "license"),
        ("https://creativecommons.org/licenses/by/4.0/ (CC BY 4.0)", "rights"),
        ("https://hospital.example/\u00a0terms", "rights"),
        ("https://[hospital", "rights"),
        ("http is not what they say it is", "rights"),
        ("CC-BY-4.0", "rights"),
    ],
)
def test_a_licence_is_an_address_only_where_it_says_nothing_else(
    licence: str, predicate: str
) -> None:
    made = Release(System("SHOE", "Shoes", "Cobblers", licence, True), "1", [Term("1", "a", "f:1")])
    said = {str(quad.predicate): quad.object for quad in release_quads(made, [])}
    node = ox.NamedNode(licence) if predicate == "license" else ox.Literal(licence)
    assert said[f"<{ns.expand(f'dcterms:{predicate}')}>"] == node
