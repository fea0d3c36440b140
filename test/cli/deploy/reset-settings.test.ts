import { describe, expect, test } from 'vitest';
import { describeResetSettings, mayBeCausedBySettings } from '../../../cli/deploy/reset-settings.ts';
import { allSettings, templateOf } from '../../lib/synthesis.ts';

const template = (settings: Record<string, unknown> = {}) => templateOf(settings).toJSON();

describe('what goes back to its default, or loses a part, is named:', () => {
  test.each([
    { was: {}, now: {}, gone: [] },
    { was: { throttleRate: 5000, memory: 1024 }, now: {}, gone: ['memory 1024 → 512 (the default)', 'throttleRate 5000 → 500 (the default)'] },
    { was: { keepHeartbeats: true, historyDays: 90, logDays: 7 }, now: {}, gone: ['historyDays 90 → 30 (the default)', 'keepHeartbeats true → false (the default)', 'logDays 7 → 30 (the default)'] },
    { was: { throttleRate: 5000 }, now: { throttleRate: 600 }, gone: [] },
    { was: {}, now: { throttleRate: 600 }, gone: [] },
    { was: { tags: 'a=b,c=d' }, now: { tags: { a: 'b' } }, gone: ['tags a=b,c=d → a=b'] },
    { was: { tags: { a: 'b' } }, now: {}, gone: ['tags a=b → none (the default)'] },
    { was: { allowList: '10.0.0.0/8,::1' }, now: { allowList: '::1,10.1.0.0/16,10.0.0.0/8' }, gone: [] },
    { was: { allowList: '10.0.0.0/8,::1' }, now: { allowList: '::1' }, gone: ['allowList 10.0.0.0/8,::1 → ::1'] },
  ])('$was → $now', ({ was, now, gone }) => {
    expect(describeResetSettings(template(was), template(now))).toEqual(gone);
  }); // biome-ignore format: a table
});

test('what shows in the resources is not said twice', () =>
  expect(describeResetSettings(template({ ...allSettings, allowList: '::1' }), template())).toEqual([
    'tags team=video,stage=live → none (the default)',
  ]));

test('a setting is the reason where one is gone, or where nobody knows', () => {
  expect(mayBeCausedBySettings(template({ alarmEmail: 'a@b.de' }), template())).toBe(true);
  expect(mayBeCausedBySettings(template({ memory: 1024 }), template({ memory: 1024 }))).toBe(false);
  expect(mayBeCausedBySettings({}, template())).toBe(true);
});
