"""The calendar of what is due, read again by another program."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from bvt_cli.core.due import Item
from bvt_cli.render.calendar_file import calendar
from bvt_cli.render.messages import translator

DAY = date(2025, 3, 31)
UNAPPROVED = Item("unapproved", date(2025, 4, 30), "A-1", "besokshjem", home="H-1", agreement="A-1")
SHORT = Item("payee", None, "H-1", part="P-1", home="H-1", figures=(("since", DAY),))


def events(*items: Item, day: date = DAY, language: str = "en") -> list[dict[str, object]]:
    read = Calendar.from_ical(calendar(items, day, translator(language)))
    return [
        {key: event.decoded(key) for key in ("DTSTAMP", "DTSTART", "DTEND")}
        | {key: str(event[key]) for key in ("UID", "SUMMARY", "DESCRIPTION")}
        for event in read.walk("VEVENT")
    ]


def test_each_item_is_an_all_day_event_on_its_day() -> None:
    (event,) = events(UNAPPROVED)
    assert (event["DTSTART"], event["DTEND"]) == (date(2025, 4, 30), date(2025, 5, 1))
    assert event["SUMMARY"] == "agreement without an approval: A-1"
    assert event["DESCRIPTION"] == (
        "From 2025-04-30 on H-1 is not approved as respite home, so A-1 is not paid. Approve the home, or end the"
        " agreement.\nbvt home approve H-1 --kind besokshjem --on DATE"
    )


def test_what_has_no_day_stands_on_the_day_that_counts_as_today() -> None:
    assert [event["DTSTART"] for event in events(SHORT)] == [DAY]


def test_the_only_moment_is_the_midnight_of_that_day() -> None:
    """The same items on the same day are the same bytes."""
    assert [event["DTSTAMP"] for event in events(UNAPPROVED)] == [datetime(2025, 3, 31, tzinfo=UTC)]
    assert calendar([SHORT], DAY, translator("nb")) == calendar([SHORT], DAY, translator("nb"))


def test_an_event_keeps_its_name_from_day_to_day_and_two_events_never_share_one() -> None:
    """So importing anew corrects it."""
    today = [event["UID"] for event in events(UNAPPROVED, SHORT)]
    tomorrow = [event["UID"] for event in events(UNAPPROVED, SHORT, day=date(2025, 4, 1), language="nn")]
    assert today == tomorrow
    assert len(set(today)) == 2


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_lines_are_folded_at_75_octets_between_letters(language: str) -> None:
    """Also where a letter takes two octets; unfolded it reads as before."""
    item = UNAPPROVED._replace(ref="Å" * 60, agreement="Å" * 60)
    written = calendar([item], DAY, translator(language)).encode()
    lines = written.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)
    (event,) = events(item, language=language)
    assert str(event["SUMMARY"]).endswith("Å" * 60)


def test_commas_semicolons_and_backslashes_are_only_text() -> None:
    odd = UNAPPROVED._replace(ref="A;1,\\n", agreement="A;1,\\n")
    (event,) = events(odd)
    assert event["SUMMARY"] == "agreement without an approval: A;1,\\n"


def test_a_calendar_of_nothing_is_a_calendar_too() -> None:
    assert events() == []
    assert calendar([], DAY, translator("en")).startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
