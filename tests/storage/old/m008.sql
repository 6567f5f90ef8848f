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
INSERT INTO "_sqlite_migrations" VALUES(1,'baton','m001_first','2026-11-24 03:34:27.300660+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'baton','m002_record','2026-11-24 03:34:27.302285+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'baton','m003_lean','2026-11-24 03:34:27.312584+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'baton','m004_agents','2026-11-24 03:34:27.320971+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'baton','m005_autonomy','2026-11-24 03:34:27.330770+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'baton','m006_people','2026-11-24 03:34:27.333603+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'baton','m007_light','2026-11-24 03:34:27.334154+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'baton','m008_decisions','2026-11-24 03:34:27.334666+00:00');
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
INSERT INTO "alone" VALUES(22,'refunds','reversible','1f6974c20c2d87d6',1,1,1,0.05,'{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[76,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]]],"epoch":1,"first":3,"intake":{"requests":77,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,77,77,77,77,77,77]}',107,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',0,'','',NULL,'','',NULL,'T1/UMARIA');
INSERT INTO "alone" VALUES(23,'refunds','reversible','1f6974c20c2d87d6',1,2,1,0.05,'{"acts":1,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[76,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]],[[1.0,76,0]]],"epoch":1,"first":3,"intake":{"requests":78,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,78,78,78,78,78,78]}',109,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',1,'right','T1/UWEI','2026-11-23T10:03:50.000000+00:00','','',NULL,'');
INSERT INTO "alone" VALUES(24,'refunds','reversible','1f6974c20c2d87d6',1,3,1,0.05,'{"acts":2,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[77,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":1,"close":0,"counts":[[],[],[],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]]],"epoch":1,"first":3,"intake":{"requests":79,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,79,79,79,79,79,79]}',111,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',0,'','',NULL,'decision','T1/UWEI','2026-11-23T10:03:50.000000+00:00','T1/UWEI');
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
INSERT INTO "audit" VALUES(4,'2026-11-23T10:00:00.000000+00:00','read','agent',1,1,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":1}','34bd043d1bc8ac0bb600ad25a07b6116a442ae36fbf687cbf08b318402ddb0b9');
INSERT INTO "audit" VALUES(5,'2026-11-23T10:00:00.000000+00:00','seed_sealed','baton',NULL,NULL,NULL,'{"day":"2026-11-23","seal":"74c7ed905994d7de690871092d91976fc107dfba5a23f4f6b062b9a9550af3d6"}','52af70f3061b69982eb282bce0ca5a4d2e4b1aab25275908aa63ee111fbb2e8b');
INSERT INTO "audit" VALUES(6,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyless","version":"923afd86c281a314","why":"","workflow":"refunds"}','2fcec362da7e0566d73c20b11c6901628f1055492af26dd893c16bb05af5bba1');
INSERT INTO "audit" VALUES(7,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',1,1,1,'{"agent":"scripted-1","card":"bbf86d198a9d196559751d18bb9c2aca44ef5bfd75a1cbe67e9d6273e9125f5d","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","draw":0.2443752622276245,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','dbc1c019b65f3892e256b732567585a5cdfc774a36beec7cb649b91b104e0889');
INSERT INTO "audit" VALUES(8,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',1,1,1,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":1,"proof":"click","revision":1,"row":"83804cc659d489ea63fa5c2cb425a8106f6d632a470c925448cf3ff8b0b31b9f","run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"2b9ed8d42409491c75f11f9ffa2c76228fd6b0213f23307665b3abe4793d722b"}','3b09f9e6b1fae910634be38108539673c26e4a7f47167df66686da2a0d717f8c');
INSERT INTO "audit" VALUES(9,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',1,1,1,'{"digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","key":"H-1-1"}','bedfd100e4f7ba1a855c6d0ed42742159b109209a667b9335bf3cc6d2ec341ee');
INSERT INTO "audit" VALUES(10,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',1,1,1,'{"attempts":1,"cause":"","key":"H-1-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','51315bd0ec96c2f873094f3e48b13726d15d431f257d951e8fbc651c5e424036');
INSERT INTO "audit" VALUES(11,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',1,1,NULL,'{}','cb4b7444e63cf41d1f31f72784ed8b0c346d137e6210bce79bf5b3dfb7b44dc8');
INSERT INTO "audit" VALUES(12,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',2,NULL,NULL,'{"text":"63acf19735afae300ddc7ccfbcca02c086dcb396a524ed05a0099b48f438a640","via":"message","workflow":"refunds"}','26ce31d1664e5c6bb8ad7e8c7d6680bc6615c7a10f1a40546eecfd742daaa897');
INSERT INTO "audit" VALUES(13,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',2,2,NULL,'{}','3564fcae502f2c7d55333dda5b5315b1f94f8b84431ecc6f5e9dc3334a222c3f');
INSERT INTO "audit" VALUES(14,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',2,2,2,'{"agent":"scripted-1","card":"b994ff668c2182149337469183b9cb4d5a618445560a6c152e5fd1b3f4618aa9","digest":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","draw":0.8381795631176115,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','820a44cf825bb5448c9b40ff5f0d63dbc36f87d5907e76f8564d62e729ccec4f');
INSERT INTO "audit" VALUES(15,'2026-11-23T10:00:00.000000+00:00','decision_edit','T1/UDANA',2,2,2,'{"card":"b5954d21a846cd88970f8c4f132ff3803277374b09699bbe08303d33f6cd9725","closed":true,"evidence":{"kind":"decision","person":"T1/UDANA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":true},"id":2,"proof":"click","revision":2,"row":"135692e735dfb5fd9437d4f050b60b048ab90d19ddaafde0b21604420f085967","run":"172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578","shown":"3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452","stage":1,"words":"d39f95d54bef959caf826b27ce3864b93d19d6a614922be536f5b8379d0638f3"}','90d2643b41c14c27a4668c1627966738d51c64828bf6363021c4236f1058913c');
INSERT INTO "audit" VALUES(16,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',2,2,2,'{"digest":"172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578","key":"H-2-2"}','160d73cfbb0cab509dbb582a2d5d31c70714d1b96c17f0d05e8969d71454edc0');
INSERT INTO "audit" VALUES(17,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',2,2,2,'{"attempts":1,"cause":"","key":"H-2-2","result":"e945ea5fef9e8f7231b06741a6abc0274f8b32d1ad9f9ce847781d653dfd78d6"}','e95e289590bfe6907495a93874dc4ffc16e19c5c36e2135de5858b5b3e684017');
INSERT INTO "audit" VALUES(18,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',2,2,NULL,'{}','6089b5330103166d7b358f435d5d7388c27e7b8e9aa1fef9af992e6e62b42d52');
INSERT INTO "audit" VALUES(19,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',3,NULL,NULL,'{"text":"d8763ac9b87dcbac0cf40bb93d6f2a57cbeec26efc1861a11ada7f25ce2cefd9","via":"message","workflow":"refunds"}','aee0a865a7f0b2b625549a07271e4c6ed8da72c366ba3ef69ff11b139a386b53');
INSERT INTO "audit" VALUES(20,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',3,3,NULL,'{}','54d8942c9eb361dbc08cd4a8c3c42cf13beaf172effa17ef2d6ca5013edd5fda');
INSERT INTO "audit" VALUES(21,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyed","version":"345d5f8ec4807add","why":"","workflow":"refunds"}','cdd83975b7f357adf6f1c3e6bacb632ee5343b64ee946460fdb7fb803845bca2');
INSERT INTO "audit" VALUES(22,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',3,3,3,'{"agent":"scripted-1","card":"bf857d90551633efd68db204290dfce44d45bd0a6f9af31c0b47f11576ef2d87","digest":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","draw":0.16716761717532058,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyed","way":"ask"}','1432d10b425cf8938a517d1c88a1d607503d01c86394dc6b27da040d61e40e63');
INSERT INTO "audit" VALUES(23,'2026-11-23T10:00:00.000000+00:00','decision_reject','T1/UMARIA',3,3,3,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"faster than 3 s","wrong":true},"id":3,"proof":"click","revision":1,"row":"7fc3fea401f5d0b9459661f91b04d82b7a44a93596359e1ffa5ce9fd14f43e4d","run":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","shown":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","stage":1,"words":"0dd1a8b8598b4c185d12650b08ae0efaa55225e87387e7676526ca84acafa9fa"}','6c248a6dbcd7f04302da54902b3982c9ea80424994523b201a86521bdc2d12c4');
INSERT INTO "audit" VALUES(24,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',3,3,NULL,'{}','d726e84ded00f652d0e8e7ceff71eda2e7c73790575244e898644faf4fe7169e');
INSERT INTO "audit" VALUES(25,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',4,NULL,NULL,'{"text":"bca1a48ba2ddfd5dae3e81bf6ec51f85ae31d5f0e2060746c91c98d4ee45d691","via":"message","workflow":"refunds"}','0b15f99a2575f5d23af2f9f8b873649cb92f34ac5b77f3ebdba65fa67faa6bbc');
INSERT INTO "audit" VALUES(26,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',4,4,NULL,'{}','2a7e7b73859b2a4ea2ac43b06e925e9de84b173fb07bc467e9cf26ba2ef7d466');
INSERT INTO "audit" VALUES(27,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',4,4,4,'{"agent":"scripted-1","card":"d5588778f4dda1d8dc41667a84c508c15dc7305be34f7c22d279d47a668a3797","digest":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","draw":0.161260822405057,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','1cf0421c4b2d80a1a916b890932f38f5b16a6cbb66f4e927df5a72e4e888eb71');
INSERT INTO "audit" VALUES(28,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',4,4,4,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":4,"proof":"click","revision":1,"row":"363daaa24dfe82c6551292d63814b8e9d3329acafb1ad9851a6682d26bc640bd","run":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","shown":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","stage":1,"words":"a6a0e794efe073aa169e09480f959e3c9351b7971a5320a8977312bef62b1849"}','134fc8a7c9237be24225cf49b3033f218cc78c0d9c9f21ee058be0d880dbc7f3');
INSERT INTO "audit" VALUES(29,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',4,4,4,'{"digest":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","key":"H-4-1"}','e5954d2e51c451705d7d8191b8d86b284dd081932fd6a13b8b1b5f0ae57db373');
INSERT INTO "audit" VALUES(30,'2026-11-23T10:00:00.000000+00:00','effect_in_doubt','baton',4,4,5,'{"card":"43da63baf06b4f388c2bd1d191e4d65f3dc5a6a987e1ce441da655755c42b53f","key":"H-4-1"}','070109bc69c9e47f9e61312886e654424ab95d1613b13688a2c8a586178dce8a');
INSERT INTO "audit" VALUES(31,'2026-11-23T10:00:00.000000+00:00','doubt_settled','T1/UDANA',4,4,5,'{"id":5,"key":"H-4-1","row":"ac5219a750662298c17981947f10311b8b556a874aa483a722377f96b06b420b","verdict":"happened","words":"1f8d0179e83e679087444ceb7b0b07a80ca410760a7a9cfb367a4317a5e7572d"}','29f6696e56e0ad808d0928735b20e7169b1730b7193c1b3620e86fe22caaabe0');
INSERT INTO "audit" VALUES(32,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',4,4,4,'{"attempts":1,"cause":"","key":"H-4-1","result":"ca2bcfbb1919544dbcedfe715131a3d2628abd40da077ab8618b3236860a4d23"}','a4d4655ffd058cce1a3928782f7efec1df71abc46a16b7128ddfaa9cdfd49ea6');
INSERT INTO "audit" VALUES(33,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',4,4,NULL,'{}','391dd9edb67be7069f1cda69190fda742306125c7c6eb488418c6010affc54cd');
INSERT INTO "audit" VALUES(34,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',5,NULL,NULL,'{"text":"befbb748ac8f32aea207e7863a78e4a1d3ff11d5ae48d176e2196d6fee9d398e","via":"message","workflow":"refunds"}','e11240e0e7c4d11ab1dc03218efa14af8e1f56c5ff8fc10dadbe93a0f6964856');
INSERT INTO "audit" VALUES(35,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',5,5,NULL,'{}','7b8c254cf592ec5387ce2710d5c3f47bda810a807635b377d2ed9fcda6eaf3bf');
INSERT INTO "audit" VALUES(36,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',5,5,6,'{"agent":"scripted-1","card":"6f36dbcb27229630568093f79cb014254ed24610f2ad7d0657368f99043f3c18","digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","draw":0.7279866566380097,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','fe2955b46754fe175fcc549b98e16a5d26a112eb551db52e2d0f61e03274d514');
INSERT INTO "audit" VALUES(37,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',5,5,6,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":6,"proof":"click","revision":1,"row":"33170f824976d1e2b59a221edea2fa28f40780962f627269cb825e88463591b5","run":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","shown":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","stage":1,"words":"e045d01781291286b0b94e52674b0b1a15deaef7dcd24e061928c2c13f45d8ed"}','010373042d63f9d20be820d631003286de6704720a36ffefe34ab867e7668b69');
INSERT INTO "audit" VALUES(38,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',5,5,6,'{"digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","key":"H-6-1"}','33f903a30d2d400cbc5db56ec662fbaf38ec1c2015011997ed699f2345c676b6');
INSERT INTO "audit" VALUES(39,'2026-11-23T10:00:00.000000+00:00','effect_in_doubt','baton',5,5,7,'{"card":"b996ab44d3c6705acae62dd8f7706684bfd5449f9c77dfb60f050bde02786641","key":"H-6-1"}','c36af44f996de2348c03b260c497397354ab5f3af7f9c7740b34e5152d385f51');
INSERT INTO "audit" VALUES(40,'2026-11-23T10:00:00.000000+00:00','doubt_settled','T1/UDANA',5,5,7,'{"id":7,"key":"H-6-1","row":"286b0a4cf8acfde4caf6d21f53e5cccbb7151b7d6d35f076a824bbd6980e2982","verdict":"again","words":"fb6bf5072117613ad3aef5e9fe29392a4ca7d53510c58a61f315d05282a72d35"}','645bb1d86e7d8b8e6e69b6adf6bcab4406b7e5a94e6fc5c1378a2368bd858f31');
INSERT INTO "audit" VALUES(41,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',5,5,6,'{"digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","key":"H-6-1"}','e07a68eeda2798228ea7ea44125c9fa162bbba81d1699f8ac7104705a6c4d98e');
INSERT INTO "audit" VALUES(42,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',5,5,6,'{"attempts":2,"cause":"","key":"H-6-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','10b43e241b988655d3aef446d7299d113161081ba31c256e8abf9726181e1dcf');
INSERT INTO "audit" VALUES(43,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',5,5,NULL,'{}','b1c32cf3d871828bf31c5827b1509cb6ef74186c99e50d399c4986de93434fbf');
INSERT INTO "audit" VALUES(44,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',6,NULL,NULL,'{"text":"e34d4e5c95c2f02640463ea1c9d4538218f26a6b27307766e53fc009e710a5dc","via":"message","workflow":"refunds"}','df5370fd0e2e34ca5dddc5351544d69d74f8fb1bf2514cc30b5d0f2d5aa1ae01');
INSERT INTO "audit" VALUES(45,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',6,6,NULL,'{}','9eddbf402902d7091ac7edcf4102b0c19326d8ca2b22c3379602fd400389a900');
INSERT INTO "audit" VALUES(46,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',6,6,8,'{"agent":"scripted-1","card":"839f5164f59b769386e35b2ffb0c21d0f28ca7b1da28b525cc1a789db4a65d3e","digest":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","draw":0.05185089731124404,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','eb10ff4473f342d753d2c9dc549a2795085f0cdf4113316f892e01c1a04be63a');
INSERT INTO "audit" VALUES(47,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',6,6,8,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":8,"proof":"click","revision":1,"row":"9bee73aa3313f031ba0533b9a61c29955acf5ef151ed0e4b8d2e111a6c9c08c2","run":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","shown":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","stage":1,"words":"95d1f84488561e4da7d52d617422f8d5ee4bfd060b525aebf1cc7ded74382592"}','9d0661cd2043aa3ca4f13135358f731d21556bf5b509972ed9c4ae0ba5f276a5');
INSERT INTO "audit" VALUES(48,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',6,6,8,'{"digest":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","key":"H-8-1"}','a686c1a1e9041ed449542dea75d9137faa8dc897f165eaca9cd2a79f293efaf8');
INSERT INTO "audit" VALUES(49,'2026-11-23T10:00:00.000000+00:00','effect_in_doubt','baton',6,6,9,'{"card":"c2c5b14ac2a31fd1719a64dcb99a8b482ba499f0e2b2b0ff94aef1733a60df5e","key":"H-8-1"}','661948239ce6bb7622eee42e18d19ea69ef7ae8544418c563cce24a34741e667');
INSERT INTO "audit" VALUES(50,'2026-11-23T10:00:00.000000+00:00','doubt_settled','T1/UDANA',6,6,9,'{"id":9,"key":"H-8-1","row":"a7783d6b43c3b3ff0e7c1616844e29a5cc4f84f78c24ce9cea6e47b257d73a51","verdict":"drop","words":"c211127691bab3b3b1afd23594fb0f0ec3597b09919dc1ec946b448a2d4de6dc"}','ce66963104c428bdd9ed6c3c5b5b093bd8540f726253900fc6a67dc804434bcf');
INSERT INTO "audit" VALUES(51,'2026-11-23T10:00:00.000000+00:00','effect_failed','baton',6,6,8,'{"attempts":1,"cause":"dropped","key":"H-8-1","result":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}','b8b37840b39da8b277222a4def7e7907ef603e78b44358822cf03f79166bddfc');
INSERT INTO "audit" VALUES(52,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',6,6,NULL,'{}','e92ceb3b0bd60e8d0f4a2e29ac01195733ff05d66ca61660bf10b2ff82e1f964');
INSERT INTO "audit" VALUES(53,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',7,NULL,NULL,'{"text":"947beb70efdc9f82702d8e19332240fe7af8abba323dcfa5e3d01d100d535a6d","via":"message","workflow":"refunds"}','62758a688f25acb6e881f736d8475954a9361b8b5841eb030579239762fffc4c');
INSERT INTO "audit" VALUES(54,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',7,7,NULL,'{}','42a3e7feff2f23af7255c2560c23b58a5b00da39ad4a4a36860630e45b078c96');
INSERT INTO "audit" VALUES(55,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',7,7,10,'{"agent":"scripted-1","card":"b44a4233c22cc152a364f9e51e700033ca773b4c53b26ac98a94e8fc4c66cf0a","digest":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","draw":0.5018481054979604,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','560e8147967156273a42d7473262958ccf147a70a1ad39aeceff8ff9b0d4b05e');
INSERT INTO "audit" VALUES(56,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',7,7,10,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":false},"id":10,"proof":"click","revision":1,"row":"682758022141b1572f03febfed31ba272370125b0d46f83366b344d3f95bca2a","run":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","shown":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","stage":1,"words":"f6f5ef0a06863a39451ee1cc33204d7fb24f56559271e1e6e33c63aa08ffa2bc"}','d461d1c81b81cda2157a82a7452bad0837288fb88398889d853f143b156b1d99');
INSERT INTO "audit" VALUES(57,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',7,7,10,'{"digest":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","key":"H-10-1"}','e11d018460e8eaa2248e58d7b759367bc494263ab286d1164a5e789f68e7fc2e');
INSERT INTO "audit" VALUES(58,'2026-11-23T10:00:00.000000+00:00','effect_in_doubt','baton',7,7,11,'{"card":"d8bd824ac22833942dd98933e0517d65c816f8952b924718bd811c1c7caa9a24","key":"H-10-1"}','a4ad6508cbe8c9c9e4b888042258d8b3e4d9cf723a1de32f1a435b29bb6cddeb');
INSERT INTO "audit" VALUES(59,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',8,NULL,NULL,'{"text":"0ea16661fa31876e46fd9f52fce8f084499fee309dccc3322df02e582d1505a4","via":"message","workflow":"refunds"}','b80aa04b23842b2b87abc3962c59369df34815870ee560db98734ce28b962aa8');
INSERT INTO "audit" VALUES(60,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',8,8,NULL,'{}','354b8be8c13d51814aafe56ee833883fa9c0cb93761db1ce43fbea913fc6d2a2');
INSERT INTO "audit" VALUES(61,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"once","version":"7263e8071977e641","why":"","workflow":"refunds"}','ca0031bb1c2f2090f2809885bb90f49a3ea813edd16c733aec905e0b68b1c6f2');
INSERT INTO "audit" VALUES(62,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',8,8,12,'{"agent":"scripted-1","card":"5bdaa667d84ee8b618a287d0a8d215f0879d5377c3c97d37c07fe72801c5c12d","digest":"db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e","draw":0.7993679107176647,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"once","way":"ask"}','ff2a99bbc7e597b5b388d685f11be6b7e31745c51a5ea4821a4e0f667b2349cb');
INSERT INTO "audit" VALUES(63,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',8,8,12,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"7263e8071977e641","weight":1.0,"why":"faster than 3 s","wrong":false},"id":11,"proof":"click","revision":1,"row":"834c2b01c5de5b990200f55a29f68da7424c8d32ecba8d3c3ba17266ae50a844","run":"db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e","shown":"db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e","stage":1,"words":"08e765616eb9d5303042bfca27f17f4fea5fa9d026bb33e3d12c3362e4d6b362"}','3ed1ba237d0342e7dbce963f3569e3b997cd3a0018759c42db6b11f5f5a8724b');
INSERT INTO "audit" VALUES(64,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',8,8,12,'{"digest":"db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e","key":"H-12-1"}','cab4ad1a719e7db9187dcbdfc77a2a70830f7776b567a14e34fbb2d4eb460066');
INSERT INTO "audit" VALUES(65,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',8,8,12,'{"attempts":1,"cause":"","key":"H-12-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','d7cb397be95620934f93c76aa6e919864c2d5a8fb37d7aa3aef130a9ab19abdd');
INSERT INTO "audit" VALUES(66,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',8,8,NULL,'{}','3ffa771840bb1288bf66f60d43feb4bf0882b52a1dfdb8cb5dff01cf2b10f9c8');
INSERT INTO "audit" VALUES(67,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',9,NULL,NULL,'{"text":"017d9401b9144adb043a81fdfff1e3c7ce6afc10eb255272c89d8ca46dd7f7ee","via":"message","workflow":"refunds"}','4af92e3128eaea260921b3761715bf70da094026e1fe63e4564450faad2a2101');
INSERT INTO "audit" VALUES(68,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',9,9,NULL,'{}','4c5576015307fe75d4bdf1cf697a542197fc7d8d3bcbb8a5385ef14f0f30a6b2');
INSERT INTO "audit" VALUES(69,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',9,9,13,'{"agent":"scripted-1","card":"2faac233ec44a900b2efb69aed4b024fe111bf7aeb1d096d6cb2a4cb53f3eaf6","digest":"6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d","draw":0.9528008476722927,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"once","way":"ask"}','7584241da5fe63d9f19d34c217109bac1263390575cd82c87c23d32b58bffd2e');
INSERT INTO "audit" VALUES(70,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',9,9,13,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"7263e8071977e641","weight":1.0,"why":"faster than 3 s","wrong":false},"id":12,"proof":"click","revision":1,"row":"4480d651521c2412f4410dad16a31dee8edd72f1e156445508e794a8836a2565","run":"6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d","shown":"6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d","stage":1,"words":"f9184b787fb9b1a4720f33edd0be8d95f8da51c5df79ce9ea90ac77095bcabdc"}','941c2087d6b67ae62312a5da6f33c91713341ac5b73b5581130ec088ce083d0d');
INSERT INTO "audit" VALUES(71,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',9,9,13,'{"digest":"6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d","key":"H-13-1"}','a6b7051eedad655fb99123704e0507459788333ae79c379a36530cb6207436dd');
INSERT INTO "audit" VALUES(72,'2026-11-23T10:00:00.000000+00:00','effect_failed','baton',9,9,13,'{"attempts":1,"cause":"refused","key":"H-13-1","result":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}','5a179d4bc61a047527753ea62859284ff8c60a3d8822131f5e648e516058234b');
INSERT INTO "audit" VALUES(73,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',9,9,NULL,'{}','5674907cc597a0de628a18de43e15fc9d09f5f6dc1ccf3f343b6af07511e1938');
INSERT INTO "audit" VALUES(74,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',10,NULL,NULL,'{"text":"225b3a8d5ab34beb23914fa6081d12c4712b8c7914398fdac37c6f2f5a783c72","via":"message","workflow":"refunds"}','5df56a96480710270f2afe73c3fa6def6c2087e019880dacd71d28e3e4e84dda');
INSERT INTO "audit" VALUES(75,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',10,10,NULL,'{}','a0e0cec4c46e82e96bcf03fd84609eaa31bc06fff58455dce29aa61c0d3ec832');
INSERT INTO "audit" VALUES(76,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"once_undo","version":"7263e8071977e641","why":"","workflow":"refunds"}','4ea355a2129dcd135f81a0aebd58a1666eb6839c87b0526f7f2d46d4f0c67cbb');
INSERT INTO "audit" VALUES(77,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',10,10,14,'{"agent":"scripted-1","card":"c82abcf3216cd1ce51289103a6a4b408a4d046e5078ba70f6fb593933ec19fb1","digest":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","draw":0.31035480121187975,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"once_undo","way":"ask"}','b88c8ed0f249c630cc30347ef79ce7201976023fc23466a63885d818fa39dc01');
INSERT INTO "audit" VALUES(78,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',10,10,14,'{"closed":true,"id":13,"proof":"click","revision":1,"row":"8137ab51888269d0777ac98c3c579052bf140da4820498d1eda6b57eb69c6acc","run":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","shown":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","stage":1,"words":"93ebc8b30b6ec548285b14705d978497f15e2c58c8b6d4f6c91793669f3ad7c9"}','c4c8d173571723e2316b6a91e15b4e833dacc918dfb88df1797f1abced949397');
INSERT INTO "audit" VALUES(79,'2026-11-23T10:00:00.000000+00:00','handoff_opened','T1/UMARIA',10,10,15,'{"again":14,"card":"c82abcf3216cd1ce51289103a6a4b408a4d046e5078ba70f6fb593933ec19fb1","digest":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","kind":"approval","step":"once_undo"}','4752bb0dced77925063274eddba7c803646833be32cb969177e3b1072a084e07');
INSERT INTO "audit" VALUES(80,'2026-11-23T10:00:00.000000+00:00','approval_undone','T1/UMARIA',10,10,14,'{"asked_again":15}','d1e0725cd1222a37e0c40b43741a0f6e1bfaec670b4bb01ddac4bdaea2a126a5');
INSERT INTO "audit" VALUES(81,'2026-11-23T10:00:00.000000+00:00','decision_take_over','T1/UDANA',10,10,15,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UDANA","requester":"T1/UJONAS","score":0.9,"version":"7263e8071977e641","weight":1.0,"why":"always asked, or asked again","wrong":false},"id":14,"proof":"click","revision":1,"row":"ca06329bc9ca73412cf6c6a0f2088562e5b300e570c536b1e5cd61da56e49c56","run":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","shown":"d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204","stage":1,"words":"a671c3f3b129f39f4d8844339caf7464cea4ed7075081144f53c3520144faeed"}','520d61cae12f4d97f6904c64ed15d8b7b96b480ccd59e9d4ee2f46e2ce4a6c24');
INSERT INTO "audit" VALUES(82,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',11,NULL,NULL,'{"text":"eeaade27d3dfe9abf82c3711b038ac78ab59843aaf48dd051ba8d5628dcf7980","via":"message","workflow":"refunds"}','f35045fa28e4015eca173cfc91c030add84925ba40b61fd59299d81d67060481');
INSERT INTO "audit" VALUES(83,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',11,11,NULL,'{}','304beffbc9e0871c91b410eff7cf748d53fa0502795253e4c2637f1ea6948539');
INSERT INTO "audit" VALUES(84,'2026-11-23T10:00:00.000000+00:00','read','agent',11,11,NULL,'{"input":"6196abecca3c58077959e9a7e8bb34fad048b90f802cf5a2b5abd48d00621196","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":20}','57e86823a8aad39f5b44a040af2ad9100273098fef0c0b2b2bdf0724875e6d18');
INSERT INTO "audit" VALUES(85,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',11,11,16,'{"agent":"scripted-1","card":"761b350740237c44960f5c235b4cbb47a6b2a5712699cd543007f69390e10816","digest":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","draw":0.9197947112877652,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"once","way":"ask"}','37d2a6cd88874f9fc30180fb389b7b6cda5316aeeb52dd1b8fb24d79b2e67b83');
INSERT INTO "audit" VALUES(86,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',11,11,16,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.9,"version":"7263e8071977e641","weight":1.0,"why":"faster than 3 s","wrong":false},"id":15,"proof":"click","revision":1,"row":"caa8fce53cffaee0932a74a2963d787ba847f01bcbf2e424192bc227e7aa838a","run":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","shown":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","stage":1,"words":"0fa4b3b74f5463549e8700374dad1d4582cf14e9fb2032bd0acdb3f1fcdb63b5"}','8b0eb8faa8ba7632af5c942eedfb753045287b0ed01d01eca227ea967e3cfd07');
INSERT INTO "audit" VALUES(87,'2026-11-23T10:00:00.000000+00:00','handoff_opened','baton',11,11,17,'{"again":16,"card":"d2965ff756ff597c5974c51653e6907488130ab266c9fbbf2539ad76ec88353a","digest":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","kind":"approval","step":"once"}','80c9ebd709ac3bf26fa3d332bba4ce4bdd038a4626ea9bde470c053f5e065512');
INSERT INTO "audit" VALUES(88,'2026-11-23T10:00:00.000000+00:00','facts_changed','baton',11,11,16,'{"asked_again":17,"reads":[{"input":"6196abecca3c58077959e9a7e8bb34fad048b90f802cf5a2b5abd48d00621196","output":"401ad9497adb8bccd7247b33b0732957836994f998c6c9d9ebba9650d3a1e847","tool":"find_order","turn":22}]}','d772dfcdbcb0eeae4a25e422322bd483c68cceb453953bc1be341828bd2d92f2');
INSERT INTO "audit" VALUES(89,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',12,NULL,NULL,'{"text":"76886f72b7ec372387596dc0c7bb23d039d328ce62a6838aacb83c5606161b88","via":"message","workflow":"refunds"}','04ace00d1f94e5f62f85fe096adf7cabe6a0f0451423eda046a98b23178c4809');
INSERT INTO "audit" VALUES(90,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',12,12,NULL,'{}','27efc3e5ac2aaf48703569fc0c46856b1a3bf61dde4bff11777115e84a48c86c');
INSERT INTO "audit" VALUES(91,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',12,12,18,'{"agent":"scripted-1","card":"1d7d1aec673a561b8a6e554911a7d176b0985b6505b1d3927bcdda0b66d55850","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","draw":null,"kind":"question","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":null,"step":"","way":"never"}','2c999d0429ff9d081585927eed3353b718f51ecfd3b313c863ffa894c94ce83d');
INSERT INTO "audit" VALUES(92,'2026-11-23T10:00:00.000000+00:00','decision_respond','T1/UJONAS',12,12,18,'{"closed":true,"id":16,"proof":"click","revision":1,"row":"c5f2eba6071a9c1c193a5a4989ba88ec112dc5e3cde3c5ef3d6a70ba5684f509","run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1,"words":"3669c064d610986220fc866feeea04480c2063d4199fe061cffe5de4c324937e"}','80365a3a4b0569c91694156ac11763b3b28a517034e6b0239a316429358155ad');
INSERT INTO "audit" VALUES(93,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',12,12,19,'{"agent":"scripted-1","card":"a727f2b2e6e424ab9031c20f781b6497a2a589ccb73dfaf5703f91c23d93d70c","digest":"48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e","draw":0.6921286390819325,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','38c2ca1b134fd8aefe9b029444c0baf0bede64d17b5ec311f61794cf2d6c7af0');
INSERT INTO "audit" VALUES(94,'2026-11-23T10:03:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"reversible","version":"1f6974c20c2d87d6","why":"","workflow":"refunds"}','ee08d5879420d88e5349f71f9814e705700e10d596bc7de1d9161b5c3de81b10');
INSERT INTO "audit" VALUES(95,'2026-11-23T10:03:00.000000+00:00','sample_history','baton',NULL,NULL,NULL,'{"reviewed":74,"step":"reversible","version":"1f6974c20c2d87d6","workflow":"refunds"}','c156dc9f6959b7c6758168e0d3a99648d02214147eeda5c1f12f10a7dee56372');
INSERT INTO "audit" VALUES(96,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',13,NULL,NULL,'{"text":"caf2382b83bef3dc2a07ea5bb2f5190805385f931164e42e7932a006d5a26c09","via":"message","workflow":"refunds"}','18728054bcc825c6bbd1e58585aca9efe2ea8c918fee975406ba4b5f32facc38');
INSERT INTO "audit" VALUES(97,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',13,13,NULL,'{}','1bad4190b9a8efca592de146dbde31d1130df9f77361166beabd879ff1be68f1');
INSERT INTO "audit" VALUES(98,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',13,13,20,'{"agent":"scripted-1","card":"ac2b1e17a679f7f9a303cf8aaa3c5d845b8425b72fee03f83dd9dbfcec4e13c6","digest":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"ask"}','201fd6b94a0c1288fb8117427d9f55d39686b0f4b52e25650d20d036169e68cb');
INSERT INTO "audit" VALUES(99,'2026-11-23T10:03:10.000000+00:00','decision_approve','T1/UMARIA',13,13,20,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UMARIA","requester":"T1/UJONAS","score":0.97,"version":"1f6974c20c2d87d6","weight":1.0,"why":"","wrong":false},"id":17,"proof":"click","revision":1,"row":"13f4c31ffe2d3b55e8c4985d60aaff7f941b3970c5121a8f7c84f38a274a5d38","run":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","shown":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","stage":1,"words":"972e000ec13a0ead7426973d70e34f967201f4b1ddeac031c6f80c1ea746c2bb"}','2148b242c48365860083286bb9a98ff76fa3a9f98402b6fa85d64d1c5cff3533');
INSERT INTO "audit" VALUES(100,'2026-11-23T10:03:10.000000+00:00','effect_started','baton',13,13,20,'{"digest":"a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa","key":"H-20-1"}','78ce551e9f9443d342e8a20af13967bfdc92c7a869f3f620c7ed562b5560059b');
INSERT INTO "audit" VALUES(101,'2026-11-23T10:03:10.000000+00:00','effect_done','baton',13,13,20,'{"attempts":1,"cause":"","key":"H-20-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','f738d8b4532bd20a22d37cc0f0fc29104520a2ed2207755fb348a7126c32df79');
INSERT INTO "audit" VALUES(102,'2026-11-23T10:03:10.000000+00:00','run_finished','agent',13,13,NULL,'{}','3c604aa7429f64e1d1da385f56bdf419ad8b7c398fc028229c11b7777424724f');
INSERT INTO "audit" VALUES(103,'2026-11-23T10:03:10.000000+00:00','requested','T1/UJONAS',14,NULL,NULL,'{"text":"21ca12155c338070bf442c62c4a5e9035a63021a6ae320b09164b24c13635361","via":"message","workflow":"refunds"}','b5bd1696cd6e535792c5b8a354b85d084042c9f8d0db50db337f03c3a3d45529');
INSERT INTO "audit" VALUES(104,'2026-11-23T10:03:10.000000+00:00','run_queued','baton',14,14,NULL,'{}','75b0266285928471357d5c1ea68e9ed07b8083e58ab83fe8bd2fb003e036be01');
INSERT INTO "audit" VALUES(105,'2026-11-23T10:03:10.000000+00:00','handoff_opened','agent',14,14,21,'{"agent":"scripted-1","card":"a67f6e4ea2c9f65a423aec69cc2513cbd37a6700e954efedda3d195048b5bfb7","digest":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"ask"}','30eb0fa72067047b41c9ed174c41f4da93707d3353e72f24a1aa82e92000a479');
INSERT INTO "audit" VALUES(106,'2026-11-23T10:03:20.000000+00:00','autonomy_earned','baton',NULL,NULL,NULL,'{"bound":0.05,"epoch":1,"from":0.95,"step":"reversible","version":"1f6974c20c2d87d6","was":null,"workflow":"refunds"}','4bbed4f6f20c0d74dfebf21f70ab416bfca9593220d98a1d53191639d8680eb8');
INSERT INTO "audit" VALUES(107,'2026-11-23T10:03:20.000000+00:00','decision_approve','T1/UDANA',14,14,21,'{"closed":true,"evidence":{"kind":"decision","person":"T1/UDANA","requester":"T1/UJONAS","score":0.97,"version":"1f6974c20c2d87d6","weight":1.0,"why":"","wrong":false},"id":18,"proof":"click","revision":1,"row":"3ad1bf4ef407e47c438fd5bc686511d11f9e0f7f2c2519e6a0b5b7721fe8092b","run":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","shown":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","stage":1,"words":"349c1d12a5257221856c8be057f549e792c2a58d62ca51376b47e265589df817"}','d80c61d09f1eeebee879a148db01ab3bf7326708596354829e2bb1f52d5d3fcb');
INSERT INTO "audit" VALUES(108,'2026-11-23T10:03:20.000000+00:00','effect_started','baton',14,14,21,'{"digest":"2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4","key":"H-21-1"}','4ae49ba243e49e0de96f3e253382a5be6a54d0abd179d37f15440dcafeed3fa0');
INSERT INTO "audit" VALUES(109,'2026-11-23T10:03:20.000000+00:00','effect_done','baton',14,14,21,'{"attempts":1,"cause":"","key":"H-21-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','2a05391dc147958d30b7e97a1ac05de71ef2ff48bc139cec87a60c1abb22828b');
INSERT INTO "audit" VALUES(110,'2026-11-23T10:03:20.000000+00:00','run_finished','agent',14,14,NULL,'{}','8e8f96b72252100ab5882c9ed7742465dadd7ac12ee8a3d756d9afed9e30d7c5');
INSERT INTO "audit" VALUES(111,'2026-11-23T10:03:20.000000+00:00','requested','T1/UJONAS',15,NULL,NULL,'{"text":"d3b30d9c9a2185db5a7450eb121cd1a38576721021eb815e01b074325b38da45","via":"message","workflow":"refunds"}','3f402212be46fe9fa119582e4098f3205492d439bfd5e0ec408b2e3bea4dedf7');
INSERT INTO "audit" VALUES(112,'2026-11-23T10:03:20.000000+00:00','run_queued','baton',15,15,NULL,'{}','2ae59f253c892403e7e9e2a37d380faf0672eace3a5c7a920c88e7d514b1a9e6');
INSERT INTO "audit" VALUES(113,'2026-11-23T10:03:20.000000+00:00','handoff_opened','agent',15,15,22,'{"agent":"scripted-1","card":"8b2294868c7483ff425a400970cbc3bdf35255147fd76a274d32366e1f00a70d","digest":"cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"act"}','776a8ea075ee88518e7d741ec07f1acce1c6c512a95fc6a7981af60cf7c5f538');
INSERT INTO "audit" VALUES(114,'2026-11-23T10:03:20.000000+00:00','decision_approve','baton/autonomy',15,15,22,'{"alone":{"bound":0.05,"draw":0.99,"epoch":1,"evidence":107,"number":1,"picked":false,"rate":0.2,"version":"1f6974c20c2d87d6"},"closed":true,"id":19,"proof":"certificate","revision":1,"row":"40423aaae9d6d8c9074caa010b65e6251dc46a26d09b25be1891f19c2946dafa","run":"cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca","shown":"cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca","stage":1,"words":"e5caa9101daed1e3458dcea9f0f11b8013d46c4038ea8122bebdf03ac3f29199"}','bd9a696310bdf1cef36fa72c8aebb630c8195ccd3086434498c18ea37176e988');
INSERT INTO "audit" VALUES(115,'2026-11-23T10:03:20.000000+00:00','effect_started','baton',15,15,22,'{"digest":"cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca","key":"H-22-1"}','574db62045f499aff7dad657795aa107b7d20ec58a7ed1e5d52c0d1b6426c1cc');
INSERT INTO "audit" VALUES(116,'2026-11-23T10:03:20.000000+00:00','effect_done','baton',15,15,22,'{"attempts":1,"cause":"","key":"H-22-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','4cca13d757a07ba3e7237d93a963af8d75f418bf7408e1b860206a2cd1c3a63a');
INSERT INTO "audit" VALUES(117,'2026-11-23T10:03:20.000000+00:00','run_finished','agent',15,15,NULL,'{}','11fdcf255f3e20837c6aa288d10654384c62a341ec5c9f3c5e8ec889f91aba6d');
INSERT INTO "audit" VALUES(118,'2026-11-23T10:03:20.000000+00:00','requested','T1/UJONAS',16,NULL,NULL,'{"text":"c7ce7aee2a3025f58086f5869a6d159f9f6cb9658927c8845efb93b6704df4d5","via":"message","workflow":"refunds"}','ce781a5d6e88f595d50e3ffc14b3d5952a529f785ceca29c72ae6f2aaf372831');
INSERT INTO "audit" VALUES(119,'2026-11-23T10:03:20.000000+00:00','run_queued','baton',16,16,NULL,'{}','390741bfe02f13b6e6601db1683bbd3692d8a9b94950033d1d9bf29367055746');
INSERT INTO "audit" VALUES(120,'2026-11-23T10:03:20.000000+00:00','handoff_opened','agent',16,16,23,'{"agent":"scripted-1","card":"d472a803cd90ee98d129c0c98cd3fa03dc248284949855e040735b2e1070b2be","digest":"84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c","draw":0.0,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"act"}','ddfd260ae37c74cb0fa92f80c363a750f0babe306b91ed2b781f8bf4e2ad76ac');
INSERT INTO "audit" VALUES(121,'2026-11-23T10:03:20.000000+00:00','decision_approve','baton/autonomy',16,16,23,'{"alone":{"bound":0.05,"draw":0.0,"epoch":1,"evidence":109,"number":2,"picked":true,"rate":0.2,"version":"1f6974c20c2d87d6"},"closed":true,"id":20,"proof":"certificate","revision":1,"row":"0474bcd936426df9e09d813027526b6f2359b467af7b555f74c8831f17d451ad","run":"84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c","shown":"84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c","stage":1,"words":"dd96720cc445e906f9bd8f4d5677af1c7118bf1d0bd569bf0e2bb7665342d617"}','bc0bb0c7dde5aeef7befa1be9389380ab11ef099c59b467a282141a812794226');
INSERT INTO "audit" VALUES(122,'2026-11-23T10:03:20.000000+00:00','effect_started','baton',16,16,23,'{"digest":"84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c","key":"H-23-1"}','cfb8ac20eb6451f735fae68a0438baac84c6272ea7731825ab7568a452c55516');
INSERT INTO "audit" VALUES(123,'2026-11-23T10:03:20.000000+00:00','effect_done','baton',16,16,23,'{"attempts":1,"cause":"","key":"H-23-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','c96f9336dc8089fb5cb718ec3034fffa7d6f3a8c136cb76a811c2301de7da07d');
INSERT INTO "audit" VALUES(124,'2026-11-23T10:03:20.000000+00:00','run_finished','agent',16,16,NULL,'{}','c970e3aae502cf05af744e2638702a0a0e35a742f91d574b13bed655806b2794');
INSERT INTO "audit" VALUES(125,'2026-11-23T10:03:50.000000+00:00','act_checked','T1/UWEI',16,16,23,'{"verdict":"right","why":""}','3da39421dc9e8815fee6e2d30d0e92a76ebe83862d1d18b5134e3f7af48c450e');
INSERT INTO "audit" VALUES(126,'2026-11-23T10:03:50.000000+00:00','act_undone','T1/UMARIA',15,15,22,'{}','818a0b85bdcc9b73028f3ae532f29e89860e9e8350c80803c65d6184bea28e70');
INSERT INTO "audit" VALUES(127,'2026-11-23T10:03:50.000000+00:00','effect_started','baton',15,15,22,'{"digest":"cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca","key":"H-22-1-undo"}','be59fddfbab4676f19cb2d58e16f97b2ca6db760d0e383ae957e46dd8bd442c9');
INSERT INTO "audit" VALUES(128,'2026-11-23T10:03:50.000000+00:00','effect_done','baton',15,15,22,'{"attempts":1,"cause":"","key":"H-22-1-undo","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','3a249f9b41e475ad748b7a4f8abba190ecd2da5c47fff21a220a3a06f4ac0941');
INSERT INTO "audit" VALUES(129,'2026-11-23T10:03:50.000000+00:00','requested','T1/UJONAS',17,NULL,NULL,'{"text":"a6249a49a841f099979fb6d46f35ffae27ab493b980cde87ade386b691c29daf","via":"message","workflow":"refunds"}','bb5576292059f59e715df97ce361464d73fab3038fb3439a7d0435b420c2fc50');
INSERT INTO "audit" VALUES(130,'2026-11-23T10:03:50.000000+00:00','run_queued','baton',17,17,NULL,'{}','48ad30e1f3e910c1708e1cb848be9c579a3fd64a79a25b90beee84785c0741be');
INSERT INTO "audit" VALUES(131,'2026-11-23T10:03:50.000000+00:00','handoff_opened','agent',17,17,24,'{"agent":"scripted-1","card":"ab63fd07eb62cb60916e752fef7896d1d6d72e53dcd0daf4a36957d46e1169f7","digest":"ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.97,"step":"reversible","way":"act"}','bf6bf3f15c0f0ef2382b7f0260b807b9acf65e043182a8b1897f969ae51d56ee');
INSERT INTO "audit" VALUES(132,'2026-11-23T10:03:50.000000+00:00','decision_approve','baton/autonomy',17,17,24,'{"alone":{"bound":0.05,"draw":0.99,"epoch":1,"evidence":111,"number":3,"picked":false,"rate":0.2,"version":"1f6974c20c2d87d6"},"closed":true,"id":21,"proof":"certificate","revision":1,"row":"a2ac56a31e4a6144ed7215dcbe32ae8a34896af9318c40182d828fff554f9985","run":"ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9","shown":"ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9","stage":1,"words":"42e2023859451c5d5bef9644d35789b4200483fd477471cefe818eee2050901f"}','d78f81a7a3f618bfafd23dade1bfd82329687161bd1bee102477ab1ee1a3411c');
INSERT INTO "audit" VALUES(133,'2026-11-23T10:03:50.000000+00:00','effect_started','baton',17,17,24,'{"digest":"ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9","key":"H-24-1"}','6cd51728565aacb37244c76e13c9744a8c22026612c67f28c10a322f30f1dacd');
INSERT INTO "audit" VALUES(134,'2026-11-23T10:03:50.000000+00:00','effect_done','baton',17,17,24,'{"attempts":1,"cause":"","key":"H-24-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','9dc889bb75102264da5988dc62f7665367010f45c320840439bd0e97a25e6b63');
INSERT INTO "audit" VALUES(135,'2026-11-23T10:03:50.000000+00:00','run_finished','agent',17,17,NULL,'{}','19486ea00017bbe181772b04075d1123e7434c955b2013f9800eb8206c329ba0');
INSERT INTO "audit" VALUES(136,'2026-11-23T10:03:50.000000+00:00','act_reported','T1/UWEI',17,17,24,'{"choice":"decision","epoch":1}','aa7c71208ac6b9026eb3afa1f80a8c4e390e9ac726f73f180b57a15a55734ba1');
INSERT INTO "audit" VALUES(137,'2026-11-23T10:03:50.000000+00:00','act_undone','T1/UWEI',17,17,24,'{}','1584f59b08df503be8127d5ad4c883d2cfb493d977c89b958b5ba15487370cef');
INSERT INTO "audit" VALUES(138,'2026-11-23T10:03:50.000000+00:00','effect_started','baton',17,17,24,'{"digest":"ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9","key":"H-24-1-undo"}','b7e43e8d34bb6c5da415ee7dcaf76194aedca3c7c6bf8d9dee2699f77cdd11dd');
INSERT INTO "audit" VALUES(139,'2026-11-23T10:03:50.000000+00:00','effect_in_doubt','baton',17,17,24,'{"attempts":1,"cause":"","key":"H-24-1-undo","result":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}','96f6f59039c0dd4f43ae6ea559fa217b7ae5e4153e92a4d0156c44748090983f');
INSERT INTO "audit" VALUES(140,'2026-11-23T10:03:50.000000+00:00','requested','T1/UJONAS',18,NULL,NULL,'{"text":"89ce0456139f3b5eb15c407b8ddd45612a3e4c1ea1a53b670278256d69b8e97d","via":"message","workflow":"refunds"}','882f2975719b2e079c7f845624960132efa04e94c4ad5550a8f11f674b26d9b3');
INSERT INTO "audit" VALUES(141,'2026-11-23T10:03:50.000000+00:00','run_queued','baton',18,18,NULL,'{}','85df42b2340106909a31390b0b95459c014c987a968e9a489a815a3d4ea46e0e');
INSERT INTO "audit" VALUES(142,'2026-11-23T10:03:50.000000+00:00','handoff_opened','agent',18,18,25,'{"agent":"scripted-1","card":"8e4fd11736787d8ed081b240c26c757fde73e637292161bee43e5acd15d8699e","digest":"856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996","draw":0.99,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyless","way":"ask"}','7968de9f243aa9bc31d4830bc396e44d7bc50bae5ec2546469a4fb6ab63a4f27');
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
INSERT INTO "certificate" VALUES('refunds','keyless','923afd86c281a314','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":8,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,8,8,8,8,8]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"3aa23c0d27d489de","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','keyed','345d5f8ec4807add','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":1,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,1,1,1,1,1]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"b9273e306e9e89ad","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','once','7263e8071977e641','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":3,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,3,3,3,3,3]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"32c904760d6a779c","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','once_undo','7263e8071977e641','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":1,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,1,1,1,1,1]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"32c904760d6a779c","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','reversible','1f6974c20c2d87d6','{"acts":3,"alarm":{"looked":1,"stakes":[3.0000000000000004,10.0],"wrong":1},"bands":[[0,0],[0,0],[0,0],[77,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":1,"close":8,"counts":[[],[],[],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]],[[1.0,77,0]]],"epoch":1,"first":3,"intake":{"requests":79,"rung":0,"stake":1.0,"usual":0.031927610226822056},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":3,"planted":null,"reached":[0,0,0,79,79,79,79,79,79]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"f0d0953137cb7abd","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:50.000000+00:00');
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
INSERT INTO "decision" VALUES(2,2,2,1,'T1/UDANA','edit','no shipping','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1043"}','{"amount":"44.95","kind":"goods","order_id":"1043"}','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',8.38179563117611547973e-01,'8d116ece1738f7d93d9c172411e20b8f');
INSERT INTO "decision" VALUES(3,3,1,1,'T1/UMARIA','reject','no','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1044"}','{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',1.67167617175320581957e-01,'a170b33839263059f28c105d1fb17c23');
INSERT INTO "decision" VALUES(4,4,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1070"}','{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.161260822405057,'0cb1e29c658cda1495e60af593bd04cf');
INSERT INTO "decision" VALUES(5,5,1,1,'T1/UDANA','respond','happened','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1070"}','{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',NULL,'8e81973e0becd7b03898d190f9ebdacc');
INSERT INTO "decision" VALUES(6,6,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1071"}','{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',7.27986656638009654862e-01,'922766581e27a1c08a6a63ec24ede6a4');
INSERT INTO "decision" VALUES(7,7,1,1,'T1/UDANA','respond','again','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1071"}','{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',NULL,'ae97ba94d0eda82f8f6d05584ef8aa38');
INSERT INTO "decision" VALUES(8,8,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1072"}','{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.18508973112440374464e-02,'18f135d25f557203301850c5a38fd547');
INSERT INTO "decision" VALUES(9,9,1,1,'T1/UDANA','respond','drop','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1072"}','{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',NULL,'907a70c31012f037b64ce4228c38fb29');
INSERT INTO "decision" VALUES(10,10,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1073"}','{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.01848105497960439436e-01,'c6f877186d76b07e881ed162ae2eb154');
INSERT INTO "decision" VALUES(11,12,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1100"}','{"amount":"49.90","kind":"goods","order_id":"1100"}','db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e','db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','once',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',7.99367910717664664765e-01,'3f98e2774cbd87ad5c90a9587403e430');
INSERT INTO "decision" VALUES(12,13,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1101"}','{"amount":"49.90","kind":"goods","order_id":"1101"}','6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d','6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','once',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',9.52800847672292672285e-01,'4cdd2055930d6eaf14f4733f3e7d1bfb');
INSERT INTO "decision" VALUES(13,14,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1102"}','{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','once_undo',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',3.10354801211879749445e-01,'9be4bcfc49b64a0872e6cc3ababced20');
INSERT INTO "decision" VALUES(14,15,1,1,'T1/UDANA','take_over','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1102"}','{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','once_undo',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',3.10354801211879749445e-01,'830e07bc1e398f1012bd4acefaecbd38');
INSERT INTO "decision" VALUES(15,16,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1061"}','{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','once',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',9.19794711287765243135e-01,'6bf46c697d2caf82eeeacbe226e87555');
INSERT INTO "decision" VALUES(16,18,1,1,'T1/UJONAS','respond','1090','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:00:00.000000+00:00',1,'refunds','',NULL,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',NULL,'ca02135e92b1d3f28ede0d7ac3baea9e');
INSERT INTO "decision" VALUES(17,20,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1000"}','{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:10.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'7f26144b98289fcd59a54a7bb1fee08f');
INSERT INTO "decision" VALUES(18,21,1,1,'T1/UDANA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1001"}','{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:20.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'451abd81f1d69ed617f5e837d70820fe');
INSERT INTO "decision" VALUES(19,22,1,1,'baton/autonomy','approve','','',0,'certificate','{"amount":"49.90","kind":"goods","order_id":"2042"}','{"amount":"49.90","kind":"goods","order_id":"2042"}','cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca','cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca',NULL,'2026-11-23T10:03:20.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'4f426dcbb394fb36bb2d420f0f88080b');
INSERT INTO "decision" VALUES(20,23,1,1,'baton/autonomy','approve','','',0,'certificate','{"amount":"49.90","kind":"goods","order_id":"2043"}','{"amount":"49.90","kind":"goods","order_id":"2043"}','84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c','84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c',NULL,'2026-11-23T10:03:20.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.0,'b774eb5248db40af72158370d269a9a5');
INSERT INTO "decision" VALUES(21,24,1,1,'baton/autonomy','approve','','',0,'certificate','{"amount":"49.90","kind":"goods","order_id":"2044"}','{"amount":"49.90","kind":"goods","order_id":"2044"}','ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9','ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9',NULL,'2026-11-23T10:03:50.000000+00:00',0,'refunds','reversible',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,'5affb2297631a992f0ce583505c6af07');
CREATE TABLE desk (                  -- a person's own digest
  person TEXT PRIMARY KEY,
  digest TEXT NOT NULL DEFAULT '',   -- their local time of day, 'never', or '' for the team's
  day TEXT NOT NULL DEFAULT '',      -- the newest local date whose digest was claimed
  upto TEXT NOT NULL DEFAULT ''      -- what happened until then was told
) STRICT;
CREATE TABLE "due" (kind TEXT NOT NULL, subject INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
INSERT INTO "due" VALUES('deadline',11,'2026-11-23T10:30:00.000000+00:00');
INSERT INTO "due" VALUES('deadline',17,'2026-11-23T10:30:00.000000+00:00');
INSERT INTO "due" VALUES('deadline',19,'2026-11-23T10:30:00.000000+00:00');
INSERT INTO "due" VALUES('deadline',25,'2026-11-23T10:33:50.000000+00:00');
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
INSERT INTO "effect" VALUES('H-2-2',2,2,'keyless','done','{"amount":"44.95","kind":"goods","order_id":"1043"}',1,'{"refunded":"44.95"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-4-1',4,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1070"}',1,'{"settled_by":"Dana"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-6-1',6,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1071"}',2,'{"refunded":"49.90"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-8-1',8,1,'keyless','failed','{"amount":"49.90","kind":"goods","order_id":"1072"}',1,NULL,'Dana','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','dropped');
INSERT INTO "effect" VALUES('H-10-1',10,1,'keyless','in_doubt','{"amount":"49.90","kind":"goods","order_id":"1073"}',1,NULL,'it failed with Lost','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "effect" VALUES('H-12-1',12,1,'once','done','{"amount":"49.90","kind":"goods","order_id":"1100"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-13-1',13,1,'once','failed','{"amount":"49.90","kind":"goods","order_id":"1101"}',1,NULL,'It was refunded before.','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','refused');
INSERT INTO "effect" VALUES('H-14-1',14,1,'once_undo','failed','{"amount":"49.90","kind":"goods","order_id":"1102"}',0,NULL,'Maria took the approval back; H-15 asks again','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','never');
INSERT INTO "effect" VALUES('H-16-1',16,1,'once','failed','{"amount":"49.90","kind":"goods","order_id":"1061"}',0,NULL,'the facts changed before it ran; H-17 asks again','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','never');
INSERT INTO "effect" VALUES('H-20-1',20,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1000"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00','');
INSERT INTO "effect" VALUES('H-21-1',21,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"1001"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-22-1',22,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"2042"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-23-1',23,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"2043"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "effect" VALUES('H-22-1-undo',22,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"2042"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00','');
INSERT INTO "effect" VALUES('H-24-1',24,1,'reversible','done','{"amount":"49.90","kind":"goods","order_id":"2044"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00','');
INSERT INTO "effect" VALUES('H-24-1-undo',24,1,'reversible','in_doubt','{"amount":"49.90","kind":"goods","order_id":"2044"}',1,NULL,'no answer came back (Lost)','2026-11-23T10:03:50.000000+00:00',NULL,'');
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
INSERT INTO "evidence" VALUES(4,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(5,'refunds','keyless','923afd86c281a314',1,'decision',2,'T1/UDANA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(6,'refunds','keyed','345d5f8ec4807add',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(7,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(8,'refunds','keyed','345d5f8ec4807add',1,'decision',3,'T1/UMARIA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(9,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(10,'refunds','keyless','923afd86c281a314',1,'decision',4,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(11,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(12,'refunds','keyless','923afd86c281a314',1,'decision',6,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(13,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(14,'refunds','keyless','923afd86c281a314',1,'decision',8,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(15,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(16,'refunds','keyless','923afd86c281a314',1,'decision',10,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(17,'refunds','once','7263e8071977e641',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(18,'refunds','once','7263e8071977e641',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(19,'refunds','once','7263e8071977e641',1,'decision',12,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(20,'refunds','once','7263e8071977e641',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(21,'refunds','once','7263e8071977e641',1,'decision',13,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(22,'refunds','once_undo','7263e8071977e641',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(23,'refunds','once_undo','7263e8071977e641',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(24,'refunds','once_undo','7263e8071977e641',1,'decision',15,'T1/UDANA','T1/UJONAS',0.9,0,1.0,'always asked, or asked again','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(25,'refunds','once','7263e8071977e641',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(26,'refunds','once','7263e8071977e641',1,'decision',16,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(27,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(28,'refunds','reversible','1f6974c20c2d87d6',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(29,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(30,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(31,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(32,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(33,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(34,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(35,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(36,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(37,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(38,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(39,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(40,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(41,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(42,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(43,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(44,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(45,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(46,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(47,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(48,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(49,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(50,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(51,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(52,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(53,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(54,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(55,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(56,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(57,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(58,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(59,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(60,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(61,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(62,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(63,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(64,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(65,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(66,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(67,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(68,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(69,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(70,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(71,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(72,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(73,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(74,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(75,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(76,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(77,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(78,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(79,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(80,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(81,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(82,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(83,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(84,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(85,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(86,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(87,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(88,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(89,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(90,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(91,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(92,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(93,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(94,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(95,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(96,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(97,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(98,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(99,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(100,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(101,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(102,'refunds','reversible','1f6974c20c2d87d6',1,'sample',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(103,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(104,'refunds','reversible','1f6974c20c2d87d6',1,'decision',20,'T1/UMARIA','T1/UJONAS',0.97,0,1.0,'','2026-11-23T10:03:10.000000+00:00');
INSERT INTO "evidence" VALUES(105,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:10.000000+00:00');
INSERT INTO "evidence" VALUES(106,'refunds','reversible','1f6974c20c2d87d6',1,'decision',21,'T1/UDANA','T1/UJONAS',0.97,0,1.0,'','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "evidence" VALUES(107,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "evidence" VALUES(108,'refunds','reversible','1f6974c20c2d87d6',1,'act',22,'','',0.97,0,1.0,'','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "evidence" VALUES(109,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "evidence" VALUES(110,'refunds','reversible','1f6974c20c2d87d6',1,'check',23,'T1/UWEI','T1/UJONAS',0.97,0,1.0,'','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "evidence" VALUES(111,'refunds','reversible','1f6974c20c2d87d6',1,'request',NULL,'','',0.97,0,1.0,'','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "evidence" VALUES(112,'refunds','reversible','1f6974c20c2d87d6',1,'act',24,'','',0.97,0,1.0,'','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "evidence" VALUES(113,'refunds','reversible','1f6974c20c2d87d6',1,'report',24,'T1/UWEI','',0.97,1,1.0,'','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "evidence" VALUES(114,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:03:50.000000+00:00');
CREATE TABLE fit (                   -- each time that a workflow's agent learned from decisions
  workflow TEXT NOT NULL,
  number INTEGER NOT NULL,
  upto INTEGER NOT NULL,             -- the id of the newest decision in it
  lessons INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workflow, number)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "handoff" VALUES(1,1,1,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',2.44375262227624512334e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(2,2,2,'approval','approved','refunds','keyless',2,1,0,'{"amount":"44.95","kind":"goods","order_id":"1043"}','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',8.38179563117611547973e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(3,3,3,'approval','rejected','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',1.67167617175320581957e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','345d5f8ec4807add',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(4,4,4,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.161260822405057,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(5,4,4,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.161260822405057,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','H-4-1','requester','','[2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(6,5,5,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',7.27986656638009654862e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(7,5,5,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',7.27986656638009654862e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','H-6-1','requester','','[4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(8,6,6,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.18508973112440374464e-02,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(9,6,6,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.18508973112440374464e-02,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','H-8-1','requester','','[6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(10,7,7,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.01848105497960439436e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[8,6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(11,7,7,'doubt','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.01848105497960439436e-01,NULL,'2026-11-23T10:30:00.000000+00:00',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'H-10-1','requester','','[8,6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(12,8,8,'approval','approved','refunds','once',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1100"}','db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',7.99367910717664664765e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(13,9,9,'approval','approved','refunds','once',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1101"}','6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',9.52800847672292672285e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[12]','ask','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(14,10,10,'approval','approved','refunds','once_undo',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',3.10354801211879749445e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(15,10,10,'approval','taken_over','refunds','once_undo',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',3.10354801211879749445e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(16,11,11,'approval','approved','refunds','once',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',9.19794711287765243135e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[13,12]','ask','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(17,11,11,'approval','waiting','refunds','once',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','','[]','{"assessment":"looks right","doubts":[{"changes_answer":true,"field":"","settled_by":"","what":"Not run: since it was asked, something changed. Paid was 49.90, is 0.00."}],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',9.19794711287765243135e-01,NULL,'2026-11-23T10:30:00.000000+00:00',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'','requester','','[13,12]','never','7263e8071977e641',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(18,12,12,'question','answered','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','Which order?','["1090","1091"]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',NULL,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',NULL,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0,'');
INSERT INTO "handoff" VALUES(19,12,12,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1090"}','48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',6.92128639081932450771e-01,NULL,'2026-11-23T10:30:00.000000+00:00',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'','requester','','[8,6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(20,13,13,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:10.000000+00:00','','requester','','[]','ask','1f6974c20c2d87d6',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(21,14,14,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:20.000000+00:00','','requester','','[20]','ask','1f6974c20c2d87d6',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(22,15,15,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"2042"}','cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','[]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','','requester','','[21,20]','act','1f6974c20c2d87d6',1,0.2,1.0,'');
INSERT INTO "handoff" VALUES(23,16,16,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"2043"}','84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','[]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.0,NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','','requester','','[21,20]','act','1f6974c20c2d87d6',1,0.2,1.0,'');
INSERT INTO "handoff" VALUES(24,17,17,'approval','approved','refunds','reversible',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"2044"}','ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','[]',0.97,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,NULL,0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00','','requester','','[21,20]','act','1f6974c20c2d87d6',1,0.2,1.0,'');
INSERT INTO "handoff" VALUES(25,18,18,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1099"}','856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',0.99,NULL,'2026-11-23T10:33:50.000000+00:00',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'','requester','','[8,6,4,2,1]','ask','923afd86c281a314',1,1.0,1.0,'');
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
CREATE TABLE hours (                 -- what people set for themselves in App Home
  person TEXT PRIMARY KEY,
  week TEXT NOT NULL DEFAULT '',     -- as files write it: Mon-Fri 09:00-18:00; '' = as the team's file says
  back_on TEXT NOT NULL DEFAULT '',  -- away until this local date
  at TEXT NOT NULL
) STRICT;
CREATE TABLE "inbox" (key TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, received_at TEXT NOT NULL, handled_at TEXT, failures INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "inbox" VALUES('click:11','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:12','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:14','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:15','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:17','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:19','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:2','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:21','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:23','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:24','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:25','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:27','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:29','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:31','click','','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:33','click','','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:36','click','','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:37','click','','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:39','click','','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:4','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:6','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:8','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:9','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
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
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
INSERT INTO "note" VALUES(1,12,'answer:click:29','T1/UJONAS','answer','1090','2026-11-23T10:00:00.000000+00:00');
CREATE TABLE once (                  -- one done or running effect for each value of a step's `once` arguments
  step TEXT NOT NULL,                -- workflow/step.argument
  value TEXT NOT NULL,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  PRIMARY KEY (step, value)
) STRICT;
INSERT INTO "once" VALUES('refunds/once.order_id','1100',12);
INSERT INTO "once" VALUES('refunds/reversible.order_id','1000',20);
INSERT INTO "once" VALUES('refunds/reversible.order_id','1001',21);
INSERT INTO "once" VALUES('refunds/reversible.order_id','2043',23);
INSERT INTO "once" VALUES('refunds/reversible.order_id','2044',24);
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
INSERT INTO "outbox" VALUES(1,'card:1:7','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(2,'requester:1:1:got_it:','request:1','requester',1,1,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(3,'card:1:8','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(4,'card:1:10','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(5,'thread:1:result:','card:1','thread',1,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(6,'requester:1:1:outcome:','request:1','requester',1,1,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(7,'card:2:14','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(8,'requester:2:2:got_it:','request:2','requester',2,2,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(9,'card:2:15','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(10,'card:2:17','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(11,'thread:2:result:','card:2','thread',2,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(12,'requester:2:2:outcome:','request:2','requester',2,2,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(13,'card:3:22','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(14,'requester:3:3:got_it:','request:3','requester',3,3,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(15,'card:3:23','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(16,'thread:3:result:','card:3','thread',3,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(17,'requester:3:3:outcome:','request:3','requester',3,3,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(18,'card:4:27','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(19,'requester:4:4:got_it:','request:4','requester',4,4,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(20,'card:4:28','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(21,'card:4:30','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(22,'card:5:30','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(23,'requester:4:5:in_doubt:','request:4','requester',5,4,'{"what":"in_doubt"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(24,'card:5:31','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(25,'answer:click:9','answer:click:9','answer',5,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(26,'card:4:32','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(27,'thread:4:result:','card:4','thread',4,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(28,'requester:4:4:outcome:','request:4','requester',4,4,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(29,'card:6:36','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(30,'requester:5:6:got_it:','request:5','requester',6,5,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(31,'card:6:37','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(32,'card:6:39','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(33,'card:7:39','card:7','card',7,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(34,'requester:5:7:in_doubt:','request:5','requester',7,5,'{"what":"in_doubt"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(35,'card:7:40','card:7','card',7,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(36,'answer:click:12','answer:click:12','answer',7,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(37,'card:6:42','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(38,'thread:6:result:','card:6','thread',6,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(39,'requester:5:6:outcome:','request:5','requester',6,5,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(40,'card:8:46','card:8','card',8,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(41,'requester:6:8:got_it:','request:6','requester',8,6,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(42,'card:8:47','card:8','card',8,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(43,'card:8:49','card:8','card',8,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(44,'card:9:49','card:9','card',9,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(45,'requester:6:9:in_doubt:','request:6','requester',9,6,'{"what":"in_doubt"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(46,'card:9:50','card:9','card',9,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(47,'answer:click:15','answer:click:15','answer',9,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(48,'card:8:51','card:8','card',8,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(49,'thread:8:result:','card:8','thread',8,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(50,'requester:6:8:outcome:','request:6','requester',8,6,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(51,'card:10:55','card:10','card',10,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(52,'requester:7:10:got_it:','request:7','requester',10,7,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(53,'card:10:56','card:10','card',10,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(54,'card:10:58','card:10','card',10,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(55,'card:11:58','card:11','card',11,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(56,'requester:7:11:in_doubt:','request:7','requester',11,7,'{"what":"in_doubt"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(57,'card:12:62','card:12','card',12,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(58,'requester:8:12:got_it:','request:8','requester',12,8,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(59,'card:12:63','card:12','card',12,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(60,'answer:click:19','answer:click:19','answer',12,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(61,'card:12:65','card:12','card',12,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(62,'thread:12:result:','card:12','thread',12,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(63,'requester:8:12:outcome:','request:8','requester',12,8,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(64,'card:13:69','card:13','card',13,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(65,'requester:9:13:got_it:','request:9','requester',13,9,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(66,'card:13:70','card:13','card',13,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(67,'answer:click:21','answer:click:21','answer',13,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(68,'card:13:72','card:13','card',13,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(69,'thread:13:result:','card:13','thread',13,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(70,'requester:9:13:outcome:','request:9','requester',13,9,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(71,'card:14:77','card:14','card',14,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(72,'requester:10:14:got_it:','request:10','requester',14,10,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(73,'card:14:78','card:14','card',14,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(74,'answer:click:23','answer:click:23','answer',14,NULL,'{"channel":"C1","runs_at":"2026-11-23T10:00:05+00:00","thread":"","user":"UMARIA","what":"undo"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(75,'card:14:80','card:14','card',14,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(76,'card:15:80','card:15','card',15,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(77,'answer:click:24','answer:click:24','answer',14,NULL,'{"again":"H-15","channel":"C1","thread":"","user":"UMARIA","what":"undone"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(78,'card:15:81','card:15','card',15,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(79,'answer:click:25','answer:click:25','answer',15,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(80,'thread:15:taken_over:','card:15','thread',15,NULL,'{"what":"taken_over"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(81,'requester:10:15:taken_over:','request:10','requester',15,10,'{"what":"taken_over"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(82,'card:16:85','card:16','card',16,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(83,'requester:11:16:got_it:','request:11','requester',16,11,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(84,'card:16:86','card:16','card',16,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(85,'answer:click:27','answer:click:27','answer',16,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(86,'card:17:88','card:17','card',17,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(87,'card:16:88','card:16','card',16,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(88,'thread:16:result:','card:16','thread',16,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(89,'requester:12:18:question:','request:12','requester',18,12,'{"what":"question"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(90,'requester:12:18:noted:','request:12','requester',18,12,'{"what":"noted"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(91,'card:19:93','card:19','card',19,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(92,'requester:12:19:got_it:','request:12','requester',19,12,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(93,'card:20:98','card:20','card',20,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(94,'requester:13:20:got_it:','request:13','requester',20,13,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(95,'card:20:99','card:20','card',20,NULL,'{}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(96,'answer:click:31','answer:click:31','answer',20,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(97,'card:20:101','card:20','card',20,NULL,'{}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(98,'thread:20:result:','card:20','thread',20,NULL,'{"what":"result"}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(99,'requester:13:20:outcome:','request:13','requester',20,13,'{"what":"outcome"}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(100,'card:21:105','card:21','card',21,NULL,'{}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(101,'requester:14:21:got_it:','request:14','requester',21,14,'{"what":"got_it"}',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(102,'autonomy:earned:106:refunds','autonomy:refunds/reversible','autonomy',NULL,NULL,'{"acts":"acts alone when its score is 0.95 or more","first":true,"samples":74,"step":"reversible","took":"What it took: 76 reviewed decisions, none changed: at most 5.0% wrong, with 95% confidence. Your limit is 5%.\nIt measures what people changed; planted mistakes are off, so it cannot tell what they missed.","what":"earned","workflow":"refunds"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(103,'card:21:107','card:21','card',21,NULL,'{}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(104,'answer:click:33','answer:click:33','answer',21,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(105,'card:21:109','card:21','card',21,NULL,'{}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(106,'thread:21:result:','card:21','thread',21,NULL,'{"what":"result"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(107,'requester:14:21:outcome:','request:14','requester',21,14,'{"what":"outcome"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(108,'card:22:116','card:22','card',22,NULL,'{}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(109,'requester:15:22:outcome:','request:15','requester',22,15,'{"what":"outcome"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(110,'card:23:123','card:23','card',23,NULL,'{}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(111,'check:23:123','check:23','autonomy',23,NULL,'{"step":"reversible","what":"check","workflow":"refunds"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(112,'requester:16:23:outcome:','request:16','requester',23,16,'{"what":"outcome"}',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(113,'check:23:125','check:23','autonomy',23,NULL,'{"step":"reversible","what":"check","workflow":"refunds"}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(114,'card:22:128','card:22','card',22,NULL,'{}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(115,'card:24:134','card:24','card',24,NULL,'{}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(116,'requester:17:24:outcome:','request:17','requester',24,17,'{"what":"outcome"}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(117,'card:24:136','card:24','card',24,NULL,'{}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(118,'answer:click:39','answer:click:39','answer',24,NULL,'{"channel":"C1","left":2,"owner":false,"reopens":true,"stopped":false,"thread":"","user":"UWEI","what":"reported"}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(119,'card:24:139','card:24','card',24,NULL,'{}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(120,'card:25:142','card:25','card',25,NULL,'{}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(121,'requester:18:25:got_it:','request:18','requester',25,18,'{"what":"got_it"}',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL,'');
CREATE TABLE planted (               -- cards that are known to be wrong
  handoff_id INTEGER PRIMARY KEY REFERENCES handoff(id),
  like_id INTEGER NOT NULL REFERENCES handoff(id),   -- the case that it repeats
  field TEXT NOT NULL,               -- the argument that is another case's
  caught INTEGER,                    -- NULL: not decided, or taken over
  person TEXT NOT NULL DEFAULT '',
  at TEXT
) STRICT;
CREATE TABLE "post" (key TEXT PRIMARY KEY, channel TEXT NOT NULL, ts TEXT NOT NULL, at TEXT NOT NULL, shown TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE precedent (             -- handoffs that people decided: their words are found by precedent_words
  id INTEGER PRIMARY KEY REFERENCES handoff(id),
  request_id INTEGER NOT NULL REFERENCES request(id),
  workflow TEXT NOT NULL,
  step TEXT NOT NULL
) STRICT;
INSERT INTO "precedent" VALUES(1,1,'refunds','keyless');
INSERT INTO "precedent" VALUES(2,2,'refunds','keyless');
INSERT INTO "precedent" VALUES(3,3,'refunds','keyed');
INSERT INTO "precedent" VALUES(4,4,'refunds','keyless');
INSERT INTO "precedent" VALUES(6,5,'refunds','keyless');
INSERT INTO "precedent" VALUES(8,6,'refunds','keyless');
INSERT INTO "precedent" VALUES(12,8,'refunds','once');
INSERT INTO "precedent" VALUES(13,9,'refunds','once');
INSERT INTO "precedent" VALUES(15,10,'refunds','once_undo');
INSERT INTO "precedent" VALUES(20,13,'refunds','reversible');
INSERT INTO "precedent" VALUES(21,14,'refunds','reversible');
INSERT OR REPLACE INTO "precedent_words_config" VALUES('pgsz',1000);
INSERT OR REPLACE INTO "precedent_words_config" VALUES('version',4);
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1,X'0B162158');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(10,X'00000001010B0B000B0101010201010301010401010501010601010701010801010901010A01010B0101');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(137438953473,X'000000AC053031303432010C0101020102090102343901060102030102393001060102040106616D6F756E740106010202010463616D6501060101040105676F6F6473010601020601026964010601020801046B696E64010601020501056E65766572010601010301056F726465720106010207011F73373236353636373536653634373332663662363537393663363537333733010203010F773732363536363735366536343733010202040E09090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(274877906945,X'000000B1053031303432020601010204013302060102090102343402060102030102393502060102040106616D6F756E740206010202010463616D6502060101040105676F6F6473020601020601026964020601020801046B696E64020601020501056E65766572020601010301056F726465720206010207011F73373236353636373536653634373332663662363537393663363537333733020203010F773732363536363735366536343733020202040B0809090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(412316860417,X'000000AD053031303432030601010204013403060102090102343903060102030102393003060102040106616D6F756E740306010202010463616D6503060101040105676F6F6473030601020601026964030601020801046B696E64030601020501056E65766572030601010301056F726465720306010207011B733732363536363735366536343733326636623635373936353634030203010F773732363536363735366536343733030202040B0809090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(549755813889,X'000000B205303130343204060101020302373004060102090102343904060102030102393004060102040106616D6F756E740406010202010463616D6504060101040105676F6F6473040601020601026964040601020801046B696E64040601020501056E65766572040601010301056F726465720406010207011F73373236353636373536653634373332663662363537393663363537333733040203010F773732363536363735366536343733040202040B0909090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(687194767361,X'000000B205303130343206060101020302373106060102090102343906060102030102393006060102040106616D6F756E740606010202010463616D6506060101040105676F6F6473060601020601026964060601020801046B696E64060601020501056E65766572060601010301056F726465720606010207011F73373236353636373536653634373332663662363537393663363537333733060203010F773732363536363735366536343733060202040B0909090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(824633720833,X'000000B205303130343208060101020302373208060102090102343908060102030102393008060102040106616D6F756E740806010202010463616D6508060101040105676F6F6473080601020601026964080601020801046B696E64080601020501056E65766572080601010301056F726465720806010207011F73373236353636373536653634373332663662363537393663363537333733080203010F773732363536363735366536343733080202040B0909090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(962072674305,X'000000AD0530313034320C0601010202033130300C06010209010234390C06010203010239300C060102040106616D6F756E740C06010202010463616D650C060101040105676F6F64730C06010206010269640C0601020801046B696E640C0601020501056E657665720C0601010301056F726465720C060102070119733732363536363735366536343733326636663665363336350C0203010F7737323635363637353665363437330C0202040B0A09090D0B0C090B0C0C1E');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1099511627777,X'000000AD0530313034320D0601010202033130310D06010209010234390D06010203010239300D060102040106616D6F756E740D06010202010463616D650D060101040105676F6F64730D06010206010269640D0601020801046B696E640D0601020501056E657665720D0601010301056F726465720D060102070119733732363536363735366536343733326636663665363336350D0203010F7737323635363637353665363437330D0202040B0A09090D0B0C090B0C0C1E');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1236950581249,X'000000B70530313034320F0601010202033130320F06010209010234390F06010203010239300F060102040106616D6F756E740F06010202010463616D650F060101040105676F6F64730F06010206010269640F0601020801046B696E640F0601020501056E657665720F0601010301056F726465720F06010207012373373236353636373536653634373332663666366536333635356637353665363436660F0203010F7737323635363637353665363437330F0202040B0A09090D0B0C090B0C0C28');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1374389534721,X'000000B805303130303014060102090302343214060101020102343914060102030102393014060102040106616D6F756E741406010202010463616D6514060101040105676F6F6473140601020601026964140601020801046B696E64140601020501056E65766572140601010301056F726465721406010207012573373236353636373536653634373332663732363537363635373237333639363236633635140203010F773732363536363735366536343733140202040B0909090D0B0C090B0C0C2A');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1511828488193,X'000000B805303130303115060102090302343215060101020102343915060102030102393015060102040106616D6F756E741506010202010463616D6515060101040105676F6F6473150601020601026964150601020801046B696E64150601020501056E65766572150601010301056F726465721506010207012573373236353636373536653634373332663732363537363635373237333639363236633635150203010F773732363536363735366536343733150202040B0909090D0B0C090B0C0C2A');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(1,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(2,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(3,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(4,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(6,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(8,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(12,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(13,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(15,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(20,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(21,X'020308');
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(1,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(2,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(3,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(4,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(5,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(6,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(7,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(8,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(9,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(10,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(11,X'',2);
CREATE TABLE prompt (                -- the fixed part of requests to a model: system and tools, byte for byte
  digest TEXT PRIMARY KEY,           -- its sha256
  body BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE proof (                 -- decisions that were given with a code
  decision_id INTEGER PRIMARY KEY REFERENCES decision(id),
  set_up_at TEXT NOT NULL            -- since when the person had these codes
) STRICT;
CREATE TABLE recovery (              -- recovery codes, each good once
  code_id INTEGER NOT NULL REFERENCES code(id),
  hash TEXT NOT NULL,                -- scrypt
  used_at TEXT,
  PRIMARY KEY (code_id, hash)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "request" VALUES(2,'message:3','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b0d549b6f03675a1600a35a099950d8','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(3,'message:5','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','90c192cfd3ac94af0f21ddb66cad4a26','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(4,'message:7','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','0fd630f1f29d0da9953f48f1a09f76b5','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(5,'message:10','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b4cb2424a23d5962217beaddbc496cb','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(6,'message:13','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','923a736994e3bf911a61dbe22e44158b','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(7,'message:16','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','7f15052434b9b5df9e7769b10f4205b4','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(8,'message:18','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','ec66a78795e761d17731af10506bf2ef','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(9,'message:20','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','c7a2ea20b2f14c942e05319acb5c7427','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(10,'message:22','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','57ee05cde00902c77ebff20686734721','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(11,'message:26','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','5790f82ec1d3fcff2a3af4d46b0a18e8','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(12,'message:28','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','13deef86ab1031d0f646e1f40a097c97','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(13,'message:30','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','571242425051c1ccd17f9acae01f5057','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:10.000000+00:00');
INSERT INTO "request" VALUES(14,'message:32','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','119a72d174c9df6acc011cdd9474031b','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "request" VALUES(15,'message:34','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','10a3d6b2aa05e11ab2715945795e8229','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "request" VALUES(16,'message:35','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','ae658f33fe3b890b93f448b3a5aa3c81','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "request" VALUES(17,'message:38','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','58d5563dab2cd31ee315128862c33a4f','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "request" VALUES(18,'message:40','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','7e62aa0a1df9fd789c6539382b0537e6','2026-11-23T10:03:50.000000+00:00',NULL);
CREATE TABLE "revision" (handoff_id INTEGER NOT NULL REFERENCES handoff(id), revision INTEGER NOT NULL, args TEXT NOT NULL, args_digest TEXT NOT NULL, brief TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, shown_at TEXT, PRIMARY KEY (handoff_id, revision)) STRICT, WITHOUT ROWID;
INSERT INTO "revision" VALUES(1,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,1,'{"amount":"49.90","kind":"goods","order_id":"1043"}','3cf51d38fcb028e6d77a465d106349178dda073e27daf68befa210b902588452','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,2,'{"amount":"44.95","kind":"goods","order_id":"1043"}','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','T1/UDANA','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,1,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(4,1,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(5,1,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','baton','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,1,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(7,1,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','baton','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(8,1,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(9,1,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','baton','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(10,1,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(11,1,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','baton','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(12,1,'{"amount":"49.90","kind":"goods","order_id":"1100"}','db86fe744539038f82d9408f13ad1e20238a0bb53fa0004e95883437dd2b875e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(13,1,'{"amount":"49.90","kind":"goods","order_id":"1101"}','6999ac1c2600d149183bd67d2a24b074e22eb4c78fcf27934f34608b5bb1523d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(14,1,'{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(15,1,'{"amount":"49.90","kind":"goods","order_id":"1102"}','d3bd27fa85331c6e3e4b58b5817b6dcd02b110bc72abb55504932b1695eb8204','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','T1/UMARIA','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(16,1,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(17,1,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','{"assessment":"looks right","doubts":[{"changes_answer":true,"field":"","settled_by":"","what":"Not run: since it was asked, something changed. Paid was 49.90, is 0.00."}],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','baton','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(18,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(19,1,'{"amount":"49.90","kind":"goods","order_id":"1090"}','48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(20,1,'{"amount":"49.90","kind":"goods","order_id":"1000"}','a0e474bd7660a539057f03d74363c813cc7a84c1088c139e4d876b78bcd978aa','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "revision" VALUES(21,1,'{"amount":"49.90","kind":"goods","order_id":"1001"}','2b14b433454f3aa465b32b7034de6d1a088d1a511d5797264a65e648f7837dd4','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00');
INSERT INTO "revision" VALUES(22,1,'{"amount":"49.90","kind":"goods","order_id":"2042"}','cae88726f28cdbc26ed7cafeaabd76c381b1080c96791277a3da6e14a5a1b4ca','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(23,1,'{"amount":"49.90","kind":"goods","order_id":"2043"}','84f6699857a59283d189ec6e53df1e57afae275da771eab2155f9ea13196969c','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:20.000000+00:00',NULL);
INSERT INTO "revision" VALUES(24,1,'{"amount":"49.90","kind":"goods","order_id":"2044"}','ab127bc682d8e548f8d5fe16ecee25970349b4230e33c8fd98ab4f2a2f7813b9','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:50.000000+00:00',NULL);
INSERT INTO "revision" VALUES(25,1,'{"amount":"49.90","kind":"goods","order_id":"1099"}','856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:50.000000+00:00',NULL);
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
INSERT INTO "run" VALUES(2,2,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(3,3,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(4,4,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(5,5,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(6,6,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(7,7,'parked','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(8,8,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(9,9,'finished','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(10,10,'taken_over','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(11,11,'parked','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(12,12,'parked','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(13,13,'finished','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:10.000000+00:00');
INSERT INTO "run" VALUES(14,14,'finished','auto','scripted-1',0,'2026-11-23T10:03:10.000000+00:00','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "run" VALUES(15,15,'finished','auto','scripted-1',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "run" VALUES(16,16,'finished','auto','scripted-1',0,'2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00','2026-11-23T10:03:20.000000+00:00');
INSERT INTO "run" VALUES(17,17,'finished','auto','scripted-1',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00');
INSERT INTO "run" VALUES(18,18,'parked','auto','scripted-1',0,'2026-11-23T10:03:50.000000+00:00','2026-11-23T10:03:50.000000+00:00',NULL);
CREATE TABLE secret (                -- values that stand nowhere else: everywhere else their placeholders stand
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  field TEXT NOT NULL,
  sealed TEXT NOT NULL,              -- bound to this row; empty once erased
  at TEXT NOT NULL
) STRICT;
CREATE TABLE seed (                  -- draws of one UTC day; the record has its seal first, and the seed a day later
  day TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  opened_at TEXT
) STRICT;
INSERT INTO "seed" VALUES('2026-11-23','50a4a3a6d07f5c0c332f8b1224083fd22b902f8911e81818f8c99d5d5d983195','2026-11-23T10:00:00.000000+00:00',NULL);
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
CREATE TABLE slot (                  -- a scheduled job ran for this slot
  job TEXT NOT NULL,
  slot TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (job, slot)
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
CREATE TABLE tool_pin (              -- what the tools of plugins are; the record holds the sha256 of each
  server TEXT NOT NULL,
  tool TEXT NOT NULL,
  definition TEXT NOT NULL,          -- name, description, schema of the arguments, hints: as the server said
  digest TEXT NOT NULL,
  pinned_at TEXT NOT NULL,
  changed_at TEXT,                   -- when it took the place of another one
  PRIMARY KEY (server, tool)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "turn" VALUES(1,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',1,1,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(2,1,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(3,1,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(4,2,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(5,2,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(6,3,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(7,3,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(8,4,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(9,4,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(10,5,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(11,5,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(12,6,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(13,6,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(14,7,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,4,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(15,8,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"once"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(16,8,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(17,9,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"once"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(18,9,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(19,10,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"once_undo"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(20,11,'read','find_order','{"order_id":"1061"}','{"paid":"49.90"}',16,1,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(21,11,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"once"}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(22,11,'read','find_order','{"order_id":"1061"}','{"paid":"0.00"}',17,1,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(23,12,'move','Question','{}','{"kind":"Question","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(24,12,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(25,13,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(26,13,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:10.000000+00:00','');
INSERT INTO "turn" VALUES(27,14,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:03:10.000000+00:00','');
INSERT INTO "turn" VALUES(28,14,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "turn" VALUES(29,15,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "turn" VALUES(30,15,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "turn" VALUES(31,16,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "turn" VALUES(32,16,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:20.000000+00:00','');
INSERT INTO "turn" VALUES(33,17,'move','Proposal','{}','{"kind":"Proposal","score":0.97,"step":"reversible"}',NULL,NULL,0,'2026-11-23T10:03:50.000000+00:00','');
INSERT INTO "turn" VALUES(34,17,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:50.000000+00:00','');
INSERT INTO "turn" VALUES(35,18,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:03:50.000000+00:00','');
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
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE INDEX handoff_ended ON handoff(closed_at) WHERE closed_at IS NOT NULL;
CREATE TRIGGER audit_follows BEFORE INSERT ON audit WHEN NEW.seq <= (SELECT max(seq) FROM audit) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE INDEX audit_rules ON audit(seq) WHERE kind = 'rules';
CREATE INDEX turn_handoff ON turn(handoff_id) WHERE handoff_id IS NOT NULL;
CREATE INDEX inbox_unhandled ON inbox(received_at) WHERE handled_at IS NULL;
CREATE INDEX due_at ON due(at);
CREATE INDEX post_place ON post(channel, ts);
CREATE INDEX inquiry_handoff ON inquiry(handoff_id);
CREATE INDEX precedent_request ON precedent(request_id);
CREATE VIEW precedent_text AS
  SELECT p.id AS id, p.request_id AS request_id,
    'w' || hex(p.workflow) || ' s' || hex(p.workflow || '/' || p.step) AS scope,
    substr(r.text, 1, 2000) AS text, substr(h.args, 1, 2000) AS args
  FROM precedent p JOIN request r ON r.id = p.request_id JOIN handoff h ON h.id = p.id;
CREATE INDEX talk_run ON talk(run_id, thread);
CREATE INDEX talk_at ON talk(at, calls, tokens, milliseconds, money_millionths);
CREATE UNIQUE INDEX turn_call ON turn(run_id, call) WHERE call <> ''
;
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
LEFT JOIN effect e ON e.key = 'H-' || h.id || '-' || h.revision;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',18);
INSERT INTO "sqlite_sequence" VALUES('run',18);
INSERT INTO "sqlite_sequence" VALUES('turn',35);
INSERT INTO "sqlite_sequence" VALUES('evidence',114);
INSERT INTO "sqlite_sequence" VALUES('handoff',25);
INSERT INTO "sqlite_sequence" VALUES('outbox',121);
INSERT INTO "sqlite_sequence" VALUES('decision',21);
INSERT INTO "sqlite_sequence" VALUES('note',1);
COMMIT;
