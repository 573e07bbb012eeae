"""Numbers of patients, reports, accounts and the like."""
