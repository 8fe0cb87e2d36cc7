from django.urls import path

from tips import views

app_name = "tips"

urlpatterns = [
    path("", views.tip_current, name="tip_current"),
    path("<int:year>/", views.tip_year, name="tip_year"),
    path("cours/", views.course, name="course"),
    path("cours/suivre/", views.course_follow, name="course_follow"),
    path("cours/diplome/<int:level>/", views.diploma, name="diploma"),
    path("cours/<slug:reference>/", views.lesson_detail, name="lesson_detail"),
    path("cours/<slug:reference>/suivie/", views.lesson_follow, name="lesson_follow"),
    path("conseil/<slug:reference>/", views.tip_detail, name="tip_detail"),
]
