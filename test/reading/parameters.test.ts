import { describe, expect, test } from 'vitest';
import { cursorOf, Parameters } from '../../lambda/reading/parameters.ts';

const cursorAt = (position: string) => new Parameters(`cursor=${cursorOf(position)}`, ['cursor']).streamCursor;
const clock = '001762084800000';

describe('the cursor of a list of streams', () => {
  test.each([
    `live#${clock}#LiveApp#cam-1`,
    `ended#${clock}#My%20App#${encodeURIComponent('0/Kamera 1 çam?#%')}`,
    `unknown#${clock}#LiveApp#${'%E6%9D%B1'.repeat(66)}`,
    `live#${clock}#LiveApp#..`,
    `live#${clock}#LiveApp#=${'a-_9'.repeat(10)}xyz`,
  ])('may be %s', (position) => expect(cursorAt(position)).toBe(position));

  test.each([
    `gone#${clock}#LiveApp#cam-1`,
    `live#17#LiveApp#cam-1`,
    `live#${clock}#LiveApp`,
    `live#${clock}#LiveApp#a/b`,
    `live#${clock}#LiveApp#${'x'.repeat(601)}`,
    `live#${clock}#LiveApp#=short`,
    `live#${clock}#LiveApp#cam-1#more`,
  ])('is never %s', (position) => expect(() => cursorAt(position)).toThrow('expected the cursor of an earlier page'));
});
