"""Links in mails that work without signing in."""

from django.urls import path

from core.notifications import views

urlpatterns = [path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe")]
