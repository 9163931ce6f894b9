"""The bank's file, validated against the official schemas and read again."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.exporting import ACCOUNT, KARI, MARCH, OLA, OTHER_ACCOUNT, WHOLE, codes, payout
from tests.render.test_formats import in_words

from bvt_cli.core.errors import InvalidInput, Refused
from bvt_cli.core.exported import settings as settings_of
from bvt_cli.core.formats import BANK_FORMATS
from bvt_cli.core.payout import Payout
from bvt_cli.core.payroll import Codes
from bvt_cli.render.formats.pain import bank_file
from bvt_cli.render.formats.sheet import Rendered

PLAN = "0123456789abcdef" * 4


def pain(version: str, payouts: Sequence[Payout] = MARCH, known: Codes | None = None) -> Rendered:
    return bank_file(
        version, "R1", payouts, settings_of(known or codes(), WHOLE), plan=PLAN, since=WHOLE.month,
        posted_at="2025-03-20T10:00:00+00:00", pay_on=date(2025, 4, 11),
    )  # fmt: skip


@cache
def schema(version: str) -> Any:
    import sepaxml

    return etree.XMLSchema(etree.parse(Path(sepaxml.__file__).parent / "schemas" / f"{version}.xsd"))


def read(version: str, data: bytes) -> Any:
    """The document, valid by the official schema, with its namespace taken away."""
    document = etree.fromstring(data)
    schema(version).assertValid(document)
    for element in document.iter():
        element.tag = etree.QName(element).localname
    return document


@pytest.fixture(params=BANK_FORMATS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_is_valid_and_pays_each_payee_the_sum(version):
    document = read(version, pain(version).data)
    paid = [
        (each.findtext("Cdtr/Nm"), each.findtext("CdtrAcct/Id/Othr/Id"), each.findtext("Amt/InstdAmt"))
        for each in document.iter("CdtTrfTxInf")
    ]
    assert paid == [("Kari Berg", ACCOUNT, "7353.00"), ("Ola Eksempel", OTHER_ACCOUNT, "1539.00")]
    assert {each.get("Ccy") for each in document.iter("InstdAmt")} == {"NOK"}


def test_count_and_control_sum_stand_in_both_heads(version):
    made = pain(version)
    document = read(version, made.data)
    assert (made.rows, made.total) == (2, 2 * 307800 + 119700 + 153900)
    for head in ("CstmrCdtTrfInitn/GrpHdr", "CstmrCdtTrfInitn/PmtInf"):
        assert document.findtext(f"{head}/NbOfTxs") == "2"
        assert document.findtext(f"{head}/CtrlSum") == "8892.00"


def test_it_is_salary_in_kroner_between_norwegian_accounts(version):
    document = read(version, pain(version).data)
    assert document.findtext(".//CtgyPurp/Cd") == "SALA"
    assert {each.text for each in document.iterfind(".//SchmeNm/Cd")} == {"BBAN", "CUST"}
    assert document.findtext(".//DbtrAcct/Id/Othr/Id") == OTHER_ACCOUNT
    assert document.findtext(".//Dbtr/Nm") == "Lekby kommune"
    assert document.findtext(".//Dbtr/Id/OrgId/Othr/Id") == "123456785"
    day = document.find(".//ReqdExctnDt")
    assert (day.findtext("Dt") or day.text) == "2025-04-11"


def test_bank_and_service_level_stand_there_when_they_are_known(version):
    plain = read(version, pain(version).data)
    assert plain.find(".//SvcLvl") is None
    assert plain.findtext(".//DbtrAgt/FinInstnId/Othr/Id") == "NOTPROVIDED"
    said = read(version, pain(version, known=codes(payer_bic="INVTNOKK", bank_service_level="NURG")).data)
    assert said.findtext(".//SvcLvl/Cd") == "NURG"
    assert (said.findtext(".//FinInstnId/BIC") or said.findtext(".//FinInstnId/BICFI")) == "INVTNOKK"


def test_the_same_run_gives_the_same_file_and_message_id(version):
    assert pain(version).data == pain(version).data
    assert read(version, pain(version).data).findtext(".//MsgId") == "BVT-R1-0123456789abcdef"


def test_who_owes_more_than_is_paid_is_left_out_and_named_by_ref(version):
    made = pain(version, [*MARCH, payout(-200000, OLA, line="R1-9", kind="reversal")])
    assert [(each.person, each.amount) for each in made.left_out] == [("P-002", 153900 - 200000)]
    assert [each.text for each in read(version, made.data).iterfind(".//Cdtr/Nm")] == ["Kari Berg"]


def test_who_is_paid_nothing_is_left_away(version):
    made = pain(version, [*MARCH, payout(-153900, OLA, line="R1-9", kind="reversal")])
    assert (made.rows, made.left_out) == (1, ())


def test_norwegian_letters_are_kept_and_others_rewritten(version):
    made = pain(version, [payout(payee=KARI._replace(name="Åse Čáhci-Bjørnæs"))])
    assert read(version, made.data).findtext(".//Cdtr/Nm") == "Åse Cáhci-Bjørnæs"
    assert len(made.notices) == 1


@pytest.mark.parametrize(
    "changes", [{"account": None}, {"name": None}, {"name": " "}, {"name": "李"}, {"name": "K" * 141}]
)
def test_a_payee_the_bank_cannot_pay_is_refused_by_ref(version, changes):
    with pytest.raises(InvalidInput) as refused:
        pain(version, [payout(payee=KARI._replace(**changes))])
    (said,) = in_words(refused.value)
    assert said.startswith("P-001: ")
    assert "Kari" not in said


def test_a_home_with_nobody_to_pay_is_refused(version):
    with pytest.raises(InvalidInput) as refused:
        pain(version, [payout(payee=None)])
    assert in_words(refused.value) == ["R1-1: The home has nobody who is paid; say who with `bvt home payees`."]


def test_nothing_to_pay_makes_no_file(version):
    with pytest.raises(InvalidInput):
        pain(version, [payout(-100)])


def test_without_a_payer_it_is_refused_with_what_to_write_where(version):
    with pytest.raises(Refused) as refused:
        pain(version, known=Codes([]))
    said = in_words(refused.value)
    assert [each.split()[1] for each in said] == ["payer_name", "payer_account", "payer_organisation", "bank_text"]


def test_a_payer_whose_name_the_bank_cannot_carry_is_refused(version):
    with pytest.raises(InvalidInput):
        pain(version, known=codes(payer_name="李"))


@settings(max_examples=80, deadline=None)
@given(name=st.text(max_size=150))
def test_any_name_is_valid_or_refused(name):
    for version in BANK_FORMATS:
        try:
            made = pain(version, [payout(payee=KARI._replace(name=name))])
        except InvalidInput:
            continue
        document = read(version, made.data)
        assert len(document.findtext(".//Cdtr/Nm").encode("iso-8859-1")) <= 140
