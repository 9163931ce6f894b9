"""What the bank is to pay: one sum for each payee."""

from datetime import date

from tests.exporting import ACCOUNT, KARI, MARCH, OLA, OTHER_ACCOUNT, payout

from bvt_cli.core.bank import Payer, message_id, payer, payments, reference

SETTINGS: dict[str, str | None] = {
    "payer_name": "Lekby kommune",
    "payer_account": ACCOUNT,
    "payer_organisation": "123456785",
    "bank_text": "Godtgjørelse",
}


def test_a_payee_is_paid_one_sum():
    paid = payments(MARCH).paid
    assert [(each.person, each.amount) for each in paid] == [("P-001", 2 * 307800 + 119700), ("P-002", 153900)]
    assert [each.reference for each in paid] == ["R1-P-001", "R1-P-002"]


def test_below_nothing_is_left_out_and_nothing_is_left_away():
    found = payments([payout(-100), payout(50, OLA), payout(-50, OLA, line="R1-2")])
    assert found.paid == ()
    assert [(each.person, each.amount) for each in found.left_out] == [("P-001", -100)]


def test_lines_without_a_payee_are_named():
    assert payments([payout(payee=None, line="R1-7")]).nobody == ("R1-7",)


def test_the_account_given_last_is_paid_to():
    newer = KARI._replace(since=date(2025, 3, 1), account=OTHER_ACCOUNT)
    for order in ([payout(1), payout(1, newer)], [payout(1, newer), payout(1)]):
        (paid,) = payments(order).paid
        assert (paid.account, paid.amount) == (OTHER_ACCOUNT, 2)


def test_what_is_taken_back_does_not_bring_its_old_account_along():
    older = KARI._replace(account=OTHER_ACCOUNT)
    (paid,) = payments([payout(300), payout(-100, older, kind="reversal")]).paid
    assert (paid.account, paid.amount) == (ACCOUNT, 200)


def test_a_reference_is_plain_and_short_and_always_the_same():
    assert reference("R1", "P-001") == "R1-P-001"
    odd = reference("R12345678901", "Pærson/" * 5)
    assert len(odd) <= 35
    assert odd == reference("R12345678901", "Pærson/" * 5) != reference("R12345678901", "Pærson/" * 4)
    assert odd.isascii()


def test_a_message_is_named_by_the_run_and_what_was_posted():
    assert message_id("R1", "ab" * 32) == "BVT-R1-abababababababab"


def test_a_payer_needs_name_account_organisation_and_words():
    assert payer(SETTINGS) == Payer("Lekby kommune", ACCOUNT, "123456785", "Godtgjørelse")
    for name in SETTINGS:
        assert payer({**SETTINGS, name: None}) is None
        assert payer({**SETTINGS, name: ""}) is None


def test_bank_and_service_level_may_be_left_out():
    whole = payer({**SETTINGS, "payer_bic": "INVTNOKK", "bank_service_level": "NURG"})
    assert whole is not None
    assert (whole.bic, whole.service_level) == ("INVTNOKK", "NURG")
