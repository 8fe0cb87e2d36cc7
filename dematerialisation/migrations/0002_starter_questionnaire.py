"""Twelve questions to begin with; a town copies them as its own version."""

from django.db import migrations

from core.history.context import action_context

TITLE = "Ce dont votre direction a besoin"
INTRODUCTION = (
    "Le groupe Dématérialisation rencontre toutes les directions. Rien ici n’évalue une personne : vos réponses "
    "servent à choisir, ensemble, ce que nous ferons d’abord."
)
SCALE, YES_NO, NUMBER, ONE, SEVERAL, TEXT = "scale", "yes_no", "number", "one", "several", "text"
SECTIONS = [
    (
        "Le papier",
        [
            (NUMBER, "Combien de ramettes votre direction use-t-elle par mois ?", "Une ramette compte 500 feuilles.", []),
            (TEXT, "Quel papier voudriez-vous ne plus jamais remplir ?", "Dites à quoi il sert, et qui le lit.", []),
            (
                ONE,
                "Où part surtout ce que vous imprimez ?",
                "",
                ["dans un classeur", "vers une autre direction", "vers un habitant", "vers un élu", "à la poubelle"],
            ),
        ],
    ),
    (
        "Les liens entre services",
        [
            (TEXT, "Quelle information redemandez-vous sans cesse à un autre service ?", "", []),
            (SCALE, "Les logiciels de votre direction parlent-ils à ceux des autres ?", "", []),
            (NUMBER, "Combien de fois par semaine la même donnée est-elle saisie deux fois ?", "À la louche.", []),
        ],
    ),
    (
        "Les outils",
        [
            (SCALE, "Vos agents sont-ils à l’aise avec les outils qu’ils ont déjà ?", "", []),
            (
                SEVERAL,
                "Qu’est-ce qui vous manque le plus ?",
                "Plusieurs réponses sont possibles.",
                ["un poste", "une adresse de messagerie", "une formation", "du temps", "quelqu’un à appeler"],
            ),
            (YES_NO, "Tous vos agents peuvent-ils lire l’intranet ?", "", []),
        ],
    ),
    (
        "Ce que vous craignez, ce que vous souhaitez",
        [
            (YES_NO, "Un métier de votre direction se sent-il menacé ?", "", []),
            (TEXT, "Qu’est-ce qu’il ne faudrait surtout pas perdre ?", "Une habitude, une personne à qui parler.", []),
            (TEXT, "Si nous ne faisions qu’une chose pour vous cette année, laquelle ?", "", []),
        ],
    ),
]


def starter_questionnaire(apps, schema_editor):
    Questionnaire = apps.get_model("dematerialisation", "Questionnaire")
    Section = apps.get_model("dematerialisation", "QuestionSection")
    Question = apps.get_model("dematerialisation", "Question")
    with action_context("a posé un premier questionnaire"):
        questionnaire = Questionnaire.objects.create(title=TITLE, introduction=INTRODUCTION)
        for rank, (title, questions) in enumerate(SECTIONS, start=1):
            section = Section.objects.create(questionnaire=questionnaire, title=title, position=rank)
            for position, (kind, text, help_text, choices) in enumerate(questions, start=1):
                Question.objects.create(
                    section=section, position=position, kind=kind, text=text, help=help_text, choices=choices
                )


class Migration(migrations.Migration):
    dependencies = [("dematerialisation", "0001_initial")]

    operations = [migrations.RunPython(starter_questionnaire, migrations.RunPython.noop)]
