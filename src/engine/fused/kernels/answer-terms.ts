/**
 * Terms on answers beside labels and soft targets: each adds its gradient in a row's logits to what is there, and returns its
 * value. With logits z of the student and v of the teacher, p = softmax(v / T), q = softmax(z / T):
 * - logit MSE `1/2 |z - v|^2`: `z - v`;
 * - Jensen-Shannon with m = (p + q) / 2: `q_c (g_c - sum of q g) / T`, g = 1/2 log(q / m);
 * - decoupled `TCKD + 8 NCKD`, t the target, p' and q' the probabilities among the others: `(q_t - p_t) / T` in z_t and
 *   `(8 (q'_c - p'_c) - (q_t - p_t) q'_c) / T` in the others.
 * Sources: the files of these names in core/methods/, and the same derivatives by hand.
 */
import { OTHERS_WEIGHT } from '../../../core/methods/decoupled.ts';
import type { Stage } from '../../../core/stages.ts';
import type { Layout } from '../layout.ts';
import { lastLayer } from '../layout.ts';

/** In the order of their weights in `Member`, and of their sums. */
export const ANSWER_TERMS = ['logitMse', 'jensenShannon', 'decoupled'] as const;
export type AnswerTerm = (typeof ANSWER_TERMS)[number];

/** Those that a population has. */
export function answerTermsOf({ objectives }: Pick<Stage, 'objectives'>): readonly AnswerTerm[] {
  return ANSWER_TERMS.filter((term) => objectives.some((one) => one.term === term));
}

/**
 * WGSL of a row, after its gradient has been written to `dz`: adds to `objective` and to `values`, a sum for each of
 * ANSWER_TERMS.
 */
export function addAnswerTerms(terms: readonly AnswerTerm[]): string {
  return terms
    .map((term) => {
      const i = ANSWER_TERMS.indexOf(term);
      return `
  {
    let weight = member.termWeights[${i}];
    let value = perValid * ${term}_row(z, dz, member.teacherAt + row * WIDE, member.temperature, weight * perValid, ${
      term === 'decoupled'
        ? `select(topAnswer_teacher(member.teacherAt + row * WIDE), label, row < member.labelled)`
        : '0u'
    });
    values[${i}] += value;
    objective += weight * value;
  }`;
    })
    .join('');
}

/** The functions of these terms, for a kernel that has `softmaxWgsl` of student and teacher. */
export function answerTermsWgsl(terms: readonly AnswerTerm[], layout: Layout): string {
  const wide = lastLayer(layout).columns / 4;
  const code: Record<AnswerTerm, string> = {
    logitMse: `
fn logitMse_row(z : u32, dz : u32, v : u32, T : f32, scale : f32, theClass : u32) -> f32 {
  var sum = vec4<f32>();
  for (var q = 0u; q < WIDE; q++) {
    let apart = select(vec4<f32>(), activations[z + q] - teacher[v + q], classes4(q) < vec4<u32>(${layout.classes}u));
    sum += apart * apart;
    activations[dz + q] += scale * apart;
  }
  return 0.5 * together(sum);
}`,
    jensenShannon: `
fn halfLogRatio(logP : vec4<f32>, logQ : vec4<f32>) -> vec4<f32> {
  let most = max(logP, logQ);
  return 0.5 * (logQ - (most + log(1.0 + exp(min(logP, logQ) - most)) - ${Math.LN2}));
}
fn jensenShannon_row(z : u32, dz : u32, v : u32, T : f32, scale : f32, theClass : u32) -> f32 {
  let normaliserZ = normaliser_student(z, T);
  let normaliserV = normaliser_teacher(v, T);
  var ofStudent = vec4<f32>();
  var ofTeacher = vec4<f32>();
  for (var q = 0u; q < WIDE; q++) {
    let logP = logSoftmax_teacher(v, q, T, normaliserV);
    let logQ = logSoftmax_student(z, q, T, normaliserZ);
    ofTeacher += exp(logP) * halfLogRatio(logQ, logP);
    ofStudent += exp(logQ) * halfLogRatio(logP, logQ);
  }
  let mean = together(ofStudent);
  for (var q = 0u; q < WIDE; q++) {
    let logQ = logSoftmax_student(z, q, T, normaliserZ);
    let g = halfLogRatio(logSoftmax_teacher(v, q, T, normaliserV), logQ);
    activations[dz + q] += scale / T * exp(logQ) * (g - mean);
  }
  return together(ofTeacher) + mean;
}`,
    decoupled: `${(['student', 'teacher'] as const).map((source) => splitWgsl(source)).join('')}
fn decoupled_row(z : u32, dz : u32, v : u32, T : f32, scale : f32, theClass : u32) -> f32 {
  let student = split_student(z, theClass, T);
  let teacherSplit = split_teacher(v, theClass, T);
  let p = exp(teacherSplit.x);
  let pull = exp(student.x) - p;
  let ofTarget = p * (teacherSplit.x - student.x) + exp(teacherSplit.y) * (teacherSplit.y - student.y);
  var ofOthers = vec4<f32>();
  for (var q = 0u; q < WIDE; q++) {
    let logP = (others_teacher(v, q, theClass) - teacherSplit.z) / T - teacherSplit.w;
    let logQ = (others_student(z, q, theClass) - student.z) / T - student.w;
    ofOthers += select(exp(logP) * (logP - logQ), vec4<f32>(), classes4(q) == vec4<u32>(theClass));
    let slope = select(${OTHERS_WEIGHT}.0 * (exp(logQ) - exp(logP)) - pull * exp(logQ), vec4<f32>(pull), classes4(q) == vec4<u32>(theClass));
    activations[dz + q] += scale / T * slope;
  }
  return ofTarget + ${OTHERS_WEIGHT}.0 * together(ofOthers);
}`,
  };
  return `
const WIDE = ${wide}u;
fn classes4(q : u32) -> vec4<u32> { return 4u * q + vec4<u32>(0u, 1u, 2u, 3u); }
fn together(sum : vec4<f32>) -> f32 { return sum.x + sum.y + sum.z + sum.w; }
${terms.map((term) => code[term]).join('')}`;
}

/**
 * `split_SOURCE(first, theClass, T)`: the logarithms of the target's probability and of all others' together, then what the
 * others' own softmax is made with: their largest logit, and the logarithm of their sum.
 */
function splitWgsl(source: 'student' | 'teacher'): string {
  return `
fn others_${source}(first : u32, q : u32, theClass : u32) -> vec4<f32> {
  return select(logits_${source}(first, q), vec4<f32>(-1e30), classes4(q) == vec4<u32>(theClass));
}
fn split_${source}(first : u32, theClass : u32, T : f32) -> vec4<f32> {
  let all = normaliser_${source}(first, T);
  var top = others_${source}(first, 0u, theClass);
  for (var q = 1u; q < WIDE; q++) { top = max(top, others_${source}(first, q, theClass)); }
  let largest = max(max(top.x, top.y), max(top.z, top.w));
  var total = vec4<f32>();
  for (var q = 0u; q < WIDE; q++) { total += exp((others_${source}(first, q, theClass) - largest) / T); }
  let rest = log(together(total));
  let targetLogit = logits_${source}(first, theClass / 4u)[theClass % 4u];
  return vec4<f32>(
    (targetLogit - all.x) / T - all.y,
    (largest - all.x) / T + rest - all.y,
    largest,
    rest,
  );
}`;
}
