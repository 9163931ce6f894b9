"""Which code counts: the municipality's own before those shipped, the most particular, then the latest."""

from datetime import date

from bvt_cli.core.payroll import NOTHING, About, Code, Codes, to_write
from bvt_cli.render.messages import translator

DAY = date(2025, 3, 1)
PAID = About("grunnstotte", "besokshjem", "251", True)


def code(
    value: str | None,
    only: About = NOTHING,
    *,
    name: str = "art",
    since: date = date(2024, 1, 1),
    until: date | None = None,
    standing: str = "municipality",
) -> Code:
    return Code(name, value, since, only, standing, "", "", "payroll.yaml", until)


def test_a_code_for_all_holds_for_everything():
    assert Codes([code("050")]).value("art", DAY, PAID) == "050"
    assert Codes([code("050")]).value("art", DAY) == "050"


def test_nobody_having_said_anything_it_is_not_known():
    assert Codes([]).found("art", DAY, PAID) is None
    assert Codes([code(None)]).value("art", DAY, PAID) is None


def test_a_code_for_something_else_does_not_count():
    for only in (About("utgiftsdekning"), About(measure="fosterhjem"), About(function="252"), About(taxable=False)):
        assert Codes([code("060", only)]).value("art", DAY, PAID) is None


def test_the_code_that_says_most_of_what_it_is_for_counts():
    several = [
        code("all"), code("taxable", About(taxable=True)), code("function", About(function="251")),
        code("measure", About(measure="besokshjem")), code("component", About("grunnstotte")),
        code("both", About("grunnstotte", "besokshjem")),
    ]  # fmt: skip
    while several:
        expected = several[-1].value
        assert Codes(reversed(several)).value("art", DAY, PAID) == expected
        several.pop()


def test_what_is_said_for_nothing_in_particular_holds_for_the_whole_file():
    assert Codes([code("all"), code("some", About("grunnstotte"))]).value("art", DAY) == "all"


def test_of_several_days_the_latest_counts_once_it_has_come():
    codes = Codes([code("old"), code("new", since=date(2025, 3, 1)), code("later", since=date(2025, 3, 2))])
    assert codes.value("art", date(2025, 2, 28)) == "old"
    assert codes.value("art", date(2025, 3, 1)) == "new"
    assert codes.value("art", date(2023, 12, 31)) is None


def test_a_code_with_a_last_day_ends_there():
    codes = Codes([code("old"), code("year", since=date(2025, 1, 1), until=date(2025, 2, 28))])
    assert codes.value("art", date(2025, 2, 28)) == "year"
    assert codes.value("art", DAY) == "old"


def test_the_municipality_goes_before_what_ships_however_particular_that_is():
    codes = Codes([code("own"), code("shipped", PAID, since=date(2025, 1, 1), standing="state")])
    assert codes.value("art", DAY, PAID) == "own"


def test_a_function_is_its_own_code_until_the_municipality_has_another():
    assert Codes([]).value("tjeneste", DAY, PAID) == "251"
    own = code("25110", About(function="251"), name="tjeneste")
    assert Codes([own]).value("tjeneste", DAY, PAID) == "25110"


def test_a_code_that_is_missing_is_told_with_the_entry_to_write():
    said = translator("en").say(to_write("wage_type", DAY, PAID))
    assert said.endswith('- {name: wage_type, component: grunnstotte, value: "...", from: 2025-03-01, reason: "..."}')
    assert "component" not in translator("en").say(to_write("payer_name", DAY, PAID))
    assert "component" not in translator("en").say(to_write("art", DAY, NOTHING))
