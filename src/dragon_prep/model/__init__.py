"""The nouns: span, offset map, report, PHI category, target, task, cohort."""
