import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // The command line's tests start a Node each, which takes its time on a machine that does other work.
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{docker,long}.test.ts'],
          // Most wait for a browser or a command line; nothing that they import has state of its own.
          maxWorkers: 2,
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'docker',
          include: ['test/**/*.docker.test.ts'],
          // Runs mostly wait, so the tests of a file go side by side; two cores carry six runs.
          maxConcurrency: 6,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      // What takes too long for every day: `npm run test:long`.
      {
        test: {
          name: 'long',
          include: ['test/**/*.long.test.ts'],
          maxConcurrency: 4,
          maxWorkers: 1,
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
