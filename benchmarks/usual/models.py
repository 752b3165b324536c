"""The same act in the usual way: a model's save(), a history table, a state-machine package."""

from django.db import models
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords


class Request(models.Model):
    """The fields of the sample claim."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=32, unique=True)
    unit = models.ForeignKey("institution.Unit", models.PROTECT)
    state = FSMField(default="filed")
    opened_at = models.DateTimeField()
    acted_at = models.DateTimeField()
    holder = models.ForeignKey("institution.Officer", models.PROTECT)
    kind = models.CharField(max_length=10, choices=[("plain", "Plain"), ("urgent", "Urgent")], default="plain")
    text = models.TextField()
    amount = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["unit", "-id"]), models.Index(fields=["state", "-id"])]

    @transition(field=state, source="filed", target="studied")
    def study(self) -> None:
        """The step that the sample's `study` takes."""
