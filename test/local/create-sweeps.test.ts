import { expect, test, vi } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { connect, STREAMS_TABLE } from '../../local/database/database.ts';
import { createSweeps } from '../../local/sweeping/create-sweeps.ts';
import { AnsweringServers } from '../sweeping/answering-servers.ts';

/** Sweeps over a table on whose port nothing listens, as while the embedded database restarts. */
const sweepsOfDeadTable = (sweepMs: number) =>
  createSweeps(
    {
      streams: new Table(connect('http://any@127.0.0.1:1'), STREAMS_TABLE),
      historyDays: 30,
      countDeferred: async () => 0,
      mediaServers: new AnsweringServers(),
    },
    { sweepMs, presumeEndedMs: 1_000 },
  );

test('a sweep that fails is one line on stderr, and the next one tries again', async ({ onTestFinished }) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => error.mockRestore());
  const sweeps = sweepsOfDeadTable(10);
  sweeps.start();
  await expect.poll(() => error.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(1);
  await sweeps.stop();
  for (const [line] of error.mock.calls)
    expect(line).toMatch(/^The sweep of the live streams failed, the next one tries again: .*ECONNREFUSED.*$/);
});

test('with SWEEP_SECONDS 0 there are no sweeps', async ({ onTestFinished }) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => error.mockRestore());
  const sweeps = sweepsOfDeadTable(0);
  sweeps.start();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await sweeps.stop();
  expect(error).not.toHaveBeenCalled();
});
