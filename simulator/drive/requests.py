"""What every driving view needs: the network, checked input, errors that name the remedy."""

import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.network import Network
from simulator.numbers import ANONYMOUS, is_e164

Model = TypeVar("Model", bound=BaseModel)


class DriveError(Exception):
    """A request that cannot be followed; the text names the field and the remedy."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class Body(BaseModel):
    """A JSON body of the driving API: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


def as_response(_request: Request, error: Exception) -> Response:
    """Starlette's handler for DriveError."""
    assert isinstance(error, DriveError)
    return JSONResponse({"error": str(error)}, status_code=error.status)


def network_of(request: Request) -> Network:
    """Return the network that this application serves."""
    network: Network = request.app.state.network
    return network


async def read(request: Request, model: type[Model]) -> Model:
    """Read the JSON body as `model`. Raises DriveError for anything else."""
    try:
        return model.model_validate(json.loads(await request.body() or b"{}"))
    except ValidationError as error:
        raise DriveError(_explain(error, model)) from error
    except ValueError as error:
        raise DriveError(f"the body is not JSON: {error}") from error


def _explain(error: ValidationError, model: type[BaseModel]) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown field; known are {', '.join(model.model_fields)}"
    return f"{where}: {first['msg']}"


def phone_of(request: Request, *, may_withhold: bool = False) -> str:
    """Read the phone in the path. A withheld number can place calls only."""
    phone: str = request.path_params["e164"].strip()
    if is_e164(phone) or (may_withhold and phone == ANONYMOUS):
        return phone
    extra = " or 'anonymous'" if may_withhold else ""
    raise DriveError(f"e164: '{phone}' is not a number; write it as +447700900123{extra}")


def number_in_query(request: Request, name: str, *, default: float) -> float:
    """Read a query parameter from 0 to 600 000. Raises DriveError."""
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise DriveError(f"{name}: '{text}' is not a number") from error
    if not 0 <= value <= 600_000:
        raise DriveError(f"{name}: must be 0 or more, and no more than 600000")
    return value
