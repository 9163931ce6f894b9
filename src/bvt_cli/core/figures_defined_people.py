"""What the numbers of homes, applications and children mean."""

from bvt_cli.core.figures import Chapter, Definition
from bvt_cli.core.texts import mark

HOMES = Chapter(
    "homes",
    mark("Homes"),
    (
        Definition(
            "homes.status",
            mark("Homes by kind and status on the last day"),
            mark("Homes"),
            mark(
                "Each home once, under the kind it applied as, by how it stood at the end of the last day; the first"
                " that holds counts. Ended: the home's last day has passed. Rejected, withdrew: the application was"
                " rejected or withdrawn by that day, and the home is not approved all the same. Paused: the day lies in"
                " a pause. Approved: an approval as any kind stands. Applied: none of these, so also a home whose"
                " approval was revoked. A home counts from its first recorded day."
            ),
            by=("kind", "status"),
        ),
        Definition(
            "homes.approved_as",
            mark("Homes approved as each kind on the last day"),
            mark("Approved as this"),
            mark(
                "Homes with an approval as the kind that stands on the last day and that have not ended. A home"
                " approved as several kinds is counted under each; pauses are not subtracted."
            ),
            by=("kind",),
        ),
        Definition(
            "homes.events",
            mark("What happened to homes in the period"),
            mark("Homes"),
            mark(
                "Homes, under the kind they applied as, with the day of it in the period. Applied: the application came"
                " in. Approved: the first approval, as any kind. Rejected, withdrew: the application. Ended: the home's"
                " last day."
            ),
            by=("kind", "event"),
        ),
    ),
)
APPLICATIONS = Chapter(
    "applications",
    mark("Applications"),
    (
        Definition(
            "applications.approved",
            mark("Homes approved in the period"),
            mark("Number"),
            mark("Homes whose first approval came in the period and whose day of application is recorded."),
        ),
        Definition(
            "applications.days_median",
            mark("Days from application to approval, median"),
            mark("Days"),
            mark(
                "Of the homes approved in the period: calendar days from the application to the first approval; half of"
                " the homes waited no longer. Of an even number of homes, halfway between the two in the middle."
            ),
            "days",
        ),
        Definition(
            "applications.days_longest",
            mark("Days from application to approval, longest"),
            mark("Days"),
            mark("The same for the home that waited longest."),
            "days",
        ),
        Definition(
            "applications.answered",
            mark("Applications answered in the period"),
            mark("Number"),
            mark(
                "Applications approved or rejected for the first time in the period, with the day of application"
                " recorded. An application that was withdrawn is not answered."
            ),
        ),
        Definition(
            "applications.answered_in_time",
            mark("Applications answered within the set time"),
            mark("Number"),
            mark(
                "Of these, those answered within as many calendar days as the setting application_answer_days says on"
                " the last day of the period."
            ),
        ),
        Definition(
            "applications.answered_late",
            mark("Applications answered later"),
            mark("Number"),
            mark("Of these, those answered later than that."),
        ),
        Definition(
            "applications.waiting",
            mark("Applications without an answer on the last day"),
            mark("Number"),
            mark("Applications neither approved, rejected nor withdrawn by the end of the last day."),
        ),
        Definition(
            "applications.waiting_in_time",
            mark("Applications without an answer, within the set time"),
            mark("Number"),
            mark("Of these, those that have not waited longer than the setting application_answer_days says."),
        ),
        Definition(
            "applications.waiting_late",
            mark("Applications without an answer, past the set time"),
            mark("Number"),
            mark("Of these, those that have waited longer."),
        ),
    ),
)
CHILDREN = Chapter(
    "children",
    mark("Children"),
    (
        Definition(
            "children.in_force",
            mark("Children by measure on the last day"),
            mark("On the last day"),
            mark(
                "Children with an agreement of the measure in force on the last day: begun, not past its last day or"
                " the home's, and the child under 18 unless it is aftercare. A child counts once in a measure, and in"
                " each measure it has; approval of the home is not asked for."
            ),
            by=("measure",),
        ),
        Definition(
            "children.started",
            mark("Children whose measure began in the period"),
            mark("Began in the period"),
            mark(
                "Children for whom a measure began in the period. A measure that goes on the day after in another home,"
                " or in another size, neither begins nor ends."
            ),
            by=("measure",),
        ),
        Definition(
            "children.ended",
            mark("Children whose measure ended in the period"),
            mark("Ended in the period"),
            mark(
                "Children for whom the last day of a measure lies in the period, by the same rule. Who ends on the very"
                " last day is counted here and among those on the last day."
            ),
            by=("measure",),
        ),
        Definition(
            "children.with_measure",
            mark("Children with at least one measure on the last day"),
            mark("Children"),
            mark("Each child once, however many measures it has."),
        ),
        Definition(
            "children.of_council",
            mark("Children in a foster home that their family council led to, on the last day (2.1)"),
            mark("Children"),
            mark(
                "Children in a foster home that a family council of the child led to. These homes are in the child's"
                " family and near network (code 2.1). Of other foster homes the register does not know it, so all are"
                " reported together as 2.1/2.2; the case system knows."
            ),
        ),
        Definition(
            "children.age",
            mark("Children by measure and age on the last day"),
            mark("Children"),
            mark("The same children by whole years of age on the last day; under any measure each child once."),
            by=("measure", "age"),
        ),
        Definition(
            "children.function",
            mark("Children by measure and KOSTRA function on the last day"),
            mark("Children"),
            mark(
                "The same children by function: 252 in a foster home, and where the legal basis of the agreement is a"
                " care order (chapter 5 of the Child Welfare Act, or § 4-12 of the act before it), else 251."
            ),
            by=("measure", "function"),
        ),
        Definition(
            "agreements.ended",
            mark("Agreements that ended in the period, by reason"),
            mark("Agreements"),
            mark(
                "Agreements of all measures whose own last day lies in the period, by the recorded reason, also those"
                " that were followed by another."
            ),
            by=("reason",),
        ),
    ),
)
