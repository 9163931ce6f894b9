"""What is due of follow-up, for people and programs, with the command that settles it."""

from bvt_cli.core.follow_up import Due
from bvt_cli.core.texts import Text, Word, mark, text
from bvt_cli.render.columns import Column, Row

DUE_COLUMNS = (
    Column("agreement", mark("Agreement")),
    Column("home", mark("Home")),
    Column("code", mark("What"), "code"),
    Column("on", mark("At the latest"), "day"),
    Column("late", mark("Late"), "flag"),
    Column("since", mark("Since"), "day", shown=False),
    Column("have", mark("Days gone by"), "number", shown=False),
    Column("need", mark("Days that may pass"), "number", shown=False),
    Column("follow_up", mark("Ref"), shown=False),
    Column("message", mark("What is due"), shown=False),
    Column("command", mark("Settled by")),
)


def due_row(due: Due, settled_by: str) -> Row:
    """What is due as a row of DUE_COLUMNS; `settled_by`: the command as the reader is to see it."""
    return (
        due.agreement, due.home, due.code, due.on, due.late, due.since, due.have, due.need, due.follow_up,
        sentence(due), settled_by,
    )  # fmt: skip


def sentence(due: Due) -> Text:
    """What is due, in a sentence."""
    match due.code:
        case "contact_person_missing":
            return text("The agreement {agreement} names no contact person.", agreement=due.agreement)
        case "goals_missing":
            return text("The agreement {agreement} says no goals.", agreement=due.agreement)
        case "child_not_heard":
            return text(
                "In the evaluation of {agreement} on {on} the child was not heard, and it is not said why.",
                agreement=due.agreement,
                on=due.on,
            )
        case "evaluation":
            return _evaluation(due)
    return text(
        "Due for {agreement} by {on}: {what}. Days gone by since {since}: {have}; no more than {need} may pass.",
        agreement=due.agreement,
        on=due.on,
        what=Word(due.code),
        since=due.since,
        have=due.have,
        need=due.need,
    )


def _evaluation(due: Due) -> Text:
    about = {"agreement": due.agreement, "on": due.on, "since": due.since, "have": due.have, "need": due.need}
    if due.late:
        return text(
            "{agreement} was to be evaluated by {on}. Days since {since}: {have}; no more than {need} may pass.",
            **about,
        )
    return text(
        "{agreement} is to be evaluated by {on}. Days since {since}: {have}; no more than {need} may pass.", **about
    )


def command(due: Due) -> str:
    """The command that settles it, with words in capitals for what is to be typed."""
    match due.code:
        case "contact_person_missing":
            return f"bvt agreement set {due.agreement} --contact NAME"
        case "goals_missing":
            return f"bvt agreement set {due.agreement} --goals TEXT"
        case "child_not_heard":
            return f"bvt followup set {due.follow_up} --child-not-heard TEXT"
        case "evaluation":  # one that says nothing of the child would itself be told of
            return f"bvt followup add {due.agreement} --kind evaluation --on DATE --child-heard"
    return f"bvt followup add {due.agreement} --kind {due.code} --on DATE"
