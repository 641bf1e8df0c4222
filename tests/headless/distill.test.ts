/** The command itself, as a shell sees it: what goes to which stream, and the exit status. No browser is started. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PRESET_WORDS } from '../../src/core/preset-words.ts';
import { PRESETS } from '../../src/core/presets.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function distill(
  words: readonly string[],
  onStderr?: (text: string, stop: () => void) => void,
): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/headless/distill.ts', ...words], {
    cwd: ROOT,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    onStderr?.(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

describe('npm run distill', () => {
  test('--list shows every preset on standard output', async () => {
    const { status, stdout, stderr } = await distill(['--list']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { id, title } of PRESETS)
      for (const text of [id, title, PRESET_WORDS[id]!.expect]) expect(stdout).toContain(text);
  });

  test.each([
    [
      ['--set', 'distillation.temperature=0'],
      'distillation.temperature: Temperature T is "0"; it must be a number from 0.1 to 100.\n',
    ],
    [
      ['--preset', 'nonsense'],
      '--preset is "nonsense"; it must be one of quick, few-labels, wrong-labels, omit-a-digit, seven-eight, full, hinton-2015, tiny-student, honest-null, capacity-gap, t-squared, bad-teacher, ensemble, methods, cnn-teaches-mlp, methods-cnn, methods-vit, quantise.\n',
    ],
    [['--seeds', '0'], 'seeds: Seeds is "0"; it must be a whole number from 1 to 30.\n'],
    [['--site', 'src'], '--site is "src"; there is no built lab in it: npm run build makes one in dist.\n'],
    [['--out', 'package.json'], expect.stringContaining('--out is "package.json"; it must be a folder')],
  ])('%j ends with status 2 and one line on standard error', async (words, line) => {
    const { status, stdout, stderr } = await distill(words);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: line as string });
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test('--debug shows where it went wrong', async () => {
    const { status, stderr } = await distill(['--preset', 'nonsense', '--debug']);
    expect(status).toBe(2);
    expect(stderr).toContain('arguments.ts');
  });

  test('an interrupt ends it with status 1, and leaves nothing', async () => {
    const out = `${ROOT}node_modules/.cache/dark-knowledge-lab/never`;
    const { status, stdout, stderr } = await distill(['--out', out], (text, stop) => {
      if (text.includes('Building')) stop();
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('Building the lab.\nStopped; nothing was written.\n');
    expect(existsSync(out)).toBe(false);
  }, 30_000);
});
