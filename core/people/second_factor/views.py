"""allauth's pages, but for the recovery codes: they are shown once, in the page that answers what made them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.internal.flows import can_generate_recovery_codes, generate_recovery_codes
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.people.requests import AgentRequest, agent_of
from core.people.second_factor import actions, policies


class SecondFactorView(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agent = agent_of(self.request)
        return super().get_context_data(**kwargs) | {
            "must_have": policies.must_have(agent),
            "lacks": policies.lacks(agent),
        }


@method_decorator(never_cache, name="dispatch")
class SetUpView(ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        agent = agent_of(self.request)
        _, recovery = flows.activate_totp(self.request, form)
        actions.note_change(agent, is_added=True, by=agent)
        return codes_page(self.request, recovery.wrap().get_unused_codes() if recovery else [])


class RemoveView(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        agent = agent_of(self.request)
        actions.note_change(agent, is_added=False, by=agent)
        return super().form_valid(form)


@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: AgentRequest) -> HttpResponse:
    """New recovery codes; those before are void."""
    if not can_generate_recovery_codes(request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "mfa/recovery_codes.html")
    return codes_page(request, generate_recovery_codes(request).wrap().get_unused_codes())


def codes_page(request: AgentRequest, codes: list[str]) -> HttpResponse:
    page = render(request, "mfa/recovery_codes.html", {"codes": codes, "is_new": True})
    add_never_cache_headers(page)
    return page
