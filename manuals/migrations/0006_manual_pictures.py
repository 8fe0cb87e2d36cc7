import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.web.public_ids


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_fewer_checks'),
        ('manuals', '0005_software_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='ManualPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé d’envoi')),
                ('reference', models.CharField(default=core.web.public_ids.random_key, editable=False, max_length=12, unique=True, verbose_name='clé')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                ('alternative', models.CharField(max_length=200, verbose_name='ce qu’elle montre')),
                ('width', models.PositiveIntegerField(verbose_name='largeur en pixels')),
                ('height', models.PositiveIntegerField(verbose_name='hauteur en pixels')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='image')),
                ('manual', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='manuals.manual', verbose_name='manuel')),
            ],
            options={
                'verbose_name': 'image d’un manuel',
                'verbose_name_plural': 'images des manuels',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('manual', 'number'), name='manual_picture_number_once')],
            },
        ),
    ]
