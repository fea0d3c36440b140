import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slow-first.ts';

export default defineConfig({
  test: {
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NO_COLOR: '1',
      SETTINGS: `${import.meta.dirname}/test/fixtures/no-settings.json`, // tests use the defaults, whatever a fork's settings are
    },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }, // the machine may be busy, and the board polls every 5 s
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{api,bench,browser,deploy,dynamodb,faults}/**'],
          globalSetup: 'test/commands-setup.ts',
          maxWorkers: Math.ceil(1.5 * availableParallelism()), // tests wait more than they compute
          retry: { count: 2, condition: /^held up for/ }, // the machine was too busy to answer hooks in time
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          globalSetup: 'bench/install-peers.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'dynamodb',
          include: [
            'test/{table,dynamodb}/**/*.test.ts',
            'test/aws/client-dynamodb.test.ts',
            'test/handlers.test.ts',
            'test/expecting/update-expectations.test.ts',
            'test/notifying/outbox.test.ts',
          ],
          exclude: ['test/table/{interleaving,keyed-mutex,presumed-end-orders}.test.ts'], // they use no engine
          globalSetup: 'test/dynamodb/dynamodb-setup.ts',
          maxWorkers: '100%', // each file has an account of its own; vitest's default leaves a core idle
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: 'test/faults/faults-setup.ts',
          maxWorkers: 1, // tests measure times
          maxConcurrency: 3,
          retry: { count: 2, condition: /^held up for/ }, // the machine was too busy to measure times
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          testTimeout: process.env.API_EXAMPLES ? 0 : 180_000, // the first run installs Python packages
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: process.env.PICTURES ? [] : ['test/browser/pictures.test.ts'],
          maxWorkers: 4, // each file starts a browser and a receiver, and mostly waits for the board to refresh
          testTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          globalSetup: 'test/deploy/deploy-setup.ts',
          maxWorkers: 3, // each file deploys its own stack, and some mostly wait for caches to expire
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
