from django.urls import path

from manuals.contracts import views

urlpatterns = [
    path("<slug:reference>/contrat/", views.contract_edit, name="contract_edit"),
    path("<slug:reference>/contrat/<slug:deadline>/", views.contract_commit, name="contract_commit"),
]
