"""The telephone company: sending, calling, signatures, TwiML. Floor 2, and the only code that imports `twilio`."""

from telephony.carrier import Carrier, TwilioCarrier
from telephony.errors import DeliveryError

__all__ = ["Carrier", "DeliveryError", "TwilioCarrier"]
