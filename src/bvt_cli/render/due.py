"""What is due, for people and programs: a sentence for each item, and the command that settles it. Refs, no names."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bvt_cli.core.due import Item
from bvt_cli.core.texts import Text, Word, mark, text
from bvt_cli.render import due_commands, due_networks, follow_up
from bvt_cli.render.columns import Column, Row

COLUMNS = (
    Column("on", mark("At the latest"), "day"),
    Column("days_late", mark("Days late"), "number"),
    Column("kind", mark("What"), "code"),
    Column("name", mark("Name"), shown=False),
    Column("ref", mark("Ref"), shown=False),
    Column("detail", mark("Which"), shown=False),
    Column("part", mark("Whose"), shown=False),
    Column("home", mark("Home"), shown=False),
    Column("agreement", mark("Agreement"), shown=False),
    Column("who", mark("Whose matter"), shown=False),
    Column("message", mark("What is due")),
    Column("command", mark("Settled by")),
)


def row(item: Item, day: date, typed: Callable[[str], str] = str) -> Row:
    """An item as a row of COLUMNS; `typed`: the command as the reader is to see it."""
    return (
        item.on, item.late_on(day), item.kind, item.name, item.ref, item.detail or None, item.part or None, item.home,
        item.agreement, item.who, sentence(item), typed(command(item)),
    )  # fmt: skip


def command(item: Item) -> str:
    """The command that settles an item; words in capitals stand for what is to be typed."""
    return due_commands.command(item)


def sentence(item: Item) -> Text:
    """What is due, and what to do about it."""
    if item.kind in due_networks.KINDS:
        return due_networks.sentence(item)
    if item.kind in _SENTENCES:
        return _SENTENCES[item.kind](item, dict(item.figures))
    return follow_up.sentence(due_commands.followed(item))


def _step(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"home": item.ref, "what": Word(item.detail), "reason": Word(f["reason"])}
    if item.part:
        return text("An approval of {home} lacks: {what} of {person} ({reason}).", **about, person=item.part)
    return text(
        "An approval of {home} lacks: {what}, {have} of {need}.",
        home=item.ref, what=Word(item.detail), have=f["have"], need=f["need"],
    )  # fmt: skip


def _certificates(item: Item, f: dict[str, Any]) -> Text:
    if f["ready"]:
        return text(
            "{home} has all that an approval demands, and the police certificates serve to {on} and no longer. Decide"
            " by then.",
            home=item.ref, on=item.on,
        )  # fmt: skip
    return text(
        "The police certificates of {home} serve to {on} and no longer, and other steps are missing. Take them and"
        " decide by then.",
        home=item.ref, on=item.on,
    )  # fmt: skip


def _provisional(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"month": f["month"], "lines": f["lines"], "amount": f["amount"]}
    if f["missing"] is None:
        return text(
            "Paid by a provisional rate for {month}: {amount} (lines: {lines}). The right table is there now; the next"
            " posting settles it.",
            **about,
        )
    return text(
        "Paid by a provisional rate for {month}: {amount} (lines: {lines}). Enter KS's table, and post.", **about
    )


def _claim(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"claim": item.ref, "amount": f["amount"]}
    if item.detail == "recovery":
        return text("{claim} is open: {amount} is still to be paid back by instalments.", **about)
    if item.detail == "reversal":
        return text("{claim} is open: a run was reversed, and {amount} is kept back until it is released.", **about)
    return text("{claim} is open: pay is stopped, and {amount} is kept back until it is released.", **about)


def _voucher(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"ref": item.ref, "agreement": item.agreement, "on": f["on"]}
    match item.detail:
        case "outlay":
            return text("The outlay {ref} of {on} under {agreement} is not paid before somebody approves it.", **about)
        case "drive":
            return text("The drive {ref} of {on} under {agreement} is not paid before somebody approves it.", **about)
        case "supplement":
            return text(
                "The supplement {ref} from {on} under {agreement} is not paid before somebody approves it.", **about
            )
    return text(
        "The gathering of {network} on {on} is not refunded before somebody approves it.", network=item.ref, on=f["on"]
    )


def _grant(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"grant": item.ref, "child": item.part, "amount": f["amount"]}
    if item.detail == "approve":
        return text("The financial support {grant} to {child}, {amount}, is not approved.", **about)
    return text("The financial support {grant} to {child}, {amount}, is approved and not paid.", **about)


def _unapproved(item: Item, f: dict[str, Any]) -> Text:
    about: dict[str, object] = {"on": item.on, "home": item.home, "kind": Word(item.detail), "agreement": item.ref}
    if f.get("closed"):
        return text(
            "From {on} on {home} is not approved as {kind}, so {agreement} is not paid. The home's application was"
            " rejected or withdrawn: end the agreement.",
            **about,
        )
    return text(
        "From {on} on {home} is not approved as {kind}, so {agreement} is not paid. Approve the home, or end the"
        " agreement.",
        **about,
    )


_SENTENCES: dict[str, Callable[[Item, dict[str, Any]], Text]] = {
    "application": lambda i, f: text(
        "{home} applied on {applied_on} and is to have an answer by {on}. Approve it, or close the application with"
        " {reject} or {withdraw}.",
        home=i.ref, applied_on=f["applied_on"], on=i.on, reject="bvt home reject", withdraw="bvt home withdraw",
    ),
    "step": _step,
    "certificates": _certificates,
    "recorded": lambda i, f: text(
        "That {home} is approved as {kind} from {day} on is recorded only, not judged by bvt. See what the home lacked"
        " then, and approve it.",
        home=i.ref, kind=Word(i.detail), day=f["approved_on"],
    ),
    "since_approval": lambda i, f: text(
        "{home} is approved, but from {on} on something is demanded of {person} too ({reason}): {what}.",
        home=i.ref, on=i.on, person=i.part, reason=Word(f["reason"]), what=Word(i.detail),
    ),
    "destroy": lambda i, f: text(
        "The police certificate of {person} in {home} is to be destroyed by {on}.",
        person=i.part, home=i.ref, on=i.on,
    ),
    "commitment_ends": lambda i, f: text(
        "The commitment of {home} (in months: {months}) ends on {on}. Ask the home whether it goes on.",
        home=i.ref, months=f["months"], on=i.on,
    ),
    "unapproved": _unapproved,
    "agreement_ends": lambda i, f: text(
        "{agreement} with {home} ends on {on}. Agree on what comes after, or record why it ends.",
        agreement=i.ref, home=i.home, on=i.on,
    ),
    "turns_18": lambda i, f: text(
        "Pay of {agreement} ends on {last}, the day before the child turns 18. End the agreement, or agree on"
        " aftercare.",
        agreement=i.ref, last=f["last_paid"],
    ),
    "no_sign_of_life": lambda i, f: text(
        "{agreement} is paid without a stay or another sign of life since {since}, longer than the limit (in months:"
        " {months}). Record what is missing, call the home, or end the agreement.",
        agreement=i.ref, since=f["since"], months=f["months"],
    ),
    "rate": lambda i, f: text("No KS table covers the days from {on} on. Enter KS's new table.", on=i.on),
    "provisional": _provisional,
    "posting": lambda i, f: text(
        "The month {month} is not posted. Agreements that wait for their pay: {number}.",
        month=f["month"], number=f["number"],
    ),
    "authorise": lambda i, f: text(
        "{run} ({month}, {total}) waits to be authorised by somebody else than posted it.",
        run=i.ref, month=f["month"], total=f["total"],
    ),
    "payee": lambda i, f: text(
        "Nobody has confirmed that {person} is paid for {home} from {since} on.",
        person=i.part, home=i.ref, since=f["since"],
    ),
    "held": lambda i, f: text(
        "Under {agreement} {amount} more is posted than is due to {home}; nothing is taken back before somebody"
        " decides.",
        agreement=i.agreement, amount=f["amount"], home=i.home,
    ),
    "claim": _claim,
    "statement": lambda i, f: text(
        "{home} is to be handed the statement of what the runs of {month} paid.", home=i.ref, month=f["month"]
    ),
    "letter": lambda i, f: text("{home} is to be written to about {claim}.", home=i.home, claim=i.ref),
    "voucher": _voucher,
    "grant": _grant,
    "retention": lambda i, f: text(
        "The time for keeping what is written about {ref} ({what}) is up on {on}. Erase it.",
        ref=i.ref, what=Word(i.detail), on=i.on,
    ),
}  # fmt: skip
