"""What the simulator is told by its environment. Read once, by `__main__`."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from simulator.numbers import is_e164


class SettingsError(Exception):
    """The environment is not usable; the text names the variable and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One simulated account with one number, and where its webhooks go."""

    account_sid: str
    auth_tokens: tuple[str, ...]
    clinic_number: str
    webhook_base: str = "http://127.0.0.1:8000"
    public_base: str = ""
    port: int = 8001
    people: Mapping[str, str] = field(default_factory=dict)
    # So many documents without anything for the phone to do are a loop.
    redirect_limit: int = 40

    def __post_init__(self) -> None:
        object.__setattr__(self, "webhook_base", self.webhook_base.rstrip("/"))
        public_base = self.public_base.rstrip("/") or self.webhook_base
        object.__setattr__(self, "public_base", public_base)

    @cached_property
    def credentials(self) -> frozenset[str]:
        """The Authorization headers that the REST API takes."""
        return frozenset(
            "Basic " + b64encode(f"{self.account_sid}:{token}".encode()).decode()
            for token in self.auth_tokens
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the variables. Raises SettingsError naming the first that is missing or wrong."""
        return cls(
            account_sid=_account_sid(environment),
            auth_tokens=_tokens(environment),
            clinic_number=_clinic_number(environment),
            webhook_base=environment.get("SIMULATOR_WEBHOOK_BASE") or "http://127.0.0.1:8000",
            public_base=environment.get("PUBLIC_BASE_URL", ""),
            port=_port(environment.get("SIMULATOR_PORT") or "8001"),
            people=_people(environment.get("SIMULATOR_PEOPLE") or "{}"),
        )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set; give it the value that the coach has")
    return value


def _account_sid(environment: Mapping[str, str]) -> str:
    sid = _required(environment, "TWILIO_ACCOUNT_SID")
    if not sid.startswith("AC"):
        raise SettingsError("TWILIO_ACCOUNT_SID must start with AC")
    return sid


def _tokens(environment: Mapping[str, str]) -> tuple[str, ...]:
    listed = _required(environment, "TWILIO_AUTH_TOKEN").split(",")
    return tuple(token.strip() for token in listed if token.strip())


def _clinic_number(environment: Mapping[str, str]) -> str:
    number = _required(environment, "TWILIO_FROM_NUMBER")
    if not is_e164(number):
        raise SettingsError("TWILIO_FROM_NUMBER must be written as +44...")
    return number


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError("SIMULATOR_PORT must be a number from 1 to 65535")
    return int(text)


def _people(text: str) -> dict[str, str]:
    try:
        people = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"SIMULATOR_PEOPLE is not JSON: {error}") from error
    if not isinstance(people, dict) or not all(is_e164(number) for number in people):
        raise SettingsError('SIMULATOR_PEOPLE must look like {"+447700900123": "Ana"}')
    return {number: str(label) for number, label in people.items()}
