"""Addresses of the API, and of the pages that explain its problems."""

from django.urls import path, re_path

from hasila.surfaces.api.pages import problem_page, problems_page
from hasila.surfaces.api.problems import unknown_address
from hasila.surfaces.api.service import build

urlpatterns = [
    path("api/v1/", build().urls),
    re_path(r"^api/(?P<rest>.*)$", unknown_address, name="api_nothing"),
    path("problems/", problems_page, name="problems"),
    path("problems/<str:code>", problem_page, name="problem"),
]
