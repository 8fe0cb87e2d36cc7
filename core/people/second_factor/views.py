"""allauth's pages, but for the recovery codes: they are shown once, in the page that answers what made them."""

import json
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.stages import LoginStageController
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import can_generate_recovery_codes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.french import spaced
from core.people import reauthentication
from core.people.requests import AgentRequest, agent_of
from core.people.second_factor import actions, policies
from core.people.second_factor.forms import PasskeyAddForm, PasskeyAgainForm, PasskeyUseForm
from core.web.public_ids import unnumbered

Type = Authenticator.Type
ALREADY_MADE = spaced(
    "Vos nouveaux codes de secours étaient déjà faits, et restent bons : ce sont ceux que vous avez vus. "
    "Refaites-en si vous ne les avez pas gardés."
)
CHANGED = spaced("Ce compte a changé entre-temps : connectez-vous de nouveau.")


class SecondFactorView(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agent = agent_of(self.request)
        factors = [*policies.factors(agent)]
        return super().get_context_data(**kwargs) | {
            "must_have": policies.must_have(agent),
            "lacks": policies.lacks(agent),
            "codes_left": policies.codes_left(agent),
            "factors": [(factor, _removal_of(factor)) for factor in factors],
            "can_remove": len(factors) > 1 or not policies.must_have(agent),
            "can_use_passkeys": policies.can_use_passkeys(self.request),
        }


def _removal_of(factor: Authenticator) -> str:
    if factor.type == Type.TOTP:
        return reverse("mfa_deactivate_totp")
    return reverse("passkey_remove", args=[key_of(factor)])


def key_of(factor: Authenticator) -> str:
    """Its name in an address or a page."""
    return unnumbered(__name__, factor.pk)


class UseView(AuthenticateView):
    """The second step of a sign-in."""

    webauthn_form_class = PasskeyUseForm

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the password for whoever gives up or may not go on: allauth would lead back here."""
        stage = LoginStageController.enter(request, AuthenticateStage.key)
        gives_up = "give_up" in request.POST
        if stage is None or (
            not gives_up and policies.may_go_on(stage.login, proof=stage.state.get("proof", ""))
        ):
            return super().dispatch(request, *args, **kwargs)
        if not gives_up:
            messages.info(request, CHANGED)
        answer: HttpResponse = stage.abort()
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        types = {factor.type for factor in policies.factors(self.stage.login.user)}
        return context | {
            "has_application": Type.TOTP in types,
            "has_passkey": Type.WEBAUTHN in types,
            "can_use_passkeys": policies.can_use_passkeys(self.request),
            "passkey_options": json.dumps(context["js_data"]["request_options"]["publicKey"]),
        }


class PasskeyAgainView(ReauthenticateWebAuthnView):
    form_class = PasskeyAgainForm
    template_name = "mfa/reauthenticate.html"

    def form_invalid(self, form: PasskeyAgainForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not allauth's, which checks the form once more.
        context: dict[str, Any] = BaseReauthenticateView.get_context_data(self, **kwargs)
        options = auth.begin_authentication(agent_of(self.request))
        return context | {"passkey_options": json.dumps(options["publicKey"])}


@method_decorator(never_cache, name="dispatch")
class SetUpView(ActivateTOTPView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Reloaded once it is done, not the page that takes it away, where allauth leads."""
        if policies.factors(agent_of(request)).filter(type=Type.TOTP).exists():
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        agent = agent_of(self.request)
        _, recovery = flows.activate_totp(self.request, form)
        actions.note_change(agent, is_added=True, by=agent, kind=Type.TOTP)
        # None beside a passkey: its codes serve for both.
        codes = recovery.wrap().get_unused_codes() if recovery else []
        return codes_page(self.request, codes) if codes else redirect("mfa_index")


class RemoveView(DeactivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_last = policies.factors(agent_of(self.request)).count() == 1
        return super().get_context_data(**kwargs) | {"is_last": is_last}

    def form_valid(self, form: Any) -> HttpResponse:
        return _removed(self.request, self.authenticator)


@never_cache
def passkey_add(request: AgentRequest) -> HttpResponse:
    if not policies.can_use_passkeys(request):
        # Which says why.
        return redirect("mfa_index")
    reauthentication.require(request)
    form = PasskeyAddForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        codes = actions.add_passkey(request, name=data["name"], credential=data["credential"])
        return codes_page(request, codes) if codes else redirect("mfa_index")
    options = auth.begin_registration(request.user, passwordless=False)
    context = {"form": form, "passkey_options": json.dumps(options["publicKey"])}
    return render(request, "mfa/passkey_add.html", context)


def passkey_remove(request: AgentRequest, passkey: str) -> HttpResponse:
    theirs = [*policies.factors(request.user)]
    found = next((each for each in theirs if each.type == Type.WEBAUTHN and key_of(each) == passkey), None)
    if found is None:
        raise Http404
    if not policies.can_remove(request.user, found):
        raise PermissionDenied(actions.LAST_STAYS)
    reauthentication.require(request)
    if request.method == "POST":
        return _removed(request, found)
    return render(request, "mfa/passkey_remove.html", {"passkey": found, "is_last": len(theirs) == 1})


def _removed(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    actions.remove_one(request, factor)  # type: ignore[arg-type]  # (signed in)
    messages.success(request, "C’est retiré.")
    return redirect("mfa_index")


def recovery_codes(request: AgentRequest) -> HttpResponse:
    """New recovery codes; those before are void. The page of the new ones, sent again, makes no others."""
    if not can_generate_recovery_codes(request.user):
        raise Http404
    reauthentication.require(request)
    before = policies.recovery_codes(request.user)
    replaced = key_of(before) if before else ""
    if request.method != "POST":
        return render(request, "mfa/recovery_codes.html", {"replaced": replaced})
    if request.POST.get("replaced", replaced) != replaced:
        messages.info(request, ALREADY_MADE)
        return redirect("mfa_index")
    return codes_page(request, actions.make_new_codes(request))


@never_cache
def codes_page(request: AgentRequest, codes: list[str]) -> HttpResponse:
    """Eight digits, in two groups: they are copied by hand. The space need not be typed."""
    groups = [f"{code[:4]} {code[4:]}" for code in codes]
    return render(request, "mfa/recovery_codes.html", {"codes": groups, "is_new": True})
