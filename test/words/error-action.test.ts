import { expect, test } from 'vitest';
import { actions } from '../../lambda/hook/actions.ts';
import type { HookFields } from '../../lambda/stream/event.ts';
import { errorDetailOf, isErrorAction } from '../../words/error-action.ts';

test('an error is each action of that class, and no other', () => {
  const errors = Object.entries(actions).filter(([, action]) => 'class' in action && action.class === 'error');
  expect(errors.length).toBeGreaterThan(0);
  expect([...Object.keys(actions), 'constructor'].filter(isErrorAction)).toEqual(errors.map(([name]) => name));
});

const metadata: HookFields[] = [
  { metadata: { 'rtmp-url': 'rtmp://host/app/***', subscriberId: 'ada' } },
  { metadata: { subscriberId: 'ada' } },
  { metadata: 'rtmp://host/app/***' },
  ...[{ metadata: { 'rtmp-url': '' } }, { metadata: null }, { metadata: [1] }, { metadata: 7 }, { metadata: '' }, {}],
];

test.each(metadata)('the detail of an error is that of the state: %j', (fields) => {
  for (const action of ['publishTimeoutError', 'encoderNotOpenedError'] as const)
    expect(errorDetailOf({ action, fields })).toBe(actions[action].extract(fields).detail);
  if (fields.metadata) expect(errorDetailOf({ action: 'endpointFailed', fields })).toBe(actions.endpointFailed.extract(fields).detail); // biome-ignore format: a row
});

test('no other event has a detail of an error', () => {
  expect(errorDetailOf({ action: 'vodReady', fields: { metadata: 'rtmp://host/app/***' } })).toBe(null);
});
