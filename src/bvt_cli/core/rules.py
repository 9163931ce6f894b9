"""The rules and settings that can be given a value from a day on: what each means, and what may be said."""

from typing import NamedTuple

from bvt_cli.core.texts import mark


class Rule(NamedTuple):
    """What may be said under a name: one of `choices`, or a whole number from `low` to `high` (in `unit`),

    or (`decimal`) an exact number in that range written as text, or (`many`) a list of choices.
    """

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    decimal: bool = False
    many: bool = False


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "age_change",
            mark("When a new age band begins to count."),
            choices=("month_after", "birthday_month", "birthday"),
        ),
        Rule(
            "provisional_months",
            mark("How many months past the cover of a KS table it may still pay, provisionally."),
            high=24,
            unit="months",
        ),
        Rule(
            "fixed_part_month",
            mark("How a besøkshjem with a fixed number of døgn is paid for a month that is not due whole."),
            choices=("stays_else_days", "by_days"),
        ),
        Rule(
            "besokshjem_days_per_month",
            mark("Døgn a month in a besøkshjem where the agreement says nothing else."),
            low=1,
            high=31,
            unit="days",
        ),
        Rule("share_liten", mark("Part of the KS rate paid to a small support family."), high=100, unit="percent"),
        Rule("share_medium", mark("Part of the KS rate paid to a medium support family."), high=100, unit="percent"),
        Rule("share_stor", mark("Part of the KS rate paid to a large support family."), high=100, unit="percent"),
        Rule(
            "one_ks_components",
            mark('What "1 KS" to a resource family holds.'),
            choices=("grunnstotte", "utgiftsdekning"),
            many=True,
        ),
        Rule(
            "one_ks_age",
            mark('The age whose band of the foster home rates "1 KS" is read from.'),
            high=17,
            unit="years",
        ),
        Rule(
            "gathering_refund",
            mark("Refund for each family in the network at the Christmas and the summer gathering, at most."),
            high=10_000,
            unit="kroner",
        ),
        Rule("network_homes_min", mark("Foster homes in a network, at least."), high=20),
        Rule("network_homes_max", mark("Foster homes in a network, at most."), low=1, high=20),
        Rule("network_gatherings", mark("Gatherings of a network a year, where no other number is agreed."), high=100),
        Rule(
            "network_talk_days",
            mark("Calendar days between the talks with a resource family, at most, where nothing else is agreed."),
            low=1,
            high=366,
        ),
        Rule("network_contacts", mark("Employees of the service who share the guidance of a network."), high=10),
        Rule(
            "network_consent_age",
            mark("The age from which a foster child itself consents to the family taking part in a network."),
            high=18,
            unit="years",
        ),
        Rule("network_joint_meetings", mark("Joint meetings of all resource families in a quarter."), high=10),
        Rule(
            "network_experiences_days",
            mark("Calendar days after the end of a half-year by which its experiences are to be delivered."),
            high=184,
        ),
        Rule("mileage", mark("Mileage allowance."), high=100, unit="kroner per km", decimal=True),
        Rule(
            "mileage_tax_free",
            mark("The part of the mileage allowance that is free of tax."),
            high=100,
            unit="kroner per km",
            decimal=True,
        ),
    )
}
