"""The phones' web page: a patient's and a clinician's phone side by side, driven by the script."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator.network import Network

WEB = Path(__file__).parent / "web"
_TEMPLATES = Environment(loader=FileSystemLoader(WEB), autoescape=True)


async def show(request: Request) -> Response:
    """GET /. The clinician's phone starts with the first person who is labelled so."""
    network: Network = request.app.state.network
    people = network.settings.people
    clinicians = [number for number, label in people.items() if "clinician" in label.lower()]
    patients = [number for number in people if number not in clinicians]
    html = _TEMPLATES.get_template("page.html").render(
        people=people,
        clinic_number=network.settings.clinic_number,
        phones=[
            {"name": "patient", "title": "Patient\u2019s phone", "number": (patients or [""])[0]},
            {
                "name": "clinician",
                "title": "Clinician\u2019s phone",
                "number": (clinicians or [""])[0],
            },
        ],
    )
    return HTMLResponse(html)
