"""On a terminal the commands of networks ask for what was left out, as those of homes do."""

from tests.commands.test_asking import INTRODUCTION, REST, Terminal, terminal  # noqa: F401  (terminal is a fixture)
from tests.conftest import Bvt


def test_a_network_is_added_by_answering(kommune: Bvt, terminal: Terminal) -> None:  # noqa: F811
    """The resource home is chosen from the homes there are."""
    result = terminal("network", "add", "--name", "Nettverk Nord", answers=["8", "2025-05-01", "mls, ako", ".", ""])
    assert (result.exit_code, result.stdout) == (0, "N1\n")
    assert " 8  H-020  Familien Fjell\n" in result.dialogue
    assert kommune("network", "show", "N1", "--json").json == {
        "ref": "N1", "name": "Nettverk Nord", "resource_home": "H-020", "started_on": "2025-05-01",
        "contacts": ["mls", "ako"],
    }  # fmt: skip


def test_a_gathering_is_of_today_and_ordinary_unless_answered(kommune: Bvt, terminal: Terminal) -> None:  # noqa: F811
    """A home that is not there is asked for again; said with its day, nothing is asked."""
    result = terminal("network", "gathering", "N-2", "--yes", answers=["", "jul", "Grøt", "H-404", "H-031", "."])
    assert result.exit_code == 0
    assert result.dialogue.startswith(f"{INTRODUCTION}On [2025-06-15]: \n")
    assert "There is no home H-404 in the register.\nWho came: H-031\n" in result.dialogue
    assert terminal("network", "gathering", "N-2", "--on", "2025-06-01", "--title", "Tur").dialogue == (
        "N-2: gathering on 2025-06-01 is recorded.\nNext: bvt network check N-2\n"
    )
    held = kommune("network", "show", "N-2", "--json").json["gatherings"]
    assert held[1:] == [
        {"on": "2025-06-01", "kind": "ordinary", "title": "Tur"},
        {"on": "2025-06-15", "kind": "christmas", "title": "Grøt", "homes": ["H-031"]},
    ]


def test_the_day_a_home_joins_is_asked_for(kommune: Bvt, terminal: Terminal) -> None:  # noqa: F811
    result = terminal("network", "join", "N-2", "H-022", "--yes", answers=["2025-06-01", "2025-06-03"])
    assert result.dialogue == (
        f"{INTRODUCTION}From, such as 2025-01-31: 2025-06-01\n{REST}"
        "Confidentiality declaration, such as 2025-01-31: 2025-06-03\n"
        "H-022 is in N-2 from 2025-06-01.\nNext: bvt network check N-2\n"
    )
    assert kommune("network", "show", "N-2", "--json").json["members"][-1] == {
        "home": "H-022", "from": "2025-06-01", "confidentiality_on": "2025-06-03",
    }  # fmt: skip
