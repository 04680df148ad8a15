"""The browser libraries are the files that were published, each with its licence."""

import hashlib
import json
from importlib.resources import files

VENDOR = files("procedura.web.pages") / "static" / "vendor"
TOLD = json.loads((VENDOR / "vendor.json").read_text("utf-8"))


def test_files_are_those_that_were_fetched() -> None:
    here = {
        folder.name: {
            one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.iterdir()
        }
        for folder in VENDOR.iterdir()
        if folder.is_dir()
    }
    assert here == {name: about["sha256"] for name, about in TOLD.items()}


def test_each_has_its_licence() -> None:
    for name, about in TOLD.items():
        text = (VENDOR / name / "LICENSE").read_text("utf-8")
        begins = {"MIT": "permission is hereby granted", "Apache-2.0": "apache license"}
        assert begins[about["licence"]] in text.lower(), name
