import { Command } from 'commander';
import { expect, test } from 'vitest';
import { hideOptionValues } from '../../terminal/hide-option-values.ts';
import { run } from '../run.ts';

/** Returns what a command prints of a wrong command line. */
function errorOf(args: readonly string[], outputError?: (text: string, write: (text: string) => void) => void): string {
  let printed = '';
  const inner = new Command('inner').option('--json').action(() => {});
  const outer = new Command('outer').option('--server <url>').action(() => {});
  for (const command of [inner, outer.addCommand(inner)])
    command.exitOverride().configureOutput({
      ...(outputError && { outputError }),
      writeErr: (text) => {
        printed += text;
      },
    });
  hideOptionValues(outer);
  expect(() => outer.parse(args, { from: 'user' })).toThrow('unknown option');
  return printed;
}

test.each([
  { args: ['--sever=http://admin:S3cret@a.example'], printed: "unknown option '--sever'\n" },
  { args: ["--x=it's S3cret\nand 'S3cret'"], printed: "unknown option '--x'\n" },
  { args: ['-x=S3cret'], printed: "unknown option '-x'\n" },
  { args: ['--x'], printed: "unknown option '--x'\n" },
  { args: ['inner', '--json=S3cret'], printed: "unknown option '--json'\n" },
])('an unknown option is named without its value: $args', ({ args, printed }) => {
  expect(errorOf(args)).toBe(`error: ${printed}`);
});

test('what a command makes of its errors by itself stays', () => {
  expect(errorOf(['--x=S3cret'], (text, write) => write(text.toUpperCase()))).toBe("ERROR: UNKNOWN OPTION '--X'\n");
});

test('every command does so', async () => {
  const { code, stderr } = await run('streams', ['--tokne=S3cret']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("unknown option '--tokne'") });
  expect(stderr).not.toContain('S3cret');
});
