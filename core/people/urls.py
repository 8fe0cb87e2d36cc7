"""Absences; and allauth's own route names, for the few of its pages that exist here, at French addresses."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from django.urls import path, re_path

from core.people import absences, sessions, views
from core.people.openid import views as openid
from core.people.second_factor import views as factor

urlpatterns = [
    path("connexion/", views.SignInView.as_view(), name="account_login"),
    path("deconnexion/", views.SignOutView.as_view(), name="account_logout"),
    path("ferme/", allauth.account_inactive, name="account_inactive"),
    path("code/", views.sign_in_code, name="sign_in_code"),
    path("exterieur/<slug:provider>/", openid.openid_start, name="openid_start"),
    path("exterieur/<slug:provider>/retour/", openid.openid_callback, name="openid_callback"),
    path("confirmer/", allauth.reauthenticate, name="account_reauthenticate"),
    path("second-facteur/", factor.SecondFactorView.as_view(), name="mfa_index"),
    path("second-facteur/code/", factor.UseView.as_view(), name="mfa_authenticate"),
    path("second-facteur/confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/mettre/", factor.SetUpView.as_view(), name="mfa_activate_totp"),
    path("second-facteur/retirer/", factor.RemoveView.as_view(), name="mfa_deactivate_totp"),
    path("second-facteur/secours/", factor.recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-facteur/cles/ajouter/", factor.passkey_add, name="passkey_add"),
    path(
        "second-facteur/cles/confirmer/",
        factor.PasskeyAgainView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-facteur/cles/<slug:passkey>/retirer/", factor.passkey_remove, name="passkey_remove"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("absences/", absences.absence_list, name="absence_list"),
    path("absences/noter/", absences.absence_note, name="absence_note"),
    path("absences/<slug:absence>/", absences.absence_change, name="absence_change"),
    path("absences/<slug:absence>/retirer/", absences.absence_remove, name="absence_remove"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-:\w]+)/$",
        views.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
