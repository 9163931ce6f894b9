"""The command that settles an item; words in capitals stand for what is to be typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bvt_cli.core.codes import STEP_CODES
from bvt_cli.core.council_due import Next
from bvt_cli.core.due import Item
from bvt_cli.core.follow_up import Due
from bvt_cli.core.network import Finding
from bvt_cli.render import council, follow_up


def command(item: Item) -> str:
    """The command that settles an item, as it is typed."""
    if item.kind not in _COMMANDS:
        return follow_up.command(followed(item))
    return _COMMANDS[item.kind](item, dict(item.figures))


def followed(item: Item) -> Due:
    """What an item of follow-up was found as."""
    assert isinstance(item.thing, Due)
    return item.thing


def _step(item: Item, f: dict[str, Any]) -> str:
    if item.detail == "carer":
        return f"bvt home person {item.ref} --name NAME --born DATE --role carer"
    if item.detail == "commitment":
        return f"bvt home set {item.ref} --commitment-months MONTHS"
    if item.detail not in STEP_CODES:
        return f"bvt home approve {item.ref} --kind fosterhjem --on DATE"
    person = f" --person {item.part}" if item.part else ""
    issued = " --issued DATE" if item.detail == "attest" else ""
    return f"bvt home step {item.ref} {item.detail}{person}{issued} --on DATE"


def _turns_18(item: Item, f: dict[str, Any]) -> str:
    if item.on == f["last_paid"]:
        return f"bvt agreement end {item.ref} --on {item.on} --reason CODE"
    return f"bvt agreement set {item.ref} --aftercare"


def _provisional(item: Item, f: dict[str, Any]) -> str:
    missing: date | None = f["missing"]
    return "bvt pay month --post" if missing is None else f"bvt rate new {missing.isoformat()}"


def _voucher(item: Item, f: dict[str, Any]) -> str:
    if item.detail == "gathering":
        on, _, kind = item.part.partition("/")
        return f"bvt network gathering {item.ref} --on {on} --kind {kind} --approved-by NAME"
    return f"bvt {item.detail} approve {item.ref} --by NAME"


def _claim(item: Item, f: dict[str, Any]) -> str:
    return "bvt pay month --post" if item.detail == "recovery" else f"bvt pay release {item.ref} --reason TEXT"


def _network(item: Item, f: dict[str, Any]) -> str:
    match item.detail:
        case "size" if isinstance(item.thing, Finding) and item.thing.have > item.thing.need:
            return f"bvt network leave {item.ref} HOME --on DATE"
        case "size":
            return f"bvt network join {item.ref} HOME --from DATE"
        case "resource_home":
            return f"bvt home approve {item.home} --kind ressursfamilie --on DATE"
        case "contacts":
            return f"bvt network set {item.ref} --contact NAME --contact NAME"
        case "confidentiality":
            return f"bvt network confidentiality {item.ref} {item.home} --on DATE"
        case "consent":
            return f"bvt network consent {item.ref} {item.part} --on DATE"
        case "talk":
            return f"bvt network talk {item.ref} --on DATE --by NAME"
        case "gatherings":
            return f"bvt network gathering {item.ref} --on DATE"
    return f"bvt network joint-meeting {item.ref} --on DATE"


def _council(item: Item, f: dict[str, Any]) -> str:
    assert isinstance(item.thing, Next)
    return council.command(item.ref, item.thing)


_COMMANDS: dict[str, Callable[[Item, dict[str, Any]], str]] = {
    "application": lambda i, f: f"bvt home check {i.ref}",
    "step": _step,
    "certificates": lambda i, f: f"bvt home {'approve' if f['ready'] else 'check'} {i.ref}",
    "recorded": lambda i, f: f"bvt home approve {i.ref} --kind {i.detail} --on {f['approved_on']}",
    "since_approval": _step,
    "destroy": lambda i, f: f"bvt home step {i.ref} attest --person {i.part} --destroyed DATE",
    "commitment_ends": lambda i, f: f"bvt home set {i.ref} --commitment-months MONTHS",
    "unapproved": lambda i, f: (
        f"bvt agreement end {i.ref} --on DATE --reason CODE"
        if f.get("closed")
        else f"bvt home approve {i.home} --kind {i.detail} --on DATE"
    ),
    "agreement_ends": lambda i, f: f"bvt agreement end {i.ref} --on {i.on} --reason CODE",
    "turns_18": _turns_18,
    "no_sign_of_life": lambda i, f: f"bvt followup add {i.ref} --kind contact --on DATE",
    "rate": lambda i, f: f"bvt rate new {i.on}",
    "provisional": _provisional,
    "posting": lambda i, f: f"bvt pay month {i.ref} --post",
    "authorise": lambda i, f: f"bvt pay authorise {i.ref} --by NAME",
    "payee": lambda i, f: f"bvt pay confirm {i.ref} {i.part} --by NAME",
    "held": lambda i, f: f"bvt pay month {f['month']} --post --recover {i.ref} --reason TEXT",
    "claim": _claim,
    "statement": lambda i, f: f"bvt pay statement {i.ref} --month {i.part} --delivered --on DATE",
    "letter": lambda i, f: f"bvt pay letter {i.ref} --home {i.home} --sent DATE",
    "voucher": _voucher,
    "grant": lambda i, f: (
        f"bvt grant pay {i.ref} --on DATE" if i.detail == "pay" else f"bvt grant approve {i.ref} --by NAME"
    ),
    "network": _network,
    "experiences": lambda i, f: (
        f"bvt network experiences {i.ref} --half {i.detail}{'' if f['recorded'] else ' --text TEXT'} --deliver"
    ),
    "council": _council,
    "retention": lambda i, f: f"bvt retention apply {i.ref} --kind {i.detail}",
}
