"""The tables of hours, shifts and interruptions, as the sixth migration makes them."""

TABLES = """
CREATE TABLE hours (                 -- what people set for themselves in App Home
  person TEXT PRIMARY KEY,
  week TEXT NOT NULL DEFAULT '',     -- as files write it: Mon-Fri 09:00-18:00; '' = as the team's file says
  back_on TEXT NOT NULL DEFAULT '',  -- away until this local date
  at TEXT NOT NULL
) STRICT;
CREATE TABLE asked (                 -- whom a handoff was brought before beside its card, and when they were told
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  person TEXT NOT NULL,
  what TEXT NOT NULL,                -- remind | rung | given | later
  number INTEGER NOT NULL,           -- of the rung; of givings and private reminders, the how manieth
  at TEXT NOT NULL,
  until TEXT,                        -- kept back until then; NULL = told at once
  told_at TEXT,
  told_as INTEGER,                   -- the row whose message told it, too: several make one interruption
  how TEXT NOT NULL DEFAULT '',      -- mention | message | overtaken
  UNIQUE (handoff_id, person, what, number)
) STRICT;
CREATE INDEX asked_told ON asked(person, told_at) WHERE told_at IS NOT NULL;
CREATE INDEX asked_kept ON asked(person, until) WHERE told_at IS NULL;
CREATE INDEX asked_at ON asked(at) WHERE until IS NOT NULL;
CREATE TABLE desk (                  -- a person's own digest
  person TEXT PRIMARY KEY,
  digest TEXT NOT NULL DEFAULT '',   -- their local time of day, 'never', or '' for the team's
  day TEXT NOT NULL DEFAULT '',      -- the newest local date whose digest was claimed
  upto TEXT NOT NULL DEFAULT ''      -- what happened until then was told
) STRICT;
CREATE TABLE shift (                 -- the end of a region's day, where something was open
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  region TEXT NOT NULL,
  day TEXT NOT NULL,                 -- the local date on which its day began
  next TEXT NOT NULL,                -- the region that it goes to
  ended_at TEXT NOT NULL,
  accept_by TEXT NOT NULL,
  closed_at TEXT,                    -- everything was taken, or the next rung was told
  UNIQUE (region, day)
) STRICT;
CREATE TABLE shift_case (
  shift_id INTEGER NOT NULL REFERENCES shift(id),
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  taken_by TEXT NOT NULL DEFAULT '', -- team/user
  taken_at TEXT,
  first INTEGER NOT NULL DEFAULT 0,  -- what they do first
  PRIMARY KEY (shift_id, handoff_id)
) STRICT
"""
COLUMNS: tuple[str, ...] = (
    "ALTER TABLE handoff ADD COLUMN given TEXT NOT NULL DEFAULT ''",  # the user it was given to, of its rung
)
