"""MCP servers as plugins: their tools become reads or steps as a workflow file says, and only so."""
