"""The same tests on encrypted registers: a key for all of them, and the tests' own way into the file.

With `pytest --encrypted` every register of the commands is encrypted; those of tests/store are both ways anyhow.
"""

import importlib.util
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.store import encrypted, keys
from bvt_cli.store.location import Location, located

needs_sqlcipher = pytest.mark.skipif(
    importlib.util.find_spec("sqlcipher3") is None, reason="sqlcipher3 is not installed (bvt-cli[encrypted])"
)
TESTS = str(Path(__file__).resolve().parent)


def key_for_all(folder: Path) -> Path:
    """A key file that is made once in a folder."""
    path = folder / "tests.key"
    if not path.exists():
        keys.keep(path, keys.made())
    return path


def encrypt_all(patch: pytest.MonkeyPatch, key_file: Path) -> None:
    """From now on a register named by its path alone is opened by this key, and so is what a test opens itself."""

    def with_key(register: Location | Path) -> Location:
        place = located(register)
        return place if place.has_key else place._replace(key_file=key_file)

    for name, module in list(sys.modules.items()):
        if name.startswith("bvt_cli.store.") and getattr(module, "located", None) is located:
            patch.setattr(module, "located", with_key)
    patch.setattr(sqlite3, "connect", _by_hand(sqlite3.connect, key_file))


def _by_hand(plain: Callable[..., Any], key_file: Path) -> Callable[..., Any]:
    """`sqlite3.connect` that opens a test's encrypted register by the key; bvt itself gets what it asks for."""

    def connect(path: Any, *arguments: Any, **options: Any) -> Any:
        asked_by = sys._getframe(1).f_code.co_filename
        if asked_by.startswith(TESTS) and isinstance(path, Path) and (not path.exists() or keys.is_encrypted(path)):
            made = encrypted.library().connect(str(path), *arguments, **options)
            made.execute("PRAGMA cipher_log_level = NONE")
            made.execute(f'PRAGMA key = "{keys.from_file(key_file).raw()}"')
            return made
        return plain(path, *arguments, **options)

    return connect
