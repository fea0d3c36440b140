import { spawn } from 'node:child_process';

/** Runs a command of this project on a terminal (that of script, of util-linux), and answers its question, which says "Type yes". */
export function answerOnTerminal(
  command: string,
  env: NodeJS.ProcessEnv,
  answer: string,
): Promise<{ code: number | null; output: string }> {
  const typed = `${process.execPath} --import tsx ${command}`;
  const child = spawn('script', ['-qec', typed, '/dev/null'], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (data) => {
    const isAsked = output.includes('Type yes');
    output += data;
    if (!isAsked && output.includes('Type yes')) child.stdin.write(answer);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
