/** The worker's entry point: assembles the API and exposes it; nothing else. */
import { expose, releaseProxy, type ProxyMethods } from 'comlink';
import { mnistFiles, mnistNetworks, mnistTeachers } from '../data/mnist-files.ts';
import type { LabApi } from './api.ts';
import { overTheWire } from './errors.ts';
import { live } from './heart.ts';
import { createLabApi } from './lab.ts';

const lab = createLabApi({ mnist: mnistFiles, teachers: mnistTeachers, networks: mnistNetworks });

const api: LabApi = {
  prepare: overTheWire(lab.prepare),
  openMnist: overTheWire((onProgress) => lab.openMnist(onProgress)),
  openOwn: overTheWire(lab.openOwn),
  openTeacher: overTheWire(lab.openTeacher),
  closeTeacher: lab.closeTeacher,
  lost: overTheWire(lab.lost),
  run: overTheWire((request, onEvents, onCheckpoint) =>
    lab.run(request, onEvents, onCheckpoint).finally(() => letGo(onEvents, onCheckpoint)),
  ),
  adopt: overTheWire(lab.adopt),
  unfinished: overTheWire(lab.unfinished),
  discardUnfinished: overTheWire(lab.discardUnfinished),
  exportModel: overTheWire(lab.exportModel),
  watch: lab.watch,
  answers: overTheWire(lab.answers),
  testAnswers: overTheWire(lab.testAnswers),
  testImages: overTheWire(lab.testImages),
  pause: lab.pause,
  resume: lab.resume,
  step: lab.step,
  limit: lab.limit,
  stop: lab.stop,
};

/** The page's callbacks are ports, which stay open at both ends until somebody closes them. */
function letGo(...callbacks: readonly unknown[]): void {
  for (const callback of callbacks) (callback as ProxyMethods | undefined)?.[releaseProxy]();
}

expose(api);
live(self);
