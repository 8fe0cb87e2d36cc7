import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('mail', '0004_remove_owed_acknowledgements'),
        ('suggestions', '0004_fewer_checks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='note',
            options={'ordering': ['written_at', 'pk'], 'verbose_name': 'note au groupe', 'verbose_name_plural': 'notes au groupe'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='note',
            name='update_update',
        ),
        migrations.AddField(
            model_name='note',
            name='mail',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_note', to='mail.incomingmail', verbose_name='reçue par courriel'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "suggestions_noteevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='abb7144818acedb1df9ad2a83bb87ace8dadf1f0', operation='UPDATE', pgid='pgtrigger_update_update_0744d', table='suggestions_note', when='AFTER')),
        ),
    ]
