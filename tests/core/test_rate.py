"""Which table pays which day."""

from datetime import date

import pytest

from bvt_cli.core.period import Month, Span
from bvt_cli.core.rate import BandFault, Row, Table, Tables, band_faults

KS_DATES = (
    "2013-07-01",
    "2015-07-01",
    "2016-07-01",
    "2017-07-01",
    "2021-07-01",
    "2022-10-01",
    "2023-07-01",
    "2024-07-01",
)


def table(effective: str, *rows: Row) -> Table:
    return Table(date.fromisoformat(effective), "https://example.org/ks", rows)


def row(age_from: int, age_to: int | None, scheme: str = "fosterhjem") -> Row:
    return Row(scheme, age_from, age_to, 399_00, 1026_00, 1425_00, "as printed")


KS = Tables(table(effective) for effective in KS_DATES)
WHOLE = [row(0, 10, "besokshjem"), row(10, None, "besokshjem")]


@pytest.mark.parametrize(
    ("effective", "last_day"),
    [
        ("2013-07-01", "2014-06-30"),
        ("2016-07-01", "2017-06-30"),
        ("2021-07-01", "2022-06-30"),
        ("2022-10-01", "2023-06-30"),
        ("2024-07-01", "2025-06-30"),
    ],
)
def test_a_table_covers_the_days_until_the_next_table_and_no_longer_than_to_1_july(effective, last_day):
    assert KS.covered_until(table(effective)) == date.fromisoformat(last_day)


def test_a_table_replaced_within_the_year_ends_the_day_before_the_next():
    tables = Tables([table("2022-07-01"), table("2022-10-01")])
    assert tables.covered_until(table("2022-07-01")) == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2012-01-01", "2013-06-30"),
        ("2014-07-01", "2015-06-30"),
        ("2018-07-01", "2021-06-30"),
        ("2022-07-01", "2022-09-30"),
        ("2025-07-01", "2026-12-31"),
    ],
)
def test_the_first_and_last_day_of_what_no_table_covers(first, last):
    for day in (first, last):
        month = Month.of(date.fromisoformat(day))
        assert [(each.span, each.table) for each in KS.days_of(month, 0)] == [(month.span, None)]


@pytest.mark.parametrize(
    "day",
    ["2013-07-01", "2014-06-30", "2015-07-01", "2018-06-30", "2021-07-01", "2022-06-30", "2022-10-01", "2025-06-30"],
)
def test_the_days_beside_them_are_covered(day):
    month = Month.of(date.fromisoformat(day))
    (only,) = KS.days_of(month, 0)
    assert (only.span, only.table is None, only.provisional) == (month.span, False, False)


def test_three_months_past_its_cover_a_table_pays_provisionally():
    for number, provisional in ((6, False), (7, True), (9, True)):
        (only,) = KS.days_of(Month(2025, number), 3)
        assert (only.table.name, only.provisional) == ("2024-07-01", provisional)
    (october,) = KS.days_of(Month(2025, 10), 3)
    assert october.table is None


def test_asked_for_any_age_the_newest_earlier_table_pays_however_old():
    (only,) = KS.days_of(Month(2031, 5), 3, any_age=True)
    assert (only.table.name, only.provisional) == ("2024-07-01", True)


def test_before_the_first_table_there_is_never_a_rate():
    (only,) = KS.days_of(Month(2013, 6), 24, any_age=True)
    assert only.table is None


def test_a_month_is_cut_where_another_table_begins():
    """A table from 11 September 2024 on; the one before pays to the 10th."""
    tables = Tables([table("2024-07-01"), table("2024-09-11")])
    assert [(each.span, each.table.name) for each in tables.days_of(Month(2024, 9), 3)] == [
        (Span(date(2024, 9, 1), date(2024, 9, 10)), "2024-07-01"),
        (Span(date(2024, 9, 11), date(2024, 9, 30)), "2024-09-11"),
    ]


def test_tables_stand_in_order_of_date_and_no_two_have_one():
    assert [each.name for each in Tables([table("2024-07-01"), table("2023-07-01")])] == ["2023-07-01", "2024-07-01"]
    assert len(KS) == 8
    assert (KS.at(date(2013, 6, 30)), KS.at(date(2030, 1, 1)).name) == (None, "2024-07-01")
    with pytest.raises(ValueError, match="two tables"):
        Tables([table("2024-07-01"), table("2024-07-01")])


def test_a_row_holds_the_ages_from_its_first_until_the_next_rows():
    ks = table("2024-07-01", row(0, 6), row(6, 11), row(11, 15), row(15, None), *WHOLE)
    ages = {age: ks.row("fosterhjem", age).age_from for age in (0, 5, 6, 10, 11, 14, 15, 40)}
    assert ages == {0: 0, 5: 0, 6: 6, 10: 6, 11: 11, 14: 11, 15: 15, 40: 15}
    assert ks.row("besokshjem", 10).age_from == 10


def test_a_printed_total_may_differ_from_its_parts():
    printed = Row("fosterhjem", 0, 6, 6875_00, 10336_00, 17210_00, "0-5 år")
    assert printed.total_differs == -1_00
    assert (printed.component("grunnstotte"), printed.component("utgiftsdekning")) == (10336_00, 6875_00)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row(0, 6), row(6, None)], []),
        ([row(6, None), row(0, 6)], []),
        ([], [("fosterhjem", 0, None)]),
        ([row(1, None)], [("fosterhjem", 0, 1)]),
        ([row(0, 6), row(7, None)], [("fosterhjem", 6, 7)]),
        ([row(0, 6), row(5, None)], [("fosterhjem", 6, 5)]),
        ([row(0, 6), row(0, 6), row(6, None)], [("fosterhjem", 6, 0)]),
        ([row(0, None), row(6, None)], [("fosterhjem", None, 6)]),
        ([row(0, 6), row(6, 11)], [("fosterhjem", 11, None)]),
    ],
)
def test_bands_leave_no_gap_do_not_overlap_and_the_last_is_without_end(rows, fault):
    assert list(band_faults([*rows, *WHOLE])) == [BandFault(*each) for each in fault]
