from django.urls import path

from suggestions import views

app_name = "suggestions"

urlpatterns = [
    path("", views.idea_list, name="idea_list"),
    path("proposer/", views.idea_propose, name="idea_propose"),
    path("<slug:reference>/", views.idea_detail, name="idea_detail"),
    path("<slug:reference>/modifier/", views.idea_amend, name="idea_amend"),
    path("<slug:reference>/retirer/", views.idea_withdraw, name="idea_withdraw"),
]
