from django.urls import path

from dematerialisation import home, pages, priorities
from dematerialisation.assessment import views as assessment
from dematerialisation.group_actions import views as actions
from dematerialisation.group_actions.forms import OBJECT_ACTIONS
from dematerialisation.printerless import views as printerless
from dematerialisation.review import views as review
from dematerialisation.survey import views as survey

urlpatterns = [
    path("", home.home, name="home"),
    path("mon-espace/", home.my_space, name="my_space"),
    path("groupe/", pages.group, name="group"),
    path("demarche/<slug:slug>/", pages.page_detail, name="page_detail"),
    path("actions/", actions.action_list, name="action_list"),
    path("actions/<slug:reference>/", actions.action_detail, name="action_detail"),
    path(
        "actions/<slug:reference>/etapes/<slug:step>/",
        actions.step_tick,
        name="action_step_tick",
    ),
    *(
        path(
            f"actions/<slug:reference>/{action.name}/",
            actions.act_on_action,
            {"name": action.name},
            name=f"action_{action.name}",
        )
        for action in OBJECT_ACTIONS
    ),
    path("groupe/priorites/", priorities.priority_list, name="priority_list"),
    path("groupe/priorites/<slug:priority>/", priorities.priority_detail, name="priority_detail"),
    path(
        "groupe/priorites/<slug:priority>/deplacer/",
        priorities.priority_move,
        name="priority_move",
    ),
    path(
        "groupe/priorites/<slug:priority>/action/",
        priorities.priority_action_create,
        name="priority_action_create",
    ),
    path("groupe/souhaits/", priorities.wish_list, name="wish_list"),
    path("enquetes/", survey.survey_list, name="survey_list"),
    path("enquetes/commencer/", survey.survey_open, name="survey_open"),
    path("enquetes/<slug:survey>/", survey.survey_detail, name="survey_detail"),
    path("enquetes/<slug:survey>/corriger/", survey.survey_edit, name="survey_edit"),
    path("enquetes/<slug:survey>/completer/", survey.survey_ask_missing, name="survey_ask_missing"),
    path("enquetes/<slug:survey>/supprimer/", survey.survey_remove, name="survey_remove"),
    path("enquetes/<slug:survey>/clore/", survey.survey_close, name="survey_close"),
    path("enquetes/<slug:survey>/resultats/", survey.survey_results, name="survey_results"),
    path("enquetes/<slug:survey>.pdf", survey.survey_pdf, name="survey_pdf"),
    path("enquetes/<slug:survey>.xlsx", survey.survey_export, name="survey_export"),
    path("enquetes/entretiens/<slug:interview>/remplir/", survey.interview_detail, name="interview_detail"),
    path(
        "enquetes/entretiens/<slug:interview>/preparer/", survey.interview_prepare, name="interview_prepare"
    ),
    path("enquetes/entretiens/<slug:interview>/envoyer/", survey.interview_send, name="interview_send"),
    path("enquetes/entretiens/<slug:interview>/rempli/", survey.interview_filled, name="interview_filled"),
    path("enquetes/entretiens/<slug:interview>/fait/", survey.interview_finish, name="interview_finish"),
    path("enquetes/entretiens/<slug:interview>/rouvrir/", survey.interview_reopen, name="interview_reopen"),
    path("revue/", review.review, name="review"),
    path("revue/numeros/<slug:issue>/", review.review_issue, name="review_issue"),
    path("revue/numeros/<slug:issue>.zip", review.review_issue_zip, name="review_issue_zip"),
    path("revue/articles/commencer/<slug:subject>/", review.article_draft, name="article_draft"),
    path("revue/articles/<slug:article>/", review.article_detail, name="article_detail"),
    path("revue/articles/<slug:article>.pdf", review.piece_pdf, name="article_pdf"),
    path("revue/articles/<slug:article>.docx", review.piece_docx, name="article_docx"),
    path("revue/articles/<slug:article>/publier/", review.article_publish, name="article_publish"),
    path("revue/articles/<slug:article>/image/", review.picture_add, name="article_picture_add"),
    path("revue/conseils/<slug:tip>.pdf", review.piece_pdf, name="review_tip_pdf"),
    path("revue/conseils/<slug:tip>.docx", review.piece_docx, name="review_tip_docx"),
    path("revue/conseils/<slug:tip>/image/", review.picture_add, name="review_tip_picture_add"),
    path("revue/images/<slug:picture>.jpg", review.review_picture, name="review_picture"),
    path("revue/images/<slug:picture>/retirer/", review.review_picture_remove, name="review_picture_remove"),
    path("bilans/", assessment.assessment_list, name="assessment_list"),
    path("bilans/commencer/", assessment.assessment_begin, name="assessment_begin"),
    path("bilans/<slug:assessment>/", assessment.assessment_detail, name="assessment_detail"),
    path("bilans/<slug:assessment>.pdf", assessment.assessment_pdf, name="assessment_pdf"),
    path("bilans/<slug:assessment>.xlsx", assessment.assessment_export, name="assessment_export"),
    path("bilans/<slug:assessment>/periode/", assessment.assessment_move, name="assessment_move"),
    path(
        "bilans/<slug:assessment>/relever/",
        assessment.assessment_take_actions,
        name="assessment_take_actions",
    ),
    path("bilans/<slug:assessment>/supprimer/", assessment.assessment_discard, name="assessment_discard"),
    path("bilans/<slug:assessment>/publier/", assessment.assessment_publish, name="assessment_publish"),
    path(
        "bilans/<slug:assessment>/rubriques/<slug:heading>/",
        assessment.assessment_heading,
        name="assessment_heading",
    ),
    path(
        "bilans/<slug:assessment>/actions/<slug:reference>/",
        assessment.assessed_action,
        name="assessed_action",
    ),
    path("sans-imprimante/", printerless.printerless_list, name="printerless_list"),
    path("sans-imprimante/ecran/<str:secret>/", printerless.printerless_screen, name="printerless_screen"),
    path(
        "sans-imprimante/ecran/<str:secret>/contenu/",
        printerless.printerless_screen_content,
        name="printerless_screen_content",
    ),
    path("sans-imprimante/<slug:day>/", printerless.printerless_detail, name="printerless_detail"),
    path("sans-imprimante/<slug:day>.pdf", printerless.printerless_poster, name="printerless_poster"),
    path(
        "sans-imprimante/<slug:day>/inscription/",
        printerless.printerless_sign_up,
        name="printerless_sign_up",
    ),
    path(
        "sans-imprimante/<slug:day>/difficile/", printerless.printerless_hardest, name="printerless_hardest"
    ),
    path("sans-imprimante/<slug:day>/pages/", printerless.printerless_pages, name="printerless_pages"),
    path("sans-imprimante/<slug:day>/importer/", printerless.printerless_import, name="printerless_import"),
    path(
        "sans-imprimante/<slug:day>/importer/enregistrer/",
        printerless.printerless_import_confirm,
        name="printerless_import_confirm",
    ),
    path(
        "sans-imprimante/<slug:day>/reporter/",
        printerless.printerless_report_gain,
        name="printerless_report_gain",
    ),
    path(
        "sans-imprimante/<slug:day>/ecran/",
        printerless.printerless_screen_give,
        name="printerless_screen_give",
    ),
    path("plan-du-site/", pages.site_map, name="site_map"),
    path("aide/", pages.help_page, name="help"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal_notice, name="legal_notice"),
]
