"""All tables in one place, for migrations and for whoever needs every model loaded."""

from models import accounts, escalations, messages, people, programme
from models.base import Base

METADATA = Base.metadata
__all__ = ["METADATA", "accounts", "escalations", "messages", "people", "programme"]
