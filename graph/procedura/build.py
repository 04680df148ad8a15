"""Pages in, validated graph out: the whole way of the data, one step after another."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, Store

from procedura import contents, sources, store
from procedura import namespaces as ns
from procedura.analysis.running import analyse
from procedura.checks import check
from procedura.errors import PageError
from procedura.linking import Linked, OpenPhrase, Published, Vocabulary, identify, link, page_slug
from procedura.model import Finding, Page
from procedura.pages import demand_one_page, page_files, read_bytes, read_text
from procedura.progress import Progress, silent
from procedura.releases import releases
from procedura.resources import folder as resource
from procedura.resources import walk
from procedura.search import SearchIndex, is_readable, write_index
from procedura.triples import page_quads, software_quads
from procedura.validation import validate_quads
from procedura.vocabularies import vocabulary

_Document = tuple[Path | Traversable, bytes, str | None]  # file, content, and code of a page


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        triples: How many statements the graph holds now.
        failures: The documents that could not be read, or have the slug of another one; the
            others were stored.
        pages: The pages that were read and stored.
        open: Lines that were not linked, each with its page's file name.
        findings: What the shapes have to say of the pages, and the checks of the whole graph.
    """

    triples: int
    failures: tuple[PageError, ...]
    pages: tuple[Page, ...] = ()
    open: tuple[tuple[str, OpenPhrase], ...] = ()
    findings: tuple[Finding, ...] = ()


def build(
    folder: Path,
    paths: Sequence[Path] = (),
    *,
    code: str | None = None,
    progress: Progress = silent,
) -> Report:
    """Add pages to the graph in a folder, and analyse it anew.

    Where there is no graph yet, or no page is given, the bundled ontology, concepts and pages
    are read first. A page that was read before is replaced; pages that are not named stay, and
    are linked again, since their phrases may name what is new: the names of procedures always,
    all that they name where no page is given, as after an import or a curator's decision. The
    graph changes in one step when all is done, or not at all.

    Args:
        folder: Where the graph lies.
        paths: Pages, and folders of pages.
        code: CURIE of the code of the page, where just one is given.
        progress: Told how far a stage is.

    Raises:
        PageError: A path is missing, or a code was given for several pages or none.
        StoreError: The graph cannot be written.
    """
    anew = not paths or _is_empty(folder)
    given, failures = _read(_given(paths, code))
    bundled, unread = _read(_bundled() if anew else ())
    pages, failures = [*(bundled | given).values()], unread + failures
    if not pages:
        return Report(len(store.open_read_only(folder).rdf), failures)
    with store.next_generation(folder) as generation:
        rdf = generation.rdf
        if anew:
            store.replace_graphs(rdf, _vocabularies())
        own = {ns.page(page_slug(page)) for page in pages}
        pages, known = identify(pages, vocabulary(rdf, own, _imported(generation)))
        # Only the bundled vocabularies bring concepts; a page brings the names of its procedure.
        changed = None if anew else {"procedure"}
        linked = _link(pages, contents.pages(rdf, without=own), known, changed, progress)
        store.replace_graphs(rdf, _triples(linked))
        findings = _validate(rdf, pages, progress)
        store.replace_graphs(rdf, analyse(rdf))
        findings += check(rdf)
        write_index(rdf, generation.search_index, lambda graph: not graph.startswith(ns.RELEASES))
        return _report(rdf, failures, linked[: len(pages)], findings)


def _is_empty(folder: Path) -> bool:
    return not store.exists(folder) or not store.open_read_only(folder).rdf


def _given(paths: Sequence[Path], code: str | None) -> Iterator[_Document]:
    # A file that is named twice, as itself and in its folder, is read once.
    files = [*{file.absolute(): file for file in page_files(paths)}.values()]
    demand_one_page(code, files)
    for file in files:
        yield file, read_bytes(file), code


def _bundled() -> Iterator[_Document]:
    for page in walk(resource("data").joinpath("procedures"), ".md"):
        yield page, page.read_bytes(), None


def _read(documents: Iterable[_Document]) -> tuple[dict[str, Page], tuple[PageError, ...]]:
    """Return pages by slug, and what could not be read or has the slug of one before it."""
    pages: dict[str, Page] = {}
    files: dict[str, Path | Traversable] = {}
    failures = []
    for file, content, code in documents:
        try:
            page = read_text(content, source=file.name, code=code)
        except PageError as error:
            failures.append(error.with_traceback(None))  # which would keep the document
            continue
        slug = page_slug(page)
        if slug in pages:
            failures.append(_same_slug(slug, files[slug], file))
        else:
            pages[slug], files[slug] = page, file
    return pages, tuple(failures)


def _same_slug(slug: str, first: Path | Traversable, second: Path | Traversable) -> PageError:
    return PageError(
        f"the page has the slug of {first}, {slug!r}",
        where=str(second),
        cure="write another 'slug:' into the front matter of one of them",
    )


def _vocabularies() -> Iterator[tuple[str, Iterable[Quad]]]:
    """Yield the bundled vocabularies and what the graph is, each with its named graph."""
    return chain(sources.bundled(), sources.mappings(), [(ns.BASE + "graph", software_quads())])


def _imported(generation: store.Generation) -> Published | None:
    """Return the names of the imported releases, None where there are none."""
    if not releases(generation.rdf):
        return None
    if not is_readable(generation.search_index):
        write_index(generation.rdf, generation.search_index)
    return SearchIndex(generation.search_index)


def _link(
    new: Sequence[Page],
    stored: Iterable[Page],
    known: Vocabulary,
    changed: Collection[str] | None,
    progress: Progress,
) -> list[Linked]:
    """Link new pages, and stored ones again; return all of the new, then the stored that differ."""
    linked = []
    pages = [*new, *stored]
    for done, page in enumerate(pages, start=1):
        is_new = done <= len(new)
        one = link(page, known, None if is_new else changed)
        if is_new or one.page != page:
            linked.append(one)
        progress("Linking", done, len(pages))
    return linked


def _triples(linked: Iterable[Linked]) -> Iterator[tuple[str, Iterable[Quad]]]:
    return ((ns.page(one.page.slug), page_quads(one.page)) for one in linked)


def _validate(rdf: Store, pages: Sequence[Page], progress: Progress) -> list[Finding]:
    graphs = (contents.graph_quads(rdf, ns.page(page.slug)) for page in pages)
    return validate_quads(
        contents.with_descriptions(rdf, graphs),
        progress=lambda done: progress("Validating", done, len(pages)),
    )


def _report(
    rdf: Store,
    failures: tuple[PageError, ...],
    linked: Sequence[Linked],
    findings: Sequence[Finding],
) -> Report:
    return Report(
        triples=len(rdf),
        failures=failures,
        pages=tuple(one.page for one in linked),
        open=tuple((one.page.source, phrase) for one in linked for phrase in one.open),
        findings=tuple(findings),
    )
