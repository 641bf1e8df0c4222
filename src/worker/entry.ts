/** The worker's entry point: assembles the API and exposes it; nothing else. */
import { expose } from 'comlink';
import { mnistFiles, mnistNetworks, mnistTeachers } from '../data/mnist-files.ts';
import type { LabApi } from './api.ts';
import { overTheWire } from './errors.ts';
import { live } from './heart.ts';
import { createLabApi } from './lab.ts';

const lab = createLabApi({ mnist: mnistFiles, teachers: mnistTeachers, networks: mnistNetworks });

const api: LabApi = {
  prepare: overTheWire(lab.prepare),
  openMnist: overTheWire(lab.openMnist),
  openOwn: overTheWire(lab.openOwn),
  openTeacher: overTheWire(lab.openTeacher),
  closeTeacher: lab.closeTeacher,
  lost: overTheWire(lab.lost),
  run: overTheWire(lab.run),
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

expose(api);
live(self);
