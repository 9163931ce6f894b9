"""Posted pay added up by what one asks for."""

from bvt_cli.core.history import Portion, Total, totals
from bvt_cli.core.period import Month

JANUARY, FEBRUARY = Month(2025, 1), Month(2025, 2)
PORTIONS = (
    Portion(FEBRUARY, "besokshjem", "251", "050", "H-2", "grunnstotte", True, 1, 307800),
    Portion(JANUARY, "besokshjem", "251", "050", "H-1", "grunnstotte", True, 2, 615600),
    Portion(JANUARY, "besokshjem", "251", None, "H-1", "utgiftsdekning", False, 2, 239400),
    Portion(JANUARY, "fosterhjem", "252", "050", "H-2", "grunnstotte", True, 1, -1033600),
)


def test_by_month_taxable_and_tax_free_apart() -> None:
    """6156 taxable less 10336 taken back, and 2394 tax-free, in January."""
    assert totals(PORTIONS, ["month"]) == [
        Total((JANUARY,), 5, 615600 - 1033600, 239400),
        Total((FEBRUARY,), 1, 307800, 0),
    ]
    assert totals(PORTIONS, ["month"])[0].total == 615600 - 1033600 + 239400


def test_by_function_and_art_with_what_has_no_art_last() -> None:
    assert [(each.of, each.total) for each in totals(PORTIONS, ["function", "art"])] == [
        (("251", "050"), 307800 + 615600),
        (("251", None), 239400),
        (("252", "050"), -1033600),
    ]


def test_however_it_is_added_up_the_sum_is_the_same() -> None:
    for by in ("month", "measure", "function", "art", "home", "component"):
        assert sum(each.total for each in totals(PORTIONS, [by])) == 307800 + 615600 + 239400 - 1033600
    assert totals([], ["home"]) == []
