import { describe, expect, test } from 'vitest';
import { describeResetSettings, mayBeCausedBySettings } from '../../../cli/deploy/reset-settings.ts';
import { allSettings, templateOf } from '../../lib/synthesis.ts';

const template = (settings: Record<string, unknown> = {}) => templateOf(settings).toJSON();

describe('a setting that is reset to its default, or loses items, is listed:', () => {
  test.each([
    { was: {}, now: {}, reset: [] },
    { was: { throttleRate: 5000, memory: 1024 }, now: {}, reset: ['memory 1024 → 512 (the default)', 'throttleRate 5000 → 500 (the default)'] },
    { was: { keepHeartbeats: true, historyDays: 90, logDays: 7 }, now: {}, reset: ['historyDays 90 → 62 (the default)', 'keepHeartbeats true → false (the default)', 'logDays 7 → 30 (the default)'] },
    { was: { throttleRate: 5000 }, now: { throttleRate: 600 }, reset: [] },
    { was: {}, now: { throttleRate: 600 }, reset: [] },
    { was: { tags: 'a=b,c=d' }, now: { tags: { a: 'b' } }, reset: ['tags a=b,c=d → a=b'] },
    { was: { tags: { a: 'b' } }, now: {}, reset: ['tags a=b → none (the default)'] },
    { was: { allowList: '10.0.0.0/8,::1' }, now: { allowList: '::1,10.1.0.0/16,10.0.0.0/8' }, reset: [] },
    { was: { allowList: '10.0.0.0/8,::1' }, now: { allowList: '::1' }, reset: ['allowList 10.0.0.0/8,::1 → ::1'] },
  ])('$was → $now', ({ was, now, reset }) => {
    expect(describeResetSettings(template(was), template(now))).toEqual(reset);
  }); // biome-ignore format: a table
});

test('a setting that shows in the resources is not listed twice', () =>
  expect(describeResetSettings(template({ ...allSettings, allowList: '::1' }), template())).toEqual([
    'tags team=video,stage=live → none (the default)',
  ]));

test('settings may be the cause where one is reset, or where the template does not list them', () => {
  expect(mayBeCausedBySettings(template({ alarmEmail: 'a@b.de' }), template())).toBe(true);
  expect(mayBeCausedBySettings(template({ memory: 1024 }), template({ memory: 1024 }))).toBe(false);
  expect(mayBeCausedBySettings({}, template())).toBe(true);
});
