"""Texts in the reader's language: bokmål, nynorsk, or English, whose sentences are the msgids.

The catalogues are gettext's, in `locale/`; `make messages` gathers and compiles them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bvt_cli.core.money import amount_text
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Choice, KeyName, Kroner, Text, Word, mark
from bvt_cli.render.harmless import harmless
from bvt_cli.render.words import CONTEXT, WORDS

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("nb", "nn", "en")
DEFAULT = "nb"
LOCALE = Path(__file__).parent / "locale"
PLACE = r"\{(\w+)\}"
NBSP = "\u00a0"
_NORWEGIAN = str.maketrans({",": NBSP, ".": ","})

# Bokmål and nynorsk have the same names; English writes 2024-10.
_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "desember")  # fmt: skip
_OF_LOCALE = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


class Translator:
    """One language: its catalogue, and how it writes days and amounts."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._english = language == "en"
        self._gettext: Callable[[str], str] | None = str if self._english else None

    def mark(self, msgid: str) -> str:
        """A text marked with `mark`, in this language; as it stands when the catalogue has none."""
        if self._gettext is None:  # only now: a program that reads JSON needs no catalogue
            self._gettext = _catalogue(self.language).gettext
        return self._gettext(msgid).rpartition(CONTEXT)[2] if msgid else ""

    def say(self, message: Text) -> str:
        """A sentence with its values put in; one that begins with a month or a word gets its capital letter."""
        said = self._put(message)
        if self._english or not said.endswith((".", ":", "?")):
            return said
        first = re.match(PLACE, self.mark(message.msgid))
        begins = first and isinstance(dict(message.values).get(first[1]), Month | Word | Choice | KeyName)
        return said[:1].upper() + said[1:] if begins else said

    def _put(self, message: Text) -> str:
        values = {name: self.value(value) for name, value in message.values}
        return re.sub(PLACE, lambda place: values.get(place[1], place[0]), self.mark(message.msgid))

    def word(self, code: str) -> str:
        """The reader's own word for a code; a code without one is shown as it is."""
        return self.mark(WORDS[code]) if code in WORDS else harmless(code)

    def key(self, key: str) -> str:
        """What the reader calls a key of the form, inside a sentence; a key without a name is shown as it is."""
        from bvt_cli.render.key_words import SAID

        if key not in SAID:
            return harmless(key)
        label = self.mark(SAID[key].label)
        return label[:1].lower() + label[1:]

    def value(self, value: object) -> str:
        """Any value a `Text` may hold, as this language writes it. Text from outside is made harmless."""
        match value:
            case Text():
                return self._put(value)
            case Word():
                return self.word(value)
            case Choice() if not self._english:
                return self.word(value)
            case KeyName() if not self._english:
                return self.key(value)
            case str():
                return harmless(value)
            case Kroner():
                return self.kroner(value.ore)
            case Month():
                return self.month(value)
            case date():
                return self.day(value)
            case bool():
                return self.mark(mark("yes")) if value else self.mark(mark("no"))
            case tuple() | list():
                return ", ".join(self.value(each) for each in value)
        return "" if value is None else harmless(str(value))

    def day(self, day: date) -> str:
        """`2024-10-04` in English, `04.10.2024` in Norwegian."""
        return day.isoformat() if self._english else f"{day.day:02d}.{day.month:02d}.{day.year:04d}"

    def month(self, month: Month) -> str:
        """`2024-10` in English, `oktober 2024` in Norwegian."""
        return str(month) if self._english else f"{_MONTHS[month.number - 1]} {month.year}"

    def amount(self, ore: int) -> str:
        """Kroner without the unit: `1,718.75` in English, `1 718,75` (no-break space) in Norwegian."""
        kroner, _, decimals = amount_text(abs(ore)).partition(".")
        grouped = f"{int(kroner):,}.{decimals}"
        if not self._english:
            grouped = grouped.translate(_NORWEGIAN)
        return f"-{grouped}" if ore < 0 else grouped

    def kroner(self, ore: int) -> str:
        """`NOK 1,718.75` in English, `1 718,75 kr` in Norwegian."""
        amount = self.amount(ore)
        return f"NOK{NBSP}{amount}" if self._english else f"{amount}{NBSP}kr"

    @property
    def currency(self) -> str:
        """What stands in the heading of a column of amounts."""
        return "NOK" if self._english else "kr"


@cache
def translator(language: str) -> Translator:
    """The translator of `nb`, `nn` or `en`."""
    return Translator(language)


def language_of(environment: Mapping[str, str]) -> str:
    """The language `BVT_LANG` or the locale asks for, else bokmål."""
    if environment.get("BVT_LANG") in LANGUAGES:
        return environment["BVT_LANG"]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):  # the first that is set decides, also when it is C
            return _OF_LOCALE.get(re.split("[_.@]", environment[name].lower())[0], DEFAULT)
    return DEFAULT


def _catalogue(language: str) -> "GNUTranslations":
    from gettext import GNUTranslations

    with (LOCALE / language / "LC_MESSAGES" / "bvt.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    if language != DEFAULT:  # a text that nynorsk lacks is shown in bokmål, not in English
        catalogue.add_fallback(_catalogue(DEFAULT))
    return catalogue
