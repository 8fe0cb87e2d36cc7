"""Agents, directions, roles, sign-in; the extensions and the plain form of a text that all the others use."""

from core.history.together import Together
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models
import core.people.ordering
import core.ui.keys
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
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
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                    ('identifiant', models.CharField(error_messages={'unique': 'Cet identifiant est déjà pris.'}, help_text='Ce que l’agent tape pour se connecter, par exemple « cmartin » ; en minuscules.', max_length=60, unique=True, verbose_name='identifiant')),
                    ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='adresse de messagerie')),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                    ('category', models.CharField(blank=True, choices=[('A', 'Catégorie A'), ('B', 'Catégorie B'), ('C', 'Catégorie C')], max_length=1, verbose_name='catégorie')),
                    ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='téléphone')),
                    ('personnel_number', models.CharField(blank=True, max_length=30, null=True, unique=True, verbose_name='matricule')),
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
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
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
                    ('reference', models.CharField(default=core.ui.keys.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
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
                    ('means', models.CharField(choices=[('password', 'mot de passe'), ('code', 'code sur papier'), ('mail', 'lien reçu par messagerie')], max_length=10, verbose_name='moyen')),
                    ('outcome', models.CharField(choices=[('opened', 'session ouverte'), ('refused', 'mot de passe ou code refusé'), ('closed', 'compte fermé'), ('password_set', 'mot de passe changé')], max_length=15, verbose_name='résultat')),
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
                constraint=models.CheckConstraint(condition=models.Q(('is_elected', False), models.Q(('direction', None), ('manager', None), ('personnel_number', None)), _connector='OR'), name='agent_elected_works_nowhere', violation_error_message='Un compte d’élu n’a ni direction, ni responsable, ni matricule.'),
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
                constraint=models.CheckConstraint(condition=models.Q(('means__in', ('password', 'code', 'mail'))), name='sign_in_known_means'),
            ),
            migrations.AddConstraint(
                model_name='signin',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('opened', 'refused', 'closed', 'password_set'))), name='sign_in_known_outcome'),
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

    ]
