"""Procedures side by side as one HTML document that needs nothing else."""

from html import escape

from procedura.analysis.stated.comparison import NOT_STATED, Comparison
from procedura.analysis.stated.facts import Facts
from procedura.results import NOT_ADVICE

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.45 system-ui, sans-serif; }
body { margin: 1.5rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; font-size: 1.25rem; font-weight: 600; padding-bottom: .75rem; }
th, td { border: 1px solid #8888; padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th, tbody th { background: #8882; }
ul { margin: 0; padding-left: 1.1rem; }
.missing { font-style: italic; }
"""


def comparison_html(comparison: Comparison) -> str:
    """Return a comparison as an HTML document; a missing fact reads "not stated".

    Args:
        comparison: Procedures side by side.
    """
    sides = comparison.procedures
    body = "\n".join(
        f'<tr><th scope="row">{aspect.capitalize()}</th>{"".join(map(_cell, values))}</tr>'
        for aspect, values in comparison.rows
    )
    unreviewed = any(one.review == "unreviewed" for one in sides)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(" / ".join(one.label for one in sides))}</title>
<style>{_STYLE}</style>
</head>
<body>
<div>
<table>
<caption>Procedures side by side</caption>
<thead><tr><th scope="col">Aspect</th>{"".join(map(_heading, sides))}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>
{f"<p>{NOT_ADVICE}</p>" if unreviewed else ""}
</body>
</html>
"""


def _heading(one: Facts) -> str:
    codes = f"<br><small>{escape(', '.join(one.codes))}</small>" if one.codes else ""
    return f'<th scope="col">{escape(one.label)}{codes}</th>'


def _cell(values: tuple[str, ...] | None) -> str:
    if not values:
        return f'<td class="missing">{NOT_STATED}</td>'
    if len(values) == 1:
        return f"<td>{escape(values[0])}</td>"
    return f"<td><ul>{''.join(f'<li>{escape(value)}</li>' for value in values)}</ul></td>"
