BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'baton','m001_first','2026-11-22 14:44:54.210502+00:00');
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
INSERT INTO "audit" VALUES(3,'2026-11-23T10:00:00.000000+00:00','run_working','baton',1,1,NULL,'{}','e745591d7c2fbe4342f6723efa45c54521251d3c45ba7612b9706d2772043f48');
INSERT INTO "audit" VALUES(4,'2026-11-23T10:00:00.000000+00:00','read','agent',1,1,NULL,'{"input":"2b634eada53fcdec22125302b610d2f5a639d45b86bab3b66bd6667818cba6e5","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":1}','763b7f2601396130c1a0e431f844bbe7a5968b9271c7b4933872cb791d8aa68b');
INSERT INTO "audit" VALUES(5,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',1,1,1,'{"agent":"scripted-1","digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','7b7cdba24d3627e31709e836f35eafef880442ade563a04de1890750aa217c51');
INSERT INTO "audit" VALUES(6,'2026-11-23T10:00:00.000000+00:00','decision_approve','T1/UMARIA',1,1,1,'{"closed":true,"proof":"click","revision":1,"run":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","shown":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","stage":1}','7ea0d770e8966324d6876556fe1e23eb737df069d245b5b7f27dbe0a706375e7');
INSERT INTO "audit" VALUES(7,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',1,1,1,'{"digest":"ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d","key":"H-1-1"}','41c0cba61ebe39cf958647ea826d9db20e8189adfcb5ed02ee0dd110d429c1a4');
INSERT INTO "audit" VALUES(8,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',1,1,1,'{"attempts":1,"key":"H-1-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','bea380c5589cfa9b3ea5851f67f3905fbd679c269f68c4e9693d762dd7388824');
INSERT INTO "audit" VALUES(9,'2026-11-23T10:00:00.000000+00:00','run_working','baton',1,1,NULL,'{}','52acf8fbde0849d816f963ac59f73d34769b0d780436a6f8f49f9238ad3bebb4');
INSERT INTO "audit" VALUES(10,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',1,1,NULL,'{}','1a12d6ee443a9e6d84950fa5fa146f3b23ad296dc5c16acd38029797a6576d18');
INSERT INTO "audit" VALUES(11,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',2,NULL,NULL,'{"text":"02587e6b4d5afaeb1afd68b29e41803bdc778ace015c22bf30ec3c48a444d420","via":"message","workflow":"refunds"}','66421db9de10c4a1e7f54746d110725481534e84434401b42daf2b7b4d2d4013');
INSERT INTO "audit" VALUES(12,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',2,2,NULL,'{}','5987359c8c0306763db83faa4c67ba154be58c8f8637dd4a799b33285447a190');
INSERT INTO "audit" VALUES(13,'2026-11-23T10:00:00.000000+00:00','run_working','baton',2,2,NULL,'{}','b85b8e81669e0257dd0f76c9ffeaa701eef1fc210e5a6162c9b5c8c06a6b0545');
INSERT INTO "audit" VALUES(14,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',2,2,2,'{"agent":"scripted-1","digest":"36f83a081f74c5d4c611231ecdc6b0ed5ceea9db90bf6320573944994eec5a57","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','16b378cf2d578d97ec263c75e30c05745ed1ba65ec1906e6178d76948a244365');
INSERT INTO "audit" VALUES(15,'2026-11-23T10:00:00.000000+00:00','decision_edit','T1/UDANA',2,2,2,'{"closed":true,"proof":"click","revision":2,"run":"172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578","shown":"36f83a081f74c5d4c611231ecdc6b0ed5ceea9db90bf6320573944994eec5a57","stage":1}','d8a8a47c468c62538a61df19ebf99486fa4847f0cd2daa831c42de72e0dc6e18');
INSERT INTO "audit" VALUES(16,'2026-11-23T10:00:00.000000+00:00','effect_started','baton',2,2,2,'{"digest":"172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578","key":"H-2-2"}','0ac9c87637910300da1552d0e69fe5672090b6cc1aaf4e86b242fe1c2f34d346');
INSERT INTO "audit" VALUES(17,'2026-11-23T10:00:00.000000+00:00','effect_done','baton',2,2,2,'{"attempts":1,"key":"H-2-2","result":"e945ea5fef9e8f7231b06741a6abc0274f8b32d1ad9f9ce847781d653dfd78d6"}','8f903c90fcbf9ac0b602a13dec895d03c4ed6ba475f81d13e065cc71fc482e16');
INSERT INTO "audit" VALUES(18,'2026-11-23T10:00:00.000000+00:00','run_working','baton',2,2,NULL,'{}','535006911eccd71aaa9fe11e89968500fea61bea08883c45f412c346b947f9f2');
INSERT INTO "audit" VALUES(19,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',2,2,NULL,'{}','840e85e380d071b8275eb17aaf6aee8931d67057a8306fb3a77751a0f49e83f5');
INSERT INTO "audit" VALUES(20,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',3,NULL,NULL,'{"text":"c743d3586ed4633df2995dbee69283018c2c811d2e988209a7dbf896d2e18765","via":"message","workflow":"refunds"}','b429513bf3364789ae58a7cef146ea4f99ce6a51d3f4f5c061c6171b0a9f4203');
INSERT INTO "audit" VALUES(21,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',3,3,NULL,'{}','691a9ab1644c4d0141635fc631f1ed47124b454d5eafa6d9ba8f3f353eeca026');
INSERT INTO "audit" VALUES(22,'2026-11-23T10:00:00.000000+00:00','run_working','baton',3,3,NULL,'{}','887fe4f97f1bc3b31644f2432668cdd312c5b3eb554625ed55e994fe3476726b');
INSERT INTO "audit" VALUES(23,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',3,3,3,'{"agent":"scripted-1","digest":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyed"}','90a7aee82e8a3dabe51d711eede723b8f201fba23af58c5ecceb12f331b295c0');
INSERT INTO "audit" VALUES(24,'2026-11-23T10:00:00.000000+00:00','decision_reject','T1/UMARIA',3,3,3,'{"closed":true,"proof":"click","revision":1,"run":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","shown":"beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e","stage":1}','9029df0a4a2abc656cb356f89d305d05ba8ea93a8c1be7a515b65051a7632053');
INSERT INTO "audit" VALUES(25,'2026-11-23T10:00:00.000000+00:00','run_working','baton',3,3,NULL,'{}','1ee54e4d02ed021f6f85d680af92da12763eb8153c04044473da75d37f7a0ce7');
INSERT INTO "audit" VALUES(26,'2026-11-23T10:00:00.000000+00:00','run_finished','agent',3,3,NULL,'{}','e7b6d2702d97d1bd0ac8dbce1acc8aa7dcc9870ae9eccc8eb3a37deb389339f9');
INSERT INTO "audit" VALUES(27,'2026-11-23T10:00:00.000000+00:00','decision_refused','T1/UDANA',3,3,3,'{"revision":1,"verdict":"approve","why":"late"}','d299c4014d1596ddd7ea4224ad05dc20da70ce2e7a9699f6b55162421c8873ae');
INSERT INTO "audit" VALUES(28,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',4,NULL,NULL,'{"text":"c34060370b54728efe52d1f82a4a13ff0908de8e404ba0e923c1e339709e61d9","via":"message","workflow":"refunds"}','eb59ee50a8051bd8a658ff36b9d2468d8031ced6c79c3baf703437ca134e019b');
INSERT INTO "audit" VALUES(29,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',4,4,NULL,'{}','f5de9a77f583d80c6e1d51f8b6e9f199f327fc94df8de1d065fde8c8f2e864d1');
INSERT INTO "audit" VALUES(30,'2026-11-23T10:00:00.000000+00:00','run_working','baton',4,4,NULL,'{}','b289fd7714149dc29cc963e7f01cae839ce2277aeb760aa21bd918e9473d34de');
INSERT INTO "audit" VALUES(31,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',4,4,4,'{"agent":"scripted-1","digest":"febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','05202c792b6fefe403709ccdb2cc5fe5753939d380951f1091e95e2ba55f9c7e');
INSERT INTO "audit" VALUES(32,'2026-11-23T10:00:00.000000+00:00','decision_refused','T1/UALEX',4,4,4,'{"revision":1,"verdict":"approve","why":"not_approver"}','ead56a5b21fbfbfe10403725146a40c4191858b09ee83772c586fbb82a37ce84');
INSERT INTO "audit" VALUES(33,'2026-11-23T10:00:00.000000+00:00','requested','T1/UJONAS',5,NULL,NULL,'{"text":"e01eaeb492f882896f05902e40ac0520ec115feff62df6470d8dd41e76d52535","via":"message","workflow":"refunds"}','6b9e981bfe12b3280496576c6455c5576991659db7a1121a7555822314d2f700');
INSERT INTO "audit" VALUES(34,'2026-11-23T10:00:00.000000+00:00','run_queued','baton',5,5,NULL,'{}','561ef83fa709423f325d80be91d2221df69b463573e8687390ab388e4fec45ca');
INSERT INTO "audit" VALUES(35,'2026-11-23T10:00:00.000000+00:00','run_working','baton',5,5,NULL,'{}','258df5bedc121fab6d56f8c60ba517e9ded2bc707988ee3561b5343292072fe4');
INSERT INTO "audit" VALUES(36,'2026-11-23T10:00:00.000000+00:00','handoff_opened','agent',5,5,5,'{"agent":"scripted-1","digest":"8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','2d1b3fac579b497dfe8dbd7bd1ca5e6f32a076c32253b89f6682dc98c85eb8d6');
INSERT INTO "audit" VALUES(37,'2026-11-23T10:00:00.000000+00:00','decision_take_over','T1/UWEI',5,5,5,'{"closed":true,"proof":"click","revision":1,"run":"8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149","shown":"8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149","stage":1}','14842822e1e964805d158c8bc0d7ef78c619d3681b1c9dcbea0344bb76e3f269');
INSERT INTO "audit" VALUES(38,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',6,NULL,NULL,'{"text":"3e8bc32b54cdb7638fa4803891b4e547f1600017fea5985f833e2ab928023604","via":"message","workflow":"refunds"}','0d99ab3a77adf2ee3d4ec815fd95f88d87af3c22df3fd69f166f649fbbce6e58');
INSERT INTO "audit" VALUES(39,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',6,6,NULL,'{}','4f77306f86532de192442877b483970537f3229c4401514bac82f5a139b9bcb3');
INSERT INTO "audit" VALUES(40,'2026-11-23T10:03:00.000000+00:00','run_working','baton',6,6,NULL,'{}','50657793ce4b2d54be58c0f136b4c16d9f1b15c7a22bdd3030ca0114e7a214a5');
INSERT INTO "audit" VALUES(41,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',6,6,6,'{"agent":"scripted-1","digest":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"two"}','fa7f5fba938c6ddab721fbbae47e792f1fdbd103be988fe69d49090eea0e3821');
INSERT INTO "audit" VALUES(42,'2026-11-23T10:03:00.000000+00:00','decision_approve','T1/UMARIA',6,6,6,'{"closed":false,"proof":"click","revision":1,"run":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","shown":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","stage":1}','5370c0941a28373185a3568ac7e5e9fd70651069ad380d54b59d804c31e5aab4');
INSERT INTO "audit" VALUES(43,'2026-11-23T10:03:00.000000+00:00','decision_approve','T1/UDANA',6,6,6,'{"closed":true,"proof":"click","revision":1,"run":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","shown":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","stage":1}','2a7b284babb0647478143b5cd1761c3c890cb9d54ab1e0f5276894586069b18c');
INSERT INTO "audit" VALUES(44,'2026-11-23T10:03:00.000000+00:00','effect_started','baton',6,6,6,'{"digest":"989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6","key":"H-6-1"}','c8ac8019641acf0cd2a9d267d72366d96e40c3b098d3adb3ac7c760c6486a9c5');
INSERT INTO "audit" VALUES(45,'2026-11-23T10:03:00.000000+00:00','effect_done','baton',6,6,6,'{"attempts":1,"key":"H-6-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','b16a3fe1a1bc5a593d6ce15a22897ace0ce748e89ce6bd8e878f184c37a8b48a');
INSERT INTO "audit" VALUES(46,'2026-11-23T10:03:00.000000+00:00','run_working','baton',6,6,NULL,'{}','0afb50653421a87853e2b35a25663fbc56bd98a829d4624598eba9dd5207795c');
INSERT INTO "audit" VALUES(47,'2026-11-23T10:03:00.000000+00:00','run_finished','agent',6,6,NULL,'{}','23f84301ddc28e8b2823c9203d93115b93270334a0a0794b9112e1799fee3d0e');
INSERT INTO "audit" VALUES(48,'2026-11-23T10:03:00.000000+00:00','requested','T1/UJONAS',7,NULL,NULL,'{"text":"2bc8facc0d6e9c10a14346cd3ff8b287e3a7dada89b382163b513911a2c324c6","via":"message","workflow":"refunds"}','cbd984e2ddc4b2b505eb98528b7e6b932c08b0acdeca56d38b7164ad32f79785');
INSERT INTO "audit" VALUES(49,'2026-11-23T10:03:00.000000+00:00','run_queued','baton',7,7,NULL,'{}','09451721a2b2ecfa2dae7ec561f3ab2a0dacc2032ac3a64989b56cd5f28dec61');
INSERT INTO "audit" VALUES(50,'2026-11-23T10:03:00.000000+00:00','run_working','baton',7,7,NULL,'{}','a5aaf983b90c614759de1f1edcc7e15ac714268417564c73cb209927d8390f1b');
INSERT INTO "audit" VALUES(51,'2026-11-23T10:03:00.000000+00:00','handoff_opened','agent',7,7,7,'{"agent":"scripted-1","digest":"2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"two"}','c93fa94870c05a51080d62d11044658878a3add522cc32267736c7aa90635886');
INSERT INTO "audit" VALUES(52,'2026-11-23T10:03:00.000000+00:00','decision_approve','T1/UMARIA',7,7,7,'{"closed":false,"proof":"click","revision":1,"run":"2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7","shown":"2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7","stage":1}','64bca960c6b04409f9c42bf6289a80bbee20aa82fd39bd5dea966f07de6d1d94');
INSERT INTO "audit" VALUES(53,'2026-11-23T10:06:00.000000+00:00','requested','T1/UJONAS',8,NULL,NULL,'{"text":"b10db702b37cc5a3a849ea34ec50624d0e43f2c8ad784b0f5d68ba43da9180ab","via":"message","workflow":"refunds"}','746e278833efc2903a010f01707917ac10e0dd9f36f1b540030d71ed1719b61b');
INSERT INTO "audit" VALUES(54,'2026-11-23T10:06:00.000000+00:00','run_queued','baton',8,8,NULL,'{}','507276ab5e90137b6b462e47b7bc08fa7acd862d58317f174b05b5d61dbf5e28');
INSERT INTO "audit" VALUES(55,'2026-11-23T10:06:00.000000+00:00','run_working','baton',8,8,NULL,'{}','054153ab1bb5558f9c39391e8752a44bef0a812ded14a09c442578367b8afa76');
INSERT INTO "audit" VALUES(56,'2026-11-23T10:06:00.000000+00:00','handoff_opened','agent',8,8,8,'{"agent":"scripted-1","digest":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"undoable"}','b0aa288b1c477d3a94d5924379d1d52b270ec923a30271b4f01cdabcaf188329');
INSERT INTO "audit" VALUES(57,'2026-11-23T10:06:00.000000+00:00','decision_approve','T1/UMARIA',8,8,8,'{"closed":true,"proof":"click","revision":1,"run":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","shown":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","stage":1}','b7287b2b97c00c343495730ece70be40064f06dca39331b6728b39e9615d6e6a');
INSERT INTO "audit" VALUES(58,'2026-11-23T10:06:00.000000+00:00','approval_undone','T1/UMARIA',8,8,8,'{"asked_again":9}','98b0ddf2d087249f2c1c648e22a254015e911524c498ee6af7bbc033634aa627');
INSERT INTO "audit" VALUES(59,'2026-11-23T10:06:00.000000+00:00','decision_approve','T1/UDANA',8,8,9,'{"closed":true,"proof":"click","revision":1,"run":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","shown":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","stage":1}','eef3c08fe768ac2984eb65b7d73650fd9ce5440a553b13dd079b3677ebf018fa');
INSERT INTO "audit" VALUES(60,'2026-11-23T10:06:06.000000+00:00','effect_started','baton',8,8,9,'{"digest":"82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad","key":"H-9-1"}','70dc998ba4eef7ddf787112f14869fe22806bd39efbd95ca837741567ec58824');
INSERT INTO "audit" VALUES(61,'2026-11-23T10:06:06.000000+00:00','effect_done','baton',8,8,9,'{"attempts":1,"key":"H-9-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','25b17d444cb2fd1862c18a4f1cdd5987c4869f0dc503ce47aa291e404afc17cc');
INSERT INTO "audit" VALUES(62,'2026-11-23T10:06:06.000000+00:00','run_working','baton',8,8,NULL,'{}','4088f64df783403866f57345508ccdbe4388b1d65f7ab809e83b6af3970af6da');
INSERT INTO "audit" VALUES(63,'2026-11-23T10:06:06.000000+00:00','run_finished','agent',8,8,NULL,'{}','080720bcbe29a0a5fc79fdd512f5d2c59efaacd764a4c57543ddee3eec98b4b7');
INSERT INTO "audit" VALUES(64,'2026-11-23T10:06:06.000000+00:00','requested','T1/UJONAS',9,NULL,NULL,'{"text":"017d9401b9144adb043a81fdfff1e3c7ce6afc10eb255272c89d8ca46dd7f7ee","via":"message","workflow":"refunds"}','14244f491e8e9cf24193219aca286ee09ef7f314802cbcb67fd372f15d5ae3b7');
INSERT INTO "audit" VALUES(65,'2026-11-23T10:06:06.000000+00:00','run_queued','baton',9,9,NULL,'{}','7c81e93eb0df0c927c665fde8654978ec77b9d6a58d85c4f574b414680a433df');
INSERT INTO "audit" VALUES(66,'2026-11-23T10:06:06.000000+00:00','run_working','baton',9,9,NULL,'{}','c0cb5127e74a13ec3ba82df70202a92d01a4fcee147f52b2526bf8d9f54384b8');
INSERT INTO "audit" VALUES(67,'2026-11-23T10:06:06.000000+00:00','read','agent',9,9,NULL,'{"input":"6196abecca3c58077959e9a7e8bb34fad048b90f802cf5a2b5abd48d00621196","output":"3ac36864806c554193551ce2c3072199752399a1dc7883d5dd218c48fe6ab56d","tool":"find_order","turn":15}','19e34e2e7b8fb56ff3395470f6436db8e76c8f211fcfa1a501f2090cdf47cd7d');
INSERT INTO "audit" VALUES(68,'2026-11-23T10:06:06.000000+00:00','handoff_opened','agent',9,9,10,'{"agent":"scripted-1","digest":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','5846330d9e541175eda367bfbd73f814325a70b848515c21cc8cb7536b876c56');
INSERT INTO "audit" VALUES(69,'2026-11-23T10:06:06.000000+00:00','decision_approve','T1/UMARIA',9,9,10,'{"closed":true,"proof":"click","revision":1,"run":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","shown":"a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d","stage":1}','7fa72a8d7bed02dafef01fe0977d85885fbb3b321200f982554df63935e28ccb');
INSERT INTO "audit" VALUES(70,'2026-11-23T10:06:06.000000+00:00','facts_changed','baton',9,9,10,'{"asked_again":11}','187475ac02cfc451c8c62dd41f91c3f5908f2e029baea62a3ba02de51c29f3c4');
INSERT INTO "audit" VALUES(71,'2026-11-23T10:09:06.000000+00:00','requested','T1/UJONAS',10,NULL,NULL,'{"text":"4b8a6173d9fc7c8bc6e281b66248176d1e01af8f60504524a49120f72405041d","via":"message","workflow":"refunds"}','afc0c1631f6978165f3b515ef0550da690e56d60284a63ec780aea3eeef16d6c');
INSERT INTO "audit" VALUES(72,'2026-11-23T10:09:06.000000+00:00','run_queued','baton',10,10,NULL,'{}','8d35af627033f7eccd7c087e1fc93dbee84b1155ea112c028b851ffa359d491d');
INSERT INTO "audit" VALUES(73,'2026-11-23T10:09:06.000000+00:00','run_working','baton',10,10,NULL,'{}','2124018137ac29031aec8eef6ce5d5f83e41c923fe23b829427c59f305303123');
INSERT INTO "audit" VALUES(74,'2026-11-23T10:09:06.000000+00:00','handoff_opened','agent',10,10,12,'{"agent":"scripted-1","digest":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','39b33b5462b6587942d3c17956187079af6003eaf61d4c2d7e572c903c96b270');
INSERT INTO "audit" VALUES(75,'2026-11-23T10:09:06.000000+00:00','decision_approve','T1/UMARIA',10,10,12,'{"closed":true,"proof":"click","revision":1,"run":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","shown":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","stage":1}','5e1ac356c2d95335fd33ffa2eb4dc1162df098a612fb8310764f29bccffaf534');
INSERT INTO "audit" VALUES(76,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',10,10,12,'{"digest":"454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2","key":"H-12-1"}','2b825fd477c1c4ef174c4b99b2bf6068d05725c0d8f7941158edefd9bded4cdc');
INSERT INTO "audit" VALUES(77,'2026-11-23T10:09:06.000000+00:00','effect_in_doubt','baton',10,10,13,'{"key":"H-12-1"}','ed57917d76e193442e62e3bc49b4f4b2a22c6566a33da2d9fdba9258f64e40f0');
INSERT INTO "audit" VALUES(78,'2026-11-23T10:09:06.000000+00:00','doubt_settled','T1/UDANA',10,10,13,'{"key":"H-12-1","verdict":"happened"}','bb92559c18b41d2d0a0adfbacc2ae60844384949be73438767902cad3adee307');
INSERT INTO "audit" VALUES(79,'2026-11-23T10:09:06.000000+00:00','effect_done','baton',10,10,12,'{"attempts":1,"key":"H-12-1","result":"ca2bcfbb1919544dbcedfe715131a3d2628abd40da077ab8618b3236860a4d23"}','e5e47c6eef147ccd2a76345f5a32225850ed3854b2c6643c8d396d54ca2aea3a');
INSERT INTO "audit" VALUES(80,'2026-11-23T10:09:06.000000+00:00','run_working','baton',10,10,NULL,'{}','8a762a68d9cb7270a6e9b93cf0f5164628ddbb7b7b8b0fa41e288d073ae22883');
INSERT INTO "audit" VALUES(81,'2026-11-23T10:09:06.000000+00:00','run_finished','agent',10,10,NULL,'{}','864bc9e3e1bf9efebfc2d7200ef24a947cd200c56418c5e6d44bcc5cf3ecd22c');
INSERT INTO "audit" VALUES(82,'2026-11-23T10:09:06.000000+00:00','requested','T1/UJONAS',11,NULL,NULL,'{"text":"77a08742139fc42c68e0ed59f42513fc377f93d23b502a903b6a54757f1e57da","via":"message","workflow":"refunds"}','ae72587aba143ff6293d48e5662ca0065fdb53f05aceef5f0fea56ede012d9e7');
INSERT INTO "audit" VALUES(83,'2026-11-23T10:09:06.000000+00:00','run_queued','baton',11,11,NULL,'{}','b6c58a760a93bee3c13c2851c16a02cf317c6c35fea74be6659a95c9ea90d36e');
INSERT INTO "audit" VALUES(84,'2026-11-23T10:09:06.000000+00:00','run_working','baton',11,11,NULL,'{}','71cf312944d1bb4344515ddea142c1acae146357516f08e94729ed3a764b7cff');
INSERT INTO "audit" VALUES(85,'2026-11-23T10:09:06.000000+00:00','handoff_opened','agent',11,11,14,'{"agent":"scripted-1","digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','97b0b2d68f590d3e7e3ee7b9891f7589dd2aaaa3587de64461f3ed0dd27f9cb6');
INSERT INTO "audit" VALUES(86,'2026-11-23T10:09:06.000000+00:00','decision_approve','T1/UMARIA',11,11,14,'{"closed":true,"proof":"click","revision":1,"run":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","shown":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","stage":1}','1cba80c64b259825efbcfe34446a6e4d860065e9e7059546a2d4c0f96fb7978c');
INSERT INTO "audit" VALUES(87,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',11,11,14,'{"digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","key":"H-14-1"}','a82a09bba76564a943096232769d8e2e12a0f77caa4da2abe645a23a148ab567');
INSERT INTO "audit" VALUES(88,'2026-11-23T10:09:06.000000+00:00','effect_in_doubt','baton',11,11,15,'{"key":"H-14-1"}','009a33206b744fce25b2752f94833741cadb2a82482beab9c2dc00cdf7f308ac');
INSERT INTO "audit" VALUES(89,'2026-11-23T10:09:06.000000+00:00','doubt_settled','T1/UDANA',11,11,15,'{"key":"H-14-1","verdict":"again"}','7119d523c245398763d7643915786dc184db0e58f2cacf9faf47e67f553882b5');
INSERT INTO "audit" VALUES(90,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',11,11,14,'{"digest":"552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554","key":"H-14-1"}','d8dd2a0ad00f76c0a8b73d7561847db5967a5596c8d49e6b9cd3b3fddff5fdb1');
INSERT INTO "audit" VALUES(91,'2026-11-23T10:09:06.000000+00:00','effect_done','baton',11,11,14,'{"attempts":2,"key":"H-14-1","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','2b3cdbdcb2393613594f2cba138079e21faf9c2870d2c1ec228f10f73a2a60cb');
INSERT INTO "audit" VALUES(92,'2026-11-23T10:09:06.000000+00:00','run_working','baton',11,11,NULL,'{}','bbe933fbd1d831811c7ca6a0b97102cbc9e9570263571ff8e84f9e67c54e04d1');
INSERT INTO "audit" VALUES(93,'2026-11-23T10:09:06.000000+00:00','run_finished','agent',11,11,NULL,'{}','c3d3dfb95ade051e40ddfbc2944bc500c086197aa52483f8997ee9861c1590dc');
INSERT INTO "audit" VALUES(94,'2026-11-23T10:09:06.000000+00:00','requested','T1/UJONAS',12,NULL,NULL,'{"text":"a564d50b705420c029a7964f66e91e6c282090fa04c5e753e4541acfadb76afb","via":"message","workflow":"refunds"}','5e05b955d09b8523d4f0f6ab1d9300cd71248e545a5513b3fda2796a05738d46');
INSERT INTO "audit" VALUES(95,'2026-11-23T10:09:06.000000+00:00','run_queued','baton',12,12,NULL,'{}','3171c0a144a3a137666920d1388b61957e835444017ba98184eaed39646e9939');
INSERT INTO "audit" VALUES(96,'2026-11-23T10:09:06.000000+00:00','run_working','baton',12,12,NULL,'{}','2eacbf65021624d4b6cd75c9438de7cea7c86a5e45322c59b55d9389fc4b888a');
INSERT INTO "audit" VALUES(97,'2026-11-23T10:09:06.000000+00:00','handoff_opened','agent',12,12,16,'{"agent":"scripted-1","digest":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','713fa06f9158c3850372f729eb4eda7534a13d64231d4abdd97310af7624c6ba');
INSERT INTO "audit" VALUES(98,'2026-11-23T10:09:06.000000+00:00','decision_approve','T1/UMARIA',12,12,16,'{"closed":true,"proof":"click","revision":1,"run":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","shown":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","stage":1}','0f402f755379d92dae7b10a7d682f89a7d1eacf576f9a386a8e7ef53b5092749');
INSERT INTO "audit" VALUES(99,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',12,12,16,'{"digest":"b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62","key":"H-16-1"}','6cd9fe17c2fb8980b406e2c67f51ca5e03d14afd98fa27f52d056355b1326e80');
INSERT INTO "audit" VALUES(100,'2026-11-23T10:09:06.000000+00:00','effect_in_doubt','baton',12,12,17,'{"key":"H-16-1"}','7427e4bad2a9496e2d18b37c47a339c46d997851ec80f2135db258e754c8765f');
INSERT INTO "audit" VALUES(101,'2026-11-23T10:09:06.000000+00:00','doubt_settled','T1/UDANA',12,12,17,'{"key":"H-16-1","verdict":"drop"}','27939a3cb22835729f2e6027856d5b5b31fcb4e2b618a6c7a8a9ffe011685d11');
INSERT INTO "audit" VALUES(102,'2026-11-23T10:09:06.000000+00:00','effect_failed','baton',12,12,16,'{"attempts":1,"key":"H-16-1","result":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}','5c35a020575d0e95593ab2951e03dbddf8daeb2b1c3d8ae2350ce8286726dd9b');
INSERT INTO "audit" VALUES(103,'2026-11-23T10:09:06.000000+00:00','run_working','baton',12,12,NULL,'{}','4ce88768223d581ef258c6e1f37b7ae7570493609d49bd191e5e93f23788358a');
INSERT INTO "audit" VALUES(104,'2026-11-23T10:09:06.000000+00:00','run_finished','agent',12,12,NULL,'{}','3a65679e8079ffc3da0c5697c0d3709cc567b52b2ef19daa135975f622c7ce9e');
INSERT INTO "audit" VALUES(105,'2026-11-23T10:09:06.000000+00:00','requested','T1/UJONAS',13,NULL,NULL,'{"text":"d3b30d9c9a2185db5a7450eb121cd1a38576721021eb815e01b074325b38da45","via":"message","workflow":"refunds"}','f8390036583ffde9bcb829bd055cfd58f2d8ff301a1e6db62dcd4733ac5cd601');
INSERT INTO "audit" VALUES(106,'2026-11-23T10:09:06.000000+00:00','run_queued','baton',13,13,NULL,'{}','295b3e9c7b19ec9bdc5123c37348b999ce05c66cbb5339fbdbdf7a5f00214c8f');
INSERT INTO "audit" VALUES(107,'2026-11-23T10:09:06.000000+00:00','run_working','baton',13,13,NULL,'{}','1f85db6f2d72abee904d77afe963da2e82fa93a5bf6af44319ffd981f0beed01');
INSERT INTO "audit" VALUES(108,'2026-11-23T10:09:06.000000+00:00','handoff_opened','agent',13,13,18,'{"agent":"scripted-1","digest":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','bf5e841b1a78cf7a8be15a912d486d68143de7de10713408fc4948a23411e4d9');
INSERT INTO "audit" VALUES(109,'2026-11-23T10:09:06.000000+00:00','decision_approve','T1/UMARIA',13,13,18,'{"closed":true,"proof":"click","revision":1,"run":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","shown":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","stage":1}','3cebae9961628b47f6d7408ddbc5b3bf46f68b7bce3a59538063a02bde1b307f');
INSERT INTO "audit" VALUES(110,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',13,13,18,'{"digest":"4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620","key":"H-18-1"}','4a719f745123d09feaf1d7f77c83f972c17eead6af330e647c84da89d47ba968');
INSERT INTO "audit" VALUES(111,'2026-11-23T10:09:06.000000+00:00','effect_in_doubt','baton',13,13,19,'{"key":"H-18-1"}','9e1987948febde282b2af22b9b4b31f86e25aca727e49e14960d5e68098cb6bf');
INSERT INTO "audit" VALUES(112,'2026-11-23T10:09:06.000000+00:00','requested','T1/UJONAS',14,NULL,NULL,'{"text":"de8ea8960d5d9847ea8b5f8bd67ebd5fc5f575c3e4c477b56b568a9d615d6db2","via":"message","workflow":"refunds"}','40a6e857a2935e200aa3b331f0218c5005fa7b9cdc2886f5cfa1f7617c7c2d70');
INSERT INTO "audit" VALUES(113,'2026-11-23T10:09:06.000000+00:00','run_queued','baton',14,14,NULL,'{}','89cc09f6106841713d9ebff4575c6d4a35b3dce62d12466ec8c704116ac96bb6');
INSERT INTO "audit" VALUES(114,'2026-11-23T10:09:06.000000+00:00','run_working','baton',14,14,NULL,'{}','9677a148e3c621530db83382f709949e417e323daf7711b916dc7855f928bed1');
INSERT INTO "audit" VALUES(115,'2026-11-23T10:09:06.000000+00:00','handoff_opened','agent',14,14,20,'{"agent":"scripted-1","digest":"87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','6c7568285cc2c99500b69b2bc94148ad5e5cf31e12362f31e210013a532677b9');
INSERT INTO "audit" VALUES(116,'2026-11-23T10:09:06.000000+00:00','decision_approve','T1/UMARIA',14,14,20,'{"closed":true,"proof":"click","revision":1,"run":"87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009","shown":"87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009","stage":1}','c0e9f9190508378864da5e5c0c904e8f8f4b2d5beec4742862ba493e940ddfb0');
INSERT INTO "audit" VALUES(117,'2026-11-23T10:09:06.000000+00:00','effect_started','baton',14,14,20,'{"digest":"87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009","key":"H-20-1"}','8bc6813cc9cfb5a3e7ea7223dc01f1a427791663b4429c1f057b7d01ee88a646');
INSERT INTO "audit" VALUES(118,'2026-11-23T10:09:06.000000+00:00','effect_failed','baton',14,14,20,'{"attempts":1,"key":"H-20-1","result":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}','40f7124954b40172a5142156f4e5a264c1be89b787f5018d4c1c72ada1bff137');
INSERT INTO "audit" VALUES(119,'2026-11-23T10:09:06.000000+00:00','run_working','baton',14,14,NULL,'{}','45d3fcedf0a6e4a37328d544a474c49e7b5cf2fa7b4a733178153c8eb1573bd5');
INSERT INTO "audit" VALUES(120,'2026-11-23T10:09:06.000000+00:00','run_finished','agent',14,14,NULL,'{}','29a53c0bfb6df81ba24ecf5bf3b0c20b201a9474298360d727e0ec7a62d93042');
INSERT INTO "audit" VALUES(121,'2026-11-23T10:12:06.000000+00:00','requested','T1/UJONAS',15,NULL,NULL,'{"text":"2e194e448345042efd64cad3d230a68e6ffe9e054105aae571d595a3c16e8b1e","via":"message","workflow":"refunds"}','245b07c9ec814706179cecd3917ba05f9da1bb91a0d60cecd55bb76a03beb551');
INSERT INTO "audit" VALUES(122,'2026-11-23T10:12:06.000000+00:00','run_queued','baton',15,15,NULL,'{}','7fa1443e281db267200b68979fb09ba126d8dc0fcddfbccc3bcc675a41254254');
INSERT INTO "audit" VALUES(123,'2026-11-23T10:12:06.000000+00:00','run_working','baton',15,15,NULL,'{}','72002b907d1fac16b81d861452acf2f59af84a14a6965de0e4d78c3325486f4c');
INSERT INTO "audit" VALUES(124,'2026-11-23T10:12:06.000000+00:00','handoff_opened','agent',15,15,21,'{"agent":"scripted-1","digest":"e922c0349bce2d534aab2a6942477bf65c920d6771838523cfaa8c2971490385","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','0952b8bc7bf0d3692acf3a0c6aa8ecc6995f000b72f99e9a126e6695b779648e');
INSERT INTO "audit" VALUES(125,'2026-11-23T10:12:06.000000+00:00','request_added','T1/UJONAS',15,15,21,'{"text":"6739169770980f6ad897b40659b6a7429f5c40d7a7a9c37c4be6a808fb2bf426"}','f586348d59e9af4b995afaa14e6418e90a4c02585a7869235047d2730e326c1a');
INSERT INTO "audit" VALUES(126,'2026-11-23T10:12:06.000000+00:00','run_working','baton',15,15,NULL,'{}','25138180e4b897e07112130c94853df375af43e85716de88e9a9f1ab55231106');
INSERT INTO "audit" VALUES(127,'2026-11-23T10:12:06.000000+00:00','handoff_revised','agent',15,15,21,'{"digest":"840cf3024f5afa83c31c46c2920ba587530078dd40ff55d7e9f84ab32af8dbaa","revision":2,"score":0.9,"step":"keyless"}','ab2e76710edf73a6fb567a22fe08250d8efb6be6d631eb663234a5682b87a2f0');
INSERT INTO "audit" VALUES(128,'2026-11-23T10:12:06.000000+00:00','request_edited','T1/UJONAS',15,15,21,'{"text":"aa93e0d989dc43a2c44742eab13058244fec7174c85bbb8196617072625a0597"}','06e0aa1c5db4cd02b7c0ba7f7e12c7d9c071ad5f62b6d9f48cee2f69e2d4459e');
INSERT INTO "audit" VALUES(129,'2026-11-23T10:12:06.000000+00:00','run_working','baton',15,15,NULL,'{}','6dab8828fd3290814a1214ddd8e9685b618227fe8f85aadc67d534828f3e036d');
INSERT INTO "audit" VALUES(130,'2026-11-23T10:12:06.000000+00:00','handoff_revised','agent',15,15,21,'{"digest":"3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1","revision":3,"score":0.9,"step":"keyless"}','757f0afa529512a76f57fef09ac0561a55426c0773ed7bcfab75331020150a9d');
INSERT INTO "audit" VALUES(131,'2026-11-23T10:12:06.000000+00:00','decision_approve','T1/UMARIA',15,15,21,'{"closed":true,"proof":"click","revision":3,"run":"3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1","shown":"3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1","stage":1}','6dcec4e36e17d39c3a1ec208710f6659cfef47fcfd4e6af03a72268f448a1f31');
INSERT INTO "audit" VALUES(132,'2026-11-23T10:12:06.000000+00:00','effect_started','baton',15,15,21,'{"digest":"3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1","key":"H-21-3"}','5c7d9e697cb28205bd0dc9875b19ac3542d795ee946e7e4c22ba37c866da7ab0');
INSERT INTO "audit" VALUES(133,'2026-11-23T10:12:06.000000+00:00','effect_done','baton',15,15,21,'{"attempts":1,"key":"H-21-3","result":"9e733535beb8f228ea7179c83ea5d87ba4c6b637a5a4855fae31d0468db1b25f"}','8412c12d793efafb333ec5aac38ace96e32b06f36b20a228a3d5bf64cfcef4ee');
INSERT INTO "audit" VALUES(134,'2026-11-23T10:12:06.000000+00:00','run_working','baton',15,15,NULL,'{}','dd450be75000982c568a4cceffd5e01524e85d2031226aed1ac5466492effa04');
INSERT INTO "audit" VALUES(135,'2026-11-23T10:12:06.000000+00:00','run_finished','agent',15,15,NULL,'{}','1849607fe80f29c7a9b6adf05e5aefb158d37a523440fa8cc06aecd3a3e61024');
INSERT INTO "audit" VALUES(136,'2026-11-23T10:12:06.000000+00:00','requested','T1/UJONAS',16,NULL,NULL,'{"text":"0ab95640a35a31936b5b6addab6d029134ea623f3a194971395d64442b82df9d","via":"message","workflow":""}','a7775583affce214f00ce76980b0a4388c4ad7973314d16752b8991ee4445dc8');
INSERT INTO "audit" VALUES(137,'2026-11-23T10:12:06.000000+00:00','requested','T1/UJONAS',17,NULL,NULL,'{"text":"146faec5721f23280b27bf41b8797dec1b09310c6dd71f4cf57dec2b188060e5","via":"message","workflow":"refunds"}','192f2eb14d20655c6217a21b4697ba247e0123054bbdc6e14ed4c7c8a4164a0a');
INSERT INTO "audit" VALUES(138,'2026-11-23T10:12:06.000000+00:00','run_queued','baton',17,16,NULL,'{}','3466dd5a95f234885f7c97125545800e81d436956a0611b8be2af39fb71d4f73');
INSERT INTO "audit" VALUES(139,'2026-11-23T10:12:06.000000+00:00','run_working','baton',17,16,NULL,'{}','7d3099c45d353c5cf155fe2d68d81a8cb102c395ab5cf0ad76b9b73bcd789016');
INSERT INTO "audit" VALUES(140,'2026-11-23T10:12:06.000000+00:00','handoff_opened','agent',17,16,22,'{"agent":"scripted-1","digest":"a2699df4ca5ebb0de39f2871cd8d502e17604c69b3b840e4f10e2946b91370ad","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','2d4f1f49af742bf24c3c6f36ce27e5785456638d7f8e4caad85bd84ab10a9aa9');
INSERT INTO "audit" VALUES(141,'2026-11-23T10:12:06.000000+00:00','request_withdrew','T1/UJONAS',17,16,22,'{}','a4a4e771b8cbdeb33caffc0a29d5c8e71c3528f8e0c261b6164a1ef88cdca336');
INSERT INTO "audit" VALUES(142,'2026-11-23T10:15:06.000000+00:00','requested','T1/UJONAS',18,NULL,NULL,'{"text":"c04ef03f625ec3ec5c11aa4fea0caa4807a6ebb137abbd3f19db4e6f5482a0a9","via":"message","workflow":"refunds"}','575a5fc8f1dbe02d69caf97f98d887c10b39ee9efedaf5117b4fb11637fe08c9');
INSERT INTO "audit" VALUES(143,'2026-11-23T10:15:06.000000+00:00','run_queued','baton',18,17,NULL,'{}','1b1c70ede7301dbeccbbe73264f1a39cc5304095277c3b8bf6c9c6a58285d248');
INSERT INTO "audit" VALUES(144,'2026-11-23T10:15:06.000000+00:00','run_working','baton',18,17,NULL,'{}','bc65f8a434c59077a4bdf3b796d37999f99896bb974b4bd585ebc222b7354234');
INSERT INTO "audit" VALUES(145,'2026-11-23T10:15:06.000000+00:00','handoff_opened','agent',18,17,23,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","kind":"question","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":null,"step":""}','43316e08c7950ea53bacf22ce8fc914804f690305f348e353f2c189f7acb2fe6');
INSERT INTO "audit" VALUES(146,'2026-11-23T10:15:06.000000+00:00','decision_respond','T1/UJONAS',18,17,23,'{"closed":true,"proof":"click","revision":1,"run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1}','e5ee89617be6fbf7e0db82c585fec973c80e4c89461cd10c7cbcd0feeca25759');
INSERT INTO "audit" VALUES(147,'2026-11-23T10:15:06.000000+00:00','run_working','baton',18,17,NULL,'{}','944a9d21f3018c95cf9aa227f5a2cc92e8e04301be5634f590898d68e6773b85');
INSERT INTO "audit" VALUES(148,'2026-11-23T10:15:06.000000+00:00','handoff_opened','agent',18,17,24,'{"agent":"scripted-1","digest":"48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','2461ef63b47e69ca28675bb2724831f7dfab866652c6c02bfc527335fed1822f');
INSERT INTO "audit" VALUES(149,'2026-11-23T10:15:06.000000+00:00','requested','T1/UJONAS',19,NULL,NULL,'{"text":"f958dcd3a708e3810b7b6284bf2f321ef1639e5bc337e38e1064ea3b1a88531d","via":"message","workflow":"refunds"}','22603dab6bd5eb799146057c7529999b36e0abef19ddc30a4ef843d443952934');
INSERT INTO "audit" VALUES(150,'2026-11-23T10:15:06.000000+00:00','run_queued','baton',19,18,NULL,'{}','d6f0a47fe7d349d728ac2ce2b9fbb3b71c29b5e70f8f4296c883648852290709');
INSERT INTO "audit" VALUES(151,'2026-11-23T10:15:06.000000+00:00','run_working','baton',19,18,NULL,'{}','5bc5f5c203400b64905e3ff56362760840ba2b7cf45303361233ec4c334671cb');
INSERT INTO "audit" VALUES(152,'2026-11-23T10:15:06.000000+00:00','handoff_opened','agent',19,18,25,'{"agent":"scripted-1","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","kind":"case","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":null,"step":""}','b5869b96957cb4b36bdaf1a2cb86eb59d80d13515cb984cc46f9fdb8649c5e52');
INSERT INTO "audit" VALUES(153,'2026-11-23T10:15:06.000000+00:00','decision_respond','T1/UMARIA',19,18,25,'{"closed":true,"proof":"click","revision":1,"run":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","shown":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","stage":1}','935a437ccb774c927c5f92a4c61a0f0d1708462b4d5a042753e43ea803d12b95');
INSERT INTO "audit" VALUES(154,'2026-11-23T10:15:06.000000+00:00','run_working','baton',19,18,NULL,'{}','b6e9ea751e9f5e00d4c9f120fb9cae4098c8c965d4320f096ad3900c54be3ad5');
INSERT INTO "audit" VALUES(155,'2026-11-23T10:15:06.000000+00:00','handoff_opened','agent',19,18,26,'{"agent":"scripted-1","digest":"7702071204b127b63753912220a5c9a866f43ab606c90970685971bda53f9449","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','1697292351e227fe839825e1e9a7ddfea82538ca4966f057d7c4a2762ab3cc37');
INSERT INTO "audit" VALUES(156,'2026-11-23T10:15:06.000000+00:00','requested','T1/UJONAS',20,NULL,NULL,'{"text":"58cfecc3cd0c81c2ea04d60542750255b3d397734cc2d747a96dc1099af3241e","via":"message","workflow":"refunds"}','86a2a66b878705665eb60ea1200d9448d35a7efbbcd07b15e43c70a486d4daea');
INSERT INTO "audit" VALUES(157,'2026-11-23T10:15:06.000000+00:00','run_queued','baton',20,19,NULL,'{}','be75e80add72f4b599dfbd4cb771dcdbe1e3484d4812d8caddeaa3c773be0d1e');
INSERT INTO "audit" VALUES(158,'2026-11-23T10:15:06.000000+00:00','run_working','baton',20,19,NULL,'{}','5c1b4848104c587b0d7689e3345b63169a2f6f3196355778b517c60124606562');
INSERT INTO "audit" VALUES(159,'2026-11-23T10:15:06.000000+00:00','handoff_opened','agent',20,19,27,'{"agent":"scripted-1","digest":"1b986c024feb74e498ddbe18e7ec225fc20690a10bb4054d30e030504db3632b","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"ends"}','a039dac6b66d9bc9997a1571685ae259599172f8707e63fb91c87226c0854020');
INSERT INTO "audit" VALUES(160,'2026-11-23T10:15:06.000000+00:00','requested','T1/UJONAS',21,NULL,NULL,'{"text":"6807e060fce959c05881aa6457cfd4221cc4a6a3d261d102fd43706765aa01b4","via":"message","workflow":"refunds"}','86f870b44b434a84fcb4eb5b12fa620a86c2ad38c89aecc320696030ea06a571');
INSERT INTO "audit" VALUES(161,'2026-11-23T10:15:06.000000+00:00','run_queued','baton',21,20,NULL,'{}','ef378fc356055478c53b395d443c09a76f3c7b0a7f05f5f55bdd1bed478baeeb');
INSERT INTO "audit" VALUES(162,'2026-11-23T10:15:06.000000+00:00','run_working','baton',21,20,NULL,'{}','eff856e4a8a9c5be3551a9ae3a463edb53413f059ca0f89f5a37adb8a0ad9179');
INSERT INTO "audit" VALUES(163,'2026-11-23T10:15:06.000000+00:00','agent_failed','baton',21,20,NULL,'{"failures":1}','e1bd5ede4d45892ef20141c841df9f989b58496ead4479f8ad54794b640f049d');
INSERT INTO "audit" VALUES(164,'2026-11-23T10:26:06.000000+00:00','deadline_rung','baton',20,19,27,'{"rung":1}','f0526288f8b42aa39d298aee84ae5584d3d730f35bd581a26f7e76b6231334f7');
INSERT INTO "audit" VALUES(165,'2026-11-23T10:26:06.000000+00:00','agent_failed','baton',21,20,NULL,'{"failures":2}','9a347712ad4e1752ae1cff3f4d4fe205ed48426a711e33bbf5efdea93f7ee76a');
INSERT INTO "audit" VALUES(166,'2026-11-23T10:37:06.000000+00:00','deadline_held','baton',4,4,4,'{"rung":1}','b964ebff2481d26f9e911bb6c5ca1c3cb1566d8541508a1c9ba8b3a52a50d913');
INSERT INTO "audit" VALUES(167,'2026-11-23T10:37:06.000000+00:00','deadline_held','baton',7,7,7,'{"rung":1}','34e936c8f38ddb5f8dba0bafffd6f0fec0c894fc4702c4c77a4b31e2d4184e15');
INSERT INTO "audit" VALUES(168,'2026-11-23T10:37:06.000000+00:00','deadline_held','baton',9,9,11,'{"rung":1}','2c636ff62469c8db22785358e87ce5e6276953543b453b0f026363430665bb87');
INSERT INTO "audit" VALUES(169,'2026-11-23T10:37:06.000000+00:00','handoff_expired','baton',20,19,27,'{}','042c331494d390c5dddd78dacc401470d5525ebe8166149ef3d80a0ed00c154e');
INSERT INTO "audit" VALUES(170,'2026-11-23T10:37:06.000000+00:00','agent_failed','baton',21,20,NULL,'{"failures":3}','7d930a859d67b27e153302c78ec2a110ded5c7c2d648f3bfe8e7b830fee06742');
INSERT INTO "audit" VALUES(171,'2026-11-23T10:37:06.000000+00:00','handoff_opened','agent',21,20,28,'{"agent":"","digest":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","kind":"case","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":null,"step":""}','1ef0bf1ad5a9f9c0685b9d18553a964b4d67f03ed98577dcd64af170f08b178e');
INSERT INTO "audit" VALUES(172,'2026-11-23T10:37:06.000000+00:00','run_working','baton',20,19,NULL,'{}','7a56efff899f3e1e3c3bbd19d8dfc03461d525e00c2f4d57eefa1cc8dfa4b1f7');
INSERT INTO "audit" VALUES(173,'2026-11-23T10:37:06.000000+00:00','run_finished','agent',20,19,NULL,'{}','9f6ebcb569f3d023f3990b01608915fa832a5868d2427ec19c49fb6eeb9925dd');
INSERT INTO "audit" VALUES(174,'2026-11-23T10:48:06.000000+00:00','deadline_held','baton',13,13,19,'{"rung":1}','4699397ee1a83ffb67b8a880cb454f5a53e0319fecb4d92cbebd92f2ea5f0866');
INSERT INTO "audit" VALUES(175,'2026-11-23T10:48:06.000000+00:00','deadline_held','baton',18,17,24,'{"rung":1}','78190b36cb22658082881b1774dd8e0403ee31c299beca734f0f685883e69a18');
INSERT INTO "audit" VALUES(176,'2026-11-23T10:48:06.000000+00:00','deadline_held','baton',19,18,26,'{"rung":1}','5575145caadd3cd4e757a0b469f7bb04df7b55a1b7027fddcf55ca94262d571b');
INSERT INTO "audit" VALUES(177,'2026-11-23T10:51:06.000000+00:00','requested','T1/UJONAS',22,NULL,NULL,'{"text":"cdca87c34710d2a6560787bd5144c547776712305d117450568264c3ea3305a7","via":"message","workflow":"refunds"}','d6d47b55393fde3c5e7acdf36d92b741bfe31c8a8706875217d0e24e5fab643c');
INSERT INTO "audit" VALUES(178,'2026-11-23T10:51:06.000000+00:00','run_queued','baton',22,21,NULL,'{}','87e7247f3a3993fc4f95f4d1c39411bfcea4f787410ed106feccafef968c77e6');
INSERT INTO "audit" VALUES(179,'2026-11-23T10:51:06.000000+00:00','run_working','baton',22,21,NULL,'{}','70359615af487038358876cc82e9c8b06567e409e56d4f27e774de4d4555b052');
INSERT INTO "audit" VALUES(180,'2026-11-23T10:51:06.000000+00:00','handoff_opened','agent',22,21,29,'{"agent":"scripted-1","digest":"856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996","kind":"approval","policy":"0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237","score":0.9,"step":"keyless"}','b7cceddbd4523d903e5e5531338bc13d8936fddef88ae258d9488c93cadd0148');
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
INSERT INTO "decision" VALUES(1,1,1,1,'T1/UMARIA','approve','','on its way',0,'click','{"amount":"49.90","kind":"goods","order_id":"1042"}','{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',6.50934473039853744857e-01,'1818e811892f902bd23f0824128b2f33');
INSERT INTO "decision" VALUES(2,2,2,1,'T1/UDANA','edit','no shipping','',0,'click','{"amount":"49.90","kind":"goods","note":"<b>bold</b> & ‮gnirts","order_id":"1043"}','{"amount":"44.95","kind":"goods","order_id":"1043"}','36f83a081f74c5d4c611231ecdc6b0ed5ceea9db90bf6320573944994eec5a57','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.07435733189420257183e-01,'6b0d549b6f03675a1600a35a099950d8');
INSERT INTO "decision" VALUES(3,3,1,1,'T1/UMARIA','reject','looks like fraud','',1,'click','{"amount":"49.90","kind":"goods","order_id":"1044"}','{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyed',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.24519189142513964085e-01,'f28c105d1fb17c2390c192cfd3ac94af');
INSERT INTO "decision" VALUES(4,5,1,1,'T1/UWEI','take_over','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1046"}','{"amount":"49.90","kind":"goods","order_id":"1046"}','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149',NULL,'2026-11-23T10:00:00.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.76255105592920058299e-01,'2217beaddbc496cb8e81973e0becd7b0');
INSERT INTO "decision" VALUES(5,6,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1050"}','{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6',NULL,'2026-11-23T10:03:00.000000+00:00',0,'refunds','two',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',1.17792238078368360909e-01,'ae97ba94d0eda82f8f6d05584ef8aa38');
INSERT INTO "decision" VALUES(6,6,1,1,'T1/UDANA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1050"}','{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6',NULL,'2026-11-23T10:03:00.000000+00:00',0,'refunds','two',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',1.17792238078368360909e-01,'923a736994e3bf911a61dbe22e44158b');
INSERT INTO "decision" VALUES(7,7,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1051"}','{"amount":"49.90","kind":"goods","order_id":"1051"}','2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7','2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7',NULL,'2026-11-23T10:03:00.000000+00:00',0,'refunds','two',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.47744465709557815102e-01,'9e7769b10f4205b4907a70c31012f037');
INSERT INTO "decision" VALUES(8,8,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1060"}','{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad',NULL,'2026-11-23T10:06:00.000000+00:00',0,'refunds','undoable',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.27592305669402872325e-01,'ec66a78795e761d17731af10506bf2ef');
INSERT INTO "decision" VALUES(9,9,1,1,'T1/UDANA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1060"}','{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad',NULL,'2026-11-23T10:06:00.000000+00:00',0,'refunds','undoable',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.27592305669402872325e-01,'3f98e2774cbd87ad5c90a9587403e430');
INSERT INTO "decision" VALUES(10,10,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1061"}','{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d',NULL,'2026-11-23T10:06:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.44096510722152881811e-01,'7ebff206867347214cdd2055930d6eaf');
INSERT INTO "decision" VALUES(11,12,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1070"}','{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.87937764890186520538e-01,'830e07bc1e398f1012bd4acefaecbd38');
INSERT INTO "decision" VALUES(12,13,1,1,'T1/UDANA','respond','happened','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1070"}','{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',NULL,'5790f82ec1d3fcff2a3af4d46b0a18e8');
INSERT INTO "decision" VALUES(13,14,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1071"}','{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',3.92072570474376602689e-02,'8ede0d7ac3baea9e13deef86ab1031d0');
INSERT INTO "decision" VALUES(14,15,1,1,'T1/UDANA','respond','again','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1071"}','{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',NULL,'d17f9acae01f5057ca02135e92b1d3f2');
INSERT INTO "decision" VALUES(15,16,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1072"}','{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.94369877105018429297e-01,'119a72d174c9df6acc011cdd9474031b');
INSERT INTO "decision" VALUES(16,17,1,1,'T1/UDANA','respond','drop','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1072"}','{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',NULL,'451abd81f1d69ed617f5e837d70820fe');
INSERT INTO "decision" VALUES(17,18,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1073"}','{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',6.06694275972197161195e-02,'93f448b3a5aa3c814f426dcbb394fb36');
INSERT INTO "decision" VALUES(18,20,1,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1074"}','{"amount":"49.90","kind":"goods","order_id":"1074"}','87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009','87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009',NULL,'2026-11-23T10:09:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.84595532094149228363e-01,'58d5563dab2cd31ee315128862c33a4f');
INSERT INTO "decision" VALUES(19,21,3,1,'T1/UMARIA','approve','','',0,'click','{"amount":"49.90","kind":"goods","order_id":"1081"}','{"amount":"49.90","kind":"goods","order_id":"1081"}','3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1','3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1',NULL,'2026-11-23T10:12:06.000000+00:00',0,'refunds','keyless',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.89544193313104036846e-02,'bd0561e6211c70cf49952399c4aaeac1');
INSERT INTO "decision" VALUES(20,23,1,1,'T1/UJONAS','respond','1090','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:15:06.000000+00:00',1,'refunds','',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',8.19279837835741320262e-01,'b4d66a3a47469a4d8cdb305fdd2e1609');
INSERT INTO "decision" VALUES(21,25,1,1,'T1/UMARIA','respond','It is order 1092.','',0,'click','{}','{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',NULL,'2026-11-23T10:15:06.000000+00:00',0,'refunds','',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.57731203963991251093e-01,'26bb7dbd2d1c9af0153e7c2a26a2c0bd');
CREATE TABLE due (                   -- what must happen when; a row goes only with the work it stands for
  kind TEXT NOT NULL,                -- advance (run) | act (handoff) | deadline (handoff)
  subject INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT;
INSERT INTO "due" VALUES('deadline',29,'2026-11-23T11:21:06.000000+00:00');
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
) STRICT;
INSERT INTO "effect" VALUES('H-1-1',1,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1042"}',1,'{"refunded":"49.90"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "effect" VALUES('H-2-2',2,2,'keyless','done','{"amount":"44.95","kind":"goods","order_id":"1043"}',1,'{"refunded":"44.95"}','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "effect" VALUES('H-6-1',6,1,'two','done','{"amount":"49.90","kind":"goods","order_id":"1050"}',1,'{"refunded":"49.90"}','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "effect" VALUES('H-8-1',8,1,'undoable','failed','{"amount":"49.90","kind":"goods","order_id":"1060"}',0,NULL,'Maria took the approval back; H-9 asks again','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00');
INSERT INTO "effect" VALUES('H-9-1',9,1,'undoable','done','{"amount":"49.90","kind":"goods","order_id":"1060"}',1,'{"refunded":"49.90"}','','2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00');
INSERT INTO "effect" VALUES('H-10-1',10,1,'keyless','failed','{"amount":"49.90","kind":"goods","order_id":"1061"}',0,NULL,'the facts changed before it ran; H-11 asks again','2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00');
INSERT INTO "effect" VALUES('H-12-1',12,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1070"}',1,'{"settled_by":"Dana"}','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "effect" VALUES('H-14-1',14,1,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1071"}',2,'{"refunded":"49.90"}','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "effect" VALUES('H-16-1',16,1,'keyless','failed','{"amount":"49.90","kind":"goods","order_id":"1072"}',1,NULL,'Dana looked and dropped it.','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "effect" VALUES('H-18-1',18,1,'keyless','in_doubt','{"amount":"49.90","kind":"goods","order_id":"1073"}',1,NULL,'it failed with Lost','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "effect" VALUES('H-20-1',20,1,'keyless','failed','{"amount":"49.90","kind":"goods","order_id":"1074"}',1,NULL,'It was refunded before.','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "effect" VALUES('H-21-3',21,3,'keyless','done','{"amount":"49.90","kind":"goods","order_id":"1081"}',1,'{"refunded":"49.90"}','','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00');
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
) STRICT;
INSERT INTO "handoff" VALUES(1,1,1,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',6.50934473039853744857e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "handoff" VALUES(2,2,2,'approval','approved','refunds','keyless',2,1,0,'{"amount":"44.95","kind":"goods","order_id":"1043"}','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.07435733189420257183e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "handoff" VALUES(3,3,3,'approval','rejected','refunds','keyed',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.24519189142513964085e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "handoff" VALUES(4,4,4,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1045"}','febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.47708942457005654169e-01,NULL,NULL,1,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(5,5,5,'approval','taken_over','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1046"}','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.76255105592920058299e-01,NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','');
INSERT INTO "handoff" VALUES(6,6,6,'approval','approved','refunds','two',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',1.17792238078368360909e-01,NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','');
INSERT INTO "handoff" VALUES(7,7,7,'approval','waiting','refunds','two',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1051"}','2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.47744465709557815102e-01,NULL,NULL,1,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(8,8,8,'approval','approved','refunds','undoable',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.27592305669402872325e-01,NULL,NULL,0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00','');
INSERT INTO "handoff" VALUES(9,8,8,'approval','approved','refunds','undoable',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.27592305669402872325e-01,NULL,NULL,0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00','');
INSERT INTO "handoff" VALUES(10,9,9,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.44096510722152881811e-01,NULL,NULL,0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00','');
INSERT INTO "handoff" VALUES(11,9,9,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','','[]','{"assessment":"looks right","doubts":[{"changes_answer":true,"field":"","settled_by":"","what":"Not run: since it was asked, something changed. Now: Refunded by hand. Paid was 49.90, is 0.00."}],"facts":[{"against":false,"field":"","source":"orders","text":"Refunded by hand"}],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.44096510722152881811e-01,NULL,NULL,1,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(12,10,10,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.87937764890186520538e-01,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','');
INSERT INTO "handoff" VALUES(13,10,10,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.87937764890186520538e-01,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','H-12-1');
INSERT INTO "handoff" VALUES(14,11,11,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',3.92072570474376602689e-02,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','');
INSERT INTO "handoff" VALUES(15,11,11,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',3.92072570474376602689e-02,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','H-14-1');
INSERT INTO "handoff" VALUES(16,12,12,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.94369877105018429297e-01,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','');
INSERT INTO "handoff" VALUES(17,12,12,'doubt','settled','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.94369877105018429297e-01,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','H-16-1');
INSERT INTO "handoff" VALUES(18,13,13,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',6.06694275972197161195e-02,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','');
INSERT INTO "handoff" VALUES(19,13,13,'doubt','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','it failed with Lost','[]','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',6.06694275972197161195e-02,NULL,NULL,1,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'H-18-1');
INSERT INTO "handoff" VALUES(20,14,14,'approval','approved','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1074"}','87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.84595532094149228363e-01,NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','');
INSERT INTO "handoff" VALUES(21,15,15,'approval','approved','refunds','keyless',3,1,0,'{"amount":"49.90","kind":"goods","order_id":"1081"}','3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.89544193313104036846e-02,NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','');
INSERT INTO "handoff" VALUES(22,16,17,'approval','withdrawn','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1082"}','a2699df4ca5ebb0de39f2871cd8d502e17604c69b3b840e4f10e2946b91370ad','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.4918740094933096163e-01,NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','');
INSERT INTO "handoff" VALUES(23,17,18,'question','answered','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','Which order?','["1090","1091"]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',8.19279837835741320262e-01,NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00','');
INSERT INTO "handoff" VALUES(24,17,18,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1090"}','48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.15296517211698579252e-01,NULL,NULL,1,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(25,18,19,'case','answered','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','This is not clear.','[]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',NULL,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.57731203963991251093e-01,NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00','');
INSERT INTO "handoff" VALUES(26,18,19,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1092"}','7702071204b127b63753912220a5c9a866f43ab606c90970685971bda53f9449','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',2.31956866819535756363e-01,NULL,NULL,1,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(27,19,20,'approval','expired','refunds','ends',1,1,1,'{"amount":"49.90","kind":"goods","order_id":"1093"}','1b986c024feb74e498ddbe18e7ec225fc20690a10bb4054d30e030504db3632b','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',5.89123503732255637821e-01,NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:37:06.000000+00:00','');
INSERT INTO "handoff" VALUES(28,20,21,'case','waiting','refunds','',1,1,0,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','The agent failed (RuntimeError). So this comes without its work.','[]','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','[]',NULL,'','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',4.18946501125327941394e-01,NULL,NULL,0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "handoff" VALUES(29,21,22,'approval','waiting','refunds','keyless',1,1,0,'{"amount":"49.90","kind":"goods","order_id":"1099"}','856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996','','[]','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','["Every “Refund an order” is reviewed for now."]',0.9,'scripted-1','0a67a519f7d3b36ace903ed50d530e8e868a1cde57e941525ef9e24daccfd237',9.53097925525095313048e-01,NULL,'2026-11-23T11:21:06.000000+00:00',0,'2026-11-23T10:51:06.000000+00:00','2026-11-23T10:51:06.000000+00:00',NULL,'');
CREATE TABLE inbox (                 -- every envelope that was acked, before its ack
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,                -- event | click | command | view
  payload TEXT NOT NULL,             -- JSON; emptied once handled
  received_at TEXT NOT NULL,
  handled_at TEXT,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "inbox" VALUES('click:2','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:4','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:6','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:7','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:9','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:11','click','','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:13','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:14','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:16','click','','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:18','click','','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:19','click','','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:20','click','','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:22','click','','2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:24','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:25','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:27','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:28','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:30','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:31','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:33','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:35','click','','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:37','click','','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:40','click','','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:42','click','','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',0);
INSERT INTO "inbox" VALUES('click:44','click','','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',0);
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
INSERT INTO "note" VALUES(1,15,'note:1','T1/UJONAS','add','only 30 of it, Zaubernuss','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "note" VALUES(2,15,'edit:1','T1/UJONAS','edit','1081 is late, not 1080, Zaubernuss','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "note" VALUES(3,18,'answer:click:42','T1/UJONAS','answer','1090','2026-11-23T10:15:06.000000+00:00');
INSERT INTO "note" VALUES(4,19,'answer:click:44','T1/UMARIA','answer','It is order 1092.','2026-11-23T10:15:06.000000+00:00');
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
INSERT INTO "outbox" VALUES(1,'card:1:5','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(2,'requester:1:1:got_it:','request:1','requester',1,1,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(3,'card:1:6','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(4,'answer:click:2','answer:click:2','answer',1,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(5,'card:1:8','card:1','card',1,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(6,'thread:1:result:','card:1','thread',1,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(7,'requester:1:1:outcome:','request:1','requester',1,1,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(8,'card:2:14','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(9,'requester:2:2:got_it:','request:2','requester',2,2,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(10,'card:2:15','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(11,'answer:click:4','answer:click:4','answer',2,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(12,'card:2:17','card:2','card',2,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(13,'thread:2:result:','card:2','thread',2,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(14,'requester:2:2:outcome:','request:2','requester',2,2,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(15,'card:3:23','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(16,'requester:3:3:got_it:','request:3','requester',3,3,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(17,'card:3:24','card:3','card',3,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(18,'answer:click:6','answer:click:6','answer',3,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(19,'thread:3:result:','card:3','thread',3,NULL,'{"what":"result"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(20,'requester:3:3:outcome:','request:3','requester',3,3,'{"what":"outcome"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(21,'answer:click:7','answer:click:7','answer',3,NULL,'{"channel":"C1","thread":"","user":"UDANA","verdict":"approve","what":"late"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(22,'card:4:31','card:4','card',4,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(23,'requester:4:4:got_it:','request:4','requester',4,4,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(24,'answer:click:9','answer:click:9','answer',4,NULL,'{"channel":"C1","thread":"","user":"UALEX","what":"not_approver"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(25,'card:5:36','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(26,'requester:5:5:got_it:','request:5','requester',5,5,'{"what":"got_it"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(27,'card:5:37','card:5','card',5,NULL,'{}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(28,'answer:click:11','answer:click:11','answer',5,NULL,'{"channel":"C1","thread":"","user":"UWEI","what":"decided"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(29,'requester:5:5:taken_over:','request:5','requester',5,5,'{"what":"taken_over"}',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(30,'card:6:41','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(31,'requester:6:6:got_it:','request:6','requester',6,6,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(32,'card:6:42','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(33,'answer:click:13','answer:click:13','answer',6,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"counted"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(34,'card:6:43','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(35,'answer:click:14','answer:click:14','answer',6,NULL,'{"channel":"C1","thread":"","user":"UDANA","what":"decided"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(36,'card:6:45','card:6','card',6,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(37,'thread:6:result:','card:6','thread',6,NULL,'{"what":"result"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(38,'requester:6:6:outcome:','request:6','requester',6,6,'{"what":"outcome"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(39,'card:7:51','card:7','card',7,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(40,'requester:7:7:got_it:','request:7','requester',7,7,'{"what":"got_it"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(41,'card:7:52','card:7','card',7,NULL,'{}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(42,'answer:click:16','answer:click:16','answer',7,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"counted"}',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(43,'card:8:56','card:8','card',8,NULL,'{}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(44,'requester:8:8:got_it:','request:8','requester',8,8,'{"what":"got_it"}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(45,'card:8:57','card:8','card',8,NULL,'{}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(46,'answer:click:18','answer:click:18','answer',8,NULL,'{"channel":"C1","runs_at":"2026-11-23T10:06:05+00:00","thread":"","user":"UMARIA","what":"undo"}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(47,'card:8:58','card:8','card',8,NULL,'{}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(48,'card:9:58','card:9','card',9,NULL,'{}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(49,'answer:click:19','answer:click:19','answer',8,NULL,'{"again":"H-9","channel":"C1","thread":"","user":"UMARIA","what":"undone"}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(50,'card:9:59','card:9','card',9,NULL,'{}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(51,'answer:click:20','answer:click:20','answer',9,NULL,'{"channel":"C1","runs_at":"2026-11-23T10:06:05+00:00","thread":"","user":"UDANA","what":"undo"}',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:00.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(52,'card:9:61','card:9','card',9,NULL,'{}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(53,'thread:9:result:','card:9','thread',9,NULL,'{"what":"result"}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(54,'requester:8:9:outcome:','request:8','requester',9,8,'{"what":"outcome"}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(55,'card:10:68','card:10','card',10,NULL,'{}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(56,'requester:9:10:got_it:','request:9','requester',10,9,'{"what":"got_it"}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(57,'card:10:69','card:10','card',10,NULL,'{}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(58,'answer:click:22','answer:click:22','answer',10,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(59,'card:10:70','card:10','card',10,NULL,'{}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(60,'card:11:70','card:11','card',11,NULL,'{}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(61,'thread:10:result:','card:10','thread',10,NULL,'{"what":"result"}',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(62,'card:12:74','card:12','card',12,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(63,'requester:10:12:got_it:','request:10','requester',12,10,'{"what":"got_it"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(64,'card:12:75','card:12','card',12,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(65,'answer:click:24','answer:click:24','answer',12,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(66,'card:12:77','card:12','card',12,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(67,'card:13:77','card:13','card',13,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(68,'requester:10:13:in_doubt:','request:10','requester',13,10,'{"what":"in_doubt"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(69,'card:13:78','card:13','card',13,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(70,'card:12:79','card:12','card',12,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(71,'thread:12:result:','card:12','thread',12,NULL,'{"what":"result"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(72,'requester:10:12:outcome:','request:10','requester',12,10,'{"what":"outcome"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(73,'card:14:85','card:14','card',14,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(74,'requester:11:14:got_it:','request:11','requester',14,11,'{"what":"got_it"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(75,'card:14:86','card:14','card',14,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(76,'answer:click:27','answer:click:27','answer',14,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(77,'card:14:88','card:14','card',14,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(78,'card:15:88','card:15','card',15,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(79,'requester:11:15:in_doubt:','request:11','requester',15,11,'{"what":"in_doubt"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(80,'card:15:89','card:15','card',15,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(81,'card:14:91','card:14','card',14,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(82,'thread:14:result:','card:14','thread',14,NULL,'{"what":"result"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(83,'requester:11:14:outcome:','request:11','requester',14,11,'{"what":"outcome"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(84,'card:16:97','card:16','card',16,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(85,'requester:12:16:got_it:','request:12','requester',16,12,'{"what":"got_it"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(86,'card:16:98','card:16','card',16,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(87,'answer:click:30','answer:click:30','answer',16,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(88,'card:16:100','card:16','card',16,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(89,'card:17:100','card:17','card',17,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(90,'requester:12:17:in_doubt:','request:12','requester',17,12,'{"what":"in_doubt"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(91,'card:17:101','card:17','card',17,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(92,'card:16:102','card:16','card',16,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(93,'thread:16:result:','card:16','thread',16,NULL,'{"what":"result"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(94,'requester:12:16:outcome:','request:12','requester',16,12,'{"what":"outcome"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(95,'card:18:108','card:18','card',18,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(96,'requester:13:18:got_it:','request:13','requester',18,13,'{"what":"got_it"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(97,'card:18:109','card:18','card',18,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(98,'answer:click:33','answer:click:33','answer',18,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(99,'card:18:111','card:18','card',18,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(100,'card:19:111','card:19','card',19,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(101,'requester:13:19:in_doubt:','request:13','requester',19,13,'{"what":"in_doubt"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(102,'card:20:115','card:20','card',20,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(103,'requester:14:20:got_it:','request:14','requester',20,14,'{"what":"got_it"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(104,'card:20:116','card:20','card',20,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(105,'answer:click:35','answer:click:35','answer',20,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(106,'card:20:118','card:20','card',20,NULL,'{}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(107,'thread:20:result:','card:20','thread',20,NULL,'{"what":"result"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(108,'requester:14:20:outcome:','request:14','requester',20,14,'{"what":"outcome"}',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(109,'card:21:124','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(110,'requester:15:21:got_it:','request:15','requester',21,15,'{"what":"got_it"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(111,'card:21:125','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(112,'card:21:127','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(113,'thread:21:revised:2','card:21','thread',21,NULL,'{"before":{"amount":"49.90","kind":"goods","order_id":"1080"},"number":2,"what":"revised"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(114,'card:21:128','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(115,'card:21:130','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(116,'thread:21:revised:3','card:21','thread',21,NULL,'{"before":{"amount":"30.00","kind":"goods","order_id":"1080"},"number":3,"what":"revised"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(117,'card:21:131','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(118,'answer:click:37','answer:click:37','answer',21,NULL,'{"channel":"C1","thread":"","user":"UMARIA","what":"decided"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(119,'card:21:133','card:21','card',21,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(120,'thread:21:result:','card:21','thread',21,NULL,'{"what":"result"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(121,'requester:15:21:outcome:','request:15','requester',21,15,'{"what":"outcome"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(122,'menu:16','menu:16','menu',NULL,16,'{"channel":"C1","thread":"1.1","user":"UJONAS"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(123,'card:22:140','card:22','card',22,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(124,'requester:17:22:got_it:','request:17','requester',22,17,'{"what":"got_it"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(125,'card:22:141','card:22','card',22,NULL,'{}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(126,'requester:17:0:withdrawn:','request:17','requester',NULL,17,'{"what":"withdrawn"}',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(127,'requester:18:23:question:','request:18','requester',23,18,'{"what":"question"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(128,'requester:18:23:noted:','request:18','requester',23,18,'{"what":"noted"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(129,'card:24:148','card:24','card',24,NULL,'{}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(130,'requester:18:24:got_it:','request:18','requester',24,18,'{"what":"got_it"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(131,'card:25:152','card:25','card',25,NULL,'{}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(132,'requester:19:25:got_it:','request:19','requester',25,19,'{"what":"got_it"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(133,'requester:19:25:noted:','request:19','requester',25,19,'{"what":"noted"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(134,'card:26:155','card:26','card',26,NULL,'{}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(135,'requester:19:26:got_it:','request:19','requester',26,19,'{"what":"got_it"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(136,'card:27:159','card:27','card',27,NULL,'{}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(137,'requester:20:27:got_it:','request:20','requester',27,20,'{"what":"got_it"}',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(138,'card:27:164','card:27','card',27,NULL,'{}',0,'2026-11-23T10:26:06.000000+00:00','2026-11-23T10:26:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(139,'thread:27:rung:1','card:27','thread',27,NULL,'{"number":1,"passed":"2026-11-23T10:25:06+00:00","what":"rung"}',0,'2026-11-23T10:26:06.000000+00:00','2026-11-23T10:26:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(140,'requester:20:27:deadline:1','request:20','requester',27,20,'{"held":false,"number":1,"what":"deadline"}',0,'2026-11-23T10:26:06.000000+00:00','2026-11-23T10:26:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(141,'card:4:166','card:4','card',4,NULL,'{}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(142,'thread:4:held:1','card:4','thread',4,NULL,'{"number":1,"passed":"2026-11-23T10:30:00+00:00","what":"held"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(143,'requester:4:4:deadline:1','request:4','requester',4,4,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(144,'card:7:167','card:7','card',7,NULL,'{}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(145,'thread:7:held:1','card:7','thread',7,NULL,'{"number":1,"passed":"2026-11-23T10:33:00+00:00","what":"held"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(146,'requester:7:7:deadline:1','request:7','requester',7,7,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(147,'card:11:168','card:11','card',11,NULL,'{}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(148,'thread:11:held:1','card:11','thread',11,NULL,'{"number":1,"passed":"2026-11-23T10:36:06+00:00","what":"held"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(149,'requester:9:11:deadline:1','request:9','requester',11,9,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(150,'card:27:169','card:27','card',27,NULL,'{}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(151,'thread:27:result:','card:27','thread',27,NULL,'{"what":"result"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(152,'requester:20:27:outcome:','request:20','requester',27,20,'{"what":"outcome"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(153,'card:28:171','card:28','card',28,NULL,'{}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(154,'requester:21:28:got_it:','request:21','requester',28,21,'{"what":"got_it"}',0,'2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(155,'card:19:174','card:19','card',19,NULL,'{}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(156,'thread:19:held:1','card:19','thread',19,NULL,'{"number":1,"passed":"2026-11-23T10:39:06+00:00","what":"held"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(157,'requester:13:19:deadline:1','request:13','requester',19,13,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(158,'card:24:175','card:24','card',24,NULL,'{}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(159,'thread:24:held:1','card:24','thread',24,NULL,'{"number":1,"passed":"2026-11-23T10:45:06+00:00","what":"held"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(160,'requester:18:24:deadline:1','request:18','requester',24,18,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(161,'card:26:176','card:26','card',26,NULL,'{}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(162,'thread:26:held:1','card:26','thread',26,NULL,'{"number":1,"passed":"2026-11-23T10:45:06+00:00","what":"held"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(163,'requester:19:26:deadline:1','request:19','requester',26,19,'{"held":true,"number":1,"what":"deadline"}',0,'2026-11-23T10:48:06.000000+00:00','2026-11-23T10:48:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(164,'card:29:180','card:29','card',29,NULL,'{}',0,'2026-11-23T10:51:06.000000+00:00','2026-11-23T10:51:06.000000+00:00',NULL,'');
INSERT INTO "outbox" VALUES(165,'requester:22:29:got_it:','request:22','requester',29,22,'{"what":"got_it"}',0,'2026-11-23T10:51:06.000000+00:00','2026-11-23T10:51:06.000000+00:00',NULL,'');
CREATE TABLE post (                  -- where in Slack a thing stands
  key TEXT PRIMARY KEY,              -- card:12, ask:7 …
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
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
INSERT INTO "request" VALUES(4,'message:8','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','953f48f1a09f76b5a170b33839263059','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(5,'message:10','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','0cb1e29c658cda1495e60af593bd04cf','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "request" VALUES(6,'message:12','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','8a6a63ec24ede6a46b4cb2424a23d596','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "request" VALUES(7,'message:15','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','18f135d25f557203301850c5a38fd547','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "request" VALUES(8,'message:17','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','881ed162ae2eb1547f15052434b9b5df','2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:06.000000+00:00');
INSERT INTO "request" VALUES(9,'message:21','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','c7a2ea20b2f14c942e05319acb5c7427','2026-11-23T10:06:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(10,'message:23','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','72e6cc3ababced2057ee05cde00902c7','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "request" VALUES(11,'message:26','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','6bf46c697d2caf82eeeacbe226e87555','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "request" VALUES(12,'message:29','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','59a54a7bb1fee08f571242425051c1cc','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "request" VALUES(13,'message:32','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','10a3d6b2aa05e11ab2715945795e8229','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(14,'message:34','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','72158370d269a9a5ae658f33fe3b890b','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "request" VALUES(15,'message:open','message','refunds','T1/UJONAS','1081 is late, not 1080, Zaubernuss','C1','1.1','C1','1.1','5affb2297631a992f0ce583505c6af07','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "request" VALUES(16,'message:unchosen','message','','T1/UJONAS','for whom?','C1','1.1','C1','1.1','eab477d26415479c65dc9f503f63af83','2026-11-23T10:12:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(17,'message:39','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','2a96fb1a14a0f9e77f1b103cdf1582b0','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "request" VALUES(18,'message:41','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','230d977ee22571594720771f8ca81811','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(19,'message:43','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','616499c9e25a7605aec6f0245bd86d40','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(20,'message:45','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','d4c28c2e7c26847f0316909e3bbbe9ea','2026-11-23T10:15:06.000000+00:00','2026-11-23T10:37:06.000000+00:00');
INSERT INTO "request" VALUES(21,'message:46','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','254b0c4e010c4759482c9cbc43435cc5','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "request" VALUES(22,'message:47','message','refunds','T1/UJONAS','1042 never came','C1','1.1','C1','1.1','519088f590fbbd119c1caaf75e8766ed','2026-11-23T10:51:06.000000+00:00',NULL);
CREATE TABLE revision (              -- what each card showed
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  args TEXT NOT NULL,
  args_digest TEXT NOT NULL,
  brief TEXT NOT NULL,
  author TEXT NOT NULL,              -- agent, or the person who edited
  at TEXT NOT NULL,
  shown_at TEXT,                     -- when Slack had the card of this revision
  PRIMARY KEY (handoff_id, revision)
) STRICT;
INSERT INTO "revision" VALUES(1,1,'{"amount":"49.90","kind":"goods","order_id":"1042"}','ca5e76777fe8f541e32999b064f11e3b6cdebaf05795e34292415e568e758b5d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,1,'{"amount":"49.90","kind":"goods","note":"<b>bold</b> & ‮gnirts","order_id":"1043"}','36f83a081f74c5d4c611231ecdc6b0ed5ceea9db90bf6320573944994eec5a57','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(2,2,'{"amount":"44.95","kind":"goods","order_id":"1043"}','172edcf9fa087c341d3b0223ff2489c40cc3ef727a0cd5d3d51aca9318cf4578','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','T1/UDANA','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(3,1,'{"amount":"49.90","kind":"goods","order_id":"1044"}','beeaab3685ef77e8de9e266c9c6631ff094ab63ba35cd0f3181170a726205f5e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(4,1,'{"amount":"49.90","kind":"goods","order_id":"1045"}','febe6798e457cce6d6f23d74384edcee40c99a4cb6d2a1cfbbf2235148650aa3','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(5,1,'{"amount":"49.90","kind":"goods","order_id":"1046"}','8e2c6cb101fb6ead9a4dd133f8788b75b4471d48d517ada7afb318c65d448149','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(6,1,'{"amount":"49.90","kind":"goods","order_id":"1050"}','989dcce92f0bf643d01864778f65f1cd03537a897a7e82adc26de3981ed1bab6','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(7,1,'{"amount":"49.90","kind":"goods","order_id":"1051"}','2352971b9ffd9d5f20fe1cc38f03bbb70fb50258c3b762a281786d62c160dff7','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(8,1,'{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:06:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(9,1,'{"amount":"49.90","kind":"goods","order_id":"1060"}','82709e5c34b1a047bc349126ecbe0670a9b0759563747177f19b7bb60e564cad','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','T1/UMARIA','2026-11-23T10:06:00.000000+00:00',NULL);
INSERT INTO "revision" VALUES(10,1,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:06:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(11,1,'{"amount":"49.90","kind":"goods","order_id":"1061"}','a2aca738a9a70f9c7f157bd786d329b36df0c13f98637c785912f719ccfe9c1d','{"assessment":"looks right","doubts":[{"changes_answer":true,"field":"","settled_by":"","what":"Not run: since it was asked, something changed. Now: Refunded by hand. Paid was 49.90, is 0.00."}],"facts":[{"against":false,"field":"","source":"orders","text":"Refunded by hand"}],"how":"","orders":false,"unfound":[]}','baton','2026-11-23T10:06:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(12,1,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(13,1,'{"amount":"49.90","kind":"goods","order_id":"1070"}','454365c467cd83cf4c71b0ba5144c4057324d237c9b1031718c7450c826ad2b2','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','baton','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(14,1,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(15,1,'{"amount":"49.90","kind":"goods","order_id":"1071"}','552b67f96256cc0fe2d501ea5d79ef04df5c857ba4a6c70e6dd856cb7c596554','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','baton','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(16,1,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(17,1,'{"amount":"49.90","kind":"goods","order_id":"1072"}','b66a954eec4397c3ec1534ebcd9d93b0873493546ee8c0156d14f322901d7f62','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','baton','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(18,1,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(19,1,'{"amount":"49.90","kind":"goods","order_id":"1073"}','4f3a2f4e1ca70df2e2e1a9632e29d88dc34f824bdaae5b06dc9c8c505c90b620','{"assessment":"there is none","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','baton','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(20,1,'{"amount":"49.90","kind":"goods","order_id":"1074"}','87c4899c369b449a6ef206b05d56f8f835d10bf7bcbfb2cdee6a3881d7fe3009','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(21,1,'{"amount":"49.90","kind":"goods","order_id":"1080"}','e922c0349bce2d534aab2a6942477bf65c920d6771838523cfaa8c2971490385','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:12:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(21,2,'{"amount":"30.00","kind":"goods","order_id":"1080"}','840cf3024f5afa83c31c46c2920ba587530078dd40ff55d7e9f84ab32af8dbaa','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:12:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(21,3,'{"amount":"49.90","kind":"goods","order_id":"1081"}','3577d55f34e030ff62e515206c54a3a68b9c8c17cbeb90fe7524e5d361c1f9e1','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:12:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(22,1,'{"amount":"49.90","kind":"goods","order_id":"1082"}','a2699df4ca5ebb0de39f2871cd8d502e17604c69b3b840e4f10e2946b91370ad','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:12:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(23,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(24,1,'{"amount":"49.90","kind":"goods","order_id":"1090"}','48967e0ecefe50535ea37fc88370deae4dfd717d9e1ed0d6b8ec960b63762b3e','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(25,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(26,1,'{"amount":"49.90","kind":"goods","order_id":"1092"}','7702071204b127b63753912220a5c9a866f43ab606c90970685971bda53f9449','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(27,1,'{"amount":"49.90","kind":"goods","order_id":"1093"}','1b986c024feb74e498ddbe18e7ec225fc20690a10bb4054d30e030504db3632b','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(28,1,'{}','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:37:06.000000+00:00',NULL);
INSERT INTO "revision" VALUES(29,1,'{"amount":"49.90","kind":"goods","order_id":"1099"}','856a21121ec77f84d018ec8727c78866bd684d70fb0f7b410df82216a57b5996','{"assessment":"looks right","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}','agent','2026-11-23T10:51:06.000000+00:00',NULL);
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
INSERT INTO "run" VALUES(4,4,'parked','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(5,5,'taken_over','auto','scripted-1',0,'2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00','2026-11-23T10:00:00.000000+00:00');
INSERT INTO "run" VALUES(6,6,'finished','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00');
INSERT INTO "run" VALUES(7,7,'parked','auto','scripted-1',0,'2026-11-23T10:03:00.000000+00:00','2026-11-23T10:03:00.000000+00:00',NULL);
INSERT INTO "run" VALUES(8,8,'finished','auto','scripted-1',0,'2026-11-23T10:06:00.000000+00:00','2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00');
INSERT INTO "run" VALUES(9,9,'parked','auto','scripted-1',0,'2026-11-23T10:06:06.000000+00:00','2026-11-23T10:06:06.000000+00:00',NULL);
INSERT INTO "run" VALUES(10,10,'finished','auto','scripted-1',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "run" VALUES(11,11,'finished','auto','scripted-1',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "run" VALUES(12,12,'finished','auto','scripted-1',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "run" VALUES(13,13,'parked','auto','scripted-1',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00',NULL);
INSERT INTO "run" VALUES(14,14,'finished','auto','scripted-1',0,'2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00','2026-11-23T10:09:06.000000+00:00');
INSERT INTO "run" VALUES(15,15,'finished','auto','scripted-1',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "run" VALUES(16,17,'withdrawn','auto','scripted-1',0,'2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00','2026-11-23T10:12:06.000000+00:00');
INSERT INTO "run" VALUES(17,18,'parked','auto','scripted-1',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "run" VALUES(18,19,'parked','auto','scripted-1',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:15:06.000000+00:00',NULL);
INSERT INTO "run" VALUES(19,20,'finished','auto','scripted-1',0,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:37:06.000000+00:00','2026-11-23T10:37:06.000000+00:00');
INSERT INTO "run" VALUES(20,21,'parked','auto','',3,'2026-11-23T10:15:06.000000+00:00','2026-11-23T10:37:06.000000+00:00',NULL);
INSERT INTO "run" VALUES(21,22,'parked','auto','scripted-1',0,'2026-11-23T10:51:06.000000+00:00','2026-11-23T10:51:06.000000+00:00',NULL);
CREATE TABLE slot (                  -- a scheduled job ran for this slot
  job TEXT NOT NULL,
  slot TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (job, slot)
) STRICT;
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
) STRICT;
INSERT INTO "turn" VALUES(1,1,'read','find_order','{"order_id":"1042"}','{"paid":"49.90"}',1,1,2,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(2,1,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,4,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(3,1,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(4,2,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(5,2,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(6,3,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyed"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(7,3,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(8,4,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(9,5,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:00:00.000000+00:00');
INSERT INTO "turn" VALUES(10,6,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"two"}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00');
INSERT INTO "turn" VALUES(11,6,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00');
INSERT INTO "turn" VALUES(12,7,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"two"}',NULL,NULL,0,'2026-11-23T10:03:00.000000+00:00');
INSERT INTO "turn" VALUES(13,8,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"undoable"}',NULL,NULL,0,'2026-11-23T10:06:00.000000+00:00');
INSERT INTO "turn" VALUES(14,8,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:06:06.000000+00:00');
INSERT INTO "turn" VALUES(15,9,'read','find_order','{"order_id":"1061"}','{"paid":"49.90"}',10,1,27,'2026-11-23T10:06:06.000000+00:00');
INSERT INTO "turn" VALUES(16,9,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,29,'2026-11-23T10:06:06.000000+00:00');
INSERT INTO "turn" VALUES(17,9,'read','find_order','{"order_id":"1061"}','{"facts":[{"source":"orders","text":"Refunded by hand"}],"paid":"0.00"}',11,1,0,'2026-11-23T10:06:06.000000+00:00');
INSERT INTO "turn" VALUES(18,10,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(19,10,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(20,11,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(21,11,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(22,12,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(23,12,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(24,13,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(25,14,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(26,14,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:09:06.000000+00:00');
INSERT INTO "turn" VALUES(27,15,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00');
INSERT INTO "turn" VALUES(28,15,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00');
INSERT INTO "turn" VALUES(29,15,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00');
INSERT INTO "turn" VALUES(30,15,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00');
INSERT INTO "turn" VALUES(31,16,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:12:06.000000+00:00');
INSERT INTO "turn" VALUES(32,17,'move','Question','{}','{"kind":"Question","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00');
INSERT INTO "turn" VALUES(33,17,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00');
INSERT INTO "turn" VALUES(34,18,'move','GiveUp','{}','{"kind":"GiveUp","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00');
INSERT INTO "turn" VALUES(35,18,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00');
INSERT INTO "turn" VALUES(36,19,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"ends"}',NULL,NULL,0,'2026-11-23T10:15:06.000000+00:00');
INSERT INTO "turn" VALUES(37,20,'move','GiveUp','{}','{"kind":"GiveUp","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:37:06.000000+00:00');
INSERT INTO "turn" VALUES(38,19,'move','Finished','{}','{"kind":"Finished","score":null,"step":""}',NULL,NULL,0,'2026-11-23T10:37:06.000000+00:00');
INSERT INTO "turn" VALUES(39,21,'move','Proposal','{}','{"kind":"Proposal","score":0.9,"step":"keyless"}',NULL,NULL,0,'2026-11-23T10:51:06.000000+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX inbox_unhandled ON inbox(received_at) WHERE handled_at IS NULL;
CREATE INDEX request_open ON request(workflow, created_at) WHERE closed_at IS NULL;
CREATE INDEX request_own ON request(requester) WHERE closed_at IS NULL;
CREATE INDEX request_reply ON request(reply_channel, reply_thread);
CREATE INDEX note_request ON note(request_id);
CREATE INDEX run_open ON run(updated_at) WHERE closed_at IS NULL;
CREATE INDEX run_request ON run(request_id);
CREATE INDEX turn_run ON turn(run_id);
CREATE INDEX turn_handoff ON turn(handoff_id);
CREATE UNIQUE INDEX handoff_one_open ON handoff(run_id) WHERE closed_at IS NULL;
CREATE INDEX handoff_open ON handoff(workflow, opened_at) WHERE closed_at IS NULL;
CREATE INDEX handoff_run ON handoff(run_id);
CREATE INDEX handoff_request ON handoff(request_id);
CREATE INDEX handoff_closed ON handoff(workflow, closed_at);
CREATE INDEX decision_step ON decision(workflow, step, decided_at);
CREATE INDEX decision_at ON decision(decided_at);
CREATE INDEX effect_open ON effect(started_at) WHERE ended_at IS NULL;
CREATE INDEX effect_handoff ON effect(handoff_id);
CREATE INDEX due_at ON due(at);
CREATE INDEX outbox_unsent ON outbox(next_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_lane ON outbox(lane) WHERE sent_at IS NULL;
CREATE INDEX post_place ON post(channel, ts);
CREATE INDEX audit_handoff ON audit(handoff_id);
CREATE INDEX audit_request ON audit(request_id);
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',22);
INSERT INTO "sqlite_sequence" VALUES('run',21);
INSERT INTO "sqlite_sequence" VALUES('turn',39);
INSERT INTO "sqlite_sequence" VALUES('handoff',29);
INSERT INTO "sqlite_sequence" VALUES('outbox',165);
INSERT INTO "sqlite_sequence" VALUES('decision',21);
INSERT INTO "sqlite_sequence" VALUES('note',4);
COMMIT;