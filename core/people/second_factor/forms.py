"""allauth's forms, with our words and our limits: wrong codes are counted apart from wrong passwords."""

import struct
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.base import forms as allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError

from core.french import count_of, spaced
from core.people import reauthentication, sign_ins
from core.people.models import SignIn
from core.people.second_factor import policies
from core.web.fields import OneLineField

MOST_PASSKEYS, LONGEST_NAME, LONGEST_REASON = 10, 60, 200
FEW_CODES = 3
# Characters; a passkey without attestation takes some 1,000.
LONGEST_CREDENTIAL = 20_000
# What the parsers and the keys of fido2 raise for bytes that no browser sends.
MALFORMED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)
NOT_KNOWN = spaced(
    "Cette clé d’accès n’a pas été reconnue : ce n’est pas l’une des vôtres, ou cette page était ouverte depuis "
    "trop longtemps. Recommencez."
)
NOT_MADE = spaced(
    "Cette clé d’accès n’a pas pu être ajoutée : recommencez, sans changer d’onglet entre-temps."
)
TOO_MANY = spaced("Vous avez déjà dix clés d’accès : retirez-en une d’abord.")


class LimitedForm(forms.Form):
    """`secret` is the field that may be guessed."""

    secret, means = "code", SignIn.Means.SECOND_FACTOR

    def _clean_fields(self) -> None:
        request, login = context.request, self.user.identifiant  # type: ignore[attr-defined]  # (allauth's form)
        if error := sign_ins.refusal(request, login, self.means):
            self.add_error(None, get_adapter(request).validation_error(error))
            return
        super()._clean_fields()  # type: ignore[misc]  # (Django's own, which the stubs leave out)
        if self.secret in self.errors and self.data.get(self.secret):
            sign_ins.note_failure(request, login, self.means)


def code_field(label: str, help_text: str) -> OneLineField:
    # Digits alone, the recovery codes too.
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return OneLineField(
        label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attributes)
    )


class CodeMixin(LimitedForm):
    """Asks for what the agent has; says how many recovery codes are left once one has served."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if policies.has_application(self.user):  # type: ignore[attr-defined]  # (allauth's form)
            words = (
                "Code à usage unique",
                "Les six chiffres que montre l’application, ou l’un de vos codes de secours.",
            )
        else:
            words = ("Code de secours", "Huit chiffres, avec ou sans l’espace. Chacun sert une fois.")
        self.fields["code"] = code_field(*words)

    def save(self) -> None:
        super().save()  # type: ignore[misc]  # (allauth's form, beside this one)
        used: Authenticator = self.authenticator  # type: ignore[attr-defined]  # (allauth's form)
        if used.type == Authenticator.Type.RECOVERY_CODES:
            # The row of the form is from before.
            _say_what_is_left(policies.codes_left(used.user))


def _say_what_is_left(left: int) -> None:
    said = count_of(left, "code de secours", "codes de secours") if left else "aucun code de secours"
    text = spaced(f"Ce code ne servira plus : il vous reste {said}.")
    if left > FEW_CODES:
        messages.info(context.request, text)
    else:
        more = spaced("Faites-en de nouveaux : Mon espace, Protéger mon compte.")
        messages.warning(context.request, f"{text} {more}")


class CodeForm(CodeMixin, allauth.AuthenticateForm): ...


class CodeAgainForm(CodeMixin, allauth.ReauthenticateForm): ...


class PasswordAgainForm(LimitedForm, PasswordForm):
    secret, means = "password", SignIn.Means.PASSWORD

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = "Votre mot de passe", ""
        field.widget.attrs = {"autocomplete": "current-password"}


class SetUpForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = "Six chiffres, qui changent toutes les trente secondes."
        self.fields["code"] = code_field("Code que montre l’application", help_text)


class LostForm(reauthentication.FreshForm):
    reason = OneLineField(
        label="Pourquoi",
        max_length=LONGEST_REASON,
        help_text=spaced(
            "Par exemple : téléphone perdu, reconnu de vive voix. La personne le lit, l’historique aussi."
        ),
        error_messages={"required": spaced("Dites pourquoi : une phrase suffit.")},
    )


class CredentialField(forms.JSONField):
    """The browser's answer for a passkey, filled by a script; it is used once, and is not shown again."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": spaced("Le navigateur n’a pas donné de clé d’accès : recommencez."),
        "invalid": NOT_KNOWN,
    }

    def to_python(self, value: Any) -> Any:
        if value and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(NOT_KNOWN)
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(NOT_KNOWN) from error

    def bound_data(self, data: Any, initial: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> str:
        return ""


class PasskeyMixin(LimitedForm):
    secret = "credential"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # (allauth's form, beside this one)
        except (ValidationError, *MALFORMED) as error:
            agent = self.user  # type: ignore[attr-defined]  # (allauth's form)
            sign_ins.write(context.request, agent, SignIn.Outcome.REFUSED, SignIn.Means.SECOND_FACTOR)
            raise ValidationError(NOT_KNOWN) from error


class PasskeyUseForm(PasskeyMixin, webauthn.AuthenticateWebAuthnForm): ...


class PasskeyAgainForm(PasskeyMixin, webauthn.ReauthenticateWebAuthnForm): ...


class PasskeyAddForm(webauthn.AddWebAuthnForm):
    name = OneLineField(
        label="Nom de la clé",
        required=False,
        max_length=LONGEST_NAME,
        help_text=spaced(
            "Pour la reconnaître parmi les vôtres : « Portable », « Clé USB »… Personne d’autre ne le lit."
        ),
    )
    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        if policies.factors(self.user).filter(type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
            raise ValidationError(TOO_MANY)
        try:
            data: dict[str, Any] = super().clean()
        except (ValidationError, *MALFORMED) as error:
            raise ValidationError(NOT_MADE) from error
        if sent := data.get("credential"):
            # The public key, and what proves it; nothing else that a browser may add.
            answer = {name: sent["response"][name] for name in ("clientDataJSON", "attestationObject")}
            data["credential"] = {name: sent[name] for name in ("id", "rawId")} | {"response": answer}
        return data
