"""Addresses of the module."""

from django.urls import path

from hasila.modules.districts import audit_pages, calls, day_pages
from hasila.modules.districts.cell import views as cell
from hasila.modules.districts.desk import chief, finder, follow, views

app_name = "districts"

urlpatterns = [
    path("desk", views.desk, name="desk"),
    path("desk/new/<slug:code>", views.take, name="take"),
    path("desk/receipts/<str:named>", views.receipt, name="receipt"),
    path("desk/find", finder.finder, name="find"),
    path("desk/keys", views.keys, name="keys"),
    path("desk/chief", chief.chief, name="chief"),
    path("cell", cell.cell, name="cell"),
    path("cell/new/<slug:code>", cell.intake, name="cell_intake"),
    path("cell/<str:named>/", cell.file, name="cell_file"),
    path("cell/<str:named>/<slug:step>/", cell.step, name="cell_step"),
    path("districts/day", day_pages.day, name="day"),
    path("districts/nowhere", audit_pages.nowhere, name="nowhere"),
    path("districts/samples/<str:named>/complaints", audit_pages.sample, name="sample"),
    path("districts/verdicts/<str:named>/sample", audit_pages.verdict_sample, name="verdict_sample"),
    path("districts/matters/<str:named>/calls", calls.calls, name="calls"),
    path("follow", follow.follow, name="follow"),
]
