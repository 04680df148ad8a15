"""How a page is made of a template."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from procedura.version import __version__
from procedura.web.answers import HTML, Answer

# A browser that is led astray by a text of a page still asks nobody but this server.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def page(template: str, status: int = 200, **values: Any) -> Answer:
    """Return a page.

    Args:
        template: Name of its file in ``templates/``.
        status: HTTP status.
        values: What it shows.
    """
    text = _environment().get_template(template).render(values)
    return Answer(text.encode(), HTML, status, _HEADERS)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("procedura.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = __version__
    return made
