"""From any earlier version to this one, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError

from etika_widgets.errors import StoreError
from etika_widgets.storage import open_store
from etika_widgets.storage.migrations import MIGRATIONS, RECORDS, Migration, migrate
from etika_widgets.storage.tables import metadata

EXTRA = Migration(name="900_extra", statements=("CREATE TABLE extra (x TEXT)", "INSERT INTO extra VALUES ('satu')"))
BROKEN = Migration(name="901_broken", statements=("CREATE TABLE half (x TEXT)", "INSERT INTO nowhere VALUES (1)"))
ALIKE = {"DOUBLE": "REAL", "DOUBLE_PRECISION": "REAL"}  # one type by several names


def records(store) -> list[str]:
    with store._reading() as connection:
        return sorted(connection.exec_driver_sql(f"SELECT name FROM {RECORDS.name}").scalars())


def table_names(store) -> set[str]:
    with store._reading() as connection:
        return set(inspect(connection).get_table_names())


def shape(connection) -> dict[str, object]:
    """Return what matters of a schema, table by table."""
    inspector = inspect(connection)
    return {
        name: {
            "columns": [(one["name"], one["nullable"], str(one["type"])) for one in inspector.get_columns(name)],
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "refers": [
                (one["constrained_columns"], one["referred_table"], one["options"])
                for one in inspector.get_foreign_keys(name)
            ],
            "indexes": [(one["name"], one["column_names"]) for one in inspector.get_indexes(name)],
        }
        for name in inspector.get_table_names()
        if name != RECORDS.name
    }


def test_migrations_make_exactly_the_tables_that_the_code_uses(store, request):
    url = "sqlite://"
    if store.url.startswith("postgresql"):
        url = request.getfixturevalue("new_database")().replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.connect() as connection:
        metadata.create_all(connection)
        expected = shape(connection)
    engine.dispose()

    with store._reading() as connection:
        made = shape(connection)

    for table in (*expected.values(), *made.values()):
        table["columns"] = [(name, null, ALIKE.get(kind, kind)) for name, null, kind in table["columns"]]
    made["events"]["columns"][0] = expected["events"]["columns"][0]  # each database has its own kind of row number
    assert made == expected


def test_whatever_carries_a_class_code_is_deleted_with_the_class():
    followers = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name == "classes" and key.ondelete == "CASCADE" for key in table.foreign_keys)
    }

    assert followers == {table.name for table in metadata.tables.values() if "code" in table.c} - {"classes"}


def test_released_migrations_are_recorded_in_order(store):
    names = [migration.name for migration in MIGRATIONS]

    assert names == sorted(names)
    assert records(store) == names


def test_a_new_migration_runs_once_and_keeps_the_data(store, samples):
    row = samples.create(store)

    for _ in range(2):
        migrate(store._reading, store._writing, [*MIGRATIONS, EXTRA])

    assert records(store) == [*(migration.name for migration in MIGRATIONS), "900_extra"]
    with store._reading() as connection:
        assert connection.exec_driver_sql("SELECT x FROM extra").scalars().all() == ["satu"]
    assert store.classes() == [row]


def test_a_failing_migration_leaves_neither_its_tables_nor_its_record_but_keeps_the_ones_before(store):
    before = table_names(store)

    with pytest.raises(DBAPIError, match="nowhere"):
        migrate(store._reading, store._writing, [*MIGRATIONS, EXTRA, BROKEN])

    assert table_names(store) == before | {"extra"}
    assert records(store) == [*(migration.name for migration in MIGRATIONS), "900_extra"]


def test_two_migrations_with_one_name_are_refused_before_anything_runs(store):
    with pytest.raises(ValueError, match="used twice: 900_extra"):
        migrate(store._reading, store._writing, [*MIGRATIONS, EXTRA, EXTRA])

    assert "extra" not in table_names(store)


def test_data_made_by_a_newer_version_is_refused_and_left_as_it_was(store, tmp_path):
    def content() -> bytes | None:
        file = tmp_path / "etika.sqlite3"
        return file.read_bytes() if file.exists() else None

    migrate(store._reading, store._writing, [*MIGRATIONS, EXTRA])
    tables = table_names(store)
    store.close()
    before = content()

    with pytest.raises(StoreError) as refused:
        open_store(store.url)

    assert str(refused.value) == (
        "Data ini dibuat oleh versi Etika Widgets yang lebih baru (900_extra). "
        "Perbarui Etika Widgets, atau pilih tempat data lain."
    )
    assert content() == before
    if before is None:
        assert table_names(store) == tables


def test_an_up_to_date_file_opens_while_another_process_writes(store, samples, child, open_again):
    row = samples.create(store)
    process = child("hold")
    assert process.stdout.readline() == "saved\n"

    assert open_again().classes() == [row]


def test_processes_that_open_a_new_store_at_once_all_succeed(child, open_again):
    children = [child("migrate") for _ in range(4)]
    assert [process.stdout.readline() for process in children] == ["ready\n"] * 4

    for process in children:
        process.stdin.write("go\n")
        process.stdin.flush()

    assert [process.wait(30) for process in children] == [0] * 4
    assert records(open_again()) == [one.name for one in MIGRATIONS]
