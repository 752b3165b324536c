"""The pages of the personnel module: the career sheet, the dry run of a promotion, what must not be forgotten."""

from django.urls import path

from hasila.modules.personnel import views

app_name = "personnel"

urlpatterns = [
    path("personnel/career/", views.own_career, name="own_career"),
    path("personnel/career/<str:named>/", views.career, name="career"),
    path("personnel/promotions/dry-run", views.dry_run, name="dry_run"),
    path("personnel/reminders", views.reminders, name="reminders"),
]
