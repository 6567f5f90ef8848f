-- The sample bank: accounts, their transfers, and the alerts that a monitoring rule raised. Days are ISO dates.
CREATE TABLE IF NOT EXISTS accounts (
  account   TEXT PRIMARY KEY,
  holder    TEXT NOT NULL,           -- what the account file says of its holder
  opened_on TEXT NOT NULL
) STRICT;
-- Every transfer that an alert is about; `times_before` is how often the other side was seen on this account before.
CREATE TABLE IF NOT EXISTS transfers (
  account      TEXT NOT NULL REFERENCES accounts,
  direction    TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  other        TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  day          TEXT NOT NULL,
  times_before INTEGER NOT NULL,
  PRIMARY KEY (account, day, direction, other, amount_cents)
) STRICT;
CREATE TABLE IF NOT EXISTS alerts (
  alert     TEXT PRIMARY KEY,
  account   TEXT NOT NULL REFERENCES accounts,
  rule      TEXT NOT NULL,
  from_day  TEXT NOT NULL,
  to_day    TEXT NOT NULL,
  state     TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cleared', 'reported'))
) STRICT;
CREATE TABLE IF NOT EXISTS alert_changes (
  key        TEXT PRIMARY KEY,
  action     TEXT NOT NULL CHECK (action IN ('cleared', 'reopened', 'reported')),
  alert      TEXT NOT NULL REFERENCES alerts,
  detail     TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

INSERT OR IGNORE INTO accounts (account, holder, opened_on) VALUES
  ('77-2044', 'private account, teacher',       '2017-03-02'),
  ('77-2210', 'private account, nurse',         '2015-09-14'),
  ('77-2381', 'private account, carpenter',     '2019-01-21'),
  ('77-2402', 'private account, student',       '2025-10-01'),
  ('77-2559', 'private account, translator',    '2021-06-07'),
  ('77-2617', 'bakery, 6 employees',            '2012-02-13'),
  ('77-2733', 'private account, pensioner',     '2008-11-19'),
  ('77-2816', 'private account, courier',       '2024-04-22'),
  ('77-2975', 'music school, 2 teachers',       '2018-08-27'),
  ('77-3018', 'sports club, 210 members',       '2016-05-30'),
  ('77-3140', 'private account, photographer',  '2020-12-03'),
  ('77-3266', 'car wash, opened this summer',   '2026-07-06');

INSERT OR IGNORE INTO transfers (account, direction, other, amount_cents, day, times_before) VALUES
  ('77-2044', 'out', 'landlord',            15500, '2026-11-19', 14), ('77-2044', 'out', 'landlord',       15500, '2026-11-20', 15),
  ('77-2210', 'out', 'daughter',            20000, '2026-11-18', 22), ('77-2210', 'out', 'daughter',       10000, '2026-11-20', 23),
  ('77-2381', 'out', 'timber yard',         24000, '2026-11-19', 31), ('77-2381', 'out', 'timber yard',    12500, '2026-11-20', 32),
  ('77-2402', 'out', 'pay-fast-77',         19500, '2026-11-20',  0), ('77-2402', 'out', 'pay-fast-77',    19400, '2026-11-20',  0),
  ('77-2559', 'out', 'electricity company', 16240, '2026-11-19', 40), ('77-2559', 'out', 'water company',   9760, '2026-11-20', 38),
  ('77-2733', 'out', 'pharmacy',             8730, '2026-11-20', 17), ('77-2733', 'out', 'church fund',    20000, '2026-11-20', 11),
  ('77-3140', 'out', 'camera shop',         22900, '2026-11-19',  6), ('77-3140', 'out', 'camera shop',     8900, '2026-11-20',  7),
  ('77-2816', 'in',  'parcel service',      98000, '2026-11-16',  9), ('77-2816', 'in',  'parcel service', 94000, '2026-11-18', 10),
  ('77-2816', 'out', 'garage',             131000, '2026-11-19',  1), ('77-2816', 'out', 'landlord',       42000, '2026-11-20', 18),
  ('77-2617', 'in',  'card terminal',      184000, '2026-11-17', 99), ('77-2617', 'in',  'card terminal', 171000, '2026-11-18', 99),
  ('77-2617', 'out', 'mill',               126000, '2026-11-19', 44), ('77-2617', 'out', 'dairy',          61000, '2026-11-20', 51),
  ('77-2975', 'in',  'parent 1',            26000, '2026-11-17',  3), ('77-2975', 'in',  'parent 2',       26000, '2026-11-17',  3),
  ('77-2975', 'in',  'parent 3',            26000, '2026-11-18',  2), ('77-2975', 'out', 'rent of a hall', 52000, '2026-11-20', 12),
  ('77-3018', 'in',  'sender 1',            95000, '2026-11-14',  0), ('77-3018', 'in',  'sender 2',       93000, '2026-11-14',  0),
  ('77-3018', 'in',  'sender 3',            96000, '2026-11-15',  0), ('77-3018', 'in',  'sender 4',       94000, '2026-11-15',  0),
  ('77-3018', 'in',  'sender 5',            89000, '2026-11-16',  0), ('77-3018', 'in',  'sender 6',       92000, '2026-11-16',  0),
  ('77-3018', 'in',  'sender 7',            95000, '2026-11-17',  0), ('77-3018', 'in',  'sender 8',       93000, '2026-11-17',  0),
  ('77-3018', 'in',  'sender 9',            92000, '2026-11-18',  0), ('77-3018', 'in',  'sender 1',       93000, '2026-11-18',  1),
  ('77-3018', 'in',  'sender 2',            92000, '2026-11-18',  1), ('77-3018', 'out', 'holding abroad',1012000, '2026-11-19', 0),
  ('77-3266', 'in',  'cash machine A',     180000, '2026-11-16',  2), ('77-3266', 'in',  'cash machine B', 190000, '2026-11-17',  1),
  ('77-3266', 'in',  'cash machine C',     185000, '2026-11-18',  0), ('77-3266', 'out', 'car dealer abroad',540000, '2026-11-19', 0);

INSERT OR IGNORE INTO alerts (alert, account, rule, from_day, to_day) VALUES
  ('A-5531', '77-3018', 'many senders, one payee',   '2026-11-14', '2026-11-19'),
  ('A-5536', '77-2044', 'the same amount twice',     '2026-11-19', '2026-11-20'),
  ('A-5538', '77-2210', 'round amounts',             '2026-11-18', '2026-11-20'),
  ('A-5540', '77-2381', 'more than usual this week', '2026-11-19', '2026-11-20'),
  ('A-5541', '77-2559', 'several payees in 2 days',  '2026-11-19', '2026-11-20'),
  ('A-5543', '77-2402', 'twice the same day',        '2026-11-20', '2026-11-20'),
  ('A-5544', '77-2733', 'round amounts',             '2026-11-20', '2026-11-20'),
  ('A-5546', '77-3140', 'more than usual this week', '2026-11-19', '2026-11-20'),
  ('A-5547', '77-2816', 'in and out within a week',  '2026-11-16', '2026-11-20'),
  ('A-5549', '77-2617', 'in and out within a week',  '2026-11-17', '2026-11-20'),
  ('A-5550', '77-2975', 'many senders, one payee',   '2026-11-17', '2026-11-20'),
  ('A-5552', '77-3266', 'cash, then abroad',         '2026-11-16', '2026-11-19');
