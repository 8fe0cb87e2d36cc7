from django.urls import path

from core.search import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("personnes/", views.people, name="people"),
    path("voir-aussi/", views.see_also_add, name="see_also_add"),
    path("voir-aussi/retirer/", views.see_also_remove, name="see_also_remove"),
]
