"""Sites, rooms, when they are open, how they can be laid out, and the cells of which they are made."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.documents.models import Document
from core.history.tracking import track, was_tracked
from core.ui import french
from core.ui.french import spaced
from rooms import constraints, words
from rooms.querysets import Level, RoomManager, SiteQuerySet

WEEKDAYS = [(number, french.with_capital(name)) for number, name in enumerate(french.WEEKDAYS)]
# Who has no right of their own has at most « réserve »: managers are named.
FOR_EVERYONE = [(level.value, level.label) for level in Level if level < Level.MANAGE]
LONGEST_BUFFER = 120


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
    """A room that agents book; `rooms.availability.cells.create_room` gives it its cell."""

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
        "durée la plus longue, en minutes", null=True, blank=True, help_text=spaced("Vide : la journée.")
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
    def called(self) -> str:
        """« salle Remparts », « salle du Conseil »."""
        return words.called(self.name)


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
