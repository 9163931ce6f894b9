"""How the gatherings of a network go, and what else is worth knowing of it: in words, and as JSON."""

from typing import Any

from bvt_cli.core.network_due import Pace
from bvt_cli.core.network_notes import Note
from bvt_cli.core.texts import Text, text


def pace_sentence(pace: Pace) -> Text:
    """So many of so many gatherings, and the days left to hold the rest in."""
    about: dict[str, object] = {"year": pace.year, "have": pace.have, "agreed": pace.agreed}
    if pace.have >= pace.agreed:
        return text("Gatherings in {year}: {have} of {agreed}.", **about)
    if pace.next_by is None:
        return text(
            "Gatherings in {year}: {have} of {agreed}; days left of the year: {days}.", **about, days=pace.days_left
        )
    if pace.late:
        return text(
            "Gatherings in {year}: {have} of {agreed}; days left of the year: {days}."
            " The next one should have been held by {next_by}.",
            **about,
            days=pace.days_left,
            next_by=pace.next_by,
        )
    return text(
        "Gatherings in {year}: {have} of {agreed}; days left of the year: {days}."
        " The next one is due on {next_by} at the latest.",
        **about,
        days=pace.days_left,
        next_by=pace.next_by,
    )


def note_sentence(note: Note, network: str) -> Text:
    """What is worth knowing, and what to do about it."""
    about: dict[str, object] = {"home": note.home, "network": network}
    match note.code:
        case "pay_missing":
            return text(
                "The resource home {home} has no agreement to be paid by for the network. Unless another municipality"
                " pays it: `bvt agreement add --home {home} --network {network} --measure ressursfamilie --from DATE`.",
                **about,
            )
        case "paid_not_running":
            return text(
                "The agreement {agreement} pays {home} for the network from {first} to {last}, when it did not run."
                " Correct it with `bvt agreement set {agreement}` or `bvt agreement end {agreement} --on DATE`.",
                **about,
                agreement=note.agreement,
                first=note.first,
                last=note.last,
            )
    if note.other is None:
        return text(
            "The resource home {home} lies in municipality {municipality}, which pays it: each municipality pays its"
            " own resource family.",
            **about,
            municipality=note.municipality,
        )
    return text(
        "The home {home} lies in municipality {municipality}, the resource home in {other}: each municipality pays"
        " its own resource family.",
        **about,
        municipality=note.municipality,
        other=note.other,
    )


def note_word(note: Note) -> Text:
    """A note in a few words, for a list."""
    match note.code:
        case "pay_missing":
            return text("no agreement")
        case "paid_not_running":
            return text("{agreement} pays while the network does not run", agreement=note.agreement)
    if note.other is None:
        return text("municipality {municipality} pays", municipality=note.municipality)
    return text("{home}: municipality {municipality}", home=note.home, municipality=note.municipality)


def note_document(note: Note, network: str) -> dict[str, Any]:
    """A note as JSON has it, with the keys that apply to it."""
    renamed = {"first": "from", "last": "to", "other": "resource_municipality"}
    known = {renamed.get(key, key): value for key, value in note._asdict().items() if value is not None}
    return {**known, "message": note_sentence(note, network)}
