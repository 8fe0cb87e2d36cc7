import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.history.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0006_closing_reasons_and_late_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name="Ground",
                fields=[],
                options={
                    "verbose_name": "critère d’une décision",
                    "verbose_name_plural": "critères des décisions",
                    "proxy": True,
                    "indexes": [],
                    "constraints": [],
                },
                bases=("suggestions.decision_criteria",),
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="message",
                name="insert_insert",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="message",
                name="update_update",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="message",
                name="delete_delete",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="opinion",
                name="insert_insert",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="opinion",
                name="update_update",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="opinion",
                name="delete_delete",
            ),
            migrations.AddField(
                model_name="message",
                name="reminded_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="rappelée le"),
            ),
            migrations.AddField(
                model_name="messageevent",
                name="reminded_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="rappelée le"),
            ),
            migrations.AddField(
                model_name="opinion",
                name="given_up_because",
                field=models.CharField(blank=True, max_length=500, verbose_name="pourquoi"),
            ),
            migrations.AddField(
                model_name="opinion",
                name="reminded_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="rappelé le"),
            ),
            migrations.AddField(
                model_name="opinionevent",
                name="given_up_because",
                field=models.CharField(blank=True, max_length=500, verbose_name="pourquoi"),
            ),
            migrations.AddField(
                model_name="opinionevent",
                name="reminded_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="rappelé le"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answer",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_as_decided_and_reread",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (NEW."published_at" IS NOT NULL AND OLD."published_at" IS NULL)',
                        func="\n                    IF NEW.reread_stamp\n                       <> left(encode(sha256(convert_to(NEW.verdict || chr(10) || NEW.text, 'UTF8')), 'hex'), 16) THEN\n                        RAISE EXCEPTION 'answer: published as a second member read it'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_as_reread';\n                    END IF;\n                    IF NOT EXISTS (SELECT 1 FROM suggestions_decision decision\n                                   WHERE decision.idea_id = NEW.idea_id AND decision.verdict = NEW.verdict) THEN\n                        RAISE EXCEPTION 'answer: published as decided'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_as_decided';\n                    END IF;\n                    RETURN NEW;\n                ",
                        hash="909105032d8e1075364358220e42ec961431722f",
                        operation='UPDATE OF "published_at"',
                        pgid="pgtrigger_published_as_decided_and_reread_86c8d",
                        table="suggestions_answer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answer",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_never_changes",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."published_at" IS NOT NULL AND (OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."text" IS DISTINCT FROM (NEW."text") OR NEW."published_at" IS NULL))',
                        func="\n                    RAISE EXCEPTION 'answer: published words never change'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_published_never_changes';\n                ",
                        hash="708881745784d3e682fd53de8f8096f9423661f6",
                        operation='UPDATE OF "verdict", "text", "published_at"',
                        pgid="pgtrigger_published_never_changes_830c6",
                        table="suggestions_answer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="correction",
                trigger=pgtrigger.compiler.Trigger(
                    name="words_never_change",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                        func='RAISE EXCEPTION \'pgtrigger: Cannot update of "text", "reason" rows from % table\', TG_TABLE_NAME;',
                        hash="546a7b47d1db86e20ca2ca238d4a0d6dacf18f14",
                        operation='UPDATE OF "text", "reason"',
                        pgid="pgtrigger_words_never_change_bf434",
                        table="suggestions_correction",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="veto_is_lifted_with_a_reason",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (NEW.\"verdict\" = 'retained' AND NEW.\"veto_lifted_because\" = '')",
                        func="\n                    IF EXISTS (SELECT 1 FROM suggestions_flag flag\n                               JOIN suggestions_evaluation evaluation ON evaluation.id = flag.evaluation_id\n                               WHERE evaluation.idea_id = NEW.idea_id AND flag.level = 'veto') THEN\n                        RAISE EXCEPTION 'decision: a veto is lifted with a reason'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_lifts_the_veto';\n                    END IF;\n                    RETURN NEW;\n                ",
                        hash="f7a682a5fddaf3858135675b0690014bc435088a",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_veto_is_lifted_with_a_reason_61742",
                        table="suggestions_decision",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_never_changes",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."reasons" IS DISTINCT FROM (NEW."reasons") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."veto_lifted_because" IS DISTINCT FROM (NEW."veto_lifted_because") OR OLD."without_quorum_because" IS DISTINCT FROM (NEW."without_quorum_because"))',
                        func="\n                    IF EXISTS (SELECT 1 FROM suggestions_answer answer\n                               WHERE answer.idea_id = OLD.idea_id AND answer.published_at IS NOT NULL) THEN\n                        RAISE EXCEPTION 'decision: published, it never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_published_never_changes';\n                    END IF;\n                    RETURN NEW;\n                ",
                        hash="cad6ba774d312c9678fbd0ef4a8bb052946e7999",
                        operation="UPDATE",
                        pgid="pgtrigger_published_never_changes_04ab6",
                        table="suggestions_decision",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="refusal_names_its_criteria",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        func="\n    IF EXISTS (SELECT 1 FROM suggestions_decision decision\n               WHERE decision.id = NEW.id AND decision.verdict = 'declined')\n    AND NOT EXISTS (SELECT 1 FROM suggestions_decision_criteria ground WHERE ground.decision_id = NEW.id) THEN\n        RAISE EXCEPTION 'decision: a refusal names its criteria'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_refusal_names_its_criteria';\n    END IF;\n    RETURN NULL;\n",
                        hash="a784c1ed6de1d237e09a2877df405e7f7ad80289",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_refusal_names_its_criteria_bb4df",
                        table="suggestions_decision",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="message",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."due_on", NEW."id", NEW."idea_id", NEW."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."reminded_at", NEW."settled_at", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                        hash="b03958535337538f23a8a52533a034eca8bcd194",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_5d3d2",
                        table="suggestions_message",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="message",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (NEW."due_on", NEW."id", NEW."idea_id", NEW."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."reminded_at", NEW."settled_at", NEW."submission_key", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                        hash="6da7351ff8f1f2808df3c15bb757d8230c2235de",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_b8bdf",
                        table="suggestions_message",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="message",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "suggestions_messageevent" ("due_on", "id", "idea_id", "is_from_author", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reminded_at", "settled_at", "submission_key", "text", "written_at", "written_by_id") VALUES (OLD."due_on", OLD."id", OLD."idea_id", OLD."is_from_author", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."reminded_at", OLD."settled_at", OLD."submission_key", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                        hash="3d6f8742dc18e215a7a1ef2cf1a9fa840993af1b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_afb25",
                        table="suggestions_message",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opinion",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."expert_id", NEW."given_at", NEW."given_up_at", NEW."given_up_because", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."reference", NEW."reminded_at", NEW."submission_key", NEW."text"); RETURN NULL;',
                        hash="8d7ee4755298da421600f1fdb1fd705b83d6b620",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_47298",
                        table="suggestions_opinion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opinion",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."expert_id", NEW."given_at", NEW."given_up_at", NEW."given_up_because", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."reference", NEW."reminded_at", NEW."submission_key", NEW."text"); RETURN NULL;',
                        hash="c9bdb03249be17c97dc74089b8e7248b554c7a5c",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_b772e",
                        table="suggestions_opinion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opinion",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "suggestions_opinionevent" ("asked_at", "asked_by_id", "due_on", "expert_id", "given_at", "given_up_at", "given_up_because", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "reference", "reminded_at", "submission_key", "text") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."due_on", OLD."expert_id", OLD."given_at", OLD."given_up_at", OLD."given_up_because", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."reference", OLD."reminded_at", OLD."submission_key", OLD."text"); RETURN NULL;',
                        hash="251fcc59b61898f297d7c6c2ace84838b81e1073",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3ace3",
                        table="suggestions_opinion",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="opinion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("given_up_because", ""), ("given_up_at__isnull", False), _connector="OR"),
                    name="opinion_given_up_because",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="ground",
                trigger=pgtrigger.compiler.Trigger(
                    name="refusal_keeps_its_criteria",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        func="\n    IF EXISTS (SELECT 1 FROM suggestions_decision decision\n               WHERE decision.id = OLD.decision_id AND decision.verdict = 'declined')\n    AND NOT EXISTS (SELECT 1 FROM suggestions_decision_criteria ground WHERE ground.decision_id = OLD.decision_id) THEN\n        RAISE EXCEPTION 'decision: a refusal names its criteria'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_refusal_names_its_criteria';\n    END IF;\n    RETURN NULL;\n",
                        hash="7a009e023448d570a84474393aa3470902c64327",
                        operation="DELETE OR UPDATE",
                        pgid="pgtrigger_refusal_keeps_its_criteria_b680d",
                        table="suggestions_decision_criteria",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
    ]
