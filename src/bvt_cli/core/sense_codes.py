"""The codes of the sense checks, in the order they are told."""

CHECKS = (
    "two_homes",
    "two_stays",
    "relief_in_foster_home",
    "liten_with_stays",
    "medium_over_6",
    "stor_under_6",
    "stor_over_14",
    "over_half_month",
    "no_sign_of_life",
)
"""Those that a municipality may let stop pay."""
OVERLAP = "overlap"
"""The contract's own note on two agreements of one child and measure: told beside the checks, and never stops pay."""
