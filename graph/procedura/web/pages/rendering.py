"""How a page is made of a template."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from procedura import namespaces as ns
from procedura.version import __version__
from procedura.web.answers import HTML, Answer
from procedura.web.pages.labels import prefixed
from procedura.web.pages.links import RDF, elsewhere, path, places


def page(template: str, status: int = 200, **values: Any) -> Answer:
    """Return a page.

    Args:
        template: Name of its file in ``templates/``.
        status: HTTP status.
        values: What it shows.
    """
    text = _environment().get_template(template).render(values)
    return Answer(text.encode(), HTML, status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("procedura.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"formats": RDF.values(), "version": __version__}
    made.filters |= {
        "curie": ns.curie,
        "elsewhere": elsewhere,
        "name": ns.local_name,
        "path": path,
        "places": places,
        "prefixed": prefixed,
        "sentence": _sentence,
        "share": _share,
        "thousands": "{:,}".format,
    }
    made.globals["show"] = made.get_template("macros.html").module
    return made


def _sentence(text: str) -> str:
    """Return a text that begins with a capital; `capitalize` would make the others small."""
    return text[:1].upper() + text[1:]


def _share(value: float) -> str:
    """Return a share of patients in per cent.

    >>> _share(0.015), _share(0.2), _share(0.0004)
    ('1.5 %', '20 %', '0.04 %')
    """
    return f"{100 * value:.2g} %" if value < 1 else "100 %"
