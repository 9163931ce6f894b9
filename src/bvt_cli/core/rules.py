"""The rules and settings that can be given a value from a day on: what each means, and what may be said."""

from typing import NamedTuple

from bvt_cli.core.sense_codes import CHECKS
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
        Rule(
            "gathering_counts_resource_family",
            mark("Whether the resource family itself counts among the families of a refunded gathering."),
            choices=("yes", "no"),
        ),
        Rule(
            "stottefamilie_siblings",
            mark("Whether a support family is paid for each of several siblings, or once, for the highest rate."),
            choices=("each", "one"),
        ),
        Rule(
            "paid_afterwards",
            mark("The measures that are paid for the month before, not for the month itself."),
            choices=("besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"),
            many=True,
        ),
        Rule(
            "late_voucher_months",
            mark("Outlays and driving older than this when they are registered are told of."),
            high=60,
            unit="months",
        ),
        Rule(
            "four_eyes",
            mark("Whether a run must be authorised by somebody else than posted it before it is exported."),
            choices=("off", "on"),
        ),
        Rule(
            "statements_delivered",
            mark("Whether it is told which homes were not handed the statement of a month that was posted."),
            choices=("off", "on"),
        ),
        Rule(
            "backup_before_posting",
            mark("Whether the register is backed up before each posting."),
            choices=("off", "on"),
        ),
        Rule(
            "backups_kept",
            mark("How many of the backups made before postings are kept."),
            low=1,
            high=1000,
        ),
        Rule(
            "stottefamilie_medium_days_max",
            mark("Døgn a month in a medium support family, at most; more are told of."),
            high=31,
            unit="days",
        ),
        Rule(
            "stottefamilie_stor_days_min",
            mark("Døgn a month in a large support family, at least; fewer are told of."),
            high=31,
            unit="days",
        ),
        Rule(
            "stottefamilie_stor_days_max",
            mark("Døgn a month in a large support family, at most; more are told of."),
            high=31,
            unit="days",
        ),
        Rule(
            "foster_home_percent",
            mark("The part of a month that a child's measures together may take before it is told of a foster home."),
            high=100,
            unit="percent",
        ),
        Rule(
            "sign_of_life_months",
            mark("How long a home may be paid without a stay or another sign of life before it is told of."),
            low=1,
            high=60,
            unit="months",
        ),
        Rule(
            "checks_that_stop",
            mark("The sense checks that stop pay until they are accepted by name; the others are only told."),
            choices=CHECKS,
            many=True,
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
        Rule(
            "council_answer_days",
            mark("Working days in which Bufetat answers a request for a family council."),
            low=1,
            high=60,
            unit="working days",
        ),
        Rule(
            "council_answer_hours_acute",
            mark("Hours in which Bufetat answers when it is acute; they are reckoned as whole days."),
            low=1,
            high=240,
            unit="hours",
        ),
        Rule(
            "council_meeting_weeks_min",
            mark("Weeks from the decision to the meeting of a family council, at least."),
            high=52,
            unit="weeks",
        ),
        Rule(
            "council_meeting_weeks_max",
            mark("Weeks from the decision to the meeting of a family council, at most."),
            low=1,
            high=52,
            unit="weeks",
        ),
        Rule(
            "council_consent_age",
            mark("The age from which a child itself consents to a family council."),
            high=18,
            unit="years",
        ),
        Rule(
            "evaluated_measures",
            mark("The measures that need goals, a contact person, and evaluation at set intervals."),
            choices=("besokshjem", "stottefamilie", "fosterhjem"),
            many=True,
        ),
        Rule(
            "evaluation_months",
            mark("Months from one evaluation of a measure to the next, at most."),
            low=1,
            high=24,
            unit="months",
        ),
        Rule("foster_home_visits", mark("Visits of the service to a foster home a year."), low=1, high=12),
        Rule(
            "foster_home_visits_reduced",
            mark("Visits to a foster home a year, at least, where an agreement says fewer."),
            low=1,
            high=12,
        ),
        Rule("foster_home_supervision", mark("Supervision of a child in a foster home, times a year."), low=1, high=12),
        Rule(
            "foster_home_supervision_reduced",
            mark("Supervision of a child in a foster home a year, at least, where an agreement says fewer."),
            low=1,
            high=12,
        ),
        Rule(
            "supervision_consent_age",
            mark("The age from which a child can consent to less supervision in a foster home."),
            high=18,
            unit="years",
        ),
        Rule(
            "application_answer_days",
            mark("Calendar days in which the application of a home is answered."),
            low=1,
            high=730,
        ),
        Rule(
            "certificate_keep_days",
            mark("Calendar days after the decision by which a police certificate in hand is destroyed."),
            high=366,
        ),
        Rule(
            "register_code_stottefamilie",
            mark("The code in Barnevernsregisteret under which a support family is reported."),
            choices=("4.5", "4.99"),
        ),
        Rule(
            "retention_homes_years",
            mark("Years after a home was last in use until what is written about it is erased; 0: no time is set."),
            high=100,
            unit="years",
        ),
        Rule(
            "retention_children_years",
            mark("Years after a child's last measure until what is written about it is erased; 0: no time is set."),
            high=100,
            unit="years",
        ),
        Rule(
            "retention_networks_years",
            mark("Years after a network ended until what is written about it is erased; 0: no time is set."),
            high=100,
            unit="years",
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
