"""Addresses of the module."""

from django.urls import path

from hasila.modules.districts import audit_pages, day_pages

app_name = "districts"

urlpatterns = [
    path("districts/day", day_pages.day, name="day"),
    path("districts/nowhere", audit_pages.nowhere, name="nowhere"),
    path("districts/samples/<str:named>/complaints", audit_pages.sample, name="sample"),
]
