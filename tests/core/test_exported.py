"""The rows of an export, its days and templates, and the row that balances it."""

from datetime import date
from fractions import Fraction

import pytest
from tests.exporting import KARI, MARCH, WHOLE, codes, payout, rows_of

from bvt_cli.core.exported import amount_of, balancing
from bvt_cli.core.formats import DATE_FORMS, FIELDS, day_text, template_places


def test_a_row_has_every_field_and_is_named_by_line_and_payee():
    (row,) = rows_of([payout(share=Fraction(1, 2))])
    assert row.fields.keys() == FIELDS.keys()
    assert (row.place, row.person, row.home) == ("R1-1", "P-001", "H-001")
    assert row.fields["quantity"] == Fraction(3, 2)
    assert (row.settings["wage_type"], row.settings["art"]) == ("4301", "050")


def test_what_nobody_is_paid_for_has_no_payee():
    (row,) = rows_of([payout(payee=None)])
    assert (row.person, row.fields["payroll_id"], row.fields["name"]) == (None, None, None)


def test_the_balancing_row_takes_the_sum_back_on_an_art_of_its_own():
    row = balancing(rows_of(MARCH), WHOLE, "contra_art", codes())
    assert amount_of(row) == -889200
    assert row.settings["art"] == "21900"
    assert (row.fields["run"], row.fields["home"], row.home) == ("R1", None, None)


@pytest.mark.parametrize(
    ("form", "expected"),
    list(
        zip(
            DATE_FORMS,
            ("2025-03-01", "2025-03", "20250301", "202503", "01.03.2025", "01032025", "010325", "250301", "03.2025"),
            strict=True,
        )
    ),
)
def test_a_day_is_written_in_the_form_of_the_map(form, expected):
    assert day_text(date(2025, 3, 1), form) == expected


@pytest.mark.parametrize(
    ("template", "places"),
    [("", ()), ("bvt", ()), ("{run}", ("run",)), ("{run}/{case}.", ("run", "case")), ("{}", ("",))],
)
def test_the_places_of_a_template_are_found(template, places):
    assert template_places(template) == places


@pytest.mark.parametrize("template", ["{run", "run}", "{run{case}}", "}{", "{run} }"])
def test_a_template_with_unmatched_braces_has_none(template):
    assert template_places(template) is None


def test_a_payee_is_who_it_was():
    assert rows_of([payout()])[0].fields["name"] == KARI.name
