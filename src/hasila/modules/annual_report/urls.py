"""Addresses of the report: stable, one for each year and form."""

from django.urls import path

from hasila.modules.annual_report import views

app_name = "annual_report"

urlpatterns = [
    path("report/methods", views.methods, name="methods"),
    path("report/<int:year>", views.report, name="report"),
    path("report/<int:year>.json", views.report_json, name="json"),
    path("report/<int:year>.csv", views.report_csv, name="csv"),
    path("report/<int:year>.pdf", views.report_pdf, name="pdf"),
    path("figures/<str:key>/<int:year>", views.trace, name="trace"),
]
