"""allauth's forms, with our words and our limits: wrong codes count with the wrong passwords of the account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.base import forms as allauth
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from core.people import sign_in_limits
from core.ui.fields import OneLineField


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


def code_field(label: str, help_text: str) -> OneLineField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return OneLineField(
        label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attributes)
    )


class CodeMixin(LimitedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = "Les six chiffres que montre l’application, ou l’un de vos codes de secours."
        self.fields["code"] = code_field("Code à usage unique", help_text)


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
        help_text = "Six chiffres, qui changent toutes les trente secondes."
        self.fields["code"] = code_field("Code que montre l’application", help_text)
