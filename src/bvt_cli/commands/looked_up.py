"""Which commands show what is held of one home, child, person or agreement: there it is kept who looked, and at what.

Why each of the others is none is told in tests/commands/no_look_ups.py: no command may be in neither. It is noted
before the command is carried out, in one place, so that nothing is shown that was not noted first:

- What is not in the register is not shown, so it is not noted (exit 4): where something named was not found here, the
  command shows nothing, whatever it finds itself. A command that then refuses for another reason was still a look-up
  that was asked for.
- A list that tells what was written of each (what money went to) is a look-up of everything, unless it is of one that
  is named.
- Where the register cannot be written (its file or folder is read-only, the disk is full) what is held is shown all
  the same, for it may be needed at night on a copy, and it is said that the look-up is kept nowhere. What a protected
  home hides is never shown like that.
- Where another bvt is writing, a look-up waits as a change does, and gives up as a change does (75) with nothing shown:
  else anybody could look unseen while something long is written.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

    from bvt_cli.commands.context import Session
    from bvt_cli.core.errors import NotFound

EVERYTHING: dict[str, str] = {}
"""Not a thing that is named, but all of them."""
OF_HOME = {"home": "home"}
OF_CHILD = {"child": "child"}
OF_AGREEMENT = {"agreement": "agreement"}
OF_NETWORK = {"network": "network"}
OF_COUNCIL = {"council": "council"}
LOOK_UPS: dict[str, Mapping[str, str]] = {
    "home show": OF_HOME,
    "home check": OF_HOME,
    "home match": OF_CHILD,
    "child show": OF_CHILD,
    "agreement show": OF_AGREEMENT,
    "agreement list": {**OF_HOME, **OF_CHILD},
    "stay list": OF_AGREEMENT,
    "outlay list": OF_AGREEMENT,
    "drive list": OF_AGREEMENT,
    "supplement list": OF_AGREEMENT,
    "grant list": OF_CHILD,
    "followup show": {"follow_up": "follow_up"},
    "followup list": {**OF_AGREEMENT, **OF_HOME},
    "followup check": OF_AGREEMENT,
    "letter write": {**OF_HOME, "person": "person", **OF_AGREEMENT},
    "pay explain": {"line": "line", **OF_AGREEMENT},
    "pay history": {"ref": "any"},
    "pay letter": {"claim": "claim", **OF_HOME},
    "pay statement": {**OF_HOME, "all_": "register"},
    "network show": OF_NETWORK,
    "network check": OF_NETWORK,
    "network report": OF_NETWORK,
    "network experiences": OF_NETWORK,
    "council show": OF_COUNCIL,
    "council check": OF_COUNCIL,
    "council next": OF_COUNCIL,
    "council map": OF_COUNCIL,
    "council not-invited": OF_COUNCIL,
    "council plan": OF_COUNCIL,
    "council family": OF_COUNCIL,
    "council interview": OF_COUNCIL,
    "log show": {**OF_HOME, **OF_CHILD, **OF_AGREEMENT, "person": "person"},
    "person export": {"ref": "someone"},
    "child list": EVERYTHING,  # case numbers and days of birth
    "audit": EVERYTHING,
    "export": EVERYTHING,
    "pay payees": EVERYTHING,
    "db backup": EVERYTHING,
}
"""By command which of its arguments and options name what, where they are given; nothing named is no look-up."""
TELLING = frozenset({"outlay list", "drive list", "supplement list", "grant list"})
"""Lists that tell what was written of each: with nothing named they are a look-up of everything."""


def carry_out(ctx: "typer.Context", show: Callable[["typer.Context"], Any]) -> Any:
    """Carry out a command: `show`, and before it note what is looked at, where it is a look-up.

    Raises Busy, or, where somebody wants to see what a protected home hides and it cannot be noted, RegisterError.
    """
    command = ctx.command_path.partition(" ")[2]
    if command not in LOOK_UPS:
        return show(ctx)
    _refuse_first(ctx, command)
    noted = _note(ctx, command)
    answer = show(ctx)
    if not noted:
        _tell_not_noted(ctx.obj)
    return answer


def _refuse_first(ctx: "typer.Context", command: str) -> None:
    """Raise Usage for options that do not go together, so that no look-up is noted of which nothing is shown."""
    from bvt_cli.commands import arguments

    given = ctx.params
    if "csv" in given:
        arguments.form(given["json"], given["csv"], given["csv_dialect"])
    if command == "log show":
        from bvt_cli.commands import log_shown

        log_shown.refuse(given)
    elif command == "person export":
        from bvt_cli.commands import person

        person.refuse(given)


def _note(ctx: "typer.Context", command: str) -> bool:
    """Whether it is noted, or there was nothing to note."""
    from bvt_cli.commands import arguments

    named = LOOK_UPS[command]
    given = [(what, ctx.params[name]) for name, what in named.items() if ctx.params.get(name)]
    reveal = ctx.params.get("reveal")
    reason = arguments.given(arguments.line, reveal, "--reveal")
    if named and not given and command not in TELLING:
        return True
    from bvt_cli.commands.changing import signed
    from bvt_cli.core.errors import RegisterError
    from bvt_cli.store import lookups

    session: Session = ctx.obj
    everything = lookups.Seen(lookups.REGISTER, lookups.REGISTER)
    seen = [everything if what == lookups.REGISTER else lookups.Seen(what, ref) for what, ref in given]
    try:
        there = lookups.note_all(session.register, signed(session, command), seen or [everything], reason)
    except RegisterError:
        if reveal is not None:
            raise
        return False
    if not there:
        session.out.withheld = _not_there(given)
    return True


def _not_there(given: list[tuple[str, str]]) -> "NotFound":
    """What is said where a command shows what was not found here; it says so itself, in better words, before that."""
    from bvt_cli.core.errors import NotFound
    from bvt_cli.core.texts import text

    return NotFound(text("Not all of this is in the register: {refs}.", refs=tuple(ref for _, ref in given)))


def _tell_not_noted(session: "Session") -> None:
    from bvt_cli.core.texts import text

    session.out.warn(text("The register cannot be written, so it is kept nowhere that this was looked at."))
