"""Numbers, TwiML and steps that the tests of calls share."""

CLINIC = "+441632960000"
ANA = "+447700900101"
DIAZ = "+447700900102"
VOICE = "/twilio/voice"
MENU = (
    '<Gather input="dtmf speech" numDigits="1" action="/twilio/voice/menu" '
    'actionOnEmptyResult="true"><Say>Press 1 for exercises</Say></Gather>'
)


def place(phones, phone=ANA):
    return phones.post(f"/phones/{phone}/calls")


def act(phones, call, verb, **body):
    return phones.post(f"/calls/{call['sid']}/{verb}", **body)


def ring(twilio, **extra):
    fields = {"to": DIAZ, "from_": CLINIC, "url": "https://coach.example.org/twilio/page", **extra}
    return twilio.calls.create(**fields)
