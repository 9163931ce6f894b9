"""The doubts of the sense checks: each as a sentence that says what to do next, as a row, and as JSON has it."""

from collections.abc import Callable, Iterator

from bvt_cli.core.sense_checks import Doubt
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column, Row

COLUMNS = (
    Column("code", mark("Check"), "code"),
    Column("name", mark("Name")),
    Column("month", mark("Month"), "month"),
    Column("child", mark("Child")),
    Column("agreements", mark("Agreements")),
    Column("homes", mark("Homes")),
    Column("from", mark("From"), "day"),
    Column("to", mark("To"), "day"),
    Column("have", mark("Found"), "number"),
    Column("limit", mark("Limit"), "number"),
    Column("stops", mark("Stops pay"), "flag"),
    Column("message", mark("What to do")),
)
_SENTENCES: dict[str, Callable[[Doubt], Text]] = {
    "two_homes": lambda d: text(
        "Child {child}: the foster home agreements {agreements} ({homes}) are both paid from {first} to {last}."
        " End the one that is over with `bvt agreement end`.",
        child=d.child, agreements=d.agreements, homes=d.homes, first=d.first, last=d.last,
    ),
    "two_stays": lambda d: text(
        "Child {child}: it stayed in two homes ({homes}) at once between {first} and {last}, by the agreements"
        " {agreements}. Correct the stay that is wrong with `bvt stay set`, or cancel it with `bvt stay cancel`.",
        child=d.child, agreements=d.agreements, homes=d.homes, first=d.first, last=d.last,
    ),
    "relief_in_foster_home": lambda d: text(
        "Child {child}: from {first} to {last} the home {homes} is paid as its foster home and for relief besides"
        " (agreements {agreements}). End the one that is over with `bvt agreement end`, or correct it.",
        child=d.child, agreements=d.agreements, homes=d.homes, first=d.first, last=d.last,
    ),
    "liten_with_stays": lambda d: text(
        "Agreement {agreement}: a small support family has no fixed overnight stays, but {have} døgn are recorded in"
        " {month}. Correct the stays, or agree on another size.",
        agreement=d.agreements[0], have=d.have, month=d.month,
    ),
    "medium_over_6": lambda d: text(
        "Agreement {agreement}: {have} døgn of stays in {month}; a medium support family has {limit} at most."
        " Correct the stays, or consider a large one.",
        agreement=d.agreements[0], have=d.have, limit=d.limit, month=d.month,
    ),
    "stor_under_6": lambda d: text(
        "Agreement {agreement}: {have} døgn of stays in {month}; a large support family has {limit} at least."
        " Record the stays that are missing, or consider a smaller one.",
        agreement=d.agreements[0], have=d.have, limit=d.limit, month=d.month,
    ),
    "stor_over_14": lambda d: text(
        "Agreement {agreement}: {have} døgn of stays in {month}; a large support family has {limit} at most."
        " Correct the stays, or consider a foster home.",
        agreement=d.agreements[0], have=d.have, limit=d.limit, month=d.month,
    ),
    "over_half_month": lambda d: text(
        "Child {child}: its measures, a foster home not counted, take {have} døgn of {month}, more than {limit}"
        " (agreements {agreements}). Consider whether it needs a foster home, or another than it has.",
        child=d.child, have=d.have, limit=d.limit, month=d.month, agreements=d.agreements,
    ),
    "no_sign_of_life": lambda d: text(
        "Agreement {agreement}: paid without a stay or another sign of life since {first}, longer than the limit (in"
        " months: {limit}). Record the stays that are missing, call the home, or end the agreement.",
        agreement=d.agreements[0], first=d.first, limit=d.limit,
    ),
    "overlap": lambda d: text(
        "Agreement {agreement}: in {month} the child has another agreement of the same measure on the same day. Look"
        " at `bvt agreement list --child {child}`, and end the one that is over.",
        agreement=d.agreements[0], month=d.month, child=d.child,
    ),
}  # fmt: skip


def sentence(doubt: Doubt) -> Text:
    """What was found, and what to do next."""
    return _SENTENCES[doubt.code](doubt)


def sentences(doubt: Doubt, stops: bool) -> Iterator[Text]:
    """The same, and how pay that it stops is let through."""
    yield sentence(doubt)
    if stops:
        yield text(
            "It stops the pay of {agreements}. If it is right all the same, post with --accept {name} and a --reason.",
            agreements=doubt.agreements,
            name=doubt.name,
        )


def row(doubt: Doubt, stops: bool) -> Row:
    """A doubt as a row of COLUMNS."""
    return (
        doubt.code, doubt.name, doubt.month, doubt.child, doubt.agreements, doubt.homes, doubt.first, doubt.last,
        doubt.have, doubt.limit, stops, sentence(doubt),
    )  # fmt: skip


def record(doubt: Doubt, stops: bool) -> dict[str, object]:
    """A doubt as JSON has it."""
    return {column.key: value for column, value in zip(COLUMNS, row(doubt, stops), strict=True)}
