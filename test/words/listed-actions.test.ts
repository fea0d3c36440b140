import { expect, test } from 'vitest';
import { actions } from '../../lambda/hook/actions.ts';
import { PRESUMED_END_ACTION } from '../../lambda/stream/presumed-end.ts';
import { PRESUMED_START_ACTION } from '../../lambda/stream/presumed-start.ts';
import { dayClassOfAction } from '../../lambda/table/action-class.ts';
import { listedActions } from '../../words/listed-actions.ts';

const known = [...Object.keys(actions), PRESUMED_END_ACTION, PRESUMED_START_ACTION];

test('the listed actions are those of the list over all streams, and the first of them are errors', () => {
  const listed = known.filter((action) => dayClassOfAction(action) !== undefined);
  expect(listedActions.toSorted()).toEqual(listed.sort());
  const classes = listedActions.map((action) => dayClassOfAction(action) === 'error');
  expect(classes).toEqual(classes.toSorted((a, b) => Number(b) - Number(a)));
});
