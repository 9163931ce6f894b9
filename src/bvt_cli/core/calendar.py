"""Norwegian working days: Monday to Friday, but for the public holidays.

Source: the holidays of lov om helligdager og helligdagsfred § 2, and 1 and 17 May (lov om 1 og 17 mai som
høytidsdager). Christmas Eve and New Year's Eve are no public holidays, and count.
"""

from datetime import date, timedelta

from bvt_cli.core.period import ONE_DAY

_SATURDAY = 5
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday."""
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))


def easter_sunday(year: int) -> date:
    """Easter Sunday by the Gregorian rule: the Sunday after the full moon of the church on or after 21 March."""
    golden, century = year % 19, year // 100
    leap_centuries, moon_drift = century // 4, (8 * century + 13) // 25
    epact = (century - leap_centuries - moon_drift + 19 * golden + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + leap_centuries) % 7
    days = full_moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, Sundays of Easter and Whitsun among them."""
    easter = easter_sunday(year)
    moving = (easter + timedelta(days=days) for days in _FROM_EASTER)
    return frozenset((*moving, *(date(year, month, day) for month, day in _FIXED)))


def is_working_day(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The day by which so many working days have passed after `day`, which itself does not count."""
    while number > 0:
        day += ONE_DAY
        number -= is_working_day(day)
    return day
