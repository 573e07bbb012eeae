"""Patient-grouped test sets and folds."""
