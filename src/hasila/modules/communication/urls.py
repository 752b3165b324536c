"""Addresses of the module."""

from django.urls import path

from hasila.modules.communication import views

app_name = "communication"

urlpatterns = [
    path("claims", views.claims, name="claims"),
    path("claims/items/<str:named>", views.item, name="item"),
    path("claims/statements/<str:named>", views.answered, name="answered"),
    path("claims/<str:name>", views.checked, name="checked"),
]
