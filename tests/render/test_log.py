"""The log as it is shown: what a protected home hides stands in no part of it."""

from bvt_cli.core.logged import Logged
from bvt_cli.render.log import in_oslo, rows_of_one
from bvt_cli.render.log_page import of_one
from bvt_cli.render.messages import translator

STOOD = {"stands": {"ref": "H-1", "name": "Familien Berg", "address": "Merkeveien 77", "prefers": {"age_to": 4}}}
ENTRY = Logged("2025-03-01T10:00:00+00:00", "kari", "kari", "change", "retention apply", "home", "H-1", None, STOOD)


def test_an_address_deep_in_an_entry_is_hidden_too() -> None:
    """An entry that says how a home as a whole stands holds all its keys."""
    for protected in (True, False):
        homes = frozenset({"H-1"} if protected else ())
        for shown in (repr(list(rows_of_one([ENTRY], homes))), of_one([ENTRY], translator("en"), homes)):
            assert "Familien Berg" in shown
            assert ("Merkeveien" in shown) is not protected


def test_how_a_family_is_reached_that_became_such_a_home_is_hidden_too() -> None:
    """Also in an entry of before it was one."""
    family = {"number": 1, "name": "Familien Berg", "contact": "93939393"}
    whole = Logged(*ENTRY[:5], "council", "F-1", None, {"stands": {"ref": "F-1", "families": [family]}})
    added = Logged(*ENTRY[:5], "council", "F-1", {}, {"families": [family]})
    for entry in (whole, added):
        for families in (frozenset({("F-1", 1)}), frozenset({("F-1", 2), ("F-2", 1)})):
            homes = frozenset({"H-1"})
            shown = repr(list(rows_of_one([entry], homes, families)))
            told = of_one([entry], translator("en"), homes, families)
            assert ("93939393" in shown, "93939393" in told) == (("F-1", 1) not in families,) * 2


def test_the_hour_is_that_of_oslo_in_winter_and_in_summer() -> None:
    assert in_oslo("2025-01-01T23:30:00+00:00", translator("nb")) == "02.01.2025 00:30:00"
    assert in_oslo("2025-07-01T23:30:00+00:00", translator("en")) == "2025-07-02 01:30:00"
