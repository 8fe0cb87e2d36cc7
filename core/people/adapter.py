from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.french import spaced
from core.people import reauthentication, sign_ins
from core.people.models import Agent, SignIn
from core.people.second_factor.policies import can_use_passkeys, has_application

OUR_STAGES = {"allauth.mfa.stages.AuthenticateStage": "core.people.second_factor.adapter.SecondStep"}


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts made by the directory manager; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "L’identifiant ou le mot de passe est inexact.",
        "email_password_mismatch": "L’adresse ou le mot de passe est inexact.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "too_many_login_attempts": (
            "Trop d’essais manqués sur ce compte. Attendez cinq minutes, ou demandez un nouveau mot de passe."
        ),
        "too_many_on_account": (
            "Trop d’essais manqués sur ce compte depuis plusieurs endroits. Attendez une heure, ou demandez un nouveau "
            "mot de passe."
        ),
        "too_many_from_address": (
            "Trop d’essais manqués depuis votre réseau. Attendez cinq minutes, puis recommencez. Un navigateur où vous "
            "vous êtes déjà connecté n’attend pas."
        ),
        "too_many_codes": "Trop de codes inexacts sur ce compte. Attendez cinq minutes, puis recommencez.",
        "too_many_codes_on_account": spaced(
            "Trop de codes inexacts sur ce compte depuis plusieurs endroits. Attendez une heure, puis recommencez. Si "
            "ce n’est pas vous, quelqu’un connaît votre mot de passe : changez-le."
        ),
        "rate_limited": "Trop de demandes à la suite. Attendez une minute, puis recommencez.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if error := sign_ins.refusal(request, _login_of(credentials), SignIn.Means.PASSWORD):
            raise self.validation_error(error)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        login = _login_of(credentials)
        sign_ins.note_failure(request, login, SignIn.Means.PASSWORD)
        agent = sign_ins.agent_named(login)
        sign_ins.write(request, agent, SignIn.Outcome.REFUSED, SignIn.Means.PASSWORD)

    def get_login_stages(self) -> list[str]:
        return [OUR_STAGES.get(path, path) for path in super().get_login_stages()]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Not an account that was closed between the two steps: opened again, it would be signed in somewhere."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the device, however they signed in, after the second factor where there is one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        sign_ins.remember_device(request, response, user)
        return response

    def set_password(self, user: Any, password: str) -> None:
        """Alone: hashing takes long, and an account closed meanwhile, or its address changed, stays so."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        # allauth has already forgotten how they came.
        match = request.resolver_match
        is_openid = match is not None and match.view_name == "openid_callback"
        means = SignIn.Means.OPENID if is_openid else SignIn.Means.PASSWORD
        sign_ins.write(request, user, SignIn.Outcome.CLOSED, means)
        return super().respond_user_inactive(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not just after the sign-in itself."""
        return not reauthentication.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        passkey = reverse("mfa_reauthenticate_webauthn")
        code = "Tapez un code" if has_application(user) else "Tapez un code de secours"
        words = {passkey: "Utilisez votre clé d’accès", reverse("mfa_reauthenticate"): code}
        return [
            method | {"description": words.get(method["url"], method["description"])}
            for method in super().get_reauthentication_methods(user)
            if method["url"] != passkey or can_use_passkeys(context.request)
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Not the same form again, empty."""
        return reverse("my_space")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the sender that the rung above has plugged in: nothing leaves by another road."""
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            SEND_ACCOUNT_MAIL[0](context.get("user"), email, message.subject, message.body)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_user_search_fields(self) -> list[str]:
        return []

    def populate_username(self, request: HttpRequest, user: Agent) -> None:
        """The directory manager names accounts."""


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _no_sender(*args: Any) -> None:
    raise RuntimeError("core.mail has not plugged in its sender")


# core.mail stands above core.people, so it plugs itself in here when it starts.
SEND_ACCOUNT_MAIL = [_no_sender]
