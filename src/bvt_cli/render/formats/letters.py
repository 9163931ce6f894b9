"""Which letters a format carries: others are rewritten by rule, and told, or refused."""

from unicodedata import category, combining, normalize

FORMULA = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""
_ALIKE = {
    "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Å": "A", "å": "a", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ß": "ss",
    "Đ": "D", "đ": "d", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "ı": "i",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...",
    "\u00a0": " ", "\u202f": " ", "€": "EUR",
}  # fmt: skip
_STEERING = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class NotCarriedError(Exception):
    """A letter that the format cannot carry; `letter` is it."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


def carried(words: str, encoding: str, transliterate: bool, forbidden: str = "") -> tuple[str, dict[str, str]]:
    """The text as the encoding carries it, and what was rewritten as what. Raises NotCarriedError."""
    if words.isascii() and words.isprintable() and not any(each in words for each in forbidden):
        return words, {}  # nearly always
    words = normalize("NFC", words)
    rewritten: dict[str, str] = {}
    out = []
    for letter in words:
        if category(letter) in _STEERING or letter in forbidden:
            raise NotCarriedError(letter)
        if encodes(letter, encoding):
            out.append(letter)
            continue
        other = _alike(letter, encoding) if transliterate else None
        if other is None or any(each in forbidden for each in other):
            raise NotCarriedError(letter)
        rewritten[letter] = other
        out.append(other)
    return "".join(out), rewritten


def encodes(letter: str, encoding: str) -> bool:
    """Whether an encoding has a letter."""
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _alike(letter: str, encoding: str) -> str | None:
    """The nearest plain letters: without their marks, or as the table has them; None where there are none."""
    base = "".join(each for each in normalize("NFKD", letter) if not combining(each))
    for other in (_ALIKE.get(letter), base, "".join(_ALIKE.get(each, each) for each in base)):
        if other and all(encodes(each, encoding) and category(each) not in _STEERING for each in other):
            return other
    return None
