"""Near-duplicate texts, on texts short enough to count their shingles by hand."""

import pytest

from procedura.analysis import duplicates
from procedura.analysis.duplicates import find

NAMES = {"a": ["Alpha repair"], "b": ["Beta repair"], "c": ["Gamma"]}


def test_texts_that_differ_by_the_name_only_are_the_same() -> None:
    texts = {
        "a": ["In Alpha repair the wound is closed with two rows of stitches."],
        "b": ["In Beta repair the wound is closed with two rows of stitches."],
    }
    [one] = find(texts, NAMES)
    assert (one.subject, one.other, one.score) == ("a", "b", 1.0)


def test_the_score_is_the_share_of_common_shingles() -> None:
    # one two three four | two three four five;  two three four five | three four five six
    texts = {"a": ["one two three four five"], "c": ["two three four five six"]}
    [one] = find(texts, NAMES)
    assert one.score == round(1 / 3, 4)


def test_shingles_do_not_cross_lines_and_short_lines_have_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {"a": ["one two three", "four five"], "c": ["one two three four five"]}
    monkeypatch.setattr(duplicates, "MINIMUM", 0.0)
    assert list(find(texts, NAMES)) == []
