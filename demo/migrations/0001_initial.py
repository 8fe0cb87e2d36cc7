from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='TownGrowth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('agents', 'agents'), ('manuals', 'manuels'), ('deliberations', 'délibérations')], max_length=14, unique=True, verbose_name='étape')),
                ('started_on', models.DateField(verbose_name='commencée le')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='pièce suivante')),
                ('pieces', models.PositiveIntegerField(verbose_name='pièces')),
                ('shown', models.PositiveIntegerField(verbose_name='combien il y en a')),
                ('total', models.PositiveIntegerField(verbose_name='combien il y en aura')),
            ],
            options={
                'verbose_name': 'croissance de la ville de démonstration',
                'constraints': [models.CheckConstraint(condition=models.Q(('position__lte', models.F('pieces')), ('shown__lte', models.F('total'))), name='town_growth_within_its_end')],
            },
        ),
    ]
