from django.urls import path

from manuals.models import Problem
from manuals.problems import views

WORDS = {Problem.ARCHIVING: "archivage", Problem.WORKFLOWS: "circuits", Problem.RECOVERY: "reprise"}

urlpatterns = [
    path(
        f"<slug:reference>/{WORDS[problem]}/",
        views.problem_edit,
        {"problem": problem},
        name=f"{problem}_edit",
    )
    for problem in Problem
]
