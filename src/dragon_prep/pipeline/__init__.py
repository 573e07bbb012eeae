"""De-identification of cohorts in the workspace, by workers."""
