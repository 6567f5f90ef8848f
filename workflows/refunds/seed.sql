-- The sample shop. Amounts are cents of EUR, days are ISO dates, a refund's time is UTC.
CREATE TABLE IF NOT EXISTS orders (
  order_id TEXT PRIMARY KEY,
  email    TEXT NOT NULL,
  item     TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS payments (
  payment_id   INTEGER PRIMARY KEY,
  order_id     TEXT NOT NULL REFERENCES orders,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  paid_on      TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS shipments (
  order_id TEXT PRIMARY KEY REFERENCES orders,
  status   TEXT NOT NULL CHECK (status IN ('packed', 'in transit', 'delivered', 'returned')),
  since    TEXT NOT NULL,
  note     TEXT NOT NULL DEFAULT ''
) STRICT;
-- What customers reported, in the words of the tool's reasons.
CREATE TABLE IF NOT EXISTS reports (
  order_id    TEXT PRIMARY KEY REFERENCES orders,
  reason      TEXT NOT NULL,
  reported_on TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
  key          TEXT PRIMARY KEY,
  order_id     TEXT NOT NULL REFERENCES orders,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  reason       TEXT NOT NULL,
  decided_by   TEXT NOT NULL,
  refunded_at  TEXT NOT NULL
) STRICT;

INSERT OR IGNORE INTO orders (order_id, email, item) VALUES
  ('871',  'm.keller@mail.example',  'Tea towel, blue'),
  ('902',  'r.silva@mail.example',   'Bread knife'),
  ('988',  'h.lind@mail.example',    'Copper pan set'),
  ('1011', 'j.okafor@mail.example',  'Espresso grinder'),
  ('1018', 'b.almeida@mail.example', 'Salad bowl, olive wood'),
  ('1024', 'c.moreau@mail.example',  'Six wine glasses'),
  ('1029', 't.jansen@mail.example',  'Cast iron pot'),
  ('1033', 'a.kowalska@mail.example','Linen apron'),
  ('1036', 'f.romano@mail.example',  'Pasta machine'),
  ('1038', 'd.murphy@mail.example',  'Pepper mill'),
  ('1040', 'l.berg@mail.example',    'Cake stand'),
  ('1042', 'a.sousa@mail.example',   'Teapot, stoneware'),
  ('1044', 'a.sousa@mail.example',   'Two tea cups'),
  ('1047', 'p.novak@mail.example',   'Chopping board, oak'),
  ('1049', 'e.schmidt@mail.example', 'Kitchen scale'),
  ('1052', 'n.haas@mail.example',    'Wok, 32 cm'),
  ('1055', 'g.costa@mail.example',   'Table lamp'),
  ('1057', 'k.ivanov@mail.example',  'Toaster'),
  ('1060', 'y.tanaka@mail.example',  'Sushi knife set'),
  ('1063', 's.dubois@mail.example',  'Milk frother'),
  ('1066', 'o.larsen@mail.example',  'Stand mixer'),
  ('1069', 'v.petrov@mail.example',  'Dinner set for twelve'),
  ('1071', 'i.martin@mail.example',  'Spice rack'),
  ('1074', 'q.lopes@mail.example',   'Picnic blanket'),
  ('1078', 'w.fischer@mail.example', 'Ice cream maker'),
  ('1080', 'x.ferreira@mail.example','Gift box, not paid');

INSERT OR IGNORE INTO payments (payment_id, order_id, amount_cents, paid_on) VALUES
  (1,  '871',   1200, '2026-10-02'),
  (2,  '902',   3450, '2026-10-06'),
  (3,  '988',  32000, '2026-10-19'),
  (4,  '1011', 12900, '2026-10-24'),
  (5,  '1018',  4200, '2026-10-26'),
  (6,  '1024',  5400, '2026-10-28'),
  (7,  '1029',  8900, '2026-10-29'),
  (8,  '1033',  2750, '2026-10-30'),
  (9,  '1036', 11500, '2026-11-01'),
  (10, '1038',  2400, '2026-11-01'),
  (11, '1040',  3990, '2026-11-02'),
  (12, '1042',  4990, '2026-11-03'),
  (13, '1044',  1800, '2026-11-03'),
  (14, '1047',  3600, '2026-11-05'),
  (15, '1049',  2995, '2026-11-06'),
  (16, '1052',  6450, '2026-11-07'),
  (17, '1055',  7500, '2026-11-08'),
  (18, '1057',  7900, '2026-11-09'),
  (19, '1060', 24900, '2026-11-10'),
  (20, '1063',  4990, '2026-11-10'),
  (21, '1066', 64900, '2026-11-11'),
  (22, '1069',118000, '2026-11-12'),
  (23, '1071',  1190, '2026-11-13'),
  (24, '1071',  1190, '2026-11-13'),
  (25, '1074',  2600, '2026-11-16'),
  (26, '1078', 15900, '2026-11-19');

INSERT OR IGNORE INTO shipments (order_id, status, since, note) VALUES
  ('871',  'delivered',  '2026-10-07', 'handed to the customer'),
  ('902',  'delivered',  '2026-10-10', 'left with a neighbour'),
  ('988',  'delivered',  '2026-10-25', 'signed for'),
  ('1011', 'returned',   '2026-11-12', 'unopened'),
  ('1018', 'delivered',  '2026-10-31', 'handed to the customer'),
  ('1024', 'delivered',  '2026-11-02', 'handed to the customer'),
  ('1029', 'in transit', '2026-10-31', ''),
  ('1033', 'delivered',  '2026-11-04', 'put in the letter box'),
  ('1036', 'delivered',  '2026-11-06', 'left at door'),
  ('1038', 'delivered',  '2026-11-05', 'handed to the customer'),
  ('1040', 'delivered',  '2026-11-07', 'left at door'),
  ('1042', 'delivered',  '2026-11-12', 'left at door'),
  ('1044', 'delivered',  '2026-11-12', 'left at door'),
  ('1047', 'delivered',  '2026-11-11', 'handed to the customer'),
  ('1049', 'delivered',  '2026-11-12', 'left in the parcel locker'),
  ('1052', 'in transit', '2026-11-09', ''),
  ('1055', 'delivered',  '2026-11-13', 'signed for'),
  ('1057', 'delivered',  '2026-11-14', 'handed to the customer'),
  ('1060', 'delivered',  '2026-11-16', 'signed for'),
  ('1063', 'delivered',  '2026-11-15', 'handed to the customer'),
  ('1066', 'delivered',  '2026-11-18', 'signed for'),
  ('1069', 'delivered',  '2026-11-19', 'signed for'),
  ('1071', 'delivered',  '2026-11-17', 'put in the letter box'),
  ('1074', 'returned',   '2026-11-20', 'opened'),
  ('1078', 'packed',     '2026-11-20', '');

INSERT OR IGNORE INTO reports (order_id, reason, reported_on) VALUES
  ('988',  'Damaged on arrival',  '2026-10-27'),
  ('1011', 'Changed my mind',     '2026-11-02'),
  ('1024', 'Damaged on arrival',  '2026-11-03'),
  ('1029', 'Parcel not received', '2026-11-14'),
  ('1036', 'Parcel not received', '2026-11-10'),
  ('1038', 'Wrong item',          '2026-11-06'),
  ('1042', 'Parcel not received', '2026-11-16'),
  ('1047', 'Damaged on arrival',  '2026-11-12'),
  ('1055', 'Damaged on arrival',  '2026-11-14'),
  ('1063', 'Wrong item',          '2026-11-17'),
  ('1066', 'Damaged on arrival',  '2026-11-19'),
  ('1071', 'Charged twice',       '2026-11-18'),
  ('1074', 'Changed my mind',     '2026-11-17');

-- Refunds from before Baton.
INSERT OR IGNORE INTO refunds (key, order_id, amount_cents, reason, decided_by, refunded_at) VALUES
  ('by-hand-1', '902',  3450, 'Parcel not received', 'U06WEI',   '2026-10-21T09:12:00+00:00'),
  ('by-hand-2', '1024', 1800, 'Damaged on arrival',  'U02MARIA', '2026-11-04T14:30:00+00:00'),
  ('by-hand-3', '1038', 2400, 'Wrong item',          'U02MARIA', '2026-11-10T10:05:00+00:00'),
  ('by-hand-4', '1060', 4900, 'Damaged on arrival',  'U06WEI',   '2026-11-18T03:40:00+00:00');
