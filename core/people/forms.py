from typing import Any

from allauth.account import forms as allauth
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse

from core.french import spaced
from core.people import middleware, resume_after_login, sign_ins
from core.people.models import Agent
from core.people.openid import session as openid_session
from core.people.openid.providers import OpenIDProvider
from core.people.passwords import HELP
from core.people.requests import agent_of
from core.web.fields import TOO_LONG, OneLineField

NOT_CORRECTED = {"autocapitalize": "none", "spellcheck": "false"}


class SignInForm(allauth.LoginForm):
    """Identifiant or address, password, and whether others use this computer."""

    shared_workstation = forms.BooleanField(
        label="Poste partagé",
        required=False,
        help_text=spaced(
            "À cocher si d’autres se servent de cet ordinateur : la session se ferme seule et rien n’y reste."
        ),
    )
    carried = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.help_text = "Identifiant ou adresse de messagerie", spaced("Par exemple : cmartin")
        login.max_length = 254
        login.widget.attrs = NOT_CORRECTED | {"autocomplete": "username"}
        password.label, password.help_text = "Mot de passe", ""
        password.widget.attrs = {"autocomplete": "current-password"}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        is_shared = self.cleaned_data["shared_workstation"]
        middleware.ask(request, is_shared=is_shared)
        response = super().login(request, redirect_url)
        if is_shared:
            # allauth has just made the session last.
            request.session.set_expiry(0)
        if not request.user.is_authenticated:
            # The second factor first; or a closed account.
            if self.carries and "Location" in response:
                response = openid_session.leave(
                    request, "la page qui vérifie que c’est vous", response["Location"], carried=self.carries
                )
            return response
        if self.carries:
            response = resume_after_login.give_back(request, self.carries)
            sign_ins.remember_device(request, response, agent_of(request))
        return response

    @property
    def providers(self) -> list[OpenIDProvider]:
        return get_adapter(self.request).list_providers(self.request)

    @property
    def carries(self) -> resume_after_login.Carried | None:
        """Return the form typed before the session ended, restored after the sign-in."""
        return resume_after_login.unpack(self[resume_after_login.CARRIED].value() or "")


class PasswordResetForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = "Votre adresse de messagerie"
        field.error_messages["max_length"] = TOO_LONG
        field.widget.attrs = {"autocomplete": "email"}


class HelpedForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HELP


class PasswordChangeForm(HelpedForm, allauth.ChangePasswordForm): ...


class PasswordChoiceForm(HelpedForm, allauth.ResetPasswordKeyForm):
    """Behind the link of « J’ai oublié mon mot de passe »."""


class SignInCodeForm(forms.Form):
    """The paper code of an agent without an address, and the password they choose."""

    identifiant = OneLineField(
        label="Identifiant",
        max_length=60,
        widget=forms.TextInput(attrs=NOT_CORRECTED | {"autocomplete": "username"}),
    )
    code = OneLineField(
        label="Code imprimé",
        max_length=40,
        help_text=spaced(
            "Les douze caractères de votre feuille ; les tirets et les majuscules ne comptent pas."
        ),
        widget=forms.TextInput(attrs=NOT_CORRECTED | {"autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label="Nouveau mot de passe",
        help_text=HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        # What was typed, whether or not such an account exists.
        typed = Agent(identifiant=self.cleaned_data.get("identifiant", ""))
        password_validation.validate_password(self.cleaned_data["password"], typed)
        return self.cleaned_data["password"]


class RefusalForm(forms.Form):
    """The reason why a change that waits for a second account is refused."""

    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        help_text="La personne qui l’a demandé le lira.",
        error_messages={"required": "Dites pourquoi à la personne qui l’a demandé."},
    )
