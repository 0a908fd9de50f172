"""The simulator's environment."""

import pytest

from simulator.settings import Settings, SettingsError

GOOD = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "new, old",
    "TWILIO_FROM_NUMBER": "+441632960000",
}


def test_public_address_is_the_webhook_address_unless_given():
    settings = Settings.from_environment(GOOD | {"SIMULATOR_WEBHOOK_BASE": "http://127.0.0.1:9/"})

    assert (settings.public_base, settings.auth_tokens) == ("http://127.0.0.1:9", ("new", "old"))


def test_people_are_read_from_json():
    settings = Settings.from_environment(GOOD | {"SIMULATOR_PEOPLE": '{"+447700900101": "Ana"}'})

    assert settings.people == {"+447700900101": "Ana"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_ACCOUNT_SID", ""),
        ("TWILIO_ACCOUNT_SID", "SK1"),
        ("TWILIO_AUTH_TOKEN", ""),
        ("TWILIO_FROM_NUMBER", "01632 960000"),
        ("SIMULATOR_PORT", "many"),
        ("SIMULATOR_PEOPLE", "Ana"),
        ("SIMULATOR_PEOPLE", '{"Ana": "+447700900101"}'),
    ],
)
def test_bad_setting_is_named(name, value):
    with pytest.raises(SettingsError, match=f"^{name}"):
        Settings.from_environment(GOOD | {name: value})
