"""The mind: what Baton does. Knows no Slack, no HTTP and no SQL."""
