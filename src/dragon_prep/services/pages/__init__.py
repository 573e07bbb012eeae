"""What a release and a workspace have for people to look at: pages, cards, metadata."""
