"""Triggers that refuse UPDATE and DELETE on the log, on both databases, and the first head row."""

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'L-001 日志只能追加，不能改动'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'L-001 日志只能追加，不能删除'); END""",
)
POSTGRES = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'L-001 日志只能追加，不能改动或删除'; END $$""",
    """CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)
UNDO_SQLITE = ("DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete")
UNDO_POSTGRES = (
    "DROP TRIGGER audit_event_append_only ON audit_event",
    "DROP TRIGGER audit_event_no_truncate ON audit_event",
    "DROP FUNCTION audit_refuse()",
)


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)
    apps.get_model("audit", "ChainHead").objects.create(pk=1)


def backwards(apps, editor):
    apps.get_model("audit", "ChainHead").objects.all().delete()
    for statement in UNDO_SQLITE if editor.connection.vendor == "sqlite" else UNDO_POSTGRES:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(forwards, backwards),)
