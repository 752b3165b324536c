"""The addresses of documents."""

from django.urls import path

from hasila.surfaces.print.views import document, proof

app_name = "print"

_AT = "<slug:app>/<slug:procedure>/<str:reference>/<slug:name>"

urlpatterns = [
    path(f"{_AT}.pdf", document, name="document"),
    path(f"{_AT}.tlog-proof", proof, name="proof"),
]
