from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="kind",
            field=models.CharField(choices=[('mailbox', 'Boîte en panne'), ('heartbeat', 'Message témoin en retard'), ('quarantine', 'Quarantaine à regarder'), ('reading', 'Messages pris et pas encore lus'), ('lost', 'Messages qui n’ont pas pu partir'), ('sending', 'Messages qui attendent de partir'), ('worker', 'Traitement des tâches arrêté'), ('queue', 'Travail en retard'), ('failed', 'Tâches en échec'), ('backup', 'Sauvegarde à vérifier')], max_length=12, verbose_name='nature'),
        )
    ]
