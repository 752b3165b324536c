"""The pages of the case files: a file whole, the contents of its attachments."""

from django.urls import path

from hasila.modules.casefiles import views

app_name = "casefiles"

urlpatterns = [
    path("cases/<str:named>/", views.case, name="case"),
    path("cases/attachments/<str:named>/content", views.attachment, name="attachment"),
    path("cases/attachments/<str:named>/picture", views.picture, name="picture"),
]
