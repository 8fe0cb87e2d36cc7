import time
from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse

from core.people import resume_after_login, sign_in_limits
from core.people.middleware import SEEN
from core.people.requests import agent_of
from core.ui.fields import TOO_LONG, OneLineField


class SignInForm(allauth.LoginForm):
    """Identifiant or address, password, and whether others use this computer."""

    shared_workstation = forms.BooleanField(
        label="Poste partagé",
        required=False,
        help_text="À cocher si d’autres se servent de cet ordinateur : la session se ferme seule et rien n’y reste.",
    )
    carried = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.help_text = "Identifiant ou adresse de messagerie", "Par exemple : cmartin"
        login.max_length = 254
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.label, password.help_text = "Mot de passe", ""
        password.widget.attrs = {"autocomplete": "current-password"}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        if not request.user.is_authenticated:
            return response
        if self.carries:
            response = resume_after_login.give_back(request, self.carries)
        if self.cleaned_data["shared_workstation"]:
            request.session.set_expiry(0)
            request.session[SEEN] = time.time()
        else:
            sign_in_limits.remember_device(response, agent_of(request))
        return response

    @property
    def carries(self) -> resume_after_login.Carried | None:
        """What was typed before the session ended, and comes back after the sign-in."""
        return resume_after_login.unpack(self[resume_after_login.CARRIED].value() or "")


class PasswordResetForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = "Votre adresse de messagerie"
        field.error_messages["max_length"] = TOO_LONG
        field.widget.attrs = {"autocomplete": "email"}


class SignInCodeForm(forms.Form):
    """The paper code of an agent without an address, and the password they choose."""

    identifiant = OneLineField(
        label="Identifiant",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = OneLineField(
        label="Code imprimé",
        max_length=40,
        help_text="Les douze caractères de votre feuille ; les tirets et les majuscules ne comptent pas.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Nouveau mot de passe",
        help_text="Douze caractères au moins. Quatre mots sans rapport font un bon mot de passe.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]
