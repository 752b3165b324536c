"""Addresses of the module."""

from django.urls import path

from hasila.modules.oversight import views

app_name = "oversight"

urlpatterns = [
    path("mine/readings", views.mine, name="mine"),
    path("oversight/readings", views.unusual_reading, name="unusual"),
    path("oversight/use", views.use, name="use"),
    path("oversight/officers/<str:named>/<str:day>.pdf", views.week_paper, name="week_paper"),
    path("oversight/officers/<str:named>/<str:day>.tlog-proof", views.week_proof, name="week_proof"),
    path("oversight/officers/<str:named>/<str:day>", views.week, name="week"),
    path("oversight/emergencies/<str:named>/register", views.opened_register, name="opened"),
    path("oversight/emergencies/<str:named>/readings", views.emergency, name="emergency"),
]
