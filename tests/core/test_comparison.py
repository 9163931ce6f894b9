"""A spreadsheet's pay beside bvt's: every difference, and why."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bvt_cli.core.agreement import Facts, Stay, Voucher
from bvt_cli.core.comparison import Cause, Comparison, Difference, compare
from bvt_cli.core.matching import OldRow
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Tables
from bvt_cli.core.variation import Otherwise, Pricer
from paying import RULES, SHIPPED_SETTINGS, SHIPPED_TABLES, Practice, agreed, pay_rules

MARCH = Month(2025, 3)
PRICER = Pricer(Tables(SHIPPED_TABLES), Practice(SHIPPED_SETTINGS))
PAYEES = {"10023": frozenset({"H-001"})}


def row(amount: str | int | Decimal, line: int = 2, **said: str | None) -> OldRow:
    """A row of the case 2024/1187, unless it says otherwise."""
    days = said.pop("days", None)
    whose = said or {"case": "2024/1187"}
    found = OldRow(line, MARCH, int(Decimal(amount) * 100), days=Fraction(days) if days else None)
    return found._replace(**whose)  # type: ignore[arg-type]


def compared(rows: Iterable[OldRow], *facts: Facts) -> Comparison:
    return compare(tuple(rows), facts or (agreed(),), PAYEES, MARCH, RULES, PRICER)


def only(rows: Iterable[OldRow], *facts: Facts) -> Difference:
    (difference,) = compared(rows, *facts).differences
    return difference


def why(rows: Iterable[OldRow], *facts: Facts) -> list[Otherwise]:
    """What, taken otherwise, gives the spreadsheet's sum."""
    return [cause.otherwise for cause in only(rows, *facts).causes if cause.code == "otherwise"]


def reasons(rows: Iterable[OldRow], *facts: Facts) -> list[str]:
    return [cause.code for cause in only(rows, *facts).causes]


def sibling(**more: object) -> Facts:
    """Another child in the same home: 10 years old, three døgn at 1026 and 444 kroner."""
    about: dict[str, object] = {"ref": "A-2", "child": "C-78", "case": "2024/1188", "born": date(2015, 2, 18)}
    return agreed(**(about | more))  # type: ignore[arg-type]


def test_equal_sums_are_counted_and_not_told() -> None:
    """3 x (1026 + 399) kroner."""
    assert compared([row(3 * (1026 + 399))]) == Comparison(1, (), 427500, 427500)


@pytest.mark.parametrize(
    "said",
    [
        {"home": "H-001"},
        {"agreement": "A-1"},
        {"payroll": "10023"},
        {"case": "2024/1187", "measure": "besokshjem", "home": "H-001", "payroll": "10023"},
    ],
)
def test_a_row_is_found_by_all_that_it_says(said: dict[str, str]) -> None:
    assert compared([row(4275, **said)]).equal == 1


def test_components_are_compared_where_every_row_says_which_it_is() -> None:
    rows = [row(3 * 1026, component="grunnstotte", case="2024/1187")]
    assert compared([rows[0], row(3 * 399, 3, component="utgiftsdekning", case="2024/1187")]).equal == 2
    assert compared([rows[0], row(3 * 399, 3)]).equal == 1, "one of them does not say: the sum is compared"


def test_a_component_that_no_row_has_is_missing_in_the_spreadsheet() -> None:
    found = only([row(3 * 1026, component="grunnstotte", case="2024/1187")])
    assert (found.component, found.old, found.new) == ("utgiftsdekning", None, 3 * 399 * 100)
    assert found.causes == (Cause("missing_in_spreadsheet", component="utgiftsdekning"),)


def test_two_payees_of_a_home_are_one_sum() -> None:
    assert compared([row("2137.50"), row("2137.50", 3)]).equal == 1


def test_one_row_for_two_children_is_compared_with_both() -> None:
    both = 3 * (1026 + 399) + 3 * (1026 + 444)
    assert compared([row(both, home="H-001")], agreed(), sibling()).equal == 1


def test_rows_that_may_mean_the_same_agreement_are_weighed_together() -> None:
    """One names the home, two each a child; whichever stands first."""
    rows = [row(4275, 2), row(4410, 3, case="2024/1188"), row(100, 4, home="H-001")]
    found = only(rows, agreed(), sibling())
    assert (found.lines, found.agreements, found.old, found.new) == ((2, 3, 4), ("A-1", "A-2"), 878500, 868500)
    assert (found.home, found.case, found.measure, found.causes) == ("H-001", None, "besokshjem", ())


def test_the_sum_of_another_age_band_is_known() -> None:
    """The child of 6 paid as one of 10: 3 x (1026 + 444)."""
    assert why([row(3 * (1026 + 444))]) == [Otherwise(band=(10, None))]


def test_the_sum_of_another_table_is_known() -> None:
    """By the table of 2023: 3 x (981 + 381)."""
    assert why([row(3 * (981 + 381))]) == [Otherwise(table=date(2023, 7, 1))]


def test_the_sum_of_another_number_of_days_is_known() -> None:
    assert why([row(4 * (1026 + 399), days="4")]) == [Otherwise(days=4)]


def test_days_that_the_spreadsheet_says_are_set_beside_those_of_bvt() -> None:
    found = only([row(5000, days="4", case="2024/1187")])
    assert found.causes == (Cause("days_column", days=Fraction(3)),)


def test_the_sum_of_another_size_is_known() -> None:
    """Stor (75 %) paid as medium (45 %), or at the whole rate."""
    facts = agreed("stottefamilie", size="stor")
    assert why([row((10336 + 8533) * Decimal("0.45"))], facts) == [Otherwise(size="medium")]
    assert why([row(10336 + 8533)], facts) == [Otherwise(size="whole")]


def test_the_sum_of_another_factor_is_known() -> None:
    """Only grunnstøtte is raised by it."""
    assert why([row(2 * 10336 + 8533)], agreed("fosterhjem")) == [Otherwise(factor=Fraction(2))]


def test_the_sum_of_a_whole_month_is_known() -> None:
    """The agreement ended on 16 March: 16/31 are due."""
    facts = agreed("fosterhjem", last=date(2025, 3, 16))
    assert why([row(10336 + 8533)], facts) == [Otherwise(part="whole_month")]


def test_the_sum_by_days_where_stays_were_counted_is_known() -> None:
    """From 15 March: 51/31 døgn by days, a stay of three by stays."""
    facts = agreed(first=date(2025, 3, 15), stays=[Stay(date(2025, 3, 21), date(2025, 3, 23))])
    assert why([row("2344.36")], facts) == [Otherwise(part="by_days")]


def test_driving_in_a_year_whose_allowance_is_not_known_changes_no_explanation() -> None:
    """As above, with 100 km on 21 March 2025 that cannot be paid yet."""
    day = date(2025, 3, 21)
    drive = Voucher("drive", "D-1", day, day, km=Fraction(100), approved_by="leder")
    facts = agreed(first=date(2025, 3, 15), stays=[Stay(day, date(2025, 3, 23))])._replace(vouchers=(drive,))
    assert why([row("2344.36")], facts) == [Otherwise(part="by_days")]


def test_two_things_at_once_are_found_where_one_alone_does_not_do() -> None:
    """Five døgn by the table of 2023."""
    assert why([row(5 * (981 + 381))]) == [Otherwise(table=date(2023, 7, 1), days=5)]
    part = agreed(first=date(2025, 3, 15))
    assert Otherwise(band=(10, None), part="whole_month") in why([row(3 * (1026 + 444))], part)


def test_several_candidates_are_all_told() -> None:
    """Either of two children of 6 may have been paid as one of 10."""
    twin = sibling(born=date(2018, 5, 4))
    found = only([row(3 * (1026 + 399) + 3 * (1026 + 444), home="H-001")], agreed(), twin)
    assert found.causes == tuple(Cause("otherwise", ref, Otherwise(band=(10, None))) for ref in ("A-1", "A-2"))


def test_the_band_of_an_18_year_old_in_aftercare_changes_no_days() -> None:
    """Born on 20 March 2007: 19 days are due without aftercare, in the band of 15 and of 11 alike."""
    facts = agreed("fosterhjem", born=date(2007, 3, 20))
    wanted = round(Decimal(10336) * 19 / 31, 2) + round(Decimal(9328) * 19 / 31, 2)
    assert why([row(wanted)], facts) == [Otherwise(band=(11, 15))]
    older = agreed("fosterhjem", born=date(2007, 3, 20), aftercare=True)
    assert why([row(10336 + 9328)], older) == [Otherwise(band=(11, 15))]


def test_a_resource_family_is_read_from_one_band() -> None:
    facts = agreed("ressursfamilie")
    assert why([row(9885, home="H-001")], facts) == [Otherwise(table=date(2023, 7, 1))]


@pytest.mark.parametrize(("amount", "code"), [("4275.40", "rounding"), ("4276", "rounding"), ("4274.10", "rounding")])
def test_a_difference_of_no_more_than_a_krone_is_rounding(amount: str, code: str) -> None:
    assert reasons([row(amount)]) == [code]


def test_components_rounded_to_whole_kroner_are_known() -> None:
    """45 per cent of 10336 and 8533 are 4651.20 and 3839.85: 4651 + 3840."""
    assert reasons([row(4651 + 3840)], agreed("stottefamilie", size="medium")) == ["whole_kroner"]


def test_one_component_alone_is_known() -> None:
    assert only([row(3 * 1026)]).causes[0] == Cause("component_only", component="grunnstotte")


def test_a_sum_paid_twice_is_known() -> None:
    """In two rows alike; in one it may be six døgn."""
    assert "twice" in reasons([row(4275), row(4275, 3)])
    assert why([row(2 * 4275)]) == [Otherwise(days=6)]


def test_a_child_left_out_of_a_sum_is_known() -> None:
    found = only([row(4275, home="H-001")], agreed(), sibling())
    assert Cause("left_out", "A-2") in found.causes


def test_an_agreement_that_no_row_names_is_missing_in_the_spreadsheet() -> None:
    found = only([row(4275)], agreed(), sibling())
    assert found == Difference(
        (), MARCH, "H-001", ("A-2",), "2024/1188", "besokshjem", None, None, 441000, (Cause("missing_in_spreadsheet"),)
    )


def test_a_row_of_no_agreement_is_told_once_with_all_its_lines() -> None:
    rows = [row(4275), *(row(100, line, case="2099/1") for line in (3, 4))]
    found = only(rows)
    assert (found.lines, found.case, found.old, found.new) == ((3, 4), "2099/1", 20000, None)
    assert found.causes == (Cause("missing_agreement"),)


def test_an_agreement_that_is_the_same_but_for_the_measure_or_the_home_is_named() -> None:
    rows = [
        row(4275),
        row(100, 3, case="2024/1187", measure="fosterhjem"),
        row(100, 4, case="2024/1187", home="H-009"),
        row(100, 5, payroll="99999"),
    ]
    assert [each.causes[1:] for each in compared(rows).differences] == [
        (Cause("other_measure", "A-1"),),
        (Cause("other_home", "A-1"),),
        (),
    ]


def test_pay_after_the_agreement_ended_is_known() -> None:
    """The sum is as if it were still in force, or besides something else."""
    ended = agreed(last=date(2025, 2, 14))
    assert only([row(4275)], ended).causes == (Cause("not_in_force", "A-1"),)
    found = only([row(4410)], ended)
    assert [each.code for each in found.causes] == ["not_in_force", "otherwise"]
    assert found.causes[1].otherwise == Otherwise(band=(10, None))


def test_a_home_that_bvt_would_not_pay_is_told_with_the_reason() -> None:
    assert reasons([row(4275)], agreed(approvals=())) == ["home_not_approved"]
    assert reasons([row(4275)], agreed(employment="sgs1030")) == ["sgs1030"]


def test_days_stayed_without_a_stay_come_to_nothing() -> None:
    found = only([row(4275)], agreed(basis="actual"))
    assert [each.code for each in found.causes] == ["no_days", "otherwise"]
    assert found.causes[1].otherwise == Otherwise(days=3)


def test_without_a_rate_the_newest_table_tells() -> None:
    """Only the tables before the month were there when it was paid: none."""
    rules = pay_rules(tables=SHIPPED_TABLES[:1])
    pricer = Pricer(Tables(SHIPPED_TABLES[:1]), Practice(SHIPPED_SETTINGS))
    (difference,) = compare((row(4275),), (agreed(),), {}, MARCH, rules, pricer).differences
    assert [each.code for each in difference.causes] == ["rate_missing"]
    nothing = Pricer(Tables(()), Practice(SHIPPED_SETTINGS))
    (difference,) = compare((row(4275),), (agreed(),), {}, MARCH, pay_rules(tables=()), nothing).differences
    assert [each.code for each in difference.causes] == ["rate_missing"]


def test_parts_that_differ_for_the_same_reason_are_one_difference() -> None:
    """Both components of a whole month."""
    facts = agreed("fosterhjem", last=date(2025, 3, 16))
    rows = [row(10336)._replace(component="grunnstotte"), row(8533)._replace(component="utgiftsdekning")]
    found = only(rows, facts)
    assert (found.component, found.lines, found.old) == (None, (2,), (10336 + 8533) * 100)
    assert [each.otherwise for each in found.causes] == [Otherwise(part="whole_month")]


def test_parts_that_differ_for_different_reasons_or_none_stay_apart() -> None:
    rows = [row(1)._replace(component="grunnstotte"), row(2)._replace(component="utgiftsdekning")]
    assert [each.causes for each in compared(rows).differences] == [(), ()]


def test_a_difference_that_nothing_explains_says_so() -> None:
    """Also below zero."""
    assert only([row("1234.56")]).causes == ()
    assert only([row(-100)]).causes == ()
