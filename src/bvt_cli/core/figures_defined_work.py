"""What the numbers of døgn, follow-up, money, networks and family councils mean."""

from bvt_cli.core.figures import Chapter, Definition
from bvt_cli.core.texts import mark

DOGN = Chapter(
    "dogn",
    mark("Døgn in respite homes"),
    (
        Definition(
            "dogn.agreed",
            mark("Døgn agreed"),
            mark("Agreed"),
            mark(
                "Døgn a month by the agreements, over the months in force in the period; where the agreement says"
                " nothing, the setting besokshjem_days_per_month. Of a month in force for some days its part by days,"
                " rounded to whole døgn. Homes under SGS 1030 count too."
            ),
            "dogn",
        ),
        Definition(
            "dogn.used",
            mark("Døgn used of these"),
            mark("Used of these"),
            mark(
                "Døgn of the stays that took place under the same agreements in the period, first and last day"
                " included. Cancelled stays do not count, whether paid or not, nor do extra stays."
            ),
            "dogn",
        ),
        Definition(
            "dogn.extra",
            mark("Døgn of extra stays"),
            mark("Extra stays"),
            mark("Døgn of stays recorded as extra that took place in the period."),
            "dogn",
        ),
        Definition(
            "dogn.without_number",
            mark("Døgn used where no number is agreed"),
            mark("No number agreed"),
            mark("Døgn of ordinary stays under agreements paid by days stayed that name no number a month."),
            "dogn",
        ),
    ),
)
FOLLOW_UP = Chapter(
    "follow_up",
    mark("Follow-up"),
    (
        Definition(
            "follow_up.due",
            mark("Follow-up due in the period"),
            mark("Number due"),
            mark(
                "Evaluations, visits and supervision that the rules, or the agreement, ask for, and that fall due in"
                " the period: counted from the day the agreement began, an evaluation with every whole interval, and"
                " visits and supervision by days, so many a year, rounded down to whole ones. The months and halves of"
                " a year add up to the year. How many, and of which measures, are settings (evaluation_months,"
                " foster_home_visits, ...)."
            ),
            by=("what",),
        ),
        Definition(
            "follow_up.done",
            mark("Follow-up done in the period"),
            mark("Number done"),
            mark("Those recorded in the same days under the same agreements, also beyond what was due."),
            by=("what",),
        ),
        Definition(
            "follow_up.agreements",
            mark("Agreements with follow-up due in the period"),
            mark("Agreements"),
            mark("Agreements for which at least one was due."),
            by=("what",),
        ),
        Definition(
            "follow_up.met",
            mark("Agreements followed up as due"),
            mark("As due"),
            mark("Of these, those with at least as many done as due."),
            by=("what",),
        ),
        Definition(
            "follow_up.lacking",
            mark("Agreements that lack follow-up"),
            mark("Lacking"),
            mark("Of these, those with fewer done than due."),
            by=("what",),
        ),
    ),
)
COST = Chapter(
    "cost",
    mark("Cost"),
    (
        Definition(
            "cost.measure",
            mark("Cost by measure and component, in kroner"),
            mark("Kroner"),
            mark(
                "The posted lines of the runs of the months in the period, corrections and reversals included, whatever"
                " month they pay for. Employer's contribution is not in it, nor is financial support. Behind an amount"
                " are the homes that were paid."
            ),
            "kroner",
            ("measure", "component"),
        ),
        Definition(
            "cost.measure_function",
            mark("Cost by measure and KOSTRA function, in kroner"),
            mark("Kroner"),
            mark("The same lines by the function of the agreement, 251 or 252, as its legal basis stands now."),
            "kroner",
            ("measure", "function"),
        ),
        Definition(
            "cost.function",
            mark("Cost by KOSTRA function and art, in kroner"),
            mark("Kroner"),
            mark(
                "The same lines by function and art. The art is the one in force in the month of the run, by"
                " payroll.yaml; lines without one stand apart."
            ),
            "kroner",
            ("function", "art"),
        ),
    ),
)
GRANTS = Chapter(
    "grants",
    mark("Financial support (4.4)"),
    (
        Definition(
            "grants.number",
            mark("Grants paid in the period"),
            mark("Grants"),
            mark("Grants with the day they were paid in the period, to a supplier against a bill, or as cash; those"
                 " withdrawn do not count."),
            by=("way",),
        ),
        Definition(
            "grants.amount",
            mark("Amount of grants paid in the period, in kroner"),
            mark("Kroner"),
            mark("The amounts of the same grants."),
            "kroner",
            ("way",),
        ),
        Definition(
            "grants.children",
            mark("Children who got financial support in the period"),
            mark("Children"),
            mark("Children with at least one of these grants, each once."),
        ),
    ),
)  # fmt: skip
NETWORKS = Chapter(
    "networks",
    mark("Networks of resource families"),
    (
        Definition(
            "networks.running",
            mark("Networks on the last day"),
            mark("Number"),
            mark("Networks that have begun and have not ended."),
        ),
        Definition(
            "networks.homes",
            mark("Homes in networks on the last day"),
            mark("Number"),
            mark("Member homes and resource families of these networks, each once."),
        ),
        Definition(
            "networks.gatherings",
            mark("Gatherings in the period"),
            mark("Number"),
            mark("Gatherings of all networks, those at Christmas and in summer included."),
        ),
        Definition(
            "networks.talks",
            mark("Guidance talks in the period"),
            mark("Number"),
            mark("Talks of the service with resource families."),
        ),
        Definition(
            "networks.joint_meetings",
            mark("Joint meetings in the period"),
            mark("Number"),
            mark("Meetings of all resource families."),
        ),
    ),
)
COUNCILS = Chapter(
    "councils",
    mark("Family councils (6.1)"),
    (
        Definition(
            "councils.referred",
            mark("Family councils referred in the period"),
            mark("Number"),
            mark("Family councils with the day of the referral in the period."),
        ),
        Definition(
            "councils.answered",
            mark("Requests answered by Bufetat in the period"),
            mark("Number"),
            mark("Family councils with the day of Bufetat's answer in the period."),
        ),
        Definition(
            "councils.answered_in_time",
            mark("Requests answered in time"),
            mark("Number"),
            mark(
                "Of these, those answered within the working days of the setting council_answer_days (acute:"
                " council_answer_hours_acute) from the referral."
            ),
        ),
        Definition(
            "councils.answered_late",
            mark("Requests answered later than that"),
            mark("Number"),
            mark("Of these, those answered later."),
        ),
        Definition(
            "councils.met",
            mark("Family councils that met in the period"),
            mark("Number"),
            mark("Family councils whose meeting was held in the period."),
        ),
        Definition(
            "councils.closed",
            mark("Family councils closed in the period"),
            mark("Number"),
            mark("Family councils with the day they were closed in the period, whatever came of them."),
        ),
        Definition(
            "councils.running",
            mark("Family councils that run on the last day"),
            mark("Number"),
            mark("Family councils referred and not closed by the end of the last day."),
        ),
    ),
)
