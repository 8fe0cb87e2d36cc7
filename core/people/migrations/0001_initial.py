"""Agents, directions, roles, sign-in; the extensions and the plain form of a text that all the others use."""

from core.history.tracking import Together
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models
import core.people.ordering
import core.web.public_ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import uuid


# Written out, not imported: a migration tells what was true on its day.
ROLES = (
    "Groupe projet",
    "Responsable du groupe",
    "Gestionnaire des salles",
    "Gestionnaire de l’annuaire",
    "Administrateur",
    "Secrétariat du conseil",
    "Ressources humaines",
    "Veille juridique",
    "Bureau du courrier",
)


def create_roles(apps, schema_editor):
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        # unaccent() is only stable, for its dictionary could change: wrapped, it can order and be indexed.
        migrations.RunSQL(
            """
            CREATE FUNCTION plain_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));
            """,
            "DROP FUNCTION plain_text(text);",
        ),

        Together([
            migrations.CreateModel(
                name='Agent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('identifiant', models.CharField(error_messages={'unique': 'Cet identifiant est déjà pris.'}, help_text='Ce que l’agent tape pour se connecter, par exemple « cmartin » ; en minuscules.', max_length=60, unique=True, verbose_name='identifiant')),
                    ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='adresse de messagerie')),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                    ('category', models.CharField(blank=True, choices=[('A', 'Catégorie A'), ('B', 'Catégorie B'), ('C', 'Catégorie C')], max_length=1, verbose_name='catégorie')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='téléphone')),
                    ('personnel_number', models.CharField(blank=True, max_length=30, null=True, unique=True, verbose_name='matricule')),
                    ('directory_key', models.UUIDField(blank=True, error_messages={'unique': 'Cette clé est déjà celle d’un autre agent.'}, help_text='Écrite chaque nuit depuis l’annuaire technique de la ville (LDAP) : rien à taper ici. Videz-la pour délier ce compte.', null=True, unique=True, verbose_name='clé dans l’annuaire technique')),
                    ('has_workstation', models.BooleanField(default=True, verbose_name='a un poste informatique')),
                    ('is_active', models.BooleanField(default=True, help_text='Décochez au départ d’un agent : il ne peut plus se connecter, ce qu’il a écrit reste.', verbose_name='compte ouvert')),
                    ('access_changed_at', models.DateTimeField(editable=False, null=True, verbose_name='accès au compte changé le')),
                    ('is_elected', models.BooleanField(db_default=False, default=False, editable=False, verbose_name='élu')),
                    ('groups', models.ManyToManyField(blank=True, related_name='agents', to='auth.group', verbose_name='rôles')),
                    ('manager', models.ForeignKey(blank=True, help_text='À remplir seulement si ce n’est pas le responsable de la direction ou du service.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents_managed', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                ],
                options={
                    'verbose_name': 'agent',
                },
            ),
            migrations.CreateModel(
                name='Direction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('kind', models.CharField(choices=[('general', 'Direction générale'), ('dga', 'Direction générale adjointe'), ('direction', 'Direction'), ('service', 'Service')], max_length=10, verbose_name='niveau')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.direction', verbose_name='rattachement')),
                    ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directions_headed', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                    ('is_interim', models.BooleanField(default=False, verbose_name='par intérim')),
                ],
                options={
                    'verbose_name': 'direction',
                },
            ),
            migrations.CreateModel(
                name='AgentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('category', models.CharField(blank=True, choices=[('A', 'Catégorie A'), ('B', 'Catégorie B'), ('C', 'Catégorie C')], max_length=1, verbose_name='catégorie')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('has_workstation', models.BooleanField(default=True, verbose_name='a un poste informatique')),
                    ('is_active', models.BooleanField(default=True, help_text='Décochez au départ d’un agent : il ne peut plus se connecter, ce qu’il a écrit reste.', verbose_name='compte ouvert')),
                    ('access_changed_at', models.DateTimeField(editable=False, null=True, verbose_name='accès au compte changé le')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                    ('direction', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction ou service')),
                    ('manager', models.ForeignKey(blank=True, db_constraint=False, help_text='À remplir seulement si ce n’est pas le responsable de la direction ou du service.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='agent',
                name='direction',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='people.direction', verbose_name='direction ou service'),
            ),
            migrations.CreateModel(
                name='DirectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('kind', models.CharField(choices=[('general', 'Direction générale'), ('dga', 'Direction générale adjointe'), ('direction', 'Direction'), ('service', 'Service')], max_length=10, verbose_name='niveau')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='rattachement')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.direction')),
                    ('head', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                    ('is_interim', models.BooleanField(default=False, verbose_name='par intérim')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RoleGivenEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('agent', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='du… au…')),
                    ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputations', to=settings.AUTH_USER_MODEL, verbose_name='suppléant')),
                    ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                ],
                options={
                    'verbose_name': 'absence',
                },
            ),
            migrations.CreateModel(
                name='AbsenceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.absence')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='du… au…')),
                    ('deputy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suppléant')),
                    ('noted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SecretAddress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.CharField(max_length=40, verbose_name='usage')),
                    ('key_hash', models.CharField(max_length=64, unique=True, verbose_name='empreinte')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='donnée le')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                    ('last_used_on', models.DateField(null=True, verbose_name='dernier usage')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='secret_addresses', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ],
                options={
                    'verbose_name': 'adresse secrète',
                    'verbose_name_plural': 'adresses secrètes',
                },
            ),
            migrations.CreateModel(
                name='SecretAddressEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('purpose', models.CharField(max_length=40, verbose_name='usage')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='donnée le')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                    ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.secretaddress')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SignIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='quand')),
                    ('address', models.GenericIPAddressField(null=True, verbose_name='depuis l’adresse')),
                    ('means', models.CharField(choices=[('password', 'mot de passe'), ('code', 'code sur papier'), ('mail', 'lien reçu par messagerie'), ('openid', 'compte extérieur'), ('factor', 'second facteur'), ('owner', '« Mes sessions »'), ('admin', 'l’administration du site')], max_length=10, verbose_name='moyen')),
                    ('outcome', models.CharField(choices=[('opened', 'session ouverte'), ('refused', 'entrée refusée'), ('closed', 'compte fermé'), ('password_set', 'mot de passe changé'), ('ended', 'session terminée'), ('factor_removed', 'second facteur retiré'), ('voided', 'codes et liens annulés')], max_length=15, verbose_name='résultat')),
                    ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ],
                options={
                    'verbose_name': 'connexion',
                    'verbose_name_plural': 'lignes du journal des connexions',
                    'ordering': ['-at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='SignInCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code_hash', models.CharField(max_length=128)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('expires_at', models.DateTimeField()),
                    ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_code', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'code à usage unique',
                    'verbose_name_plural': 'codes à usage unique',
                },
            ),
            migrations.CreateModel(
                name='RoleGiven',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('people.agent_groups',),
            ),
            migrations.CreateModel(
                name='AddressAlias',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.EmailField(max_length=254, verbose_name='autre adresse')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ],
                options={
                    'verbose_name': 'autre adresse',
                    'verbose_name_plural': 'autres adresses',
                    'ordering': ['address'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='alias_once', violation_error_message='Cette adresse est déjà celle d’un agent.')],
                },
            ),
            migrations.AddConstraint(
                model_name='direction',
                constraint=models.UniqueConstraint(models.F('parent'), django.db.models.functions.text.Lower('name'), name='direction_once_per_parent', nulls_distinct=False, violation_error_message='Ce nom existe déjà à cet endroit de l’organigramme.'),
            ),
            migrations.AddConstraint(
                model_name='direction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'general'), ('parent', None)), models.Q(models.Q(('kind', 'general'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='direction_only_general_is_root', violation_error_message='Une direction générale n’a pas de rattachement ; tout autre niveau en a un.'),
            ),
            migrations.AddConstraint(
                model_name='direction',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('general', 'dga', 'direction', 'service'))), name='direction_known_kind'),
            ),
            migrations.AddConstraint(
                model_name='direction',
                constraint=models.CheckConstraint(condition=models.Q(('is_interim', False), ('head__isnull', False), _connector='OR'), name='direction_interim_has_a_head', violation_error_message='Sans responsable, il n’y a pas d’intérim.'),
            ),
            migrations.AddIndex(
                model_name='agent',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(core.people.ordering.NameWords(models.F('first_name'), models.F('last_name')), name='gin_trgm_ops'), name='agent_name_trigrams'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='agent_email_once', violation_error_message='Cette adresse est déjà celle d’un autre agent.'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.CheckConstraint(condition=models.Q(('manager', models.F('pk')), _negated=True), name='agent_manager_is_another', violation_error_message='Une personne n’est pas sa propre responsable.'),
            ),
            migrations.AddConstraint(
                model_name='absence',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('agent', '='), ('period', '&&')], name='absence_once_at_a_time', violation_error_message='Une absence de cette personne couvre déjà une partie de ces jours.'),
            ),
            migrations.AddConstraint(
                model_name='absence',
                constraint=models.CheckConstraint(condition=models.Q(('deputy', None), models.Q(('deputy', models.F('agent')), _negated=True), _connector='OR'), name='absence_deputy_is_another'),
            ),
            migrations.AddConstraint(
                model_name='absence',
                constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='absence_has_both_ends'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.CheckConstraint(condition=models.Q(('identifiant', django.db.models.functions.text.Lower('identifiant')), models.Q(('identifiant', ''), _negated=True)), name='agent_identifiant_is_lower_case'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('personnel_number', ''), _negated=True)), name='agent_absent_is_null_not_empty'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.CheckConstraint(condition=models.Q(('category__in', ('', 'A', 'B', 'C'))), name='agent_known_category'),
            ),
            migrations.AddConstraint(
                model_name='agent',
                constraint=models.CheckConstraint(condition=models.Q(('is_elected', False), models.Q(('direction', None), ('directory_key', None), ('manager', None), ('personnel_number', None)), _connector='OR'), name='agent_elected_works_nowhere', violation_error_message='Un compte d’élu n’a ni direction, ni responsable, ni matricule.'),
            ),
            migrations.AddConstraint(
                model_name='secretaddress',
                constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('agent', 'purpose'), name='secret_address_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='secretaddress',
                constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='secret_address_has_a_purpose'),
            ),
            migrations.AddIndex(
                model_name='signin',
                index=models.Index(fields=['-at', '-id'], name='sign_in_newest'),
            ),
            migrations.AddIndex(
                model_name='signin',
                index=models.Index(fields=['agent', '-at'], name='sign_in_of_agent'),
            ),
            migrations.AddConstraint(
                model_name='signin',
                constraint=models.CheckConstraint(condition=models.Q(('means__in', ('password', 'code', 'mail', 'openid', 'factor', 'owner', 'admin'))), name='sign_in_known_means'),
            ),
            migrations.AddConstraint(
                model_name='signin',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('opened', 'refused', 'closed', 'password_set', 'ended', 'factor_removed', 'voided'))), name='sign_in_known_outcome'),
            ),
            # What the database checks across rows.
            pgtrigger.migrations.AddTrigger(
                model_name='addressalias',
                trigger=pgtrigger.compiler.Trigger(name='alias_changes_access', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    UPDATE people_agent SET access_changed_at = now()
                    WHERE TG_OP <> 'DELETE' AND id = NEW.agent_id OR TG_OP <> 'INSERT' AND id = OLD.agent_id;
                    RETURN NULL;
                """, hash='440ab4d541d5a4d016749290fe9016c851ef9bb4', operation='INSERT OR UPDATE OF "address", "agent_id" OR DELETE', pgid='pgtrigger_alias_changes_access_bc40b', table='people_addressalias', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='direction',
                trigger=pgtrigger.compiler.Trigger(name='parent_stands_above', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE ladder text[] := ARRAY['general', 'dga', 'direction', 'service'];", func="""
                    IF EXISTS (SELECT 1 FROM people_direction parent WHERE parent.id = NEW.parent_id
                               AND array_position(ladder, parent.kind::text) >= array_position(ladder, NEW.kind::text))
                    OR EXISTS (SELECT 1 FROM people_direction child WHERE child.parent_id = NEW.id
                               AND array_position(ladder, child.kind::text) <= array_position(ladder, NEW.kind::text))
                    THEN
                        RAISE EXCEPTION 'direction: the parent must stand above'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'direction_parent_stands_above';
                    END IF;
                    RETURN NEW;
                """, hash='269a04369098a67af470cddb37cb729e12d34de5', operation='INSERT OR UPDATE', pgid='pgtrigger_parent_stands_above_44fe3', table='people_direction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='address_opens_account', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email"))', func='NEW.access_changed_at = now(); RETURN NEW;', hash='8e749256fcb67d0a9953d9e876091a7c9d1c8015', operation='UPDATE OF "email"', pgid='pgtrigger_address_opens_account_0d684', table='people_agent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absence',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id, NEW.deputy_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='0a01ee78437f4af8a8c2a854ebc52d71ce4cde5d', operation='INSERT OR UPDATE OF "agent_id", "deputy_id"', pgid='pgtrigger_agents_only_1d389', table='people_absence', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='elected_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."is_elected" IS DISTINCT FROM (NEW."is_elected"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='952ac3b4ac8fb957fde33fead71dda28b23d1e57', operation='UPDATE', pgid='pgtrigger_elected_for_good_d9f9d', table='people_agent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.manager_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='6cc5d2b55d86e11ca0f8f96647e9037849b7b24f', operation='INSERT OR UPDATE OF "manager_id"', pgid='pgtrigger_agents_only_112b5', table='people_agent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='direction',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.head_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='0396e81328b039e670162da51339356fdd993bb2', operation='INSERT OR UPDATE OF "head_id"', pgid='pgtrigger_agents_only_1c77c', table='people_direction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegiven',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='c475add7357db36a228be78bb78b1e4a3809e38b', operation='INSERT OR UPDATE OF "agent_id"', pgid='pgtrigger_agents_only_ec0f5', table='people_agent_groups', when='BEFORE')),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='direction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_directionevent" ("head_id", "id", "is_interim", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."head_id", NEW."id", NEW."is_interim", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='42a4e37cc34a66cff206901d1afa1093273c96c6', operation='INSERT', pgid='pgtrigger_insert_insert_0bdd5', table='people_direction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='direction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."head_id" IS DISTINCT FROM (NEW."head_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_interim" IS DISTINCT FROM (NEW."is_interim") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id"))', func='INSERT INTO "people_directionevent" ("head_id", "id", "is_interim", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."head_id", NEW."id", NEW."is_interim", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='f9b37cd660e67e5a84a0990fb777e12460c61d69', operation='UPDATE', pgid='pgtrigger_update_update_516da', table='people_direction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='direction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_directionevent" ("head_id", "id", "is_interim", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."head_id", OLD."id", OLD."is_interim", OLD."kind", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ff8d681055ddad295bb315f9149b93400377cc3c', operation='DELETE', pgid='pgtrigger_delete_delete_6057e', table='people_direction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='beced4015f0caf83a094a62870c372e7907d22e4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0dbce', table='people_agentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3fa8f0b435287ec7212e18e6746d9f00a0feea15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11b51', table='people_agentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_agentevent" ("access_changed_at", "category", "direction_id", "function", "has_workstation", "id", "is_active", "manager_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."access_changed_at", NEW."category", NEW."direction_id", NEW."function", NEW."has_workstation", NEW."id", NEW."is_active", NEW."manager_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='ba18352ac1477294196ae153c2af9e8b409deb04', operation='INSERT', pgid='pgtrigger_insert_insert_a0606', table='people_agent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."access_changed_at" IS DISTINCT FROM (NEW."access_changed_at") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."has_workstation" IS DISTINCT FROM (NEW."has_workstation") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."manager_id" IS DISTINCT FROM (NEW."manager_id"))', func='INSERT INTO "people_agentevent" ("access_changed_at", "category", "direction_id", "function", "has_workstation", "id", "is_active", "manager_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."access_changed_at", NEW."category", NEW."direction_id", NEW."function", NEW."has_workstation", NEW."id", NEW."is_active", NEW."manager_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d9caa4e6a800aa41a0083d2bb0d428d0ae9c1b5b', operation='UPDATE', pgid='pgtrigger_update_update_803f3', table='people_agent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_agentevent" ("access_changed_at", "category", "direction_id", "function", "has_workstation", "id", "is_active", "manager_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."access_changed_at", OLD."category", OLD."direction_id", OLD."function", OLD."has_workstation", OLD."id", OLD."is_active", OLD."manager_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b947ed744626f3ccb2a9c3503f91d00a37533c32', operation='DELETE', pgid='pgtrigger_delete_delete_c86cc', table='people_agent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='directionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='e06d50e567fff5f458263994a22456bf24da8d1e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0d7d7', table='people_directionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='directionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='07f4592621fe94af73cde7e694918682009f388c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_071d3', table='people_directionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegivenevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='61cd9ecb24a7a2c55e8ca729f5c08a2161692f8c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_531c1', table='people_rolegivenevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegivenevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='29383c179b848e016485e21e187eda350408b6a7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_65249', table='people_rolegivenevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='secretaddress',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_secretaddressevent" ("agent_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."agent_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='b7231741767f7609c1b68d232d63f0c830fab9f9', operation='INSERT', pgid='pgtrigger_insert_insert_e2890', table='people_secretaddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='secretaddress',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at"))', func='INSERT INTO "people_secretaddressevent" ("agent_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."agent_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='4b4b8eec73a60207166d78e68b6c5dc356797a80', operation='UPDATE', pgid='pgtrigger_update_update_7b1db', table='people_secretaddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='secretaddress',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_secretaddressevent" ("agent_id", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (OLD."agent_id", OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."revoked_at"); RETURN NULL;', hash='d4cccf6407d9502d0420ae37b02d27ea8daffdc1', operation='DELETE', pgid='pgtrigger_delete_delete_ef4d7', table='people_secretaddress', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='secretaddressevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='d8868e54c036be37e781909909f4c71bf044bbc4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_05b24', table='people_secretaddressevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='secretaddressevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f80e3f34234eb6df18f05a3f087f4ffb36f0992a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d287', table='people_secretaddressevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='signin',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='78e2aa4b7d0b8175bc437f3763befb9d70f175c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6bc3d', table='people_signin', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='signin',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The sign-in journal cannot be truncated';", hash='c17b3880bd8f997ebe13313b62374668777d49d1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_27727', table='people_signin', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegiven',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_rolegivenevent" ("agent_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."agent_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\'); RETURN NULL;', hash='f152308a43ab36e1ffeebaa467aad069484b75c5', operation='INSERT', pgid='pgtrigger_insert_insert_829c9', table='people_agent_groups', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegiven',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_rolegivenevent" ("agent_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."agent_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\'); RETURN NULL;', hash='e1c492e45b779e55816d62ce63f4f98c87e4be24', operation='UPDATE', pgid='pgtrigger_update_update_ff20b', table='people_agent_groups', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegiven',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_rolegivenevent" ("agent_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."agent_id", OLD."group_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\'); RETURN NULL;', hash='9060ed6e2babe403418e21528f8b18534a70d7fc', operation='DELETE', pgid='pgtrigger_delete_delete_50a02', table='people_agent_groups', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absence',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_absenceevent" ("agent_id", "deputy_id", "id", "noted_by_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agent_id", NEW."deputy_id", NEW."id", NEW."noted_by_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='98217678dc81b2ee0407c06eac81d64d6dcfc9f8', operation='INSERT', pgid='pgtrigger_insert_insert_18b09', table='people_absence', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."period" IS DISTINCT FROM (NEW."period"))', func='INSERT INTO "people_absenceevent" ("agent_id", "deputy_id", "id", "noted_by_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agent_id", NEW."deputy_id", NEW."id", NEW."noted_by_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='174c14f5f7fd03b9fcb8af598d5958bb3a708188', operation='UPDATE', pgid='pgtrigger_update_update_92b17', table='people_absence', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absence',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_absenceevent" ("agent_id", "deputy_id", "id", "noted_by_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."agent_id", OLD."deputy_id", OLD."id", OLD."noted_by_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='e1045784c60a8a47afc41ce3c0c74d219035f8c4', operation='DELETE', pgid='pgtrigger_delete_delete_03e1e', table='people_absence', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absenceevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='179180947478d0467e059677728c4adb8c816589', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1c205', table='people_absenceevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='absenceevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='846062b09acad1f66dd8c75e8f3efb49234e1729', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3160d', table='people_absenceevent', when='BEFORE')),
            ),
        ]),
        migrations.RunPython(create_roles, migrations.RunPython.noop),
        # Who works on what, across directions.
        Together([
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('kind', models.CharField(choices=[('project', 'Projet'), ('functional', 'Fonction transversale'), ('interim', 'Intérim'), ('mandate', 'Référent ou référente')], max_length=10, verbose_name='nature')),
                    ('title', models.CharField(blank=True, max_length=120, verbose_name='rôle ou fonction')),
                    ('is_lead', models.BooleanField(default=False, verbose_name='pilote du projet')),
                    ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='du… au…')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.direction', verbose_name='direction ou service')),
                ],
                options={
                    'verbose_name': 'affectation',
                },
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('purpose', models.TextField(max_length=2000, verbose_name='à quoi il sert')),
                    ('is_open', models.BooleanField(default=True, verbose_name='ouvert à la lecture de tous les agents')),
                    ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='commence le')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin prévue le')),
                    ('closed_on', models.DateField(editable=False, null=True, verbose_name='clos le')),
                    ('lessons', models.TextField(blank=True, max_length=4000, verbose_name='ce que le projet a appris')),
                    ('is_group', models.BooleanField(default=False, editable=False, verbose_name='celui du groupe projet')),
                    ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                    ('sponsor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='people.direction', verbose_name='direction qui le porte')),
                ],
                options={
                    'verbose_name': 'projet',
                },
            ),
            migrations.CreateModel(
                name='AssignmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('project', 'Projet'), ('functional', 'Fonction transversale'), ('interim', 'Intérim'), ('mandate', 'Référent ou référente')], max_length=10, verbose_name='nature')),
                    ('is_lead', models.BooleanField(default=False, verbose_name='pilote du projet')),
                    ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='du… au…')),
                    ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('direction', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction ou service')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.assignment')),
                    ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.project', verbose_name='projet')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='assignment',
                name='project',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.project', verbose_name='projet'),
            ),
            migrations.CreateModel(
                name='ProjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('is_open', models.BooleanField(default=True, verbose_name='ouvert à la lecture de tous les agents')),
                    ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='commence le')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin prévue le')),
                    ('closed_on', models.DateField(editable=False, null=True, verbose_name='clos le')),
                    ('is_group', models.BooleanField(default=False, editable=False, verbose_name='celui du groupe projet')),
                    ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.project')),
                    ('sponsor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.direction', verbose_name='direction qui le porte')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Skill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('name', models.CharField(max_length=60, verbose_name='compétence')),
                    ('kind', models.CharField(choices=[('language', 'Langue'), ('software', 'Logiciel'), ('trade', 'Savoir-faire')], default='trade', max_length=10, verbose_name='nature')),
                    ('is_accepted', models.BooleanField(default=False, verbose_name='dans la liste')),
                ],
                options={
                    'verbose_name': 'compétence',
                    'constraints': [models.UniqueConstraint(core.people.ordering.PlainText(models.F('name')), name='skill_once', violation_error_message='Cette compétence est déjà dans la liste, ou proposée.'), models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='skill_is_named'), models.CheckConstraint(condition=models.Q(('kind__in', ('language', 'software', 'trade'))), name='skill_known_kind')],
                },
            ),
            migrations.CreateModel(
                name='AgentSkill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declared_skills', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                    ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='people.skill', verbose_name='compétence')),
                ],
                options={
                    'verbose_name': 'compétence déclarée',
                    'verbose_name_plural': 'compétences déclarées',
                },
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.UniqueConstraint(core.people.ordering.PlainText(models.F('name')), condition=models.Q(('closed_on', None), ('is_open', True)), name='project_open_name_once', violation_error_message='Un projet ouvert porte déjà ce nom.'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.UniqueConstraint(condition=models.Q(('is_group', True)), fields=('is_group',), name='project_of_the_group_once'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), models.Q(('purpose__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), name='project_says_its_purpose'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 2000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('lessons'), 4000)), name='project_texts_are_short'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='project_ends_after_its_start', violation_error_message='La fin prévue précède le début.'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('lessons', '')), models.Q(('closed_on__gte', models.F('starts_on')), ('is_group', False), models.Q(('lessons__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='project_closed_with_its_lessons', violation_error_message='Un projet se clôt avec quelques mots sur ce qu’il a appris.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_projectevent" ("closed_on", "created_by_id", "ends_on", "id", "is_group", "is_open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sponsor_id", "starts_on") VALUES (NEW."closed_on", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_group", NEW."is_open", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sponsor_id", NEW."starts_on"); RETURN NULL;', hash='ca37044f08362ab2455752c2058d38b93cc7978a', operation='INSERT', pgid='pgtrigger_insert_insert_1874f', table='people_project', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_group" IS DISTINCT FROM (NEW."is_group") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."sponsor_id" IS DISTINCT FROM (NEW."sponsor_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='INSERT INTO "people_projectevent" ("closed_on", "created_by_id", "ends_on", "id", "is_group", "is_open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sponsor_id", "starts_on") VALUES (NEW."closed_on", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_group", NEW."is_open", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sponsor_id", NEW."starts_on"); RETURN NULL;', hash='44755efb0e91f4e22320a2ce86565208402d2fac', operation='UPDATE', pgid='pgtrigger_update_update_ccb7c', table='people_project', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_projectevent" ("closed_on", "created_by_id", "ends_on", "id", "is_group", "is_open", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sponsor_id", "starts_on") VALUES (OLD."closed_on", OLD."created_by_id", OLD."ends_on", OLD."id", OLD."is_group", OLD."is_open", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sponsor_id", OLD."starts_on"); RETURN NULL;', hash='788759ea5f73803f0cf2baa20427a8f7022da773', operation='DELETE', pgid='pgtrigger_delete_delete_78289', table='people_project', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignmentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='270d928e7aae5f0f0822122a4ed4764c0b17f054', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_4a17a', table='people_assignmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignmentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9fc8dc9770c966500e77b01894df6a15fb92fd25', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6fd8b', table='people_assignmentevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='assignment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('direction', None), ('kind', 'project'), ('project__isnull', False)), models.Q(('is_lead', False), ('kind__in', ('functional', 'interim', 'mandate')), ('project', None), models.Q(('title__regex', '[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U0001bca0-\\U0001bca3\\U0001d159\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]'))), _connector='OR'), name='assignment_to_a_project_or_a_title', violation_error_message='Une affectation a un projet, ou bien une fonction.'),
            ),
            migrations.AddConstraint(
                model_name='assignment',
                constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False)), name='assignment_has_a_first_day', violation_error_message='La fin précède le début.'),
            ),
            migrations.AddConstraint(
                model_name='assignment',
                constraint=models.CheckConstraint(condition=models.Q(('title__iregex', 'syndic(al|at)|d[ée]l[éèe]gu[ée]\\w* (du|des?) personnels?|repr[ée]sentant\\w* (du|des) personnels?|\\m(c[. ]?g[. ]?t|c[. ]?f[. ]?d[. ]?t|cfe-cgc|cftc|unsa|fsu|fa-fpt|chsct|c[. ]?s[. ]?t|c[. ]?s[. ]?e|f3sct)\\M'), _negated=True), name='assignment_is_no_staff_representation', violation_error_message='Les mandats syndicaux et la représentation du personnel n’ont pas leur place dans l’annuaire.'),
            ),
            migrations.AddConstraint(
                model_name='assignment',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('project__isnull', False)), expressions=[('agent', '='), ('project', '='), ('period', '&&')], name='assignment_once_per_project', violation_error_message='Cette personne est déjà membre du projet pendant ces jours.'),
            ),
            migrations.AddConstraint(
                model_name='assignment',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_lead', True)), expressions=[('project', '='), ('period', '&&')], name='assignment_one_lead_at_a_time', violation_error_message='Le projet a déjà un pilote pendant ces jours.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignment',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='698c36f329196c48562d05b58a3d630130ada012', operation='INSERT OR UPDATE OF "agent_id"', pgid='pgtrigger_agents_only_da627', table='people_assignment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_assignmentevent" ("agent_id", "direction_id", "id", "is_lead", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."agent_id", NEW."direction_id", NEW."id", NEW."is_lead", NEW."kind", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='6ba0bf9f3beaed207990db84bc5dc6793a4c35e2', operation='INSERT', pgid='pgtrigger_insert_insert_c6087', table='people_assignment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."direction_id" IS DISTINCT FROM (NEW."direction_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_lead" IS DISTINCT FROM (NEW."is_lead") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id"))', func='INSERT INTO "people_assignmentevent" ("agent_id", "direction_id", "id", "is_lead", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."agent_id", NEW."direction_id", NEW."id", NEW."is_lead", NEW."kind", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='783357bee180ea993387478c7abc09371d6c9e8b', operation='UPDATE', pgid='pgtrigger_update_update_b2165', table='people_assignment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assignment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_assignmentevent" ("agent_id", "direction_id", "id", "is_lead", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."agent_id", OLD."direction_id", OLD."id", OLD."is_lead", OLD."kind", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;', hash='6f1f5b0169e8701625eee5e1ca11fddd370d9d0a', operation='DELETE', pgid='pgtrigger_delete_delete_27e23', table='people_assignment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='e43e8a452497cb353e47ca23fb3d136a9b1f9744', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b7707', table='people_projectevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='projectevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='029c34f6907bf79e9ac18e651db30844ea365b72', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3c063', table='people_projectevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='agentskill',
                constraint=models.UniqueConstraint(fields=('skill', 'agent'), name='agent_skill_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agentskill',
                trigger=pgtrigger.compiler.Trigger(name='agents_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN (NEW.agent_id) AND is_elected) THEN\n                RAISE EXCEPTION 'an elected account is no agent'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';\n            END IF;\n            RETURN NEW;\n        ", hash='8b91a9166b10b8cd7984a972b839b9d92e4bad4a', operation='INSERT OR UPDATE OF "agent_id"', pgid='pgtrigger_agents_only_68324', table='people_agentskill', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agent',
                trigger=pgtrigger.compiler.Trigger(name='leavers_declare_nothing', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."is_active" AND OLD."is_active")', func='DELETE FROM people_agentskill WHERE agent_id = NEW.id; RETURN NULL;', hash='5a8718228ee565dbb7cf79ae6a6b2be8a366efa2', operation='UPDATE OF "is_active"', pgid='pgtrigger_leavers_declare_nothing_367a0', table='people_agent', when='AFTER')),
            ),
        ]),
        # As the owner of the table: the role that runs the site may delete nothing there, and has no say in how old.
        migrations.RunSQL(
            """
            CREATE FUNCTION people_purge_sign_ins(moment timestamptz) RETURNS bigint
            LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
                WITH gone AS (
                    DELETE FROM people_signin WHERE at < least(moment, now()) - interval '183 days' RETURNING 1
                )
                SELECT count(*) FROM gone
            $$;
            """,
            "DROP FUNCTION people_purge_sign_ins(timestamptz)",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agent',
            trigger=pgtrigger.compiler.Trigger(name='closing_voids_links', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."is_active" AND OLD."is_active")', func='NEW.access_changed_at = now(); RETURN NEW;', hash='1689f22a308d66cfa0e535c074c999a21446dc09', operation='UPDATE OF "is_active"', pgid='pgtrigger_closing_voids_links_82262', table='people_agent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agent',
            trigger=pgtrigger.compiler.Trigger(name='password_voids_code', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."password" IS DISTINCT FROM (NEW."password"))', func='DELETE FROM people_signincode WHERE agent_id = NEW.id; RETURN NULL;', hash='b5510c757f3a1773f7be7ffdc865fec3e7cd81e7', operation='UPDATE OF "password"', pgid='pgtrigger_password_voids_code_ea759', table='people_agent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agent',
            trigger=pgtrigger.compiler.Trigger(name='closing_ends_sessions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."is_active" AND OLD."is_active")', func="""
                    DELETE FROM django_session WHERE session_key IN
                        (SELECT session_key FROM usersessions_usersession WHERE user_id = NEW.id);
                    DELETE FROM usersessions_usersession WHERE user_id = NEW.id;
                    DELETE FROM people_signincode WHERE agent_id = NEW.id;
                    RETURN NULL;
                """, hash='8a4dabd26b865c3db0dfccd4b7288dad49f3d00f', operation='UPDATE OF "is_active"', pgid='pgtrigger_closing_ends_sessions_dc98c', table='people_agent', when='AFTER')),
        ),
    ]
