"""The admin of mail: mails that arrived, mails that left, failing addresses."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.admin.lists import EMPTY
from core.french import count_of
from core.mail import policies
from core.mail.inbound import actions
from core.mail.models import AddressTrouble, IncomingMail, OutgoingMail, State, Trust
from core.mail.outbound import actions as outbound
from core.mail.outbound import bounce_handling
from core.mail.registry import INBOXES
from core.mail.views import page_of, trust_label
from core.people.fields import AgentField
from core.people.requests import agent_of
from core.web.fields import PlainTextField

# Mails that arrived: read them, have them read again, set them aside

# How they are coloured in a list, beside their words; the others are good.
TRUST_TONES: dict[str, str] = {Trust.UNVERIFIED: "unsure", Trust.FAILED: "bad"}
MOST = 100
# In the address of the list: mails of every state.
ALL = "tous"


class SetAsideForm(forms.Form):
    reason = PlainTextField(
        label="Pourquoi\u00a0?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cette phrase reste avec le message\u00a0; l’expéditeur ne la reçoit pas.",
    )


class TakeAsForm(forms.Form):
    agent = AgentField(
        label="Qui l’a écrit\u00a0?",
        help_text="Prénom et nom, ou identifiant. Le message est traité comme si cet agent l’avait envoyé.",
    )

    @staticmethod
    def initial_for(mail: IncomingMail) -> dict[str, Any]:
        return {"agent": mail.sender}


# Chosen, not typed: the page of the list loses what was typed in it.
MOTIVES = (
    "Publicité, ou message indésirable",
    "Envoyé par erreur",
    "Déjà traité autrement",
    "N’appelle aucune suite",
)


# What is said of each that was chosen: of one, of several.
SET_ASIDE = {
    "done": (messages.SUCCESS, "message écarté.", "messages écartés."),
    "settled": (
        messages.WARNING,
        "message reste comme il est\u00a0: il est déjà traité.",
        "messages restent comme ils sont\u00a0: ils sont déjà traités.",
    ),
    "refused": (
        messages.WARNING,
        "message n’est pas pour vous\u00a0: rien n’y a changé.",
        "messages ne sont pas pour vous\u00a0: rien n’y a changé.",
    ),
}


class SetAsideAllForm(ActionForm):
    motif = forms.ChoiceField(
        label="Motif", required=False, choices=[("", "—"), *((motive, motive) for motive in MOTIVES)]
    )


class DefaultFilter(admin.SimpleListFilter):
    """A filter whose first choice, without a value in the address, is not « Tous »."""

    title = "état"
    parameter_name = "etat"
    default = ""

    def choices(self, changelist: Any) -> Any:
        for value, label in ((None, self.default), *self.lookup_choices):
            given = (
                {"new_params": {self.parameter_name: value}} if value else {"remove": [self.parameter_name]}
            )
            query = changelist.get_query_string(**given)
            yield {"selected": self.value() == value, "query_string": query, "display": label}


class StateFilter(DefaultFilter):
    """Filter by state; mails that wait for a person come first."""

    default = "À regarder (en quarantaine)"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [(value, label) for value, label in State.choices if value != State.QUARANTINED]
        return [*others, (ALL, "Tous")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == ALL:
            return queryset
        return queryset.filter(state=self.value() if self.value() in State.values else State.QUARANTINED)


class InboxFilter(admin.SimpleListFilter):
    """By the names that are registered: the rows are not read for them."""

    title = "adresse écrite"
    parameter_name = "adresse"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, inbox.label) for name, inbox in INBOXES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(inbox=self.value()) if self.value() in INBOXES else queryset


def _can(states: tuple[State, ...]) -> Any:
    return lambda agent, mail: policies.can_read_incoming(agent, mail) and mail.state in states


OBJECT_ACTIONS = (
    ObjectAction(
        "traiter-a-nouveau",
        "Traiter à nouveau",
        actions.read_again,
        _can(actions.OPEN),
        may=policies.can_read_incoming,
        done="Le message retourne à la lecture, comme s’il venait d’arriver. Revenez dans un instant.",
        help="Il est relu comme s’il venait d’arriver\u00a0: utile si l’annuaire ou un réglage a changé depuis.",
    ),
    ObjectAction(
        "de-la-part-de",
        "C’est un message de…",
        actions.take_as,
        _can(actions.OPEN),
        may=policies.can_read_incoming,
        form=TakeAsForm,
        done="Le message est traité comme venant de cet agent. Revenez dans un instant.",
        help="Pour un agent qui a écrit d’une autre adresse que la sienne, et que vous avez reconnu.",
    ),
    ObjectAction(
        "ecarter",
        "Écarter",
        actions.set_aside,
        _can(actions.TO_SET_ASIDE),
        may=policies.can_read_incoming,
        form=SetAsideForm,
        done="Le message est écarté. Il reste lisible, avec votre motif.",
        help="Il n’en sera rien fait de plus. Le message est gardé.",
    ),
)


def _of_rubric(name: str, object_action: ObjectAction) -> ObjectAction:
    def is_theirs(agent: Any, mail: Any) -> bool:
        return mail.inbox == name and policies.can_read_incoming(agent, mail)

    return replace(
        object_action,
        allowed=lambda agent, mail: is_theirs(agent, mail) and object_action.allowed(agent, mail),
        may=lambda agent, mail: is_theirs(agent, mail) and object_action.may(agent, mail),
    )


PLACE_FIELDS = (
    *("inbox", "delivered_at", "taken_at", "read_at", "attempts"),
    *("size", "message_id", "sha256", "place"),
)


@admin.register(IncomingMail)
class IncomingMailAdmin(PolicyAdmin):
    list_display = ["subject_shown", "why", "sender_shown", "trust_badge", "taken_at"]
    shows_action_help = True
    list_filter = [StateFilter, "reason", InboxFilter]
    search_fields = ["subject", "sender_address", "sender_name"]
    search_help_text = "Objet, nom ou adresse de l’expéditeur"
    change_list_template = "admin/mail/incoming_list.html"
    action_form = SetAsideAllForm
    actions = ["set_all_aside"]
    fieldsets = [
        (None, {"fields": ["subject_shown", "sender_shown", "trust_shown", "where_it_stands", "page"]}),
        ("Ce qui est écrit", {"fields": ["text", "folded", "remarks_shown"]}),
        ("Le message", {"classes": ["collapse"], "fields": PLACE_FIELDS}),
    ]

    # Rubrics register their inboxes after the admin has loaded this class.
    @property
    def object_actions(self) -> Sequence[ObjectAction]:  # type: ignore[override]  # the base holds a plain tuple
        own = [
            _of_rubric(name, object_action)
            for name, inbox in INBOXES.items()
            for object_action in inbox.object_actions
        ]
        return [*own, *OBJECT_ACTIONS]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_list_incoming(agent) if obj is None else policies.can_read_incoming(agent, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _, fields in self.fieldsets for name in fields["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingMail]:
        mails = super().get_queryset(request).select_related("sender")
        mails = policies.readable_incoming(agent_of(request), mails)
        match = request.resolver_match
        if match and match.url_name and match.url_name.endswith("_changelist"):
            return mails.defer("text", "folded", "error", "remarks")
        return mails.select_related("sender", "same_as", "handled_by", "mailbox")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        sees = policies.can_see_mailboxes(agent_of(request))
        return super().changelist_view(request, {"sees_mailboxes": sees, **(extra_context or {})})

    @admin.action(description="Écarter, avec le motif", permissions=["view"])
    def set_all_aside(self, request: HttpRequest, mails: QuerySet[IncomingMail]) -> None:
        """Set aside one by one, by the same action; mails settled meanwhile are left as they are."""
        agent, reason = agent_of(request), request.POST.get("motif", "")
        if reason not in MOTIVES:
            self.message_user(
                request,
                "Choisissez un motif\u00a0: il reste avec chaque message. Pour en écrire un autre, ouvrez le message.",
                messages.ERROR,
            )
            return
        chosen = list(mails.order_by("pk")[: MOST + 1])
        if len(chosen) > MOST:
            self.message_user(request, f"Choisissez {MOST} messages au plus à la fois.", messages.ERROR)
            return
        results: Counter[str] = Counter()
        for mail in chosen:
            try:
                actions.set_aside(mail, by=agent, reason=reason)
                results["done"] += 1
            except ValidationError:
                results["settled"] += 1
            except PermissionDenied:
                results["refused"] += 1
        for result, (level, *words) in SET_ASIDE.items():
            if count := results[result]:
                self.message_user(request, count_of(count, *words), level)

    @admin.display(description="objet", ordering="subject")
    def subject_shown(self, mail: IncomingMail) -> str:
        return str(mail)

    @admin.display(description="pourquoi", ordering="reason")
    def why(self, mail: IncomingMail) -> str:
        """Why it waits for a person; of others, what became of them."""
        if mail.state == State.QUARANTINED and mail.reason:
            return str(mail.get_reason_display())
        said = mail.get_state_display()
        return f"{said}\u00a0: {mail.get_reason_display().lower()}" if mail.reason else str(said)

    @admin.display(description="confiance", ordering="trust")
    def trust_badge(self, mail: IncomingMail) -> str:
        """In words, and in a colour."""
        if not mail.trust:
            return EMPTY
        return format_html(
            '<span class="trust {}">{}</span>', TRUST_TONES.get(mail.trust, "good"), mail.get_trust_display()
        )

    @admin.display(description="expéditeur", ordering="sender_address")
    def sender_shown(self, mail: IncomingMail) -> str:
        name = mail.sender or mail.sender_name
        return f"{name} ({mail.sender_address})" if name else mail.sender_address or "inconnu"

    @admin.display(description="confiance")
    def trust_shown(self, mail: IncomingMail) -> str:
        return trust_label(mail.trust) or EMPTY

    @admin.display(description="où il en est")
    def where_it_stands(self, mail: IncomingMail) -> str:
        motive = f"Motif\u00a0: {mail.set_aside_reason}" if mail.set_aside_reason else ""
        decided = f"Décidé par {mail.handled_by}" if mail.handled_by else ""
        reason = mail.get_reason_display() if mail.reason else ""
        return "\n".join(filter(None, [mail.get_state_display(), reason, mail.error, motive, decided]))

    @admin.display(description="à voir aussi")
    def page(self, mail: IncomingMail) -> str:
        def url_of(row: IncomingMail) -> str:
            return reverse("mail:incoming_detail", args=[row.reference])

        links = [
            ("La page du message, et l’original", url_of(mail)),
            ("Ce qu’il est devenu", page_of(mail.became)),
            ("Le message qu’il répète", url_of(mail.same_as) if mail.same_as else ""),
        ]
        return format_html_join(" · ", '<a href="{1}">{0}</a>', (link for link in links if link[1]))

    @admin.display(description="à savoir")
    def remarks_shown(self, mail: IncomingMail) -> str:
        return "\n".join(map(str, mail.remarks)) or EMPTY

    @admin.display(description="provenance")
    def place(self, mail: IncomingMail) -> str:
        if mail.mailbox:
            return format_html("boîte {}, numéro {} ({})", mail.mailbox, mail.uid, mail.uidvalidity)
        return f"fichier {mail.source}" if mail.source else EMPTY


# Mails that left


@admin.register(OutgoingMail)
class OutgoingMailAdmin(PolicyAdmin):
    """Mails sent, waiting, and failed with the server's own words."""

    change_list_template = "admin/mail/outgoing_list.html"
    list_display = ["subject", "address", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["address", "subject"]
    list_select_related = ["agent"]
    # Neither the text, nor what it is about (an author may hide their name there), nor the signed addresses.
    exclude = [
        *("body", "html", "content_type", "object_id", "reply_address"),
        *("in_reply_to", "references", "headers", "calendar"),
    ]
    object_actions = [
        ObjectAction(
            "renvoyer",
            "Envoyer de nouveau",
            outbound.send_again,
            lambda agent, mail: policies.can_read_mails(agent) and mail.state == OutgoingMail.State.FAILED,
            may=lambda agent, mail: policies.can_read_mails(agent),
            done="Le message est remis dans la file d’envoi.",
            is_main=True,
        )
    ]

    can_see = asks(policies.can_read_mails)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the confidential mails: their recipient may reveal whose idea it is."""
        mails: Any = super().get_queryset(request)
        return mails.for_administrators()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With a button that sends what did not leave; it shows no count, since confidential mails are included."""
        mails = OutgoingMail.objects.all()
        unsent = mails.waiting().filter(attempts__gt=0) | mails.lost_lately(timezone.now()).confidential()
        return super().changelist_view(request, {"is_unsent": unsent.exists(), **(extra_context or {})})


# Addresses that mails bounce from, for the directory managers


class FailingFilter(DefaultFilter):
    """Failing addresses by default; one error does not make an address fail."""

    default = "En échec"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("toutes", "Toutes, une seule erreur comprise")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "toutes" else queryset.exclude(failing_since=None)


@admin.register(AddressTrouble)
class AddressTroubleAdmin(PolicyAdmin):
    list_display = ["address", "failing_since", "permanent_errors", "last_error_at"]
    list_filter = [FailingFilter]
    search_fields = ["address"]
    search_help_text = "Adresse"
    ordering = ["-failing_since", "-last_error_at", "pk"]
    fields = ["address", "failing_since", "permanent_errors", "last_error", "last_error_at"]
    object_actions = [
        ObjectAction(
            "corrigee",
            "L’adresse est corrigée",
            lambda trouble, *, by: bounce_handling.clear_errors(trouble.address, by=by),
            lambda agent, trouble: policies.can_see_address_troubles(agent),
            may=lambda agent, trouble: policies.can_see_address_troubles(agent),
            done="L’adresse n’est plus en échec\u00a0: ses erreurs se comptent à nouveau.",
            is_main=True,
        )
    ]

    can_see = asks(policies.can_see_address_troubles)
