"""A line typed in a chat: small talk, a second look, or a question read with the turns before."""
