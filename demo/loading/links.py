"""A few « voir aussi » links, made by the manager of one end, once search has indexed both."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.people.models import Agent, Project
from core.search.links import add_link
from core.search.models import Entry
from deliberations.models import Deliberation
from dematerialisation.models import Action, Article, Priority
from demo.keys import reference_of
from manuals.models import Software
from suggestions.models import Idea

# The beginning of a deliberation's object, and a software.
ACTS = (
    ("Plantation de 34 arbres", "Sève"),
    ("Budget principal\u00a0: décision modificative n°\u00a02", "Budgétine"),
    ("Forfait mobilités durables", "Tempo"),
)
# A software, and an idea by its key.
IDEAS = (("Sève", "massifs-et-mariages"),)
# An action, and what it made or begins with: the kind of an article of the review, or another action.
ARTICLES = (
    ("article-progiciels", "software_problems"),
    ("article-outils-transversaux", "collaboration_tools"),
    ("trois-problemes-approfondis", "software_problems"),
)
ACTIONS = (
    ("visas-des-elus", "dossiers-du-conseil"),
    ("cours-de-physique", "conseil-du-mois"),
    ("jour-sans-imprimante", "recto-verso"),
)
# A project, and an idea: what its members read before they began.
PROJECTS = (("arbres", "massifs-et-mariages", "agent"),)
# A priority, and an idea under study.
STUDIED = (("viser-sans-porter", "signature-parapheurs"), ("sans-poste", "fiches-allergies"))


def load_links(people: dict[str, Agent]) -> None:
    for beginning, name in ACTS:
        act = Deliberation.objects.filter(object__startswith=beginning, session__state="published").latest(
            "pk"
        )
        tie(act, Software.objects.get(reference=reference_of("software", name)), by=people["conseil"])
    for name, key in IDEAS:
        software = Software.objects.get(reference=reference_of("software", name))
        tie(software, Idea.objects.get(reference=reference_of("idea", key)), by=people["progiciels"])
    for key, kind in ARTICLES:
        tie(action_of(key), Article.objects.filter(kind=kind).latest("pk"), by=people["groupe"])
    for key, other in ACTIONS:
        tie(action_of(key), action_of(other), by=people["groupe"])
    for key, idea, lead in PROJECTS:
        project = Project.objects.get(reference=reference_of("project", key))
        tie(project, Idea.objects.get(reference=reference_of("idea", idea)), by=people[lead])
    for key, idea in STUDIED:
        priority = Priority.objects.get(reference=reference_of("priority", key))
        tie(priority, Idea.objects.get(reference=reference_of("idea", idea)), by=people["groupe"])


def action_of(key: str) -> Action:
    return Action.objects.get(reference=reference_of("action", key))


def tie(one: models.Model, other: models.Model, *, by: Agent) -> None:
    ends = [entry_of(one), entry_of(other)]
    # What search has not indexed cannot be linked.
    if all(ends):
        add_link(*ends, by=by)  # type: ignore[arg-type]  # (all are found, as just asked)


def entry_of(obj: models.Model) -> Entry | None:
    content_type = ContentType.objects.get_for_model(obj)
    return Entry.objects.filter(content_type=content_type, object_id=obj.pk, page=None).first()
