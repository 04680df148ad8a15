"""Fetch the browser libraries that the web pages use, with their licences, from npm.

    python tools/vendor.py

Writes `graph/procedura/web/pages/static/vendor/`: for each package a folder with its built files as
they were published and a LICENSE that also covers what was built into them; and `vendor.json` with
the versions and SHA-256 of all. Needs npm. To take a newer version, change the table and run it.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "graph" / "procedura" / "web" / "pages" / "static" / "vendor"
LICENCES = ROOT / "tools" / "licences"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm.

    Attributes:
        name: Its name there.
        version: Its version, exactly.
        licence: Its licence, as SPDX names it.
        files: What of it is used.
        bundled: Other packages that were built into these files, as its source map tells.
    """

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    bundled: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The name of its folder here."""
        return self.name.rpartition("/")[2]


PACKAGES = (
    Package("cytoscape", "3.35.0", "MIT", ("dist/cytoscape.min.js",)),
    Package(
        "@zazuko/yasgui",
        "4.6.2",
        "MIT",
        ("build/yasgui.min.js", "build/yasgui.min.css"),
        (
            *("@fortawesome/free-solid-svg-icons", "@json2csv/formatters", "@json2csv/plainjs"),
            *("@tarekraafat/autocomplete.js", "autosuggest-highlight", "base64-js", "buffer"),
            *("choices.js", "codemirror", "column-resizer", "datatables.net"),
            *("datatables.net-dt", "decode-uri-component", "dompurify", "events", "filter-obj"),
            *("ieee754", "jquery", "jsuri", "lodash-es", "n3", "papaparse", "query-string"),
            *("sortablejs", "split-on-first", "store", "strict-uri-encode"),
        ),
    ),
    Package(
        "swagger-ui-dist",
        "5.35.0",
        "Apache-2.0",
        ("swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css"),
    ),
)


def fetch(package: Package, modules: Path) -> None:
    """Copy what is used of an installed package, and its licence."""
    target = VENDOR / package.folder
    target.mkdir(parents=True)
    for name in package.files:
        shutil.copyfile(modules / package.name / name, target / Path(name).name)
    texts = [licence(modules / package.name)]
    for name in package.bundled:
        about = json.loads((modules / name / "package.json").read_text("utf-8"))
        head = f"{name} {about['version']}, built into the files here"
        texts.append(f"{head}\n{'=' * len(head)}\n\n{licence(modules / name)}")
    (target / "LICENSE").write_text("\n\n".join(texts), "utf-8")


def licence(folder: Path) -> str:
    """Return the text of a package's licence: its own, the one kept here, or the licence's name."""
    kinds = ("license", "licence", "notice")
    kept = LICENCES / f"{folder.name}.txt"
    found = sorted(one for one in folder.iterdir() if one.stem.lower() in kinds)
    if found or kept.exists():
        lines = [line for one in found or [kept] for line in one.read_text("utf-8").splitlines()]
        return "\n".join(line.rstrip() for line in lines) + "\n"
    about = json.loads((folder / "package.json").read_text("utf-8"))
    return f"{about['license']} (it comes without the text)\n"


def main() -> None:
    """Fetch all packages, then put them in the place of what is there."""
    told = {}
    with tempfile.TemporaryDirectory() as fetched:
        for package in PACKAGES:
            folder = Path(fetched) / package.folder
            folder.mkdir()
            wanted = f"{package.name}@{package.version}"
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", wanted]
            subprocess.run(command, cwd=folder, check=True)  # noqa: S603
        shutil.rmtree(VENDOR, ignore_errors=True)
        for package in PACKAGES:
            fetch(package, Path(fetched) / package.folder / "node_modules")
    for package in PACKAGES:
        files = sorted((VENDOR / package.folder).iterdir())
        told[package.folder] = {
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "sha256": {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files},
        }
    (VENDOR / "vendor.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
