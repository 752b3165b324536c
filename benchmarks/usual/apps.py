from django.apps import AppConfig


class UsualConfig(AppConfig):
    name = "benchmarks.usual"
    label = "usual"
