"""X-Twilio-Signature as Twilio computes it. Used on every webhook that leaves.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha1


def sign(url: str, form: Mapping[str, str], *, token: str) -> str:
    """Sign the public URL, as configured, and the sorted form fields."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), text.encode(), sha1).digest()).decode()
