import { describe, expect, test } from 'vitest';
import { measureWidth, truncate, truncateMiddle } from '../../terminal/truncate.ts';

describe('truncate', () => {
  test.each([
    { text: 'front door', columns: 10, cut: 'front door' },
    { text: 'front door', columns: 9, cut: 'front do…' },
    { text: '日本語', columns: 6, cut: '日本語' },
    { text: '日本語', columns: 5, cut: '日本…' },
    { text: '日本語', columns: 4, cut: '日…' },
    { text: '👨‍👩‍👧👨‍👩‍👧', columns: 3, cut: '👨‍👩‍👧…' },
    { text: '', columns: 0, cut: '' },
  ])('"$text" in $columns columns is "$cut"', ({ text, columns, cut }) => {
    expect(truncate(text, columns)).toBe(cut);
    expect(measureWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
  });
});

describe('truncateMiddle', () => {
  test.each([
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 24, cut: 'LiveApp/crash-mwtv6h1k-1' },
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 20, cut: 'LiveApp/cr…wtv6h1k-1' },
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 9, cut: 'Live…1k-1' },
    { text: '日本語日本語', columns: 8, cut: '日本…語' },
    { text: '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', columns: 5, cut: '👨‍👩‍👧…👨‍👩‍👧' },
    { text: 'ab', columns: 1, cut: '…' },
    { text: '', columns: 0, cut: '' },
  ])('"$text" in $columns columns is "$cut"', ({ text, columns, cut }) => {
    expect(truncateMiddle(text, columns)).toBe(cut);
    expect(measureWidth(truncateMiddle(text, columns))).toBeLessThanOrEqual(columns);
  });
});
