"""The pages of the case files: a file whole, the contents of its attachments, persons held."""

from django.urls import path
from django.views.generic import RedirectView

from hasila.modules.casefiles import (
    custody_book_pages,
    custody_pages,
    dossier_page,
    finder,
    held_pages,
    rights_pages,
    views,
    work_pages,
)

app_name = "casefiles"

urlpatterns = [
    path("cases", RedirectView.as_view(pattern_name="casefiles:work"), name="cases"),
    path("cases/work", work_pages.work, name="work"),
    path("cases/work/assign", work_pages.assign, name="assign"),
    path("cases/work/accept", work_pages.accept, name="accept"),
    path("cases/work/approve", work_pages.approve, name="approve"),
    path("cases/work/figures", work_pages.unit_statistics, name="statistics"),
    path("cases/find", finder.finder, name="find"),
    path("cases/referrals/<str:named>/paper", dossier_page.paper, name="paper"),
    path("cases/<str:named>/", views.case, name="case"),
    path("cases/<str:named>/held/<str:reference>", held_pages.held_record, name="held_record"),
    path("cases/attachments/<str:named>/content", views.attachment, name="attachment"),
    path("cases/attachments/<str:named>/picture", views.picture, name="picture"),
    path("custody", custody_pages.held, name="held"),
    path("prosecution/custody", custody_pages.prosecution, name="prosecution_held"),
    path("custody/register", custody_book_pages.book, name="book"),
    path("custody/register.pdf", custody_book_pages.book_pdf, name="book_pdf"),
    path("custody/file/<str:named>/", custody_pages.of_file, name="held_of_file"),
    path("custody/new/<str:named>/", custody_pages.place, name="place"),
    path("custody/<str:named>/", custody_pages.holding, name="holding"),
    path("custody/<str:named>/rights/", rights_pages.rights, name="rights"),
    path("custody/<str:named>/<slug:step>/", custody_pages.step, name="holding_step"),
]
