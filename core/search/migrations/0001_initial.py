"""One index of what can be found, and the links « voir aussi »; how search reads French."""

from core.history.tracking import Together
from django.conf import settings
from django.db import migrations, models
from core.search.initial_data import load_synonyms
import core.people.ordering
import core.search.sql
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
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
        # Accents are optional: `french` with unaccent before its stemmer, but after its stop words, which are written
        # with theirs; a word of ASCII has none to lose, and is left to the stemmer. `plain_words` keeps words whole:
        # what is typed of a title's word is its beginning, which a stem may not share (« communicat » and « commun »).
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH DICTIONARY french_stops (
                TEMPLATE = pg_catalog.simple, STOPWORDS = french, ACCEPT = false);
            CREATE TEXT SEARCH CONFIGURATION french_plain (COPY = french);
            ALTER TEXT SEARCH CONFIGURATION french_plain
                ALTER MAPPING FOR hword, hword_part, word WITH french_stops, public.unaccent, french_stem;
            ALTER TEXT SEARCH CONFIGURATION french_plain
                ALTER MAPPING FOR numword, numhword, hword_numpart WITH public.unaccent, simple;
            CREATE TEXT SEARCH CONFIGURATION plain_words (COPY = simple);
            ALTER TEXT SEARCH CONFIGURATION plain_words
                ALTER MAPPING FOR hword, hword_part, word, numword, numhword, hword_numpart
                WITH public.unaccent, simple;
            """,
            """
            DROP TEXT SEARCH CONFIGURATION plain_words;
            DROP TEXT SEARCH CONFIGURATION french_plain;
            DROP TEXT SEARCH DICTIONARY french_stops;
            """,
        ),
        # The parser takes « eau/gaz » for a file, « L.2121 » for a host, « -12 » for a number below zero and, in a
        # database of the C locale, any sign beyond ASCII (a no-break space, « ») for a letter: all become spaces, in
        # what is indexed and in what is typed, and codes are found however their pieces are joined. Letters that a
        # PDF joins or takes apart (ﬁ, e and its accent) are put right. A point after a digit stays: 7.1 is not 7.10.
        # Beyond 100,000 characters a text is not indexed: a vector has its limit.
        # `search_shown` parts words from such signs by U+0001, which the page takes away: excerpts stay as written.
        migrations.RunSQL(
            """
            CREATE FUNCTION search_words(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            RETURN regexp_replace(
                normalize(translate(left(value, 100000), U&'\\00ba\\00ad', ' '), NFKC),
                '[^[:alnum:]À-ɏ.]|(?<![0-9])\\.', ' ', 'g');
            CREATE FUNCTION search_shown(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            RETURN regexp_replace(
                left(value, 50000), '([^[:alnum:]À-ɏ\\u0001-\\u007f]|[/@_<>&-]|(?<![0-9])\\.)', E'\\x01\\\\1\\x01', 'g');
            CREATE FUNCTION search_vector(title text, keywords text, body text, kind text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN setweight(to_tsvector('public.french_plain', search_words(title)), 'A')
                || setweight(to_tsvector('public.plain_words', search_words(title)), 'A')
                || setweight(to_tsvector('public.french_plain', search_words(keywords)), 'B')
                || setweight(to_tsvector('public.plain_words', search_words(keywords)), 'B')
                || setweight(to_tsvector('public.french_plain', search_words(body)), 'C')
                || setweight(to_tsvector('public.french_plain', search_words(kind)), 'D');
            """,
            """
            DROP FUNCTION search_vector(text, text, text, text);
            DROP FUNCTION search_shown(text);
            DROP FUNCTION search_words(text);
            """,
        ),

        Together([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('object_id', models.BigIntegerField(null=True)),
                    ('kind', models.CharField(max_length=60)),
                    ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                    ('on', models.DateField(null=True)),
                    ('year', models.SmallIntegerField(null=True)),
                    ('changes_on', models.DateField(null=True)),
                    ('title', models.TextField(default='')),
                    ('keywords', models.TextField(default='')),
                    ('text', models.TextField(default='')),
                    ('note', models.TextField(default='')),
                    ('url', models.TextField(default='')),
                    ('vector', django.contrib.postgres.search.SearchVectorField(null=True)),
                    ('content_type', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                    ('direction', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.direction')),
                    ('main', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='pages', to='search.entry')),
                    ('page', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.pagetext')),
                ],
                options={
                    'verbose_name': 'entrée de l’index',
                    'verbose_name_plural': 'entrées de l’index',
                },
            ),
            migrations.CreateModel(
                name='Holding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.TextField()),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.document')),
                    ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='holdings', to='search.entry')),
                ],
                options={
                    'verbose_name': 'document d’une entrée',
                    'verbose_name_plural': 'documents des entrées',
                },
            ),
            migrations.CreateModel(
                name='SeeAlso',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first_id', models.BigIntegerField(verbose_name='premier objet')),
                    ('second_id', models.BigIntegerField(verbose_name='second objet')),
                    ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='ajouté le')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par')),
                    ('first_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                    ('second_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ],
                options={
                    'verbose_name': 'lien « voir aussi »',
                    'verbose_name_plural': 'liens « voir aussi »',
                },
            ),
            migrations.CreateModel(
                name='SeeAlsoEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('first_id', models.BigIntegerField(verbose_name='premier objet')),
                    ('second_id', models.BigIntegerField(verbose_name='second objet')),
                    ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='ajouté le')),
                    ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par')),
                    ('first_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='search.seealso')),
                    ('second_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddIndex(
                model_name='entry',
                index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('page', None)), fields=['vector'], name='entry_object_words'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('page', None), _negated=True), fields=['vector'], name='entry_page_words'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(core.people.ordering.PlainText(core.search.sql.SearchWords(models.F('title'), models.F('keywords'))), name='gin_trgm_ops'), condition=models.Q(('page', None)), name='entry_title_letters'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(models.F('kind'), models.OrderBy(models.F('on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='entry_newest_of_kind'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('direction__isnull', False)), fields=['direction', 'on'], name='entry_of_direction'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('page', None), _negated=True), fields=['page'], name='entry_of_page'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('page', None)), fields=['url'], name='entry_of_address'),
            ),
            migrations.AddIndex(
                model_name='entry',
                index=models.Index(condition=models.Q(('changes_on__isnull', False)), fields=['changes_on'], name='entry_changing'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.UniqueConstraint(condition=models.Q(('page', None)), fields=('content_type', 'object_id'), name='entry_once_per_object'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.UniqueConstraint(condition=models.Q(('page', None), _negated=True), fields=('main', 'page'), name='entry_once_per_page'),
            ),
            migrations.AddConstraint(
                model_name='entry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_type__isnull', False), ('main', None), ('object_id__isnull', False), ('page', None)), models.Q(('content_type', None), ('main__isnull', False), ('object_id', None), ('page__isnull', False)), _connector='OR'), name='entry_is_an_object_or_its_page'),
            ),
            migrations.AddConstraint(
                model_name='holding',
                constraint=models.UniqueConstraint(fields=('entry', 'document'), name='holding_once'),
            ),
            migrations.AddIndex(
                model_name='seealso',
                index=models.Index(fields=['second_type', 'second_id'], name='see_also_from_second'),
            ),
            migrations.AddConstraint(
                model_name='seealso',
                constraint=models.UniqueConstraint(fields=('first_type', 'first_id', 'second_type', 'second_id'), name='see_also_once'),
            ),
            migrations.AddConstraint(
                model_name='seealso',
                constraint=models.CheckConstraint(condition=models.Q(('first_type__lt', models.F('second_type')), models.Q(('first_id__lt', models.F('second_id')), ('first_type', models.F('second_type'))), _connector='OR'), name='see_also_smaller_first'),
            ),
            # The history, written by triggers and closed to changes.
            pgtrigger.migrations.AddTrigger(
                model_name='seealso',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "search_seealsoevent" ("added_at", "added_by_id", "first_id", "first_type_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id", "second_type_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."first_id", NEW."first_type_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."second_id", NEW."second_type_id"); RETURN NULL;', hash='e7cf7977b835c81bae8b0f73ad333233d2d7e4bc', operation='INSERT', pgid='pgtrigger_insert_insert_8ad0b', table='search_seealso', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seealso',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "search_seealsoevent" ("added_at", "added_by_id", "first_id", "first_type_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id", "second_type_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."first_id", NEW."first_type_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."second_id", NEW."second_type_id"); RETURN NULL;', hash='a466af1adf13ae8e01720fe41b3962e3b287e840', operation='UPDATE', pgid='pgtrigger_update_update_042f6', table='search_seealso', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seealso',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "search_seealsoevent" ("added_at", "added_by_id", "first_id", "first_type_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id", "second_type_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."first_id", OLD."first_type_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."second_id", OLD."second_type_id"); RETURN NULL;', hash='d8711342f2412782034f1ad07ad06d7c68b00f4a', operation='DELETE', pgid='pgtrigger_delete_delete_91fb5', table='search_seealso', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seealsoevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='f4036642bdd7f8d87420c0a331607702642d108b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_dbcd4', table='search_seealsoevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seealsoevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80562e00c0011c7e55518ca8420200388b673fb0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5436b', table='search_seealsoevent', when='BEFORE')),
            ),
            migrations.CreateModel(
                name='Synonym',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(help_text='Un mot, un sigle ou quelques mots\xa0: « délib », « PV », « voiture de service ».', max_length=80, verbose_name='ce que l’on tape')),
                    ('means', models.CharField(help_text='Plusieurs réponses se séparent par une virgule\xa0: « restauration scolaire, menus ».', max_length=200, verbose_name='équivalents')),
                ],
                options={
                    'verbose_name': 'équivalent',
                    'verbose_name_plural': 'mots et équivalents',
                },
            ),
            migrations.CreateModel(
                name='SynonymEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('words', models.CharField(help_text='Un mot, un sigle ou quelques mots\xa0: « délib », « PV », « voiture de service ».', max_length=80, verbose_name='ce que l’on tape')),
                    ('means', models.CharField(help_text='Plusieurs réponses se séparent par une virgule\xa0: « restauration scolaire, menus ».', max_length=200, verbose_name='équivalents')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='UnfoundSearch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='mois')),
                    ('words', models.CharField(max_length=80, verbose_name='ce que l’on a cherché')),
                    ('times', models.PositiveIntegerField(default=1, verbose_name='fois')),
                ],
                options={
                    'verbose_name': 'recherche sans réponse',
                    'verbose_name_plural': 'ce que l’on cherche sans le trouver',
                },
            ),
            migrations.AddConstraint(
                model_name='synonym',
                constraint=models.UniqueConstraint(core.people.ordering.PlainText(models.F('words')), name='synonym_once', violation_error_message='Ce mot a déjà ses équivalents\xa0: complétez-les.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='synonym',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "search_synonymevent" ("id", "means", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."id", NEW."means", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."words"); RETURN NULL;', hash='7fb59f29effd4484ac9a67c1c6a45b1719b872d3', operation='INSERT', pgid='pgtrigger_insert_insert_7ff8a', table='search_synonym', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='synonym',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "search_synonymevent" ("id", "means", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."id", NEW."means", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."words"); RETURN NULL;', hash='1712b1349d4d81ccb4e78e15f6e6c5702f4dc58f', operation='UPDATE', pgid='pgtrigger_update_update_522d1', table='search_synonym', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='synonym',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "search_synonymevent" ("id", "means", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (OLD."id", OLD."means", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."words"); RETURN NULL;', hash='670dd0c5c830a054690a72e1124b9e8a335b5c37', operation='DELETE', pgid='pgtrigger_delete_delete_e1c20', table='search_synonym', when='AFTER')),
            ),
            migrations.AddField(
                model_name='synonymevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='search.synonym'),
            ),
            migrations.AddConstraint(
                model_name='unfoundsearch',
                constraint=models.UniqueConstraint(fields=('words', 'month'), name='unfound_once_a_month'),
            ),
            migrations.AddConstraint(
                model_name='unfoundsearch',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='unfound_by_month'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='synonymevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The history cannot be truncated';", hash='e6c130fd200cfec3be38e4289c7bd142db4e9f72', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5495e', table='search_synonymevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='synonymevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3477aca40c82c145e305ea0850a94c233c023955', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_81c58', table='search_synonymevent', when='BEFORE')),
            ),
        ]),
        # Ranking reads a thousand vectors: out of the row and not compressed, so that what is only sorted and
        # filtered stands fifty to a page.
        migrations.RunSQL(
            """
            ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTERNAL;
            ALTER TABLE search_entry SET (toast_tuple_target = 256);
            """,
            migrations.RunSQL.noop,
        ),

        migrations.RunPython(load_synonyms, migrations.RunPython.noop),
    ]
