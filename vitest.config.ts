// CommonJS, as every file of a package without "type": "module": of other syntax here Vite warns at every run.
module.exports = {
  test: {
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["__tests__/unit/**/*.test.ts", "__tests__/types/**/*.test.ts"],
          setupFiles: ["__tests__/support/tuned.ts"],
          // Loading cdktf costs more than most tests: files share it. They change nothing that is global.
          isolate: false,
          // What the first test of a worker loads is not that test's fault.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "terraform",
          sequence: { groupOrder: 1 },
          include: ["__tests__/terraform/**/*.test.ts"],
          // One file at a time: in each, stacks run side by side, as many as this machine takes.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "emulator",
          sequence: { groupOrder: 2 },
          include: ["__tests__/emulator/**/*.test.ts"],
          // Each file has a Terraform and an emulator of its own, which mostly wait for each other. 2 GB each.
          maxWorkers: 3,
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
} satisfies import("vitest/config").ViteUserConfig;
