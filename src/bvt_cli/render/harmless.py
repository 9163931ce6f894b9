"""Text from outside, made safe to show: nothing in it may steer a terminal, turn the reading direction or hide."""

import re

from bvt_cli.core.misleading import CONTROLS, MARKS, PILED, SURROGATES, TURNING, UNSEEN


def _pattern(misleading: str) -> str:
    # the class comes first, for re skips what is not in it at once; what it holds is looked at behind it
    return rf"[{misleading}{MARKS}](?:(?<=[{misleading}])|{PILED})"


_OUTSIDE_ASCII = f"{TURNING}{UNSEEN}{SURROGATES}"
# not compiled here: nearly all text is printable, and re keeps what it has compiled
_UNSAFE = _pattern(rf"{CONTROLS}{_OUTSIDE_ASCII}")
_UNSAFE_BUT_NEWLINES = _pattern(rf"\x00-\x09\x0b-\x1f\x7f-\x9f{_OUTSIDE_ASCII}")
_UNSAFE_IN_JSON = _pattern(rf"\x7f-\x9f{_OUTSIDE_ASCII}")


def harmless(value: str, newlines: bool = False) -> str:
    """Controls, what turns or cannot be seen, lone surrogates and piled-up marks, shown as escapes: `\\x1b`, `\\u202e`.

    `newlines`: whether line breaks may stay.
    """
    if _is_plain(value):
        return value
    return re.sub(_UNSAFE_BUT_NEWLINES if newlines else _UNSAFE, _escape, value)


def _is_plain(value: str) -> bool:
    """Whether it is on one line in the letters of western Europe: they can do no harm, and are known without re."""
    if not value.isprintable():
        return False
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def harmless_json(document: str) -> str:
    """JSON with the same characters as JSON's own escapes, so that no value changes (it escapes C0 itself)."""
    if _is_plain(document.replace("\n", "")):
        return document
    return re.sub(_UNSAFE_IN_JSON, _escape_in_json, document)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escape_in_json(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000  # JSON has such a letter as two halves
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
