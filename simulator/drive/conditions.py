"""The network's condition: faults on demand, whether anything moves, which webhooks failed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.drive.requests import network_of, number_in_query, read
from simulator.faults import FaultPlan


async def set_faults(request: Request) -> Response:
    """POST /faults: the fields given take force, the others stay."""
    faults = network_of(request).faults
    faults.set(await read(request, FaultPlan))
    return JSONResponse(faults.plan.model_dump(mode="json"))


async def show_faults(request: Request) -> Response:
    """GET /faults: what is in force, with what is left of counted faults."""
    return JSONResponse(network_of(request).faults.plan.model_dump(mode="json"))


async def clear_faults(request: Request) -> Response:
    """DELETE /faults: a network that works."""
    network_of(request).faults.clear()
    return Response(status_code=204)


async def idle(request: Request) -> Response:
    """GET /idle?timeout=10&settle_ms=400&answer_ms=5000: wait until nothing moves.

    A text that the coach took and has not answered counts as moving for `answer_ms`.
    """
    activity = network_of(request).activity
    is_idle = await activity.wait_until_idle(
        within=number_in_query(request, "timeout", default=10),
        settle=number_in_query(request, "settle_ms", default=400) / 1000,
        answer=number_in_query(request, "answer_ms", default=5000) / 1000,
    )
    if is_idle:
        return JSONResponse({"idle": True})
    return JSONResponse(
        {
            "idle": False,
            "error": "something still moves; ask again with a longer timeout",
        },
        status_code=408,
    )


async def webhook_errors(request: Request) -> Response:
    """GET /debug/webhooks: what went wrong on the way to the coach, newest last."""
    return JSONResponse(list(network_of(request).wire.errors))
