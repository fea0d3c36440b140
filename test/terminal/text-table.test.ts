import pc from 'picocolors';
import { expect, test } from 'vitest';
import { type Column, renderTable } from '../../terminal/text-table.ts';
import { measureWidth } from '../../terminal/truncate.ts';

interface Row {
  readonly id: string;
  readonly name: string | null;
}

const columns: Column<Row>[] = [
  { head: 'ID', text: ({ id }) => id },
  { head: 'NAME', text: ({ name }) => name, minWidth: 6 },
];
const plain = pc.createColors(false);

test('a table is never wider than the terminal: columns with a minimum width shrink down to it first, then the others', () => {
  const rows = [{ id: 'camera-123456', name: '日本語のカメラ' }];
  for (const width of [80, 25, 20, 15, 12]) {
    for (const line of renderTable(columns, rows, { width, colours: plain }).split('\n'))
      expect(measureWidth(line), line).toBeLessThanOrEqual(width);
  }
  expect(renderTable(columns, rows, { width: 21, colours: plain })).toContain('camera-123456  日本…');
  expect(renderTable(columns, rows, { width: 15, colours: plain })).toMatch(/camer.*… {2}日本…/);
});

test('an empty column is left out, and control characters are escaped', () => {
  const table = renderTable(columns, [{ id: '\x1b[2J', name: null }], { width: 80, colours: plain });
  expect(table).toBe('ID\n\\u001b[2J');
});

test('colours do not change widths', () => {
  const painted: Column<Row>[] = [{ head: 'ID', text: ({ id }) => id, paint: pc.createColors(true).green }];
  expect(renderTable(painted, [{ id: 'cam-1', name: null }], { width: 4, colours: plain })).toBe(
    'ID\n\x1b[32mcam…\x1b[39m',
  );
});

test('when the minimum widths do not fit, optional columns are left out, the last first', () => {
  const optional: Column<Row>[] = [
    { head: 'ID', text: ({ id }) => id, minWidth: 8, truncatesMiddle: true },
    { head: 'FIRST', text: () => 'first', isOptional: true },
    { head: 'SECOND', text: () => 'second', isOptional: true },
  ];
  const headAt = (width: number) =>
    renderTable(optional, [{ id: 'camera-123456', name: null }], { width, colours: plain }).split('\n');
  expect(headAt(23)).toEqual(['ID        FIRST  SECOND', 'came…456  first  second']);
  expect(headAt(22)).toEqual(['ID             FIRST', 'camera-123456  first']);
  expect(headAt(14)).toEqual(['ID', 'camera-123456']);
});
