"""Makes the reader's weights from public data; nothing in `qa` imports it."""
