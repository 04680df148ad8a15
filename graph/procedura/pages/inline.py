"""Markdown within a line: to words, and back."""

import re
from html.entities import html5

_MARKUP = re.compile(r"[\\`*_\[<&~]")
_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`)(?P<code>[^`]+)`
    | !?\[(?P<link>[^\[\]]*)\]\([^()\s]*(?:\s"[^"()]*")?\)
    | <(?P<address>https?://[^<>\s]*|[^<>\s@]+@[^<>\s@]+)>
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<run>\*+|_+|~~+)
    """,
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[\\`*_\[\]~]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)")
_LEADING = re.compile(r"([#>+=|:~-])|(\d{1,9})([.)])(?=\s|$)")


def strip_markup(text: str) -> str:
    r"""Return the words of a line of Markdown: emphasis, links and escapes undone.

    The text is read once, from left to right, so that the time grows in line with its length.
    HTML tags are words here: a page has no use for them, and none may be lost.

    >>> strip_markup(r"**Bleeding** of [more than](a.html) 5 \* 10 ml &amp; <b>pain</b>")
    'Bleeding of more than 5 * 10 ml & <b>pain</b>'
    """
    if not _MARKUP.search(text):
        return text
    parts: list[str] = []
    runs: dict[str, list[int]] = {"*": [], "_": [], "~": []}
    end = 0
    for token in _TOKEN.finditer(text):
        parts.append(text[end : token.start()])
        end = token.end()
        if run := token["run"]:
            _close_or_open(parts, runs[run[0]], run, _flanks(text, token))
        else:
            parts.append(_words(token))
    return "".join([*parts, text[end:]])


def _words(token: re.Match[str]) -> str:
    """Return what a token of any other kind than emphasis says."""
    if token["link"] is not None:
        return strip_markup(token["link"])
    if token["entity"]:
        return _character(token["entity"])
    return token["escaped"] or token["code"] or token["address"] or ""


def _character(entity: str) -> str:
    if not entity.startswith("&#"):
        return html5.get(entity[1:], entity)
    digits = entity[2:-1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def _flanks(text: str, token: re.Match[str]) -> tuple[bool, bool]:
    """Tell whether a run can open and close emphasis.

    https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
    """
    before = text[token.start() - 1 : token.start()] or " "
    after = text[token.end() : token.end() + 1] or " "
    left = not after.isspace() and (_is_word(after) or not _is_word(before))
    right = not before.isspace() and (_is_word(before) or not _is_word(after))
    if token["run"][0] == "_":  # snake_case is no emphasis
        return left and not (right and _is_word(before)), right and not (left and _is_word(after))
    return left, right


def _is_word(character: str) -> bool:
    return character.isalnum()


def _close_or_open(parts: list[str], openers: list[int], run: str, can: tuple[bool, bool]) -> None:
    """Take a closing run and the last open run of its character away from the text."""
    can_open, can_close = can
    left = len(run)
    while can_close and left and openers:
        opener = openers[-1]
        used = min(left, len(parts[opener]))
        parts[opener] = parts[opener][used:]
        left -= used
        if not parts[opener]:
            openers.pop()
    if can_open and left:
        openers.append(len(parts))
    parts.append(run[:left])


def escape(text: str) -> str:
    r"""Return Markdown that says a line of text as it stands; the reverse of `strip_markup`.

    >>> escape("1. *Only* <b>once</b>")
    '1\\. \\*Only\\* \\<b>once\\</b>'
    """
    inner = _SPECIAL.sub(r"\\\g<0>", text)
    match = _LEADING.match(inner)
    if match is None:
        return inner
    if match[1]:
        return "\\" + inner
    return f"{match[2]}\\{match[3]}{inner[match.end() :]}"
