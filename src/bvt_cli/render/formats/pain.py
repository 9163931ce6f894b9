"""The bank's file: ISO 20022 pain.001.001.03 and .09, payments in kroner between Norwegian accounts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from bvt_cli.core.bank import PAYER_NEEDS, Payer, Payment, message_id, payer, payments
from bvt_cli.core.exported import Row
from bvt_cli.core.formats import Format
from bvt_cli.core.money import amount_text
from bvt_cli.core.payout import Payout
from bvt_cli.core.payroll import NOTHING
from bvt_cli.core.texts import text
from bvt_cli.render.formats.sheet import Faults, Rendered, fitted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
LONGEST_NAME, LONGEST_TEXT = 140, 140
NO_BIC = "NOTPROVIDED"


def bank_file(
    version: str,
    run: str,
    payouts: Iterable[Payout],
    settings: Mapping[str, str | None],
    *,
    plan: str,
    since: date,
    posted_at: str,
    pay_on: date,
) -> Rendered:
    """One payment order for a run. `plan`: the hash of what was posted; `posted_at`: its stamp, ISO with an offset.

    The same run gives the same file, to the byte, and the same message id: a bank that looks for duplicates finds
    one. Payees with a sum below zero are left out and told (`left_out`). UTF-8, but only letters of ISO-8859-1.
    Raises InvalidInput, or Refused where settings are missing or there is nothing to pay.
    """
    letters = Format(version, "delimited", "pay", (), "bvt", encoding="iso-8859-1", others="transliterate",
                     formulas="keep")  # fmt: skip
    faults = Faults()
    due = payments(payouts)
    for line in due.nobody:
        faults.wrong(line, text("The home has nobody who is paid; say who with `bvt home payees`."))
    paid = [_checked(payment, letters, faults) for payment in due.paid]
    debtor = payer(settings)
    if debtor is None:
        for name in PAYER_NEEDS:
            if not settings.get(name):
                faults.unknown(Row("", None, None, NOTHING, {}, {}), name, since)
    if not paid and not due.nobody:
        faults.wrong("", text("There is nothing that the bank could pay."))
    faults.stop()
    assert debtor is not None
    debtor = debtor._replace(
        name=_words(debtor.name, letters, "payer_name", faults, LONGEST_NAME),
        text=_words(debtor.text, letters, "bank_text", faults, LONGEST_TEXT),
    )
    faults.stop()
    document = _document(version, paid, debtor, message_id(run, plan), posted_at, pay_on)
    total = sum(payment.amount for payment in paid)
    return Rendered(_bytes(document), len(paid), total, tuple(faults.notices), due.left_out)


def _checked(payment: Payment, letters: Format, faults: Faults) -> Payment:
    """A payment with its name in the bank's letters."""
    if not payment.account:
        faults.wrong(payment.person, text("There is no account number to pay to; say it with `bvt home payees`."))
    if not payment.name or not payment.name.strip():
        faults.wrong(payment.person, text("There is no name to pay to."))
        return payment
    return payment._replace(name=_words(payment.name, letters, payment.person, faults, LONGEST_NAME))


def _words(words: str, letters: Format, place: str, faults: Faults, longest: int) -> str:
    fit = fitted(words.strip(), letters, place, "name", faults)
    if len(fit) > longest:
        faults.wrong(place, text("{column} is longer than {width} characters.", column="name", width=longest))
    return fit


def _document(
    version: str, paid: list[Payment], debtor: Payer, message: str, posted_at: str, pay_on: date
) -> "Element":
    from xml.etree.ElementTree import Element

    document = Element("Document", {"xmlns": f"{NAMESPACE}{version}"})
    whole = _below(document, "CstmrCdtTrfInitn")
    total = amount_text(sum(payment.amount for payment in paid))
    head = _below(whole, "GrpHdr")
    for tag, words in (("MsgId", message), ("CreDtTm", posted_at), ("NbOfTxs", str(len(paid))), ("CtrlSum", total)):
        _below(head, tag, words)
    _party(_below(head, "InitgPty"), debtor)
    order = _below(whole, "PmtInf")
    for tag, words in (
        ("PmtInfId", f"{message}-1"),
        ("PmtMtd", "TRF"),
        ("NbOfTxs", str(len(paid))),
        ("CtrlSum", total),
    ):
        _below(order, tag, words)
    kind = _below(order, "PmtTpInf")
    if debtor.service_level:
        _below(_below(kind, "SvcLvl"), "Cd", debtor.service_level)
    _below(_below(kind, "CtgyPurp"), "Cd", "SALA")
    day = _below(order, "ReqdExctnDt")
    if version.endswith(".09"):
        day = _below(day, "Dt")
    day.text = pay_on.isoformat()
    _party(_below(order, "Dbtr"), debtor)
    _account(_below(order, "DbtrAcct"), debtor.account, "NOK")
    bank = _below(_below(order, "DbtrAgt"), "FinInstnId")
    if debtor.bic:
        _below(bank, "BICFI" if version.endswith(".09") else "BIC", debtor.bic)
    else:
        _below(_below(bank, "Othr"), "Id", NO_BIC)
    for payment in paid:
        _payment(_below(order, "CdtTrfTxInf"), payment, debtor)
    return document


def _payment(order: "Element", payment: Payment, debtor: Payer) -> None:
    names = _below(order, "PmtId")
    _below(names, "InstrId", payment.reference)
    _below(names, "EndToEndId", payment.reference)
    _below(_below(order, "Amt"), "InstdAmt", amount_text(payment.amount)).set("Ccy", "NOK")
    _below(_below(order, "Cdtr"), "Nm", payment.name or "")
    _account(_below(order, "CdtrAcct"), payment.account or "")
    _below(_below(order, "RmtInf"), "Ustrd", debtor.text)


def _party(party: "Element", debtor: Payer) -> None:
    _below(party, "Nm", debtor.name)
    other = _below(_below(_below(party, "Id"), "OrgId"), "Othr")
    _below(other, "Id", debtor.organisation)
    _below(_below(other, "SchmeNm"), "Cd", "CUST")


def _account(account: "Element", number: str, currency: str | None = None) -> None:
    other = _below(_below(account, "Id"), "Othr")
    _below(other, "Id", number)
    _below(_below(other, "SchmeNm"), "Cd", "BBAN")
    if currency:
        _below(account, "Ccy", currency)


def _below(parent: "Element", tag: str, words: str | None = None) -> "Element":
    from xml.etree.ElementTree import SubElement

    child = SubElement(parent, tag)
    child.text = words
    return child


def _bytes(document: "Element") -> bytes:
    from xml.etree.ElementTree import indent, tostring

    indent(document)
    return bytes(tostring(document, encoding="UTF-8", xml_declaration=True)) + b"\n"
