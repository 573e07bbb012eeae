"""Corpora of de-identified text for pretraining: shards of whole patients, and what they hold."""
