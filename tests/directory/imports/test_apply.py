"""What an import does: creates, corrects, refuses, closes when asked, and changes nothing the second time."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from directory import cards
from directory.imports.apply import agents_import
from directory.imports.plan import LEAVER, Plan
from tests.directory.conftest import Units
from tests.directory.factories import a_sheet, under_one_root, unit
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
LIBRARIAN = "00123;BENALI;NADIA;Culture;Médiathèques;bibliothécaire;nadia.benali@ville.example;0400002001;B"


def run(*lines: str, by: Agent | None = None, **options: Any) -> Plan:
    return agents_import.apply_file(a_sheet(*lines), by=by, **options)


def notes_of(plan: Plan, line: int) -> str:
    return " ".join(next(each for each in plan.lines if each.line == line).notes)


def test_a_new_agent(units, librarian):
    plan = run(
        "90001;DE LA FONTAINE;jean-pierre;Culture;;Conservateur;JP.Fontaine@ville.example;400002099;Cat. A"
    )
    agent = Agent.objects.get(personnel_number="90001")
    assert str(agent) == "Jean-Pierre de La Fontaine"
    assert (agent.identifiant, agent.email, agent.phone) == (
        "jdelafontaine",
        "jp.fontaine@ville.example",
        "04 00 00 20 99",
    )
    assert (agent.direction, agent.function, agent.category) == (units["culture"], "Conservateur", "A")
    assert agent.is_active
    assert agent.has_workstation
    assert not agent.has_usable_password()
    assert list(EmailAddress.objects.filter(user=agent).values_list("email", "verified", "primary")) == [
        ("jp.fontaine@ville.example", True, True)
    ]
    assert plan.counts["created"] == 1
    assert history_of(agent)[0].action == "a importé la fiche d’un fichier des ressources humaines"
    run("90002;Roux;Paul;;;;;;")
    agent = Agent.objects.get(personnel_number="90002")
    assert (agent.email, agent.phone, agent.direction, agent.has_workstation) == (None, "", None, False)


def test_a_known_agent_is_corrected(units, librarian):
    run("00123;ROUX;NADIA;Espaces verts;;Jardinière;n.roux@ville.example;0400002002;C")
    librarian.refresh_from_db()
    assert str(librarian) == "Nadia Roux"
    assert (librarian.function, librarian.phone, librarian.category) == ("Jardinière", "04 00 00 20 02", "C")
    assert (librarian.direction, librarian.email) == (units["green"], "n.roux@ville.example")
    assert librarian.identifiant == "nbenali"
    assert list(EmailAddress.objects.values_list("user_id", "email")) == [
        (librarian.pk, "n.roux@ville.example")
    ]


def test_a_changed_address_is_told_at_both(units, librarian):
    run("00123;BENALI;NADIA;;;;n.roux@ville.example;;")
    assert {*OutgoingMail.objects.values_list("address", flat=True)} == {
        "nadia.benali@ville.example",
        "n.roux@ville.example",
    }
    entry = next(entry for entry in history_of(librarian) if entry.action.startswith("a importé"))
    assert [label for label, _, _ in entry.changes] == ["accès au compte changé le"]
    assert Notification.objects.get().recipient == librarian


def test_running_twice_changes_nothing(units, librarian):
    lines = [
        LIBRARIAN,
        "90001;DE LA FONTAINE;jean-pierre;Direction de la culture;;CONSERVATEUR EN CHEF;jp@ville.example;400002099;A+",
        "90002;Zoë;ÈVE;Licornes;;;pas une adresse;abc;Z",
        ";Sans;Matricule;;;;;;",
    ]
    first = run(*lines)
    assert first.counts["created"] == 2
    before = list(Agent.objects.order_by("pk").values())
    # An empty cell changes nothing.
    second = run("00123;Benali;Nadia;;;;;;", *lines[1:])
    assert (second.counts["created"], second.counts["changed"]) == (0, 0)
    assert (second.counts["same"], second.counts["refused"]) == (3, 1)
    assert list(Agent.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";Roux;Paul;;;;;;", "Sans matricule"),
        ("1;;Paul;;;;;;", "Sans nom"),
        ("1;Roux;;;;;;;", "Sans nom"),
        (f"1;{'x' * 81};Paul;;;;;;", "Trop long"),
        (f"{'1' * 31};Roux;Paul;;;;;;", "Trop long"),
        ("00123;Kern;Zoé;;;;;;", "est celui de Nadia Benali"),
        ("1;Roux;Paul;;;;;;;;de trop", "plus de cases"),
        ("7;Roux;Paule;;;;;;", "déjà à la ligne 2"),
        ('1;"Roux;Paul;;;;;;', "guillemet"),
    ],
)
def test_a_refused_line_stops_no_other(units, librarian, line, why):
    plan = run("7;Avant;Anne;;;;;;", line, "8;Après;Ève;;;;;;")
    assert why in notes_of(plan, 3)
    assert plan.counts["refused"] == 1
    assert Agent.objects.filter(personnel_number__in=["7", "8"]).count() == 2
    librarian.refresh_from_db()
    assert str(librarian) == "Nadia Benali"


@pytest.mark.parametrize("number", ["123", "00123.0"])
def test_zeros_that_a_spreadsheet_took_are_given_back(units, librarian, number):
    plan = run(f"{number};Benali;Nadia;;;Directrice;;;")
    assert plan.counts["created"] == 0
    librarian.refresh_from_db()
    assert (librarian.function, librarian.personnel_number) == ("Directrice", "00123")


def test_what_cannot_be_read_is_left_out_and_said(units, librarian):
    plan = run("00123;Benali;Nadia;Licornes;;;pas une adresse;appelez-moi;Z")
    said = notes_of(plan, 2)
    for word in ("Licornes", "pas une adresse", "appelez-moi", "Catégorie"):
        assert word in said
    before = (librarian.email, librarian.phone, librarian.category, librarian.direction_id)
    librarian.refresh_from_db()
    assert (librarian.email, librarian.phone, librarian.category, librarian.direction_id) == before


# Addresses


def test_two_agents_swap_their_addresses(units, librarian, chief):
    Agent.objects.filter(pk=chief.pk).update(personnel_number="00200")
    theirs = (librarian.email, chief.email)
    run(f"00123;Benali;Nadia;;;;{theirs[1]};;", f"00200;de La Fontaine;Jean-Pierre;;;;{theirs[0]};;")
    librarian.refresh_from_db()
    chief.refresh_from_db()
    assert (chief.email, librarian.email) == theirs
    recorded = dict(EmailAddress.objects.values_list("user_id", "email"))
    assert recorded == {librarian.pk: librarian.email, chief.pk: chief.email}


def test_an_address_that_is_somebody_s_is_left_out(units, librarian, chief):
    Agent.objects.filter(pk=chief.pk).update(personnel_number="00200")
    lines = [f"00123;Benali;Nadia;;;;{str(chief.email).upper()};;", "9;Roux;Paul;;;;neuf@ville.example;;"]
    lines.append("10;Kern;Zoé;;;;neuf@ville.example;;")
    plan = run(*lines)
    assert "déjà celle de Jean-Pierre" in notes_of(plan, 2)
    assert "à la ligne 3" in notes_of(plan, 4)
    assert Agent.objects.get(personnel_number="10").email is None
    assert run(*lines).counts["changed"] == 0


def test_a_chain_of_addresses_settles(units):
    """A takes B's, B takes C's, C is refused another's: everyone keeps what they have."""
    for number, letter in enumerate("abcd"):
        AgentFactory(
            first_name=letter, last_name="Un", personnel_number=str(number), email=f"{letter}@ville.example"
        )
    asked = [
        f"{number};Un;{letter};;;;{to}@ville.example;;"
        for number, letter, to in [(0, "a", "b"), (1, "b", "c"), (2, "c", "d")]
    ]
    plan = run(*asked)
    assert plan.counts["changed"] <= 3
    emails = Agent.objects.filter(last_name="Un").order_by("personnel_number").values_list("email", flat=True)
    assert [email[0] for email in emails] == ["a", "b", "c", "d"]


def test_someone_who_has_no_number_yet_is_not_made_twice(units):
    AgentFactory(first_name="Paul", last_name="Roux", email="paul@ville.example")
    plan = run("9;Roux;Paul;;;;paul@ville.example;;")
    assert "n’a pas de matricule" in notes_of(plan, 2)
    assert Agent.objects.filter(last_name="Roux").count() == 1


def test_an_import_leaves_elected_accounts_alone(units):
    """Neither changed, closed nor reopened; an agent of the same name and address is made beside them."""
    elected = AgentFactory.create(
        elected=True, first_name="Odile", last_name="Roux", identifiant="oroux", email="odile@ville.example"
    )
    plan = run("9;Roux;Odile;;;;odile@ville.example;;")
    assert "déjà celle d’Odile Roux" in notes_of(plan, 2)
    assert plan.counts["leaver"] == 0
    made = Agent.objects.agents().get(last_name="Roux")
    assert (made.email, made.identifiant != "oroux") == (None, True)
    elected.refresh_from_db()
    assert (elected.email, elected.personnel_number, elected.is_active) == ("odile@ville.example", None, True)


# The telephone that the agent corrected


def test_the_agent_s_own_telephone_wins(units, librarian):
    cards.correct_card(librarian, by=librarian, phone="04 00 00 99 99", office="", duties="")
    plan = run("00123;Benali;Nadia;;;;;0400002002;")
    assert "celui que l’agent a corrigé est gardé" in notes_of(plan, 2)
    librarian.refresh_from_db()
    assert librarian.phone == "04 00 00 99 99"


# Leavers


@pytest.fixture
def town(units: Units) -> list[Agent]:
    """Forty agents with a number: 5 % are two."""
    return [
        AgentFactory.create(first_name="Agent", last_name=f"N{number}", personnel_number=f"T{number}")
        for number in range(40)
    ]


def lines_for(agents: list[Agent]) -> list[str]:
    return [f"{agent.personnel_number};{agent.last_name};{agent.first_name};;;;;;" for agent in agents]


def active(agents: list[Agent]) -> int:
    return Agent.objects.filter(pk__in=[agent.pk for agent in agents], is_active=True).count()


def test_leavers_are_closed_when_asked(town, outsider, directory_manager):
    plan = run(*lines_for(town[2:]))
    assert [leaver.number for leaver in plan.of(LEAVER)] == ["T0", "T1"]
    assert active(town) == 40
    run(*lines_for(town[2:]), by=directory_manager, deactivate_leavers=True)
    assert active(town) == 38
    # Who has no number is in no file.
    assert active([outsider]) == 1
    assert history_of(town[0])[0].action == "a fermé le compte, absent du fichier"
    assert history_of(town[0])[0].by == directory_manager


def test_never_more_than_five_per_cent_at_once(town):
    with pytest.raises(ValidationError, match="plus de 5"):
        run(*lines_for(town[3:]), "N1;Nouvelle;Ève;;;;;;", deactivate_leavers=True)
    assert active(town) == 40
    assert not Agent.objects.filter(personnel_number="N1").exists()
    run(*lines_for(town[3:]), deactivate_leavers=True, confirm_many=True)
    assert active(town) == 37


def test_a_refused_line_makes_no_leaver(town):
    lines = [*lines_for(town[3:]), "T0;;;;;;;;", ";N1;Agent;;;;;;", "T2;Toute;Autre;;;;;;"]
    plan = run(*lines, deactivate_leavers=True)
    assert [(leaver.number, leaver.kept) for leaver in plan.of(LEAVER)] == [
        ("T1", "une ligne refusée porte ce nom")
    ]
    assert active(town) == 40


def test_the_importer_stays(town, directory_manager):
    Agent.objects.filter(pk=directory_manager.pk).update(personnel_number="Z1")
    plan = run(*lines_for(town), by=directory_manager, deactivate_leavers=True)
    assert plan.of(LEAVER)[0].kept == "c’est vous"
    assert active([directory_manager]) == 1


@pytest.mark.parametrize(
    ("person", "stays"), [("directory_manager", True), ("administrator", False), (None, False)]
)
def test_people_with_a_role_are_listed_and_only_an_administrator_closes_them(request, town, person, stays):
    by = request.getfixturevalue(person) if person else None
    special = AgentFactory.create(personnel_number="R1", roles=[Role.GROUP_HEAD])
    plan = run(*lines_for(town), by=by, deactivate_leavers=True)
    assert plan.of(LEAVER)[0].notes[0] == "Rôle\u00a0: Responsable du groupe."
    assert active([special]) == stays


def test_closed_accounts_open_again_only_when_asked(town):
    Agent.objects.filter(pk=town[0].pk).update(is_active=False)
    plan = run(*lines_for(town))
    assert plan.counts["returning"] == 1
    assert active(town) == 39
    run(*lines_for(town), reopen=True)
    assert active(town) == 40
    assert history_of(town[0])[0].action == "a rouvert le compte, de nouveau dans le fichier"


# Rights


@pytest.mark.parametrize("person", ["directory_manager", "administrator"])
def test_an_address_that_opens_more_rights_is_not_one_account_s_to_change(request, units, person):
    by = request.getfixturevalue(person)
    special = AgentFactory.create(
        first_name="Rose", last_name="Leroy", personnel_number="R1", roles=[Role.ADMINISTRATOR]
    )
    plan = run("R1;Leroy;Rose;;;Cheffe;pirate@ville.example;;", by=by)
    special.refresh_from_db()
    assert special.email != "pirate@ville.example"
    assert special.function == "Cheffe"
    assert "changez-le sur sa fiche" in notes_of(plan, 2)


def test_what_an_import_costs(units, statements):
    """The statements follow the batches, not the lines."""
    one = statements(lambda: run("1;Roux;Paul;;;;p@ville.example;;"))
    many = statements(lambda: run(*(f"N{n};Roux;Paul;;;;p{n}@ville.example;;" for n in range(100))))
    assert many <= one + 5


# Directions that the directory does not have

LOST = ("1;Roux;Paul;DIRECTION DES SPORTS;;;;;", "2;Abo;Ève;Sports;Piscine;;;;", "3;Kern;Zoé;Licornes;;;;;")
ALL_UNKNOWN = "Directions inconnues (2) : « Direction des sports » (2 lignes), « Licornes » (1 ligne)."


def test_unknown_directions_are_summed_up_in_one_line(units):
    plan = run(*LOST, ";Sans;Matricule;Refusée;;;;;", "4;Bon;Léa;Culture;;;;;")
    assert plan.missing == {"Direction des sports": 2, "Licornes": 1}
    assert ALL_UNKNOWN in [note.replace("\u00a0", " ") for note in plan.notes]
    assert not Direction.objects.filter(name__in=plan.missing).exists()
    assert Agent.objects.get(personnel_number="1").direction is None


def test_missing_directions_are_created_when_asked(units, directory_manager):
    under_one_root(units)
    plan = run(*LOST, by=directory_manager, create_directions=True)
    created = Direction.objects.filter(name__in=("Direction des sports", "Licornes")).order_by("name")
    assert [(unit.name, unit.kind, unit.parent, unit.head) for unit in created] == [
        (name, "direction", units["top"], None) for name in ("Direction des sports", "Licornes")
    ]
    placed = Agent.objects.filter(direction__in=created).order_by("personnel_number")
    assert [str(agent.direction) for agent in placed] == ["Direction des sports"] * 2 + ["Licornes"]
    said = history_of(created[0])[0]
    assert (said.action, said.by) == (
        "a créé une direction qui manquait à un import d’agents",
        directory_manager,
    )
    assert not plan.missing
    assert "Directions créées" in " ".join(plan.notes)
    assert run(*LOST, create_directions=True).is_idle


def test_directions_are_created_under_one_general_direction_only(units):
    unit("Centre communal d’action sociale", "general")
    with pytest.raises(ValidationError, match="une seule direction générale"):
        run(*LOST, create_directions=True)
    assert not Agent.objects.filter(personnel_number="1").exists()
