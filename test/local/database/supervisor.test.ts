import { expect, test } from 'vitest';
import { type Service, Supervisor } from '../../../local/database/supervisor.ts';

/** A service that runs until it is closed, or made to fail. */
class FakeService implements Service {
  readonly fail: () => void;
  readonly close: () => void;
  readonly ended: Promise<unknown>;

  constructor() {
    const { promise, resolve } = withResolvers();
    this.ended = promise.then(() => 'failed');
    this.fail = resolve;
    this.close = resolve;
  }
}

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A supervisor of fake services, all that it started, its failures, and a promise of the next start. */
function supervise(failures = -1) {
  const started = [new FakeService()];
  const reported: unknown[] = [];
  let next = withResolvers();
  const start = async () => {
    if (reported.length <= failures) throw new Error(`no ${reported.length}`);
    const service = new FakeService();
    started.push(service);
    next.resolve();
    next = withResolvers();
    return service;
  };
  const supervisor = new Supervisor(started[0] ?? new FakeService(), start, (error) => reported.push(String(error)));
  return { supervisor, started, reported, nextStart: () => next.promise };
}

test('restarts a service each time that it fails, and reports the cause', async () => {
  const { supervisor, started, reported, nextStart } = supervise();
  for (let n = 0; n < 3; n++) {
    const isRestarted = nextStart();
    started.at(-1)?.fail();
    await isRestarted;
  }
  await supervisor.stop();
  expect(started).toHaveLength(4);
  expect(reported).toEqual(['failed', 'failed', 'failed']);
});

test('retries a start until it succeeds, and reports each failure', async () => {
  const { supervisor, started, reported, nextStart } = supervise(3);
  const isRestarted = nextStart();
  started[0]?.fail();
  await isRestarted;
  expect(reported).toEqual(['failed', 'Error: no 1', 'Error: no 2', 'Error: no 3']);
  await supervisor.stop();
});

test('does not restart a service after stop', async () => {
  const { supervisor, started, reported } = supervise();
  await supervisor.stop();
  expect({ started, reported }).toEqual({ started: [expect.any(FakeService)], reported: [] });
});

test('stops while it waits to restart', async () => {
  const { supervisor, started } = supervise(Number.POSITIVE_INFINITY);
  started[0]?.fail();
  await started[0]?.ended;
  await supervisor.stop();
  expect(started).toHaveLength(1);
});

test('closes a service that is starting when stop is called', async () => {
  const { promise: mayStart, resolve } = withResolvers();
  const { promise: isStarting, resolve: starts } = withResolvers();
  const [first, second] = [new FakeService(), new FakeService()];
  const start = async () => {
    starts();
    await mayStart;
    return second;
  };
  const supervisor = new Supervisor(first, start, () => {});
  first.fail();
  await isStarting;
  const ended = supervisor.stop();
  resolve();
  await ended;
  await second.ended;
});
