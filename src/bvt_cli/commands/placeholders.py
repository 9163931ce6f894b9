"""Words in capitals that stand for what is to be typed (`DATE`, `HOME`), in the reader's language."""

import re

from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.messages import Translator

WORDS = {
    "AGREEMENT": mark("AGREEMENT"),
    "A": mark("AGREEMENT"),
    "AMOUNT": mark("AMOUNT"),
    "ARGS": mark("TEXT"),
    "BACKUP": mark("BACKUP"),
    "CHILD": mark("CHILD"),
    "C": mark("CHILD"),
    "CLAIM": mark("CLAIM"),
    "CODE": mark("CODE"),
    "COMMAND": mark("COMMAND"),
    "DATE": mark("DATE"),
    "DAYS": mark("DAYS"),
    "DIALECT": mark("DIALECT"),
    "DIR": mark("FOLDER"),
    "FILE": mark("FILE"),
    "FOLDER": mark("FOLDER"),
    "ANSWER": mark("ANSWER"),
    "COUNCIL": mark("COUNCIL"),
    "DRIVE": mark("DRIVE"),
    "FAMILY": mark("FAMILY"),
    "OUTCOME": mark("OUTCOME"),
    "GRANT": mark("GRANT"),
    "FOLLOWUP": mark("FOLLOW-UP"),
    "HALF": mark("HALF-YEAR"),
    "HASH": mark("FINGERPRINT"),
    "HOME": mark("HOME"),
    "H": mark("HOME"),
    "KEY": mark("KEY"),
    "KEYS": mark("KEYS"),
    "KIND": mark("KIND"),
    "LANG": mark("LANGUAGE"),
    "LINE": mark("LINE"),
    "MEASURE": mark("MEASURE"),
    "MONTH": mark("MONTH"),
    "MONTHS": mark("MONTHS"),
    "NAME": mark("NAME"),
    "NAME,DATE": mark("NAME,DATE"),
    "NETWORK": mark("NETWORK"),
    "NUMBER": mark("NUMBER"),
    "N": mark("NUMBER"),
    "OUTLAY": mark("OUTLAY"),
    "PATH": mark("PATH"),
    "PERIOD": mark("PERIOD"),
    "PERSON": mark("PERSON"),
    "P": mark("PERSON"),
    "REASON": mark("REASON"),
    "RECIPIENT": mark("RECIPIENT"),
    "REF": mark("REF"),
    "RUN": mark("RUN"),
    "SIZE": mark("SIZE"),
    "STAY": mark("STAY"),
    "SUPPLEMENT": mark("SUPPLEMENT"),
    "TEXT": mark("TEXT"),
    "USER": mark("USER"),
    "YEAR": mark("YEAR"),
}
_AFTER_OPTION = re.compile(r"(?<= )(--[a-z-]+ |join \S+ |leave \S+ )([A-Z]{2,}(?:,[A-Z]{2,})*)(?= |$)")
"""And the home that joins or leaves a network; elsewhere a word in capitals may be a ref."""


def shown(name: str) -> Text | str:
    """What a sentence calls an option or a placeholder; an option is called the same in every language."""
    if name not in WORDS:
        return name
    word = WORDS[name]
    return text(word)


def word(name: str, say: Translator) -> str:
    """A placeholder for the help: `DATE` is `DATO`, `H` is `HJEM`."""
    return say.mark(WORDS[name]) if name in WORDS else name


def in_command(command: str, say: Translator) -> str:
    """A command with the placeholders after its options translated: `--on DATE` is `--on DATO`."""
    return _AFTER_OPTION.sub(lambda found: found[1] + word(found[2], say), command)
