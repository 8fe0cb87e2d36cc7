from django.urls import path

from manuals.models import Problem
from manuals.problems import views

urlpatterns = [
    path(
        f"<slug:reference>/{problem.slug}/",
        views.problem_edit,
        {"problem": problem},
        name=f"{problem}_edit",
    )
    for problem in Problem
]
