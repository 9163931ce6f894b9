"""What explains a line beside the KS rates: its voucher; and what a correction was caused by."""

from collections.abc import Iterator

from bvt_cli.core.cause import LATE
from bvt_cli.core.claim import BASIS
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line
from bvt_cli.core.texts import Kroner, Text, mark, text

_VOUCHERS = {
    "receipt": mark("Outlay: receipt {reference} of {day}, approved by {approved_by} ({item})."),
    "driven": mark("Driving: on {day}, approved by {approved_by} ({item})."),
    "decision": mark("Supplement: by decision {reference}, from {day} to {last}, approved by {approved_by} ({item})."),
    "gathering": mark("Gathering: on {day}, receipt {reference}, approved by {approved_by} ({item})."),
}
_CAUSES = {
    "rate": mark("the KS rate"),
    "rules": mark("the rules"),
    "stay": mark("the stays"),
    "agreement": mark("the agreement"),
    "child": mark("the child's day of birth"),
    "home": mark("the home's approval or end"),
    "voucher": mark("the outlays, driving and supplements"),
    "siblings": mark("the agreements of siblings"),
    "claim": mark("a claim that was released"),
}


def why_beside(line: Line) -> Iterator[Text]:
    """Of a line without a KS rate: the voucher it pays, or the claim it belongs to."""
    if line.basis == BASIS:
        yield _of_claim(line)
        return
    sentence = _VOUCHERS[line.basis]
    yield text(
        sentence,
        reference=line.reference or text("without a number"),
        day=line.first,
        last=line.last,
        approved_by=line.approved_by,
        item=line.item,
    )
    if line.basis == "gathering" and abs(line.quantity) != 1:
        yield text(
            "It cost more; for each family in the network {rate} is refunded, and there were {families}.",
            rate=Kroner(line.rate),
            families=str(abs(line.quantity)),
        )
    if line.basis == "driven":
        yield text("Rate: {rate} a km, by the state's mileage rates of {day}.", rate=Kroner(line.rate), day=line.table)


def _of_claim(line: Line) -> Text:
    if line.amount > 0:
        return text("Claim {claim}: this much of what is taken back is put off, to be paid in instalments.",
                    claim=line.item)  # fmt: skip
    return text("Claim {claim}: an instalment of what is taken back.", claim=line.item)


def why_changed(entry: Entry) -> Iterator[Text]:
    """What has changed since the month was posted, where that is known."""
    found = tuple(text(what) for what in (_CAUSES[code] for code in entry.causes if code != LATE))
    if not found:
        return
    if LATE in entry.causes:
        yield text("Cause: something was registered late ({causes}); what was posted before was right then.",
                   causes=found)  # fmt: skip
    else:
        yield text("Cause: since it was posted these have changed: {causes}.", causes=found)
