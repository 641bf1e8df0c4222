/** What the command says, as text: the device, the line of progress, the table of results, the list of presets. */
import type { BackendName, DeviceReport, TrainerName } from '../core/device.ts';
import type { Environment } from '../core/environment.ts';
import { PHASE_TITLES, type Progress } from '../core/events.ts';
import type { Preset } from '../core/presets.ts';
import type { Result } from '../core/run-record.ts';
import type { Role } from '../core/stages.ts';

const BACKENDS: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: 'plain JavaScript',
};

const TRAINERS: Record<TrainerName, string> = {
  fused: 'the fused trainer',
  tfjs: 'the reference trainer',
};

const ROLES: Record<Role, string> = {
  teacher: 'teacher',
  assistant: 'assistant',
  hardLabel: 'hard-label student',
  distilled: 'distilled student',
  pseudoLabel: 'pseudo-label student',
};

/** What will compute, and why nothing better does. */
export function deviceLine(device: DeviceReport): string {
  const { backend, adapter, softwareAdapter, reasons, trainer, trainerReason } = device;
  const where = [softwareAdapter && 'software adapter', adapter].filter(Boolean).join(', ');
  const first = `Training on ${BACKENDS[backend]}${where && ` (${where})`} with ${TRAINERS[trainer]}.`;
  return [first, ...reasons, ...(trainerReason ? [trainerReason] : [])].join(' ');
}

/** What has computed: a stage may have needed the other trainer, and only now the memory is known. */
export function trainedLine({ trainer, trainerReasons = [], gpuBytes }: Environment): string {
  const memory = gpuBytes === undefined ? '' : `; GPU memory ${(gpuBytes / 1e6).toFixed(1)} MB`;
  return [`Trained with ${TRAINERS[trainer]}${memory}.`, ...trainerReasons].join(' ');
}

export function progressLine(progress: Progress): string {
  const { phase, epoch, epochs, step, steps, share, secondsLeft } = progress;
  const parts = [`${String(Math.floor(100 * share)).padStart(3)} %`, PHASE_TITLES[phase]];
  if (epoch !== undefined && epochs !== undefined) parts.push(`epoch ${epoch} of ${epochs}`);
  if (step !== undefined && steps !== undefined) parts.push(`step ${step} of ${steps}`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(' · ');
}

/** `47 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const COLUMNS: readonly [string, (result: Result) => string | undefined][] = [
  ['network', (r) => ROLES[r.role]],
  ['layers', (r) => r.architecture],
  ['T', (r) => r.settings && String(r.settings.temperature)],
  ['alpha', (r) => r.settings && String(r.settings.softWeight)],
  ['test errors', (r) => `${r.testErrors} of ${r.testImages}`],
  ['accuracy', (r) => percent(r.testAccuracy)],
  ['parameters', (r) => String(r.parameters)],
  ['compression', (r) => `${r.compression.toFixed(1)}x`],
  ['agreement', (r) => (r.agreement !== undefined ? percent(r.agreement) : undefined)],
  ['gap closed', (r) => (r.gapClosed !== undefined ? percent(r.gapClosed) : undefined)],
  ['seconds', (r) => r.trainSeconds.toFixed(1)],
];

/** Words to the left, numbers to the right; what was not computed is empty, and so is a column with nothing in it. */
export function resultsTable(results: readonly Result[]): string {
  const columns = COLUMNS.flatMap(([title, read], at) => {
    const cells = results.map((result) => read(result) ?? '');
    if (cells.every((cell) => cell === '')) return [];
    const width = Math.max(title.length, ...cells.map(({ length }) => length));
    return [[title, ...cells].map((cell) => (at < 2 ? cell.padEnd(width) : cell.padStart(width)))];
  });
  const lines = [0, ...results.map((_, row) => row + 1)];
  return lines
    .map(
      (line) =>
        columns
          .map((cells) => cells[line])
          .join('  ')
          .trimEnd() + '\n',
    )
    .join('');
}

/** One sentence for each student that was distilled, against the one that had labels only. */
export function comparison(results: readonly Result[]): string {
  const hard = results.find(({ role }) => role === 'hardLabel');
  const distilled = results.find(({ role }) => role === 'distilled');
  if (!hard || !distilled) return '';
  const fewer = hard.testErrors - distilled.testErrors;
  if (fewer === 0) return 'The distilled student makes as many test errors as the hard-label student.\n';
  return `The distilled student makes ${Math.abs(fewer)} ${fewer > 0 ? 'fewer' : 'more'} test errors than the hard-label student.\n`;
}

export function presetList(presets: readonly Preset[]): string {
  const width = Math.max(...presets.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 2);
  return presets
    .map(
      ({ id, title, teaches, expect }) =>
        `${id.padEnd(width)}  ${title}\n${indent}${teaches}\n${indent}Expect: ${expect}\n`,
    )
    .join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
