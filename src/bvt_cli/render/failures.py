"""An error in the reader's words, or as the one JSON document on stderr."""

from collections.abc import Iterator, Mapping

from bvt_cli.core.errors import BvtError, Problem
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.records import json_text

_CODES = ("code", "reason", "kind", "type", "component", "measure")


def failure_text(error: BvtError, translator: Translator) -> str:
    """The sentence, and below it what is wrong where."""
    return "".join(f"{line}\n" for line in _lines(error, translator))


def failure_json(error: BvtError) -> str:
    """`{"error": {"code", "message", "details"}}`, in English as all JSON."""
    return json_text({"error": {"code": error.code, "message": error.message, "details": list(error.details)}})


def _lines(error: BvtError, translator: Translator) -> Iterator[str]:
    yield translator.say(error.message)
    for detail in error.details:
        if isinstance(detail, Problem):
            yield f"  {_placed(harmless(detail.place), translator.say(detail.message))}"
        else:
            yield f"  {translator.say(_sentence(detail))}"


def _placed(place: str, sentence: str) -> str:
    """A sentence after its place; the field is not named twice where the sentence begins with it."""
    file, colon, field = place.rpartition(": ")
    if sentence.startswith((f"{field} ", f"{field}:")):
        return f"{file}{colon}{sentence}"
    return f"{place}: {sentence}"


def _sentence(detail: Mapping[str, object]) -> Text:
    """A record in words: its own message, or a demand that is not met, or its values one after the other."""
    if isinstance(message := detail.get("message"), Text):
        return message
    if detail.keys() == {"problem"}:
        from bvt_cli.render.damage import sentence

        return sentence(str(detail["problem"]))
    known = {key: Word(value) if key in _CODES and isinstance(value, str) else value for key, value in detail.items()}
    if {"code", "need", "have", "reason"} <= known.keys():
        if known.get("person"):
            return text(
                "{what}, {person}: {reason} ({have} of {need})",
                what=known["code"], person=known["person"], reason=known["reason"], have=known["have"],
                need=known["need"],
            )  # fmt: skip
        return text(
            "{what}: {reason} ({have} of {need})",
            what=known["code"], reason=known["reason"], have=known["have"], need=known["need"],
        )  # fmt: skip
    return text("{values}", values=tuple(value for value in known.values() if value is not None))
