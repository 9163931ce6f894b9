"""What the tests of statements and letters share: a small register, and the pages read by real readers."""

import re
from html.parser import HTMLParser
from pathlib import Path

from pypdf import PdfReader

from tests.conftest import Bvt

APPROVALS = "[{kind: besokshjem, on: 2024-09-01}]"
REGISTER = f"""
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve-Ærlig & <b>Åsen</b>
    employment: oppdragstaker
    language: nn
    address: Prøvevegen 1
    postcode: "0000"
    city: Prøvevik
    persons:
      - {{ref: P-1, name: Prøve Ærlig, born: 1980-01-01, role: carer}}
      - {{ref: P-2, name: Åse Øvre, born: 1981-01-01, role: carer}}
    payees:
      - {{person: P-1, payroll_id: "1", share: "1/2", from: 2024-10-01}}
      - {{person: P-2, payroll_id: "2", share: "1/2", from: 2024-10-01}}
    approvals: {APPROVALS}
  - ref: H/2
    kind: besokshjem
    name: Familien To
    employment: oppdragstaker
    persons: [{{ref: P-3, name: To Toresen, born: 1980-01-01, role: carer}}]
    payees: [{{person: P-3, payroll_id: "3", share: "1", from: 2024-10-01}}]
    approvals: {APPROVALS}
  - {{ref: H-3, kind: besokshjem, name: Familien Tre, employment: oppdragstaker}}
children:
  - {{ref: C-1, case: "2024/1", born: 2018-05-04}}
  - {{ref: C-2, case: "2024/2", born: 2017-02-03}}
agreements:
  - {{ref: A-1, home: H-1, child: C-1, measure: besokshjem, basis: actual, from: 2025-01-01, contact: Ås}}
  - {{ref: A-2, home: H/2, child: C-2, measure: besokshjem, from: 2025-03-01}}
stays:
  - {{ref: S-1, agreement: A-1, from: 2025-02-07, to: 2025-02-09}}
  - {{ref: S-2, agreement: A-1, from: 2025-03-07, to: 2025-03-13}}
"""
"""H-1 writes nynorsk and shares its pay; its child is 6. In March 2025 it has seven døgn, in February three."""

MARCH = ("--as-of", "2025-03-31")
APRIL = ("--as-of", "2025-04-30")
MAY = ("--as-of", "2025-05-31")
OVERPAID = ("--recover", "A-1", "--reason", "Opphaldet blei kortare")


def register(bvt: Bvt, folder: Path) -> None:
    """A register with this, posted in March for February and March."""
    (folder / "register.yaml").write_text(REGISTER, encoding="utf-8")
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", folder / "register.yaml").exit_code == 0
    assert bvt("pay", "month", "2025-03", "--post", *MARCH).exit_code == 0


def overpaid(bvt: Bvt, *instalments: object) -> None:
    """The stay in March turns out to have been four døgn shorter: 4 x (1026.00 + 399.00) was paid too much."""
    assert bvt("stay", "set", "S-2", "--to", "2025-03-09").exit_code == 0
    assert bvt("pay", "month", "2025-04", "--post", *APRIL, *OVERPAID, *instalments).exit_code == 0


class Words(HTMLParser):
    """The words of a page, and the names of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[str] = []
        self.language: str | None = None
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._style = tag == "style"
        if tag == "html":
            self.language = dict(attrs)["lang"]

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style and "title" not in self.elements[-1:]:
            self.words.append(data)


def read_html(path: Path) -> Words:
    page = Words()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def read_pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def amounts(words: str) -> list[str]:
    """All amounts in Norwegian, `1 026,00`, in order of size as text."""
    found = re.findall(r"-?\d{1,3}(?:[\u00a0 ]\d{3})*,\d\d", words)
    return sorted(each.replace(" ", "\u00a0") for each in found)
