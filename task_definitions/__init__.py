"""Task definitions: one file per task; what several tasks share stands in `cohorts`."""
