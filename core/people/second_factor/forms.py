"""allauth's forms, with our words and our limits: wrong codes count with the wrong passwords of the account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.base import forms as allauth
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from core.people import sign_in_limits

CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class LimitedForm(forms.Form):
    """`secret` is the field that may be guessed."""

    secret = "code"

    def _clean_fields(self) -> None:
        request, login = context.request, self.user.identifiant  # type: ignore[attr-defined]  # (allauth's form)
        if error := sign_in_limits.refusal(request, login):
            self.add_error(None, get_adapter(request).validation_error(error))
            return
        super()._clean_fields()  # type: ignore[misc]  # (Django's own, which the stubs leave out)
        if self.secret in self.errors and self.data.get(self.secret):
            sign_in_limits.note_failure(request, login)


class CodeMixin(LimitedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.max_length = "Code à usage unique", 40
        field.help_text = "Les six chiffres que montre l’application, ou l’un de vos codes de secours."
        field.widget.attrs = dict(CODE)


class CodeForm(CodeMixin, allauth.AuthenticateForm): ...


class CodeAgainForm(CodeMixin, allauth.ReauthenticateForm): ...


class PasswordAgainForm(LimitedForm, PasswordForm):
    secret = "password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = "Votre mot de passe", ""
        field.widget.attrs = {"autocomplete": "current-password"}


class SetUpForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.max_length = "Code que montre l’application", 40
        field.help_text = "Six chiffres, qui changent toutes les trente secondes."
        field.widget.attrs = dict(CODE)
