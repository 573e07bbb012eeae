"""Where centres keep their exports, and how these come here."""
