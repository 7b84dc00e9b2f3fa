"""Other programs: MCP and HTTP. Nothing here is imported by a plain command."""
