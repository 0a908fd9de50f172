"""Whether a password is good enough for the console. Asked whenever one is set.

Source: OWASP ASVS 5.0, V6.2: length counts, composition does not, and what everybody guesses is refused.
"""

from __future__ import annotations

SHORTEST, LONGEST = 12, 256

# The start or the whole of what attackers try first and what is twelve characters or longer.
_COMMON = (
    "password", "passw0rd", "p@ssw0rd", "123456789012", "1234567890", "0987654321", "qwertyuiop",
    "qwerty123456", "1q2w3e4r5t6y", "1qaz2wsx3edc", "abcdefghijkl", "abcd12345678", "iloveyou",
    "letmeinletmein", "welcomewelcome", "welcome12345", "administrator", "admin1234567",
    "changeme", "sunshine1234", "liverpool123", "manchester12", "trustno1trustno1",
    "correcthorsebatterystaple", "backpain", "ringback", "clinician",
)  # fmt: skip
# A common word with this little added is still that word.
_ADDED = 5


def problem(password: str, *, username: str) -> str | None:
    """Why a password may not be used, in a sentence for whoever chose it; None when it may."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Four words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    plain = password.casefold()
    if _guessed(plain) or len(set(plain)) < 4 or username.casefold() in plain:
        return "This password is easy to guess. Choose another, for example four words in a row."
    return None


def _guessed(plain: str) -> bool:
    return any(
        plain.startswith(word) and len(plain.removeprefix(word).replace(word, "")) <= _ADDED
        for word in _COMMON
    )
