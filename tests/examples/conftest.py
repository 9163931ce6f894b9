"""A place where the example scripts find everything, and a register in it."""

import os
from pathlib import Path

import pytest

from tests.commands.register import ONE_HOME
from tests.conftest import Bvt
from tests.examples.running import Place, install_bvt


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Everything but a register."""
    if os.name != "posix":
        pytest.skip("the example scripts are for POSIX systems")
    here = Place(tmp_path)
    install_bvt(here)
    return here


@pytest.fixture
def paying(place: Place, bvt: Bvt) -> Place:
    """A register that pays from March 2025: one approved besøkshjem with one child."""
    assert bvt("init", "--pay-from", "2025-03").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    return place
