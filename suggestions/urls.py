from django.urls import path

from suggestions.views import deeds, ideas

app_name = "suggestions"

urlpatterns = [
    path("", ideas.idea_list, name="idea_list"),
    path("proposer/", ideas.idea_propose, name="idea_propose"),
    path("<slug:reference>/", ideas.idea_detail, name="idea_detail"),
    path("<slug:reference>/modifier/", ideas.idea_amend, name="idea_amend"),
    path("<slug:reference>/retirer/", ideas.idea_withdraw, name="idea_withdraw"),
    path("<slug:reference>/geste/<slug:deed_name>/", deeds.idea_deed, name="idea_deed"),
]
