"""Circuits, and what runs through them."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
import core.people.ordering
import core.people.roles
import core.web.public_ids
import django.contrib.postgres.functions
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Approval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('kind', models.CharField(max_length=60, verbose_name='nature')),
                    ('object_id', models.BigIntegerField(verbose_name='objet')),
                    ('title', models.CharField(max_length=500, verbose_name='titre')),
                    ('circuit_version', models.PositiveIntegerField(null=True, verbose_name='version du circuit')),
                    ('state', models.CharField(choices=[('running', 'en circuit'), ('returned', 'renvoyé à son auteur'), ('approved', 'visé'), ('withdrawn', 'retiré du circuit')], default='running', max_length=10, verbose_name='état')),
                    ('due_on', models.DateField(null=True, verbose_name='à viser pour le')),
                    ('remind_after', models.PositiveSmallIntegerField(default=3, verbose_name='rappel après')),
                    ('escalate_after', models.PositiveSmallIntegerField(default=6, verbose_name='responsable prévenu après')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='visé ou retiré le')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals_asked', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('direction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.direction', verbose_name='direction concernée')),
                    ('excluded', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personnes qui ne le visent jamais')),
                ],
                options={
                    'verbose_name': 'circuit de visas en cours',
                    'verbose_name_plural': 'circuits de visas en cours',
                },
            ),
            migrations.CreateModel(
                name='ApprovalContent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('title', models.CharField(max_length=500, verbose_name='titre')),
                    ('text', models.TextField(blank=True, verbose_name='texte')),
                    ('digest', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='du')),
                    ('approval', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contents', to='approvals.approval')),
                ],
                options={
                    'verbose_name': 'version du texte',
                    'ordering': ['number'],
                },
            ),
            migrations.CreateModel(
                name='ApprovalFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='place')),
                    ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='approvals.approvalcontent')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='fichier')),
                ],
                options={
                    'verbose_name': 'fichier d’une version',
                    'ordering': ['position'],
                },
            ),
            migrations.CreateModel(
                name='ApprovalStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='place')),
                    ('name', models.CharField(max_length=80, verbose_name='étape')),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=40, verbose_name='rôle')),
                    ('needs_all', models.BooleanField(default=False, verbose_name='toutes les personnes')),
                    ('state', models.CharField(choices=[('coming', 'à venir'), ('current', 'en attente'), ('approved', 'visé'), ('refused', 'refusé')], default='coming', max_length=8, verbose_name='état')),
                    ('began_at', models.DateTimeField(null=True, verbose_name='depuis le')),
                    ('reminded_on', models.DateField(null=True, verbose_name='rappelé le')),
                    ('escalated_on', models.DateField(null=True, verbose_name='responsable prévenu le')),
                    ('approval', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.approval', verbose_name='circuit en cours')),
                ],
                options={
                    'verbose_name': 'étape en cours',
                    'verbose_name_plural': 'étapes en cours',
                    'ordering': ['position'],
                },
            ),
            migrations.CreateModel(
                name='StuckStep',
                fields=[
                ],
                options={
                    'verbose_name': 'visa que personne ne peut donner',
                    'verbose_name_plural': 'visas que personne ne peut donner',
                    'proxy': True,
                    'base_manager_name': 'objects',
                    'indexes': [],
                    'constraints': [],
                },
                bases=('approvals.approvalstep',),
            ),
            migrations.CreateModel(
                name='ApprovalStepEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(verbose_name='place')),
                    ('name', models.CharField(max_length=80, verbose_name='étape')),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=40, verbose_name='rôle')),
                    ('needs_all', models.BooleanField(default=False, verbose_name='toutes les personnes')),
                    ('state', models.CharField(choices=[('coming', 'à venir'), ('current', 'en attente'), ('approved', 'visé'), ('refused', 'refusé')], default='coming', max_length=8, verbose_name='état')),
                    ('began_at', models.DateTimeField(null=True, verbose_name='depuis le')),
                    ('reminded_on', models.DateField(null=True, verbose_name='rappelé le')),
                    ('escalated_on', models.DateField(null=True, verbose_name='responsable prévenu le')),
                    ('approval', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.approval', verbose_name='circuit en cours')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.approvalstep')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Circuit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(blank=True, help_text='Une phrase, pour qui choisit un circuit.', max_length=300, verbose_name='à quoi il sert')),
                    ('remind_after', models.PositiveSmallIntegerField(default=3, help_text='En jours ouvrés, à la personne dont on attend le visa.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='rappel après')),
                    ('escalate_after', models.PositiveSmallIntegerField(default=6, help_text='En jours ouvrés aussi. Aucun visa n’est jamais donné par le silence.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='responsable prévenu après')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('changed_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False, verbose_name='étapes changées le')),
                    ('is_retired', models.BooleanField(default=False, editable=False, verbose_name='retiré')),
                    ('reviewed_on', models.DateField(editable=False, null=True, verbose_name='revu le')),
                    ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revu par')),
                ],
                options={
                    'verbose_name': 'circuit',
                },
            ),
            migrations.CreateModel(
                name='ApprovalEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(max_length=60, verbose_name='nature')),
                    ('object_id', models.BigIntegerField(verbose_name='objet')),
                    ('circuit_version', models.PositiveIntegerField(null=True, verbose_name='version du circuit')),
                    ('state', models.CharField(choices=[('running', 'en circuit'), ('returned', 'renvoyé à son auteur'), ('approved', 'visé'), ('withdrawn', 'retiré du circuit')], default='running', max_length=10, verbose_name='état')),
                    ('due_on', models.DateField(null=True, verbose_name='à viser pour le')),
                    ('remind_after', models.PositiveSmallIntegerField(default=3, verbose_name='rappel après')),
                    ('escalate_after', models.PositiveSmallIntegerField(default=6, verbose_name='responsable prévenu après')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='visé ou retiré le')),
                    ('content_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.approval')),
                    ('circuit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.circuit', verbose_name='circuit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='approval',
                name='circuit',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='approvals.circuit', verbose_name='circuit'),
            ),
            migrations.CreateModel(
                name='CircuitEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.CharField(blank=True, help_text='Une phrase, pour qui choisit un circuit.', max_length=300, verbose_name='à quoi il sert')),
                    ('remind_after', models.PositiveSmallIntegerField(default=3, help_text='En jours ouvrés, à la personne dont on attend le visa.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='rappel après')),
                    ('escalate_after', models.PositiveSmallIntegerField(default=6, help_text='En jours ouvrés aussi. Aucun visa n’est jamais donné par le silence.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='responsable prévenu après')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('is_retired', models.BooleanField(default=False, editable=False, verbose_name='retiré')),
                    ('reviewed_on', models.DateField(editable=False, null=True, verbose_name='revu le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.circuit')),
                    ('reviewed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revu par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CircuitStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='place')),
                    ('name', models.CharField(max_length=80, verbose_name='nom de l’étape')),
                    ('kind', models.CharField(choices=[('people', 'une ou plusieurs personnes'), ('role', 'un rôle'), ('manager', 'le responsable de la direction concernée'), ('deputy_director', 'le directeur général adjoint de cette direction')], max_length=15, verbose_name='qui vise')),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=40, verbose_name='rôle')),
                    ('needs_all', models.BooleanField(default=False, help_text='Sinon, une seule suffit.', verbose_name='toutes les personnes')),
                    ('agents', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personnes')),
                    ('circuit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.circuit', verbose_name='circuit')),
                ],
                options={
                    'verbose_name': 'étape',
                    'ordering': ['position'],
                },
            ),
            migrations.CreateModel(
                name='CircuitStepEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='place')),
                    ('name', models.CharField(max_length=80, verbose_name='nom de l’étape')),
                    ('kind', models.CharField(choices=[('people', 'une ou plusieurs personnes'), ('role', 'un rôle'), ('manager', 'le responsable de la direction concernée'), ('deputy_director', 'le directeur général adjoint de cette direction')], max_length=15, verbose_name='qui vise')),
                    ('role', models.CharField(blank=True, choices=[('Groupe projet', 'Groupe projet'), ('Responsable du groupe', 'Responsable du groupe'), ('Gestionnaire des salles', 'Gestionnaire des salles'), ('Secrétariat du conseil', 'Secrétariat du conseil'), ('Ressources humaines', 'Ressources humaines'), ('Veille juridique', 'Veille juridique'), ('Bureau du courrier', 'Bureau du courrier'), ('Gestionnaire de l’annuaire', 'Gestionnaire de l’annuaire'), ('Administrateur', 'Administrateur')], max_length=40, verbose_name='rôle')),
                    ('needs_all', models.BooleanField(default=False, help_text='Sinon, une seule suffit.', verbose_name='toutes les personnes')),
                    ('circuit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.circuit', verbose_name='circuit')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.circuitstep')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verdict', models.CharField(choices=[('approved', 'visa'), ('refused', 'refus')], max_length=8, verbose_name='avis')),
                    ('remark', models.TextField(blank=True, max_length=2000, verbose_name='remarque')),
                    ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('paper_on', models.DateField(null=True, verbose_name='sur papier, le')),
                    ('voided_at', models.DateTimeField(null=True, verbose_name='sans effet depuis le')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='approvals.approvalcontent', verbose_name='version')),
                    ('in_place_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='à la place de')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par')),
                    ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='numérisation')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='approvals.approvalstep', verbose_name='étape')),
                ],
                options={
                    'verbose_name': 'visa',
                    'ordering': ['decided_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='StepHolder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                    ('left_at', models.DateTimeField(null=True, verbose_name='transmis le')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                    ('handed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='transmis par')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holders', to='approvals.approvalstep', verbose_name='étape')),
                ],
                options={
                    'verbose_name': 'personne à qui un visa est demandé',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='DecisionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('verdict', models.CharField(choices=[('approved', 'visa'), ('refused', 'refus')], max_length=8, verbose_name='avis')),
                    ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                    ('paper_on', models.DateField(null=True, verbose_name='sur papier, le')),
                    ('voided_at', models.DateTimeField(null=True, verbose_name='sans effet depuis le')),
                    ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('content', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.approvalcontent', verbose_name='version')),
                    ('in_place_of', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='à la place de')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.decision')),
                    ('recorded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par')),
                    ('scan', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='numérisation')),
                    ('step', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.approvalstep', verbose_name='étape')),
                    ('holder', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.stepholder', verbose_name='place')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='decision',
                name='holder',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='approvals.stepholder', verbose_name='place'),
            ),
            migrations.CreateModel(
                name='StepHolderEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('left_at', models.DateTimeField(null=True, verbose_name='transmis le')),
                    ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                    ('handed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='transmis par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='approvals.stepholder')),
                    ('step', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='approvals.approvalstep', verbose_name='étape')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddConstraint(
                model_name='approvalcontent',
                constraint=models.UniqueConstraint(fields=('approval', 'number'), name='approval_content_number_once'),
            ),
            migrations.AddConstraint(
                model_name='approvalfile',
                constraint=models.UniqueConstraint(fields=('content', 'position'), name='approval_file_place_once'),
            ),
            migrations.AddConstraint(
                model_name='approvalstep',
                constraint=models.UniqueConstraint(fields=('approval', 'position'), name='approval_step_place_once'),
            ),
            migrations.AddConstraint(
                model_name='approvalstep',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('approval',), name='approval_one_step_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='approvalstep',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('coming', 'current', 'approved', 'refused'))), name='approval_step_known_state'),
            ),
            migrations.AddConstraint(
                model_name='approvalstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('began_at', None), ('state', 'coming')), models.Q(models.Q(('state', 'coming'), _negated=True), ('began_at__isnull', False)), _connector='OR'), name='approval_step_begins_once'),
            ),
            migrations.AddConstraint(
                model_name='approvalstep',
                constraint=models.CheckConstraint(condition=models.Q(('role', ''), ('needs_all', False), _connector='OR'), name='approval_step_role_is_one'),
            ),
            migrations.AddConstraint(
                model_name='circuit',
                constraint=models.UniqueConstraint(core.people.ordering.PlainText('name'), name='circuit_name_once', violation_error_message='Un circuit porte déjà ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='circuit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='circuit_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='circuit',
                constraint=models.CheckConstraint(condition=models.Q(('escalate_after__gte', models.F('remind_after')), ('escalate_after__range', (1, 60)), ('remind_after__range', (1, 60))), name='circuit_reminds_before_it_escalates', violation_error_message='On prévient le responsable après le rappel, jamais avant.'),
            ),
            migrations.AddConstraint(
                model_name='circuit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by', None), ('reviewed_on', None)), models.Q(('reviewed_by__isnull', False), ('reviewed_on__isnull', False)), _connector='OR'), name='circuit_review_has_its_author'),
            ),
            migrations.AddIndex(
                model_name='approval',
                index=models.Index(fields=['author', '-started_at'], name='approval_of_author'),
            ),
            migrations.AddConstraint(
                model_name='approval',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('content_type', 'object_id'), name='approval_once_an_object'),
            ),
            migrations.AddConstraint(
                model_name='approval',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ('running', 'returned'))), models.Q(('ended_at__isnull', False), ('state__in', ('approved', 'withdrawn'))), _connector='OR'), name='approval_ended_has_its_date'),
            ),
            migrations.AddConstraint(
                model_name='approval',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('circuit', None), ('circuit_version', None)), models.Q(('circuit__isnull', False), ('circuit_version__isnull', False)), _connector='OR'), name='approval_version_is_its_circuits'),
            ),
            migrations.AddConstraint(
                model_name='approval',
                constraint=models.CheckConstraint(condition=models.Q(('escalate_after__gte', models.F('remind_after')), ('escalate_after__range', (1, 60)), ('remind_after__range', (1, 60))), name='approval_reminds_before_it_escalates'),
            ),
            migrations.CreateModel(
                name='CircuitStepAgent',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('approvals.circuitstep_agents',),
            ),
            migrations.AddConstraint(
                model_name='circuitstep',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('circuit', 'position'), name='circuit_step_place_once'),
            ),
            migrations.AddConstraint(
                model_name='circuitstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='circuit_step_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='circuitstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'role'), ('role__in', [core.people.roles.Role['PROJECT_GROUP'], core.people.roles.Role['GROUP_HEAD'], core.people.roles.Role['ROOM_MANAGER'], core.people.roles.Role['COUNCIL_SECRETARY'], core.people.roles.Role['HUMAN_RESOURCES'], core.people.roles.Role['WATCHER'], core.people.roles.Role['MAIL_OFFICE'], core.people.roles.Role['DIRECTORY_MANAGER'], core.people.roles.Role['ADMINISTRATOR']])), models.Q(('kind__in', ('people', 'manager', 'deputy_director')), ('role', '')), _connector='OR'), name='circuit_step_role_is_of_its_kind', violation_error_message='Choisissez un rôle pour une étape « un rôle », et seulement pour elle.'),
            ),
            migrations.AddConstraint(
                model_name='circuitstep',
                constraint=models.CheckConstraint(condition=models.Q(('needs_all', False), ('kind', 'people'), _connector='OR'), name='circuit_step_all_are_people'),
            ),
            migrations.AddConstraint(
                model_name='stepholder',
                constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('step', 'agent'), name='step_holder_once'),
            ),
            migrations.AddConstraint(
                model_name='stepholder',
                constraint=models.CheckConstraint(condition=models.Q(('handed_by', None), models.Q(('reason__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), _connector='OR'), name='step_holder_handed_with_reason'),
            ),
            migrations.AddIndex(
                model_name='decision',
                index=models.Index(fields=['by', '-decided_at'], name='decision_of_agent'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('step', 'holder'), name='decision_once_a_seat', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('verdict', 'approved'), models.Q(('verdict', 'refused'), models.Q(('remark__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='refusal_has_its_reason'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('in_place_of', None), models.Q(('in_place_of', models.F('by')), _negated=True), _connector='OR'), name='decision_deputy_is_another'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper_on', None), ('recorded_by', None), ('scan', None)), models.Q(('paper_on__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='decision_on_paper_is_recorded'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='approvalcontent',
                trigger=pgtrigger.compiler.Trigger(name='is_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a9eec5723039f6d8e52c7c10711c70f5edf10fbb', operation='UPDATE', pgid='pgtrigger_is_for_ever_a143c', table='approvals_approvalcontent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstep',
                trigger=pgtrigger.compiler.Trigger(name='makes_a_version', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
    UPDATE approvals_circuit SET version = version + 1, changed_at = transaction_timestamp()
    WHERE id = coalesce(NEW.circuit_id, OLD.circuit_id) AND changed_at <> transaction_timestamp();
    RETURN NULL;
""", hash='dbf9c02d835b636dedc5b7b05ab3ac8f0d4159b4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_makes_a_version_72c85', table='approvals_circuitstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='is_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func='RAISE EXCEPTION \'pgtrigger: Cannot update of "step_id", "holder_id", "content_id", "by_id", "in_place_of_id", "verdict", "remark", "decided_at", "paper_on", "recorded_by_id", "scan_id" rows from % table\', TG_TABLE_NAME;', hash='86ecd238a3e3ac6b6b812b1dcd037aeb688130c4', operation='UPDATE OF "step_id", "holder_id", "content_id", "by_id", "in_place_of_id", "verdict", "remark", "decided_at", "paper_on", "recorded_by_id", "scan_id"', pgid='pgtrigger_is_for_ever_3dac3', table='approvals_decision', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstepagent',
                trigger=pgtrigger.compiler.Trigger(name='makes_a_version', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
    UPDATE approvals_circuit SET version = version + 1, changed_at = transaction_timestamp()
    WHERE id = (SELECT circuit_id FROM approvals_circuitstep WHERE id = coalesce(NEW.circuitstep_id, OLD.circuitstep_id)) AND changed_at <> transaction_timestamp();
    RETURN NULL;
""", hash='b39049714db4e6f88400cf403ec023910e677b17', operation='INSERT OR DELETE', pgid='pgtrigger_makes_a_version_6a50d', table='approvals_circuitstep_agents', when='AFTER')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='approvalstep',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_approvalstepevent" ("approval_id", "began_at", "escalated_on", "id", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_on", "role", "state") VALUES (NEW."approval_id", NEW."began_at", NEW."escalated_on", NEW."id", NEW."name", NEW."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."reminded_on", NEW."role", NEW."state"); RETURN NULL;', hash='f53c832d55d9e84931e494796ae9410af115dc95', operation='INSERT', pgid='pgtrigger_insert_insert_e096c', table='approvals_approvalstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalstep',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "approvals_approvalstepevent" ("approval_id", "began_at", "escalated_on", "id", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_on", "role", "state") VALUES (NEW."approval_id", NEW."began_at", NEW."escalated_on", NEW."id", NEW."name", NEW."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."reminded_on", NEW."role", NEW."state"); RETURN NULL;', hash='8983518a317eb227ee5b94efad316e5efac333b0', operation='UPDATE', pgid='pgtrigger_update_update_2e751', table='approvals_approvalstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalstep',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_approvalstepevent" ("approval_id", "began_at", "escalated_on", "id", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_on", "role", "state") VALUES (OLD."approval_id", OLD."began_at", OLD."escalated_on", OLD."id", OLD."name", OLD."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."reminded_on", OLD."role", OLD."state"); RETURN NULL;', hash='6f2875476f8547c6207a8adea0ce0a3b9fbb6c24', operation='DELETE', pgid='pgtrigger_delete_delete_664bc', table='approvals_approvalstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalstepevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f0ba09e14c21bb84fa5919accbd9efb8e94804ed', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_14d2c', table='approvals_approvalstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalstepevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58396abfdd86738930d1ec2403db842a2cd10dd1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_533a9', table='approvals_approvalstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuit',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_circuitevent" ("escalate_after", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "remind_after", "reviewed_by_id", "reviewed_on", "version") VALUES (NEW."escalate_after", NEW."id", NEW."is_retired", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."remind_after", NEW."reviewed_by_id", NEW."reviewed_on", NEW."version"); RETURN NULL;', hash='7b563a9ee3f7dff91961f87681d081dca8285ce1', operation='INSERT', pgid='pgtrigger_insert_insert_fe4e1', table='approvals_circuit', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuit',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."escalate_after" IS DISTINCT FROM (NEW."escalate_after") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_retired" IS DISTINCT FROM (NEW."is_retired") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."remind_after" IS DISTINCT FROM (NEW."remind_after") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."reviewed_on" IS DISTINCT FROM (NEW."reviewed_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "approvals_circuitevent" ("escalate_after", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "remind_after", "reviewed_by_id", "reviewed_on", "version") VALUES (NEW."escalate_after", NEW."id", NEW."is_retired", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."remind_after", NEW."reviewed_by_id", NEW."reviewed_on", NEW."version"); RETURN NULL;', hash='3d16092b05df663898d32cc60d5a7c2d4bb2bdfc', operation='UPDATE', pgid='pgtrigger_update_update_96563', table='approvals_circuit', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuit',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_circuitevent" ("escalate_after", "id", "is_retired", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "remind_after", "reviewed_by_id", "reviewed_on", "version") VALUES (OLD."escalate_after", OLD."id", OLD."is_retired", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."remind_after", OLD."reviewed_by_id", OLD."reviewed_on", OLD."version"); RETURN NULL;', hash='faa4219bf1710c7de84b5f366b372534224c0562', operation='DELETE', pgid='pgtrigger_delete_delete_b78f9', table='approvals_circuit', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='2bb8b39eacd8ed5d93a750cb27e9e1065e642ac4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c031b', table='approvals_approvalevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approvalevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a4a0e8360a3d9c925dff17dd202640b498dc2b2d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5beca', table='approvals_approvalevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approval',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_approvalevent" ("circuit_id", "circuit_version", "content_type_id", "due_on", "ended_at", "escalate_after", "id", "kind", "object_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_after", "started_at", "state") VALUES (NEW."circuit_id", NEW."circuit_version", NEW."content_type_id", NEW."due_on", NEW."ended_at", NEW."escalate_after", NEW."id", NEW."kind", NEW."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."remind_after", NEW."started_at", NEW."state"); RETURN NULL;', hash='6287b518d329d03e385e97f7c9b6d25a35dde86c', operation='INSERT', pgid='pgtrigger_insert_insert_e6d0e', table='approvals_approval', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approval',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."circuit_id" IS DISTINCT FROM (NEW."circuit_id") OR OLD."circuit_version" IS DISTINCT FROM (NEW."circuit_version") OR OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."escalate_after" IS DISTINCT FROM (NEW."escalate_after") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."remind_after" IS DISTINCT FROM (NEW."remind_after") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "approvals_approvalevent" ("circuit_id", "circuit_version", "content_type_id", "due_on", "ended_at", "escalate_after", "id", "kind", "object_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_after", "started_at", "state") VALUES (NEW."circuit_id", NEW."circuit_version", NEW."content_type_id", NEW."due_on", NEW."ended_at", NEW."escalate_after", NEW."id", NEW."kind", NEW."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."remind_after", NEW."started_at", NEW."state"); RETURN NULL;', hash='55ad66d77258aad25245c126377d77aaf62afda1', operation='UPDATE', pgid='pgtrigger_update_update_58aec', table='approvals_approval', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='approval',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_approvalevent" ("circuit_id", "circuit_version", "content_type_id", "due_on", "ended_at", "escalate_after", "id", "kind", "object_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_after", "started_at", "state") VALUES (OLD."circuit_id", OLD."circuit_version", OLD."content_type_id", OLD."due_on", OLD."ended_at", OLD."escalate_after", OLD."id", OLD."kind", OLD."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."remind_after", OLD."started_at", OLD."state"); RETURN NULL;', hash='c54438a1b752747d4ff17438a2bb35e96d7790ef', operation='DELETE', pgid='pgtrigger_delete_delete_57086', table='approvals_approval', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='0c9797c2028ef8e9b642176d4502481b65dc3236', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_3758d', table='approvals_circuitevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7889024699f0f1da9d71a617678ae3670b53817', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d5a5c', table='approvals_circuitevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstep',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_circuitstepevent" ("circuit_id", "id", "kind", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role") VALUES (NEW."circuit_id", NEW."id", NEW."kind", NEW."name", NEW."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."role"); RETURN NULL;', hash='b86296a18568b84c7fa9c63996cb401c76941417', operation='INSERT', pgid='pgtrigger_insert_insert_f998c', table='approvals_circuitstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstep',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "approvals_circuitstepevent" ("circuit_id", "id", "kind", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role") VALUES (NEW."circuit_id", NEW."id", NEW."kind", NEW."name", NEW."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."role"); RETURN NULL;', hash='5353e581e30307c5ff1f12c5164ca2ac86eb1a26', operation='UPDATE', pgid='pgtrigger_update_update_e030c', table='approvals_circuitstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstep',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_circuitstepevent" ("circuit_id", "id", "kind", "name", "needs_all", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role") VALUES (OLD."circuit_id", OLD."id", OLD."kind", OLD."name", OLD."needs_all", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."role"); RETURN NULL;', hash='fbfa94d88c28e221de1f22f285df9a2adeb5f39f', operation='DELETE', pgid='pgtrigger_delete_delete_9e194', table='approvals_circuitstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstepevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='526a09a58965064adc56c98c69544002ebdeb13f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0cd44', table='approvals_circuitstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='circuitstepevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d7d18459059bd7617bda04c97fa6b404edca7e8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ba292', table='approvals_circuitstepevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stepholder',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_stepholderevent" ("agent_id", "handed_by_id", "id", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id") VALUES (NEW."agent_id", NEW."handed_by_id", NEW."id", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."step_id"); RETURN NULL;', hash='1efa10a790b722326e0625e675e7905aa46529a8', operation='INSERT', pgid='pgtrigger_insert_insert_78b27', table='approvals_stepholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stepholder',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."handed_by_id" IS DISTINCT FROM (NEW."handed_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."left_at" IS DISTINCT FROM (NEW."left_at") OR OLD."step_id" IS DISTINCT FROM (NEW."step_id"))', func='INSERT INTO "approvals_stepholderevent" ("agent_id", "handed_by_id", "id", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id") VALUES (NEW."agent_id", NEW."handed_by_id", NEW."id", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."step_id"); RETURN NULL;', hash='26f1571aad8493f301f94a73985b776d77e2a132', operation='UPDATE', pgid='pgtrigger_update_update_c0992', table='approvals_stepholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stepholder',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_stepholderevent" ("agent_id", "handed_by_id", "id", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id") VALUES (OLD."agent_id", OLD."handed_by_id", OLD."id", OLD."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."step_id"); RETURN NULL;', hash='0f1f65154511c7cc5805ed5251144e35635ab864', operation='DELETE', pgid='pgtrigger_delete_delete_f5de9', table='approvals_stepholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d2e095f362dc0dd5b6b4f316cef8813ad212a2c8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0cfd6', table='approvals_decisionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cb0b53d33b966592bb58ebfb50741533c9c5cfa6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4044e', table='approvals_decisionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_decisionevent" ("by_id", "content_id", "decided_at", "holder_id", "id", "in_place_of_id", "paper_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "scan_id", "step_id", "verdict", "voided_at") VALUES (NEW."by_id", NEW."content_id", NEW."decided_at", NEW."holder_id", NEW."id", NEW."in_place_of_id", NEW."paper_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."scan_id", NEW."step_id", NEW."verdict", NEW."voided_at"); RETURN NULL;', hash='0a87413f9914f76ad84d0f6b0b4d3a6017c9821b', operation='INSERT', pgid='pgtrigger_insert_insert_bdb36', table='approvals_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."content_id" IS DISTINCT FROM (NEW."content_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."holder_id" IS DISTINCT FROM (NEW."holder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_place_of_id" IS DISTINCT FROM (NEW."in_place_of_id") OR OLD."paper_on" IS DISTINCT FROM (NEW."paper_on") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."scan_id" IS DISTINCT FROM (NEW."scan_id") OR OLD."step_id" IS DISTINCT FROM (NEW."step_id") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."voided_at" IS DISTINCT FROM (NEW."voided_at"))', func='INSERT INTO "approvals_decisionevent" ("by_id", "content_id", "decided_at", "holder_id", "id", "in_place_of_id", "paper_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "scan_id", "step_id", "verdict", "voided_at") VALUES (NEW."by_id", NEW."content_id", NEW."decided_at", NEW."holder_id", NEW."id", NEW."in_place_of_id", NEW."paper_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."scan_id", NEW."step_id", NEW."verdict", NEW."voided_at"); RETURN NULL;', hash='c23d68a2ea68ce3f5a5a8d005c088a2640376fae', operation='UPDATE', pgid='pgtrigger_update_update_4801f', table='approvals_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "approvals_decisionevent" ("by_id", "content_id", "decided_at", "holder_id", "id", "in_place_of_id", "paper_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "scan_id", "step_id", "verdict", "voided_at") VALUES (OLD."by_id", OLD."content_id", OLD."decided_at", OLD."holder_id", OLD."id", OLD."in_place_of_id", OLD."paper_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."scan_id", OLD."step_id", OLD."verdict", OLD."voided_at"); RETURN NULL;', hash='23a19288a143da8afe0cc69f2287fe7a4b2b6a1a', operation='DELETE', pgid='pgtrigger_delete_delete_3e3ae', table='approvals_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stepholderevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='193de4ce4eba571690f9a653225c3ee19d4ae008', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_442f3', table='approvals_stepholderevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stepholderevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c8137b19f40dc6c288b901b6733d3b075c2fcb84', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d955b', table='approvals_stepholderevent', when='BEFORE')),
            ),
        ]),
    ]
