"""What each key of the form is called for people, and what is said of it in the help of a command."""

from typing import NamedTuple

from bvt_cli.core.texts import mark


class Said(NamedTuple):
    """`label` stands before a value and over a column, `meaning` beside an option; both marked."""

    label: str
    meaning: str


# `agreement.from` goes before `from`.
SAID = {
    "ref": Said(mark("Ref"), mark("Its ref; left out, bvt gives one.")),
    "kind": Said(mark("Kind"), mark("What the home applied as.")),
    "name": Said(mark("Name"), mark("The name.")),
    "applied_on": Said(mark("Applied on"), mark("The day of the application.")),
    "employment": Said(mark("Employment"), mark("How the home is engaged; KS rates are for an oppdragstaker only.")),
    "commitment_months": Said(mark("Commitment in months"), mark("How many months the home commits itself for.")),
    "municipality": Said(mark("Municipality"), mark("The four digits of the municipality the home lies in.")),
    "language": Said(mark("Language"), mark("The language to write to the home in.")),
    "phone": Said(mark("Phone"), mark("A telephone number.")),
    "email": Said(mark("E-mail"), mark("An e-mail address.")),
    "address": Said(mark("Address"), mark("Street and number.")),
    "postcode": Said(mark("Postcode"), mark("The four digits of the postcode.")),
    "city": Said(mark("City"), mark("The place of the postcode.")),
    "dwelling": Said(mark("Dwelling"), mark("What kind of dwelling it is.")),
    "interests": Said(mark("Interests"), mark("An interest; those given replace those known.")),
    "motivation": Said(mark("Motivation"), mark("Why the home wants this, in its own words.")),
    "age_from": Said(mark("Child from age"), mark("The youngest age the home would like.")),
    "age_to": Said(mark("Child to age"), mark("The oldest age the home would like.")),
    "capacity": Said(mark("Capacity"), mark("How many children there is room for.")),
    "has_been_fosterhjem": Said(mark("Has been a foster home"), mark("Whether it has been a foster home before.")),
    "ended_on": Said(mark("Ended on"), mark("The last day it counts (bvt home end ends its agreements too).")),
    "prefers": Said(mark("Prefers"), mark("The children the home would like.")),
    "prefers.siblings": Said(mark("Takes siblings"), mark("Whether siblings are possible.")),
    # lists of a home
    "persons": Said(mark("Persons"), mark("Who lives in the home.")),
    "payees": Said(mark("Who is paid"), mark("Who is paid, from a day on.")),
    "steps": Said(mark("Steps"), mark("The steps of the approval.")),
    "approvals": Said(mark("Approvals"), mark("The approvals.")),
    "born": Said(mark("Born"), mark("The day of birth.")),
    "role": Said(mark("Role"), mark("A carer, or another member of the household.")),
    "from": Said(mark("From"), mark("The first day.")),
    "to": Said(mark("To"), mark("The last day.")),
    "persons.from": Said(mark("From"), mark("The day this person moved in, if not from the beginning.")),
    "persons.to": Said(mark("To"), mark("The last day this person lived there.")),
    "person": Said(mark("Person"), mark("The ref of a person of the home.")),
    "payroll_id": Said(mark("Payroll number"), mark("The number the payroll system knows the person by.")),
    "share": Said(mark("Share"), mark("The part of the pay.")),
    "account": Said(mark("Account"), mark("An account number of eleven digits.")),
    "code": Said(mark("Step"), mark("The step.")),
    "type": Said(mark("Type"), mark("The type of certificate.")),
    "issued": Said(mark("Issued"), mark("The day the certificate was issued.")),
    "on": Said(mark("On"), mark("The day.")),
    "by": Said(mark("By"), mark("Who did it.")),
    "destroyed_on": Said(mark("Destroyed on"), mark("The day the certificate was destroyed.")),
    "revoked_on": Said(mark("Revoked on"), mark("The first day the approval no longer counts.")),
    "reason": Said(mark("Reason"), mark("The reason.")),
    "recorded": Said(mark("Recorded only"), mark("Whether the approval was taken over, not judged by bvt.")),
    # a child
    "case": Said(mark("Case"), mark("The case number; never a name.")),
    "siblings": Said(mark("Siblings"), mark("The ref of a sibling; those given replace those known.")),
    "party": Said(mark("Party"), mark("Whether the child is a party to its case.")),
    "activity": Said(mark("Activity"), mark("How active the child is, its temperament.")),
    # an agreement
    "home": Said(mark("Home"), mark("The ref of the home.")),
    "child": Said(mark("Child"), mark("The ref of the child.")),
    "network": Said(mark("Network"), mark("The ref of the network (ressursfamilie, instead of a child).")),
    "measure": Said(mark("Measure"), mark("What the home undertakes.")),
    "agreement.from": Said(mark("From"), mark("The first day of the agreement.")),
    "agreement.to": Said(mark("To"), mark("The last day of the agreement.")),
    "size": Said(mark("Size"), mark("Of a stottefamilie.")),
    "basis": Said(
        mark("Basis"), mark("Of a besokshjem: a fixed number of døgn a month (as if left out), or those stayed.")
    ),
    "days_per_month": Said(mark("Døgn a month"), mark("Of a besokshjem, basis fixed; left out, what the rules say.")),
    "factor": Said(mark("Factor"), mark("Of a fosterhjem: how many times the grunnstotte (1 if left out).")),
    "aftercare": Said(mark("Aftercare"), mark("Whether pay goes on after the 18th birthday.")),
    "paid_until": Said(mark("Paid until"), mark("The last month that was settled outside bvt.")),
    "legal_basis": Said(mark("Legal basis"), mark("The section of the law.")),
    "contact": Said(mark("Contact"), mark("The contact person in the service.")),
    "goals": Said(mark("Goals"), mark("What the measure is to achieve.")),
    # a stay
    "agreement": Said(mark("Agreement"), mark("The ref of the agreement.")),
    "stay.from": Said(mark("From"), mark("The first day of the stay; it counts.")),
    "stay.to": Said(mark("To"), mark("The last day of the stay; it counts.")),
    "extra": Said(mark("Extra"), mark("Whether the stay comes on top of what is agreed.")),
    "cancelled": Said(mark("Cancelled"), mark("When and by whom it was cancelled.")),
    "pay": Said(mark("Paid"), mark("Whether it is paid all the same.")),
}


def said(key: str, owner: str = "") -> Said:
    """What is said of a key; `owner`: the thing, list or group it is a key of."""
    return SAID.get(f"{owner}.{key}") or SAID[key]
