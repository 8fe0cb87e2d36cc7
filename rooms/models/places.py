"""Sites, rooms and the cells of which they are made; when they open and close, their rights, problems and screens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from core import french
from core.documents.models import Document
from core.french import count_of, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import random_key
from rooms import constraints
from rooms.querysets import ClosureQuerySet, Level, RoomManager, SiteQuerySet

WEEKDAYS = [(number, french.with_capital(name)) for number, name in enumerate(french.WEEKDAYS)]
# Who has no right of their own has at most « réserve »: managers are named.
FOR_EVERYONE = [(level.value, level.label) for level in Level if level < Level.MANAGE]
LONGEST_BUFFER = 120


def called(name: str) -> str:
    """In a sentence: « salle Remparts », and « salle du Conseil » for the room named « Salle du Conseil »."""
    kind, _, rest = name.partition(" ")
    return f"salle {rest if kind.lower() == 'salle' and rest else name}"


@track()
class Site(models.Model):
    """A building of the town where rooms are booked."""

    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(
        "nom dans les adresses",
        max_length=60,
        unique=True,
        help_text=spaced("Par exemple « hotel-de-ville »."),
    )
    address = models.CharField("adresse", max_length=200)
    access = models.TextField("comment venir", max_length=1000, blank=True)
    is_open_on_holidays = models.BooleanField("ouvert les jours fériés", default=False)
    # Those who open the doors: the sheet of the day is theirs.
    caretaker = models.CharField("gardien", max_length=120, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    """A word of the list that describes rooms: « écran », « boucle magnétique »."""

    name = models.CharField("nom", max_length=60, unique=True)

    class Meta:
        verbose_name = "équipement"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """A space that cannot be shared: each room has its own; a room that can be divided has several."""

    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "cellule"

    def __str__(self) -> str:
        return self.name


@track()
class Room(models.Model):
    """A room that agents book; `rooms.availability.occupancy.create_room` gives it its cell."""

    site = models.ForeignKey(Site, models.PROTECT, verbose_name="site", related_name="rooms")
    name = models.CharField("nom", max_length=80)
    slug = models.SlugField(
        "nom dans les adresses", max_length=60, unique=True, help_text=spaced("Par exemple « remparts ».")
    )
    capacity = models.PositiveSmallIntegerField("places", validators=[MinValueValidator(1)])
    floor = models.CharField("étage", max_length=60, blank=True)
    equipment = models.ManyToManyField(Equipment, verbose_name="équipement", blank=True, related_name="rooms")
    is_step_free = models.BooleanField("accessible de plain-pied ou par ascenseur", default=False)
    is_bookable = models.BooleanField("peut être réservée", default=True)
    unavailable_note = models.CharField(
        "pourquoi elle ne peut pas l’être",
        max_length=300,
        blank=True,
        help_text="Montré aux agents tant que la salle ne peut pas être réservée.",
    )
    keeper_phone = models.CharField(
        "téléphone de qui s’en occupe",
        max_length=40,
        blank=True,
        help_text="Donné à qui trouve la salle prise.",
    )
    description = models.TextField("description", max_length=2000, blank=True)
    directions = models.TextField("comment y aller", max_length=1000, blank=True)
    photo = models.OneToOneField(
        Document,
        models.PROTECT,
        verbose_name="photo",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    photo_alt = models.CharField("ce que montre la photo", max_length=200, blank=True)
    cells = models.ManyToManyField(
        Cell,
        verbose_name="cellules",
        related_name="rooms",
        blank=True,
        help_text=spaced(
            "Une salle divisible a les cellules de ses parties : réserver l’une bloque l’autre."
        ),
    )
    buffer_before = models.PositiveSmallIntegerField(
        "minutes de préparation avant", default=0, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    buffer_after = models.PositiveSmallIntegerField(
        "minutes de remise en état après", default=0, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    everyone_may = models.PositiveSmallIntegerField(
        "ce que tous les agents peuvent faire", choices=FOR_EVERYONE, default=Level.BOOK
    )
    notice_hours = models.PositiveSmallIntegerField(
        "pas plus tard que, en heures avant", default=0, help_text=spaced("0 : jusqu’au dernier moment.")
    )
    ahead_days = models.PositiveSmallIntegerField(
        "pas plus tôt que, en jours avant",
        null=True,
        blank=True,
        help_text=spaced("Vide : comme toutes les salles."),
    )
    longest_minutes = models.PositiveSmallIntegerField(
        "durée la plus longue, en minutes",
        null=True,
        blank=True,
        help_text=spaced("Vide : tous ses jours de suite. Les nuits comptent."),
    )
    longest_days = models.PositiveSmallIntegerField(
        "jours de suite, au plus",
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(constraints.LONGEST_SECONDS // 86_400)],
        help_text=spaced(
            "1 : une réservation finit le jour même. 2 ou plus : elle peut finir après minuit, ou un autre jour ; les "
            "horaires d’ouverture ne règlent alors que son début."
        ),
    )
    person_quota_minutes = models.PositiveIntegerField(
        "minutes par personne et par semaine", null=True, blank=True, help_text=spaced("Vide : sans limite.")
    )
    direction_quota_minutes = models.PositiveIntegerField(
        "minutes par direction et par semaine", null=True, blank=True, help_text=spaced("Vide : sans limite.")
    )
    needs_check_in = models.BooleanField(
        spaced("on dit « j’y suis » en arrivant"),
        default=False,
        help_text=spaced("Sans nouvelles 15 minutes après le début, la salle est rendue aux autres."),
    )
    mail_address = models.EmailField(
        "adresse où l’inviter",
        blank=True,
        default="",
        db_default="",
        help_text=spaced(
            "Les agents l’invitent depuis leur agenda, comme une personne : par exemple salle-remparts@ville.example. "
            "Vide : elle ne s’invite pas."
        ),
    )

    objects = RoomManager()

    class Meta:
        verbose_name = "salle"
        constraints = [
            models.UniqueConstraint(
                "site",
                "name",
                name="room_name_once_per_site",
                violation_error_message="Ce site a déjà une salle de ce nom.",
            ),
            models.UniqueConstraint(
                Lower("mail_address"),
                condition=~Q(mail_address=""),
                name="room_invited_at_its_own_address",
                violation_error_message="Une autre salle a déjà cette adresse.",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_holds_someone"),
            models.CheckConstraint(
                condition=constraints.quarter_minutes("buffer_before")
                & constraints.quarter_minutes("buffer_after")
                & Q(buffer_before__lte=LONGEST_BUFFER, buffer_after__lte=LONGEST_BUFFER),
                name="room_buffers_on_quarters",
                violation_error_message=spaced(
                    "La préparation et la remise en état durent 0, 15, 30… ou 120 minutes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(longest_minutes=None) | Q(longest_minutes__gte=15, longest_minutes__isnull=False),
                name="room_longest_is_a_quarter_at_least",
                violation_error_message=spaced("La durée la plus longue est d’au moins 15 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:room_detail", args=[self.slug])

    @property
    def has_quota(self) -> bool:
        return self.person_quota_minutes is not None or self.direction_quota_minutes is not None

    @property
    def called(self) -> str:
        """« salle Remparts », « salle du Conseil »."""
        return called(self.name)


@was_tracked()
class Layout(models.Model):
    """How a room can be set out, and for how many: « en U, 18 places »."""

    room = models.ForeignKey(Room, models.CASCADE, verbose_name="salle", related_name="layouts")
    name = models.CharField("disposition", max_length=60, help_text=spaced("Par exemple « en U »."))
    capacity = models.PositiveSmallIntegerField("places", validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "disposition"
        ordering = ["-capacity", "name"]
        constraints = [
            models.UniqueConstraint(
                "room",
                "name",
                name="layout_once_a_room",
                violation_error_message="Cette salle a déjà une disposition de ce nom.",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="layout_holds_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({french.count_of(self.capacity, 'place')})"


@was_tracked()
class OpeningHours(models.Model):
    """When a room is open on a weekday, in the town's time; a day without a row is closed."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField("jour", choices=WEEKDAYS)
    opens_at = models.TimeField("ouvre à", help_text="Au quart d’heure près, par exemple 08:00.")
    closes_at = models.TimeField("ferme à")

    class Meta:
        verbose_name = "horaire d’ouverture"
        verbose_name_plural = "horaires d’ouverture"
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                "room",
                "weekday",
                name="opening_hours_once_a_day",
                violation_error_message="Un seul horaire par jour.",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_known_weekday"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="opening_hours_open_before_closing",
                violation_error_message="L’heure de fermeture doit suivre celle d’ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(
                    opens_at__minute__in=(0, 15, 30, 45),
                    opens_at__second=0,
                    closes_at__minute__in=(0, 15, 30, 45),
                    closes_at__second=0,
                ),
                name="opening_hours_on_quarters",
                violation_error_message=spaced("Les horaires tombent sur un quart d’heure : 8:00, 8:15…"),
            ),
        ]

    def __str__(self) -> str:
        opens, closes = french.clock(self.opens_at), french.clock(self.closes_at)
        return f"{french.with_capital(french.WEEKDAYS[self.weekday])}, de {opens} à {closes}"


@track()
class RoomRight(models.Model):
    """More than `Room.everyone_may`, for a role, a direction with all below it, or who has both."""

    room = models.ForeignKey("rooms.Room", models.CASCADE, verbose_name="salle", related_name="rights")
    role = models.CharField(
        "rôle", max_length=80, blank=True, choices=[(role.value, role.value) for role in Role]
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction", null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField("ce que ces agents peuvent faire", choices=Level)

    class Meta:
        verbose_name = "droit sur une salle"
        verbose_name_plural = "droits sur les salles"
        constraints = [
            models.UniqueConstraint(
                fields=["room", "role", "direction"],
                name="room_right_once",
                nulls_distinct=False,
                violation_error_message="Ce rôle et cette direction ont déjà un droit sur cette salle.",
            ),
            models.CheckConstraint(
                condition=~Q(role="") | Q(direction__isnull=False),
                name="room_right_is_someone_s",
                violation_error_message="Choisissez un rôle, une direction, ou les deux.",
            ),
        ]

    def __str__(self) -> str:
        return spaced(f"{self.role or self.direction} : {self.get_level_display()}")


@was_tracked()
class Closure(SubmissionKeyModel):
    """A closure of a room, of a site, or of all rooms where neither is given; lifted, it closes nothing any more."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="salle", null=True, blank=True, related_name="closures"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, verbose_name="site", null=True, blank=True, related_name="closures"
    )
    period = DateTimeRangeField("période")
    reason = models.CharField("motif", max_length=200)
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="décidée par", related_name="+")
    created_at = models.DateTimeField("décidée le", default=timezone.now, editable=False)
    lifted_at = models.DateTimeField("levée le", null=True, blank=True, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = "fermeture"
        indexes = [GistIndex(fields=["period"], name="closure_during")]
        constraints = [
            models.CheckConstraint(condition=constraints.bounded("period"), name="closure_has_two_ends"),
            models.CheckConstraint(
                condition=constraints.on_quarters("period"),
                name="closure_on_quarters",
                violation_error_message="Une fermeture commence et finit au quart d’heure.",
            ),
            models.CheckConstraint(
                condition=Q(room=None) | Q(site=None),
                name="closure_of_one_scope",
                violation_error_message="Choisissez une salle, un site, ou ni l’un ni l’autre pour toutes les salles.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


@was_tracked()
class RoomProblem(SubmissionKeyModel):
    """Reported by an agent; with an equipment, the search takes the room for one without it until it is fixed."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, verbose_name="salle", related_name="problems")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="équipement en panne", null=True, blank=True, related_name="+"
    )
    words = models.TextField("ce qui ne va pas", max_length=1000)
    reported_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="signalé par", related_name="+")
    reported_at = models.DateTimeField("signalé le", default=timezone.now, editable=False)
    fixed_at = models.DateTimeField("réparé le", null=True, blank=True, editable=False)
    fixed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="réparé selon", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "problème signalé"
        verbose_name_plural = "problèmes signalés"
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["room"], condition=Q(fixed_at=None), name="problem_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed_at=None, fixed_by=None)
                | Q(fixed_at__gte=F("reported_at"), fixed_by__isnull=False),
                name="problem_fixed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"problème {self.reference}"


@was_tracked(exclude=("last_seen_at",))
class Screen(models.Model):
    """A screen of a door or of a lobby; only the SHA-256 of its address's secret is stored."""

    reference = models.CharField("référence", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom", max_length=80, help_text=spaced("Par exemple « Porte des Remparts »."))
    room = models.ForeignKey(
        Room, models.CASCADE, verbose_name="porte de la salle", null=True, blank=True, related_name="screens"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, verbose_name="hall du site", null=True, blank=True, related_name="screens"
    )
    key_hash = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="créé par", related_name="+")
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField("vu le", null=True, editable=False)

    class Meta:
        verbose_name = "écran"
        constraints = [
            models.CheckConstraint(
                condition=Q(room=None, site__isnull=False) | Q(room__isnull=False, site=None),
                name="screen_of_a_door_or_a_lobby",
                violation_error_message="Choisissez une salle ou un site.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def silent_since(self) -> datetime | None:
        """Since when, on a working day, a screen that should ask twice a minute has not been heard of for an hour."""
        now, last = timezone.now(), self.last_seen_at or self.created_at
        is_silent = last <= now - timedelta(hours=1) and french.is_working_day(timezone.localdate(now))
        return last if is_silent else None


class SearchTally(models.Model):
    """The searches of one day for so many people at one site (all sites when null)."""

    on = models.DateField("jour")
    site = models.ForeignKey(Site, models.CASCADE, verbose_name="site", null=True, related_name="+")
    people = models.PositiveSmallIntegerField("personnes")
    sought = models.PositiveIntegerField("recherches", default=0)
    found = models.PositiveIntegerField("avec une salle", default=0)

    class Meta:
        verbose_name = "recherches du jour"
        verbose_name_plural = "recherches"
        constraints = [
            models.UniqueConstraint(
                fields=["on", "site", "people"], name="search_tally_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{count_of(self.people, 'personne')}, {self.on}"
