"""Addresses of the log, as c2sp.org/tlog-tiles names them below the prefix /log."""

from django.urls import path

from hasila.modules.transparency import checking, views

app_name = "transparency"

urlpatterns = [
    path("proof", checking.proof, name="proof"),
    path("log", views.log, name="log"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/key", views.key, name="key"),
    path("log/keys", views.all_keys, name="keys"),
    path("log/tile/<path:path>", views.tile, name="tile"),
]
