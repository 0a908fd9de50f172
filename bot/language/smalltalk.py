"""A greeting or thanks must not hide what follows it: `hi, my back has gone again` is no greeting."""

from __future__ import annotations

import re

_NAME = r"(?: (?:there|all|ringback|love|pet|mate|doc|doctor|team|again|everyone))?"
_OPENING = re.compile(
    rf"^\W*(?:(?:hi+(?:ya)?|hello+|hey+|hullo|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|ay up|alright"
    rf"|dear ringback){_NAME}|(?:many )?thanks?(?: you)?(?: (?:so|very) much| a lot| for that| for your (?:help|message))?"
    rf"|thankyou|cheers|ta|ok(?:ay)?|right|cool|great|fine)\b[\s,.!:;-]*(?:but |and |so )?",
    re.IGNORECASE,
)


def without_opening(text: str) -> str:
    """Return the text without greetings and thanks at its start, or the whole when little else is left."""
    left = text
    for _ in range(3):
        shorter = _OPENING.sub("", left, count=1)
        if shorter == left:
            break
        left = shorter
    return left if len(left.split()) >= 3 else text
