"""The addresses of documents."""

from django.urls import path

from hasila.surfaces.print.views import document

app_name = "print"

urlpatterns = [path("<slug:app>/<slug:procedure>/<str:reference>/<slug:name>.pdf", document, name="document")]
