"""Characters that no name or sentence needs, and that could mislead whoever reads it.

Pieces of regular expressions, to be put between `[` and `]`; but for PILED.
"""

CONTROLS = r"\x00-\x1f\x7f-\x9f"
"""C0, DEL and C1: they steer terminals, and end lines where none ends."""
TURNING = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""What turns the reading direction, and the line ends of Unicode."""
UNSEEN = r"\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
"""What takes no place, so that two names look the same that are not."""
BLANK = r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0"
"""What is a letter or a sign and shows nothing by itself; among others some of them are needed."""
SURROGATES = r"\ud800-\udfff"
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    r"\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Marks above and below a letter; piled up they cover the lines around it."""
MOST_MARKS = 4
PILED = rf"(?<=[{MARKS}]{{{MOST_MARKS + 1}}})"
"""Behind one mark too many on a letter: more than any language has. A pattern of its own, not a piece of one."""
