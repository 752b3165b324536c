"""The numbers of written records as people say them: 12/2025, by the year of recording."""

from __future__ import annotations

from hasila.assurance.steps import recorded_days
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords


def number_of(record: WrittenRecord) -> str:
    """The number of a signed record with its year; empty for one that isn't signed."""
    if record.number is None:
        return ""
    return f"{record.number}/{recorded_days([record.pk], WrittenRecords.sign.key)[record.pk].year}"
