"""Payroll's own file of what it paid, read by a map or as bvt's own csv."""

import pytest

from bvt_cli.core.errors import InvalidInput
from bvt_cli.core.reconcile import Entry
from bvt_cli.render.messages import translator
from bvt_cli.store.paid_files import read_paid

MAP = (
    b"separator: ';'\ndecimal: ','\ncolumns: {payroll_id: Ansattnr, wage_type: L\xc3\xb8nnsart, amount: Bel\xc3\xb8p}\n"
)
PAID = "Ansattnr;Navn;Lønnsart;Beløp\n10023;Kari;4301;3 078,00\n10023;Kari;4302;-1197\n".encode()


def problems(data: bytes, map_data: bytes | None) -> list[str]:
    with pytest.raises(InvalidInput) as error:
        read_paid(data, "folder/paid.csv", map_data, "folder/paid.yaml")
    return [f"{each.place}: {translator('en').say(each.message)}" for each in error.value.details]


def test_a_map_names_the_columns():
    found = read_paid(PAID, "paid.csv", MAP, "paid.yaml")
    assert found.keys == ("payroll_id", "wage_type")
    assert found.entries == (
        Entry(307800, payroll_id="10023", wage_type="4301"),
        Entry(-119700, payroll_id="10023", wage_type="4302"),
    )


def test_without_a_map_the_columns_are_those_of_bvt():
    found = read_paid(b"line,component,wage_type,amount\nR1-1,grunnstotte,4301,3078.00\n", "paid.csv", None, "")
    assert found.keys == ("line", "component")
    assert found.entries == (Entry(307800, "R1-1", None, "grunnstotte"),)


def test_a_spreadsheet_in_norwegian_may_have_saved_it_again():
    found = read_paid(b"payroll_id;amount\r\n10023;3078,00\r\n", "paid.csv", None, "")
    assert found.entries == (Entry(307800, payroll_id="10023"),)


@pytest.mark.parametrize(
    ("data", "map_data", "said"),
    [
        (b"", None, ["paid.csv: The file is empty."]),
        (
            b"a,b\n1,2\n",
            None,
            ["paid.csv: Without --map the file needs the headings amount and one of line, payroll_id; it"],
        ),
        (
            b"line,amount\nR1-1,mye\n,5\n",
            None,
            ["paid.csv:2: amount is no amount: mye.", "paid.csv:3: The row does not say"],
        ),
        (PAID.replace(b"Ansattnr", b"Nr"), MAP, ["paid.yaml:3: paid.csv has no column Ansattnr; it has Nr, Navn,"]),
        (PAID, b"columns: {amount: A}\n", ["paid.yaml:1: The map must say whose a row is: one of line, payroll_id."]),
        (PAID, b"columns: {line: A}\n", ["paid.yaml:1: columns.amount is missing."]),
        (PAID, b"columns: {line: A, amount: B, navn: C}\n", ["paid.yaml:1: There is no key navn here; the keys are"]),
        (PAID, b"columns: x\n", ["paid.yaml:1: columns must be keys with values."]),
        (PAID, b"- x\n", ["paid.yaml:1: The document must be keys with values."]),
        (PAID, b"", ["paid.yaml: The file is empty."]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data, map_data, said):
    found = problems(data, map_data)
    assert len(found) == len(said)
    assert all(one.startswith(other) for one, other in zip(found, said, strict=True)), found
