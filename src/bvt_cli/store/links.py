"""A link of a chain of hashes: what is written, joined to all that was written before it."""

import hashlib


def link(before: str, *fields: object) -> str:
    """The hash (SHA-256, hexadecimal) of the chain so far with one more row: its fields, in a settled order.

    Fields are texts, whole numbers or None, just as SQLite gives them back; two rows that differ never say the same.
    They are written in ASCII: what `repr` makes of a text depends on how new the Unicode tables of Python are.
    """
    return hashlib.sha256(ascii((before, *fields)).encode("ascii")).hexdigest()
