import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.history.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0005_words_of_an_idea"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name="LateNotice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "promise",
                        models.CharField(
                            choices=[("answer", "première réponse"), ("decision", "décision")],
                            max_length=8,
                            verbose_name="promesse",
                        ),
                    ),
                    (
                        "told_at",
                        models.DateTimeField(default=django.utils.timezone.now, verbose_name="dit au groupe le"),
                    ),
                    ("head_told_at", models.DateTimeField(null=True, verbose_name="dit au responsable le")),
                ],
                options={
                    "verbose_name": "rappel d’une promesse",
                    "verbose_name_plural": "rappels des promesses",
                },
            ),
            migrations.AddField(
                model_name="tally",
                name="close_reason",
                field=models.CharField(blank=True, max_length=300, verbose_name="pourquoi close"),
            ),
            migrations.AddField(
                model_name="tally",
                name="closed_by",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="close par",
                ),
            ),
            migrations.AddField(
                model_name="tally",
                name="needed",
                field=models.PositiveSmallIntegerField(default=0, verbose_name="nécessaires"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="flag",
                trigger=pgtrigger.compiler.Trigger(
                    name="of_its_grid",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF NOT EXISTS (\n                SELECT FROM suggestions_criterion criterion\n                JOIN suggestions_evaluation evaluation ON evaluation.grid_id = criterion.grid_id\n                WHERE criterion.id = NEW.criterion_id AND criterion.kind = 'pitfall'\n                AND evaluation.id = NEW.evaluation_id\n            ) THEN\n                RAISE EXCEPTION 'evaluation: a criterion of another grid'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_of_its_grid';\n            END IF;\n            RETURN NEW;\n        ",
                        hash="9bc1089a90ddaf5ace3efaa2fa46cebf1ee436bd",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_of_its_grid_755b7",
                        table="suggestions_flag",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="mark",
                trigger=pgtrigger.compiler.Trigger(
                    name="of_its_grid",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF NOT EXISTS (\n                SELECT FROM suggestions_criterion criterion\n                JOIN suggestions_evaluation evaluation ON evaluation.grid_id = criterion.grid_id\n                WHERE criterion.id = NEW.criterion_id AND criterion.kind = 'value'\n                AND evaluation.id = NEW.evaluation_id\n            ) THEN\n                RAISE EXCEPTION 'evaluation: a criterion of another grid'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_of_its_grid';\n            END IF;\n            RETURN NEW;\n        ",
                        hash="bca0a8b3e409c51bfa4a95603b64e46df18880d9",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_of_its_grid_29837",
                        table="suggestions_mark",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddField(
                model_name="latenotice",
                name="idea",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="late_notices",
                    to="suggestions.idea",
                    verbose_name="idée",
                ),
            ),
            migrations.AddConstraint(
                model_name="latenotice",
                constraint=models.UniqueConstraint(fields=("idea", "promise"), name="late_notice_once"),
            ),
            migrations.AddConstraint(
                model_name="latenotice",
                constraint=models.CheckConstraint(
                    condition=models.Q(("promise__in", ("answer", "decision"))), name="late_notice_known_promise"
                ),
            ),
        ]),
    ]
