"""Triggers that refuse UPDATE, DELETE and numbers already given, on both databases, and the first head row."""

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'L-001 日志只能追加，不能改动'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'L-001 日志只能追加，不能删除'); END""",
    # INSERT OR REPLACE deletes without the DELETE trigger: a number or hash already given is refused here.
    """CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
       WHEN NEW.number <= (SELECT number FROM audit_chainhead WHERE id = 1)
         OR EXISTS (SELECT 1 FROM audit_event WHERE number = NEW.number OR hash = NEW.hash)
       BEGIN SELECT RAISE(ABORT, 'L-001 日志只能追加，不能替换或补插'); END""",
)
POSTGRES = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'L-001 日志只能追加，不能改动或删除'; END $$""",
    """CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF NEW.number <= (SELECT number FROM audit_chainhead WHERE id = 1) THEN
           RAISE EXCEPTION 'L-001 日志只能追加，不能替换或补插';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_append()""",
)
UNDO_SQLITE = (
    "DROP TRIGGER audit_event_no_update",
    "DROP TRIGGER audit_event_no_delete",
    "DROP TRIGGER audit_event_no_replace",
)
UNDO_POSTGRES = (
    "DROP TRIGGER audit_event_append_only ON audit_event",
    "DROP TRIGGER audit_event_no_truncate ON audit_event",
    "DROP TRIGGER audit_event_no_replace ON audit_event",
    "DROP FUNCTION audit_refuse()",
    "DROP FUNCTION audit_append()",
)


def guard(editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def unguard(editor):
    for statement in UNDO_SQLITE if editor.connection.vendor == "sqlite" else UNDO_POSTGRES:
        editor.execute(statement)


def forwards(apps, editor):
    guard(editor)
    apps.get_model("audit", "ChainHead").objects.create(pk=1)


def backwards(apps, editor):
    unguard(editor)
    apps.get_model("audit", "ChainHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(forwards, backwards),)
