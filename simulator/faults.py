"""What the network does wrong, on demand. Set through POST /faults, asked at every step."""

import random
from collections import deque
from enum import StrEnum
from time import monotonic
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

Count = Annotated[int, Field(ge=0)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
ErrorCode = Annotated[int, Field(ge=10000, le=99999)]


class ReceiptOrder(StrEnum):
    """How receipts reach the coach."""

    IN_ORDER = "in_order"
    OUT_OF_ORDER = "out_of_order"  # the last one first
    DUPLICATED = "duplicated"  # each one twice
    NONE = "none"  # the message still moves on, but nobody is told


class HttpError(BaseModel):
    """Answer the next `times` REST requests whose path contains `path` with `status`."""

    model_config = ConfigDict(extra="forbid")

    status: Annotated[int, Field(ge=400, le=599)]
    times: Count = 1
    path: str = ""


class FaultPlan(BaseModel):
    """The body of POST /faults: every field optional, an unknown one refused."""

    model_config = ConfigDict(extra="forbid")

    duplicates: Count = 0
    delay_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    reorder: StrictBool = False
    webhook_drop: Annotated[float, Field(ge=0, le=1)] = 0.0
    http_errors: list[HttpError] = []
    error_codes: dict[PhoneNumber, ErrorCode] = {}
    rate_limit: Annotated[int, Field(ge=1)] | None = None
    receipts: ReceiptOrder = ReceiptOrder.IN_ORDER
    lost_responses: Count = 0


class Faults:
    """The plan in force, and what of it is used up."""

    def __init__(self) -> None:
        self.plan = FaultPlan()
        self._created: deque[float] = deque()

    def set(self, plan: FaultPlan) -> None:
        """Put the fields that were given in force; the others stay as they are."""
        given = {name: getattr(plan, name) for name in plan.model_fields_set}
        self.plan = self.plan.model_copy(update=given)

    def clear(self) -> None:
        """Back to a network that works."""
        self.plan = FaultPlan()

    def take_http_error(self, path: str) -> int | None:
        """Return the status to answer a REST request with, if one is planned; uses it up."""
        for error in self.plan.http_errors:
            if error.times and error.path in path:
                error.times -= 1
                return error.status
        return None

    def take_lost_response(self) -> bool:
        """Whether to drop the connection after accepting this message; uses it up."""
        if not self.plan.lost_responses:
            return False
        self.plan.lost_responses -= 1
        return True

    def drops_webhook(self) -> bool:
        """Whether this webhook gets lost on its way."""
        return bool(self.plan.webhook_drop) and random.random() < self.plan.webhook_drop  # noqa: S311

    def over_rate_limit(self) -> bool:
        """Whether one more creation exceeds the rate; counts it when it does not."""
        if self.plan.rate_limit is None:
            return False
        moment = monotonic()
        while self._created and self._created[0] <= moment - 1:
            self._created.popleft()
        if len(self._created) >= self.plan.rate_limit:
            return True
        self._created.append(moment)
        return False

    def refusal(self, phone: str) -> int | None:
        """Return the error code with which a text to this number is refused at once."""
        code = self.plan.error_codes.get(phone)
        return code if code is not None and code < 30000 else None

    def failure(self, phone: str) -> int | None:
        """Return the error code with which a text to this number fails later."""
        code = self.plan.error_codes.get(phone)
        return code if code is not None and code >= 30000 else None
