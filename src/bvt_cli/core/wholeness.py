"""What is found in a register that bvt did not write, in words for which row is meant."""

from typing import NamedTuple


class Flaw(NamedTuple):
    """A row that is not as bvt wrote it: what is wrong (`code`), the table, and the row or the thing in it.

    `row`: the key of a row, the number of an entry of the journal, or the ref of a thing (`H-001`); None where the
    table as a whole is meant. `keys`: of a thing, the keys that differ; `about`: what else helps to find it.
    """

    code: str
    table: str
    row: int | str | None = None
    keys: tuple[str, ...] = ()
    about: tuple[object, ...] = ()
