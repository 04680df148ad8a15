"""Pages in, validated graph out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import Store

from procedura import contents, sources, store
from procedura import namespaces as ns
from procedura.analysis.findings import analyse
from procedura.checks import check
from procedura.errors import PageError
from procedura.linking import Linked, OpenPhrase, Published, identify, link, page_slug
from procedura.model import Finding, Page
from procedura.pages import read_text
from procedura.releases import releases
from procedura.resources import folder as resource
from procedura.resources import walk
from procedura.search import SearchIndex, is_readable, write_index
from procedura.triples import page_quads, software_quads
from procedura.validation import validate_quads
from procedura.vocabularies import vocabulary

SUFFIXES = (".md", ".txt", ".html", ".htm")

# Told of the stage, how many pages are done, and how many there are.
Progress = Callable[[str, int, int], object]


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        pages: The pages that were read and stored.
        failures: The documents that could not be read; the others were stored.
        open: Lines that were not linked, each with its page's file name.
        findings: What the shapes have to say of the pages, and the checks of the whole graph.
        triples: How many statements the graph holds now.
    """

    pages: tuple[Page, ...]
    failures: tuple[PageError, ...]
    open: tuple[tuple[str, OpenPhrase], ...]
    findings: tuple[Finding, ...]
    triples: int


def build(
    folder: Path,
    paths: Sequence[Path] = (),
    *,
    code: str | None = None,
    progress: Progress = _silent,
    published: Published | None = None,
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
        published: Names that phrases are linked to where our own don't cover them; default: those
            of the releases that were imported into the graph.

    Raises:
        PageError: A path is missing, or a code was given for several pages.
        StoreError: The graph cannot be written.
    """
    read, failures = _read(_documents(paths, code), code)
    if failures and not read and store.exists(folder):
        return Report((), tuple(failures), (), (), len(store.open_read_only(folder).rdf))
    with store.next_generation(folder) as generation:
        rdf = generation.rdf
        # Only the bundled vocabularies bring concepts; a page brings the names of its procedure.
        changed: frozenset[str] | None = frozenset({"procedure"})
        if not paths or not rdf:
            changed = None
            bundled, broken = _read(_bundled(rdf), None)
            read = list({page_slug(page): page for page in (*bundled, *read)}.values())
            failures = [*broken, *failures]
        if published is None and releases(rdf):
            if not is_readable(generation.search_index):
                write_index(rdf, generation.search_index)
            published = SearchIndex(generation.search_index)
        linked = _link(rdf, read, changed, progress, published)
        _store(rdf, linked)
        findings = _validate(rdf, read, progress)
        for graph, quads in analyse(rdf):
            store.replace_graph(rdf, graph, quads)
        findings += check(rdf)
        write_index(rdf, generation.search_index, lambda graph: not graph.startswith(ns.RELEASES))
        return _report(rdf, read, failures, linked, findings)


@dataclass(frozen=True, slots=True)
class _Document:
    source: str
    content: bytes


def _bundled(rdf: Store) -> Iterator[_Document]:
    """Store the bundled vocabularies, then yield the bundled pages."""
    store.replace_graphs(rdf, chain(sources.bundled(), sources.mappings()))
    store.replace_graph(rdf, ns.BASE + "graph", software_quads())
    for file in walk(resource("data").joinpath("procedures"), ".md"):
        yield _Document(file.name, file.read_bytes())


def page_files(paths: Iterable[Path], more: Sequence[str] = ()) -> list[Path]:
    """Return files as they are, and of folders the pages in them and below, sorted.

    Args:
        paths: Files and folders.
        more: Suffixes to look for in folders beside those of pages.
    """
    suffixes = {*SUFFIXES, *more}
    files: list[Path] = []
    for path in paths:
        below = (one for one in path.rglob("*") if one.suffix.lower() in suffixes)
        files += sorted(below) if path.is_dir() else [path]
    return files


def _documents(paths: Sequence[Path], code: str | None) -> list[_Document]:
    files = page_files(paths)
    if code and len(files) > 1:
        raise PageError(
            f"one code for {len(files)} pages", where="--code", cure="give one page at a time"
        )
    try:
        return [_Document(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise PageError(
            f"cannot be read ({error.strerror})", where=str(error.filename), cure="check the path"
        ) from error


def _read(documents: Iterable[_Document], code: str | None) -> tuple[list[Page], list[PageError]]:
    pages: dict[str, Page] = {}
    failures = []
    for document in documents:
        try:
            page = read_text(document.content, source=document.source, code=code)
        except PageError as error:
            # Without its traceback, which would keep the frames, and so the store, alive.
            failures.append(error.with_traceback(None))
        else:
            pages[page_slug(page)] = page
    return list(pages.values()), failures


def _link(
    rdf: Store,
    read: Sequence[Page],
    changed: Collection[str] | None,
    progress: Progress,
    published: Published | None,
) -> list[Linked]:
    """Link the pages that were read, and those of the graph; return what is new or differs."""
    replaced = {ns.page(page_slug(page)) for page in read}
    known = vocabulary(rdf, without=replaced)
    new, wider = identify(read, known)
    pages = [*new, *contents.pages(rdf, without=replaced)]
    linked = []
    for done, page in enumerate(pages, start=1):
        is_new = done <= len(new)
        one = link(page, wider, None if is_new else changed, published)
        if is_new or one.page != page:
            linked.append(one)
        progress("Linking", done, len(pages))
    return linked


def _store(rdf: Store, linked: Iterable[Linked]) -> None:
    store.replace_graphs(rdf, ((ns.page(one.page.slug), page_quads(one.page)) for one in linked))


def _validate(rdf: Store, read: Sequence[Page], progress: Progress) -> list[Finding]:
    graphs = [contents.graph_quads(rdf, ns.page(page_slug(page))) for page in read]
    return validate_quads(
        [contents.with_descriptions(rdf, quads) for quads in graphs],
        progress=lambda done: progress("Validating", done, len(graphs)),
    )


def _report(
    rdf: Store,
    read: Sequence[Page],
    failures: Sequence[PageError],
    linked: Iterable[Linked],
    findings: Sequence[Finding],
) -> Report:
    new = {page_slug(page) for page in read}
    return Report(
        pages=tuple(one.page for one in linked if one.page.slug in new),
        failures=tuple(failures),
        open=tuple(
            (one.page.source, phrase)
            for one in linked
            if one.page.slug in new
            for phrase in one.open
        ),
        findings=tuple(findings),
        triples=len(rdf),
    )
