"""Who is in the demo's small clinic."""

from __future__ import annotations

from models.enums import Role

# Ofcom keeps these numbers for drama: they reach nobody.
CLINICIAN = "+447700900201"
TEAM = [
    ("diaz", "Dr Diaz", Role.CLINICIAN, CLINICIAN),
    ("sam", "Sam Okafor", Role.STAFF, None),
    ("admin", "Ada Admin", Role.ADMIN, None),
]
# (number, name, weeks since joining, activity, amount, days a week)
PATIENTS = [
    ("+447700900101", "Ana", 0, "walking", "10 minutes", 3),
    ("+447700900102", "Ben", 2, "back exercises", "15 minutes", 4),
    ("+447700900103", "Cleo", 5, "swimming", "20 minutes", 2),
]

# Labels for the simulator's phones.
PHONES = {
    "+447700900123": "A new patient",
    **{number: f"{name}, a patient" for number, name, *_ in PATIENTS},
    CLINICIAN: "Dr Diaz, the clinician on call",
}
