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
INSERT INTO "_sqlite_migrations" VALUES(1,'baton','m001_first','2026-11-23 12:34:56.163351+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'baton','m002_record','2026-11-23 12:34:56.165696+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'baton','m003_lean','2026-11-23 12:34:56.173692+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'baton','m004_agents','2026-11-23 12:34:56.180323+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'baton','m005_autonomy','2026-11-23 12:34:56.187225+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'baton','m006_people','2026-11-23 12:34:56.190670+00:00');
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
INSERT INTO "audit" VALUES(1,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',1,NULL,NULL,'{"text":"427755b5262d75c7a6b9233492ad9fc10ebedb1f1e62ab646fd5109895575a1f","via":"message","workflow":"refunds"}','8577c2aebe8de10ce48071201e1848e4733e995a1c10af891a02c665d3d72277');
INSERT INTO "audit" VALUES(2,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',1,1,NULL,'{}','0e0fc8e2dcb5af6392abb057d79c9995a59049501dd4257565cedc4b6f7e06d6');
INSERT INTO "audit" VALUES(3,'2026-11-23T10:00:00.000000+00:00','read','agent',1,1,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":1}','611ce9388d9f1d16c40ac3b6b6e965b52b409cd852fb7454f8443711151a4844');
INSERT INTO "audit" VALUES(4,'2026-11-23T10:00:00.000000+00:00','seed_sealed','baton',NULL,NULL,NULL,'{"day":"2026-11-23","seal":"74c7ed905994d7de690871092d91976fc107dfba5a23f4f6b062b9a9550af3d6"}','13484edc4a6b18323880de60ef4a1e2141d2e64bc1718addac276a5eccbaa55f');
INSERT INTO "audit" VALUES(5,'2026-11-23T10:00:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyed","version":"345d5f8ec4807add","why":"","workflow":"refunds"}','85672f9374492b2b28b4d5893b64e5cbf73269064f4bd37483216c75eb990744');
INSERT INTO "audit" VALUES(6,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',1,1,1,'{"agent":"scripted-1","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","draw":0.2443752622276245,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"keyed","way":"ask"}','f4735b1d229379eefad1e5cc38dd5d463efc4272ed6f83f5eb218abc55c9fee2');
INSERT INTO "audit" VALUES(7,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',1,1,1,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"faster than 3 s","wrong":false},"id":1,"proof":"click","revision":1,"row":"74eea3e54ced810951b5dc8792e0272fc644e7eeadc29ef5d4cc81ddffec8bcb","run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"2b9ed8d42409491c75f11f9ffa2c76228fd6b0213f23307665b3abe4793d722b"}','3cec3c4a14aae0d6e82beb53ecd874ecd39077f737a4c4cbbbbcd3b400ce01dd');
INSERT INTO "audit" VALUES(8,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',1,1,1,'{"digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","key":"H-1-1"}','8c9744ea731395c8ce99799c99b3ebc570c7ebd7518f703afa5b02a1673d108b');
INSERT INTO "audit" VALUES(9,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',1,1,1,'{"attempts":1,"cause":"","key":"H-1-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','123d0e2a2dbce6fbd72a9266908c00ea29bd6388d7ff7cbd520d3f01391ee731');
INSERT INTO "audit" VALUES(10,'2026-11-23T10:00:00.000000+00:00','read','agent',1,1,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":3}','922fa28a366110a4cab21cf685f8a93f3e6b9b0b1837c1c93352d38bcad5b63a');
INSERT INTO "audit" VALUES(11,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',1,1,NULL,'{}','d8d071f209d76306190cc9ffe3100f6573245cfaaf623f74512383f66e457edc');
INSERT INTO "audit" VALUES(12,'2026-11-23T10:01:00.000000+00:00','requested','T1/UJONAS',2,NULL,NULL,'{"text":"63acf19735afae300ddc7ccfbcca02c086dcb396a524ed05a0099b48f438a640","via":"message","workflow":"refunds"}','ec72ae4478089f439d53bca1ef385542ad4867f680e7629512104e1a90dcaef4');
INSERT INTO "audit" VALUES(13,'2026-11-23T10:01:00.000000+00:00','run_queued','baton',2,2,NULL,'{}','023068de1c5e31edeffbbf98d8be136a8c35c7fcf06cabde48901cbbfa89ecd8');
INSERT INTO "audit" VALUES(14,'2026-11-23T10:01:00.000000+00:00','read','agent',2,2,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":5}','a1d69ab57704baad0fc2ffd6d96bfdd1fe9ed5be9e72c1f177b2356624164378');
INSERT INTO "audit" VALUES(15,'2026-11-23T10:01:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyless","version":"923afd86c281a314","why":"","workflow":"refunds"}','0d8d38716885fe3bbc0a089cddbf2bb0027e68f8e9e40aabbf4efe8b64aafd66');
INSERT INTO "audit" VALUES(16,'2026-11-23T10:01:00.000000+00:00','handoff_opened','agent',2,2,2,'{"agent":"scripted-1","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","draw":0.8381795631176115,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"keyless","way":"ask"}','c7b8d1f38140e6f610a2951ddb6f10477ce393051d469f1fecae9f96e4d93c8f');
INSERT INTO "audit" VALUES(17,'2026-11-23T10:01:00.000000+00:00','decision_reject','T1/UDANA',2,2,2,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"923afd86c281a314","weight":1.0,"why":"faster than 3 s","wrong":true},"id":2,"proof":"click","revision":1,"row":"a3cf92bd30a49ca7766cfa1e6f4b8f48a8def9d49add00da8f267d0b86f404b4","run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"77ff02147ba893ba4cef9ce9e10a42cd8f09d77b519875712e21c23e78fac281"}','7a2e9d49b4ea4d48169ab78ff73999244b8cebd4966e90899271d0995905c26e');
INSERT INTO "audit" VALUES(18,'2026-11-23T10:01:00.000000+00:00','read','agent',2,2,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":7}','bc9e4e8bce1a88b1bf1254226c8b2abfe2681a566fd705cc42ed7095969242c3');
INSERT INTO "audit" VALUES(19,'2026-11-23T10:01:00.000000+00:00','run_finished','agent',2,2,NULL,'{}','5c08aa863083b03afba7cb6274583801bc07cc6981958de6e18c2a49e7cd1e14');
INSERT INTO "audit" VALUES(20,'2026-11-23T10:01:00.000000+00:00','requested','T1/UJONAS',3,NULL,NULL,'{"text":"d8763ac9b87dcbac0cf40bb93d6f2a57cbeec26efc1861a11ada7f25ce2cefd9","via":"message","workflow":"refunds"}','d90427b59ead596d49e2dc17087e06bacf30ea86c12bea19f572e3a36d3d7549');
INSERT INTO "audit" VALUES(21,'2026-11-23T10:01:00.000000+00:00','run_queued','baton',3,3,NULL,'{}','56cc001e6128af82baea84fbf938ff8728d41e6b40ec8be7005c037f7e912f63');
INSERT INTO "audit" VALUES(22,'2026-11-23T10:01:00.000000+00:00','read','agent',3,3,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":9}','a3222ac6fb805d62f7ede3b79e7f339dd80fbfabc9f4fc8a7d1beef3b4cd6f38');
INSERT INTO "audit" VALUES(23,'2026-11-23T10:01:00.000000+00:00','handoff_opened','agent',3,3,3,'{"agent":"scripted-1","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","draw":0.16716761717532058,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"keyed","way":"ask"}','785ac69acc10d6266aba565c84e4d880767344278785fe080d237c0cad87d444');
INSERT INTO "audit" VALUES(24,'2026-11-23T10:01:00.000000+00:00','decision_edit','T1/UMARIA',3,3,3,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"faster than 3 s","wrong":true},"id":3,"proof":"click","revision":2,"row":"b6da77996529431fb78700b6a72018c6e50114332df108b7530f8056c2b3a47a","run":"d57932c8118e2f8148630785e9179b8ee547b21c592b510f230debc20b17db65","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"c952dd6e433b7e9ce540197d0c47525597d52a5a71e7eb39a4f502f50eb99a7b"}','c7a1a4ddbb2c99d3dfd69c51d8f05aafc8e27f042e0ddeab88dca06f19b1e3ad');
INSERT INTO "audit" VALUES(25,'2026-11-23T10:01:00.000000+00:00','effect_started','baton',3,3,3,'{"digest":"d57932c8118e2f8148630785e9179b8ee547b21c592b510f230debc20b17db65","key":"H-3-2"}','6acbe849712d163c60fdd86c81ecb0478bb6f0fac23da6f93dbff0a1a5f41a58');
INSERT INTO "audit" VALUES(26,'2026-11-23T10:01:00.000000+00:00','effect_done','baton',3,3,3,'{"attempts":1,"cause":"","key":"H-3-2","result":"7390c84a02de37942cc466e10f02cf8f6754603cf0cfbfa23cbef8ac391150a8"}','43a546b0a7c8bc6bd5854f04c0afbb7506edcb5e6501f32b6073bb46add0126b');
INSERT INTO "audit" VALUES(27,'2026-11-23T10:01:00.000000+00:00','read','agent',3,3,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":11}','ab2abea709bbe5299760ad3d9570c764237f3cef5124171c5d5265f1b677814c');
INSERT INTO "audit" VALUES(28,'2026-11-23T10:01:00.000000+00:00','run_finished','agent',3,3,NULL,'{}','134b9717b5983e6a3a60ea62df45542c654cc7fd3d6ec1eec241440866012a80');
INSERT INTO "audit" VALUES(29,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',4,NULL,NULL,'{"text":"bca1a48ba2ddfd5dae3e81bf6ec51f85ae31d5f0e2060746c91c98d4ee45d691","via":"message","workflow":"refunds"}','fc8a97b682e9fa3546f23a93f7f3f897be3573c62263ef3feea938e998012f88');
INSERT INTO "audit" VALUES(30,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',4,4,NULL,'{}','3695934ab17ca6dd732a321f56857d9eaceced1e9458acd85f36fad2039ec11d');
INSERT INTO "audit" VALUES(31,'2026-11-23T10:03:00.000000+00:00','read','agent',4,4,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":13}','4e2811765f31e58cdfb0f5b175a3bc4b554837653e33abaaf6b5dbabb0c502f4');
INSERT INTO "audit" VALUES(32,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',4,4,4,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","draw":null,"kind":"question","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":null,"step":"","way":"never"}','556bb16ffcf832443a20560ba87044312ccaacad22b6cc5b052d99753aac8463');
INSERT INTO "audit" VALUES(33,'2026-11-23T10:03:00.000000+00:00','decision_respond','T1/UJONAS',4,4,4,'{"closed":true,"id":4,"proof":"click","revision":1,"row":"40f63fedcb6ec24bd7fc6089de021a43880d1c7e452a5c81fb8002429eee3af3","run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1,"words":"5c4d9d3cf716316179665315be97c5570cfaa0e608ab88e84ca35265912608c8"}','dc57ad0c664b0c9cb8fdc8fd3bc5c5fcff04939bce68b656614376238dd480be');
INSERT INTO "audit" VALUES(34,'2026-11-23T10:03:00.000000+00:00','read','agent',4,4,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":15}','6755cecc223a7cb1ac23c326e53bd22faca507b85a2fb4545027dc712afe4d37');
INSERT INTO "audit" VALUES(35,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',4,4,5,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","draw":null,"kind":"case","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":null,"step":"","way":"never"}','4819e9531f8e51366bd187dd602d7360eaffe3fe1250b68fb0364c14f502e51c');
INSERT INTO "audit" VALUES(36,'2026-11-23T10:03:00.000000+00:00','decision_take_over','T1/UMARIA',4,4,5,'{"closed":true,"id":5,"proof":"click","revision":1,"row":"dfd7c655ec818de4d9038b9c2d4ea72ba94b70e705223f318821129d26dbde0e","run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1,"words":"67d5a897e4b35bc603451aab59561b6b1908867c085d596cf05947f8321a5d19"}','1116f61dfc82844da5812cc9e77208f97618b5e6d550950a64bebb0c3dd5660a');
INSERT INTO "audit" VALUES(37,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',5,NULL,NULL,'{"text":"befbb748ac8f32aea207e7863a78e4a1d3ff11d5ae48d176e2196d6fee9d398e","via":"message","workflow":"refunds"}','f79a360a371aa5e45cb482615c1e5886c82c206ec6bdeb74226224d9a857da88');
INSERT INTO "audit" VALUES(38,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',5,5,NULL,'{}','04b2248e9042e69784d439329dcc8b28150dbad6de3024a90a2ada15a6fc785e');
INSERT INTO "audit" VALUES(39,'2026-11-23T10:03:00.000000+00:00','read','agent',5,5,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":17}','40113901d8390611f4332eb7181ac12f864b14951d32b6a7b32d23e2c6bfbd73');
INSERT INTO "audit" VALUES(40,'2026-11-23T10:03:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"limited","version":"e2d0e6d997abfd0a","why":"","workflow":"refunds"}','016d7f34667c6e47198846767d112cc21d3720a101f3d0c5263bc2aa091b3561');
INSERT INTO "audit" VALUES(41,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',5,5,6,'{"agent":"scripted-1","digest":"5c3543d65bbbe294a297406860a348414c4607b7fa2c98b3da0247a9c87635fd","draw":0.7279866566380097,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"limited","way":"ask"}','5c7a57c4c6cce74d8c9efbc9ea397e473e386fd54c711f4a3e645db22562aa62');
INSERT INTO "audit" VALUES(42,'2026-11-23T10:03:00.000000+00:00','request_added','T1/UJONAS',5,5,6,'{"note":"805464e9b71849a5b2e04adb10941c994c34fbde6e170ce8cd6965d3379a9ed1"}','148994ef3b4c518f63549fb892d372bfb860b91332ac8b5c28e69f570c8e2335');
INSERT INTO "audit" VALUES(43,'2026-11-23T10:03:00.000000+00:00','read','agent',5,5,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":19}','9f77413c9a193b7b85e03f5b6cb043a8114514918942c4ca70ffcbf29fdb990e');
INSERT INTO "audit" VALUES(44,'2026-11-23T10:03:00.000000+00:00','handoff_withdrawn','agent',5,5,6,'{}','6d7bce765f78fd8ee609eccedd84d605d247ae9da79c7b7d73f0811e3dd56506');
INSERT INTO "audit" VALUES(45,'2026-11-23T10:03:00.000000+00:00','run_finished','agent',5,5,NULL,'{}','5748ba6e21ec4d28cd577a165d133ac005421c0de790b43a1109cf4c0d85540b');
INSERT INTO "audit" VALUES(46,'2026-11-23T10:04:00.000000+00:00','requested','T1/UJONAS',6,NULL,NULL,'{"text":"a071672b5c70b799225c5bb58f1e3e614a8102cb8465ddc11aa0f4c2849bd4f1","via":"message","workflow":"refunds"}','01faad9662728424fe23e5c2b3bf347973adc4859de75f2570178a3ea99b0eb9');
INSERT INTO "audit" VALUES(47,'2026-11-23T10:04:00.000000+00:00','run_queued','baton',6,6,NULL,'{}','15b52434352063fa2214081b23aa2eb3a042346c4818bb8b627adcf5a97028ca');
INSERT INTO "audit" VALUES(48,'2026-11-23T10:04:00.000000+00:00','read','agent',6,6,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":21}','ffa3f14fefcbed6c769e5e6757bef9e5a02ef8d79dcf8e25c76d8d3cfc612788');
INSERT INTO "audit" VALUES(49,'2026-11-23T10:04:00.000000+00:00','handoff_opened','agent',6,6,7,'{"agent":"scripted-1","digest":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","draw":0.1099685390604076,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"keyed","way":"ask"}','14e55c2a26934d836a000aeff68d75cdd1a4e1c176f33c77fb5cd4942636c8cf');
INSERT INTO "audit" VALUES(50,'2026-11-23T10:04:00.000000+00:00','decision_approve','T1/UDANA',6,6,7,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"faster than 3 s","wrong":false},"id":6,"proof":"click","revision":1,"row":"f44a47045e470969ee1be4cac1833e89cc2768690b33b124c686edf930c8564e","run":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","shown":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","stage":1,"words":"2043c6b88cc504159f36ee3006f0f6e92755a93f0daf111035efc99404042644"}','7978bf49c756a0f02bf4713c7b5e4651ede0824de9d72dc6d6063ff93bc878f5');
INSERT INTO "audit" VALUES(51,'2026-11-23T10:04:00.000000+00:00','effect_started','baton',6,6,7,'{"digest":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","key":"H-7-1"}','6c58149753d87cf828dca1c8830963ddc6ee6216c4549743e331026d13d0bf53');
INSERT INTO "audit" VALUES(52,'2026-11-23T10:04:00.000000+00:00','effect_done','baton',6,6,7,'{"attempts":1,"cause":"","key":"H-7-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','76b9123aa4006baa254f36511a947501ae95d2e640c61d22cf00cf23d26a5562');
INSERT INTO "audit" VALUES(53,'2026-11-23T10:04:00.000000+00:00','read','agent',6,6,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":23}','2d4f5fb21314a7144cabc3fe8e844fd7a79a4fe5cb0b9ffee4c5b70bd31434d6');
INSERT INTO "audit" VALUES(54,'2026-11-23T10:04:00.000000+00:00','run_finished','agent',6,6,NULL,'{}','b05d71f6f356ab6002ae3dba95d573517cf9d41edb10804e826fa6bbabe16de0');
INSERT INTO "audit" VALUES(55,'2026-11-23T10:04:00.000000+00:00','requested','T1/UJONAS',7,NULL,NULL,'{"text":"e34d4e5c95c2f02640463ea1c9d4538218f26a6b27307766e53fc009e710a5dc","via":"message","workflow":"refunds"}','cc70cbb33a582f55881abdf96d1368e70fea35d21c053d65974f6bea6f460df2');
INSERT INTO "audit" VALUES(56,'2026-11-23T10:04:00.000000+00:00','run_queued','baton',7,7,NULL,'{}','ec73c6d40fda31b083352fc2af1abc48d7fbf8633082aabd1c462d0df82dfdf4');
INSERT INTO "audit" VALUES(57,'2026-11-23T10:04:00.000000+00:00','read','agent',7,7,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":25}','535ca16e780ad6a9e4e434b2f0c46666ff2e5599bab263d356243754b5389fca');
INSERT INTO "audit" VALUES(58,'2026-11-23T10:04:00.000000+00:00','handoff_opened','agent',7,7,8,'{"agent":"scripted-1","digest":"75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859","draw":0.05185089731124404,"kind":"approval","policy":"27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5","score":0.9,"step":"keyless","way":"ask"}','080fde5ddc69b256cdebc8a8606205155c9e567df91ced3cb56f17a31e654337');
INSERT INTO "audit" VALUES(59,'2026-11-23T10:04:00.000000+00:00','agent_asked','T1/UMARIA',7,7,8,'{"inquiry":1,"text":"6f4a166476066e8804305a142aac063236507c4a7fc37f6ad0a338a8191d1f40"}','c3b11f6fa040ce518aa50c16046c217f3aba8b625664d8fa2ba4c939416ba4ab');
INSERT INTO "audit" VALUES(60,'2026-11-23T10:04:00.000000+00:00','agent_answered','agent',7,7,8,'{"inquiry":1,"text":"93009d4e336116522e7409a4e8efe8e8900176397509d4db6d09952a3f14c7f2"}','a39ca18268f436ff273a94216ba6e141bf21358c55806079a95b0fb6a8446015');
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
INSERT INTO "certificate" VALUES('refunds','keyed','345d5f8ec4807add','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":3,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,3,3,3,3,3]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"b9273e306e9e89ad","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','keyless','923afd86c281a314','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":2,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,2,2,2,2,2]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"3aa23c0d27d489de","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "certificate" VALUES('refunds','limited','e2d0e6d997abfd0a','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[],[],[],[],[]],"epoch":1,"first":3,"intake":{"requests":1,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,1,1,1,1,1]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"2690a039278e45bb","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
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
INSERT INTO "decision" VALUES(1,1,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.2443752622276245,'36f675cc81e74ef5e8e25d940ed90475');
INSERT INTO "decision" VALUES(2,2,1,1,'T1/UDANA','reject','goods came back','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d',NULL,'2026-11-23T10:01:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.8381795631176115,'8d116ece1738f7d93d9c172411e20b8f');
INSERT INTO "decision" VALUES(3,3,2,1,'T1/UMARIA','edit','shipping stays','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"30.00","kind":"goods","note":"","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','d57932c8118e2f8148630785e9179b8ee547b21c592b510f230debc20b17db65',NULL,'2026-11-23T10:01:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.16716761717532058,'a170b33839263059f28c105d1fb17c23');
INSERT INTO "decision" VALUES(4,4,1,1,'T1/UJONAS','respond','the blue one','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:03:00.000000+00:00',1,'refunds','',NULL,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',NULL,'0cb1e29c658cda1495e60af593bd04cf');
INSERT INTO "decision" VALUES(5,5,1,1,'T1/UMARIA','take_over','','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:03:00.000000+00:00',0,'refunds','',NULL,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',NULL,'8e81973e0becd7b03898d190f9ebdacc');
INSERT INTO "decision" VALUES(6,7,1,1,'T1/UDANA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1050"}','{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6',NULL,'2026-11-23T10:04:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.1099685390604076,'ae97ba94d0eda82f8f6d05584ef8aa38');
CREATE TABLE desk (                  -- a person's own digest
  person TEXT PRIMARY KEY,
  digest TEXT NOT NULL DEFAULT '',   -- their local time of day, 'never', or '' for the team's
  day TEXT NOT NULL DEFAULT '',      -- the newest local date whose digest was claimed
  upto TEXT NOT NULL DEFAULT ''      -- what happened until then was told
) STRICT;
CREATE TABLE "due" (kind TEXT NOT NULL, subject INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
INSERT INTO "due" VALUES('deadline',8,'2026-11-23T10:34:00.000000+00:00');
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
INSERT INTO "effect" VALUES('H-1-1',1,1,'keyed','done','{"amount":"49.90","kind":"goods","order_id":"1042"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-3-2',3,2,'keyed','done','{"amount":"30.00","kind":"goods","note":"","order_id":"1042"}',1,'{"refunded":"30.00"}','','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-7-1',7,1,'keyed','done','{"amount":"49.90","kind":"goods","order_id":"1050"}',1,'{"refunded":"49.90"}','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','');
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
INSERT INTO "evidence" VALUES(1,'refunds','keyed','345d5f8ec4807add',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(2,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(3,'refunds','keyed','345d5f8ec4807add',1,'decision',1,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "evidence" VALUES(4,'refunds','keyless','923afd86c281a314',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(5,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(6,'refunds','keyless','923afd86c281a314',1,'decision',2,'T1/UDANA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(7,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(8,'refunds','keyed','345d5f8ec4807add',1,'decision',3,'T1/UMARIA','T1/UJONAS',0.9,1,1.0,'faster than 3 s','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(9,'refunds','limited','e2d0e6d997abfd0a',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(10,'refunds','limited','e2d0e6d997abfd0a',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(11,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "evidence" VALUES(12,'refunds','keyed','345d5f8ec4807add',1,'decision',7,'T1/UDANA','T1/UJONAS',0.9,0,1.0,'faster than 3 s','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "evidence" VALUES(13,'refunds','keyless','923afd86c281a314',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:04:00.000000+00:00');
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
INSERT INTO "handoff" VALUES(1,1,1,'approval','approved','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.2443752622276245,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','ask','345d5f8ec4807add',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(2,2,2,'approval','rejected','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.8381795631176115,NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','','requester','','[]','ask','923afd86c281a314',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(3,3,3,'approval','approved','refunds','keyed',2,1,0,'{"amount":"30.00","kind":"goods","note":"","order_id":"1042"}','d57932c8118e2f8148630785e9179b8ee547b21c592b510f230debc20b17db65','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","note":"the person who edited it","order_id":"the request’s own words"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.16716761717532058,NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','','requester','','[1]','ask','345d5f8ec4807add',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(4,4,4,'question','answered','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','Which order?','[]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',NULL,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',NULL,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0,'');
INSERT INTO "handoff" VALUES(5,4,4,'case','taken_over','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','nothing fits','[]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','[]',NULL,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',NULL,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0,'');
INSERT INTO "handoff" VALUES(6,5,5,'approval','withdrawn','refunds','limited',1,1,0,'{"amount":"20.00","kind":"goods","order_id":"2001"}','5c3543d65bbbe294a297406860a348414c4607b7fa2c98b3da0247a9c87635fd','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.7279866566380097,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','','requester','','[]','ask','e2d0e6d997abfd0a',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(7,6,6,'approval','approved','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.1099685390604076,NULL,NULL,0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','','requester','','[3,1]','ask','345d5f8ec4807add',1,1.0,1.0,'');
INSERT INTO "handoff" VALUES(8,7,7,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"3001"}','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','27b456b26e0dcaea54e5f00eae0a54079b47fd54dcc348d87dc2a9eb649f83b5',0.05185089731124404,NULL,'2026-11-23T10:34:00.000000+00:00',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'','requester','','[2]','ask','923afd86c281a314',1,1.0,1.0,'');
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
INSERT INTO "inbox" VALUES('click:12','click','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:14','click','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:2','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:4','click','','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:6','click','','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:8','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:9','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('message:more','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
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
INSERT INTO "inquiry" VALUES(1,8,'click:14','T1/UMARIA','Why so much?','This agent cannot be asked. What it looked up stands under Show everything.','[]','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
INSERT INTO "note" VALUES(1,4,'answer:click:8','T1/UJONAS','answer','the blue one','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "note" VALUES(2,5,'message:more','T1/UJONAS','add','it is urgent','2026-11-23T10:03:00.000000+00:00');
CREATE TABLE once (                  -- one done or running effect for each value of a step's `once` arguments
  step TEXT NOT NULL,                -- workflow/step.argument
  value TEXT NOT NULL,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  PRIMARY KEY (step, value)
) STRICT;
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
INSERT INTO "outbox" VALUES(3,'card:1:7','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(4,'card:1:9','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(5,'thread:1:result:','card:1','thread',1,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(6,'requester:1:1:outcome:','request:1','requester',1,1,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(7,'card:2:16','card:2','card',2,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(8,'requester:2:2:got_it:','request:2','requester',2,2,'{"what":"got_it"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(9,'card:2:17','card:2','card',2,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(10,'thread:2:result:','card:2','thread',2,NULL,'{"what":"result"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(11,'requester:2:2:outcome:','request:2','requester',2,2,'{"what":"outcome"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(12,'card:3:23','card:3','card',3,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(13,'requester:3:3:got_it:','request:3','requester',3,3,'{"what":"got_it"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(14,'card:3:24','card:3','card',3,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(15,'card:3:26','card:3','card',3,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(16,'thread:3:result:','card:3','thread',3,NULL,'{"what":"result"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(17,'requester:3:3:outcome:','request:3','requester',3,3,'{"what":"outcome"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(18,'requester:4:4:question:','request:4','requester',4,4,'{"what":"question"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(19,'requester:4:4:noted:','request:4','requester',4,4,'{"what":"noted"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(20,'card:5:35','card:5','card',5,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(21,'requester:4:5:got_it:','request:4','requester',5,4,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(22,'card:5:36','card:5','card',5,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(23,'thread:5:taken_over:','card:5','thread',5,NULL,'{"what":"taken_over"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(24,'requester:4:5:taken_over:','request:4','requester',5,4,'{"what":"taken_over"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(25,'card:6:41','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(26,'requester:5:6:got_it:','request:5','requester',6,5,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(27,'card:6:42','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(28,'card:6:44','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(29,'card:7:49','card:7','card',7,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(30,'requester:6:7:got_it:','request:6','requester',7,6,'{"what":"got_it"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(31,'card:7:50','card:7','card',7,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(32,'card:7:52','card:7','card',7,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(33,'thread:7:result:','card:7','thread',7,NULL,'{"what":"result"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(34,'requester:6:7:outcome:','request:6','requester',7,6,'{"what":"outcome"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(35,'card:8:58','card:8','card',8,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(36,'requester:7:8:got_it:','request:7','requester',8,7,'{"what":"got_it"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(37,'answer:click:14','answer:click:14','answer',8,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"asked"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(38,'thread:8:told:1','card:8','thread',8,NULL,'{"number":1,"what":"told"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
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
INSERT INTO "precedent" VALUES(1,1,'refunds','keyed');
INSERT INTO "precedent" VALUES(2,2,'refunds','keyless');
INSERT INTO "precedent" VALUES(3,3,'refunds','keyed');
INSERT INTO "precedent" VALUES(5,4,'refunds','');
INSERT INTO "precedent" VALUES(7,6,'refunds','keyed');
INSERT OR REPLACE INTO "precedent_words_config" VALUES('version',4);
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1,X'050A0F21');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(10,X'000000000105050005010101020101030101040101050101');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(137438953473,X'000000A8053031303432010C0101020102090102343901060102030102393001060102040106616D6F756E740106010202010463616D6501060101040105676F6F6473010601020601026964010601020801046B696E64010601020501056E65766572010601010301056F726465720106010207011B733732363536363735366536343733326636623635373936353634010203010F773732363536363735366536343733010202040E09090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(274877906945,X'000000AC053031303432020C0101020102090102343902060102030102393002060102040106616D6F756E740206010202010463616D6502060101040105676F6F6473020601020601026964020601020801046B696E64020601020501056E65766572020601010301056F726465720206010207011F73373236353636373536653634373332663662363537393663363537333733020203010F773732363536363735366536343733020202040E09090D0B0C090B0C0C24');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(412316860417,X'000000B2033030300306010204010431303432030C01010201020A0102333003060102030106616D6F756E740306010202010463616D6503060101040105676F6F6473030601020601026964030601020901046B696E64030601020501056E65766572030601010302036F7465030601020701056F726465720306010208011B733732363536363735366536343733326636623635373936353634030203010F77373236353636373536653634373303020204090E090D0B0C090B0C0A0C20');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(549755813889,X'000000500530313034320506010102010463616D65050601010401056E65766572050601010301117337323635363637353665363437333266050203010F773732363536363735366536343733050202040B0B0C16');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(687194767361,X'000000AE05303130343207060101020302353007060102090102343907060102030102393007060102040106616D6F756E740706010202010463616D6507060101040105676F6F6473070601020601026964070601020801046B696E64070601020501056E65766572070601010301056F726465720706010207011B733732363536363735366536343733326636623635373936353634070203010F773732363536363735366536343733070202040B0909090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(1,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(2,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(3,X'020309');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(5,X'020300');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(7,X'020308');
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(1,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(2,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(3,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(4,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(5,X'',2);
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
INSERT INTO "request" VALUES(2,'message:3','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b0d549b6f03675a1600a35a099950d8','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "request" VALUES(3,'message:5','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','90c192cfd3ac94af0f21ddb66cad4a26','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "request" VALUES(4,'message:7','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','0fd630f1f29d0da9953f48f1a09f76b5','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "request" VALUES(5,'message:10','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b4cb2424a23d5962217beaddbc496cb','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "request" VALUES(6,'message:11','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','922766581e27a1c08a6a63ec24ede6a4','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "request" VALUES(7,'message:13','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','923a736994e3bf911a61dbe22e44158b','2026-11-23T10:04:00.000000+00:00',NULL);
CREATE TABLE "revision" (handoff_id INTEGER NOT NULL REFERENCES handoff(id), revision INTEGER NOT NULL, args TEXT NOT NULL, args_digest TEXT NOT NULL, brief TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, shown_at TEXT, PRIMARY KEY (handoff_id, revision)) STRICT, WITHOUT ROWID;
INSERT INTO "revision" VALUES(1,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:01:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"the request’s own words"},"strays":{},"unfound":[]}','agent','2026-11-23T10:01:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,2,'{"amount":"30.00","kind":"goods","note":"","order_id":"1042"}','d57932c8118e2f8148630785e9179b8ee547b21c592b510f230debc20b17db65','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"the person who edited it","kind":"a choice of the step","note":"the person who edited it","order_id":"the request’s own words"},"strays":{},"unfound":[]}','T1/UMARIA','2026-11-23T10:01:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(4,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(5,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"origins":{},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,1,'{"amount":"20.00","kind":"goods","order_id":"2001"}','5c3543d65bbbe294a297406860a348414c4607b7fa2c98b3da0247a9c87635fd','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(7,1,'{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:04:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(8,1,'{"amount":"49.90","kind":"goods","order_id":"3001"}','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"find_order","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:04:00.000000+00:00',NULL);
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
INSERT INTO "run" VALUES(2,2,'finished','auto','scripted-1',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "run" VALUES(3,3,'finished','auto','scripted-1',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "run" VALUES(4,4,'taken_over','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "run" VALUES(5,5,'finished','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "run" VALUES(6,6,'finished','auto','scripted-1',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
INSERT INTO "run" VALUES(7,7,'parked','auto','scripted-1',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL);
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
INSERT INTO "turn" VALUES(1,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',1,1,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(2,1,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(3,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(4,1,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(5,2,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',2,1,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(6,2,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,1,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(7,2,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(8,2,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(9,3,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',3,1,2,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(10,3,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,2,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(11,3,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(12,3,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(13,4,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',4,1,1,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(14,4,'move','Question','{}','{"kind":"Question","score":null,"step":""}',NULL,NULL,2,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(15,4,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',5,1,2,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(16,4,'move','GiveUp','{}','{"kind":"GiveUp","score":null,"step":""}',NULL,NULL,2,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(17,5,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',6,1,0,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(18,5,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"limited"}',NULL,NULL,1,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(19,5,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,1,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(20,5,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,1,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(21,6,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',7,1,2,'2026-11-23T10:04:00.000000+00:00','');
INSERT INTO "turn" VALUES(22,6,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,3,'2026-11-23T10:04:00.000000+00:00','');
INSERT INTO "turn" VALUES(23,6,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,0,'2026-11-23T10:04:00.000000+00:00','');
INSERT INTO "turn" VALUES(24,6,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:04:00.000000+00:00','');
INSERT INTO "turn" VALUES(25,7,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',8,1,1,'2026-11-23T10:04:00.000000+00:00','');
INSERT INTO "turn" VALUES(26,7,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,1,'2026-11-23T10:04:00.000000+00:00','');
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
CREATE INDEX audit_autonomy ON audit(at)
  WHERE kind IN ('autonomy_earned', 'autonomy_widened', 'autonomy_revoked', 'autonomy_held', 'autonomy_resumed');
CREATE INDEX secret_request ON secret(request_id);
CREATE INDEX ruling_at ON ruling(at);
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
CREATE INDEX asked_told ON asked(person, told_at) WHERE told_at IS NOT NULL;
CREATE INDEX asked_kept ON asked(person, until) WHERE told_at IS NULL;
CREATE INDEX asked_at ON asked(at) WHERE until IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',7);
INSERT INTO "sqlite_sequence" VALUES('run',7);
INSERT INTO "sqlite_sequence" VALUES('turn',26);
INSERT INTO "sqlite_sequence" VALUES('evidence',13);
INSERT INTO "sqlite_sequence" VALUES('handoff',8);
INSERT INTO "sqlite_sequence" VALUES('outbox',38);
INSERT INTO "sqlite_sequence" VALUES('decision',6);
INSERT INTO "sqlite_sequence" VALUES('note',2);
INSERT INTO "sqlite_sequence" VALUES('inquiry',1);
COMMIT;
