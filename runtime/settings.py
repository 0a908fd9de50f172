"""Every setting, read from the environment, `.env` or (in the demo) generated once, and validated at start."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """What the deployer decides. Documented field by field in .env.example."""

    model_config = SettingsConfigDict(extra="ignore", secrets_dir=None)

    ringback_env: Literal["demo", "production"] = "demo"
    ringback_var_dir: Path = ROOT / "var"
    database_url: SecretStr | None = None
    twilio_account_sid: str = Field(pattern=r"^AC[0-9a-zA-Z]{32}$")
    twilio_auth_token: SecretStr
    twilio_api_base_url: str | None = None
    twilio_from_number: str = Field(pattern=r"^\+[1-9]\d{6,14}$")
    public_base_url: str = Field(default="", pattern=r"^(https?://[^/\s]+)?$")
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_shared_secret: SecretStr
    actions_port: int = 5055
    encryption_keys: SecretStr
    gateway_port: int = 8000
    simulator_port: int = 8001
    console_port: int = 8002
    console_base_url: str | None = None

    @field_validator("encryption_keys")
    @classmethod
    def _fernet_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().split(","):
            try:
                Fernet(key.strip())
            except ValueError as error:
                raise ValueError("must be Fernet keys, comma-separated, newest first") from error
        return value

    @model_validator(mode="after")
    def _addresses(self) -> Settings:
        if self.demo:
            self.public_base_url = self.public_base_url or f"http://127.0.0.1:{self.gateway_port}"
            simulator = f"http://127.0.0.1:{self.simulator_port}"
            self.twilio_api_base_url = self.twilio_api_base_url or simulator
        elif not self.public_base_url.startswith("https://"):
            raise ValueError("PUBLIC_BASE_URL must be set and start with https:// in production")
        return self

    @property
    def demo(self) -> bool:
        """Whether this is the demo, with a simulated telephone and a clock that can be moved."""
        return self.ringback_env == "demo"

    @property
    def auth_tokens(self) -> list[str]:
        """Twilio auth tokens; the first one signs our requests, all of them are accepted."""
        return _split(self.twilio_auth_token)

    @property
    def keys(self) -> list[str]:
        """Encryption keys, newest first."""
        return _split(self.encryption_keys)

    @property
    def console_url(self) -> str:
        """Where a clinician opens the console; stands in pages."""
        return self.console_base_url or f"http://127.0.0.1:{self.console_port}"


def _split(value: SecretStr) -> list[str]:
    return [part.strip() for part in value.get_secret_value().split(",") if part.strip()]


def _demo_defaults(var: Path) -> Path:
    """Write the demo's generated secrets once and return their file."""
    file = var / "demo.env"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        lines = {
            "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "TWILIO_FROM_NUMBER": "+447700900000",
            "RASA_SHARED_SECRET": secrets.token_urlsafe(32),
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        }
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    return file


def _files() -> list[Path]:
    """Settings files, least important first."""
    files = [ROOT / ".env"]
    env = os.environ.get("RINGBACK_ENV") or dotenv_values(files[0]).get("RINGBACK_ENV") or "demo"
    if env == "demo":
        var = Path(os.environ.get("RINGBACK_VAR_DIR", ROOT / "var"))
        files.insert(0, _demo_defaults(var))
        os.environ.setdefault("RINGBACK_CLOCK_FILE", str(var / "clock"))
    return files


def _with_secret_files() -> None:
    """NAME_FILE=/path gives NAME, so that secrets need not stand in the environment."""
    for name in list(os.environ):
        if name.endswith("_FILE") and name[:-5].lower() in Settings.model_fields:
            os.environ.setdefault(name[:-5], Path(os.environ[name]).read_text().strip())


@functools.cache
def load() -> Settings:
    """The process's settings. Raises SettingsError that names each wrong setting and the remedy."""
    _with_secret_files()
    try:
        return Settings(_env_file=_files())  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = [
            f"{'.'.join(map(str, e['loc'])).upper() or 'settings'}: {e['msg']}"
            for e in error.errors()
        ]
        raise SettingsError(
            "Settings are missing or wrong (see .env.example):\n  " + "\n  ".join(wrong)
        ) from error
