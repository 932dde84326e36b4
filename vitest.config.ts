import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/**/*.docker.test.ts'] } },
      {
        test: {
          name: 'docker',
          include: ['test/**/*.docker.test.ts'],
          // Runs mostly wait, so the tests of a file go side by side; two cores carry four runs.
          maxConcurrency: 4,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
