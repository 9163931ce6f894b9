"""The options that many commands share, and the words typed on the command line made into values.

All options reach a command as text; these functions read them, so that what is wrong is said in the
reader's language, naming the option (exit 2).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar
from unicodedata import normalize

import typer

from bvt_cli.commands.placeholders import shown
from bvt_cli.core.errors import Usage
from bvt_cli.core.money import parse_amount, parse_quantity
from bvt_cli.core.period import Month, parse_day
from bvt_cli.core.texts import Choice, KeyName, Word, mark, text
from bvt_cli.render.messages import LANGUAGES, translator
from bvt_cli.render.output import Form

if TYPE_CHECKING:
    from fractions import Fraction

Json = Annotated[bool, typer.Option("--json", help=mark("Print one JSON document."))]
Csv = Annotated[bool, typer.Option("--csv", help=mark("Print CSV (RFC 4180, UTF-8)."))]
CsvDialect = Annotated[
    str | None,
    typer.Option(
        "--csv-dialect",
        metavar="DIALECT",
        help=mark("CSV for a Norwegian spreadsheet: excel-no (semicolon, decimal comma)."),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help=mark("The day that counts as today (BVT_AS_OF; else today in Oslo).")),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help=mark("Who does it (BVT_USER; else the login name)."))
]
Reveal = Annotated[
    str | None,
    typer.Option(
        "--reveal",
        metavar="REASON",
        help=mark("Show the address, telephone and e-mail of a protected home too; the reason is kept in the log."),
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=mark("Show what would be done, and write nothing."))]
Yes = Annotated[bool, typer.Option("--yes", help=mark("Do it without asking."))]

T = TypeVar("T")
When = TypeVar("When", date, Month)
MOST_DIGITS = 9
SHORTEST_HEAD = 12
FIRST_YEAR, LAST_YEAR = 1900, 2199


def given(read: Callable[[str, str], T], word: str | None, option: str) -> T | None:
    """What `read` makes of an option, or None where it was left out: `given(day, on, "--on")`."""
    return None if word is None else read(word, option)


def form(json: bool = False, csv: bool = False, dialect: str | None = None) -> Form:
    """The form of a list asked for by `--json`, `--csv` and `--csv-dialect` (which means CSV by itself)."""
    from bvt_cli.render.records import DIALECTS

    if dialect is not None and dialect not in DIALECTS:
        raise _none_of("--csv-dialect", dialect, DIALECTS)
    if json and (csv or dialect):
        raise Usage(text("--json and --csv do not go together."))
    return Form(json, csv or dialect is not None, dialect or DIALECTS[0])


def day(word: str, option: str) -> date:
    """A day written `2024-10-04`, `04.10.2024` or `4.10.2024`, of the years that bvt can reckon with."""
    try:
        if word.count(".") == 2:
            day_, month_, year = word.split(".")
            return _reckoned(parse_day(f"{year}-{month_:0>2}-{day_:0>2}"), word, option)
        return _reckoned(parse_day(word), word, option)
    except ValueError:
        raise Usage(
            text("{option}: {value} is no date; write 2024-10-04 or 04.10.2024.", option=shown(option), value=word)
        ) from None


def month(word: str, option: str) -> Month:
    """A month written `2024-10` or `10.2024`, of the years that bvt can reckon with."""
    try:
        if len(word) == 7 and word[2] == ".":
            return _reckoned(Month.parse(f"{word[3:]}-{word[:2]}"), word, option)
        return _reckoned(Month.parse(word), word, option)
    except ValueError:
        raise Usage(
            text("{option}: {value} is no month; write 2024-10 or 10.2024.", option=shown(option), value=word)
        ) from None


def code(word: str, option: str, choices: Sequence[str]) -> str:
    """One of the field's codes, however it is typed: `besøkshjem`, `Besokshjem`, `home-visit`, `hjemmebesøk`."""
    folded = _folded(word)
    if folded in choices:
        return folded
    found = next((choice for choice in choices if folded in _own_words(choice)), None)
    if found is None:
        raise _none_of(option, word, choices, _near(folded, choices))
    return found


def _near(folded: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The choices that one may have meant, mistyped."""
    from difflib import get_close_matches

    by_name = {name: choice for choice in choices for name in _names(choice)}
    return tuple(dict.fromkeys(by_name[name] for name in get_close_matches(folded, by_name, n=3, cutoff=0.7)))


def code_begun(word: str, option: str, choices: Sequence[str]) -> str:
    """`code`, or the only one that begins with what was typed: `besøk`, `foster`."""
    begun = [choice for choice in choices if any(each.startswith(_folded(word)) for each in _names(choice))]
    if len(begun) > 1 and not any(_folded(word) in _names(choice) for choice in choices):
        may_be = tuple(Word(choice) for choice in begun)
        raise Usage(text("{name}: {value} may be any of {choices}.", name=shown(option), value=word, choices=may_be))
    return begun[0] if len(begun) == 1 else str(code(word, option, [Word(choice) for choice in choices]))


def _names(choice: str) -> set[str]:
    return {choice, *_own_words(choice)}


def _folded(word: str) -> str:
    return normalize("NFC", word).casefold().translate(_ASCII)


def _own_words(choice: str) -> set[str]:
    """What a code is called in each language."""
    of = (translator(language) for language in LANGUAGES)
    return {_folded(each.key(choice) if isinstance(choice, KeyName) else each.word(choice)) for each in of}


def one_of(choices: Sequence[str]) -> Callable[[str, str], str]:
    """`code` for these choices, to be used with `given`."""
    return lambda word, option: code(word, option, choices)


def whole(word: str, option: str, low: int = 0, high: int = 10**MOST_DIGITS) -> int:
    """A whole number from `low` to `high`."""
    if word.isascii() and word.isdigit() and len(word) <= MOST_DIGITS and low <= int(word) <= high:
        return int(word)
    raise Usage(
        text(
            "{option}: {value} is no whole number from {low} to {high}.",
            option=shown(option),
            value=word,
            low=low,
            high=high,
        )
    )


def fraction(word: str, option: str) -> "Fraction":
    """An exact number that is not negative, written `3`, `1.5`, `1,5` or `17/31`."""
    try:
        number = parse_quantity(word.replace(",", ".", 1))
    except ValueError:
        number = None
    if number is None or number < 0:
        raise Usage(text("{option}: {value} is no number; write 3, 1.5 or 17/31.", option=shown(option), value=word))
    return number


def kroner(word: str, option: str) -> int:
    """Øre of an amount written `1718.75` or `1718,75`."""
    try:
        return parse_amount(word.replace(",", ".", 1))
    except ValueError:
        raise Usage(
            text("{option}: {value} is no amount in kroner; write 1718 or 1718.75.", option=shown(option), value=word)
        ) from None


def line(word: str, option: str) -> str:
    """A text on one line, without control characters and not empty."""
    if not _seen(word):
        raise Usage(text("{option} is empty.", option=shown(option)))
    if any(letter < " " or "\x7f" <= letter <= "\x9f" for letter in word):
        raise Usage(text("{option}: {value} holds control characters.", option=shown(option), value=word))
    return word


def _seen(word: str) -> str:
    """What is seen of a text: without the letters that take no place or are blank."""
    if not word.isascii():
        import re

        from bvt_cli.core.misleading import BLANK, TURNING, UNSEEN

        word = re.sub(f"[{BLANK}{TURNING}{UNSEEN}]", "", word)
    return word.strip()


def head_of_chain(word: str) -> str:
    """The head of a chain, or its beginning, as postings and `bvt db verify` print it."""
    folded = word.strip().lower()
    if not SHORTEST_HEAD <= len(folded) <= 64 or set(folded) - set("0123456789abcdef"):
        raise Usage(
            text("--head: {value} is no head of a chain; it has at least {least} of the characters 0-9 and a-f.",
                 value=word, least=SHORTEST_HEAD)
        )  # fmt: skip
    return folded


_ASCII = str.maketrans({"å": "a", "ø": "o", "æ": "ae", "-": "_", " ": "_"})


def _reckoned(when: When, word: str, option: str) -> When:
    """A day or month as it is, unless before all rules or after all dates a register document may hold."""
    if FIRST_YEAR <= when.year <= LAST_YEAR:
        return when
    raise Usage(
        text(
            "{option}: {value} is outside the years {first} to {last}.",
            option=shown(option),
            value=word,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    )


def _none_of(option: str, word: str, choices: Sequence[str], near: tuple[str, ...] = ()) -> Usage:
    about: dict[str, object] = {"name": shown(option), "value": word}
    about["choices"] = _to_type(choices)
    if near:
        about["near"] = _to_type(near)
        return Usage(text("{name}: {value} is none of {choices}; did you mean {near}?", **about))
    return Usage(text("{name}: {value} is none of {choices}.", **about))


def _to_type(choices: Sequence[str]) -> tuple[str, ...]:
    """Choices as a sentence names them; those that are more than plain text know already how."""
    return tuple(Choice(each) if type(each) is str else each for each in choices)
