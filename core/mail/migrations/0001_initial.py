"""Outgoing mail, mailboxes, incoming mail and alarms."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.web.public_ids
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='IncomingMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('uidvalidity', models.BigIntegerField(null=True)),
                    ('uid', models.BigIntegerField(null=True)),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='provenance')),
                    ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('size', models.BigIntegerField(verbose_name='taille en octets')),
                    ('is_headers_only', models.BooleanField(default=False, verbose_name='en-têtes seulement')),
                    ('envelope', models.TextField(blank=True, verbose_name='enveloppe')),
                    ('delivered_at', models.DateTimeField(null=True, verbose_name='remis le')),
                    ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='pris le')),
                    ('left_folder_at', models.DateTimeField(null=True, verbose_name='rangé sur le serveur le')),
                    ('state', models.CharField(choices=[('received', 'À lire'), ('filed', 'Classé'), ('automatic', 'Automatique, gardé'), ('repeated', 'Déjà reçu'), ('refused', 'Refusé, l’expéditeur le sait'), ('held', 'Attend son expéditeur'), ('quarantined', 'En quarantaine'), ('set_aside', 'Écarté'), ('expired', 'Effacé après le délai')], default='received', max_length=12, verbose_name='état')),
                    ('reason', models.CharField(blank=True, choices=[('', '—'), ('unverified', 'Expéditeur non vérifié'), ('unknown_sender', 'Expéditeur inconnu de l’annuaire'), ('unreadable', 'Message illisible'), ('encrypted', 'Message chiffré'), ('too_large', 'Message trop lourd'), ('forbidden_file', 'Pièce jointe refusée'), ('not_allowed', 'Pas permis'), ('closed', 'Sujet clos'), ('no_address', 'Aucune de nos adresses parmi les destinataires'), ('other_content', 'Même identifiant, autre contenu'), ('error', 'Erreur inattendue')], max_length=16, verbose_name='raison')),
                    ('error', models.TextField(blank=True, verbose_name='erreur')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='lectures tentées')),
                    ('read_at', models.DateTimeField(null=True, verbose_name='traité le')),
                    ('message_id', models.CharField(blank=True, max_length=500, verbose_name='Message-ID')),
                    ('body_digest', models.CharField(blank=True, max_length=64, verbose_name='empreinte du corps')),
                    ('inbox', models.CharField(blank=True, max_length=60, verbose_name='adresse écrite')),
                    ('sender_address', models.CharField(blank=True, max_length=320, verbose_name='expéditeur')),
                    ('sender_name', models.CharField(blank=True, max_length=200, verbose_name='nom affiché')),
                    ('trust', models.CharField(blank=True, choices=[('', '—'), ('verified', 'Vérifié par le serveur de la ville'), ('internal', 'Remis par un relais interne'), ('token', 'Écrit à une adresse de réponse secrète'), ('confirmed', 'Confirmé par l’agent'), ('unverified', 'Non vérifié'), ('failed', 'Vérification échouée')], max_length=12, verbose_name='confiance')),
                    ('subject', models.CharField(blank=True, max_length=300, verbose_name='objet')),
                    ('text', models.TextField(blank=True, verbose_name='texte')),
                    ('folded', models.TextField(blank=True, verbose_name='replié')),
                    ('remarks', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                    ('about_id', models.BigIntegerField(null=True)),
                    ('object_id', models.BigIntegerField(null=True)),
                    ('set_aside_reason', models.TextField(blank=True, verbose_name='motif')),
                    ('about_type', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='traité par')),
                    ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeats', to='mail.incomingmail', verbose_name='répète')),
                    ('sender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails_sent', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ],
                options={
                    'verbose_name': 'message reçu',
                    'verbose_name_plural': 'messages reçus',
                    'ordering': ['-taken_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='AddressTrouble',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=320, verbose_name='adresse')),
                    ('permanent_errors', models.PositiveIntegerField(default=0, verbose_name='erreurs définitives')),
                    ('last_error', models.TextField(blank=True, verbose_name='dernière erreur')),
                    ('last_error_at', models.DateTimeField(null=True, verbose_name='le')),
                    ('failing_since', models.DateTimeField(null=True, verbose_name='en échec depuis')),
                ],
                options={
                    'verbose_name': 'adresse en difficulté',
                    'verbose_name_plural': 'adresses en difficulté',
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='trouble_once_per_address'), models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='trouble_is_lower_case')],
                },
            ),
            migrations.CreateModel(
                name='RawContent',
                fields=[
                    ('mail', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='raw', serialize=False, to='mail.incomingmail')),
                    ('content', models.BinaryField()),
                ],
                options={
                    'verbose_name': 'octets d’un message',
                    'verbose_name_plural': 'octets des messages',
                },
            ),
            migrations.CreateModel(
                name='InlineImage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64)),
                    ('sender_domain', models.CharField(max_length=255)),
                    ('times', models.PositiveIntegerField(default=1)),
                    ('last_seen_on', models.DateField(auto_now=True)),
                ],
                options={
                    'verbose_name': 'image dans un texte',
                    'verbose_name_plural': 'images dans les textes',
                    'constraints': [models.UniqueConstraint(fields=('sha256', 'sender_domain'), name='inline_image_once')],
                },
            ),
            migrations.CreateModel(
                name='Mailbox',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.SlugField(max_length=60, unique=True, verbose_name='boîte')),
                    ('uidvalidity', models.BigIntegerField(null=True)),
                    ('last_pass_at', models.DateTimeField(null=True, verbose_name='dernier passage')),
                    ('last_success_at', models.DateTimeField(null=True, verbose_name='dernier passage réussi')),
                    ('trouble', models.CharField(blank=True, choices=[('', 'Aucun'), ('unreachable', 'Serveur injoignable'), ('refused', 'Mot de passe ou jeton refusé'), ('no_folder', 'Dossier introuvable'), ('cut', 'Connexion coupée en route'), ('full', 'Enregistrement impossible'), ('count', 'Le compte n’y est pas')], max_length=12, verbose_name='ennui')),
                    ('trouble_since', models.DateTimeField(null=True, verbose_name='depuis')),
                    ('error', models.TextField(blank=True, verbose_name='mots du serveur')),
                    ('on_server', models.PositiveIntegerField(default=0, verbose_name='sur le serveur')),
                    ('without_row', models.PositiveIntegerField(default=0, verbose_name='sans trace ici')),
                    ('is_watched', models.BooleanField(default=False, verbose_name='à l’écoute')),
                ],
                options={
                    'verbose_name': 'boîte aux lettres',
                    'verbose_name_plural': 'boîtes aux lettres',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='mailbox_has_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('trouble', ''), ('trouble_since', None)), models.Q(models.Q(('trouble', ''), _negated=True), ('trouble_since__isnull', False)), _connector='OR'), name='mailbox_trouble_has_its_time')],
                },
            ),
            migrations.AddField(
                model_name='incomingmail',
                name='mailbox',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='mail.mailbox', verbose_name='boîte'),
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(max_length=40, unique=True)),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('arrived_at', models.DateTimeField(null=True)),
                    ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='heartbeats', to='mail.mailbox')),
                ],
                options={
                    'verbose_name': 'battement',
                },
            ),
            migrations.CreateModel(
                name='Alarm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('mailbox', 'Boîte en panne'), ('heartbeat', 'Message témoin en retard'), ('quarantine', 'Quarantaine à regarder'), ('reading', 'Messages pris et pas encore lus'), ('lost', 'Messages qui n’ont pas pu partir'), ('sending', 'Messages qui attendent de partir'), ('worker', 'Traitement des tâches arrêté'), ('queue', 'Travail en retard'), ('failed', 'Tâches en échec'), ('backup', 'Sauvegarde manquante')], max_length=12, verbose_name='nature')),
                    ('text', models.TextField(verbose_name='ce qui se passe')),
                    ('began_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='jusqu’à')),
                    ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='mail.mailbox', verbose_name='boîte')),
                ],
                options={
                    'verbose_name': 'alarme du courrier',
                    'verbose_name_plural': 'alarmes du courrier',
                    'ordering': ['-began_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='OutgoingMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('kind', models.CharField(max_length=60, verbose_name='nature')),
                    ('address', models.EmailField(max_length=254, verbose_name='adresse')),
                    ('from_address', models.CharField(blank=True, max_length=320, verbose_name='adresse d’envoi')),
                    ('subject', models.CharField(max_length=200, verbose_name='objet')),
                    ('body', models.TextField(help_text='Effacé après l’envoi quand il porte un lien secret.', verbose_name='texte')),
                    ('html', models.TextField(blank=True, help_text='Le même texte, pour qui lit le HTML.', verbose_name='mise en page')),
                    ('is_secret', models.BooleanField(default=False, verbose_name='porte un lien secret')),
                    ('is_confidential', models.BooleanField(default=False, verbose_name='confidentiel')),
                    ('object_id', models.BigIntegerField(null=True)),
                    ('in_reply_to', models.CharField(blank=True, max_length=500)),
                    ('references', models.TextField(blank=True)),
                    ('is_reply', models.BooleanField(default=False, verbose_name='réponse automatique')),
                    ('envelope', models.CharField(choices=[('bounces', 'Une adresse de retour propre au message'), ('null', 'Vide : rien ne revient, aucun robot ne répond')], default='bounces', max_length=8, verbose_name='retour')),
                    ('headers', models.JSONField(blank=True, default=dict)),
                    ('calendar', models.TextField(blank=True, verbose_name='agenda joint')),
                    ('state', models.CharField(choices=[('waiting', 'À envoyer'), ('sent', 'Envoyé'), ('kept', 'Gardé sur le site (essai)'), ('failed', 'Perdu')], default='waiting', max_length=10, verbose_name='état')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                    ('error', models.TextField(blank=True, verbose_name='dernière erreur')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='écrit le')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='parti le')),
                    ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='destinataire')),
                    ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contenttypes.contenttype')),
                ],
                options={
                    'verbose_name': 'message envoyé',
                    'verbose_name_plural': 'messages envoyés',
                    'ordering': ['-created_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Bounce',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=320, verbose_name='adresse')),
                    ('is_permanent', models.BooleanField(verbose_name='définitif')),
                    ('status', models.CharField(blank=True, max_length=20, verbose_name='code')),
                    ('diagnostic', models.TextField(blank=True, verbose_name='mots du serveur')),
                    ('came_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='revenu le')),
                    ('incoming', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bounces', to='mail.incomingmail')),
                    ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bounces', to='mail.outgoingmail')),
                ],
                options={
                    'verbose_name': 'retour de courrier',
                    'verbose_name_plural': 'retours de courrier',
                    'ordering': ['-came_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='AutomaticReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=320)),
                    ('kind', models.CharField(max_length=40)),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('incoming', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='mail.incomingmail')),
                    ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.outgoingmail')),
                ],
                options={
                    'verbose_name': 'réponse automatique',
                    'verbose_name_plural': 'réponses automatiques',
                },
            ),
            migrations.CreateModel(
                name='OwedAcknowledgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('object_id', models.BigIntegerField()),
                    ('line', models.TextField(default='')),
                    ('url', models.CharField(default='', max_length=500)),
                    ('owed_since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('listed_at', models.DateTimeField(null=True)),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                    ('incoming', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='owed', to='mail.incomingmail')),
                    ('listed_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.outgoingmail')),
                ],
                options={
                    'verbose_name': 'accusé de réception dû',
                    'verbose_name_plural': 'accusés de réception dus',
                },
            ),
            migrations.CreateModel(
                name='ReplyAddress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True)),
                    ('inbox', models.CharField(max_length=60)),
                    ('object_id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('address', models.CharField(blank=True, max_length=320)),
                    ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ],
                options={
                    'verbose_name': 'adresse de réponse',
                    'verbose_name_plural': 'adresses de réponse',
                },
            ),
            migrations.AddField(
                model_name='outgoingmail',
                name='reply_address',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='mail.replyaddress'),
            ),
            migrations.CreateModel(
                name='AlarmTelling',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_end', models.BooleanField(default=False, verbose_name='c’est fini')),
                    ('text', models.TextField(verbose_name='ce qui est dit')),
                    ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dit le')),
                    ('sent_elsewhere_at', models.DateTimeField(null=True, verbose_name='parti par l’autre chemin le')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='essais par l’autre chemin')),
                    ('error', models.TextField(blank=True, verbose_name='dernière erreur de l’autre chemin')),
                    ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='mail.alarm')),
                ],
                options={
                    'verbose_name': 'annonce d’alarme',
                    'ordering': ['told_at', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('sent_elsewhere_at', None)), fields=['told_at'], name='telling_to_send_elsewhere')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_end', True)), fields=('alarm',), name='alarm_end_told_once')],
                },
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(fields=['-taken_at', '-id'], name='incoming_newest'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(condition=models.Q(('state', 'received')), fields=['id'], name='incoming_to_read'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(condition=models.Q(('state__in', ('quarantined', 'held'))), fields=['taken_at'], name='incoming_waiting'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(condition=models.Q(('left_folder_at', None)), fields=['mailbox', 'uid'], name='incoming_in_folder'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(fields=['sha256'], name='incoming_sha256'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='incoming_message_id'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(fields=['content_type', 'object_id'], name='incoming_became'),
            ),
            migrations.AddIndex(
                model_name='incomingmail',
                index=models.Index(condition=models.Q(('about_id__isnull', False)), fields=['about_type', 'about_id', 'sender'], name='incoming_about'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.UniqueConstraint(fields=('mailbox', 'uidvalidity', 'uid'), name='incoming_once_per_uid'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('mailbox', None), ('uid', None), ('uidvalidity', None)), models.Q(('mailbox__isnull', False), ('uid__isnull', False), ('uidvalidity__isnull', False)), _connector='OR'), name='incoming_place_is_whole'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'filed', 'automatic', 'repeated', 'refused', 'held', 'quarantined', 'set_aside', 'expired'])), name='incoming_known_state'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['', 'unverified', 'unknown_sender', 'unreadable', 'encrypted', 'too_large', 'forbidden_file', 'not_allowed', 'closed', 'no_address', 'other_content', 'error'])), name='incoming_known_reason'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(('trust__in', ['', 'verified', 'internal', 'token', 'confirmed', 'unverified', 'failed'])), name='incoming_known_trust'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'filed'), models.Q(('message_id', ''), _negated=True)), fields=('message_id', 'body_digest'), name='incoming_filed_once'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('quarantined', 'held', 'refused')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='incoming_waits_for_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), models.Q(('set_aside_reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), ('handled_by__isnull', False)), models.Q(models.Q(('state', 'set_aside'), _negated=True), ('set_aside_reason', '')), _connector='OR'), name='incoming_set_aside_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='incomingmail',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'repeated'), ('same_as__isnull', False)), models.Q(('state', 'repeated'), _negated=True), _connector='OR'), name='incoming_repeats_another'),
            ),
            migrations.AddIndex(
                model_name='heartbeat',
                index=models.Index(fields=['mailbox', '-sent_at'], name='heartbeat_newest'),
            ),
            migrations.AddConstraint(
                model_name='alarm',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'mailbox'), name='alarm_rings_once', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='alarm',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='alarm_says_something'),
            ),
            migrations.AddConstraint(
                model_name='bounce',
                constraint=models.UniqueConstraint(fields=('incoming', 'address'), name='bounce_once_per_report'),
            ),
            migrations.AddConstraint(
                model_name='bounce',
                constraint=models.UniqueConstraint(condition=models.Q(('incoming', None)), fields=('mail', 'address'), name='bounce_once_per_refusal'),
            ),
            migrations.AddIndex(
                model_name='automaticreply',
                index=models.Index(fields=['address', 'kind', '-sent_at'], name='automatic_reply_newest'),
            ),
            migrations.AddConstraint(
                model_name='automaticreply',
                constraint=models.UniqueConstraint(fields=('incoming', 'kind'), name='automatic_reply_once'),
            ),
            migrations.AddConstraint(
                model_name='automaticreply',
                constraint=models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='automatic_reply_lower_case'),
            ),
            migrations.AddIndex(
                model_name='owedacknowledgement',
                index=models.Index(condition=models.Q(('listed_at', None)), fields=['agent'], name='acknowledgement_owed'),
            ),
            migrations.AddConstraint(
                model_name='replyaddress',
                constraint=models.UniqueConstraint(fields=('agent', 'content_type', 'object_id'), name='reply_address_once'),
            ),
            migrations.CreateModel(
                name='OutgoingFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='document')),
                    ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='mail.outgoingmail', verbose_name='message')),
                ],
                options={
                    'verbose_name': 'fichier d’un message envoyé',
                    'verbose_name_plural': 'fichiers des messages envoyés',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('mail', 'document'), name='outgoing_file_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='replyaddress',
                constraint=models.UniqueConstraint(condition=models.Q(('agent', None)), fields=('address', 'content_type', 'object_id'), name='reply_address_of_the_public_once'),
            ),
            migrations.AddConstraint(
                model_name='replyaddress',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('agent__isnull', False)), models.Q(('agent', None), models.Q(('address', ''), _negated=True)), _connector='OR'), name='reply_address_of_one_person'),
            ),
            migrations.AddConstraint(
                model_name='replyaddress',
                constraint=models.CheckConstraint(condition=models.Q(('inbox', ''), _negated=True), name='reply_address_of_an_inbox'),
            ),
            migrations.AddIndex(
                model_name='outgoingmail',
                index=models.Index(fields=['-created_at', '-id'], name='mail_newest'),
            ),
            migrations.AddIndex(
                model_name='outgoingmail',
                index=models.Index(condition=models.Q(('state', 'failed')), fields=['created_at'], name='mail_failed'),
            ),
            migrations.AddIndex(
                model_name='outgoingmail',
                index=models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='mail_waiting'),
            ),
            migrations.AddIndex(
                model_name='outgoingmail',
                index=models.Index(condition=models.Q(('object_id__isnull', False)), fields=['content_type', 'object_id', 'agent'], name='mail_about'),
            ),
            migrations.AddConstraint(
                model_name='outgoingmail',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'sent', 'kept', 'failed'))), name='mail_known_state'),
            ),
            migrations.AddConstraint(
                model_name='outgoingmail',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='mail_sent_has_its_time'),
            ),
            migrations.AddConstraint(
                model_name='outgoingmail',
                constraint=models.CheckConstraint(condition=models.Q(('envelope__in', ['bounces', 'null'])), name='mail_known_envelope'),
            ),
        ]),
        # Attachments are compressed already, and PostgreSQL's own compression took half the time of storing mail.
        migrations.RunSQL(
            "ALTER TABLE mail_rawcontent ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE mail_rawcontent ALTER COLUMN content SET STORAGE EXTENDED",
        ),

    ]
