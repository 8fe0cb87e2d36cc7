from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import LoginView, LogoutView, PasswordResetFromKeyView
from allauth.account.views import password_change as allauth_password_change
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.french import spaced
from core.people import actions, resume_after_login, sign_ins
from core.people.forms import SignInCodeForm
from core.people.middleware import SEEN
from core.people.models import SignIn
from core.people.openid import session as openid_session
from core.people.requests import AgentRequest

WRONG_CODE = (
    "Cet identifiant et ce code ne vont pas ensemble, ou le code a expiré (il vaut sept jours). "
    "Vérifiez la feuille, ou demandez un nouveau code au gestionnaire de l’annuaire."
)


NO_PASSWORD = spaced(
    "Votre compte n’a pas encore de mot de passe : écrivez votre adresse, et un lien pour en choisir un vous "
    "parviendra. Sans adresse, demandez un code imprimé."
)


class SignInView(LoginView):
    """allauth's; whoever is already in (a page sent twice, another tab) gets back the words that it carries."""

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated:
            packed = request.POST.get(resume_after_login.CARRIED, "")
            if carried := resume_after_login.unpack(packed):
                return resume_after_login.give_back(request, carried)
        return super().dispatch(request, *args, **kwargs)


def password_change(request: AgentRequest) -> HttpResponse:
    """allauth's; whoever has no password yet, and came by a printed code, chooses a first one by mail."""
    if not request.user.has_usable_password():
        messages.info(request, NO_PASSWORD)
        return redirect("account_reset_password")
    answer: HttpResponse = allauth_password_change(request)
    return answer


class NewPasswordView(PasswordResetFromKeyView):
    """allauth's view, which also makes the browser known: failures of other people do not keep the owner out."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sign_ins.remember_device(self.request, response, self.reset_user)
        return response


class SignOutView(LogoutView):
    """Asks by GET, signs out by POST; from a shared workstation the browser is told to forget."""

    template_name = "account/logout.html"

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        self.request.leaves_nothing_behind = SEEN in self.request.session
        there = openid_session.end_address(self.request)
        response: HttpResponse = super().post(*args, **kwargs)
        return openid_session.leave(self.request, *there) if there else response


@login_not_required
@never_cache
@sensitive_post_parameters()
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """First session with a code on paper: identifiant, code, and the password chosen at once."""
    form = SignInCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if error := sign_ins.refusal(request, data["identifiant"], SignIn.Means.CODE):
            form.add_error(None, get_adapter(request).validation_error(error))
        elif agent := actions.use_sign_in_code(data["identifiant"], data["code"], data["password"]):
            if request.user.is_authenticated:
                # Somebody else's session, perhaps: whoever must give a second factor would go on in it.
                logout(request)
            # Through allauth's own sign-in, where a second factor is asked for.
            record_authentication(request, agent, method="code")
            answer: HttpResponse = perform_login(request, agent)
            return answer
        else:
            sign_ins.note_failure(request, data["identifiant"], SignIn.Means.CODE)
            agent = sign_ins.agent_named(data["identifiant"])
            sign_ins.write(request, agent, SignIn.Outcome.REFUSED, SignIn.Means.CODE)
            form.add_error(None, WRONG_CODE)
    return render(request, "people/sign_in_code.html", {"form": form})
