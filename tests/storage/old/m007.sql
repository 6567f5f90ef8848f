BEGIN TRANSACTION;
CREATE VIRTUAL TABLE precedent_words USING fts5(
  scope, text, args, content='', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'baton','m001_first','2026-11-24 00:04:42.906483+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'baton','m002_record','2026-11-24 00:04:42.908773+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'baton','m003_lean','2026-11-24 00:04:42.917729+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'baton','m004_agents','2026-11-24 00:04:42.922909+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'baton','m005_autonomy','2026-11-24 00:04:42.928387+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'baton','m006_people','2026-11-24 00:04:42.931368+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'baton','m007_light','2026-11-24 00:04:42.932381+00:00');
CREATE TABLE request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_key TEXT NOT NULL UNIQUE,   -- one message, one command = one request, however often it is delivered
  via TEXT NOT NULL,
  workflow TEXT NOT NULL,
  requester TEXT NOT NULL,
  text TEXT NOT NULL,
  channel TEXT NOT NULL,
  message_ts TEXT NOT NULL,
  reply_channel TEXT NOT NULL,
  reply_thread TEXT NOT NULL,
  salt TEXT NOT NULL,                -- the record holds sha256(salt + text), so that the text can be erased
  created_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
INSERT INTO "request" VALUES(1,'message:1','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6513270e269e0d37f2a74de452e6b438','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(2,'message:4','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b0d549b6f03675a1600a35a099950d8','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:10.000000+00:00');
INSERT INTO "request" VALUES(3,'message:6','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','90c192cfd3ac94af0f21ddb66cad4a26','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "request" VALUES(4,'message:8','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','0fd630f1f29d0da9953f48f1a09f76b5','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "request" VALUES(5,'message:10','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','8e81973e0becd7b03898d190f9ebdacc','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "request" VALUES(6,'message:12','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','922766581e27a1c08a6a63ec24ede6a4','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "request" VALUES(7,'message:15','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','923a736994e3bf911a61dbe22e44158b','2026-11-23T10:03:20.000000+00:00',NULL);
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  state TEXT NOT NULL,
  agent TEXT NOT NULL,
  agent_version TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
INSERT INTO "run" VALUES(1,1,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(2,2,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00');
INSERT INTO "run" VALUES(3,3,'finished','auto','scripted-1',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "run" VALUES(4,4,'finished','auto','scripted-1',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "run" VALUES(5,5,'finished','auto','scripted-1',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "run" VALUES(6,6,'finished','auto','scripted-1',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "run" VALUES(7,7,'parked','auto','scripted-1',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL);
CREATE TABLE turn (                  -- what the agent read and answered, in order
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  kind TEXT NOT NULL,                -- read | move
  name TEXT NOT NULL,
  input TEXT NOT NULL,
  output TEXT NOT NULL,
  handoff_id INTEGER,                -- the handoff, and its revision, that rests on this read
  revision INTEGER,
  milliseconds INTEGER NOT NULL,
  at TEXT NOT NULL
, call TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "turn" VALUES(1,1,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(2,1,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(3,2,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(4,2,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:10.000000+00:00','');
INSERT INTO "turn" VALUES(5,3,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:00:10.000000+00:00','');
INSERT INTO "turn" VALUES(6,3,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(7,4,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(8,4,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(9,5,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(10,5,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(11,6,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(12,6,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "turn" VALUES(13,7,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
CREATE TABLE handoff (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  request_id INTEGER NOT NULL REFERENCES request(id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  revision INTEGER NOT NULL,
  stage INTEGER NOT NULL DEFAULT 1,
  rung INTEGER NOT NULL DEFAULT 0,
  args TEXT NOT NULL,
  args_digest TEXT NOT NULL,
  question TEXT NOT NULL DEFAULT '',
  choices TEXT NOT NULL DEFAULT '[]',
  brief TEXT NOT NULL,
  reasons TEXT NOT NULL,
  score REAL,
  agent_version TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  draw REAL,
  looking_since TEXT,
  deadline_at TEXT,
  held INTEGER NOT NULL DEFAULT 0,
  opened_at TEXT NOT NULL,
  revised_at TEXT NOT NULL,
  closed_at TEXT,
  effect_key TEXT NOT NULL DEFAULT ''
, audience TEXT NOT NULL DEFAULT 'requester', about TEXT NOT NULL DEFAULT '', alike TEXT NOT NULL DEFAULT '[]', way TEXT NOT NULL DEFAULT 'never', version TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0, rate REAL NOT NULL DEFAULT 1, weight REAL NOT NULL DEFAULT 1, given TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "handoff" VALUES(1,1,1,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',2.44375262227624512334e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(2,2,2,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:10.000000+00:00','','requester','','[]','ask','1f6974c20c2d87d6',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(3,3,3,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:20.000000+00:00','','requester','','[2]','ask','1f6974c20c2d87d6',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(4,4,4,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1043"}','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','[]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','','requester','','[3,2]','act','1f6974c20c2d87d6',1,0.2,1.0,'');
INSERT INTO "handoff" VALUES(5,5,5,'approval','rejected','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','','requester','','[1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(6,6,6,'approval','approved','refunds','keyless',2,1,0,'{"amount":"7.00","kind":"goods","order_id":"1045"}','b669e9b7e7124c0659ff85b43af3cb5b529f5e68e9081ab8008673e502d44104','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','','requester','','[5,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(7,7,7,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1046"}','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,'2026-11-23T10:33:20.000000+00:00',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'','requester','','[6,5,1]','ask','923afd86c281a314',1,1.0,1.0,'');
CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  person TEXT NOT NULL,
  verdict TEXT NOT NULL,
  note TEXT NOT NULL,
  words TEXT NOT NULL,
  private INTEGER NOT NULL,
  proof TEXT NOT NULL,
  args_before TEXT NOT NULL,
  args_after TEXT NOT NULL,
  digest_shown TEXT NOT NULL,
  digest_run TEXT NOT NULL,
  shown_at TEXT,
  decided_at TEXT NOT NULL,
  by_requester INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  score REAL,
  agent_version TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  draw REAL,
  salt TEXT NOT NULL,
  UNIQUE (handoff_id, revision, stage, person)
) STRICT;
INSERT INTO "decision" VALUES(1,1,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',2.44375262227624512334e-01,'36f675cc81e74ef5e8e25d940ed90475');
INSERT INTO "decision" VALUES(2,2,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1000"}','{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:10.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'8d116ece1738f7d93d9c172411e20b8f');
INSERT INTO "decision" VALUES(3,3,1,1,'T1/UDANA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1001"}','{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:20.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'a170b33839263059f28c105d1fb17c23');
INSERT INTO "decision" VALUES(4,4,1,1,'baton/autonomy','approve','','',0,'certificate','{"amount":"49.90","kind":"goods","order_id":"1043"}','{"amount":"49.90","kind":"goods","order_id":"1043"}','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452',NULL,'2026-11-23T10:00:20.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'0cb1e29c658cda1495e60af593bd04cf');
INSERT INTO "decision" VALUES(5,5,1,1,'T1/UDANA','reject','not entitled','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1044"}','{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e',NULL,'2026-11-23T10:00:20.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'6b4cb2424a23d5962217beaddbc496cb');
INSERT INTO "decision" VALUES(6,6,2,1,'T1/UMARIA','edit','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1045"}','{"amount":"7.00","kind":"goods","order_id":"1045"}','febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3','b669e9b7e7124c0659ff85b43af3cb5b529f5e68e9081ab8008673e502d44104',NULL,'2026-11-23T10:00:20.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'ae97ba94d0eda82f8f6d05584ef8aa38');
CREATE TABLE effect (
  key TEXT PRIMARY KEY,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  args TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  result TEXT,
  error TEXT NOT NULL DEFAULT '',
  started_at TEXT NOT NULL,
  ended_at TEXT
, cause TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "effect" VALUES('H-1-1',1,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1042"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-2-1',2,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1000"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00','');
INSERT INTO "effect" VALUES('H-3-1',3,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1001"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-4-1',4,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1043"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-4-1-undo',4,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1043"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-6-2',6,2,'keyless','done','{"amount":"7.00","kind":"goods","order_id":"1045"}',1,'{"refunded":"7.00"}','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00','');
CREATE TABLE once (                  -- one done or running effect for each value of a step's `once` arguments
  step TEXT NOT NULL,                -- workflow/step.argument
  value TEXT NOT NULL,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  PRIMARY KEY (step, value)
) STRICT;
INSERT INTO "once" VALUES('refunds/reversible.order_id','1000',2);
INSERT INTO "once" VALUES('refunds/reversible.order_id','1001',3);
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL,                -- rows of one lane go out one after the other
  kind TEXT NOT NULL,
  handoff_id INTEGER,
  request_id INTEGER,
  payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  outcome TEXT NOT NULL DEFAULT ''   -- sent | replaced | failed: why
) STRICT;
INSERT INTO "outbox" VALUES(1,'card:1:6','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(2,'requester:1:1:got_it:','request:1','requester',1,1,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(3,'answer:click:2','answer:click:2','answer',1,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"asked"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(4,'thread:1:told:1','card:1','thread',1,NULL,'{"number":1,"what":"told"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(5,'card:1:9','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(6,'card:1:11','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(7,'thread:1:result:','card:1','thread',1,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(8,'requester:1:1:outcome:','request:1','requester',1,1,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(9,'card:2:17','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(10,'requester:2:2:got_it:','request:2','requester',2,2,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(11,'card:2:18','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(12,'card:2:20','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(13,'thread:2:result:','card:2','thread',2,NULL,'{"what":"result"}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(14,'requester:2:2:outcome:','request:2','requester',2,2,'{"what":"outcome"}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(15,'card:3:24','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(16,'requester:3:3:got_it:','request:3','requester',3,3,'{"what":"got_it"}',0,'2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(17,'autonomy:earned:25:refunds','autonomy:refunds/reversible','autonomy',NULL,NULL,'{"acts":"acts alone when its score is 0.95 or more","first":true,"samples":74,"step":"reversible","took":"What it took: 76 reviewed decisions, none changed: at most 5.0% wrong, with 95% confidence. Your limit is 5%.\nIt measures what people changed; planted mistakes are off, so it cannot tell what they missed.","what":"earned","workflow":"refunds"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(18,'card:3:26','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(19,'card:3:28','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(20,'thread:3:result:','card:3','thread',3,NULL,'{"what":"result"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(21,'requester:3:3:outcome:','request:3','requester',3,3,'{"what":"outcome"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(22,'card:4:35','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(23,'requester:4:4:outcome:','request:4','requester',4,4,'{"what":"outcome"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(24,'card:4:39','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(25,'card:5:42','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(26,'requester:5:5:got_it:','request:5','requester',5,5,'{"what":"got_it"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(27,'card:5:43','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(28,'thread:5:result:','card:5','thread',5,NULL,'{"what":"result"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(29,'requester:5:5:outcome:','request:5','requester',5,5,'{"what":"outcome"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(30,'card:6:47','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(31,'requester:6:6:got_it:','request:6','requester',6,6,'{"what":"got_it"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(32,'answer:click:13','answer:click:13','answer',6,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"asked"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(33,'thread:6:told:2','card:6','thread',6,NULL,'{"number":2,"what":"told"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(34,'card:6:50','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(35,'card:6:52','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(36,'thread:6:result:','card:6','thread',6,NULL,'{"what":"result"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(37,'requester:6:6:outcome:','request:6','requester',6,6,'{"what":"outcome"}',0,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(38,'card:7:56','card:7','card',7,NULL,'{}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(39,'requester:7:7:got_it:','request:7','requester',7,7,'{"what":"got_it"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
CREATE TABLE slot (                  -- a scheduled job ran for this slot
  job TEXT NOT NULL,
  slot TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (job, slot)
) STRICT;
CREATE TABLE audit (                 -- append only, linked
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_id INTEGER,
  run_id INTEGER,
  handoff_id INTEGER,
  data TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,'2026-11-23T10:00:00.000000+00:00','rules','files',NULL,NULL,NULL,'{"files":{"refunds":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426"},"owners":[],"team":"135956ec3a60d6ac88b4a08113187441c44bfa843f81145c495173d64e5a9936"}','2846902263ac9a82a923afef19fe3d6433c1cd529b8450882a83982bb2feb792');
INSERT INTO "audit" VALUES(2,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',1,NULL,NULL,'{"text":"427755b5262d75c7a6b9233492ad9fc10ebedb1f1e62ab646fd5109895575a1f","via":"message","workflow":"refunds"}','0bf4271bbeda47c88922bd2acae4a9dd60abdcb8a96abd5c1dd94636ca055e3b');
INSERT INTO "audit" VALUES(3,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',1,1,NULL,'{}','2cda4c85f25c9352ab79fbe84dad1d03a9dc37d9ce74c4874b7cae459e064c35');
INSERT INTO "audit" VALUES(4,'2026-11-23T10:00:00.000000+00:00','seed_sealed','baton',NULL,NULL,NULL,'{"day":"2026-11-23","seal":"74c7ed905994d7de690871092d91976fc107dfba5a23f4f6b062b9a9550af3d6"}','ef71711844fe1609964d00b9ea6cf9d77a12d2f4bbe70affa1e68766963f4713');
INSERT INTO "audit" VALUES(5,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyless","version":"923afd86c281a314","why":"","workflow":"refunds"}','d8777b996f88306510d32fc7eac87de7d318edef4c5030acd6d02b2a4a0a6d5f');
INSERT INTO "audit" VALUES(6,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',1,1,1,'{"agent":"scripted-1","card":"c6b0ac2ebdb4041b92e22ceea9af2b3612be16481f8a962abb291d4ca0f4b1b5","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","draw":0.2443752622276245,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','cb47160f866b03cc50cfe28cb63da6a73c9f7a4161842ffc412c9596247accda');
INSERT INTO "audit" VALUES(7,'2026-11-23T10:00:00.000000+00:00','agent_asked','T1/UDANA',1,1,1,'{"inquiry":1,"text":"29858c276fc482b8cdd1efc126483c63c9127bc17c87af79ec14aa9168f8929c"}','2fc44b734ae2d5f7ad3ba134675bca42426e325f718fcbab86f47f6e50cf4321');
INSERT INTO "audit" VALUES(8,'2026-11-23T10:00:00.000000+00:00','agent_answered','agent',1,1,1,'{"inquiry":1,"text":"11c59a8a85f00e51e1cae54529a148f19d711c4396466ad3d1d4eb3ae39bdf4f"}','75131c3a03e4f1c257f3068f3883f6b6c319638d8544dc390c50ffbf06a8b128');
INSERT INTO "audit" VALUES(9,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',1,1,1,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":1,"proof":"click","revision":1,"row":"83804cc659d489ea63fa5c2cb425a8106f6d632a470c925448cf3ff8b0b31b9f","run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"2b9ed8d42409491c75f11f9ffa2c76228fd6b0213f23307665b3abe4793d722b"}','01596f167b98636cc03af9605cd2fd49184e6f4a94b3c56b2114f17794f18136');
INSERT INTO "audit" VALUES(10,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',1,1,1,'{"digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","key":"H-1-1"}','473bac3003d5c305a6ee3dd5f4f2014a94debb3d35973930aca611a96ca48e89');
INSERT INTO "audit" VALUES(11,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',1,1,1,'{"attempts":1,"cause":"","key":"H-1-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','8b9ab689217a971bb3374b19814e8862516c1156d4cba50c9a66af706d1a639f');
INSERT INTO "audit" VALUES(12,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',1,1,NULL,'{}','80d61121e779357032e533c31363d59253685ee21eef4a872950b580a8e978cb');
INSERT INTO "audit" VALUES(13,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"reversible","version":"1f6974c20c2d87d6","why":"","workflow":"refunds"}','85197f7d0aa967c54ba71cd2f81a1030a707dd64a0ca2ade39220ee0a35fab40');
INSERT INTO "audit" VALUES(14,'2026-11-23T10:00:00.000000+00:00','sample_history','baton',NULL,NULL,NULL,'{"reviewed":74,"step":"reversible","version":"1f6974c20c2d87d6","workflow":"refunds"}','009c9a34246a840c55f51e2ba29e1884be597ba7b5842c5f5cabea216d351e36');
INSERT INTO "audit" VALUES(15,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',2,NULL,NULL,'{"text":"63acf19735afae300ddc7ccfbcca02c086dcb396a524ed05a0099b48f438a640","via":"message","workflow":"refunds"}','12a53b5bd32d19da7afb4b5d20105cf19df92e2228d04ab029d0fae2f8650f05');
INSERT INTO "audit" VALUES(16,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',2,2,NULL,'{}','fdbec9204a0eda4b0527590ac71b7b7b6196e90ce9e0bc1d2ec5bb0dc2fdd92c');
INSERT INTO "audit" VALUES(17,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',2,2,2,'{"agent":"scripted-1","card":"b994ff668c2182149337469183b9cb4d5a618445560a6c152e5fd1b3f4618aa9","digest":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"ask"}','5b0056574b269fe68ddd4ba2947870eacba8ce7136e98f2f85a3fe9b411e278e');
INSERT INTO "audit" VALUES(18,'2026-11-23T10:00:10.000000+00:00','decision_approve','T1/UMARIA',2,2,2,'{"closed":true,"evidence":{"kind":"decision","score":0.97,"version":"1f6974c20c2d87d6","weight":1.0,"why":"","wrong":false},"id":2,"proof":"click","revision":1,"row":"e5acb172be9314b5f5f5492b0ec3e3a07ff6ba14167f3e0e3fe49fdd6aaff4dd","run":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","shown":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","stage":1,"words":"20d9f084d5a7410f723005bcec082ce02d4f79d4658a590591cc30befd25d9a6"}','d99b60d69948675593a15ff500c434cf2f26a2f60ead7f1e25231c4d9eea6e7e');
INSERT INTO "audit" VALUES(19,'2026-11-23T10:00:10.000000+00:00','effect_started','baton',2,2,2,'{"digest":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","key":"H-2-1"}','e842bff38104d1049b7be2a1e2d8fcd7b08adaae1da7d1b26e31fdf6c2785d56');
INSERT INTO "audit" VALUES(20,'2026-11-23T10:00:10.000000+00:00','effect_done','baton',2,2,2,'{"attempts":1,"cause":"","key":"H-2-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','6236edd84c6c1dd1b34e1251527ba3076b05a3ffd753dacb1d555de48dbfa742');
INSERT INTO "audit" VALUES(21,'2026-11-23T10:00:10.000000+00:00','run_finished','agent',2,2,NULL,'{}','48434837d69478c6dfd8c4e6ba27032f05fb80607de1b50d6ce3ce2e0769d624');
INSERT INTO "audit" VALUES(22,'2026-11-23T10:00:10.000000+00:00','requested','T1/UJONAS',3,NULL,NULL,'{"text":"d8763ac9b87dcbac0cf40bb93d6f2a57cbeec26efc1861a11ada7f25ce2cefd9","via":"message","workflow":"refunds"}','552d7f83c9c1bbaf1527e36f5719729ebc157f720ceaa8fd301ff34d51b9dbf2');
INSERT INTO "audit" VALUES(23,'2026-11-23T10:00:10.000000+00:00','run_queued','baton',3,3,NULL,'{}','226339d1fb08dace8ffc1312cb1e7dcd2aa51360217307d548cd1db7caad1805');
INSERT INTO "audit" VALUES(24,'2026-11-23T10:00:10.000000+00:00','handoff_opened','agent',3,3,3,'{"agent":"scripted-1","card":"bf857d90551633efd68db204290dfce44d45bd0a6f9af31c0b47f11576ef2d87","digest":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"ask"}','d68d5a218e2dc3a6289c617e388d82ee2c0516dea33d61a8da1a47ba0d6f8727');
INSERT INTO "audit" VALUES(25,'2026-11-23T10:00:20.000000+00:00','autonomy_earned','baton',NULL,NULL,NULL,'{"bound":0.05,"epoch":1,"from":0.95,"step":"reversible","version":"1f6974c20c2d87d6","was":null,"workflow":"refunds"}','87c4786e0e6abe98fb809456bdeb3e4b23f42887df52e6b88c9749fcd5846549');
INSERT INTO "audit" VALUES(26,'2026-11-23T10:00:20.000000+00:00','decision_approve','T1/UDANA',3,3,3,'{"closed":true,"evidence":{"kind":"decision","score":0.97,"version":"1f6974c20c2d87d6","weight":1.0,"why":"","wrong":false},"id":3,"proof":"click","revision":1,"row":"c1a88284889e1635d3d7b584ec8c18169652e70070de4726d142ad85a4b76d5b","run":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","shown":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","stage":1,"words":"7d90290d4fdf32a378c70d919ac4e0f49c7361bca2120ff67474b5873ea021ea"}','f56c7d0bbbee952b059c0efd280574c383f28fd9c5e1a75314bd978f694e38d7');
INSERT INTO "audit" VALUES(27,'2026-11-23T10:00:20.000000+00:00','effect_started','baton',3,3,3,'{"digest":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","key":"H-3-1"}','23721955de6d0949914cee280a2d4c41df1579cd2c814eb8bdcecff589a245ad');
INSERT INTO "audit" VALUES(28,'2026-11-23T10:00:20.000000+00:00','effect_done','baton',3,3,3,'{"attempts":1,"cause":"","key":"H-3-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','b6fb11289ce753fc8b65f355379f7c441b13b58bd35be522d1c44be6d55316af');
INSERT INTO "audit" VALUES(29,'2026-11-23T10:00:20.000000+00:00','run_finished','agent',3,3,NULL,'{}','c5569d31dfb003e122baf6b3e96b58764f6550de605164b9d94f9280951b179c');
INSERT INTO "audit" VALUES(30,'2026-11-23T10:00:20.000000+00:00','requested','T1/UJONAS',4,NULL,NULL,'{"text":"bca1a48ba2ddfd5dae3e81bf6ec51f85ae31d5f0e2060746c91c98d4ee45d691","via":"message","workflow":"refunds"}','b90e85418271a703a49e5ebe8d2139338b7cb588796a392139f670187d1c8b6a');
INSERT INTO "audit" VALUES(31,'2026-11-23T10:00:20.000000+00:00','run_queued','baton',4,4,NULL,'{}','ed2f41c5723fcf5602413f3c60e0bae32556ad36868173ebddd041ebaa9be969');
INSERT INTO "audit" VALUES(32,'2026-11-23T10:00:20.000000+00:00','handoff_opened','agent',4,4,4,'{"agent":"scripted-1","card":"d5588778f4dda1d8dc41667a84c508c15dc7305be34f7c22d279d47a668a3797","digest":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"act"}','c7d35a072f39ec16f7f631f90abfa3d838b87dd997634f71c9c3fbaa77f46431');
INSERT INTO "audit" VALUES(33,'2026-11-23T10:00:20.000000+00:00','decision_approve','baton/autonomy',4,4,4,'{"alone":{"bound":0.05,"draw":0.99,"epoch":1,"evidence":83,"number":1,"picked":false,"rate":0.2,"version":"1f6974c20c2d87d6"},"closed":true,"id":4,"proof":"certificate","revision":1,"row":"3bcc317de6631549f71c198ab8d7d174f1de6e77fc11d3ad9f0e03f5206c8fd1","run":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","shown":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","stage":1,"words":"a6a0e794efe073aa169e09480f959e3c9351b7971a5320a8977312bef62b1849"}','b7ccd9eebc9de35fc07e0a83dc38a9330a5cde883fa20064d0a0f3b169ccf34f');
INSERT INTO "audit" VALUES(34,'2026-11-23T10:00:20.000000+00:00','effect_started','baton',4,4,4,'{"digest":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","key":"H-4-1"}','7d51602412b6af058a4aacdfd0441b986c1f155a3d1b1ba5c1897a65cc84f22c');
INSERT INTO "audit" VALUES(35,'2026-11-23T10:00:20.000000+00:00','effect_done','baton',4,4,4,'{"attempts":1,"cause":"","key":"H-4-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','ec70d98cd7875476dc8892a7e8dcf725f0657e5b9c9a78f0c94e0de4a7d33a1d');
INSERT INTO "audit" VALUES(36,'2026-11-23T10:00:20.000000+00:00','run_finished','agent',4,4,NULL,'{}','c18d27f5fe7e1ca2de0ae6a35526a66caf66655006118d1778f8df7b9a1bcd72');
INSERT INTO "audit" VALUES(37,'2026-11-23T10:00:20.000000+00:00','act_undone','T1/UMARIA',4,4,4,'{}','be06ce00e61795bd3735eff8aaeac58174ee2cf84c0e443c8af38ebe29ac034a');
INSERT INTO "audit" VALUES(38,'2026-11-23T10:00:20.000000+00:00','effect_started','baton',4,4,4,'{"digest":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","key":"H-4-1-undo"}','88db701c6064e93e44ce61b56f004b8049bc19e9c948bcdee58ae6c04c0e88b8');
INSERT INTO "audit" VALUES(39,'2026-11-23T10:00:20.000000+00:00','effect_done','baton',4,4,4,'{"attempts":1,"cause":"","key":"H-4-1-undo","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','e7e50728a4d4f8882a02bbbf4988f38ce2a712f46620c5f25c4ed687f2adbc3d');
INSERT INTO "audit" VALUES(40,'2026-11-23T10:00:20.000000+00:00','requested','T1/UJONAS',5,NULL,NULL,'{"text":"bdd4e6b05a8c5deec137bd24de25d275b629605e0230c0ce32cefd2b34172578","via":"message","workflow":"refunds"}','34c5de840e0a528a82530607fb08c26bc3d39b976b2db79475b3abaaaba25e57');
INSERT INTO "audit" VALUES(41,'2026-11-23T10:00:20.000000+00:00','run_queued','baton',5,5,NULL,'{}','4c74a5fd5f1aab551f4c0ce653e2dec8b69ba9aee8daba8928c54c3926d083d6');
INSERT INTO "audit" VALUES(42,'2026-11-23T10:00:20.000000+00:00','handoff_opened','agent',5,5,5,'{"agent":"scripted-1","card":"169580e9bac96f89926112a9414ec4768d45dbce6877d02f9bb26abcfcdf66d3","digest":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','ffafd1479c3eb51c03dba454496b54f7a348d0465176645b8f5fd21f03b2a08e');
INSERT INTO "audit" VALUES(43,'2026-11-23T10:00:20.000000+00:00','decision_reject','T1/UDANA',5,5,5,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":true},"id":5,"proof":"click","revision":1,"row":"f046d45795502dbe9c0058d28efa53cc03a76f213c0bd24de5a90dba08cdccca","run":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","shown":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","stage":1,"words":"762db566930edc59ef89566e65ffa411b0b48bd1cf889bf3eee2253d3d3a52da"}','959a74fa62447a3c7c8771a99ad301876a272b3c30e3b2c68f1ad989df292b5a');
INSERT INTO "audit" VALUES(44,'2026-11-23T10:00:20.000000+00:00','run_finished','agent',5,5,NULL,'{}','8837d19f523ae3de06102d87b6c8033edd5daf3ce55ef838b040b757aff6bdc3');
INSERT INTO "audit" VALUES(45,'2026-11-23T10:00:20.000000+00:00','requested','T1/UJONAS',6,NULL,NULL,'{"text":"a071672b5c70b799225c5bb58f1e3e614a8102cb8465ddc11aa0f4c2849bd4f1","via":"message","workflow":"refunds"}','3c915a27996cbcdca2c4239bcabf2d7fa066aad4ab33dc3dd15c5669af73eb57');
INSERT INTO "audit" VALUES(46,'2026-11-23T10:00:20.000000+00:00','run_queued','baton',6,6,NULL,'{}','a9a55757dc625094edb9cdc599fec873f154132bcd5499bace7bb2b0a7377c55');
INSERT INTO "audit" VALUES(47,'2026-11-23T10:00:20.000000+00:00','handoff_opened','agent',6,6,6,'{"agent":"scripted-1","card":"7608a530714666b23aead65792d6b9ea4c3e84fa43bf0b4ea551c8920cbd42eb","digest":"febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','f5b7f8988058b469e77b985129cf99b91a569008c05280f202384b9bca94bf53');
INSERT INTO "audit" VALUES(48,'2026-11-23T10:00:20.000000+00:00','agent_asked','T1/UDANA',6,6,6,'{"inquiry":2,"text":"2ff3397affceaf941e7696059277e49041fe521049ebf43815f04abf84ae4f73"}','5c7443fb62473274086f67168c810cb4b1a6b4ca72ef281ef93d2fb2a4cb3cba');
INSERT INTO "audit" VALUES(49,'2026-11-23T10:00:20.000000+00:00','agent_answered','agent',6,6,6,'{"inquiry":2,"text":"4385023c409d19a6e34905ba0528318a32deb0be65f073f710850a385893bdbe"}','45d9192bb344fc9a738c067ce581585492cf1a490a6d85e0552e29f6a7c5b464');
INSERT INTO "audit" VALUES(50,'2026-11-23T10:00:20.000000+00:00','decision_edit','T1/UMARIA',6,6,6,'{"card":"f53f62443d98f0cacd9529c104344638e5dc823f7a8485c711f8f85eb65ffd43","closed":true,"evidence":{"kind":"decision","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":true},"id":6,"proof":"click","revision":2,"row":"4d170567f359ec99769a07fded54782cd5e231df87882777ed5f8db4bfbe483e","run":"b669e9b7e7124c0659ff85b43af3cb5b529f5e68e9081ab8008673e502d44104","shown":"febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3","stage":1,"words":"2043c6b88cc504159f36ee3006f0f6e92755a93f0daf111035efc99404042644"}','3df7589d2557b8b2f24bc0ab7fe8204e665afd7dee78bba4de1df9dd89762f2c');
INSERT INTO "audit" VALUES(51,'2026-11-23T10:00:20.000000+00:00','effect_started','baton',6,6,6,'{"digest":"b669e9b7e7124c0659ff85b43af3cb5b529f5e68e9081ab8008673e502d44104","key":"H-6-2"}','6f3211c8692dce6882f78d3787bf9bf7c01a907c165078032cff2a3f0da11472');
INSERT INTO "audit" VALUES(52,'2026-11-23T10:00:20.000000+00:00','effect_done','baton',6,6,6,'{"attempts":1,"cause":"","key":"H-6-2","result":"7af4efb2dddfc0290ca0a5011a3c29ec3cc0a32ca2bd9d73caec1beff242f287"}','377b6418b582038fa12fdfb9841b8c3fe69a37ad64e1c4d243b68c0a2ff72c47');
INSERT INTO "audit" VALUES(53,'2026-11-23T10:00:20.000000+00:00','run_finished','agent',6,6,NULL,'{}','edf8327f2ff6c05f0fbdcb0edd3fc35e4b5191a0c9f5a2a86f785ec3200fe8c2');
INSERT INTO "audit" VALUES(54,'2026-11-23T10:03:20.000000+00:00','requested','T1/UJONAS',7,NULL,NULL,'{"text":"e34d4e5c95c2f02640463ea1c9d4538218f26a6b27307766e53fc009e710a5dc","via":"message","workflow":"refunds"}','dc73f7ad76fa7b7cad71f664c3a993533b2306812e91e5295ed77d871c39db03');
INSERT INTO "audit" VALUES(55,'2026-11-23T10:03:20.000000+00:00','run_queued','baton',7,7,NULL,'{}','849c8a71ab4ea787d17a5352d40059fa0dc34636e47503da446a1baaa05922d3');
INSERT INTO "audit" VALUES(56,'2026-11-23T10:03:20.000000+00:00','handoff_opened','agent',7,7,7,'{"agent":"scripted-1","card":"839f5164f59b769386e35b2ffb0c21d0f28ca7b1da28b525cc1a789db4a65d3e","digest":"8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','1c8d076ff5606c2bc455718057fcd0a469477709813efe93f5766a76f1905c83');
CREATE TABLE "inbox" (key TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, received_at TEXT NOT NULL, handled_at TEXT, failures INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "inbox" VALUES('click:11','click','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:13','click','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:14','click','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:2','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:3','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:5','click','','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:7','click','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:9','click','','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0);
CREATE TABLE "due" (kind TEXT NOT NULL, subject INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
INSERT INTO "due" VALUES('deadline',7,'2026-11-23T10:33:20.000000+00:00');
CREATE TABLE "post" (key TEXT PRIMARY KEY, channel TEXT NOT NULL, ts TEXT NOT NULL, at TEXT NOT NULL, shown TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE "revision" (handoff_id INTEGER NOT NULL REFERENCES handoff(id), revision INTEGER NOT NULL, args TEXT NOT NULL, args_digest TEXT NOT NULL, brief TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, shown_at TEXT, PRIMARY KEY (handoff_id, revision)) STRICT, WITHOUT ROWID;
INSERT INTO "revision" VALUES(1,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,1,'{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "revision" VALUES(3,1,'{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:10.000000+00:00','2026-11-23T10:00:10.000000+00:00');
INSERT INTO "revision" VALUES(4,1,'{"amount":"49.90","kind":"goods","order_id":"1043"}','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(5,1,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,1,'{"amount":"49.90","kind":"goods","order_id":"1045"}','febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,2,'{"amount":"7.00","kind":"goods","order_id":"1045"}','b669e9b7e7124c0659ff85b43af3cb5b529f5e68e9081ab8008673e502d44104','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','T1/UMARIA','2026-11-23T10:00:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(7,1,'{"amount":"49.90","kind":"goods","order_id":"1046"}','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:20.000000+00:00',NULL);
CREATE TABLE inquiry (               -- what a person asked the agent about a handoff, and what it answered
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  text TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  sources TEXT NOT NULL DEFAULT '[]',
  asked_at TEXT NOT NULL,
  answered_at TEXT
) STRICT;
INSERT INTO "inquiry" VALUES(1,1,'click:2','T1/UDANA','Was it paid?','This agent cannot be asked. What it looked up stands under Show everything.','[]','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "inquiry" VALUES(2,6,'click:13','T1/UDANA','Is it right?','This agent cannot be asked. What it looked up stands under Show everything.','[]','2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00');
CREATE TABLE tool_pin (              -- what the tools of plugins are; the record holds the sha256 of each
  server TEXT NOT NULL,
  tool TEXT NOT NULL,
  definition TEXT NOT NULL,          -- name, description, schema of the arguments, hints: as the server said
  digest TEXT NOT NULL,
  pinned_at TEXT NOT NULL,
  changed_at TEXT,                   -- when it took the place of another one
  PRIMARY KEY (server, tool)
) STRICT, WITHOUT ROWID;
CREATE TABLE fit (                   -- each time that a workflow's agent learned from decisions
  workflow TEXT NOT NULL,
  number INTEGER NOT NULL,
  upto INTEGER NOT NULL,             -- the id of the newest decision in it
  lessons INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workflow, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE precedent (             -- handoffs that people decided: their words are found by precedent_words
  id INTEGER PRIMARY KEY REFERENCES handoff(id),
  request_id INTEGER NOT NULL REFERENCES request(id),
  workflow TEXT NOT NULL,
  step TEXT NOT NULL
) STRICT;
INSERT INTO "precedent" VALUES(1,1,'refunds','keyless');
INSERT INTO "precedent" VALUES(2,2,'refunds','reversible');
INSERT INTO "precedent" VALUES(3,3,'refunds','reversible');
INSERT INTO "precedent" VALUES(5,5,'refunds','keyless');
INSERT INTO "precedent" VALUES(6,6,'refunds','keyless');
CREATE TABLE prompt (                -- the fixed part of requests to a model: system and tools, byte for byte
  digest TEXT PRIMARY KEY,           -- its sha256
  body BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE talk (                  -- what was said to a model and what it answered, in order; never changed
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  thread TEXT NOT NULL,              -- empty = the work itself; else a question about it
  kind TEXT NOT NULL,                -- said | heard | lost
  body BLOB NOT NULL,                -- the bytes of the message, or of the whole response
  facts TEXT NOT NULL,               -- JSON: how it came about
  calls INTEGER NOT NULL,            -- requests sent for it: 0 or 1
  tokens INTEGER NOT NULL,
  money_millionths INTEGER,          -- of the team's currency; NULL where no price is known
  milliseconds INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE certificate (           -- what the evidence allows a step to do alone, for one version of its agent
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,             -- over agent, code, instructions and the step itself
  state TEXT NOT NULL,               -- JSON; can be rebuilt from the rows of evidence
  parts TEXT NOT NULL,               -- JSON: what the version is made of, to say what changed
  why TEXT NOT NULL,                 -- why it began anew; empty for the first one
  began_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workflow, step, version)
) STRICT;
INSERT INTO "certificate" VALUES('refunds','keyless','923afd86c281a314','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":4,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,4,4,4,4,4]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"3aa23c0d27d489de","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','reversible','1f6974c20c2d87d6','{"acts":1,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[76,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]]],"epoch":1,"first":3,"intake":{"requests":77,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,77,77,77,77,77,77]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"f0d0953137cb7abd","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:20.000000+00:00');
CREATE TABLE evidence (              -- everything that happened to a certificate, in order; never changed
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 1,  -- counted anew that often, with one more at each
  kind TEXT NOT NULL,                -- request | decision | check | act | report | sample | planted | refit | limit
  handoff_id INTEGER REFERENCES handoff(id),
  person TEXT NOT NULL DEFAULT '',
  requester TEXT NOT NULL DEFAULT '',
  score REAL,
  wrong INTEGER NOT NULL DEFAULT 0,
  weight REAL NOT NULL DEFAULT 1,    -- what it counts; of a limit, the limit
  why TEXT NOT NULL DEFAULT '',      -- why it does not count; empty where it does
  at TEXT NOT NULL
) STRICT;
INSERT INTO "evidence" VALUES(1,'refunds','keyless','923afd86c281a314',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(2,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(3,'refunds','keyless','923afd86c281a314',1,'decision',1,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(4,'refunds','reversible','1f6974c20c2d87d6',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(5,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(6,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(7,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(8,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(9,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(10,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(11,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(12,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(13,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(14,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(15,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(16,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(17,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(18,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(19,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(20,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(21,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(22,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(23,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(24,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(25,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(26,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(27,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(28,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(29,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(30,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(31,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(32,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(33,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(34,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(35,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(36,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(37,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(38,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(39,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(40,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(41,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(42,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(43,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(44,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(45,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(46,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(47,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(48,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(49,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(50,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(51,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(52,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(53,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(54,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(55,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(56,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(57,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(58,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(59,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(60,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(61,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(62,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(63,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(64,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(65,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(66,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(67,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(68,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(69,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(70,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(71,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(72,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(73,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(74,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(75,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(76,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(77,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(78,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(79,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(80,'refunds','reversible','1f6974c20c2d87d6',1,'decision',2,'T1/UMARIA','T1/UJONAS',0.97,0,1.0,'','2026-11-23T10:00:10.000000+00:00');
INSERT INTO "evidence" VALUES(81,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:10.000000+00:00');
INSERT INTO "evidence" VALUES(82,'refunds','reversible','1f6974c20c2d87d6',1,'decision',3,'T1/UDANA','T1/UJONAS',0.97,0,1.0,'','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(83,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(84,'refunds','reversible','1f6974c20c2d87d6',1,'act',4,'','',0.97,0,1.0,'','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(85,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(86,'refunds','keyless','923afd86c281a314',1,'decision',5,'T1/UDANA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(87,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(88,'refunds','keyless','923afd86c281a314',1,'decision',6,'T1/UMARIA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:00:20.000000+00:00');
INSERT INTO "evidence" VALUES(89,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:03:20.000000+00:00');
CREATE TABLE alone (                 -- acts that ran, or were about to run, without asking
  handoff_id INTEGER PRIMARY KEY REFERENCES handoff(id),
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  number INTEGER NOT NULL,           -- the how manieth since the right was earned
  own INTEGER NOT NULL,              -- 1: a receipt of its own; 0: one message an hour
  bound REAL NOT NULL,
  state TEXT NOT NULL,               -- JSON: the certificate as it was at that moment
  evidence_id INTEGER NOT NULL,      -- the newest row of evidence at that moment
  at TEXT NOT NULL,
  ran_at TEXT,
  picked INTEGER NOT NULL,           -- 1: a person looks afterwards
  verdict TEXT NOT NULL DEFAULT '',  -- right | wrong | unsure, of that look
  verdict_by TEXT NOT NULL DEFAULT '',
  verdict_at TEXT,
  report TEXT NOT NULL DEFAULT '',   -- account | decision | ask | other
  report_by TEXT NOT NULL DEFAULT '',
  report_at TEXT,
  undone_by TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "alone" VALUES(4,'refunds','reversible','1f6974c20c2d87d6',1,1,1,0.05,'{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[76,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]]],"epoch":1,"first":3,"intake":{"requests":77,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,77,77,77,77,77,77]}',83,'2026-11-23T10:00:20.000000+00:00','2026-11-23T10:00:20.000000+00:00',0,'','',NULL,'','',NULL,'T1/UMARIA');
CREATE TABLE planted (               -- cards that are known to be wrong
  handoff_id INTEGER PRIMARY KEY REFERENCES handoff(id),
  like_id INTEGER NOT NULL REFERENCES handoff(id),   -- the case that it repeats
  field TEXT NOT NULL,               -- the argument that is another case's
  caught INTEGER,                    -- NULL: not decided, or taken over
  person TEXT NOT NULL DEFAULT '',
  at TEXT
) STRICT;
CREATE TABLE seed (                  -- draws of one UTC day; the record has its seal first, and the seed a day later
  day TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  opened_at TEXT
) STRICT;
INSERT INTO "seed" VALUES('2026-11-23','50a4a3a6d07f5c0c332f8b1224083fd22b902f8911e81818f8c99d5d5d983195','2026-11-23T10:00:00.000000+00:00',NULL);
CREATE TABLE hold (                  -- what owners hold: a step, or everything (workflow and step empty)
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  most INTEGER,                      -- so many a day alone; NULL = none
  why TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workflow, step)
) STRICT
;
CREATE TABLE code (                  -- one-time codes of a person
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL UNIQUE,       -- team/user
  seed TEXT NOT NULL DEFAULT '',     -- sealed, bound to the person; empty = not set up
  set_up_at TEXT,                    -- when its first right code came
  last_step INTEGER NOT NULL DEFAULT 0,    -- the newest time step whose code was taken: no other up to it is
  wrong INTEGER NOT NULL DEFAULT 0,  -- tries since the last right one
  locked_at TEXT,
  next_seed TEXT NOT NULL DEFAULT '',      -- sealed: one that is being set up
  next_at TEXT,
  next_wrong INTEGER NOT NULL DEFAULT 0,
  salt TEXT NOT NULL DEFAULT ''      -- of its recovery codes
) STRICT;
CREATE TABLE recovery (              -- recovery codes, each good once
  code_id INTEGER NOT NULL REFERENCES code(id),
  hash TEXT NOT NULL,                -- scrypt
  used_at TEXT,
  PRIMARY KEY (code_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE proof (                 -- decisions that were given with a code
  decision_id INTEGER PRIMARY KEY REFERENCES decision(id),
  set_up_at TEXT NOT NULL            -- since when the person had these codes
) STRICT;
CREATE TABLE secret (                -- values that stand nowhere else: everywhere else their placeholders stand
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  field TEXT NOT NULL,
  sealed TEXT NOT NULL,              -- bound to this row; empty once erased
  at TEXT NOT NULL
) STRICT;
CREATE TABLE ruling (                -- what owners ruled about acting alone; an override is a decision
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,                -- pause | cap | resume
  person TEXT NOT NULL,              -- team/user
  workflow TEXT NOT NULL,            -- it and step empty = everything
  step TEXT NOT NULL,
  most INTEGER,                      -- of a cap: so many a day
  why TEXT NOT NULL,
  salt TEXT NOT NULL                 -- empty once the reason was erased
) STRICT;
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
;
INSERT OR REPLACE INTO "precedent_words_config" VALUES('pgsz',1000);
INSERT OR REPLACE INTO "precedent_words_config" VALUES('version',4);
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1,X'050A0F28');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(10,X'000000010105050005010101020101030101040101050101');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(137438953473,X'000000AC053031303432010C0101020102090102343901060102030102393001060102040106616D6F756E740106010202010463616D6501060101040105676F6F6473010601020601026964010601020801046B696E64010601020501056E65766572010601010301056F726465720106010207011F73373236353636373536653634373332663662363537393663363537333733010203010F773732363536363735366536343733010202040E09090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(274877906945,X'000000B805303130303002060102090302343202060101020102343902060102030102393002060102040106616D6F756E740206010202010463616D6502060101040105676F6F6473020601020601026964020601020801046B696E64020601020501056E65766572020601010301056F726465720206010207012573373236353636373536653634373332663732363537363635373237333639363236633635020203010F773732363536363735366536343733020202040B0909090D0B0C090B0C0C2A');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(412316860417,X'000000B805303130303103060102090302343203060101020102343903060102030102393003060102040106616D6F756E740306010202010463616D6503060101040105676F6F6473030601020601026964030601020801046B696E64030601020501056E65766572030601010301056F726465720306010207012573373236353636373536653634373332663732363537363635373237333639363236633635030203010F773732363536363735366536343733030202040B0909090D0B0C090B0C0C2A');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(549755813889,X'000000B1053031303432050601010204013405060102090102343905060102030102393005060102040106616D6F756E740506010202010463616D6505060101040105676F6F6473050601020601026964050601020801046B696E64050601020501056E65766572050601010301056F726465720506010207011F73373236353636373536653634373332663662363537393663363537333733050203010F773732363536363735366536343733050202040B0809090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(687194767361,X'000000B00330303006060102040104313034320606010102040135060601020901013706060102030106616D6F756E740606010202010463616D6506060101040105676F6F6473060601020601026964060601020801046B696E64060601020501056E65766572060601010301056F726465720606010207011F73373236353636373536653634373332663662363537393663363537333733060203010F77373236353636373536653634373306020204090B08080D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(1,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(2,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(3,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(5,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(6,X'020308');
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(1,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(2,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(3,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(4,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(5,X'',2);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX request_own ON request(requester) WHERE closed_at IS NULL;
CREATE INDEX request_reply ON request(reply_channel, reply_thread);
CREATE INDEX note_request ON note(request_id);
CREATE INDEX run_request ON run(request_id);
CREATE INDEX turn_run ON turn(run_id);
CREATE UNIQUE INDEX handoff_one_open ON handoff(run_id) WHERE closed_at IS NULL;
CREATE INDEX handoff_open ON handoff(workflow, opened_at) WHERE closed_at IS NULL;
CREATE INDEX handoff_request ON handoff(request_id);
CREATE INDEX decision_step ON decision(workflow, step, decided_at);
CREATE INDEX decision_at ON decision(decided_at);
CREATE INDEX effect_open ON effect(started_at) WHERE ended_at IS NULL;
CREATE INDEX effect_handoff ON effect(handoff_id);
CREATE INDEX outbox_lane ON outbox(lane) WHERE sent_at IS NULL;
CREATE INDEX audit_request ON audit(request_id);
CREATE INDEX handoff_ended ON handoff(closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX audit_rules ON audit(seq) WHERE kind = 'rules';
CREATE INDEX turn_handoff ON turn(handoff_id) WHERE handoff_id IS NOT NULL;
CREATE INDEX inbox_unhandled ON inbox(received_at) WHERE handled_at IS NULL;
CREATE INDEX due_at ON due(at);
CREATE INDEX post_place ON post(channel, ts);
CREATE INDEX inquiry_handoff ON inquiry(handoff_id);
CREATE INDEX precedent_request ON precedent(request_id);
CREATE INDEX talk_run ON talk(run_id, thread);
CREATE INDEX talk_at ON talk(at, calls, tokens, milliseconds, money_millionths);
CREATE UNIQUE INDEX turn_call ON turn(run_id, call) WHERE call <> ''
;
CREATE INDEX certificate_newest ON certificate(workflow, step, began_at);
CREATE INDEX evidence_of ON evidence(workflow, step, version, id);
CREATE INDEX evidence_pair ON evidence(workflow, step, version, epoch, person, requester)
  WHERE requester <> '' AND why = '';
CREATE INDEX evidence_handoff ON evidence(handoff_id);
CREATE INDEX alone_step ON alone(workflow, step, at);
CREATE INDEX alone_of ON alone(workflow, step, version, epoch);
CREATE INDEX alone_at ON alone(at);
CREATE INDEX secret_request ON secret(request_id);
CREATE INDEX ruling_at ON ruling(at);
CREATE INDEX asked_told ON asked(person, told_at) WHERE told_at IS NOT NULL;
CREATE INDEX asked_kept ON asked(person, until) WHERE told_at IS NULL;
CREATE INDEX asked_at ON asked(at) WHERE until IS NOT NULL;
CREATE INDEX audit_autonomy ON audit(at) WHERE kind BETWEEN 'autonomy_' AND 'autonomy_z';
CREATE VIEW precedent_text AS
  SELECT p.id AS id, p.request_id AS request_id,
    'w' || hex(p.workflow) || ' s' || hex(p.workflow || '/' || p.step) AS scope,
    substr(r.text, 1, 2000) AS text, substr(h.args, 1, 2000) AS args
  FROM precedent p JOIN request r ON r.id = p.request_id JOIN handoff h ON h.id = p.id;
CREATE VIEW decisions AS             -- one row for each decision, in plain words, for SQL and Datasette
SELECT
  'H-' || d.handoff_id AS handoff,
  d.workflow AS workflow,
  d.step AS step,
  d.stage AS stage,                  -- 0 = an owner, instead of all stages
  CASE
    WHEN d.stage = 0 THEN 'approved under override'
    WHEN d.verdict = 'approve' THEN 'approved'
    WHEN d.verdict = 'edit' THEN 'approved as edited'
    WHEN d.verdict = 'reject' THEN 'rejected'
    WHEN d.verdict = 'take_over' THEN 'took over'
    ELSE 'answered'
  END AS decision,
  substr(d.person, instr(d.person, '/') + 1) AS person,
  d.decided_at AS decided_at,
  round((julianday(d.decided_at) - julianday(coalesce(d.shown_at, h.opened_at))) * 86400, 1) AS seconds_to_decide,
  d.note AS reason,
  d.args_before AS arguments_shown,
  d.args_after AS arguments_decided,
  d.proof AS proof,
  CASE d.by_requester WHEN 1 THEN 'yes' ELSE 'no' END AS by_the_requester,
  d.score AS score,
  d.agent_version AS agent_version,
  h.state AS handoff_ended,
  coalesce(e.state, '') AS effect,
  e.result AS effect_result,
  substr(r.requester, instr(r.requester, '/') + 1) AS requester,
  r.text AS request
FROM decision d
JOIN handoff h ON h.id = d.handoff_id
JOIN request r ON r.id = h.request_id
LEFT JOIN effect e ON e.handoff_id = h.id AND e.revision = h.revision;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_follows BEFORE INSERT ON audit WHEN NEW.seq <= (SELECT max(seq) FROM audit) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER precedent_found AFTER INSERT ON precedent BEGIN INSERT INTO precedent_words(rowid, scope, text, args) SELECT id, scope, text, args FROM precedent_text WHERE id = NEW.id; END;
CREATE TRIGGER precedent_request_BEFORE BEFORE UPDATE OF text ON request
WHEN NEW.text <> OLD.text AND EXISTS (SELECT 1 FROM precedent WHERE request_id = OLD.id)
BEGIN INSERT INTO precedent_words(precedent_words, rowid, scope, text, args) SELECT 'delete', id, scope, text, args FROM precedent_text WHERE request_id = OLD.id;  END;
CREATE TRIGGER precedent_request_AFTER AFTER UPDATE OF text ON request
WHEN NEW.text <> OLD.text AND EXISTS (SELECT 1 FROM precedent WHERE request_id = OLD.id)
BEGIN INSERT INTO precedent_words(rowid, scope, text, args) SELECT id, scope, text, args FROM precedent_text WHERE request_id = OLD.id; INSERT INTO precedent_words(precedent_words) SELECT 'optimize' WHERE NEW.text IN ('', '{}'); END;
CREATE TRIGGER precedent_handoff_BEFORE BEFORE UPDATE OF args ON handoff
WHEN NEW.args <> OLD.args AND EXISTS (SELECT 1 FROM precedent WHERE id = OLD.id)
BEGIN INSERT INTO precedent_words(precedent_words, rowid, scope, text, args) SELECT 'delete', id, scope, text, args FROM precedent_text WHERE id = OLD.id;  END;
CREATE TRIGGER precedent_handoff_AFTER AFTER UPDATE OF args ON handoff
WHEN NEW.args <> OLD.args AND EXISTS (SELECT 1 FROM precedent WHERE id = OLD.id)
BEGIN INSERT INTO precedent_words(rowid, scope, text, args) SELECT id, scope, text, args FROM precedent_text WHERE id = OLD.id; INSERT INTO precedent_words(precedent_words) SELECT 'optimize' WHERE NEW.args IN ('', '{}'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',7);
INSERT INTO "sqlite_sequence" VALUES('run',7);
INSERT INTO "sqlite_sequence" VALUES('turn',13);
INSERT INTO "sqlite_sequence" VALUES('evidence',89);
INSERT INTO "sqlite_sequence" VALUES('handoff',7);
INSERT INTO "sqlite_sequence" VALUES('outbox',39);
INSERT INTO "sqlite_sequence" VALUES('inquiry',2);
INSERT INTO "sqlite_sequence" VALUES('decision',6);
COMMIT;
