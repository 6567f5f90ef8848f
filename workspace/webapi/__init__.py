"""The Web API: one table of methods, and the one way a call goes."""

from workspace.webapi import (
    agents,
    auth,
    chat,
    conversations,
    files,
    marks,
    membership,
    schedule,
    streams,
    users,
    views,
)
from workspace.webapi.call import Method

FAMILIES = (auth, users, conversations, membership, chat, schedule, streams, agents, views, marks, files)
METHODS: dict[str, Method] = {one.name: one for family in FAMILIES for one in family.METHODS}
"""Every method by its name."""
