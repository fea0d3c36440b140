import { expect, test, vi } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { connect } from '../../local/database/database.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { createSweeps } from '../../local/sweeping/create-sweeps.ts';
import { AnsweringServers } from '../sweeping/answering-servers.ts';
import { useSweepScene } from '../sweeping/sweep-scene.ts';

const scene = useSweepScene();

/** Sweeps over a table on whose port nothing listens, as while the embedded database restarts. */
const sweepsOfDeadTable = (sweepMs: number) =>
  createSweeps(
    {
      streams: new Table(connect('http://any@127.0.0.1:1'), STREAMS_TABLE),
      historyDays: 30,
      byDay: true,
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

test('when all streams of an app fall silent at once, one line says that no end is presumed', async ({
  onTestFinished,
}) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => error.mockRestore());
  const streams = ['cam-1', 'cam-2', 'cam-3', 'cam-4'];
  for (const id of streams) await scene().beats(id, 0, 60);
  let begun = 0;
  const countDeferred = async () => {
    begun += 1;
    return 0;
  };
  const sweeps = createSweeps({ ...scene().deps, countDeferred }, { sweepMs: 20, presumeEndedMs: 100 });
  sweeps.start();
  await expect.poll(() => error.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const begunThen = begun;
  await expect.poll(() => begun, { timeout: 20_000 }).toBeGreaterThan(begunThen + 2);
  await sweeps.stop();
  expect(error.mock.calls).toEqual([
    [expect.stringMatching(/^All streams of LiveApp fell silent at once: for 15 minutes /)],
  ]);
});

test('presumed ends are one line among those of the hooks', async ({ onTestFinished }) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  for (const id of ['cam-1', 'cam-2']) await scene().beats(id, 0, 60);
  const sweeps = createSweeps(scene().deps, { sweepMs: 20, presumeEndedMs: 100 });
  sweeps.start();
  await expect.poll(() => log.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await sweeps.stop();
  expect(log.mock.calls).toEqual([[expect.stringMatching(/^Presumed the end of 2 streams: /)]]);
});
