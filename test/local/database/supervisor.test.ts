import { expect, test } from 'vitest';
import { type Service, Supervisor } from '../../../local/database/supervisor.ts';

/** What runs until it is told, or made, to end. */
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

/** Something supervised, each start of it, and whoever waits for the next one. */
function supervise(failures = -1) {
  const started = [new FakeService()];
  const complaints: unknown[] = [];
  let next = withResolvers();
  const start = async () => {
    if (complaints.length <= failures) throw new Error(`no ${complaints.length}`);
    const work = new FakeService();
    started.push(work);
    next.resolve();
    next = withResolvers();
    return work;
  };
  const supervisor = new Supervisor(started[0] ?? new FakeService(), start, (error) => complaints.push(String(error)));
  return { supervisor, started, complaints, again: () => next.promise };
}

test('what ends by itself is started again, each time, and it is told of what', async () => {
  const { supervisor, started, complaints, again } = supervise();
  for (let n = 0; n < 3; n++) {
    const isBack = again();
    started.at(-1)?.fail();
    await isBack;
  }
  await supervisor.stop();
  expect(started).toHaveLength(4);
  expect(complaints).toEqual(['failed', 'failed', 'failed']);
});

test('what cannot start is tried until it can, and each failure is told', async () => {
  const { supervisor, started, complaints, again } = supervise(3);
  const isBack = again();
  started[0]?.fail();
  await isBack;
  expect(complaints).toEqual(['failed', 'Error: no 1', 'Error: no 2', 'Error: no 3']);
  await supervisor.stop();
});

test('what was told to end is not started again', async () => {
  const { supervisor, started, complaints } = supervise();
  await supervisor.stop();
  expect({ started, complaints }).toEqual({ started: [expect.any(FakeService)], complaints: [] });
});

test('the end is heard while it waits to start again', async () => {
  const { supervisor, started } = supervise(Number.POSITIVE_INFINITY);
  started[0]?.fail();
  await started[0]?.ended;
  await supervisor.stop();
  expect(started).toHaveLength(1);
});

test('what is starting as the end comes is closed as soon as it runs', async () => {
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
