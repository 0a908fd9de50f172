"""The closed vocabularies of the programme; standard library only, for the screen needs no database."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """How urgent an escalation is, from the least to the most."""

    NONE = "none"
    ROUTINE = "routine"  # planned review within working days
    SOON = "soon"  # a clinician within days
    SAME_DAY = "same_day"  # a clinician today
    EMERGENCY = "emergency"  # 999 or A&E now

    @property
    def rank(self) -> int:
        """0 for none up to 4 for emergency."""
        return list(Tier).index(self)


class Category(StrEnum):
    """Kinds of red flag. Source: docs/clinical-safety/red-flags.md."""

    CAUDA_EQUINA = "cauda_equina"
    NEURO_DEFICIT = "neuro_deficit"
    FRACTURE = "fracture"
    MALIGNANCY = "malignancy"
    INFECTION = "infection"
    INFLAMMATORY = "inflammatory"
    VASCULAR = "vascular"
    VISCERAL = "visceral"
    PREGNANCY = "pregnancy"
    UNDER_16 = "under_16"
    MEDICATION_HARM = "medication_harm"
    MENTAL_HEALTH_CRISIS = "mental_health_crisis"
    SAFEGUARDING = "safeguarding"
    OTHER_EMERGENCY = "other_emergency"


class Channel(StrEnum):
    """How the talk goes."""

    SMS = "sms"
    VOICE = "voice"


class PatientStatus(StrEnum):
    """Where somebody stands with the programme."""

    UNKNOWN = "unknown"  # a number that wrote or rang; nothing agreed
    JOINING = "joining"  # asked to join, consent not complete
    ENROLLED = "enrolled"  # consented; coached
    DISCHARGED = "discharged"  # finished, or asked to leave


class InboundStatus(StrEnum):
    """What has become of an inbound message."""

    WAITING = "waiting"  # stored and screened; the coach owes an answer
    HANDLED = "handled"  # answered by the coach
    SETTLED = "settled"  # answered by the gateway itself: STOP, HELP, red flag, media
    FAILED = "failed"  # given up after several attempts; a person has been told


class OutboundStatus(StrEnum):
    """A message's status, as Twilio says it, plus our own first and last steps."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed by one sender, lease running
    SENT = "sent"  # accepted by the carrier
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"  # never sent: consent, staleness or an open escalation forbade it


FINAL_STATUSES = frozenset(
    {
        OutboundStatus.DELIVERED,
        OutboundStatus.UNDELIVERED,
        OutboundStatus.FAILED,
        OutboundStatus.CANCELLED,
    }
)


class Purpose(StrEnum):
    """Why something is sent; decides what the outbox checks before it goes."""

    SAFETY = "safety"  # red-flag advice: goes at any hour, also after STOP
    SERVICE = "service"  # STOP, HELP and the like: goes at any hour
    REPLY = "reply"  # the coach's answer to what the patient wrote: any hour, never over a flag
    INVITATION = "invitation"  # the consent question that staff set off: quiet hours
    COACHING = "coaching"  # started by the programme: quiet hours, consent, pause, staleness
    PAGE = "page"  # to a clinician


class FailureKind(StrEnum):
    """What a failed delivery calls for."""

    PERMANENT = "permanent"  # never again to this number
    TEMPORARY = "temporary"  # try again
    TECHNICAL = "technical"  # our fault: fix, then try again


class EscalationStatus(StrEnum):
    """The life of an escalation."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CONTACTED = "contacted"
    CLOSED = "closed"


class Disposition(StrEnum):
    """What a named human decided when closing an escalation."""

    CALLED_999 = "called_999"
    SENT_TO_AE = "sent_to_ae"
    NHS_111 = "nhs_111"
    GP_SAME_DAY = "gp_same_day"
    SPECIALIST = "specialist"
    CRISIS_TEAM = "crisis_team"
    SAFEGUARDING = "safeguarding"
    PHARMACIST_OR_GP = "pharmacist_or_gp"
    REASSESSED = "reassessed"
    ALREADY_IN_CARE = "already_in_care"
    ADVICE_GIVEN = "advice_given"
    FALSE_ALARM = "false_alarm"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"


class Role(StrEnum):
    """What an account may do in the console."""

    CLINICIAN = "clinician"
    STAFF = "staff"
    ADMIN = "admin"


class TouchpointKind(StrEnum):
    """What the programme owes a patient at a time."""

    CHECK_IN = "check_in"
    CHECK_IN_REMINDER = "check_in_reminder"  # once, when a check-in was not answered
    FLARE_FOLLOW_UP = "flare_follow_up"


class TouchpointStatus(StrEnum):
    """What has become of a touchpoint."""

    DUE = "due"
    QUEUED = "queued"  # its message stands in the outbox
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # too late to be kind


class GoalStatus(StrEnum):
    """A goal's life."""

    ACTIVE = "active"
    REVIEWED = "reviewed"
    REPLACED = "replaced"
