"""Cohorts: which files centres bring, how they are read, which rows are left out."""
