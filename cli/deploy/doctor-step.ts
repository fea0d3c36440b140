import { toShellWord } from '../../terminal/shell.ts';

/** The facts that the command to set up a media server depends on. */
export interface DoctorStep {
  readonly stack: string;
  readonly app: string;
  /** The webhook URL; undefined where its secret is not known. */
  readonly hook: string | undefined;
  /** Environment variables to print before a command, for the same account and region. */
  readonly commandPrefix: string;
}

/** Formats the command that sets up a media server. It is printed, not run: nobody answers a deployment's questions in CI. */
export function formatDoctorStep({ stack, app, hook, commandPrefix }: DoctorStep): string[] {
  const options = [
    '--server https://YOUR-MEDIA-SERVER:5443 --user EMAIL',
    `--app ${toShellWord(app)} --stack ${stack}`,
    ...(hook === undefined ? [] : [`--hook ${toShellWord(hook)}`]),
    '--fix',
  ];
  return [
    'One command sets up Ant Media Server. It shows what it would change, and asks; with --dry-run it only shows:',
    `  ${commandPrefix}npm run doctor -- ${options.join(' ')}`,
    ...(hook === undefined
      ? ['It leaves the webhook URL as it is, unless you add --hook and the URL with its token.']
      : []),
  ];
}
