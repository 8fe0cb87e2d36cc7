import django.db.models.deletion
from django.db import migrations, models

from core.history.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_keys_and_names"),
        ("suggestions", "0007_decisions_and_answers_hold"),
    ]

    operations = [
        Together([
            migrations.AddField(
                model_name="anonymousdeposit",
                name="change",
                field=models.CharField(
                    blank=True,
                    choices=[("yes", "Oui"), ("partly", "En partie"), ("no", "Non")],
                    default="",
                    max_length=6,
                    verbose_name="a changé quelque chose",
                ),
                preserve_default=False,
            ),
            migrations.AlterField(
                model_name="anonymousdeposit",
                name="proposal",
                field=models.TextField(blank=True, max_length=5000, verbose_name="ce que l’auteur ferait"),
            ),
            migrations.AlterField(
                model_name="anonymousdeposit",
                name="direction",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="people.direction",
                    verbose_name="direction concernée",
                ),
            ),
            migrations.AlterField(
                model_name="anonymousdeposit",
                name="reply_to",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="suggestions.idea",
                    verbose_name="réponse à",
                ),
            ),
            migrations.RemoveConstraint(model_name="anonymousdeposit", name="deposit_says_something"),
            migrations.RemoveConstraint(model_name="anonymousdeposit", name="deposit_is_an_idea_or_a_reply"),
            migrations.AddConstraint(
                model_name="anonymousdeposit",
                constraint=models.CheckConstraint(
                    condition=~models.Q(proposal="") | models.Q(change__in=["yes", "partly", "no"]),
                    name="deposit_says_something",
                ),
            ),
            migrations.AddConstraint(
                model_name="anonymousdeposit",
                constraint=models.CheckConstraint(
                    condition=(
                        models.Q(reply_to=None, change="")
                        & ~models.Q(title="")
                        & ~models.Q(code_handle="")
                        & ~models.Q(code_hash="")
                    )
                    | models.Q(reply_to__isnull=False, title="", code_handle="", code_hash=""),
                    name="deposit_is_an_idea_or_a_reply",
                ),
            ),
            migrations.AddConstraint(
                model_name="anonymousdeposit",
                constraint=models.UniqueConstraint(
                    condition=~models.Q(change=""), fields=("reply_to",), name="deposit_feedback_once"
                ),
            ),
        ]),
    ]
