"""Mail: single messages (EML) and mailboxes (MBOX)."""
