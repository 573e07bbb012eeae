"""Documents for people who annotate, in the formats of their tools, and what comes back."""
