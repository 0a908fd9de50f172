"""Things that patients choose to do, in their own words. Used by the entity patterns."""

from __future__ import annotations

import re
from typing import Any, Iterator, Tuple

ROUTE = (
    r"(?:round|around) the (?:block|park|garden|estate|village|green)(?: once| twice)?"
    r"|to (?:the|our|my) (?:\w+ ){1,3}and back"
    r"|to the (?:end of the (?:road|street|lane|garden)|shops?|corner|post ?box|bus stop|park)"
    r"|up and down (?:the )?(?:stairs|road|garden|hall|landing)"
)
_PLACE = r"(?: the dogs?| our dog| my dog| the kids to school| on the treadmill| in the pool| in the garden| on the bike)?"
_ACTIVITY = re.compile(
    r"\b(?:"
    rf"(?:dog )?walk(?:ing|s|ies)?{_PLACE}"
    rf"|swim(?:ming|s)?{_PLACE}"
    r"|(?:exercise|static|stationary) bike|cycl(?:e|ing)|bike rides?|bik(?:e|ing)"
    r"|(?:potter(?:ing)? (?:about )?in the |light )?garden(?:ing)?|weeding|allotment|digging"
    r"|(?:back |hamstring |morning |gentle |my |some )?stretch(?:es|ing)?"
    r"|(?:back |physio |physiotherapy |chair |core |floor |leg |gentle |strengthening |home )?exercises?"
    r"|(?:chair )?yoga|pilates|tai chi|danc(?:e|ing)|zumba|gym|aqua ?(?:aerobics|fit|robics)|water aerobics|hydrotherapy"
    r"|(?:doing |climb(?:ing)? |going up )?(?:the )?stairs"
    r"|hoover(?:ing)?|vacuum(?:ing)?|housework|ironing|washing up|cooking|baking|shopping"
    r"|bowls|bowling|golf|jog(?:ging)?|running|row(?:ing)?|badminton|tennis|football|fishing|diy|knitting|weights"
    r"|squats|bridges|knee rolls|pelvic tilts?|cat[- ]cows?|sit[- ]to[- ]stands?|pull[- ]?downs"
    r"|play(?:ing)? with the (?:grand)?(?:kids|children)"
    r")\b"
)
_OWN_WORDS = re.compile(
    r"^(?:(?:um+|er+|erm+|well|oh|ok|okay|yes|yeah|maybe|perhaps|probably|possibly|hmm|right|so|just|please|hi|hello"
    r"|i think|i guess|i suppose|i reckon|i'd|i'll|i would|i will|i|want|wanna|would|will|like|love|prefer|rather|to|try|trying|going|gonna|go|be"
    r"|able|do|doing|start|get|back|some|a bit of|more|do more|let's|lets|can we|could we|we could|could|how about|what about"
    r"|for|my goal is|goal is|my goal)\b[\s,.]*)+"
)


def find(plain: str) -> Iterator[Tuple[str, int, int, Any]]:
    """Yield the first activity that a text names, as it is said."""
    match = _ACTIVITY.search(plain)
    if match:
        yield (
            "activity",
            match.start(),
            match.end(),
            match[0].removeprefix("my ").removeprefix("some "),
        )


def own_words(plain: str) -> str:
    """Return what is left of an answer without its opening: `I'd like to do some knitting` is `knitting`."""
    left = _OWN_WORDS.sub("", plain.strip()).strip(" .,!")
    return left or plain.strip(" .,!")
