"""The reference pages say what the program says: they are written by `make docs`, and compared here."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bvt_cli import main
from bvt_cli.core import errors, form
from bvt_cli.core.field import Field
from conftest import Bvt

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))

import docs  # noqa: E402
import docs_exit_codes  # noqa: E402
import docs_register  # noqa: E402
import docs_tree  # noqa: E402

MAN = ROOT / "man" / "bvt.1"


@pytest.mark.parametrize("name", docs.PAGES)
def test_a_page_written_from_the_program_is_up_to_date(name: str) -> None:
    path = ROOT / name
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    assert written == docs.PAGES[name](), f"{name} is out of date: run `make docs`, and look at what changed"


def test_the_readme_tells_every_exit_code_and_no_other() -> None:
    raised = {each.exit_code for each in vars(errors).values() if isinstance(each, type) and hasattr(each, "exit_code")}
    assert set(docs_exit_codes.exit_codes()) == {0, main.FAULT} | raised


def test_every_command_has_examples_that_begin_with_it() -> None:
    for command in docs_tree.tree():
        assert command.examples, f"{command.path} has no example"
        own = [line for line in command.examples if line.startswith("bvt")]
        assert own, f"{command.path} has no example of a command line"
        without_options = [re.sub(r"^bvt (--\w+ \S+ )+", "bvt ", line) for line in own]
        assert all(line.startswith(command.path) for line in without_options), f"{command.path}: {own}"


def test_the_example_document_is_taken_in_as_it_stands(bvt: Bvt) -> None:
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    taken = bvt("import", docs_register.EXAMPLE)
    assert taken.exit_code == 0, taken.stderr
    assert bvt("import", docs_register.EXAMPLE).stderr == "Nothing changes.\n"


def test_the_example_document_holds_every_key_of_the_form() -> None:
    example = yaml.safe_load(docs_register.EXAMPLE.read_text(encoding="utf-8"))
    for entity in form.ENTITIES:
        for field in entity.fields:
            holds(field, example[entity.plural], entity.plural)
    for field in form.REGISTER.fields:
        holds(field, [example], "register")


def holds(field: Field, records: list[dict[object, object]], place: str) -> None:
    """Whether a key, and the keys within it, stand in at least one of some records."""
    key = True if field.key == "on" else field.key  # YAML by itself reads `on` as true
    found = [record[key] for record in records if key in record]
    assert found, f"tools/docs_register.yaml has no {field.key} in {place}"
    for inner in field.fields:
        holds(inner, [each for value in found for each in (value if isinstance(value, list) else [value])], field.key)


@pytest.mark.skipif(shutil.which("groff") is None, reason="this system has no groff")
def test_the_man_page_is_set_without_a_warning() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-Kutf8", "-Tutf8", MAN], capture_output=True, check=True)
    assert done.stderr.decode() == ""


@pytest.mark.skipif(os.name != "posix", reason="the pictures are taken at a POSIX terminal")
@pytest.mark.parametrize("name", ["pay-month", "explanation", "network"])
def test_a_picture_shows_what_comes_out_now(name: str) -> None:
    import pictures

    shown = pictures.words((pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    assert shown == pictures.words(pictures.drawn(name)), (
        f"docs/pictures/{name}.svg is out of date: run `make pictures`"
    )
    assert f"docs/pictures/{name}.svg" in (ROOT / "README.md").read_text(encoding="utf-8")
