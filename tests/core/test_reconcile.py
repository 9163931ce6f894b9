"""What payroll says it paid, put beside a run."""

from bvt_cli.core.reconcile import Entry, matches

RUN = (
    Entry(307800, "R1-1", "10023", "grunnstotte", "4301"),
    Entry(119700, "R1-2", "10023", "utgiftsdekning", "4302"),
    Entry(153900, "R1-3", "10024", "grunnstotte", "4301"),
)
BY_PERSON = ("payroll_id",)
BY_WAGE_TYPE = ("payroll_id", "wage_type")


def found(theirs, keys, ours=RUN):
    return [(each.code, *filter(None, each.by), each.difference) for each in matches(ours, theirs, keys)]


def test_the_same_sums_are_equal():
    theirs = [Entry(427500, payroll_id="10023"), Entry(153900, payroll_id="10024")]
    assert found(theirs, BY_PERSON) == [("equal", "10023", 0), ("equal", "10024", 0)]


def test_several_rows_of_one_key_are_summed():
    theirs = [Entry(400000, payroll_id="10023"), Entry(27500, payroll_id="10023"), Entry(153900, payroll_id="10024")]
    assert {code for code, *_ in found(theirs, BY_PERSON)} == {"equal"}


def test_another_amount_what_is_not_paid_and_what_is_paid_besides_are_told_apart():
    theirs = [
        Entry(307801, payroll_id="10023", wage_type="4301"),
        Entry(153900, payroll_id="10024", wage_type="4301"),
        Entry(500, payroll_id="99", wage_type="4301"),
    ]
    assert found(theirs, BY_WAGE_TYPE) == [
        ("extra", "99", "4301", 500),
        ("differs", "10023", "4301", 1),
        ("missing", "10023", "4302", -119700),
        ("equal", "10024", "4301", 0),
    ]


def test_a_line_is_known_by_its_name():
    theirs = [Entry(307800, "r1-1"), Entry(119700, "R1-2"), Entry(153900, "R1-3")]
    assert {code for code, *_ in found(theirs, ("line",))} == {"equal"}


def test_a_number_is_the_same_with_zeros_before_it():
    theirs = [Entry(427500, payroll_id="010023"), Entry(153900, payroll_id="010024"), Entry(0, payroll_id="000")]
    assert [code for code, *_ in found(theirs, BY_PERSON)] == ["extra", "equal", "equal"]


def test_what_comes_to_nothing_and_is_not_paid_is_no_finding():
    ours = (Entry(100, payroll_id="1"), Entry(-100, payroll_id="1"))
    assert found([], BY_PERSON, ours) == []
    assert found([Entry(0, payroll_id="1")], BY_PERSON, ours) == [("equal", "1", 0)]


def test_a_line_of_the_run_without_a_payroll_number_is_not_paid():
    assert found([], BY_PERSON, (Entry(100, "R1-1"),)) == [("missing", -100)]
