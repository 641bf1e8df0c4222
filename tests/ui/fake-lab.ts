/** A lab that trains nothing: tests of the page say what it reports, step by step, and see what the page asked of it. */
import type { DeviceReport } from '../../src/core/device.ts';
import { environmentOf, type OpenedStage } from '../../src/core/environment.ts';
import { parameterCount } from '../../src/core/architecture.ts';
import { modelFile, type ModelFile, type NetworkRequest } from '../../src/core/model-file.ts';
import type { InputScale } from '../../src/core/imported.ts';
import { compile } from '../../src/core/compile.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import type { Stage } from '../../src/core/stages.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import type { HistoryPoint, Result, RunRecord } from '../../src/core/run-record.ts';
import type { Pace } from '../../src/core/slow-motion.ts';
import type { Action, DatasetState } from '../../src/core/state.ts';
import type { ErrorReport } from '../../src/core/errors.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { summarise, type Phase, type Progress, type RunEvent } from '../../src/core/events.ts';
import { point, result } from './fake-results.ts';
import { FakeNetworks } from './fake-networks.ts';
import type { AnswerSheet, NetworkId, NetworksOf, TestImages } from '../../src/core/answers.ts';
import type { createLab, Lab, RunOptions } from '../../src/worker/client.ts';

export const DEVICE: DeviceReport = {
  backend: 'webgpu',
  trainer: 'fused',
  adapter: 'google swiftshader',
  softwareAdapter: true,
  reasons: [],
  tfjs: '4.22.0',
  userAgent: 'test',
};

export const MNIST: DatasetState = {
  id: 'mnist',
  title: 'MNIST',
  classes: 10,
  trainImages: 60_000,
  heldOut: 5_000,
  testImages: 10_000,
};

export class FakeLab implements Lab {
  /** What the page asked for, in order. */
  readonly calls: string[] = [];
  config: ExperimentConfig | undefined;
  files: readonly File[] = [];
  private dispatch: (action: Action) => void = () => undefined;
  private settle: (record: RunRecord | undefined) => void = () => undefined;
  private runs = 0;
  readonly networks = new FakeNetworks();

  readonly connect: typeof createLab = (dispatch, options) => {
    this.dispatch = dispatch;
    if (options?.backend) this.calls.push(`backend ${options.backend}`);
    if (options?.trainer) this.calls.push(`trainer ${options.trainer}`);
    if (options?.keeps === false) this.calls.push('keeps nothing');
    return this;
  };

  /** The device and the digits are here. */
  ready(): void {
    this.send({ kind: 'device', device: DEVICE });
    this.send({ kind: 'dataset', dataset: MNIST });
  }

  send(action: Action): void {
    this.dispatch(action);
  }

  open(): Promise<void> {
    return this.called('open');
  }

  tryGpu(): Promise<void> {
    return this.called('tryGpu');
  }

  openOwn(files: readonly File[]): Promise<void> {
    this.files = files;
    return this.called('openOwn');
  }

  run(
    config: ExperimentConfig,
    { paused, resume, freshTeacher, takeOver }: RunOptions,
  ): Promise<RunRecord | undefined> {
    const words = [
      paused && 'paused',
      resume && 'resumed',
      freshTeacher && 'afresh',
      takeOver && 'taking over',
    ].filter(Boolean);
    void this.called(['run', ...words].join(' '));
    this.config = config;
    this.runs += 1;
    this.send({ kind: 'run', runId: this.runId, config });
    if (paused) this.send({ kind: 'status', runId: this.runId, status: 'paused' });
    return new Promise((resolve) => (this.settle = resolve));
  }

  pause(): void {
    void this.called('pause');
    this.send({ kind: 'status', runId: this.runId, status: 'paused' });
  }

  resume(): void {
    void this.called('resume');
    this.send({ kind: 'status', runId: this.runId, status: 'running' });
  }

  step(): void {
    void this.called('step');
    this.send({ kind: 'status', runId: this.runId, status: 'paused' });
  }

  limit(pace: Pace): void {
    void this.called(`limit ${pace}`);
    this.send({ kind: 'pace', pace });
  }

  stop(): void {
    void this.called('stop');
    this.send({ kind: 'status', runId: this.runId, status: 'stopping' });
  }

  openTeacher(files: readonly File[], scale: InputScale, dataset: string): Promise<void> {
    this.files = files;
    return this.called(`openTeacher ${scale} ${dataset}`);
  }

  closeTeacher(): void {
    void this.called('closeTeacher');
    this.send({ kind: 'teacherFile' });
  }

  exportModel(request: NetworkRequest): Promise<ModelFile> {
    void this.called(`export ${request.kind} ${request.member} ${request.precision}`);
    const architecture = this.stages.find(({ kind }) => kind === request.kind)!.architecture;
    const zeros = new Float32Array(parameterCount(architecture));
    return Promise.resolve(
      modelFile(architecture, zeros, request.precision, { role: 'teacher' }, request.weightsPath),
    );
  }

  watch(watching: boolean): void {
    void this.called(`watch ${watching}`);
  }

  answers(of: NetworksOf, images: Uint8Array): Promise<AnswerSheet> {
    return Promise.resolve(this.networks.answers(of, images, this.stages));
  }

  testAnswers(_: NetworksOf, id: NetworkId): Promise<Float32Array | undefined> {
    return Promise.resolve(this.networks.testAnswers(id, this.stages));
  }

  testImages(): Promise<TestImages> {
    return Promise.resolve(this.networks.test);
  }

  discardUnfinished(): void {
    void this.called('discardUnfinished');
    this.send({ kind: 'unfinished' });
  }

  reset(): void {
    void this.called('reset');
    this.send({ kind: 'reset' });
  }

  /** The networks are built and nothing is trained yet. */
  begin(): void {
    this.event({ kind: 'started', device: DEVICE, networks: summarise(this.stages) });
    this.progress('preparing', 0);
  }

  /** A stage is about to be trained, by the fused trainer unless told otherwise. */
  opens(stage: OpenedStage['stage'], more: Partial<OpenedStage> = {}): void {
    this.event({ kind: 'opened', stage, trainer: 'fused', reasons: [], ...more });
  }

  /** Training has come to `share` of the teacher's or the students' steps; the curves up to there are drawn. */
  train(phase: 'teacher' | 'students', share: number): void {
    const stage = this.stages.find(({ id }) => (id === 'teacher') === (phase === 'teacher'))!;
    const step = Math.round(share * stage.steps);
    const points: HistoryPoint[] = [];
    for (let at = stage.evaluateEvery; at <= step; at += stage.evaluateEvery)
      points.push(...stage.members.map((_, member) => point(member, at, stage)));
    this.event({ kind: 'points', points });
    this.progress(phase, phase === 'teacher' ? share * 0.6 : 0.6 + share * 0.38, {
      step,
      steps: stage.steps,
      epoch: Math.ceil(step / stage.stepsPerEpoch),
      epochs: stage.epochs,
      secondsLeft: 130,
    });
  }

  progress(phase: Phase, share: number, more: Partial<Progress> = {}): void {
    this.event({ kind: 'progress', phase, share, ...more });
  }

  /** The whole run, from its first event to its record. */
  finish(): void {
    this.begin();
    this.train('teacher', 1);
    this.train('students', 1);
    const results = this.stages.flatMap((stage) => stage.members.map((_, member) => result(stage, member)));
    this.end(results);
  }

  end(results: readonly Result[], history: readonly HistoryPoint[] = this.history()): void {
    const record: RunRecord = {
      format: 'dark-knowledge-lab/run',
      version: 1,
      config: this.config!,
      environment: environmentOf(DEVICE, []),
      dataset: { id: 'mnist', title: 'MNIST' },
      history,
      results,
      verdicts: verdictsOf(
        results.filter(({ role }) => role !== 'teacher'),
        this.stages.flatMap(({ comparisons }) => comparisons),
      ),
    };
    this.send({ kind: 'finished', runId: this.runId, record });
    this.settle(record);
  }

  fail(error: ErrorReport): void {
    this.send({ kind: 'failed', runId: this.runId, error });
    this.settle(undefined);
  }

  event(event: RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'runId'> : never) : never): void {
    this.send({ kind: 'event', event: { ...event, runId: this.runId } as RunEvent });
  }

  private get runId(): string {
    return `run-${this.runs}`;
  }

  private get stages(): readonly Stage[] {
    return compile(this.config ?? DEFAULT_EXPERIMENT);
  }

  private history(): readonly HistoryPoint[] {
    return this.stages.flatMap((stage) => {
      const points: HistoryPoint[] = [];
      for (let at = stage.evaluateEvery; at <= stage.steps; at += stage.evaluateEvery)
        points.push(...stage.members.map((_, member) => point(member, at, stage)));
      return points;
    });
  }

  private called(what: string): Promise<void> {
    this.calls.push(what);
    return Promise.resolve();
  }
}
