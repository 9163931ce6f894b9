"""`bvt agreement add|set|list|show|end`."""

import pytest

from tests.conftest import Bvt

NEW = ("agreement", "add", "--home", "H-005", "--child", "C-91", "--from", "2025-07-01")


def test_adding_an_agreement_prints_its_ref(kommune: Bvt) -> None:
    """A besøkshjem's stays come next, others are paid by the month."""
    assert kommune(*NEW, "--measure", "besøkshjem") == (
        0,
        "A1\n",
        "A1 is added.\nNext: bvt stay add A1 --from DATE --to DATE\n",
    )
    assert kommune(*NEW, "--measure", "fosterhjem").stderr == "A2 is added.\nNext: bvt pay month\n"


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--measure", "besøkshjem", "--basis", "actual"], {"measure": "besokshjem", "basis": "actual"}),
        (["--measure", "besokshjem", "--days-per-month", "4"], {"measure": "besokshjem", "days_per_month": 4}),
        (["--measure", "støttefamilie", "--size", "stor"], {"measure": "stottefamilie", "size": "stor"}),
        (["--measure", "fosterhjem", "--factor", "1,5"], {"measure": "fosterhjem", "factor": "3/2"}),
        (
            ["--measure", "fosterhjem", "--to", "2026-06-30", "--no-aftercare", "--paid-until", "06.2025",
             "--legal-basis", "§ 5-1", "--contact", "mls", "--goals", "Trygghet."],
            {"measure": "fosterhjem", "to": "2026-06-30", "aftercare": False, "paid_until": "2025-06",
             "legal_basis": "§ 5-1", "contact": "mls", "goals": "Trygghet."},
        ),
    ],
)  # fmt: skip
def test_every_key_of_an_agreement_can_be_given(kommune: Bvt, options: list[str], kept: dict[str, object]) -> None:
    """And comes back under the key of a document."""
    expected = {"ref": "A1", "home": "H-005", "child": "C-91", "from": "2025-07-01", **kept}
    assert kommune(*NEW, *options, "--json").json == expected


def test_a_ressursfamilie_has_a_network_instead_of_a_child(kommune: Bvt) -> None:
    """The network stands in the register."""
    arguments = ("agreement", "add", "--home", "H-020", "--network", "N-1", "--measure", "ressursfamilie",
                 "--from", "2025-07-01")  # fmt: skip
    assert kommune("agreement", "end", "A-40", "--on", "2025-06-30").exit_code == 0
    assert kommune(*arguments).exit_code == 0


def test_the_same_agreement_is_not_entered_twice(kommune: Bvt) -> None:
    """It would be paid again; an import, which says what it means, is only told of the overlap."""
    again = kommune("agreement", "add", "--home", "H-001", "--child", "C-77", "--measure", "besokshjem",
                    "--from", "2025-05-01")  # fmt: skip
    assert again.exit_code == 3
    assert "A-1 is already such an agreement on these days; `bvt agreement set A-1` corrects it." in again.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["add"], 2, "bvt agreement add also needs --home, --child, --measure, --from."),
        (["add", "--measure", "stottefamilie"], 2, "bvt agreement add also needs --home, --child, --from, --size."),
        (["add", "--measure", "ressursfamilie"], 2, "bvt agreement add also needs --home, --network, --from."),
        ([*NEW[1:], "--measure", "fosterhjem", "--size", "liten"], 65,
         "size does not belong to the measure foster home."),
        ([*NEW[1:], "--measure", "fosterhjem", "--factor", "0"], 65, "factor must be more than 0."),
        ([*NEW[1:], "--measure", "besokshjem", "--days-per-month", "32"], 2, "is no whole number from 1 to 31."),
        ([*NEW[1:], "--measure", "fosterhjem", "--to", "2025-06-30"], 65,
         "to (2025-06-30) is before from (2025-07-01)."),
        ([*NEW[1:], "--measure", "fosterhjem", "--ref", "A-1"], 3, "There is already an agreement A-1"),
        (["add", "--home", "H-404", "--child", "C-77", "--measure", "fosterhjem", "--from", "2025-07-01"], 4,
         "There is no home H-404 in the register."),
        (["set", "A-404", "--to", "2025-07-01"], 4, "There is no agreement A-404 in the register."),
        (["set", "A-1", "--child", "C-404"], 4, "There is no child C-404 in the register."),
        (["set", "A-10", "--clear", "size"], 65, "size is missing for the measure support family."),
        (["show", "A-404"], 4, "There is no agreement A-404 in the register."),
        (["list", "--home", "H-404"], 4, "There is no home H-404 in the register."),
        (["list", "--child", "C-404"], 4, "There is no child C-404 in the register."),
        (["end", "A-1"], 2, "bvt agreement end also needs --on."),
        (["end", "A-1", "--on", "2024-09-30"], 65, "to (2024-09-30) is before from (2024-10-01)."),
        (["end", "A-404", "--on", "2025-01-01"], 4, "There is no agreement A-404 in the register."),
    ],
)  # fmt: skip
def test_what_cannot_be_agreed(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("agreement", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before


def test_an_agreement_is_corrected_and_ended(kommune: Bvt) -> None:
    """An end set by mistake is cleared."""
    assert kommune("agreement", "set", "A-4", "--days-per-month", "4").exit_code == 0
    assert kommune("agreement", "end", "A-4", "--on", "30.04.2025", "--json").json["to"] == "2025-04-30"
    corrected = kommune("agreement", "set", "A-4", "--clear", "to")
    assert corrected.stderr == "A-4 is corrected: to.\nNext: bvt pay month\n"
    shown = kommune("agreement", "show", "A-4", "--json").json
    assert (shown["days_per_month"], "to" in shown) == (4, False)


def test_ending_an_agreement_tells_what_was_posted_past_it(kommune: Bvt) -> None:
    """A-30 was paid for May, grunnstotte and utgiftsdekning."""
    kommune("pay", "month", "2025-05", "--post")
    assert kommune("agreement", "end", "A-30", "--on", "2025-05-15").stderr == (
        "A-30 ends on 2025-05-15.\n"
        "The reason is not recorded; `--reason` on the same command records it.\n"
        "Lines posted for days after it: 2.\nNext: bvt pay month\n"
    )


def test_the_list_can_be_narrowed(kommune: Bvt) -> None:
    """By home, by child, and to those in force on the day."""

    def refs(*options: str) -> list[str]:
        return [each["ref"] for each in kommune("agreement", "list", *options, "--json").json]

    assert refs("--home", "H-002") == ["A-3", "A-4", "A-7"]
    assert refs("--home", "H-002", "--in-force") == ["A-3", "A-4"]
    assert refs("--home", "H-002", "--in-force", "--as-of", "2025-03-14") == ["A-3", "A-7"]
    assert refs("--child", "C-84") == ["A-10", "A-11"]
    assert refs("--child", "C-84", "--home", "H-001") == []
    assert (
        kommune("agreement", "list", "--child", "C-84", "--home", "H-001").stderr == "There are no such agreements.\n"
    )


def test_the_list_as_csv(kommune: Bvt) -> None:
    """For a spreadsheet."""
    assert kommune("agreement", "list", "--child", "C-84", "--csv").stdout == (
        "ref,home,child,network,measure,size,from,to\r\n"
        "A-10,H-006,C-84,,stottefamilie,liten,2024-10-15,2025-03-14\r\n"
        "A-11,H-006,C-84,,stottefamilie,medium,2025-03-15,\r\n"
    )


def test_showing_an_agreement_is_a_page(kommune: Bvt) -> None:
    """With what was agreed."""
    assert kommune("agreement", "show", "A-10").stdout == (
        "A-10: support family by H-006\n\n"
        "  Ref      A-10\n"
        "  Home     H-006\n"
        "  Child    C-84\n"
        "  Measure  support family\n"
        "  From     2024-10-15\n"
        "  To       2025-03-14\n"
        "  Size     small\n"
    )
