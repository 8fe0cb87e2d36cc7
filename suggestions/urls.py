from django.urls import path
from django.views.generic import RedirectView

from core.documents.serving import file_routes
from suggestions import exports, feedback, statistics
from suggestions.anonymous import views as anonymous
from suggestions.comments import views as comments
from suggestions.exchange import views as exchange
from suggestions.meetings import views as meetings
from suggestions.meetings.views import meeting_minutes_pdf
from suggestions.pages import feeds
from suggestions.pages import views as pages
from suggestions.pages.views import idea_action, idea_dossier
from suggestions.proposing import views as proposing
from suggestions.similar import similar

app_name = "suggestions"

urlpatterns = [
    path("", pages.idea_list, name="idea_list"),
    # Proposing: the level of identity, then a page for each; nginx writes no line about these
    path("proposer/", proposing.idea_propose, name="idea_propose"),
    path("proposer/avec-mon-nom/", proposing.idea_propose_named, name="idea_propose_named"),
    path("proposer/mon-nom-cache/", proposing.idea_propose_hidden, name="idea_propose_hidden"),
    path("proposer/anonyme/", anonymous.idea_propose_anonymous, name="idea_propose_anonymous"),
    path("proposer/pour-un-collegue/", proposing.idea_enter, name="idea_enter"),
    path("proposer/brouillon/", proposing.draft_keep, name="draft_keep"),
    path("proposer/brouillon/effacer/", proposing.draft_discard, name="draft_discard"),
    path("suivi/", anonymous.follow_up, name="follow_up"),
    path("affiche/", proposing.poster, name="poster"),
    path("a-evaluer/", pages.to_evaluate, name="to_evaluate"),
    path("exporter/", exports.idea_export, name="idea_export"),
    path("chiffres/", statistics.statistics, name="statistics"),
    path("chiffres/fichier/", statistics.statistics_file, name="statistics_file"),
    path("semblables/", similar, name="similar"),
    # The group's meetings
    path("reunions/", meetings.meeting_list, name="meeting_list"),
    path("reunions/preparer/", meetings.meeting_prepare, name="meeting_prepare"),
    path("reunions/<slug:meeting>/", meetings.meeting_detail, name="meeting_detail"),
    path("reunions/<slug:meeting>/modifier/", meetings.meeting_amend, name="meeting_amend"),
    path("reunions/<slug:meeting>/composer/", meetings.meeting_compose, name="meeting_compose"),
    path("reunions/<slug:meeting>/ajouter/", meetings.meeting_add, name="meeting_add"),
    path("reunions/<slug:meeting>/ouvrir/", meetings.meeting_step, {"step": "open"}, name="meeting_open"),
    path("reunions/<slug:meeting>/presents/", meetings.meeting_note, name="meeting_note"),
    path("reunions/<slug:meeting>/clore/", meetings.meeting_step, {"step": "close"}, name="meeting_close"),
    path(
        "reunions/<slug:meeting>/rouvrir/", meetings.meeting_step, {"step": "reopen"}, name="meeting_reopen"
    ),
    path("reunions/<slug:meeting>/compte-rendu/", meetings.meeting_minutes, name="meeting_minutes"),
    path(
        "reunions/<slug:meeting>/compte-rendu.pdf",
        meeting_minutes_pdf,
        name="meeting_minutes_pdf",
    ),
    path(
        "reunions/<slug:meeting>/projection/<int:number>/",
        meetings.meeting_projection,
        name="meeting_projection",
    ),
    path("reunions/<slug:meeting>/points/<slug:idea>/", meetings.meeting_item, name="meeting_item"),
    path(
        "reunions/<slug:meeting>/points/<slug:idea>/reporter/",
        meetings.meeting_postpone,
        name="meeting_postpone",
    ),
    path(
        "reunions/<slug:meeting>/points/<slug:idea>/<slug:move>/", meetings.meeting_move, name="meeting_move"
    ),
    # In mails sent by earlier versions, which asked what a reply should become.
    path(
        "par-courriel/<slug:message>/",
        RedirectView.as_view(pattern_name="mail:incoming_detail", http_method_names=["get", "head"]),
        name="mail_choice",
    ),
    # What readers bring
    path("commentaires/<slug:comment>/", comments.comment_thread, name="comment_thread"),
    path("commentaires/<slug:comment>/signaler/", comments.comment_report, name="comment_report"),
    path("commentaires/<slug:comment>/corriger/", comments.comment_correct, name="comment_correct"),
    path("commentaires/<slug:comment>/retirer/", comments.comment_take_back, name="comment_take_back"),
    path("commentaires/<slug:comment>/cacher/", comments.comment_hide, name="comment_hide"),
    path("commentaires/<slug:comment>/montrer/", comments.comment_show, name="comment_show"),
    path("commentaires/<slug:comment>/laisser/", comments.comment_leave, name="comment_leave"),
    path("signalements/", comments.reports, name="reports"),
    path("adresses/", feeds.feed_address, name="feed_address"),
    path("flux/<str:secret>/", feeds.feed, name="feed"),
    path("<slug:reference>/soutenir/", comments.idea_support, name="idea_support"),
    path("<slug:reference>/suivre/", comments.idea_follow, name="idea_follow"),
    path("<slug:reference>/commenter/", comments.idea_comment, name="idea_comment"),
    path("<slug:reference>/historique/", pages.idea_history, name="idea_history"),
    *file_routes("<slug:reference>/fichiers/<slug:document>/", "idea_file", pages.find_file),
    # One idea
    path("<slug:reference>/", pages.idea_detail, name="idea_detail"),
    path("<slug:reference>/modifier/", proposing.idea_amend, name="idea_amend"),
    path("<slug:reference>/retirer/", proposing.idea_withdraw, name="idea_withdraw"),
    path("<slug:reference>/dire/<slug:telling>/", proposing.telling_told, name="telling_told"),
    path("<slug:reference>/dossier.pdf", idea_dossier, name="idea_dossier"),
    # The exchange with its author, the opinions of experts
    path("<slug:reference>/repondre/", exchange.idea_reply, name="idea_reply"),
    path("<slug:reference>/retour/", feedback.idea_feedback, name="idea_feedback"),
    path(
        "<slug:reference>/questions/<slug:message>/ne-plus-attendre/",
        exchange.question_settle,
        name="question_settle",
    ),
    path("<slug:reference>/avis/<slug:opinion>/", exchange.opinion_detail, name="opinion_detail"),
    path("<slug:reference>/avis/<slug:opinion>/decliner/", exchange.opinion_decline, name="opinion_decline"),
    path(
        "<slug:reference>/avis/<slug:opinion>/ne-plus-attendre/",
        exchange.opinion_give_up,
        name="opinion_give_up",
    ),
    path("<slug:reference>/geste/<slug:action_name>/", idea_action, name="idea_action"),
]
