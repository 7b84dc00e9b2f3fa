"""Whether words stand in the documents as their files are now: sentences, drafts, quotes."""
