"""Triggers that keep an administrator post apart from every other post of the same official, on both databases.

The rule spans rows and days, so no check or unique constraint can hold it: two posts may follow each other, not overlap.
"""

from django.db import migrations

from jingzhun.audit.operations import OnSchema

APART = """
    SELECT 1 FROM accounts_post AS other
    WHERE other.official_id = NEW.official_id AND other.id <> NEW.id
      AND (NEW.role IN ('system_admin', 'security_admin', 'audit_admin')
           OR other.role IN ('system_admin', 'security_admin', 'audit_admin'))
      AND other.since < COALESCE(NEW.until, '9999-12-31') AND NEW.since < COALESCE(other.until, '9999-12-31')
"""
REFUSAL = "P-010 系统、安全、审计管理员不能兼任其他岗位"
SQLITE = (
    f"""CREATE TRIGGER accounts_administrators_apart_new AFTER INSERT ON accounts_post WHEN EXISTS ({APART})
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER accounts_administrators_apart_changed
        AFTER UPDATE OF official_id, role, since, until ON accounts_post WHEN EXISTS ({APART})
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
# The official's row is locked first, so that two transactions cannot each miss the other's post.
POSTGRES = (
    f"""CREATE FUNCTION accounts_administrators_apart() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          PERFORM 1 FROM accounts_official WHERE id = NEW.official_id FOR UPDATE;
          IF EXISTS ({APART}) THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
          RETURN NULL;
        END $$""",
    """CREATE TRIGGER accounts_administrators_apart AFTER INSERT OR UPDATE OF official_id, role, since, until ON accounts_post
       FOR EACH ROW EXECUTE FUNCTION accounts_administrators_apart()""",
)
UNDO_SQLITE = (
    "DROP TRIGGER accounts_administrators_apart_new",
    "DROP TRIGGER accounts_administrators_apart_changed",
)
UNDO_POSTGRES = (
    "DROP TRIGGER accounts_administrators_apart ON accounts_post",
    "DROP FUNCTION accounts_administrators_apart()",
)


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    for statement in UNDO_SQLITE if editor.connection.vendor == "sqlite" else UNDO_POSTGRES:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("accounts", "0002_one_administrator_post"),)
    operations = (OnSchema(forwards, backwards),)
