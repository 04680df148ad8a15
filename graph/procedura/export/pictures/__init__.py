"""Pictures that a person can read, as PNG or SVG: a neighbourhood, or the map of all procedures.

Drawn with matplotlib, an extra. The same graph gives the same bytes.
"""

from pathlib import Path

from procedura.analysis.maps.communities import CommunityMap
from procedura.analysis.maps.neighbourhood import Neighbourhood
from procedura.errors import StoreError, bringing
from procedura.export.files import whole_file

_FORMATS = {".png": {"Software": None}, ".svg": {"Date": None, "Creator": None}}


def draw(seen: Neighbourhood | CommunityMap, file: Path) -> None:
    """Draw what stands around a procedure, or the map of all procedures.

    Args:
        seen: A neighbourhood, or the communities of all procedures.
        file: Where to; its suffix, ``.png`` or ``.svg``, says which format.

    Raises:
        StoreError: The suffix is another, there is nothing on the map, or the file cannot be
            written.
        ExtraError: matplotlib is not installed.
    """
    suffix = file.suffix.lower()
    if suffix not in _FORMATS:
        raise StoreError("is no name of a picture", where=str(file), cure="end it in .png or .svg")
    if isinstance(seen, CommunityMap) and not seen.communities:
        raise StoreError("there are no communities to draw", cure="add pages: procedura build PAGE")
    with bringing("pictures"):
        import matplotlib as mpl
    from procedura.export.pictures.neighbourhood import neighbourhood
    from procedura.export.pictures.overview import overview
    from procedura.export.pictures.style import SETTINGS

    with mpl.rc_context(SETTINGS):
        figure = neighbourhood(seen) if isinstance(seen, Neighbourhood) else overview(seen)
        with whole_file(file) as place:
            figure.savefig(place, dpi=150, metadata=_FORMATS[suffix])
