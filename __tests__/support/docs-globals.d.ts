// What code blocks of the documentation may take for granted.
declare const stack: import("../../src/core").PlatformStack;
declare const key: import("../../modules/security").EncryptionKey;
declare const network: import("../../modules/networking").Network;
declare const securityGroup: import("../../modules/networking").SecurityGroup;
declare const cluster: import("../../modules/compute").Cluster;
declare const service: import("../../modules/compute").Service;
declare const frontend: import("../../modules/compute").Service;
declare const loadBalancer: import("../../modules/load-balancing").LoadBalancer;
declare const database: import("../../modules/database").Postgres;
declare const cache: import("../../modules/cache").Redis;
