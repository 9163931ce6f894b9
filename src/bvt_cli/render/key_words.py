"""What each key of the form is called for people, and what is said of it in the help of a command."""

from typing import NamedTuple

from bvt_cli.core.texts import Text, mark, text


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
    "protected": Said(
        mark("Protected address"),
        mark("Whether address, telephone and e-mail are shown only to those who say why (--reveal)."),
    ),
    "dwelling": Said(mark("Dwelling"), mark("What kind of dwelling it is.")),
    "interests": Said(mark("Interests"), mark("An interest; those given replace those known.")),
    "home.activity": Said(mark("Activity"), mark("How active the home is: quiet, much outdoors, or the like.")),
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
    "rejected_on": Said(mark("Rejected on"), mark("The day the application was rejected.")),
    "rejected_reason": Said(mark("Why rejected"), mark("Why the application was rejected.")),
    "withdrew_on": Said(mark("Withdrew on"), mark("The day the home withdrew its application.")),
    "withdrew_reason": Said(mark("Why it withdrew"), mark("Why the home withdrew.")),
    "ended_reason": Said(mark("Why it ended"), mark("Why the home ended.")),
    "pauses": Said(mark("Pauses"), mark("When the home takes nobody in.")),
    "pauses.from": Said(mark("From"), mark("The first day of the pause.")),
    "pauses.to": Said(mark("To"), mark("The last day of the pause.")),
    "visits_per_year": Said(mark("Visits a year"), mark("Of a fosterhjem; left out, what the rules say.")),
    "supervision_per_year": Said(mark("Supervision a year"), mark("Of a fosterhjem; left out, what the rules say.")),
    "end_reason": Said(mark("Why it ended"), mark("Why the agreement ended.")),
    # follow-up and financial support
    "follow_up.on": Said(mark("On"), mark("The day.")),
    "follow_up.kind": Said(mark("Kind"), mark("What was done.")),
    "home_took_part": Said(mark("Home took part"), mark("Whether the home took part.")),
    "parents_took_part": Said(mark("Parents took part"), mark("Whether the parents took part.")),
    "child_heard": Said(mark("Child heard"), mark("Whether the child was heard.")),
    "child_not_heard": Said(mark("Why not heard"), mark("Why the child was not heard.")),
    "follow_up.outcome": Said(mark("Outcome"), mark("What came of it.")),
    "next_on": Said(mark("Next on"), mark("The day agreed for the next time.")),
    "note": Said(mark("Note"), mark("A short note; no child's name.")),
    "grant.on": Said(mark("On"), mark("The day of the bill, or of the cash.")),
    "grant.amount": Said(mark("Amount"), mark("The amount in kroner.")),
    "grant.decision": Said(mark("Decision"), mark("The reference of the decision.")),
    "grant.purpose": Said(mark("Purpose"), mark("What it is for; no child's name.")),
    "supplier": Said(mark("Supplier"), mark("Who is paid.")),
    "bill": Said(mark("Bill"), mark("The number of the bill.")),
    "cash": Said(mark("Cash"), mark("Whether it is paid to the family, not to a supplier.")),
    "cash_reason": Said(mark("Why cash"), mark("Why it is paid to the family.")),
    "paid_on": Said(mark("Paid on"), mark("The day it was paid.")),
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
    # a network
    "resource_home": Said(mark("Resource home"), mark("The home of the resource family, to be approved as one.")),
    "started_on": Said(mark("Started on"), mark("The first day the network runs.")),
    "network.ended_on": Said(
        mark("Ended on"), mark("The last day the network runs (bvt network end ends its pay too).")
    ),
    "contacts": Said(
        mark("Contact persons"), mark("An employee who shares the guidance; those given replace those known.")
    ),
    "confidentiality_on": Said(
        mark("Confidentiality declaration"), mark("The day the group's confidentiality declaration was signed.")
    ),
    "talk_every_days": Said(mark("Days between talks"), mark("How many days there may be between talks, from a day.")),
    "days": Said(mark("Days"), mark("How many days.")),
    "gatherings_agreed": Said(mark("Gatherings agreed on"), mark("How many gatherings are agreed on for a year.")),
    "year": Said(mark("Year"), mark("The calendar year.")),
    "number": Said(mark("Number"), mark("How many.")),
    "members": Said(mark("Foster homes"), mark("The foster homes of the network.")),
    "members.from": Said(mark("From"), mark("The first day in the network.")),
    "members.to": Said(mark("To"), mark("The last day in the network.")),
    "consents": Said(mark("Consents"), mark("The consents of children to the family taking part.")),
    "consents.withdrawn_on": Said(mark("Withdrawn on"), mark("The first day the consent no longer counts.")),
    "gatherings": Said(mark("Gatherings"), mark("The gatherings of the network.")),
    "gatherings.on": Said(mark("On"), mark("The day of the gathering.")),
    "gatherings.kind": Said(
        mark("Kind"), mark("What kind of gathering it was; those at Christmas and in summer are refunded.")
    ),
    "title": Said(mark("What it was"), mark("What was done, in a few words.")),
    "homes": Said(mark("Who came"), mark("A foster home that came; those given replace those known.")),
    "went": Said(mark("How it went"), mark("How it was, in the resource family's words; no child's name.")),
    "cost": Said(mark("Cost"), mark("What it cost, in kroner.")),
    "gatherings.receipt": Said(mark("Receipt"), mark("The number of the receipt for what it cost.")),
    "gatherings.approved_by": Said(
        mark("Approved by"), mark("Who approved the refund; left out, nothing is refunded.")
    ),
    "talks": Said(mark("Talks"), mark("The talks with the resource family.")),
    "family_contacts": Said(mark("Contact with families"), mark("About how often there was contact with each family.")),
    "count": Said(mark("Number of times"), mark("About how many times there was contact (1 if left out).")),
    "experiences": Said(mark("Experiences"), mark("The experiences of each half-year.")),
    "half": Said(mark("Half-year"), mark("The half-year, such as 2025H1.")),
    "experiences.text": Said(mark("In general"), mark("The resource family's own short text; no child's name.")),
    "delivered_on": Said(mark("Delivered on"), mark("The day the experiences were delivered.")),
    # a family council
    "referred_on": Said(mark("Referred on"), mark("The day the service referred the child; a command takes today.")),
    "referred_by": Said(
        mark("Referred by"), mark("Who in the service referred the child; a command takes whoever gives it.")
    ),
    "wish": Said(mark("Wish for a council"), mark("Whether the family wishes a council.")),
    "acute": Said(mark("Acute"), mark("Whether it is acute, so that Bufetat answers in 24 hours.")),
    "council.answered_on": Said(mark("Bufetat answered on"), mark("The day Bufetat answered the request.")),
    "answered_on": Said(mark("Answered on"), mark("The day of the answer; a command takes today.")),
    "decided_on": Said(mark("Decided on"), mark("The day of the decision.")),
    "council.decided_on": Said(
        mark("Decided on"), mark("The day the council was decided on; left out, the day Bufetat answered.")
    ),
    "coordinator": Said(mark("Coordinator"), mark("Who coordinates the council.")),
    "council.language": Said(mark("Language"), mark("What languages the family speaks, and whether to interpret.")),
    "culture": Said(mark("Culture"), mark("What is to be known of the family's culture and faith.")),
    "child_wants": Said(mark("The child wants a council"), mark("Whether the child itself wants a council.")),
    "child_asked_on": Said(mark("Child asked on"), mark("The day the child was asked; a command takes today.")),
    "child_says": Said(mark("The child says"), mark("What the child itself says of it.")),
    "child_met": Said(mark("How the child is met"), mark("How a child that does not want a council is met.")),
    "other_parent_blank": Said(
        mark("Other parent's family left out"), mark("Why nobody of the other parent's family is on the map.")
    ),
    "closed_on": Said(mark("Closed on"), mark("The day the council was closed; a command takes today.")),
    "outcome": Said(mark("Outcome"), mark("What came of the council.")),
    "closing_reason": Said(mark("Why it was closed"), mark("Why it was closed, unless a family was found.")),
    "council.consents": Said(mark("Consents"), mark("Consents of the parents, and of a child that is old enough.")),
    "consents.role": Said(mark("Who"), mark("Whose consent it is.")),
    "consents.on": Said(mark("On"), mark("The day of the consent.")),
    "withdrawn_on": Said(mark("Withdrawn on"), mark("The first day the consent no longer counts.")),
    "exempt": Said(mark("Done without"), mark("Why the consent of this parent is not needed.")),
    "council.steps": Said(mark("Steps"), mark("The ten steps after the referral, each done or skipped.")),
    "skipped": Said(mark("Skipped"), mark("Whether the step was skipped.")),
    "map": Said(mark("Network map"), mark("Adults of the child's private network, by category.")),
    "map.number": Said(mark("No."), mark("The number on the map.")),
    "category": Said(mark("Category"), mark("Which part of the network somebody belongs to.")),
    "map.name": Said(mark("Name"), mark("The name of an adult; never a child's.")),
    "relation": Said(mark("Relation"), mark("How they are related to the child.")),
    "invited_on": Said(mark("Invited on"), mark("The day they were invited.")),
    "not_invited": Said(mark("Not to be invited"), mark("Those on the map whom the child does not want invited.")),
    "mapped": Said(mark("Number on the map"), mark("The number of somebody on the map.")),
    "not_invited.on": Said(mark("On"), mark("The day the child said so; a command takes today.")),
    "why": Said(mark("Why"), mark("Why the child does not want them invited.")),
    "resolved_on": Said(mark("Resolved on"), mark("The day it was met or resolved.")),
    "resolution": Said(mark("How it was resolved"), mark("How it was met or resolved.")),
    "plan": Said(mark("The family's plan"), mark("The numbered proposals of the family's plan.")),
    "plan.number": Said(mark("No."), mark("The number of the proposal.")),
    "proposal": Said(mark("Proposal"), mark("What the family proposes; no child's name.")),
    "families": Said(mark("Proposed families"), mark("The families the council proposes, and what became of each.")),
    "families.number": Said(mark("No."), mark("The number of the proposed family.")),
    "families.name": Said(mark("Name"), mark("The name of the family.")),
    "families.contact": Said(mark("Contact"), mark("How the family is reached.")),
    "answer": Said(mark("Answer"), mark("What the family answers.")),
    "information_sent_on": Said(
        mark("Self-information sent on"), mark("The day the self-information was sent to the family.")
    ),
    "information_returned_on": Said(
        mark("Self-information returned on"), mark("The day the family returned its self-information.")
    ),
    "matching": Said(mark("Matching"), mark("How the family and the child would fit.")),
    "decision": Said(mark("The service's decision"), mark("What the service decides about the family.")),
    "families.reason": Said(mark("Reason"), mark("Why the service decided so.")),
    "intake_on": Said(mark("Intake made contact on"), mark("The day intake made contact with the family.")),
    "families.home": Said(mark("Home"), mark("The ref of the home the family became.")),
    "interviews": Said(mark("Interviews"), mark("Interviews and attachment talks with the families.")),
    "family": Said(mark("Family"), mark("The number of the proposed family.")),
    "interviews.kind": Said(mark("Kind"), mark("An interview or an attachment talk.")),
    "notes": Said(mark("Notes"), mark("Notes from it.")),
    # what is paid beside the rates
    "outlays": Said(mark("Outlays"), mark("What homes have laid out, against receipts.")),
    "drives": Said(mark("Driving"), mark("What homes have driven.")),
    "supplements": Said(mark("Supplements"), mark("Extra pay by decision.")),
    "outlay.on": Said(mark("On"), mark("The day of the receipt.")),
    "drive.on": Said(mark("On"), mark("The day of the drive.")),
    "receipt": Said(mark("Receipt"), mark("The number of the receipt.")),
    "amount": Said(mark("Amount"), mark("The amount in kroner.")),
    "supplement.amount": Said(mark("Amount a month"), mark("The amount in kroner for each month.")),
    "km": Said(mark("Kilometres"), mark("How many kilometres.")),
    "supplement.from": Said(mark("From"), mark("The first month.")),
    "supplement.to": Said(mark("To"), mark("The last month.")),
    "supplement.decision": Said(mark("Decision"), mark("The reference of the decision; without one nothing is paid.")),
    "taxable": Said(mark("Taxable"), mark("Whether it is taxable as pay (as if left out).")),
    "purpose": Said(mark("Purpose"), mark("What it was for; no child's name.")),
    "approved_by": Said(mark("Approved by"), mark("Who approved it; left out, it is not paid.")),
    "registered_on": Said(mark("Registered on"), mark("The day it was registered.")),
    "withdrawn": Said(mark("Withdrawn"), mark("When and why it was withdrawn; it is not paid.")),
    "withdrawn.on": Said(mark("On"), mark("The day it was withdrawn.")),
    "withdrawn.reason": Said(mark("Reason"), mark("Why it was withdrawn.")),
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


def called(path: str, owner: str) -> Text | str:
    """What a key of a thing is called, and of one in a list or group (`persons.name`) also of what it is a key.

    A key that no word is kept for goes by its own name.
    """
    outer, _, key = path.rpartition(".")
    try:
        label = said(key, outer or owner).label
        group = said(outer, owner).label if outer else None
    except KeyError:
        return path
    return Text(label) if group is None else text("{key} ({group})", key=Text(label), group=Text(group))
