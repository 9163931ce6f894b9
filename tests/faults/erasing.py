"""A register in which everything is over, every text is a mark of its own, and a posting took money back.

What is erased from it is looked for everywhere afterwards. `MARKS` are the texts, by what they are.
"""

import json
from pathlib import Path
from typing import Any

from tests.conftest import Bvt

ACCOUNTS = ("12345678903", "98765432103")
MARKS: dict[str, str] = {}
SETTINGS = """
settings:
  - {name: retention_homes_years, value: 1, from: 2020-01-01, reason: "Vedtak 1/20"}
  - {name: retention_children_years, value: 1, from: 2020-01-01, reason: "Vedtak 1/20"}
  - {name: retention_networks_years, value: 1, from: 2020-01-01, reason: "Vedtak 1/20"}
"""
_MADE: list[bytes] = []
LATER = "2026-04-01"
"""A day on which all of it is past its time; it has been, for nothing is erased by a day to come."""


def mark(what: str) -> str:
    """A text that stands nowhere else."""
    return MARKS.setdefault(what, f"Merke{len(MARKS):03d}ord")


def _home(ref: str, kind: str, account: str, **more: Any) -> dict[str, Any]:
    texts = ("name", "phone", "email", "address", "city", "dwelling", "activity", "motivation", "ended_reason")
    carer = f"{ref}-P"
    return {
        "ref": ref, "kind": kind, "employment": "oppdragstaker", "applied_on": "2024-06-01",
        **{key: mark(f"{ref} {key}") for key in texts},
        "postcode": "9999", "interests": [mark(f"{ref} interest")], "commitment_months": 12, "ended_on": "2025-03-31",
        "has_been_fosterhjem": True,
        "persons": [
            {"ref": carer, "name": mark(f"{ref} carer"), "born": "1980-02-03", "role": "carer"},
            {"ref": f"{ref}-Q", "name": mark(f"{ref} member"), "born": "2009-02-03", "role": "household"},
        ],
        "payees": [
            {"person": carer, "payroll_id": f"7{ref[-1]}", "share": "1", "from": "2024-10-01", "account": account}
        ],
        "steps": [{"code": "home_visit", "on": "2024-09-01", "by": "mls"}],
        "approvals": [
            {"kind": kind, "on": "2024-09-01", "by": "leder"},
            {"kind": "stottefamilie", "on": "2024-09-01", "revoked_on": "2024-09-02", "reason": mark(f"{ref} revoked")},
        ],
        "pauses": [{"from": "2024-07-01", "to": "2024-07-31", "reason": mark(f"{ref} pause")}],
        **more,
    }  # fmt: skip


def document() -> dict[str, Any]:
    """The register document; on LATER nothing of it is in use."""
    return {
        "bvt_register": 1,
        "homes": [
            _home("H-1", "besokshjem", ACCOUNTS[0]),
            _home("H-2", "ressursfamilie", ACCOUNTS[1]),
            {"ref": "H-3", "kind": "fosterhjem", "name": mark("H-3 name"), "employment": "oppdragstaker",
             "applied_on": "2024-06-01", "rejected_on": "2024-07-01", "rejected_reason": mark("H-3 rejected")},
            {"ref": "H-4", "kind": "fosterhjem", "name": mark("H-4 name"), "employment": "oppdragstaker",
             "applied_on": "2024-06-01", "withdrew_on": "2024-07-01", "withdrew_reason": mark("H-4 withdrew")},
        ],
        "children": [
            {"ref": "C-1", "case": "2024/1", "born": "2015-05-04", "interests": [mark("child interest")],
             "activity": mark("child activity")},
        ],
        "agreements": [
            {"ref": "A-1", "home": "H-1", "child": "C-1", "measure": "besokshjem", "from": "2024-10-01",
             "to": "2025-01-31", "contact": "mls", "goals": mark("goals"), "end_reason": "planned"},
            {"ref": "A-2", "home": "H-2", "network": "N-1", "measure": "ressursfamilie", "from": "2024-10-01",
             "to": "2025-01-31"},
        ],
        "stays": [{"ref": "S-1", "agreement": "A-1", "from": "2024-10-04", "to": "2024-10-06"}],
        "outlays": [
            {"ref": "U-1", "agreement": "A-1", "on": "2024-11-01", "receipt": "77", "amount": "100",
             "purpose": mark("outlay"), "approved_by": "leder"},
            {"ref": "U-2", "agreement": "A-1", "on": "2024-11-01", "receipt": "78", "amount": "100",
             "purpose": mark("outlay 2"), "withdrawn": {"on": "2024-11-02", "reason": mark("outlay withdrawn")}},
        ],
        "drives": [
            {"ref": "D-1", "agreement": "A-1", "on": "2024-11-01", "km": 10, "purpose": mark("drive"),
             "withdrawn": {"on": "2024-11-02", "reason": mark("drive withdrawn")}},
        ],
        "supplements": [
            {"ref": "T-1", "agreement": "A-1", "from": "2024-11", "to": "2024-11", "amount": "200", "decision": "9/24",
             "purpose": mark("supplement"), "withdrawn": {"on": "2024-11-02", "reason": mark("supplement withdrawn")}},
        ],
        "follow_ups": [
            {"ref": "O-1", "agreement": "A-1", "on": "2024-12-01", "kind": "evaluation", "child_heard": False,
             "child_not_heard": mark("not heard"), "note": mark("note"), "outcome": "goes_on"},
        ],
        "grants": [
            {"ref": "G-1", "child": "C-1", "on": "2024-11-05", "amount": "500", "decision": "3/24",
             "purpose": mark("grant"), "supplier": "Sportsbutikken", "bill": "12", "approved_by": "leder",
             "paid_on": "2024-11-20"},
            {"ref": "G-2", "child": "C-1", "on": "2024-11-06", "amount": "500", "decision": "4/24", "cash": True,
             "cash_reason": mark("cash reason"), "purpose": mark("grant 2"),
             "withdrawn": {"on": "2024-11-20", "reason": mark("grant withdrawn")}},
        ],
        "networks": [
            {"ref": "N-1", "name": mark("network"), "resource_home": "H-2", "started_on": "2024-10-01",
             "ended_on": "2025-01-31", "gatherings_agreed": [{"year": 2024, "number": 2, "reason": mark("agreed")}],
             "members": [{"home": "H-1", "from": "2024-10-01"}],
             "gatherings": [{"on": "2024-11-08", "kind": "ordinary", "title": mark("title"), "homes": ["H-1"],
                             "went": mark("went")}],
             "experiences": [{"half": "2024H2", "text": mark("experiences")}]},
        ],
        "councils": [_council()],
    }  # fmt: skip


def _council() -> dict[str, Any]:
    texts = ("language", "culture", "child_says", "child_met", "other_parent_blank", "closing_reason")
    return {
        "ref": "F-1", "child": "C-1", "referred_on": "2024-07-01", "referred_by": "mls",
        **{key: mark(f"council {key}") for key in texts}, "closed_on": "2024-09-01", "outcome": "stopped",
        "consents": [{"role": "father", "exempt": mark("exempt")}],
        "steps": [
            {"code": "coordinator", "on": "2024-07-02", "by": "ako"},
            {"code": "information", "on": "2024-07-03", "skipped": True, "reason": mark("skipped")},
        ],
        "map": [
            {"number": 1, "category": "extended", "name": mark("kin"), "relation": mark("relation"),
             "phone": mark("kin phone")},
        ],
        "not_invited": [
            {"mapped": 1, "on": "2024-07-05", "why": mark("why"), "resolved_on": "2024-07-06",
             "resolution": mark("resolution")},
        ],
        "plan": [{"number": 1, "proposal": mark("proposal")}],
        "families": [
            {"number": 1, "name": mark("family"), "contact": mark("family contact"), "matching": mark("matching"),
             "reason": mark("family reason"), "answer": "yes", "answered_on": "2024-07-20", "decision": "yes",
             "decided_on": "2024-08-10", "home": "H-1"},
            {"number": 2, "name": mark("family 2"), "contact": mark("family 2 contact")},
        ],
        "interviews": [
            {"family": 1, "kind": "interview", "on": "2024-08-01", "by": "ako", "notes": mark("interview")},
            {"family": 2, "kind": "interview", "on": "2024-08-02", "by": "ako", "notes": mark("interview 2")},
        ],
    }  # fmt: skip


def made(bvt: Bvt, folder: Path) -> Path:
    """The register in a folder, with four months posted, money taken back, a claim let go and all the rest.

    Made once, and put there again for each test.
    """
    register = folder / "bvt.db"
    (folder / "rates").mkdir(exist_ok=True)
    (folder / "rates" / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    if _MADE:
        register.write_bytes(_MADE[0])
        register.chmod(0o600)
        return register
    (folder / "all.json").write_text(json.dumps(document(), ensure_ascii=False), encoding="utf-8")
    for arguments in (
        ("init", "--pay-from", "2024-10"),
        ("import", folder / "all.json"),
        ("home", "set", "H-1", "--phone", mark("H-1 later phone")),
        ("network", "experiences", "N-1", "--half", "2024H2", "--deliver", "--on", "2025-01-15"),
        ("pay", "confirm", "H-1", "H-1-P", "--by", "leder"),
        ("pay", "month", "2024-12", "--post"),
        ("pay", "block", "A-1", "--from", "2025-01", "--reason", mark("block")),
        ("pay", "month", "2025-01", "--post"),
        ("pay", "release", "K1", "--reason", mark("release")),
        ("pay", "month", "2025-01", "--post"),
        ("agreement", "set", "A-1", "--to", "2025-01-15"),
        ("pay", "month", "2025-01", "--post", "--recover", "A-1", "--reason", mark("recover")),
    ):  # fmt: skip
        done = bvt(*arguments, env={"BVT_AS_OF": "2025-02-10"})
        assert done.exit_code == 0, (arguments, done.stdout, done.stderr)
    (folder / "all.json").unlink()
    _MADE.append(register.read_bytes())
    return register
