/**
 * The sizes Fargate runs: CPU units (1024 = 1 vCPU) with the memory each allows.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
export type FargateSize =
  | { readonly cpu: 256; readonly memory: "512 MiB" | Gibibytes<1 | 2> }
  | { readonly cpu: 512; readonly memory: Gibibytes<1 | 2 | 3 | 4> }
  | { readonly cpu: 1024; readonly memory: Gibibytes<2 | 3 | 4 | 5 | 6 | 7 | 8> }
  | {
      readonly cpu: 2048;
      readonly memory: Gibibytes<4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16>;
    }
  | {
      readonly cpu: 4096;
      readonly memory: Gibibytes<8 | 10 | 12 | 14 | 16 | 18 | 20 | 22 | 24 | 26 | 28 | 30>;
    }
  | {
      readonly cpu: 8192;
      readonly memory: Gibibytes<16 | 20 | 24 | 28 | 32 | 36 | 40 | 44 | 48 | 52 | 56 | 60>;
    }
  | {
      readonly cpu: 16384;
      readonly memory: Gibibytes<32 | 40 | 48 | 56 | 64 | 72 | 80 | 88 | 96 | 104 | 112 | 120>;
    };

type Gibibytes<N extends number> = `${N} GiB`;
