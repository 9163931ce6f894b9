"""Figures for the public: small numbers are hidden, and cannot be worked out from those that are shown."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paying import SHIPPED_SETTINGS

from bvt_cli.core.field import Record
from bvt_cli.core.figures import Axis, Entry, Figures, Number, Period, Sum, tabulated
from bvt_cli.core.figures_alike import likely_sums
from bvt_cli.core.figures_facts import FigureFacts, figures_of
from bvt_cli.core.figures_hidden import for_the_public
from bvt_cli.core.practice import Practice


def table(*rows: tuple[int, ...]) -> Figures:
    """Homes in rows and columns with all totals."""
    entries = [
        Entry((f"r{r}", f"c{c}"), f"{r}-{c}-{n}") for r, row in enumerate(rows) for c, cell in enumerate(row)
        for n in range(cell)
    ]  # fmt: skip
    axes = (Axis([f"r{r}" for r in range(len(rows))], True), Axis([f"c{c}" for c in range(len(rows[0]))], True))
    return tabulated("t", axes, entries)


def shown(figures: Figures) -> list[list[int | None]]:
    """The table as it is published, None where hidden; the last row and column are the totals."""
    found = for_the_public(figures).numbers
    wide = len({number.of[1] for number in found})
    cells = [None if number.hidden else int(number.value or 0) for number in found]
    return [cells[at : at + wide] for at in range(0, len(cells), wide)]


def test_one_to_three_are_hidden_and_zero_and_four_stay() -> None:
    assert shown(table((0, 4, 5), (4, 0, 6))) == [[0, 4, 5, 9], [4, 0, 6, 10], [4, 4, 11, 19]]
    numbers = [Number("n", (str(n),), n, n) for n in range(6)]
    hidden = [number.hidden for number in for_the_public(Figures(tuple(numbers))).numbers]
    assert hidden == [False, True, True, True, False, False]


def test_a_hidden_number_says_nothing_of_itself() -> None:
    (number,) = for_the_public(Figures((Number("n", (), 2, 2),))).numbers
    assert number == Number("n", (), None, 0, hidden=True)


def test_what_a_total_would_give_away_takes_the_smallest_other_along() -> None:
    """2 = 20 - 5 - 13 in its row and 9 - 7 in its column: 5 goes too, then the two below them."""
    assert shown(table((2, 5, 13), (7, 8, 9))) == [[None, None, 13, 20], [None, None, 9, 24], [9, 13, 22, 44]]


def test_where_all_others_are_zero_the_total_is_hidden_since_it_is_the_same_number() -> None:
    """And what would give that total away: of 2 and 6 the sum, 8, is told no more, or 6 is not."""
    assert shown(table((2, 0), (0, 6))) == [[None, 0, None], [0, None, None], [None, None, 8]]


def test_ones_do_not_stand_under_a_total_that_is_their_number() -> None:
    """Four homes under four kinds, none of them 0: each must be 1, so the total goes."""
    found = for_the_public(tabulated("t", (Axis("abcd", True),), [Entry((kind,), kind) for kind in "abcd"]))
    assert [number.value for number in found.numbers] == [None] * 5


def test_an_amount_is_hidden_by_the_homes_behind_it() -> None:
    """Two homes were paid 9000.00; the next smallest, with five behind it, keeps the secret."""
    numbers = (
        Number("k", ("a",), 900000, 2),
        Number("k", ("b",), 800000, 5),
        Number("k", ("c",), 100000, 9),
        Number("k", ("total",), 1800000, 16),
    )
    found = for_the_public(Figures(numbers, (Sum("k.total", ("k.a", "k.b", "k.c")),)))
    assert [number.value for number in found.numbers] == [None, None, 100000, 1800000]


def test_a_number_that_follows_over_two_tables_is_kept_too() -> None:
    """a is the total of the first table and a part of the second, so both must keep it."""
    numbers = tuple(
        Number(name, (), value, value) for name, value in (("x", 2), ("y", 3), ("a", 5), ("b", 7), ("s", 12))
    )
    found = for_the_public(Figures(numbers, (Sum("a", ("x", "y")), Sum("s", ("a", "b")))))
    assert [number.value for number in found.numbers] == [None, None, 5, 7, 12]
    alone = tuple(Number(name, (), value, value) for name, value in (("x", 2), ("y", 0), ("a", 2), ("b", 7), ("s", 9)))
    found = for_the_public(Figures(alone, (Sum("a", ("x", "y")), Sum("s", ("a", "b")))))
    assert [number.value for number in found.numbers] == [None, 0, None, None, 9]


YEAR = Period("year", "2025", date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))


def of_homes(*homes: Record) -> Figures:
    return figures_of(FigureFacts(homes=homes), (), YEAR, Practice(SHIPPED_SETTINGS))


def besokshjem(number: int, *approved_as: str) -> Record:
    approvals = [{"kind": kind, "on": date(2024, 1, 1)} for kind in approved_as]
    return {"ref": f"H-{number}", "kind": "besokshjem", "applied_on": date(2023, 1, 1), "approvals": approvals}


def test_what_is_hidden_in_one_table_is_not_read_off_in_another() -> None:
    """Two wait and five are approved, seven in all: five is hidden for the sake of two, wherever it stands."""
    found = of_homes(*map(besokshjem, range(2)), *(besokshjem(number, "besokshjem") for number in range(2, 7)))
    assert Sum(
        "homes.approved_as.besokshjem", ("homes.status.besokshjem.approved", "homes.status.besokshjem.paused")
    ) in (likely_sums(found))
    public = {number.name: number.value for number in for_the_public(found, likely_sums(found)).numbers}
    assert public["homes.status.besokshjem.total"] == 7
    for name in ("homes.status.besokshjem.approved", "homes.status.total.approved", "homes.approved_as.besokshjem"):
        assert public[name] is None


def test_a_sum_that_does_not_hold_hides_nothing() -> None:
    """One of the five is approved as støttefamilie alone, so the tables do not tell the same."""
    approved = (besokshjem(number, "besokshjem") for number in range(2, 6))
    found = of_homes(*map(besokshjem, range(2)), besokshjem(6, "stottefamilie"), *approved)
    assert not any(each.total == "homes.approved_as.besokshjem" for each in likely_sums(found))
    public = {number.name: number.value for number in for_the_public(found, likely_sums(found)).numbers}
    assert public["homes.approved_as.besokshjem"] == 4


@given(st.integers(1, 4).flatmap(lambda wide: st.lists(st.tuples(*[st.integers(0, 9)] * wide), min_size=1, max_size=4)))
@settings(max_examples=80, deadline=None)
def test_no_hidden_number_can_be_worked_out(rows: list[tuple[int, ...]]) -> None:
    """However a reader adds rows and subtracts columns, never does just one hidden number remain."""
    figures = table(*rows)
    public = for_the_public(figures)
    for before, after in zip(figures.numbers, public.numbers, strict=True):
        assert after.hidden or after == before
        assert after.hidden or before.value == 0 or before.behind > 3
        assert before.value != 0 or not after.hidden
    hidden = [number.of for number in public.numbers if number.hidden]
    downs, acrosses = ({number.of[at] for number in public.numbers} for at in (0, 1))
    for added, subtracted in product(subsets(downs), subsets(acrosses)):
        assert sum((down in added) != (across in subtracted) for down, across in hidden) != 1


def subsets(names: set[str]) -> Iterator[set[str]]:
    return (set(some) for size in range(len(names) + 1) for some in combinations(sorted(names), size))
