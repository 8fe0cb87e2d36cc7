from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone

from core.approvals.models import Circuit
from core.french import spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.retention.models import EliminationModel
from core.web.non_blank import are_visible

SIGNATURE_LENGTH = 500


class Fate(models.TextChoices):
    DESTROYED = "destroyed", "éliminé, avec le visa des archives"
    ARCHIVED = "archived", "versé aux archives"
    SORTED = "sorted", "trié avec les archives"


@track()
class ItemKind(models.Model):
    """Kind of an item: its deadline, and how long it is kept. The mail office manages the list."""

    name = models.CharField("nom", max_length=80, unique=True)
    answer_days = models.PositiveSmallIntegerField(
        "réponse sous",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="En jours ouvrés, à partir de la réception.",
    )
    retention_years = models.PositiveSmallIntegerField(
        "conservé",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="En années, après sa clôture. Fixez-la avec les archives.",
    )
    fate = models.CharField("sort final", max_length=10, choices=Fate, default=Fate.DESTROYED)
    mention = models.TextField(
        "mention de l’accusé de réception",
        max_length=1000,
        blank=True,
        help_text=spaced(
            "Décision implicite et recours, là où ils s’appliquent ; vide pour les autres natures."
        ),
    )
    answer_circuit = models.ForeignKey(
        Circuit,
        models.PROTECT,
        verbose_name="visa des réponses",
        null=True,
        blank=True,
        related_name="item_kinds",
        limit_choices_to={"is_retired": False},
        help_text="Avant qu’une réponse parte par courriel. Ceux qui la visent lisent le courrier.",
    )
    position = models.PositiveSmallIntegerField("rang", default=50, help_text="Les listes suivent ce rang.")
    is_retired = models.BooleanField("retirée de la liste", default=False)

    class Meta:
        verbose_name = "nature de courrier"
        verbose_name_plural = "natures de courrier"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retention_years__range=(1, 99), answer_days__range=(1, 365)),
                name="item_kind_has_its_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@was_tracked(exclude=("address",))
class RegisterAddress(models.Model):
    """One of the addresses of the register: which direction it is for, and whether it acknowledges what it receives."""

    address = models.EmailField(
        "adresse", help_text=spaced("Une des adresses du courrier ; elle peut n’avoir aucune fiche.")
    )
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction proposée",
        null=True,
        blank=True,
        related_name="+",
        help_text=spaced("Pour ce qui arrive à cette adresse ; le bureau du courrier choisit toujours."),
    )
    acknowledges = models.BooleanField(
        "accuse réception",
        default=False,
        help_text="L’expéditeur reçoit le modèle d’accusé de réception, une fois, et jamais un automate.",
    )
    acknowledges_at_once = models.BooleanField(
        "dès l’arrivée", default=False, help_text="Sinon quand la direction chargée est connue."
    )

    class Meta:
        verbose_name = "adresse du courrier"
        verbose_name_plural = "adresses du courrier"
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                name="register_address_once",
                violation_error_message="Cette adresse a déjà sa fiche.",
            ),
            models.CheckConstraint(
                condition=Q(acknowledges_at_once=False) | Q(acknowledges=True),
                name="register_address_at_once_acknowledges",
                violation_error_message=spaced("« Dès l’arrivée » demande aussi « accuse réception »."),
            ),
        ]

    def __str__(self) -> str:
        return self.address


@was_tracked()
class ServiceContact(models.Model):
    """How the public reaches a direction; written in acknowledgements."""

    direction = models.OneToOneField(
        Direction, models.CASCADE, verbose_name="direction ou service", related_name="public_contact"
    )
    address = models.CharField("adresse postale", max_length=300)
    phone = models.CharField("téléphone", max_length=40)
    signature = models.TextField(
        "signature des réponses",
        max_length=SIGNATURE_LENGTH,
        blank=True,
        default="",
        db_default="",
        help_text=spaced(
            "Sous chaque réponse par courriel. Entre crochets : [agent], [service]. Vide : aucune."
        ),
    )

    class Meta:
        verbose_name = "coordonnées d’un service"
        verbose_name_plural = "coordonnées des services"
        ordering = ["direction__name"]
        constraints = [
            models.CheckConstraint(condition=are_visible("address", "phone"), name="service_contact_is_whole")
        ]

    def __str__(self) -> str:
        return str(self.direction)

    def clean(self) -> None:
        refuse_unknown_tokens(self, ("signature",), SIGNATURE_TOKENS)


# Written in a model between brackets; nothing else is replaced.
SIGNATURE_TOKENS = ("[agent]", "[service]")
ANSWER_TOKENS = ("[expéditeur]", "[numéro]", "[objet]", "[date]", *SIGNATURE_TOKENS)
TOKENS = ("[numéro]", "[date]", "[service]", "[adresse]", "[téléphone]", "[mention]")


@was_tracked()
class AcknowledgementText(models.Model):
    """The model of the acknowledgement: one row, which the migration makes and the mail office changes."""

    subject = models.CharField("objet", max_length=150)
    text = models.TextField(
        "texte",
        max_length=4000,
        help_text=spaced(
            "Entre crochets, ce qui est propre à chaque courrier : [numéro], [date], [service], [adresse], "
            "[téléphone], [mention]. Une ligne dont le crochet n’a rien à dire est laissée de côté."
        ),
    )

    class Meta:
        verbose_name = "modèle d’accusé de réception"
        verbose_name_plural = "modèle d’accusé de réception"
        constraints = [
            models.UniqueConstraint(Value(1), name="acknowledgement_is_alone"),
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        refuse_unknown_tokens(self, ("subject", "text"), TOKENS)


def refuse_unknown_tokens(model: models.Model, names: Iterable[str], tokens: Iterable[str]) -> None:
    """Raise ValidationError for a bracket that nothing replaces."""
    for name in names:
        left = getattr(model, name)
        for token in tokens:
            left = left.replace(token, "")
        if "[" in left or "]" in left:
            known = ", ".join(tokens)
            raise ValidationError(
                {name: spaced(f"Un crochet n’est pas de ceux que le modèle connaît : {known}.")}
            )


class AnswerText(models.Model):
    """A text from which a direction answers; the mail office keeps the list."""

    title = models.CharField("titre", max_length=120, unique=True)
    text = models.TextField(
        "texte",
        max_length=4000,
        help_text=spaced(
            "Entre crochets : [expéditeur], [numéro], [objet], [date] de réception, [agent] qui répond, [service]. "
            "Une ligne dont le crochet n’a rien à dire est laissée de côté."
        ),
    )

    class Meta:
        verbose_name = "modèle de réponse"
        verbose_name_plural = "modèles de réponse"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        refuse_unknown_tokens(self, ("text",), ANSWER_TOKENS)


class QuietedSender(models.Model):
    """An address whose mails go straight to « indésirables »."""

    address = models.CharField("adresse", max_length=320)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "expéditeur mis en sourdine"
        verbose_name_plural = "expéditeurs mis en sourdine"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(Lower("address"), name="quieted_sender_once"),
            models.CheckConstraint(condition=are_visible("address"), name="quieted_sender_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.address


class Elimination(EliminationModel):
    """Trace of items that were eliminated."""

    # Of each: its number, its kind, the days of its reception and of its end.
    items = models.JSONField("numéros", encoder=DjangoJSONEncoder)
