import { describe, expect, test } from 'vitest';
import { fieldsFor } from '../../../../cli/simulate/wire/fields-for.ts';
import { actionSince } from '../../../../cli/simulate/wire/versions.ts';
import { toWireRequest } from '../../../../cli/simulate/wire/wire-request.ts';
import { bodyOf, type Capture, capture, captures, contentTypeOf } from '../../../capture.ts';
import { type CaptureInput, indexedInputs } from '../capture-inputs.ts';
import { jsonMembers } from './json-members.ts';
import { realInputs } from './real-capture-inputs.ts';

/** The captures that the simulator does not produce, with the reason. */
const NOT_PRODUCED: Record<string, string> = {
  'publishTimeoutError-as-documented.form.http': 'only in older documentation: no released server sends it',
  'liveStreamStatus-unnamed.json.http':
    'its speed was entered as an integer (0); the real server sends a double, 0.0, as in real/2.17.1-encoder-json-1',
};

const produced = [...indexedInputs, ...realInputs].filter(({ capture: name }) => !Object.hasOwn(NOT_PRODUCED, name));

/** Whether a released server sends the capture's action, which its name begins with; the simulator need not know others. */
const isOfRelease = (name: string): boolean =>
  name.startsWith('real/') || Object.hasOwn(actionSince, name.split(/[-.]/)[0] ?? '');

describe('the bytes of the simulator', () => {
  test('cover every capture of an action that releases send, except those listed with a reason', () => {
    const covered = new Set([...produced.map(({ capture: name }) => name), ...Object.keys(NOT_PRODUCED)]);
    const released = captures().filter(({ name }) => isOfRelease(name));
    expect(released.length).toBeGreaterThan(30);
    expect(released.filter(({ name }) => !covered.has(name))).toEqual([]);
  });

  test.each(produced)('are those of $capture, except Host, User-Agent and the order of keys', (meaning) => {
    const captured = capture(meaning.capture);
    const simulated = requestOf(meaning);
    expect(simulated.headers.map(comparable)).toEqual(headersOf(captured).map(comparable));
    const split = meaning.hook.from === 'app' && meaning.dialect.encoding === 'form' ? pairs : jsonMembers;
    expect(split(simulated.body.toString('latin1'))).toEqual(split(bodyOf(captured).toString('latin1')));
  });

  test('differ from the handwritten unnamed heartbeat only in its speed', () => {
    const captured = capture('liveStreamStatus-unnamed.json.http');
    const meaning = indexedInputs.find(({ capture: name }) => name === captured.name);
    if (meaning === undefined) throw new Error('not in the index');
    const body = jsonMembers(requestOf(meaning).body.toString('latin1'));
    expect(body).toEqual(jsonMembers(bodyOf(captured).toString('latin1').replace('"speed":0', '"speed":0.0')));
  });
});

test('every capture has a content type of the simulator', () => {
  const types = new Set(captures().map(contentTypeOf));
  expect([...types].sort()).toEqual([
    'application/json',
    'application/json; charset=UTF-8',
    'application/x-www-form-urlencoded',
  ]);
});

function requestOf({ hook, at, dialect }: CaptureInput) {
  const fields = fieldsFor(hook, at, dialect);
  if (fields === undefined) throw new Error('this version sends no such hook');
  return toWireRequest(hook.from, dialect.encoding, fields, '127.0.0.1:3000');
}

function headersOf({ rest }: Capture): [string, string][] {
  const lines = rest.toString('latin1').split('\r\n\r\n')[0]?.split('\r\n').filter(Boolean) ?? [];
  return lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]);
}

/** Returns a header to compare; of Host and User-Agent only the position counts. */
function comparable([name, value]: readonly [string, string]): string {
  return name === 'Host' || name === 'User-Agent' ? name : `${name}: ${value}`;
}

const pairs = (body: string): string[] => body.split('&').sort();
