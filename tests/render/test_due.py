"""The sentence of each thing that is due, and the command that settles it."""

from datetime import date

import pytest

from bvt_cli.core.council_due import Next
from bvt_cli.core.due import KINDS, Item
from bvt_cli.core.follow_up import Due
from bvt_cli.core.network import Finding
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner
from bvt_cli.render.due import command, sentence
from bvt_cli.render.messages import translator

DAY = date(2025, 3, 31)


def followed(code: str, follow_up: str | None = None, late: bool = False) -> Item:
    due = Due(DAY, code, "A-1", "H-1", late, 90, 92, date(2024, 12, 31), follow_up)
    return Item(code, DAY, "A-1", "", follow_up or "", "H-1", "A-1", thing=due)


def of_home(kind: str, detail: str = "", part: str = "", on: date | None = DAY, **figures: object) -> Item:
    return Item(kind, on, "H-1", detail, part, "H-1", figures=tuple(figures.items()))


def of_agreement(kind: str, detail: str = "", **figures: object) -> Item:
    return Item(kind, DAY, "A-1", detail, "", "H-1", "A-1", figures=tuple(figures.items()))


def of_pay(kind: str, ref: str, detail: str = "", part: str = "", **figures: object) -> Item:
    return Item(kind, DAY if kind == "rate" else None, ref, detail, part, "H-1", "A-1", figures=tuple(figures.items()))


def of_network(detail: str, thing: Finding | None = None, part: str = "") -> Item:
    return Item("network", None if thing else DAY, "N-1", detail, part, "H-020", thing=thing)


MARCH = Month(2025, 3)
STEP = {"need": 2, "have": 1, "reason": "absent"}
EXPECTED = [
    (of_home("application", applied_on=date(2025, 1, 1)),
     "H-1 applied on 2025-01-01 and is to have an answer by 2025-03-31. Approve it, or close the application"
     " with bvt home reject or bvt home withdraw.",
     "bvt home check H-1"),
    (of_home("step", "conversation", **STEP),
     "An approval of H-1 lacks: conversation, 1 of 2.", "bvt home step H-1 conversation --on DATE"),
    (of_home("step", "attest", "P-1", **STEP),
     "An approval of H-1 lacks: police certificate of P-1 (missing).",
     "bvt home step H-1 attest --person P-1 --issued DATE --on DATE"),
    (of_home("step", "carer", **STEP),
     "An approval of H-1 lacks: carer, 1 of 2.", "bvt home person H-1 --name NAME --born DATE --role carer"),
    (of_home("step", "commitment", **STEP),
     "An approval of H-1 lacks: commitment in months, 1 of 2.", "bvt home set H-1 --commitment-months MONTHS"),
    (of_home("step", "fosterhjem", **STEP),
     "An approval of H-1 lacks: foster home, 1 of 2.", "bvt home approve H-1 --kind fosterhjem --on DATE"),
    (of_home("certificates", ready=True),
     "H-1 has all that an approval demands, and the police certificates serve to 2025-03-31 and no longer. Decide by"
     " then.", "bvt home approve H-1"),
    (of_home("certificates", ready=False),
     "The police certificates of H-1 serve to 2025-03-31 and no longer, and other steps are missing. Take them and"
     " decide by then.", "bvt home check H-1"),
    (of_home("recorded", "fosterhjem", on=None, approved_on=DAY),
     "That H-1 is approved as foster home from 2025-03-31 on is recorded only, not judged by bvt. See what the home"
     " lacked then, and approve it.", "bvt home approve H-1 --kind fosterhjem --on 2025-03-31"),
    (of_home("since_approval", "confidentiality", "P-2", reason="carer_joined"),
     "H-1 is approved, but from 2025-03-31 on something is demanded of P-2 too (came as a carer): confidentiality"
     " declaration.", "bvt home step H-1 confidentiality --person P-2 --on DATE"),
    (of_home("destroy", part="P-1"), "The police certificate of P-1 in H-1 is to be destroyed by 2025-03-31.",
     "bvt home step H-1 attest --person P-1 --destroyed DATE"),
    (of_home("commitment_ends", months=12),
     "The commitment of H-1 (in months: 12) ends on 2025-03-31. Ask the home whether it goes on.",
     "bvt home set H-1 --commitment-months MONTHS"),
    (of_agreement("unapproved", "besokshjem", closed=False),
     "From 2025-03-31 on H-1 is not approved as respite home, so A-1 is not paid. Approve the home, or end the"
     " agreement.", "bvt home approve H-1 --kind besokshjem --on DATE"),
    (of_agreement("unapproved", "besokshjem", closed=True),
     "From 2025-03-31 on H-1 is not approved as respite home, so A-1 is not paid. The home's application was rejected"
     " or withdrawn: end the agreement.", "bvt agreement end A-1 --on DATE --reason CODE"),
    (of_agreement("agreement_ends"),
     "A-1 with H-1 ends on 2025-03-31. Agree on what comes after, or record why it ends.",
     "bvt agreement end A-1 --on 2025-03-31 --reason CODE"),
    (of_agreement("turns_18", last_paid=DAY),
     "Pay of A-1 ends on 2025-03-31, the day before the child turns 18. End the agreement, or agree on aftercare.",
     "bvt agreement end A-1 --on 2025-03-31 --reason CODE"),
    (of_agreement("turns_18", last_paid=date(2025, 3, 1)),
     "Pay of A-1 ends on 2025-03-01, the day before the child turns 18. End the agreement, or agree on aftercare.",
     "bvt agreement set A-1 --aftercare"),
    (followed("evaluation"),
     "A-1 is to be evaluated by 2025-03-31. Days since 2024-12-31: 90; no more than 92 may pass.",
     "bvt followup add A-1 --kind evaluation --on DATE --child-heard"),
    (followed("evaluation", late=True),
     "A-1 was to be evaluated by 2025-03-31. Days since 2024-12-31: 90; no more than 92 may pass.",
     "bvt followup add A-1 --kind evaluation --on DATE --child-heard"),
    (followed("visit"),
     "Due for A-1 by 2025-03-31: visit. Days gone by since 2024-12-31: 90; no more than 92 may pass.",
     "bvt followup add A-1 --kind visit --on DATE"),
    (followed("supervision"),
     "Due for A-1 by 2025-03-31: supervision. Days gone by since 2024-12-31: 90; no more than 92 may pass.",
     "bvt followup add A-1 --kind supervision --on DATE"),
    (followed("contact"),
     "Due for A-1 by 2025-03-31: contact. Days gone by since 2024-12-31: 90; no more than 92 may pass.",
     "bvt followup add A-1 --kind contact --on DATE"),
    (followed("contact_person_missing"), "The agreement A-1 names no contact person.",
     "bvt agreement set A-1 --contact NAME"),
    (followed("goals_missing"), "The agreement A-1 says no goals.", "bvt agreement set A-1 --goals TEXT"),
    (followed("child_not_heard", "O-1"),
     "In the evaluation of A-1 on 2025-03-31 the child was not heard, and it is not said why.",
     "bvt followup set O-1 --child-not-heard TEXT"),
    (of_agreement("no_sign_of_life", since=DAY, months=3),
     "A-1 is paid without a stay or another sign of life since 2025-03-31, longer than the limit (in months: 3). Record"
     " what is missing, call the home, or end the agreement.", "bvt followup add A-1 --kind contact --on DATE"),
    (of_pay("rate", "2025-03-31"), "No KS table covers the days from 2025-03-31 on. Enter KS's new table.",
     "bvt rate new 2025-03-31"),
    (of_pay("provisional", "2025-03", month=MARCH, lines=2, amount=Kroner(427500), missing=DAY),
     "Paid by a provisional rate for 2025-03: NOK 4,275.00 (lines: 2). Enter KS's table, and post.",
     "bvt rate new 2025-03-31"),
    (of_pay("provisional", "2025-03", month=MARCH, lines=2, amount=Kroner(427500), missing=None),
     "Paid by a provisional rate for 2025-03: NOK 4,275.00 (lines: 2). The right table is there now; the next"
     " posting settles it.", "bvt pay month --post"),
    (of_pay("posting", "2025-03", month=MARCH, number=7),
     "The month 2025-03 is not posted. Agreements that wait for their pay: 7.", "bvt pay month 2025-03 --post"),
    (of_pay("authorise", "R1", month=MARCH, total=Kroner(427500), by="tester"),
     "R1 (2025-03, NOK 4,275.00) waits to be authorised by somebody else than posted it.",
     "bvt pay authorise R1 --by NAME"),
    (of_pay("payee", "H-1", part="P-1", since=DAY),
     "Nobody has confirmed that P-1 is paid for H-1 from 2025-03-31 on.", "bvt pay confirm H-1 P-1 --by NAME"),
    (of_pay("claim", "K1", "recovery", amount=Kroner(60000)),
     "K1 is open: NOK 600.00 is still to be paid back by instalments.", "bvt pay month --post"),
    (of_pay("claim", "K1", "reversal", amount=Kroner(60000)),
     "K1 is open: a run was reversed, and NOK 600.00 is kept back until it is released.",
     "bvt pay release K1 --reason TEXT"),
    (of_pay("claim", "K1", "block", amount=Kroner(0)),
     "K1 is open: pay is stopped, and NOK 0.00 is kept back until it is released.", "bvt pay release K1 --reason TEXT"),
    (of_pay("held", "A-1", amount=Kroner(427500), month=MARCH),
     "Under A-1 NOK 4,275.00 more is posted than is due to H-1; nothing is taken back before somebody decides.",
     "bvt pay month 2025-03 --post --recover A-1 --reason TEXT"),
    (of_pay("statement", "H-1", part="2025-03", month=MARCH),
     "H-1 is to be handed the statement of what the runs of 2025-03 paid.",
     "bvt pay statement H-1 --month 2025-03 --delivered --on DATE"),
    (of_pay("letter", "K1", "block", "H-1"), "H-1 is to be written to about K1.",
     "bvt pay letter K1 --home H-1 --sent DATE"),
    (of_pay("voucher", "U1", "outlay", on=DAY),
     "The outlay U1 of 2025-03-31 under A-1 is not paid before somebody approves it.",
     "bvt outlay approve U1 --by NAME"),
    (of_pay("voucher", "D1", "drive", on=DAY),
     "The drive D1 of 2025-03-31 under A-1 is not paid before somebody approves it.", "bvt drive approve D1 --by NAME"),
    (of_pay("voucher", "T1", "supplement", on=DAY),
     "The supplement T1 from 2025-03-31 under A-1 is not paid before somebody approves it.",
     "bvt supplement approve T1 --by NAME"),
    (of_pay("voucher", "N-1", "gathering", "2025-03-31/summer", on=DAY),
     "The gathering of N-1 on 2025-03-31 is not refunded before somebody approves it.",
     "bvt network gathering N-1 --on 2025-03-31 --kind summer --approved-by NAME"),
    (of_pay("grant", "G1", "approve", "C-1", amount=Kroner(60000)),
     "The financial support G1 to C-1, NOK 600.00, is not approved.", "bvt grant approve G1 --by NAME"),
    (of_pay("grant", "G1", "pay", "C-1", amount=Kroner(60000)),
     "The financial support G1 to C-1, NOK 600.00, is approved and not paid.", "bvt grant pay G1 --on DATE"),
    (of_network("talk"), "A talk with the resource family of network N-1 is due by 2025-03-31.",
     "bvt network talk N-1 --on DATE --by NAME"),
    (of_network("gatherings"), "One more gathering of network N-1 is due by 2025-03-31.",
     "bvt network gathering N-1 --on DATE"),
    (of_network("joint_meeting"), "A joint meeting that network N-1 is at is due by 2025-03-31.",
     "bvt network joint-meeting N-1 --on DATE"),
    (of_network("consent", part="C-1"),
     "The child C-1 in H-020 is old enough to consent to network N-1 from 2025-03-31 on, and has not. Ask the child.",
     "bvt network consent N-1 C-1 --on DATE"),
    (of_network("size", Finding("size", 3, 2)), "Foster homes in network N-1: 2. It takes at least 3.",
     "bvt network join N-1 HOME --from DATE"),
    (of_network("size", Finding("size", 5, 6)), "Foster homes in network N-1: 6. No more than 5 belong in one.",
     "bvt network leave N-1 HOME --on DATE"),
    (of_network("contacts", Finding("contacts", 2, 1)),
     "Employees who share the guidance of network N-1: 1. It takes 2.",
     "bvt network set N-1 --contact NAME --contact NAME"),
    (of_network("resource_home", Finding("resource_home", 1, 0)),
     "H-020, the resource home of network N-1, is not approved as a resource family.",
     "bvt home approve H-020 --kind ressursfamilie --on DATE"),
    (of_network("confidentiality", Finding("confidentiality", 1, 0)),
     "H-020 has not signed the group's confidentiality declaration of network N-1.",
     "bvt network confidentiality N-1 H-020 --on DATE"),
    (of_network("joint_meeting", Finding("joint_meeting", 1, 0, quarter="2025Q1")),
     "Joint meetings that network N-1 was at in 2025Q1: 0 of 1. Record each that was held.",
     "bvt network joint-meeting N-1 --on DATE"),
    (Item("experiences", DAY, "N-1", "2024H2", figures=(("recorded", True),)),
     "The experiences of 2024H2 from network N-1 are to be delivered by 2025-03-31.",
     "bvt network experiences N-1 --half 2024H2 --deliver"),
    (Item("experiences", DAY, "N-1", "2024H2", figures=(("recorded", False),)),
     "The experiences of 2024H2 from network N-1 are to be delivered by 2025-03-31.",
     "bvt network experiences N-1 --half 2024H2 --text TEXT --deliver"),
    (Item("council", DAY, "FR-1", "answer", thing=Next("answer", DAY)),
     "Family council FR-1: Record the day Bufetat answers.", "bvt council set FR-1 --answered-on DATE"),
    (Item("retention", DAY, "H-1", "home", home="H-1"),
     "The time for keeping what is written about H-1 (the home) is up on 2025-03-31. Erase it.",
     "bvt retention apply H-1 --kind home"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "said", "settled"), EXPECTED, ids=[each[0].name for each in EXPECTED])
def test_what_is_due_is_one_sentence_with_the_command_that_settles_it(item: Item, said: str, settled: str) -> None:
    in_words = translator("en").say(sentence(item)).replace("\N{NO-BREAK SPACE}", " ")
    assert (in_words, command(item)) == (said, settled)


def test_every_kind_is_told_here() -> None:
    assert {item.kind for item, _, _ in EXPECTED} == set(KINDS)
