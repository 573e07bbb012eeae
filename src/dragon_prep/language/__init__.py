"""What is known of Dutch: words, spellings, the page; changes of text that are not about PHI."""
