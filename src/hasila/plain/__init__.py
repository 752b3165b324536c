"""Plain Python that every floor may use and that knows none of them: legal time, text, prepared statements."""
