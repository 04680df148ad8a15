"""What is written is read as the same page."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bundled_pages import content
from procedura.errors import PageError
from procedura.model import SECTIONS
from procedura.pages import read_text, write_markdown

HOSTILE = [
    "None", "N/A", "Risks", "Recovery:", "Duration: 2 hours", "Symptoms:", "Patient criteria:",
    "Common terms: one; two", "Common Name: Tube change", "Technical term: (G0001)",
    "Also known as TURP (TUR)", "**Bold**", "*x* _y_ `z`", "[a](b) ![c](d)", r"\*", "\\", "a\\",
    "1. one", "12) two", "a. first", "b) second", "- - -", "---", "===", "***", "+ plus", "• dot",
    "# hash", "## Risks", "#", "C #", "> quote", ">5 cm", "<5 mm", "<script>alert(1)</script>",
    "<h3>Risks</h3>", "&amp; &lt;b&gt; &#0; &#x202e;", "| a | b |", "|---|---|", "```", "~~no~~",
    '"""@en . <a> <b> "c', "} UNION { ?s ?p ?o", "{{ braces }}", "'; DROP TABLE", "\u202eabc\u2066",
    "a\u00a0b", "\u200bRisks", "tab\there", "null\x00byte", "bell\x07", "\x85next", "\u2028line",
    "\ud800", "\ufeffmark", "(PCN)", "Nephrostomy (PCN)", "a, b and c", "a; b", "CPT 50436",
    "HCPCS Code: G0105", "name (G9612).", "Complications", "Goals:", "MRI SCAN", "Similar codes:",
    "snake_case_word", "https://example.org/a_b_c", "<https://example.org>", "\u0130STANBUL",
    "Billing notes", "e.g. this. That", "30 to 45 minutes", "Foo bar:", "2022. A year", ": colon",
    "Serious: Serious: Leak in 1 of 20. [1]",
]  # fmt: skip

_HEADINGS = [section.heading for section in SECTIONS.values() if section.heading]
_FORMS = ["{}", "{}:", "# {}", "## {}", "### {}", "#### {} ##", "**{}**", "**{}:**", "<h3>{}</h3>"]


def texts() -> st.SearchStrategy[str]:
    """Return lines of text."""
    return st.one_of(
        st.sampled_from(HOSTILE),
        st.text(max_size=30),
        st.text(alphabet="ab .:;,*_\\`[]()<>&#-1|~=•", max_size=12),
        st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
    )


def lines() -> st.SearchStrategy[str]:
    """Return lines of a document in any format: headings, items, paragraphs, nothing."""
    known = st.sampled_from([*_HEADINGS, "Risks", "Complications", "Description", "Common names"])
    heading = st.builds(str.format, st.sampled_from(_FORMS), st.one_of(known, texts()))
    indent = st.sampled_from(["", "", "  ", "   ", "    "])
    marker = st.sampled_from(["- ", "* ", "1. ", "2) ", "• ", "a. ", "<li>", "<p>", "<li><b>"])
    item = st.builds(lambda *parts: "".join(parts), indent, marker, texts())
    return st.one_of(heading, item, item, texts(), st.just(""))


def documents() -> st.SearchStrategy[str]:
    """Return documents that mix all layouts; most of them are pages."""
    ends = st.sampled_from(["\n", "\n\n", "\r\n"])
    closing = ["", "## Benefits", "", "- It helps."]
    many = st.lists(lines(), max_size=25)
    return st.builds(lambda end, some: end.join([*some, *closing]), ends, many)


def sources() -> st.SearchStrategy[str]:
    """Return file names."""
    return st.sampled_from(["a.md", "a.txt", "a.html", "50436-tract.md", "G0105-scope.html", "-"])


@settings(max_examples=300, deadline=None)
@given(documents(), sources())
def test_what_was_read_is_written_and_read_alike(document: str, source: str) -> None:
    try:
        page = read_text(document, source=source)
    except PageError:
        return
    written = write_markdown(page)
    assert content(read_text(written, source=source)) == content(page), written
    assert write_markdown(read_text(written, source=source)) == written
