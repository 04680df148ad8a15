"""Generations: a reader sees a whole graph, an interrupted change leaves the previous one."""

from pathlib import Path

import pytest
from filelock import FileLock
from pyoxigraph import Literal, NamedNode, Quad

from procedura import store
from procedura.errors import StoreError

GRAPH = "https://example.org/graph"


def quad(text: str) -> Quad:
    return Quad(NamedNode("e:s"), NamedNode("e:p"), Literal(text), NamedNode(GRAPH))


def write(folder: Path, text: str) -> None:
    with store.next_generation(folder) as generation:
        store.replace_graph(generation.rdf, GRAPH, [quad(text)])


def content(folder: Path) -> list[Quad]:
    return list(store.open_read_only(folder).rdf)


def test_a_change_becomes_current_when_it_ends_well(tmp_path: Path) -> None:
    write(tmp_path, "one")
    assert content(tmp_path) == [quad("one")]
    write(tmp_path, "two")
    assert content(tmp_path) == [quad("two")]


def test_an_interrupted_change_leaves_the_graph_whole(tmp_path: Path) -> None:
    write(tmp_path, "one")
    change = store.next_generation(tmp_path)
    generation = change.__enter__()
    store.replace_graph(generation.rdf, GRAPH, [quad("two")])
    stop = KeyboardInterrupt()
    assert not change.__exit__(KeyboardInterrupt, stop, None)
    assert content(tmp_path) == [quad("one")]
    write(tmp_path, "three")
    assert content(tmp_path) == [quad("three")]


def test_a_first_change_that_is_interrupted_leaves_no_graph(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), store.next_generation(tmp_path):
        raise ValueError("stop")
    assert not store.exists(tmp_path)


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    write(tmp_path, "one")
    reader = store.open_read_only(tmp_path).rdf
    write(tmp_path, "two")
    assert list(reader) == [quad("one")]


def test_a_writer_that_is_still_held_changes_nothing_that_is_read(tmp_path: Path) -> None:
    with store.next_generation(tmp_path) as generation:
        for number in range(20):
            generation.rdf.add(quad(str(number)))
            generation.rdf.flush()
    opened = store.open_read_only(tmp_path)
    files = {file.name for file in opened.database.iterdir()}
    generation.rdf.optimize()  # merges the files of its database, and deletes them
    assert {file.name for file in opened.database.iterdir()} == files
    assert len(content(tmp_path)) == 20


def test_generations_do_not_pile_up(tmp_path: Path) -> None:
    for text in "abcde":
        write(tmp_path, text)
    assert len(list(tmp_path.glob("generation-*"))) == 2


def test_failed_changes_do_not_pile_up(tmp_path: Path) -> None:
    write(tmp_path, "one")
    opened = []  # as the traceback of an error may keep it

    def fail() -> None:
        with store.next_generation(tmp_path) as change:
            opened.append(change)
            raise ValueError("stop")

    for _ in range(3):
        with pytest.raises(ValueError, match="stop"):
            fail()
    assert len(list(tmp_path.glob("generation-*"))) == 2
    write(tmp_path, "two")
    assert content(tmp_path) == [quad("two")]


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one")
    with (
        FileLock(tmp_path / "lock"),
        pytest.raises(StoreError, match="another process"),
        store.next_generation(tmp_path),
    ):
        pass


def test_no_graph_and_a_broken_graph_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="procedura build"):
        store.open_read_only(tmp_path)
    (tmp_path / "current").write_text("generation-1")
    (tmp_path / "generation-1").mkdir()
    (tmp_path / "generation-1" / "rdf").write_text("not a folder")
    with pytest.raises(StoreError, match="build it again"):
        store.open_read_only(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--graph"), store.next_generation(tmp_path / "file" / "x"):
        pass
