"""The pages of the case files: a file whole, the contents of its attachments."""

from django.urls import path

from hasila.modules.casefiles import views, work_pages

app_name = "casefiles"

urlpatterns = [
    path("cases/work", work_pages.work, name="work"),
    path("cases/work/assign", work_pages.assign, name="assign"),
    path("cases/work/approve", work_pages.approve, name="approve"),
    path("cases/work/figures", work_pages.unit_statistics, name="statistics"),
    path("cases/<str:named>/", views.case, name="case"),
    path("cases/attachments/<str:named>/content", views.attachment, name="attachment"),
    path("cases/attachments/<str:named>/picture", views.picture, name="picture"),
]
