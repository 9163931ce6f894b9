"""What is due as a calendar to be imported: iCalendar by RFC 5545, all-day events, refs and no names.

Each event is called by what it is about and its day, so that importing a later calendar corrects it and
never doubles it. Lines end in CR LF and are folded at 75 octets.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256

from bvt_cli.core.due import Item
from bvt_cli.core.period import ONE_DAY
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.due import command, sentence
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator

MADE_BY = "PRODID:-//bvt//bvt due//NO"
"""The line by which bvt knows a calendar of its own."""
MOST_OCTETS = 75
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", MADE_BY, "CALSCALE:GREGORIAN")
# A calendar must hold something, also when nothing is due: the time zone of its days.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Oslo",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(items: Iterable[Item], day: date, say: Translator, typed: Callable[[str], str] = str) -> str:
    """The calendar. `day`: the as-of day, the only moment it knows; what has no day of its own stands on it. `typed`: a

    command as the reader is to see it.
    """
    lines = [*_HEAD, *_ZONE]
    for item in items:
        lines += _event(item, day, say, typed)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(item: Item, day: date, say: Translator, typed: Callable[[str], str]) -> Iterator[str]:
    on = item.on or day
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(item.name.encode()).hexdigest()[:40]}@bvt.invalid"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY:{_escaped(say.say(_summary(item)))}"
    yield f"DESCRIPTION:{_escaped(say.say(sentence(item)))}\\n{_escaped(typed(command(item)))}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(item: Item) -> Text:
    """What it is, and of what; the words of the kind come first."""
    of = item.agreement or item.ref
    return text("{what}: {ref}", what=Word(item.kind), ref=of)


def _escaped(words: str) -> str:
    """A text as a property holds it; control characters are made harmless before."""
    plain = harmless(words)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of 75 octets at most, those after the first begun with a blank; no letter is cut in two."""
    piece, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > MOST_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += letter
        octets += size
    yield piece
