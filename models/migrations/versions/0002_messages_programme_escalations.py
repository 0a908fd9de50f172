"""Create messages, the programme and escalations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, those first that others point to."""
    _barrier()
    _escalation()
    _flare_up_plan()
    _observation()
    _escalation_event()
    _flare_up()
    _goal()
    _inbound_message()
    _check_in()
    _outbound_message()
    _turn()
    _touchpoint()


def downgrade() -> None:
    """Drop them, in the other order."""
    for table in (
        "touchpoint",
        "turn",
        "outbound_message",
        "check_in",
        "inbound_message",
        "goal",
        "flare_up",
        "escalation_event",
        "observation",
        "flare_up_plan",
        "escalation",
        "barrier",
    ):
        op.drop_table(table)


def _barrier() -> None:
    op.create_table(
        "barrier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_barrier_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
    )
    op.create_index(op.f("ix_barrier_patient_id"), "barrier", ["patient_id"], unique=False)


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.String(32), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("categories", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("blocks_coaching", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("disposition", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["account.id"], name=op.f("fk_escalation_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_escalation_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_escalation_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(op.f("ix_escalation_patient_id"), "escalation", ["patient_id"], unique=False)
    op.create_index(
        "uq_escalation_open",
        "escalation",
        ["patient_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _flare_up_plan() -> None:
    op.create_table(
        "flare_up_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("helps", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_flare_up_plan_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flare_up_plan")),
        sa.UniqueConstraint(
            "patient_id", "version", name=op.f("uq_flare_up_plan_patient_id_version")
        ),
    )
    op.create_index(
        op.f("ix_flare_up_plan_patient_id"), "flare_up_plan", ["patient_id"], unique=False
    )


def _observation() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_observation_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_patient_id"), "observation", ["patient_id"], unique=False)


def _escalation_event() -> None:
    op.create_table(
        "escalation_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_escalation_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_event_escalation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_event")),
        sa.UniqueConstraint("seq", name=op.f("uq_escalation_event_seq")),
    )
    op.create_index(
        op.f("ix_escalation_event_escalation_id"),
        "escalation_event",
        ["escalation_id"],
        unique=False,
    )


def _flare_up() -> None:
    op.create_table(
        "flare_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_flare_up_patient_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["flare_up_plan.id"], name=op.f("fk_flare_up_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flare_up")),
    )
    op.create_index(op.f("ix_flare_up_patient_id"), "flare_up", ["patient_id"], unique=False)


def _goal() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.LargeBinary(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("when", sa.LargeBinary(), nullable=True),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_goal_episode_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_goal_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index(op.f("ix_goal_patient_id"), "goal", ["patient_id"], unique=False)
    op.create_index(
        "uq_goal_active",
        "goal",
        ["patient_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )


def _inbound_message() -> None:
    op.create_table(
        "inbound_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("provider_sid", sa.String(length=128), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("media_count", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.String(32), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_inbound_message_call_id")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_inbound_message_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_inbound_message_provider_sid")),
        sa.UniqueConstraint("seq", name=op.f("uq_inbound_message_seq")),
    )
    op.create_index(
        op.f("ix_inbound_message_call_id"), "inbound_message", ["call_id"], unique=False
    )
    op.create_index(
        op.f("ix_inbound_message_patient_id"), "inbound_message", ["patient_id"], unique=False
    )
    op.create_index(
        "ix_inbound_message_waiting",
        "inbound_message",
        ["patient_id", "seq"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("days_done", sa.Integer(), nullable=False),
        sa.Column("next_step", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_check_in_goal_id")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_check_in_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("goal_id", name=op.f("uq_check_in_goal_id")),
    )
    op.create_index(op.f("ix_check_in_patient_id"), "check_in", ["patient_id"], unique=False)


def _outbound_message() -> None:
    op.create_table(
        "outbound_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dedupe_key", sa.String(length=128), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("in_reply_to", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("content_keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim_token", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_sid", sa.String(length=64), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(32), nullable=True),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outbound_message_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["in_reply_to"], ["inbound_message.id"], name=op.f("fk_outbound_message_in_reply_to")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_outbound_message_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbound_message_dedupe_key")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_outbound_message_provider_sid")),
        sa.UniqueConstraint("seq", name=op.f("uq_outbound_message_seq")),
    )
    op.create_index(
        "ix_outbound_message_due",
        "outbound_message",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'sending')"),
    )
    op.create_index(
        op.f("ix_outbound_message_patient_id"), "outbound_message", ["patient_id"], unique=False
    )


def _turn() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("content_keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("fk_turn_inbound_id")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_turn_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index(op.f("ix_turn_inbound_id"), "turn", ["inbound_id"], unique=False)
    op.create_index(op.f("ix_turn_patient_id"), "turn", ["patient_id"], unique=False)


def _touchpoint() -> None:
    op.create_table(
        "touchpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("outbound_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["outbound_id"], ["outbound_message.id"], name=op.f("fk_touchpoint_outbound_id")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_touchpoint_patient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
        sa.UniqueConstraint(
            "patient_id",
            "kind",
            "local_date",
            name=op.f("uq_touchpoint_patient_id_kind_local_date"),
        ),
    )
    op.create_index(
        "ix_touchpoint_due",
        "touchpoint",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'due'"),
    )
    op.create_index(op.f("ix_touchpoint_patient_id"), "touchpoint", ["patient_id"], unique=False)
