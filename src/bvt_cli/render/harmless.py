"""Text from outside, made safe to show: nothing in it may steer a terminal or turn the reading direction."""

import re

_STEERING = r"\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
# not compiled here: nearly all text is printable, and re keeps what it has compiled
_UNSAFE = rf"[\x00-\x1f{_STEERING}]"
_UNSAFE_BUT_NEWLINES = rf"[\x00-\x09\x0b-\x1f{_STEERING}]"
_UNSAFE_IN_JSON = rf"[{_STEERING}]"


def harmless(value: str, newlines: bool = False) -> str:
    """Control and direction characters and lone surrogates, shown as escapes: `\\x1b`, `\\u202e`.

    `newlines`: whether line breaks may stay.
    """
    if value.isprintable():
        return value
    return re.sub(_UNSAFE_BUT_NEWLINES if newlines else _UNSAFE, _escape, value)


def harmless_json(document: str) -> str:
    """JSON with the same characters as JSON's own escapes, so that no value changes (it escapes C0 itself)."""
    return re.sub(_UNSAFE_IN_JSON, lambda found: f"\\u{ord(found[0]):04x}", document)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
