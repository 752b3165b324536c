"""The two addresses of the sign-in, under the names by which django-allauth looks for them."""

from django.urls import path

from hasila.surfaces.web.views import sign_in

urlpatterns = [
    path("sign-in/second", sign_in.second, name="mfa_authenticate"),
    path("sign-in", sign_in.sign_in, name="account_login"),
]
