"""Alembic migrations; run by `runtime.migrations.migrate`."""
