"""The migrations build what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from models.schema import METADATA


def test_migrations_build_exactly_the_models_tables(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})

        assert [
            difference
            for difference in compare_metadata(context, METADATA)
            if "alembic_version" not in repr(difference)
        ] == []
