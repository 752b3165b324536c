"""Addresses of the module."""

from django.urls import path

from hasila.modules.retention import views

app_name = "retention"

urlpatterns = [path("retention/orders/<str:named>/parts", views.parts, name="parts")]
