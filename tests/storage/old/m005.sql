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
INSERT INTO "_sqlite_migrations" VALUES(1,'baton','m001_first','2026-11-22 16:24:49.587954+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'baton','m002_record','2026-11-22 16:24:49.589282+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'baton','m003_lean','2026-11-22 16:32:22.441618+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'baton','m004_agents','2026-11-22 17:24:58.900945+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'baton','m005_autonomy','2026-11-22 19:21:26.907876+00:00');
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
INSERT INTO "audit" VALUES(4,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',1,1,1,'{"agent":"scripted-1","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","kind":"approval","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":0.9,"step":"keyed"}','37332fa33721881ecd155381faba8425625dee2b9b570d33f1165faa43909795');
INSERT INTO "audit" VALUES(5,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',1,1,1,'{"closed":true,"id":1,"proof":"click","revision":1,"row":"a5d17d7419324c002b07bb394cd12f30bb1565f8ec04c3fc53ef372fbb5cc4bc","run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1,"words":"22bf0b2498ce6e521ce3e8cd4b64a141fd1f201d33e05ed428baed717675ccde"}','8fb2366c19f8af9fe397e7869e57e476f8d613fd66cb6342bd7fb1c89ce5922b');
INSERT INTO "audit" VALUES(6,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',1,1,1,'{"digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","key":"H-1-1"}','2554c5d65cf26b14f1bb9aa7e9bfea636a897e81918d5a2ae15fc3cfb1a96998');
INSERT INTO "audit" VALUES(7,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',1,1,1,'{"attempts":1,"cause":"","key":"H-1-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','7cc347a19364ffc6447ee16ea788475815474b20af7fd8d8c3c29f16cd0e1123');
INSERT INTO "audit" VALUES(8,'2026-11-23T10:00:00.000000+00:00','read','agent',1,1,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":3}','e190c100ed6d68edc0b1770c30787d8b743dbb117d9edb952d212d1f0f357ca4');
INSERT INTO "audit" VALUES(9,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',1,1,NULL,'{}','f67a0f3f655564b0c39ffc35fa55358b2a79bf63230368baca4ff440b1fe37d4');
INSERT INTO "audit" VALUES(10,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',2,NULL,NULL,'{"text":"02587e6b4d5afaeb1afd68b29e41803bdc778ace015c22bf30ec3c48a444d420","via":"message","workflow":"refunds"}','3c7937874537e8216db74baaf09b4a3f698dd362b623d8277326a174e2072318');
INSERT INTO "audit" VALUES(11,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',2,2,NULL,'{}','3067f33b278dead2e920f1e803095dffa2173bcc7d1926a70e1d6af427d56a08');
INSERT INTO "audit" VALUES(12,'2026-11-23T10:00:00.000000+00:00','read','agent',2,2,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":5}','766316cd27c3d38782ec02fd24f9da3de4bb3e2b52c623912f822ada14fc5cc7');
INSERT INTO "audit" VALUES(13,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',2,2,2,'{"agent":"scripted-1","digest":"8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480","kind":"approval","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":0.9,"step":"keyless"}','45c882adf9de07ba041f3ce757458537125a097453bc4212a6df67f670b7f822');
INSERT INTO "audit" VALUES(14,'2026-11-23T10:00:00.000000+00:00','decision_reject','T1/UDANA',2,2,2,'{"closed":true,"id":2,"proof":"click","revision":1,"row":"f2db86eac1cbfb48d35e820058a88130a290c471cd4f7f99d3ea0701916203dc","run":"8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480","shown":"8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480","stage":1,"words":"d9813543474785db82624c94ba8d7e1ec95861f847d2be221c5dd3012702a261"}','d400c6523ba74dda419f8e515a44fcda4aa667e95c3c26ee9bd606551b6554f4');
INSERT INTO "audit" VALUES(15,'2026-11-23T10:00:00.000000+00:00','read','agent',2,2,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":7}','19d8cadba218d8c75590d169efe852aa242d17e89cd496529bd7eb8f837792f6');
INSERT INTO "audit" VALUES(16,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',2,2,NULL,'{}','dbb986fb3082809513a4082c2a2eee28c33054cf070ac28045036bbf5e8f3df9');
INSERT INTO "audit" VALUES(17,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',3,NULL,NULL,'{"text":"c743d3586ed4633df2995dbee69283018c2c811d2e988209a7dbf896d2e18765","via":"message","workflow":"refunds"}','235505249e5f49297a2512f16d1157760f52c9a70fd9de12d0de136f80deb7d6');
INSERT INTO "audit" VALUES(18,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',3,3,NULL,'{}','10c212a0b535818ffd5e9f17a988ab496c8d0a481fe5fd9108352ef3004490a7');
INSERT INTO "audit" VALUES(19,'2026-11-23T10:00:00.000000+00:00','read','agent',3,3,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":9}','85b20e0a942482e38bea8a335bec9dec93ce4c4f514e4e013b0f0377228b08d6');
INSERT INTO "audit" VALUES(20,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',3,3,3,'{"agent":"scripted-1","digest":"76b68a329faeeb97703268d94339ad9b0eb28d323952ec1a1bb71a5fa5342705","kind":"approval","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":0.9,"step":"keyed"}','3e234425cbb6d84dab9c1ec410bb4da736d68a9610e503512b8466b0735799ab');
INSERT INTO "audit" VALUES(21,'2026-11-23T10:00:00.000000+00:00','decision_edit','T1/UMARIA',3,3,3,'{"closed":true,"id":3,"proof":"click","revision":2,"row":"2e39461c66c8b7971c8cc5ada20c5f0a5e60ceba5a27d12f142d548e11427e45","run":"9fbda7e2c9ba6a1561efe9c158296e216f4658acfbcb9e6e5e398982b202d57c","shown":"76b68a329faeeb97703268d94339ad9b0eb28d323952ec1a1bb71a5fa5342705","stage":1,"words":"ba42c3fa70c12f8554154e3df4237e7debbb571894a6230faaa6abb564d9dd90"}','6264f63ee7acb5add882aa3bcc6a05eeaa7f4368ff9f86fd830fd8fc73a08fd9');
INSERT INTO "audit" VALUES(22,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',3,3,3,'{"digest":"9fbda7e2c9ba6a1561efe9c158296e216f4658acfbcb9e6e5e398982b202d57c","key":"H-3-2"}','57c0b411b0484e0524f0c6fcf0c456ee2b5ccd0a033454c6b6bfd1a7a42bdd6c');
INSERT INTO "audit" VALUES(23,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',3,3,3,'{"attempts":1,"cause":"","key":"H-3-2","result":"b2e7be5c66b296ae1889ac86f699492034506f3261594e92008836aca542d18f"}','b5948b4705a0d0de48613f404ba6e33ad7355e8b0d423a460ebd4b03d4c7a5bb');
INSERT INTO "audit" VALUES(24,'2026-11-23T10:00:00.000000+00:00','read','agent',3,3,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":11}','a3ffe4603e782a438f1229fb23e4bd1396bb3143a6771702132993bc363959d8');
INSERT INTO "audit" VALUES(25,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',3,3,NULL,'{}','4ce59c088cfd5f7a16d5f00e2c130b06381fd6ea343ce8d330bff099653835a3');
INSERT INTO "audit" VALUES(26,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',4,NULL,NULL,'{"text":"2658388e4d655af823384c87a67b4a152871685d51efa827d26d8f85090acb6b","via":"message","workflow":"refunds"}','cdfdf97c36574852dd6936f0fbf44c1541505ced24b8fef341187dc118dcdb18');
INSERT INTO "audit" VALUES(27,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',4,4,NULL,'{}','74cf8e4f51fea0063e4868bbe46723ae17bd1223a02cfc357b337c70603fe761');
INSERT INTO "audit" VALUES(28,'2026-11-23T10:00:00.000000+00:00','read','agent',4,4,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":13}','2bffb003d3e4237aadb64ceeed079e2fefbeba2abb2302127ca50d74a6b1b248');
INSERT INTO "audit" VALUES(29,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',4,4,4,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","kind":"question","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":null,"step":""}','8b728543511f1f0e8e96d030aa6bdc1a28dd6b3b7654f4404fa6602ad8fec1d1');
INSERT INTO "audit" VALUES(30,'2026-11-23T10:00:00.000000+00:00','decision_respond','T1/UJONAS',4,4,4,'{"closed":true,"id":4,"proof":"click","revision":1,"row":"2f6af0a5b4ceb9d019c209c1d01e5d86b1b868f26db11866301355290efd821d","run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1,"words":"9e774ff4ada1e5730725c1acea87bce2ae65b8b3dd54277604b089f0b5bc916a"}','7f6514a661a5bbc1d35cf14347f9f90e5015f62d73582115a86d55ba5e383d3a');
INSERT INTO "audit" VALUES(31,'2026-11-23T10:00:00.000000+00:00','read','agent',4,4,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":15}','5403ec628b7f39e80c7b698f5d33c8b48a5104bbdbdc1ca4402e6da4b4dde886');
INSERT INTO "audit" VALUES(32,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',4,4,5,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","kind":"case","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":null,"step":""}','553152bdf31df0b8336f4d0e194062b56ee53af0acaef1d96e7a347291d55492');
INSERT INTO "audit" VALUES(33,'2026-11-23T10:00:00.000000+00:00','decision_take_over','T1/UMARIA',4,4,5,'{"closed":true,"id":5,"proof":"click","revision":1,"row":"03942548285c5a82074d6bf6df11ff756df40c8a6a8befd7926ebefe1a9f3b5b","run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1,"words":"3579d903ca1d82062caa5430817bb4d272f9e664a1b275b3fa2d51992909a859"}','3e2f9409db5a83db5a56e7acea062f067d79c489d98193cb7d9f5244154ae243');
INSERT INTO "audit" VALUES(34,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',5,NULL,NULL,'{"text":"3e8bc32b54cdb7638fa4803891b4e547f1600017fea5985f833e2ab928023604","via":"message","workflow":"refunds"}','b8ea6afb9d1e7aac90e5f122005f400289b6311a6f422880f359427065329acf');
INSERT INTO "audit" VALUES(35,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',5,5,NULL,'{}','21b07b6752fc2c4f05150add14c556184781d9193a3612e82c4b94af3ac947b1');
INSERT INTO "audit" VALUES(36,'2026-11-23T10:00:00.000000+00:00','read','agent',5,5,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":17}','894d341298bbfc7a7ceed678095ef01f5f225a69c5b7e5d11627e82a9c58677d');
INSERT INTO "audit" VALUES(37,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',5,5,6,'{"agent":"scripted-1","digest":"d41a597561f849b67ffd663600c79aa594d1ed4aef3e8254d08b86f60d3928ec","kind":"approval","policy":"c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f","score":0.9,"step":"keyless"}','5ae46d269dc9c2a932f99b48333ceac3795fc62bc075959b969002878f165de3');
INSERT INTO "audit" VALUES(38,'2026-11-23T10:01:00.000000+00:00','requested','T1/UJONAS',6,NULL,NULL,'{"text":"427755b5262d75c7a6b9233492ad9fc10ebedb1f1e62ab646fd5109895575a1f","via":"message","workflow":"refunds"}','35a957a90c962ca3dfc246e441890a4db641a835c91618e89654bfdd451cb6d6');
INSERT INTO "audit" VALUES(39,'2026-11-23T10:01:00.000000+00:00','run_queued','baton',6,6,NULL,'{}','4a012347ef5b1abb5e547801499e619b63b1f8d410411cbcfebc0885cea69cee');
INSERT INTO "audit" VALUES(40,'2026-11-23T10:01:00.000000+00:00','seed_sealed','baton',NULL,NULL,NULL,'{"day":"2026-11-23","seal":"74c7ed905994d7de690871092d91976fc107dfba5a23f4f6b062b9a9550af3d6"}','e9164a23b520ec40ada1ad689c4aead77599f165a475eeaf3d8f72dcda5ee01f');
INSERT INTO "audit" VALUES(41,'2026-11-23T10:01:00.000000+00:00','autonomy_began','baton',NULL,NULL,NULL,'{"limit":0.05,"step":"keyed","version":"345d5f8ec4807add","why":"","workflow":"refunds"}','271ce59b4e263c48df9b2b3fb053c02f8a01e76449da39528c3e046eaa5422f2');
INSERT INTO "audit" VALUES(42,'2026-11-23T10:01:00.000000+00:00','handoff_opened','agent',6,6,7,'{"agent":"scripted-1","digest":"53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d","draw":0.1099685390604076,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyed","way":"ask"}','84115b9a1099b2502b2924d678718c1b3d6e786763b8aed25db379a8c9b7db23');
INSERT INTO "audit" VALUES(43,'2026-11-23T10:02:00.000000+00:00','decision_approve','T1/UMARIA',6,6,7,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"","wrong":false},"id":6,"proof":"click","revision":1,"row":"d2abcc6c19998a6dec6bd7c1380b86a1f74750b5bf5f72c68a2bb6b3a280664b","run":"53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d","shown":"53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d","stage":1,"words":"2b9ed8d42409491c75f11f9ffa2c76228fd6b0213f23307665b3abe4793d722b"}','6d563f5cd77ba88ee81354daaf4c63fe378f6d26266cb9ac2f0d78a85be04004');
INSERT INTO "audit" VALUES(44,'2026-11-23T10:02:00.000000+00:00','effect_started','baton',6,6,7,'{"digest":"53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d","key":"H-7-1"}','f11c19f4143155c4f5a9c2f217d6e7d25d58694924a528462dbf327baddb58e3');
INSERT INTO "audit" VALUES(45,'2026-11-23T10:02:00.000000+00:00','effect_done','baton',6,6,7,'{"attempts":1,"cause":"","key":"H-7-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','317aeb8d1cabfa74c71778be5ddbc65530200a2060213cc3d1975d87a688c5da');
INSERT INTO "audit" VALUES(46,'2026-11-23T10:02:00.000000+00:00','run_finished','agent',6,6,NULL,'{}','17ca2cdebbde668df4d6e43a26bf3b2a5f5b6a3cf0d6878d82b6bb4bcbe181db');
INSERT INTO "audit" VALUES(47,'2026-11-23T10:02:00.000000+00:00','requested','T1/UJONAS',7,NULL,NULL,'{"text":"63acf19735afae300ddc7ccfbcca02c086dcb396a524ed05a0099b48f438a640","via":"message","workflow":"refunds"}','79462d56d6649159207e8d66620ac553e0f162208aafa2485f06a96108cf9233');
INSERT INTO "audit" VALUES(48,'2026-11-23T10:02:00.000000+00:00','run_queued','baton',7,7,NULL,'{}','5d0a6c7fe2e4feef70afd34a275c85cd4a6a0cc75f91612a3aafaa26623403fd');
INSERT INTO "audit" VALUES(49,'2026-11-23T10:02:00.000000+00:00','handoff_opened','agent',7,7,8,'{"agent":"scripted-1","digest":"75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859","draw":0.05185089731124404,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyed","way":"ask"}','62c138c6fd9e5147ab499c0da5a53f27bbd87d13062bb0fed44b7608fe1810d5');
INSERT INTO "audit" VALUES(50,'2026-11-23T10:03:00.000000+00:00','decision_reject','T1/UDANA',7,7,8,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"","wrong":true},"id":7,"proof":"click","revision":1,"row":"be4f89af3202bd5c5dda864ade4a4b87a837288ddd753ee2518ac5415a54de9b","run":"75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859","shown":"75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859","stage":1,"words":"c9c70ab378b4edae1ecac6af46fde0d2e79742cba1085b391b09501e04a1a411"}','680a383ba4c3c9a4bebf2fe5d836afc01e0b1c0426ea75e05690cb1def05ad41');
INSERT INTO "audit" VALUES(51,'2026-11-23T10:03:00.000000+00:00','run_finished','agent',7,7,NULL,'{}','b9b13a354fc93d2f1f05d733654553f17048a80942a7ecb6aa7c95a8a47d7dcb');
INSERT INTO "audit" VALUES(52,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',8,NULL,NULL,'{"text":"d8763ac9b87dcbac0cf40bb93d6f2a57cbeec26efc1861a11ada7f25ce2cefd9","via":"message","workflow":"refunds"}','0bf2e3b8b449a39419447c3f6c97263859679ae0f60c95da71bc08f597f908c6');
INSERT INTO "audit" VALUES(53,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',8,8,NULL,'{}','ad2a277db6e14f6f6031606da310f7c586bf5616dafbda57829d14637354c1d4');
INSERT INTO "audit" VALUES(54,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',8,8,9,'{"agent":"scripted-1","digest":"c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70","draw":0.8347776802944123,"kind":"approval","policy":"d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426","score":0.9,"step":"keyed","way":"ask"}','0f3875dd3c858fbd4ccc813d7bff3f711f5ed35efd5ff913e9c93b9d10c756c7');
INSERT INTO "audit" VALUES(55,'2026-11-23T10:04:00.000000+00:00','decision_approve','T1/UWEI',8,8,9,'{"closed":true,"evidence":{"kind":"decision","score":0.9,"version":"345d5f8ec4807add","weight":1.0,"why":"","wrong":false},"id":8,"proof":"click","revision":1,"row":"337ff332ef797e1c283932cdd177fef7f674c7aead02d7f4104ab49e07c0691f","run":"c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70","shown":"c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70","stage":1,"words":"7d90290d4fdf32a378c70d919ac4e0f49c7361bca2120ff67474b5873ea021ea"}','5e50bf09e1645fe4f703fff1f7e88fcaaf32b8d042b6ba88160fc3421d53f688');
INSERT INTO "audit" VALUES(56,'2026-11-23T10:04:00.000000+00:00','effect_started','baton',8,8,9,'{"digest":"c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70","key":"H-9-1"}','1d19afb1db6d8df7f670bfd50b427bc4264a47acdb6d3004653f12977a7c1347');
INSERT INTO "audit" VALUES(57,'2026-11-23T10:04:00.000000+00:00','effect_done','baton',8,8,9,'{"attempts":1,"cause":"","key":"H-9-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','206cc2a118d499569f9f854394b066ce6c1f85635c80de24ed5c65188bc8a599');
INSERT INTO "audit" VALUES(58,'2026-11-23T10:04:00.000000+00:00','run_finished','agent',8,8,NULL,'{}','34632c3a324e449bee3f2ba66a5edd69eac2626eea54a034a55936075e06dd3a');
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
INSERT INTO "certificate" VALUES('refunds','keyed','345d5f8ec4807add','{"acts":0,"alarm":{"looked":0,"stakes":[1.0,1.0],"wrong":0},"bands":[[0,0],[0,0],[0,0],[0,0],[3,1],[0,0],[0,0],[0,0],[0,0]],"checks":0,"close":0,"counts":[[],[],[],[],[[1.0,3,1]],[[1.0,3,1]],[[1.0,3,1]],[[1.0,3,1]],[[1.0,3,1]]],"epoch":1,"first":3,"intake":{"requests":3,"rung":0,"stake":1.0,"usual":null},"limit":0.05,"lines":[0.999,0.99,0.98,0.95,0.9,0.8,0.7,0.5,0.3],"open":-1,"planted":null,"reached":[0,0,0,0,3,3,3,3,3]}','{"agent":"auto scripted-1","code":"8fdb67bc9e827ac0","instructions":"12ae32cb1ec02d01","step":"b9273e306e9e89ad","tool":"b3909cc2d9db19d9"}','','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
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
INSERT INTO "decision" VALUES(1,1,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',6.50934473039853744857e-01,'1818e811892f902bd23f0824128b2f33');
INSERT INTO "decision" VALUES(2,2,1,1,'T1/UDANA','reject','not ours','',0,'click','{"amount":"12.00","kind":"goods","order_id":"2001"}','{"amount":"12.00","kind":"goods","order_id":"2001"}','8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480','8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',5.07435733189420257183e-01,'6b0d549b6f03675a1600a35a099950d8');
INSERT INTO "decision" VALUES(3,3,2,1,'T1/UMARIA','edit','shipping','',0,'click','{"amount":"20.00","kind":"goods","order_id":"2002"}','{"amount":"15.00","kind":"goods","order_id":"2002"}','76b68a329faeeb97703268d94339ad9b0eb28d323952ec1a1bb71a5fa5342705','9fbda7e2c9ba6a1561efe9c158296e216f4658acfbcb9e6e5e398982b202d57c',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',4.24519189142513964085e-01,'f28c105d1fb17c2390c192cfd3ac94af');
INSERT INTO "decision" VALUES(4,4,1,1,'T1/UJONAS','respond','the second','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:00:00.000000+00:00',1,'refunds','',NULL,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',9.47708942457005654169e-01,'0cb1e29c658cda1495e60af593bd04cf');
INSERT INTO "decision" VALUES(5,5,1,1,'T1/UMARIA','take_over','','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','',NULL,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',9.76255105592920058299e-01,'2217beaddbc496cb8e81973e0becd7b0');
INSERT INTO "decision" VALUES(6,7,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"3000"}','{"amount":"49.90","kind":"goods","order_id":"3000"}','53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d','53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d',NULL,'2026-11-23T10:02:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',1.09968539060407599627e-01,'36f675cc81e74ef5e8e25d940ed90475');
INSERT INTO "decision" VALUES(7,8,1,1,'T1/UDANA','reject','no','',0,'click','{"amount":"49.90","kind":"goods","order_id":"3001"}','{"amount":"49.90","kind":"goods","order_id":"3001"}','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859',NULL,'2026-11-23T10:03:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.18508973112440374464e-02,'8d116ece1738f7d93d9c172411e20b8f');
INSERT INTO "decision" VALUES(8,9,1,1,'T1/UWEI','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"3002"}','{"amount":"49.90","kind":"goods","order_id":"3002"}','c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70','c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70',NULL,'2026-11-23T10:04:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',8.34777680294412349759e-01,'a170b33839263059f28c105d1fb17c23');
CREATE TABLE "due" (kind TEXT NOT NULL, subject INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
INSERT INTO "due" VALUES('deadline',6,'2026-11-23T10:30:00.000000+00:00');
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
INSERT INTO "effect" VALUES('H-3-2',3,2,'keyed','done','{"amount":"15.00","kind":"goods","order_id":"2002"}',1,'{"refunded":"15.00"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-7-1',7,1,'keyed','done','{"amount":"49.90","kind":"goods","order_id":"3000"}',1,'{"refunded":"49.90"}','','2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00','');
INSERT INTO "effect" VALUES('H-9-1',9,1,'keyed','done','{"amount":"49.90","kind":"goods","order_id":"3002"}',1,'{"refunded":"49.90"}','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','');
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
INSERT INTO "evidence" VALUES(1,'refunds','keyed','345d5f8ec4807add',1,'limit',NULL,'','',NULL,0,0.05,'','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(2,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:01:00.000000+00:00');
INSERT INTO "evidence" VALUES(3,'refunds','keyed','345d5f8ec4807add',1,'decision',7,'T1/UMARIA','T1/UJONAS',0.9,0,1.0,'','2026-11-23T10:02:00.000000+00:00');
INSERT INTO "evidence" VALUES(4,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:02:00.000000+00:00');
INSERT INTO "evidence" VALUES(5,'refunds','keyed','345d5f8ec4807add',1,'decision',8,'T1/UDANA','T1/UJONAS',0.9,1,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(6,'refunds','keyed','345d5f8ec4807add',1,'request',NULL,'','',0.9,0,1.0,'','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "evidence" VALUES(7,'refunds','keyed','345d5f8ec4807add',1,'decision',9,'T1/UWEI','T1/UJONAS',0.9,0,1.0,'','2026-11-23T10:04:00.000000+00:00');
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
, audience TEXT NOT NULL DEFAULT 'requester', about TEXT NOT NULL DEFAULT '', alike TEXT NOT NULL DEFAULT '[]', way TEXT NOT NULL DEFAULT 'never', version TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0, rate REAL NOT NULL DEFAULT 1, weight REAL NOT NULL DEFAULT 1) STRICT;
INSERT INTO "handoff" VALUES(1,1,1,'approval','approved','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',6.50934473039853744857e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(2,2,2,'approval','rejected','refunds','keyless',1,1,0,'{"amount":"12.00","kind":"goods","order_id":"2001"}','8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',5.07435733189420257183e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(3,3,3,'approval','approved','refunds','keyed',2,1,0,'{"amount":"15.00","kind":"goods","order_id":"2002"}','9fbda7e2c9ba6a1561efe9c158296e216f4658acfbcb9e6e5e398982b202d57c','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',4.24519189142513964085e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(4,4,4,'question','answered','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','which order?','["1","2"]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',NULL,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',9.47708942457005654169e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(5,4,4,'case','taken_over','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','unclear','[]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',NULL,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',9.76255105592920058299e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(6,5,5,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"30.00","kind":"goods","order_id":"2003"}','d41a597561f849b67ffd663600c79aa594d1ed4aef3e8254d08b86f60d3928ec','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','c8d5834e416f93855ac55ed6bc372a7a6db139d64935bab20eda6819944f3b5f',1.17792238078368360909e-01,NULL,'2026-11-23T10:30:00.000000+00:00',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'','requester','','[]','never','',0,1.0,1.0);
INSERT INTO "handoff" VALUES(7,6,6,'approval','approved','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"3000"}','53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',1.09968539060407599627e-01,NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:02:00.000000+00:00','','requester','','[3,1]','ask','345d5f8ec4807add',1,1.0,1.0);
INSERT INTO "handoff" VALUES(8,7,7,'approval','rejected','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"3001"}','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',5.18508973112440374464e-02,NULL,NULL,0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','','requester','','[7,3,1]','ask','345d5f8ec4807add',1,1.0,1.0);
INSERT INTO "handoff" VALUES(9,8,8,'approval','approved','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"3002"}','c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','d3ccfbe6f99f18f2de36ab99ad3354f593fd402fb27bc53ec669d2d990cac426',8.34777680294412349759e-01,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','','requester','','[8,7,3,1]','ask','345d5f8ec4807add',1,1.0,1.0);
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
CREATE TABLE "inbox" (key TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, received_at TEXT NOT NULL, handled_at TEXT, failures INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "inbox" VALUES('click:2','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:4','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:502','click','','2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:504','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:506','click','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:6','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:8','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:9','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('h1','click','','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',0);
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
INSERT INTO "note" VALUES(1,4,'answer:click:8','T1/UJONAS','answer','the second','2026-11-23T10:00:00.000000+00:00');
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
INSERT INTO "outbox" VALUES(1,'card:1:4','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(2,'requester:1:1:got_it:','request:1','requester',1,1,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(3,'card:1:5','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(4,'card:1:7','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(5,'thread:1:result:','card:1','thread',1,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(6,'requester:1:1:outcome:','request:1','requester',1,1,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(7,'card:2:13','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(8,'requester:2:2:got_it:','request:2','requester',2,2,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(9,'card:2:14','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(10,'thread:2:result:','card:2','thread',2,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(11,'requester:2:2:outcome:','request:2','requester',2,2,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(12,'card:3:20','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(13,'requester:3:3:got_it:','request:3','requester',3,3,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(14,'card:3:21','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(15,'card:3:23','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(16,'thread:3:result:','card:3','thread',3,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(17,'requester:3:3:outcome:','request:3','requester',3,3,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(18,'requester:4:4:question:','request:4','requester',4,4,'{"what":"question"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(19,'requester:4:4:noted:','request:4','requester',4,4,'{"what":"noted"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(20,'card:5:32','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(21,'requester:4:5:got_it:','request:4','requester',5,4,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(22,'card:5:33','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(23,'requester:4:5:taken_over:','request:4','requester',5,4,'{"what":"taken_over"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(24,'card:6:37','card:6','card',6,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(25,'requester:5:6:got_it:','request:5','requester',6,5,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(26,'card:7:42','card:7','card',7,NULL,'{}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(27,'requester:6:7:got_it:','request:6','requester',7,6,'{"what":"got_it"}',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:01:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(28,'card:7:43','card:7','card',7,NULL,'{}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(29,'answer:click:502','answer:click:502','answer',7,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(30,'card:7:45','card:7','card',7,NULL,'{}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(31,'thread:7:result:','card:7','thread',7,NULL,'{"what":"result"}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(32,'requester:6:7:outcome:','request:6','requester',7,6,'{"what":"outcome"}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(33,'card:8:49','card:8','card',8,NULL,'{}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(34,'requester:7:8:got_it:','request:7','requester',8,7,'{"what":"got_it"}',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(35,'card:8:50','card:8','card',8,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(36,'answer:click:504','answer:click:504','answer',8,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(37,'thread:8:result:','card:8','thread',8,NULL,'{"what":"result"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(38,'requester:7:8:outcome:','request:7','requester',8,7,'{"what":"outcome"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(39,'card:9:54','card:9','card',9,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(40,'requester:8:9:got_it:','request:8','requester',9,8,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(41,'card:9:55','card:9','card',9,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(42,'answer:click:506','answer:click:506','answer',9,NULL,'{"channel":"C1","thread":"","user":"UWEI","what":"decided"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(43,'card:9:57','card:9','card',9,NULL,'{}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(44,'thread:9:result:','card:9','thread',9,NULL,'{"what":"result"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(45,'requester:8:9:outcome:','request:8','requester',9,8,'{"what":"outcome"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(46,'answer:h1','answer:h1','answer',NULL,NULL,'{"channel":"","thread":"","user":"UMARIA","what":"owners"}',0,'2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00',NULL,'');
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
INSERT INTO "precedent" VALUES(8,7,'refunds','keyed');
INSERT INTO "precedent" VALUES(9,8,'refunds','keyed');
INSERT OR REPLACE INTO "precedent_words_config" VALUES('version',4);
INSERT OR REPLACE INTO "precedent_words_data" VALUES(1,X'070E1530');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(10,X'000000000104040004010101020101030101040101');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(137438953473,X'000001610330303002060102040106010204010431303432010C0101020102090106010102010601010202013202060102030201350306010203010432303031020601020904013203060102090102343901060102030102393001060102040106616D6F756E74010601020201060102020106010202010463616D650106010104010601010401060101040105676F6F64730106010206010601020601060102060102696401060102080106010208010601020801046B696E6401060102050106010205010601020501026D79050601010301056E6576657201060101030106010103010601010301056F7264657201060102070106010207010601020702060101040106726566756E64050601010201117337323635363637353665363437333266050203120A36623635373936353634010203020203190763363537333733020203010F773732363536363735366536343733010202010202010202020202040E1808080B080909171516131509161B0D16120C');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(274877906945,X'000000B0053031303432070601010201043330303007060102090102343907060102030102393007060102040106616D6F756E740706010202010463616D6507060101040105676F6F6473070601020601026964070601020801046B696E64070601020501056E65766572070601010301056F726465720706010207011B733732363536363735366536343733326636623635373936353634070203010F773732363536363735366536343733070202040B0B09090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(412316860417,X'000000B0053031303432080601010201043330303108060102090102343908060102030102393008060102040106616D6F756E740806010202010463616D6508060101040105676F6F6473080601020601026964080601020801046B696E64080601020501056E65766572080601010301056F726465720806010207011B733732363536363735366536343733326636623635373936353634080203010F773732363536363735366536343733080202040B0B09090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_data" VALUES(549755813889,X'000000B0053031303432090601010201043330303209060102090102343909060102030102393009060102040106616D6F756E740906010202010463616D6509060101040105676F6F6473090601020601026964090601020801046B696E64090601020501056E65766572090601010301056F726465720906010207011B733732363536363735366536343733326636623635373936353634090203010F773732363536363735366536343733090202040B0B09090D0B0C090B0C0C20');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(1,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(2,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(3,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(5,X'020300');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(7,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(8,X'020308');
INSERT OR REPLACE INTO "precedent_words_docsize" VALUES(9,X'020308');
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(1,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(2,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(3,X'',2);
INSERT OR REPLACE INTO "precedent_words_idx" VALUES(4,X'',2);
CREATE TABLE prompt (                -- the fixed part of requests to a model: system and tools, byte for byte
  digest TEXT PRIMARY KEY,           -- its sha256
  body BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;
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
INSERT INTO "request" VALUES(2,'message:3','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','e8e25d940ed904759531985d5d9dc9f8','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(3,'message:5','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','8d116ece1738f7d93d9c172411e20b8f','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(4,'message:7','message','refunds','T1/UJONAS','refund my order','C1','1.1','C1','1.1','953f48f1a09f76b5a170b33839263059','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(5,'message:10','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','8a6a63ec24ede6a46b4cb2424a23d596','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(6,'message:501','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6513270e269e0d37f2a74de452e6b438','2026-11-23T10:01:00.000000+00:00','2026-11-23T10:02:00.000000+00:00');
INSERT INTO "request" VALUES(7,'message:503','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6b0d549b6f03675a1600a35a099950d8','2026-11-23T10:02:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "request" VALUES(8,'message:505','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','90c192cfd3ac94af0f21ddb66cad4a26','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
CREATE TABLE "revision" (handoff_id INTEGER NOT NULL REFERENCES handoff(id), revision INTEGER NOT NULL, args TEXT NOT NULL, args_digest TEXT NOT NULL, brief TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, shown_at TEXT, PRIMARY KEY (handoff_id, revision)) STRICT, WITHOUT ROWID;
INSERT INTO "revision" VALUES(1,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,1,'{"amount":"12.00","kind":"goods","order_id":"2001"}','8e02c38c1ce9a1f0bdeb88183a9cf39ce8ff1fe91edcbffa6cee2df8c3331480','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,1,'{"amount":"20.00","kind":"goods","order_id":"2002"}','76b68a329faeeb97703268d94339ad9b0eb28d323952ec1a1bb71a5fa5342705','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,2,'{"amount":"15.00","kind":"goods","order_id":"2002"}','9fbda7e2c9ba6a1561efe9c158296e216f4658acfbcb9e6e5e398982b202d57c','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','T1/UMARIA','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(4,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(5,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,1,'{"amount":"30.00","kind":"goods","order_id":"2003"}','d41a597561f849b67ffd663600c79aa594d1ed4aef3e8254d08b86f60d3928ec','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(7,1,'{"amount":"49.90","kind":"goods","order_id":"3000"}','53b9e62e65082471900c0dc64f6fefa8d32582579a8c4390eecae278b8b6982d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:01:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(8,1,'{"amount":"49.90","kind":"goods","order_id":"3001"}','75faacd5b422695eb8d9b4d30d55834e45a6c2c70b3b9585a01e7cbdde048859','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:02:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(9,1,'{"amount":"49.90","kind":"goods","order_id":"3002"}','c6abaf9dbe80274f42bbad3eb7b52bc9dab7cef87075600f89056f85a404ce70','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"origins":{"amount":"no source that is known","kind":"a choice of the step","order_id":"no source that is known"},"strays":{},"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
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
INSERT INTO "run" VALUES(4,4,'taken_over','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(5,5,'parked','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(6,6,'finished','auto','scripted-1',0,'2026-11-23T10:01:00.000000+00:00','2026-11-23T10:02:00.000000+00:00','2026-11-23T10:02:00.000000+00:00');
INSERT INTO "run" VALUES(7,7,'finished','auto','scripted-1',0,'2026-11-23T10:02:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "run" VALUES(8,8,'finished','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:04:00.000000+00:00','2026-11-23T10:04:00.000000+00:00');
CREATE TABLE seed (                  -- draws of one UTC day; the record has its seal first, and the seed a day later
  day TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  opened_at TEXT
) STRICT;
INSERT INTO "seed" VALUES('2026-11-23','50a4a3a6d07f5c0c332f8b1224083fd22b902f8911e81818f8c99d5d5d983195','2026-11-23T10:01:00.000000+00:00',NULL);
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
INSERT INTO "turn" VALUES(1,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',1,1,6,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(2,1,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,11,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(3,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,8,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(4,1,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,9,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(5,2,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',2,1,4,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(6,2,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,14,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(7,2,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(8,2,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(9,3,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',3,1,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(10,3,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,2,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(11,3,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',NULL,NULL,4,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(12,3,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,5,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(13,4,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',4,1,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(14,4,'move','Question','{}','{"kind":"Question","score":null,"step":""}',NULL,NULL,2,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(15,4,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',5,1,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(16,4,'move','GiveUp','{}','{"kind":"GiveUp","score":null,"step":""}',NULL,NULL,2,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(17,5,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',6,1,0,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(18,5,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "turn" VALUES(19,6,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,0,'2026-11-23T10:01:00.000000+00:00','');
INSERT INTO "turn" VALUES(20,6,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:02:00.000000+00:00','');
INSERT INTO "turn" VALUES(21,7,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,0,'2026-11-23T10:02:00.000000+00:00','');
INSERT INTO "turn" VALUES(22,7,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(23,8,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "turn" VALUES(24,8,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:04:00.000000+00:00','');
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
CREATE VIEW decisions AS             -- one row for each decision, in plain words, for SQL and Datasette
SELECT
  'H-' || d.handoff_id AS handoff,
  d.workflow AS workflow,
  d.step AS step,
  CASE d.verdict
    WHEN 'approve' THEN 'approved'
    WHEN 'edit' THEN 'approved as edited'
    WHEN 'reject' THEN 'rejected'
    WHEN 'take_over' THEN 'took over'
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',8);
INSERT INTO "sqlite_sequence" VALUES('run',8);
INSERT INTO "sqlite_sequence" VALUES('turn',24);
INSERT INTO "sqlite_sequence" VALUES('handoff',9);
INSERT INTO "sqlite_sequence" VALUES('outbox',46);
INSERT INTO "sqlite_sequence" VALUES('decision',8);
INSERT INTO "sqlite_sequence" VALUES('note',1);
INSERT INTO "sqlite_sequence" VALUES('evidence',7);
COMMIT;
