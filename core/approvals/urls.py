from django.urls import path

from core.approvals import views
from core.documents.serving import file_routes

app_name = "approvals"

urlpatterns = [
    path("", views.approval_list, name="approval_list"),
    path("<slug:reference>/", views.approval_detail, name="approval_detail"),
    path("<slug:reference>/confier/", views.step_hand_over, name="step_hand_over"),
    *file_routes(
        "<slug:reference>/versions/<int:version>/fichiers/<int:position>/", "approval_file", views.find_file
    ),
    *file_routes("<slug:reference>/papier/<int:decision>/", "approval_scan", views.find_scan),
]
