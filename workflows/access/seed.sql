-- The sample directory. Days are ISO dates, the time of a change is UTC.
CREATE TABLE IF NOT EXISTS people (
  login    TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  slack_id TEXT UNIQUE,
  team     TEXT NOT NULL,
  city     TEXT NOT NULL,
  until    TEXT            -- last day of a contract; NULL = none agreed
) STRICT;
CREATE TABLE IF NOT EXISTS access_groups (
  name  TEXT PRIMARY KEY,
  opens TEXT NOT NULL,
  owner TEXT NOT NULL REFERENCES people
) STRICT;
-- Groups that one person should not be in at once.
CREATE TABLE IF NOT EXISTS kept_apart (
  one   TEXT NOT NULL REFERENCES access_groups,
  other TEXT NOT NULL REFERENCES access_groups,
  why   TEXT NOT NULL,
  PRIMARY KEY (one, other)
) STRICT;
CREATE TABLE IF NOT EXISTS memberships (
  login      TEXT NOT NULL REFERENCES people,
  group_name TEXT NOT NULL REFERENCES access_groups,
  since      TEXT NOT NULL,
  PRIMARY KEY (login, group_name)
) STRICT;
CREATE TABLE IF NOT EXISTS access_changes (
  key        TEXT PRIMARY KEY,
  action     TEXT NOT NULL CHECK (action IN ('granted', 'revoked')),
  login      TEXT NOT NULL REFERENCES people,
  group_name TEXT NOT NULL REFERENCES access_groups,
  decided_by TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

INSERT OR IGNORE INTO people (login, name, slack_id, team, city, until) VALUES
  ('maria.santos',  'Maria Santos',  'U02MARIA', 'Support',    'Lisbon',    NULL),
  ('jonas.weber',   'Jonas Weber',   'U03JONAS', 'Sales',      'Berlin',    NULL),
  ('dana.cole',     'Dana Cole',     'U04DANA',  'Compliance', 'New York',  NULL),
  ('alex.reed',     'Alex Reed',     'U05ALEX',  'Operations', 'New York',  NULL),
  ('wei.tan',       'Wei Tan',       'U06WEI',   'Support',    'Singapore', NULL),
  ('ines.lopes',    'Ines Lopes',    NULL,       'Finance',    'Lisbon',    NULL),
  ('tomasz.nowak',  'Tomasz Nowak',  NULL,       'Platform',   'Berlin',    NULL),
  ('priya.nair',    'Priya Nair',    NULL,       'Platform',   'Singapore', NULL),
  ('lena.fischer',  'Lena Fischer',  NULL,       'Finance',    'Berlin',    NULL),
  ('lena.hoffmann', 'Lena Hoffmann', NULL,       'Marketing',  'Berlin',    NULL),
  ('omar.haddad',   'Omar Haddad',   NULL,       'Analytics',  'Lisbon',    NULL),
  ('sofia.rossi',   'Sofia Rossi',   NULL,       'Marketing',  'Lisbon',    NULL),
  ('kenji.mori',    'Kenji Mori',    NULL,       'Support',    'Singapore', NULL),
  ('bruno.costa',   'Bruno Costa',   NULL,       'Platform',   'Lisbon',    '2026-12-31'),
  ('petra.klein',   'Petra Klein',   NULL,       'Sales',      'Berlin',    '2026-10-31');

INSERT OR IGNORE INTO access_groups (name, opens, owner) VALUES
  ('analytics',     'sales and traffic reports',          'omar.haddad'),
  ('billing',       'invoices and incoming payments',     'ines.lopes'),
  ('customer-data', 'names and addresses of customers',   'dana.cole'),
  ('deploys',       'releasing to production',            'tomasz.nowak'),
  ('marketing-site','the pages of the public site',       'sofia.rossi'),
  ('payouts',       'sending money out',                  'lena.fischer'),
  ('payroll',       'salaries of everybody',              'ines.lopes'),
  ('production-db', 'reading the production database',    'tomasz.nowak'),
  ('staging',       'the test shop',                      'priya.nair'),
  ('support-inbox', 'the mail of customers',              'maria.santos');

INSERT OR IGNORE INTO kept_apart (one, other, why) VALUES
  ('billing', 'payouts',       'who books payments should not send them'),
  ('payouts', 'payroll',       'who sets salaries should not pay them'),
  ('deploys', 'production-db', 'who releases should not read customers’ rows');

INSERT OR IGNORE INTO memberships (login, group_name, since) VALUES
  ('omar.haddad',   'analytics',      '2024-02-01'),
  ('sofia.rossi',   'analytics',      '2025-06-16'),
  ('ines.lopes',    'billing',        '2023-09-04'),
  ('lena.hoffmann', 'billing',        '2025-03-10'),
  ('petra.klein',   'billing',        '2024-05-21'),
  ('dana.cole',     'customer-data',  '2023-04-03'),
  ('maria.santos',  'customer-data',  '2023-05-02'),
  ('petra.klein',   'customer-data',  '2024-05-21'),
  ('tomasz.nowak',  'deploys',        '2023-04-03'),
  ('priya.nair',    'deploys',        '2024-11-11'),
  ('bruno.costa',   'deploys',        '2026-07-01'),
  ('sofia.rossi',   'marketing-site', '2024-01-15'),
  ('lena.hoffmann', 'marketing-site', '2025-03-10'),
  ('lena.fischer',  'payouts',        '2023-10-02'),
  ('ines.lopes',    'payroll',        '2023-09-04'),
  ('tomasz.nowak',  'production-db',  '2023-04-03'),
  ('alex.reed',     'production-db',  '2024-08-19'),
  ('priya.nair',    'staging',        '2024-11-11'),
  ('tomasz.nowak',  'staging',        '2023-04-03'),
  ('bruno.costa',   'staging',        '2026-07-01'),
  ('maria.santos',  'support-inbox',  '2023-05-02'),
  ('wei.tan',       'support-inbox',  '2023-12-01'),
  ('kenji.mori',    'support-inbox',  '2025-02-17');
