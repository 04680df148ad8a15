"""Map the concepts of data/concepts to published vocabularies, by name.

    python tools/map_concepts.py ../shared/sources

writes `data/mappings/<scheme>.sssom.tsv` anew: the lines that a person has decided stay
(`semapv:ManualMappingCuration`), all others are found again. A concept and a term are

- `skos:exactMatch` where the term has the concept's preferred label among its names, or two of
  the concept's other labels;
- `skos:closeMatch` where it has just one of the other labels, which may name something narrower,
  and nothing matches better on either side;
- `skos:closeMatch`, chained, for SNOMED CT: the term that an exact match in MONDO or HP refers to.
  SNOMED CT's own text is not among the sources, so these lines carry no label.

A term that two concepts could claim alike, or a concept two terms of one vocabulary, is left out
and told on standard error, for a person to decide.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura.resources import read_turtle
from procedura.sources import SourceFile, read_release
from procedura.terminology import Term

DATA = Path(__file__).parents[1] / "data"
MANUAL, LEXICAL, CHAINED = (
    f"semapv:{name}" for name in ("ManualMappingCuration", "LexicalMatching", "MappingChaining")
)
COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label",
           "mapping_justification", "confidence", "comment")  # fmt: skip
FILES = {
    "HP": "hp/hp.obo",
    "ICD10CM": "icd10cm/icd10cm_order_2026.txt",
    "MAXO": "maxo/maxo-base.obo",
    "MESH": "mesh/mesh_id_label_mappings.tsv",
    "MONDO": "mondo/mondo.json",
    "UBERON": "uberon/uberon_import.obo",
}
# Which vocabularies speak of what; of MeSH, which branches of its tree.
VOCABULARIES: dict[str, dict[str, str]] = {
    "approach": {"MESH": "E", "MAXO": ""},
    "body-site": {"UBERON": "", "MESH": "A"},
    "complication": {"MONDO": "", "HP": "", "MESH": "CFG", "ICD10CM": ""},
    "condition": {"MONDO": "", "HP": "", "MESH": "CFG", "ICD10CM": ""},
    "device": {"MESH": "DEJ"},
    "guidance": {"MESH": "E", "MAXO": ""},
    "operation": {"MESH": "E", "MAXO": ""},
    "preparation": {"MESH": "EN", "MAXO": ""},
    "purpose": {"MESH": "E", "MAXO": ""},
    "role": {"MESH": "M"},
    "setting": {"MESH": "N"},
    "specialty": {"MESH": "H"},
}
HEADER = """\
#mapping_set_id: https://w3id.org/procedura/mappings/{scheme}
#mapping_set_title: Concepts of Procedura's scheme {scheme}, mapped to published vocabularies
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
{prefixes}
"""


# Words that say nothing, as in "calculus of the kidney".
EMPTY = {"a", "an", "and", "by", "for", "from", "in", "of", "or", "the", "to", "with"}


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in the singular, sorted.

    Stems would be too coarse here: they make "implant" and "implantation" one.
    """
    found = set()
    for word in re.findall("[a-z0-9]+", name.casefold().replace("'s", "")):
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        found.add("calculus" if word == "calculi" else word)
    return tuple(sorted(found - EMPTY))


Terms = dict[str, Term]


@cache
def published(sources: Path, prefix: str) -> Terms:
    """Read the vocabulary that a prefix names."""
    release = read_release(prefix.lower(), [SourceFile(sources / FILES[prefix])])
    terms = {term.code: term for term in release.terms}
    if prefix == "ICD10CM":  # its short titles are full of abbreviations
        terms = {code: term._replace(synonyms=()) for code, term in terms.items()}
    return terms


def in_branches(terms: Terms, branches: str) -> Terms:
    """Return the terms in some branches of MeSH; all terms where none is named."""
    return {
        code: term
        for code, term in terms.items()
        if not branches or any(number[0] in branches for _, number in term.values)
    }


def keys(term: Term) -> set[tuple[str, ...]]:
    """Return the words of each name of a term."""
    return {words(name) for name in (term.label, *term.synonyms)}


def snomed(term: Term) -> set[str]:
    """Return the codes of SNOMED CT that a term refers to."""
    return {match.code for match in term.matches if match.system == "SNOMEDCT"}


@dataclass
class Concept:
    """A concept of ours, with the preferred label first."""

    curie: str
    labels: list[str]


def concepts(scheme: str) -> list[Concept]:
    """Read the concepts of one of our schemes."""
    preferred: dict[str, str] = {}
    others: dict[str, list[str]] = defaultdict(list)
    for quad in read_turtle(DATA / "concepts" / f"{scheme}.ttl"):
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if subject.startswith(ns.concept(scheme) + "/"):
            if quad.predicate.value == ns.expand("skos:prefLabel"):
                preferred[subject] = quad.object.value
            elif quad.predicate.value == ns.expand("skos:altLabel"):
                others[subject].append(quad.object.value)
    return [
        Concept(f"{scheme}:{ns.local_name(iri)}", [label, *others[iri]])
        for iri, label in sorted(preferred.items())
    ]


Row = dict[str, str]


def row(one: Concept, predicate: str, identifier: str, label: str, why: str, sure: float) -> Row:
    """Return one line of a mapping set."""
    ours = one.curie, one.labels[0]
    values = (*ours, f"skos:{predicate}", identifier, label, why, f"{sure:g}", "")
    return dict(zip(COLUMNS, values, strict=True))


def lexical(ours: Iterable[Concept], terms: Terms, prefix: str, taken: set[str]) -> Iterator[Row]:
    """Yield the matches by name, exact ones first; `taken` are concepts and terms decided."""
    by_key: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for identifier, term in terms.items():
        for name in keys(term):
            by_key[name].append(identifier)
    claims: dict[float, list[tuple[Concept, str]]] = defaultdict(list)
    for one in ours:
        if one.curie in taken:
            continue
        shared: dict[str, list[int]] = defaultdict(list)
        for place, label in enumerate(one.labels):
            for identifier in by_key.get(words(label), ()):
                shared[identifier].append(place)
        for identifier, places in shared.items():
            same = words(one.labels[0]) == words(terms[identifier].label)
            sure = 0.98 if same else 0.95 if 0 in places else 0.9 if len(places) > 1 else 0.7
            if f"{prefix}:{identifier}" not in taken:
                claims[sure].append((one, identifier))
    for sure, pairs in sorted(claims.items(), reverse=True):
        yield from _undisputed(sure, pairs, terms, prefix, taken)


def _undisputed(
    sure: float, pairs: list[tuple[Concept, str]], terms: Terms, prefix: str, taken: set[str]
) -> Iterator[Row]:
    by_concept, by_term = defaultdict(set), defaultdict(set)
    pairs = [(one, name) for one, name in pairs if not {one.curie, f"{prefix}:{name}"} & taken]
    for one, identifier in pairs:
        by_concept[one.curie].add(identifier)
        by_term[identifier].add(one.curie)
    for one, identifier in pairs:
        rivals = by_concept[one.curie] | by_term[identifier]
        if len(rivals) > 2:
            print(f"undecided: {one.curie} {prefix}:{identifier} {terms[identifier].label!r}",
                  file=sys.stderr)  # fmt: skip
            continue
        taken |= {one.curie, f"{prefix}:{identifier}"}
        predicate = "exactMatch" if sure >= 0.9 else "closeMatch"
        yield row(one, predicate, f"{prefix}:{identifier}", terms[identifier].label, LEXICAL, sure)


def chained(ours: list[Concept], exact: Iterable[Row], terms: dict[str, Terms]) -> Iterator[Row]:
    """Yield the one SNOMED CT concept that the exact matches of a concept refer to."""
    known = {one.curie: one for one in ours}
    found: dict[str, list[set[str]]] = defaultdict(list)
    for mapping in exact:
        prefix, _, identifier = mapping["object_id"].partition(":")
        if prefix in ("MONDO", "HP") and mapping["predicate_id"] == "skos:exactMatch":
            term = terms[prefix].get(identifier)
            if term and snomed(term):
                found[mapping["subject_id"]].append(snomed(term))
    for curie, references in found.items():
        agreed = set.intersection(*references) or references[0]
        if len(agreed) == 1:
            yield row(known[curie], "closeMatch", f"SNOMEDCT:{agreed.pop()}", "", CHAINED, 0.8)


def decided(file: Path) -> list[Row]:
    """Return the lines of a mapping set that a person has decided."""
    if not file.exists():
        return []
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [one for one in rows if one["mapping_justification"] == MANUAL]


def map_scheme(scheme: str, sources: Path) -> int:
    """Write the mapping set of a scheme; return how many lines it has."""
    file = DATA / "mappings" / f"{scheme}.sssom.tsv"
    ours = concepts(scheme)
    rows = [one for one in decided(file) if any(one["subject_id"] == c.curie for c in ours)]
    terms = {
        prefix: in_branches(published(sources, prefix), branches)
        for prefix, branches in VOCABULARIES[scheme].items()
    }
    for prefix, vocabulary in terms.items():
        taken = {
            name
            for one in rows
            if one["object_id"].startswith(prefix + ":")
            for name in (one["subject_id"], one["object_id"])
        }
        rows += lexical(ours, vocabulary, prefix, taken)
    rows += chained(ours, list(rows), terms)
    rows.sort(key=lambda one: (one["subject_id"], one["predicate_id"], one["object_id"]))
    prefixes = sorted({one["object_id"].partition(":")[0] for one in rows} | {"semapv", "skos"})
    curies = [f"#  {scheme}: {ns.concept(scheme)}/"] + [
        f"#  {prefix}: {ns.PREFIXES.get(prefix) or ns.code(prefix) + '/'}" for prefix in prefixes
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER.format(scheme=scheme, prefixes="\n".join(curies)))
        writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n",
                                quoting=csv.QUOTE_NONE, quotechar=None)  # fmt: skip
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python tools/map_concepts.py FOLDER-OF-PUBLISHED-SOURCES")
    for name in VOCABULARIES:
        print(name, map_scheme(name, Path(sys.argv[1])))
