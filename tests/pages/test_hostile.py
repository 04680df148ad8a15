"""Documents that mean harm, or are none."""

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from procedura.errors import PageError
from procedura.pages import read_page, read_text, write_markdown

TEN_MILLION = 10_000_000


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no section of a procedure page found"),
        (b" \r\n\r\n", "no section of a procedure page found"),
        (b"Some letter to the editor.\n", "no section of a procedure page found"),
        (b"<html><body><p>404</p></body></html>", "no section of a procedure page found"),
        (b"---\nslug: a\n---\n", "no section of a procedure page found"),
        (b"Tap\n\nRisks\n\nBenefits\n", "says nothing under its headings"),
        (b"Risks\nNone\n", "says nothing under its headings"),
        (b"%PDF-1.7\0\0", "binary"),
        (b"Risks\n- Pain\0\n", "binary"),
        (bytes(range(1, 256)) * 9, "the encoding cannot be recognised"),
    ],
)
def test_what_is_no_page_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(PageError) as caught:
        read_text(content, source="a.txt")
    assert what in str(caught.value)
    assert caught.value.where.startswith("a.txt")
    assert caught.value.cure


def test_the_cure_names_headings() -> None:
    with pytest.raises(PageError, match="head its sections Indications, Procedure Description"):
        read_text("Hello", source="a.txt")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="cannot be read"):
        read_page(tmp_path / "missing.md")
    with pytest.raises(PageError, match="cannot be read"):
        read_page(tmp_path)


def test_a_guessed_encoding_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    text = "Attacks of Ménière\u2019s disease \u2013 rare, and not after the first two years"
    page = read_text(f"Risks\n- {text}\n".encode("cp1252"), source="a.txt")
    assert page.statements[-1].text == text
    assert "a.txt: is not UTF-8; read as cp1252" in caplog.text


def test_an_encoding_of_another_script_is_guessed() -> None:
    text = "Обследование проводится натощак, после него пациент остаётся под наблюдением врача. "
    page = read_text(f"Risks\n\n{text * 5}\n".encode("cp1251"), source="a.txt")
    assert page.statements[-1].text == (text * 5).strip()


def test_a_declared_encoding_is_believed() -> None:
    html = '<meta charset="koi8-r"><h3>Risks</h3><p>Боль</p>'
    assert read_text(html.encode("koi8-r"), source="a.html").statements[-1].text == "Боль"


@pytest.mark.parametrize("encoding", ["undefined", "punycode", "idna", "hex", "no-such", "utf-7"])
def test_a_declared_encoding_that_is_none_is_not_believed(encoding: str) -> None:
    html = f'<meta charset="{encoding}"><h3>Risks</h3><p>Pain \u2013 of a “kind”</p>'
    page = read_text(html.encode("cp1252"), source="a.html")
    assert page.statements[-1].text == "Pain \u2013 of a “kind”"


def test_halves_of_pairs_that_an_encoding_makes_are_marked() -> None:
    title = b"---\nreferences:\n- title: A \\ud800 \xff\n---\n# Tap\n## Risks\n\n- Pain\n"
    page = read_text(title + b'<meta charset="unicode_escape">', source="a.md")
    assert page.header.references[0].title == "A \ufffd ÿ"


HARD = [
    '"""@en . <http://a> <http://b> "c" .',
    "'); DROP ALL; --",
    "} UNION { ?s ?p ?o } #",
    "back\\slash \\u0041 \\n",
    "<script>alert('x')</script>",
    "${jndi:ldap://x} {{7*7}} %s %(x)s {0}",
    "a\x00b\x01c\x1bd\x7fe\x85f\x9bg",
    "safe\u202egnp.exe\u202c\u2066x\u2069",
    "\ud800 lone \udfff",
    "\ufffe\uffff\ufdd0",
    "\u2028line\u2029paragraph",
    "🫀 né ﷽ Ω \U0001d504",
    "🏳️‍🌈 zero\u200dwidth",
]


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("form", ["Risks\n- {}\n", "## Risks\n\n{}\n", "**Risks:** {}\n"])
def test_hard_text_is_kept_and_can_be_a_literal(text: str, form: str) -> None:
    page = read_text(form.replace("{}", text), source="a.txt")
    kept = page.statements[-1].text
    assert "\n" not in kept
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in kept)
    triple = pyoxigraph.Triple(
        pyoxigraph.NamedNode("http://a"), pyoxigraph.NamedNode("http://b"), pyoxigraph.Literal(kept)
    )
    for syntax in (pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.RDF_XML):
        data = pyoxigraph.serialize([triple], format=syntax)
        assert data is not None
        assert [quad.triple for quad in pyoxigraph.parse(data, format=syntax)] == [triple]
    again = read_text(write_markdown(page), source="a.md")
    assert [one.text for one in again.statements] == [one.text for one in page.statements]


def test_controls_leave_a_mark_and_reordering_leaves_none() -> None:
    page = read_text("Risks\n- a\x07b \u202ecd\u202c\n", source="a.txt")
    assert page.statements[-1].text == "a\ufffdb cd"


def test_a_control_in_html_by_reference() -> None:
    page = read_text("<h3>Risks</h3>a&#x202e;b&#7;c&#xD800;", source="a.html")
    assert page.statements[-1].text.isprintable()


@pytest.mark.parametrize(
    "document",
    [
        lambda length: "Risks\n" + "x" * length,
        lambda length: "Risks\n- " + "a word and another. " * (length // 20),
        lambda length: "Name\n" + "a, b; (c " * (length // 9) + "\nRisks\n- Pain",
        lambda length: "Duration\n" + "30 to " * (length // 6),
        lambda length: "a" * length + "\nRisks\n- Pain",
        lambda length: "## Risks\n\n" + "*" * length + "x",
        lambda length: "## Risks\n\n" + "[" * length,
        lambda length: "## Risks\n\n- " + "- " * (length // 2),
        lambda length: "<h3>Risks</h3><p>" + "x " * (length // 2),
    ],
    ids=["word", "sentences", "name", "duration", "title", "stars", "brackets", "dashes", "html"],
)
def test_a_line_of_ten_megabytes(document: Callable[[int], str]) -> None:
    def seconds(length: int) -> float:
        text = document(length)
        start = time.process_time()
        page = read_text(text, source="a.txt")
        assert max(len(one.text) for one in page.statements) > length // 3
        return time.process_time() - start

    tenth = seconds(TEN_MILLION // 10)
    assert seconds(TEN_MILLION) < 30 * max(tenth, 0.05)  # quadratic would be 100 times


@pytest.mark.parametrize(
    "unit",
    [
        "* a ", "**a", "_a ", "[a](", "`a ", "<a ", "&amp", "\\", "(a, ", "also known as ", "h1 ",
        "½",
    ],
)  # fmt: skip
def test_time_grows_in_line_with_length(unit: str) -> None:
    def seconds(length: int) -> float:
        body = unit * (length // len(unit))
        start = time.process_time()
        read_text(f"## Name\n\n{body}\n\n## Duration\n\n- {body}\n", source="a.md")
        return time.process_time() - start

    assert seconds(400_000) < 10 * max(seconds(100_000), 0.05)  # quadratic would be 16 times


def test_deep_nesting() -> None:
    depth = 3000
    html = "<h3>Risks</h3>" + "<ul><li>x" * depth
    assert len(read_text(html, source="a.html").statements) == depth
    items = "\n".join(" " * (2 * level) + "- x" for level in range(depth))
    markdown = read_text(f"## Risks\n\n{items}\n", source="a.md")
    assert [one.parent for one in markdown.statements] == list(range(depth))
    assert len(read_text(write_markdown(markdown), source="a.md").statements) == depth
