"""Files meant to bring a reader down: ten megabytes in a field, a million brackets, bombs of aliases.

Each is read by bvt as a process of its own, which must end by itself within ten seconds, with less than a gigabyte
of memory, an exit code of the contract and a sentence; the register keeps its bytes.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import AS_OF, Bvt, base_environment
from tests.faults.fuzzed import SHEETS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")

MB = 1024 * 1024
MOST_MEMORY = 1024 * MB
MOST_SECONDS = 10
ROOM = 8  # the machine may be busy: what is measured is the processor's time, and this many times the clock's
RUN = """
import sys
from bvt_cli.main import run
code = run(sys.argv[1:])
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM")).split()[1]
with open("peak", "w") as file:
    file.write(peak)
sys.exit(code)
"""


def document(body: bytes) -> bytes:
    return b"bvt_register: 1\n" + body


def home(more: bytes) -> bytes:
    return document(b"homes: [{ref: H-1, kind: besokshjem, name: P, employment: sgs1030, " + more + b"}]\n")


def many(each: bytes, number: int) -> bytes:
    """A text again and again, %d being the number."""
    return b"".join(each.replace(b"%d", b"%d" % at) for at in range(number))


HEAD = b"\n".join((SHEETS / "hjem.csv").read_bytes().split(b"\n")[:2]) + b"\n"
ROW = (
    "%d;Familien P;Besøkshjem;nei;Kari P;14.03.1982;%d;01.10.2024;%d;2024/%d;04.05.2018;Helgehjem;;3;;01.10.2024;\n"
).encode()
SAME = b"1;P;Bes\xc3\xb8kshjem;nei;Kari P;14.03.1982;%d;01.10.2024;;;;;;;;;\n"
PAY_HEAD = (SHEETS / "lonn.csv").read_bytes().split(b"\n")[0] + b"\n"
PAY_ROW = b"mars 2025;2024/%d;F;Helgehjem;4 104,00;1 596,00;4\n"
STAYS = document(
    b"homes: [{ref: H-1, kind: besokshjem, name: P, employment: sgs1030}]\n"
    b"children: [{ref: C-1, case: x, born: 2018-01-01}]\n"
    b"agreements: [{ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2000-01-01}]\n"
    b"stays:\n" + many(b"- {ref: S-%d, agreement: A-1, from: 2001-01-01, to: 2100-01-01}\n", 10_000)
)
BOMB = document(
    b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(b"a%d: &a%d [%s]\n" % (at, at, b",".join([b"*a%d" % (at - 1)] * 9)) for at in range(1, 10))
)
TABLE = b"effective: 2025-07-01\nsource: https://example.no/\nbesokshjem: []\nfosterhjem:\n"
BAND = b"- {age_from: 1,age_to: 3,printed_band: x,utgiftsdekning: 1,grunnstotte: 1,printed_total: 2}\n"


class Case(NamedTuple):
    """A strange file: how bvt is given it, the exit code, and part of what is said."""

    way: str
    data: Callable[[], bytes]
    code: int
    said: str


CASES = {
    "a field of ten megabytes": Case("document", lambda: home(b"city: " + b"a" * 10 * MB), 65, "longer than 20000"),
    "a key of ten megabytes": Case("document", lambda: document(b"? " + b"a" * 10 * MB + b"\n: 1\n"), 65, "no key"),
    "a million brackets": Case("document", lambda: document(b"homes: " + b"[" * 10**6), 65, "more than 20 levels"),
    "a million braces": Case("document", lambda: document(b"homes: " + b"{" * 10**6), 65, "more than 20 levels"),
    "a million dashes": Case("document", lambda: document(b"homes:\n" + b"- " * 10**6), 65, "more than 20 levels"),
    "a million question marks": Case("document", lambda: document(b"? " * 10**6), 65, "more than 20 levels"),
    "a million empty lists": Case(
        "document", lambda: document(b"homes: [" + b"[]," * 10**6 + b"]"), 65, "more is wrong"
    ),
    "a million empty homes": Case(
        "document", lambda: document(b"homes: [" + b"{}," * 10**6 + b"]"), 65, "more is wrong"
    ),
    "ten million numbers": Case(
        "document", lambda: document(b"homes: [" + b"1," * 10**7 + b"]"), 65, "more than 4000000"
    ),
    "twenty million dashes": Case(
        "document", lambda: document(b"homes:\n" + b"-\n" * 10**7 * 2), 65, "more than 4000000"
    ),
    "nearly four million nulls": Case(
        "document", lambda: document(b"homes:\n" + b"-\n" * 3_900_000), 65, "more is wrong"
    ),
    "100,000 keys": Case("document", lambda: document(many(b"k%d: 1\n", 10**5)), 65, "no key k0"),
    "100,000 keys of a home": Case("document", lambda: home(many(b"k%d: 1, ", 10**5)), 65, "no key k0"),
    "one key 100,000 times": Case("document", lambda: home(b"city: x, " * 10**5), 65, "stands twice"),
    "100,000 wrong homes": Case(
        "document", lambda: document(b"homes:\n" + many(b"- {ref: H-%d, kynd: x}\n", 10**5)), 65, "did you mean kind?"
    ),
    "100,000 interests": Case(
        "document", lambda: home(b"interests: [" + many(b"i%d, ", 10**5) + b"]"), 65, "at most 2000"
    ),
    "100,000 steps": Case(
        "document", lambda: home(b"steps: [" + b"{code: contract, on: 2024-01-01}, " * 10**5 + b"]"), 65, "at most 2000"
    ),
    "2,000 steps": Case(
        "document",
        lambda: home(b"steps: [" + b"{code: contract, on: 2024-01-01}, " * 2000 + b"]"),
        65,
        "holds this element twice",
    ),
    "10,000 stays of the same days": Case("document", lambda: STAYS, 65, "shares a day"),
    "200,000 control characters": Case("document", lambda: document(b"x: " + b"\7" * 200_000), 65, "U+0007"),
    "100,000 digits": Case("document", lambda: home(b"capacity: " + b"9" * 10**5), 65, "whole number"),
    "a bomb of aliases": Case("document", lambda: BOMB, 65, "Anchors"),
    "a million aliases": Case("document", lambda: document(b"homes: [" + b"*a, " * 10**6 + b"]"), 65, "Aliases"),
    "100,000 anchors": Case("document", lambda: document(b"homes: [" + b"&a x, " * 10**5 + b"]"), 65, "Anchors"),
    "60 megabytes of comment": Case("document", lambda: document(b"#" + b"x" * 60 * MB), 0, ""),
    "260 megabytes": Case("document", lambda: document(b"#" + b"x" * 260 * MB), 65, "too large"),
    "no end": Case("document", lambda: b"/dev/zero", 65, "too large"),
    "60 megabytes in an open quote": Case("document", lambda: home(b"city: '" + b"x" * 60 * MB), 65, "never closed"),
    "60 million lines": Case("document", lambda: document(b"\n" * 60 * MB + b"}"), 65, ""),
    "latin-1 after 15 million lines": Case("document", lambda: document(b"#\n" * 15 * MB + b"\xe6"), 65, "not UTF-8"),
    "a comment for each of a million lines": Case("document", lambda: document(b"homes: [\n" + b"#\n" * 10**6), 65, ""),
    "a million brackets in JSON": Case("document", lambda: b"[" * 10**6, 65, "more than 20 levels"),
    "a million braces in JSON": Case("document", lambda: b'{"a":' * 10**6, 65, "more than 20 levels"),
    "a million digits in JSON": Case(
        "document", lambda: b'{"bvt_register": ' + b"9" * 10**6 + b"}", 65, "whole number"
    ),
    "ten million numbers in JSON": Case(
        "document", lambda: b'{"bvt_register": 1, "homes": [' + b"1," * 10**7 + b"1]}", 65, "more than 4000000"
    ),
    "nearly four million numbers in JSON": Case(
        "document", lambda: b'{"bvt_register": 1, "homes": [' + b"1," * 3_900_000 + b"1]}", 65, "more is wrong"
    ),
    "100,000 keys in JSON": Case(
        "document", lambda: b'{"bvt_register": 1' + many(b', "k%d": 1', 10**5) + b"}", 65, "no key"
    ),
    "a million rows": Case("sheet", lambda: HEAD + b"1;2;3\n" * 10**6, 65, "No more than 100000 lines"),
    "2,000 homes": Case("sheet", lambda: HEAD + many(ROW, 2000), 0, ""),
    "20,000 rows of one home": Case("sheet", lambda: HEAD + many(SAME, 20_000), 65, "at most 2000"),
    "a cell of ten megabytes": Case("sheet", lambda: HEAD + b"1;" + b"a" * 10 * MB + b";\n", 65, "A cell is longer"),
    "60 million cells": Case("sheet", lambda: HEAD + b";" * 60 * MB, 65, "cells; at most"),
    "60 million empty lines": Case("sheet", lambda: HEAD + b"\n" * 60 * MB, 65, "No more than 100000 lines"),
    "60 million carriage returns": Case(
        "sheet", lambda: HEAD.replace(b"\n", b"\r") + b"\r" * 60 * MB, 65, "No more than"
    ),
    "60 megabytes in an open quote of a cell": Case(
        "sheet", lambda: HEAD + b'"' + b"x" * 60 * MB, 65, "A cell is longer"
    ),
    "a million headings": Case("sheet", lambda: b"x\n" + many(b"h%d;", 10**6) + b"\n", 65, "headings; at most 1000"),
    "90,000 bad rows": Case("sheet", lambda: HEAD + b"x;y\n" * 90_000, 65, "The row has 2 cells"),
    "a map of 60,000 columns": Case(
        "map", lambda: b"skip: {" + many(b"k%d: [a], ", 60_000) + b"}\nhomes: [{ref: Nr}]\n", 65, "no column"
    ),
    "20,000 rows of pay": Case("pay", lambda: PAY_HEAD + many(PAY_ROW, 20_000), 3, ""),
    "an amount of 4,000 digits": Case(
        "pay", lambda: PAY_HEAD + PAY_ROW.replace(b"4 104", b"9" * 4000), 65, "no amount"
    ),
    "an amount of 30 digits": Case("pay", lambda: PAY_HEAD + PAY_ROW.replace(b"4 104", b"9" * 30), 65, "no amount"),
    "a megabyte of brackets for rates": Case("rates", lambda: b"[" * MB, 5, "more than 20 levels"),
    "100,000 keys for rates": Case("rates", lambda: many(b"k%d: 1\n", 10**5), 5, "no key"),
    "11,000 bands": Case("rates", lambda: TABLE + BAND * 11_000, 5, "gap or overlap"),
    "80,000 keys of a setting": Case(
        "settings", lambda: b"settings: [{" + many(b"k%d: 1, ", 80_000) + b"}]", 78, "no key"
    ),
    "the same setting 14,000 times": Case(
        "settings",
        lambda: b"settings:\n" + b"- {name: age_change, value: birthday, from: 2024-01-01, reason: x}\n" * 14_000,
        78,
        "said twice",
    ),
    "settings without end": Case("settings", lambda: b"/dev/zero", 78, "Everybody on this machine can write"),
    "a letter of braces": Case("letter", lambda: b"# x\n" + b"{{" * 100_000, 78, "A place is written"),
    "a letter of 18,000 wrong places": Case("letter", lambda: b"# x\n" + b"{{home.nam}} " * 18_000, 78, "did you mean"),
    "a letter of blanks": Case("letter", lambda: b"# x\n{{" + b" " * 250_000 + b"\n", 78, "A place is written"),
    "a letter with a long place": Case("letter", lambda: b"# x\n{{home." + b"a" * 250_000 + b"}}\n", 78, "no place"),
    "a letter that leaves much open": Case(
        "letter", lambda: b"# x\n" + b"[kommunen fyller ut " * 12_000, 78, "not closed"
    ),
}
QUICK = (
    "a million brackets",
    "a bomb of aliases",
    "a million digits in JSON",
    "100,000 interests",
    "a cell of ten megabytes",
    "settings without end",
)
OWN = {"rates": "ks/2025-07-01.yaml", "settings": "settings.yaml", "letter": "letters/contract.nb.md"}


def arguments(way: str, file: Path) -> list[str]:
    """The command that reads the file."""
    if way in OWN:
        return {"rates": ["rate", "list"], "settings": ["rules"], "letter": ["letter", "kinds"]}[way]
    return {
        "document": ["import", str(file), "--dry-run"],
        "sheet": ["import", "--from", str(file), "--map", str(SHEETS / "hjem.yaml"), "--dry-run"],
        "map": ["import", "--from", str(SHEETS / "hjem.csv"), "--map", str(file), "--dry-run"],
        "pay": ["pay", "compare", str(file), "--map", str(SHEETS / "lonn.yaml"), "--month", "2025-03"],
    }[way]


def check(name: str, bvt: Bvt, folder: Path) -> None:
    """Let bvt read the file, and look at how it ended."""
    case = CASES[name]
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    file = folder / OWN.get(case.way, "given").rpartition("/")[2]
    if case.way in OWN:
        file = folder / "rates" / OWN[case.way]
        file.parent.mkdir(parents=True, exist_ok=True)
    data = case.data()
    if data.startswith(b"/dev"):
        file.symlink_to(data.decode())
    else:
        file.write_bytes(data)
    del data
    before = hashlib.sha256((folder / "bvt.db").read_bytes()).digest()
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments(case.way, file)],
        env={
            **base_environment(),
            "BVT_DB": str(folder / "bvt.db"),
            "BVT_AS_OF": AS_OF,
            "BVT_LANG": "en",
            "HOME": "/x",
        },
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=MOST_SECONDS * ROOM,
        preexec_fn=_limited,
        check=False,
    )
    said = done.stderr.decode()
    assert (done.returncode, case.said in said) == (case.code, True), said[:1000]
    assert len(said) < MB
    peak = int((folder / "peak").read_text())
    assert peak * 1024 < MOST_MEMORY, f"{peak // 1024} MB"
    assert hashlib.sha256((folder / "bvt.db").read_bytes()).digest() == before


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))  # seconds of the processor: then it is killed
    os.nice(5)


@pytest.mark.parametrize("name", QUICK)
def test_a_file_meant_to_bring_bvt_down_is_refused(name: str, bvt: Bvt, tmp_path: Path) -> None:
    """A few of them each time."""
    check(name, bvt, tmp_path)


@pytest.mark.faults
@pytest.mark.parametrize("name", CASES)
def test_no_file_brings_bvt_down(name: str, bvt: Bvt, tmp_path: Path) -> None:
    """All of them."""
    check(name, bvt, tmp_path)
