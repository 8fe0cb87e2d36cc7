"""Notifications, preferences and digests."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Notification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True)),
                    ('kind', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=200)),
                    ('text', models.TextField(blank=True)),
                    ('url', models.CharField(blank=True, max_length=300)),
                    ('object_id', models.BigIntegerField(null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('awaits_digest', models.BooleanField(default=False)),
                    ('letter_due_at', models.DateTimeField(null=True)),
                    ('is_confidential', models.BooleanField(default=False)),
                    ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'notification',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='notification_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notification_unread'), models.Index(condition=models.Q(('awaits_digest', True)), fields=['recipient'], name='notification_for_digest'), models.Index(condition=models.Q(('letter_due_at__isnull', False)), fields=['recipient'], name='notification_for_letter'), models.Index(fields=['content_type', 'object_id'], name='notification_about')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='notification_says_something'), models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', '/'), _connector='OR'), name='notification_stays_on_the_site')],
                },
            ),
            migrations.CreateModel(
                name='Preference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=60)),
                    ('channel', models.CharField(choices=[('at_once', 'Aussitôt'), ('digest', 'Résumé du matin'), ('site', 'Site seulement')], max_length=10)),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preferences', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'préférence de notification',
                    'verbose_name_plural': 'préférences de notification',
                    'constraints': [models.UniqueConstraint(fields=('kind', 'agent'), name='preference_once_per_kind'), models.CheckConstraint(condition=models.Q(('channel__in', ('at_once', 'digest', 'site'))), name='preference_known_channel'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='preference_of_a_kind')],
                },
            ),
        ]),
    ]
