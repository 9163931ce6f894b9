"""What the documents show is what happens: every console session is run, every link and file is there."""

import gettext
import os
import re
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("the sessions are run in bash, at a terminal", allow_module_level=True)

import console
from bvt_cli import __version__
from bvt_cli.render.messages import LOCALE

ROOT = console.ROOT
README = ROOT / "README.md"
GUIDES = [ROOT / "docs" / "den-forste-maneden.md", ROOT / "docs" / "drift.md"]
FIRST_MONTH = GUIDES[0].read_text(encoding="utf-8")
OF_THE_MUNICIPALITY = ("rates/", "rates/ks")  # folders beside a register
PAGES = [page for folder in (".", "docs", "examples", "rates") for page in sorted((ROOT / folder).glob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MENDED = "run `make docs`: it writes what comes out now into the document. Then look at what changed."


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", console.documents(), ids=named)
def test_every_command_in_a_document_runs_as_printed(document: Path, tmp_path: Path) -> None:
    session = list(console.commands(document.read_text(encoding="utf-8")))
    wrong = list(console.differences(session, console.run(session, tmp_path)))
    assert not wrong, "\n\n".join([f"{named(document)} is out of date: {MENDED}", *wrong])


def test_a_session_goes_on_through_variables_pipes_and_lines_carried_on(tmp_path: Path) -> None:
    document = (
        "```console\n$ NAME=Kari\n$ echo $NAME \\\n>   Prøve | tr a e\nKeri Prøve\n$ echo 1; echo 2 >&2\n1\n2\n```\n"
    )
    session = list(console.commands(document))
    assert [command.typed for command in session] == [
        "NAME=Kari",
        "echo $NAME \\\n  Prøve | tr a e",
        "echo 1; echo 2 >&2",
    ]
    assert console.run(session, tmp_path) == [[], ["Keri Prøve"], ["1", "2"]]


def test_dots_stand_for_what_varies_within_a_line_only() -> None:
    assert console.matches(["Posted as ... today."], ["Posted as R1 today."])
    assert not console.matches(["Posted as ... today."], ["Posted as R1 yesterday."])
    assert not console.matches(["..."], ["one", "two"])


def test_make_docs_leaves_commands_and_what_still_holds_alone(tmp_path: Path) -> None:
    document = "Text.\n\n```console\n$ echo three words here\nthree ... here\n$ echo new\nold\nold\n```\n\nMore.\n"
    assert console.rewritten(document, tmp_path) == document.replace("old\nold", "new")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_file_or_a_heading_that_is_there(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, heading = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{named(page)} links to {link}"
        if heading:
            assert heading in headings(file), f"{named(page)} links to {link}"


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub and others make them."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in found}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_folder_of_the_machine_it_was_written_on(page: Path) -> None:
    assert not re.findall(rf"{re.escape(str(ROOT))}|/tmp/\w+|/home/\w+", page.read_text(encoding="utf-8"))


def test_the_layout_in_the_readme_is_the_layout() -> None:
    told = README.read_text(encoding="utf-8").partition("## Layout")[2].partition("\n## ")[0]
    first = [line.strip().split("  ")[0] for line in told.splitlines() if line.startswith("    src/")]
    rooms = {f"src/bvt_cli/{each.removeprefix('src/bvt_cli/')}" for line in first for each in line.split(", ")}
    packages = {f"src/bvt_cli/{file.parent.name}/" for file in (ROOT / "src" / "bvt_cli").glob("*/__init__.py")}
    assert rooms == packages | {"src/bvt_cli/main.py"}


@pytest.mark.parametrize("page", [README, *GUIDES], ids=named)
def test_every_file_a_page_names_is_there(page: Path) -> None:
    for file in re.findall(
        r"`((?:bench|docs|examples|man|rates|src|tests|tools)/[\w./-]*)`", page.read_text(encoding="utf-8")
    ):
        assert (ROOT / file).exists() or file in OF_THE_MUNICIPALITY, f"{named(page)} names {file}"


def test_the_guides_name_the_wheel_of_this_version() -> None:
    for guide in GUIDES:
        assert set(re.findall(r"bvt_cli-([\d.]+)-", guide.read_text(encoding="utf-8"))) == {__version__}, named(guide)


def test_the_first_month_comes_out_the_same_on_the_day_somebody_tries_it(tmp_path: Path) -> None:
    later = [
        each._replace(settings=each.settings | {"BVT_AS_OF": "2031-11-05"}) for each in console.commands(FIRST_MONTH)
    ]
    assert list(console.differences(later, console.run(later, tmp_path))) == []


def test_what_the_first_month_says_of_messages_is_what_bvt_says() -> None:
    with (LOCALE / "nb" / "LC_MESSAGES" / "bvt.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    said = [message for message in catalogue._catalog.values() if isinstance(message, str)]
    table = FIRST_MONTH.partition("| det står |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(table) > 5
    for row in table:
        message = row.split("|")[1].strip()
        pieces = message.split(" ... ")
        assert any(all(piece in each for piece in pieces) for each in said), f"bvt never says: {message}"
