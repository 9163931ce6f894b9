"""Every test that opens a register runs twice: on a plain one and on an encrypted one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.keyed import encrypt_all, key_for_all, needs_sqlcipher

from bvt_cli.store import database

PLAIN_AND_ENCRYPTED = ("plain", pytest.param("encrypted", marks=needs_sqlcipher))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test opens a register where its module knows `database`, or where it runs bvt."""
    opens = getattr(metafunc.module, "database", None) is database or "bvt" in metafunc.fixturenames
    if opens and metafunc.definition.get_closest_marker("plain_only") is None:
        metafunc.parametrize("kind_of_register", PLAIN_AND_ENCRYPTED, indirect=True)


@pytest.fixture(autouse=True)
def kind_of_register(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "plain")


@pytest.fixture
def key_file(kind_of_register: str, tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return key_for_all(tmp_path_factory.getbasetemp()) if kind_of_register == "encrypted" else None


@pytest.fixture(autouse=True)
def opened_by_its_key(key_file: Path | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if key_file is not None:
            encrypt_all(patch, key_file)
        yield
