/**
 * The loss's gradient in the logits, one thread a row, in log-sum-exp form:
 * `dz = hardWeight / labelled * (softmax(z) - target)
 *     + softScale / (T valid) * (softmax(z / T) - softmax(v / T))`,
 * where the target is the label, the teacher's top answer, or the label mixed with the uniform distribution, and
 * softScale is alpha and already holds T^2 where the experiment says so (Hinton, Vinyals, Dean 2015, arXiv 1503.02531,
 * section 2). A batch without labels has only the soft term; rows beyond a short batch get zeros.
 *
 * Further terms on answers are in answer-terms.ts.
 *
 * Each row also adds its part of (label loss, objective, unscaled KL), the lengths of both terms' gradients and the values of
 * further terms to sums of its own, so that a curve costs no readback in the loop and the sums have one order.
 *
 * logits, dz [batchRows, columns]; labels: bytes, a table for each set of members that is told the same, [tables, N];
 * teacher [sources, N, columns]; sums [batchRows, 2].
 */
import { learnsAnswers, type Stage } from '../../../core/stages.ts';
import { lastLayer, type Layout } from '../layout.ts';
import { addAnswerTerms, answerTermsOf, answerTermsWgsl } from './answer-terms.ts';
import { NO_ROW } from './kernel.ts';
import type { Tile } from './matmul.ts';
import type { Phase } from './phase.ts';
import { eachRowOf, rowTiles } from './rows.ts';
import { softmaxWgsl } from './softmax.ts';

/** What of the loss this population has. */
export function termsOf(stage: Stage) {
  const { objectives, members } = stage;
  const isSoft = objectives.some(({ term }) => term === 'softTargets');
  const isSmoothed = members.some(({ labelSmoothing }) => labelSmoothing > 0);
  const ofAnswers = answerTermsOf(stage);
  const hasTeacher = isSoft || ofAnswers.length > 0 || members.some(learnsAnswers);
  return { isSoft, ofAnswers, hasTeacher, isSmoothed };
}

export function loss(layout: Layout, stage: Stage, tile: Tile): Phase {
  const { batchRows, batchSize, activationVec4s } = layout;
  const { columns, outputAt, gradientAt } = lastLayer(layout);
  const wide = columns / 4;
  const { isSoft, ofAnswers, hasTeacher, isSmoothed } = termsOf(stage);
  const code = `
fn loss_row(s : u32, b : u32) {
  let member = members[s];
  let z = s * ${activationVec4s}u + ${outputAt}u + b * ${wide}u;
  let dz = s * ${activationVec4s}u + ${gradientAt}u + b * ${wide}u;
  var row = ${NO_ROW}u;
  if (b < ${batchSize}u) { row = draws[step.rows + member.group * ${batchSize}u + b]; }
  if (row == ${NO_ROW}u) {
    for (var q = 0u; q < ${wide}u; q++) { activations[dz + q] = vec4<f32>(); }
    return;
  }
  let perValid = bitcast<f32>(draws[step.shares + 2u * s]);
  let perLabelled = select(0.0, bitcast<f32>(draws[step.shares + 2u * s + 1u]), row < member.labelled);
  let normaliser = normaliser_student(z, 1.0);
  let label = (labels[member.labelsAt + (row >> 2u)] >> (8u * (row & 3u))) & 0xffu;
  let labelLoss = -logSoftmaxOf_student(z, label, normaliser) * perLabelled;
  var answer = label;
  var hardShare = perLabelled;
  var hardLoss = labelLoss;
  ${hasTeacher ? learnAnswers(wide) : ''}
  ${isSmoothed ? smoothedLoss(layout.classes) : ''}
  ${isSoft ? softTerm(wide) : 'let kl = 0.0;'}
  var hardLength = 0.0;
  var softLength = 0.0;
  for (var q = 0u; q < ${wide}u; q++) {
    let class4 = 4u * q + vec4<u32>(0u, 1u, 2u, 3u);
    var wanted = select(vec4<f32>(), vec4<f32>(1.0), class4 == vec4<u32>(answer));
    ${isSmoothed ? `wanted = mix(wanted, select(vec4<f32>(), vec4<f32>(${1 / layout.classes}), class4 < vec4<u32>(${layout.classes}u)), member.labelSmoothing);` : ''}
    let hard = member.hardWeight * hardShare * (exp(logSoftmax_student(z, q, 1.0, normaliser)) - wanted);
    let soft = ${isSoft ? 'softShare * (exp(logSoftmax_student(z, q, T, normaliserZ)) - exp(logSoftmax_teacher(v, q, T, normaliserV)))' : 'vec4<f32>()'};
    hardLength += dot(hard, hard);
    softLength += dot(soft, soft);
    activations[dz + q] = hard + soft;
  }
  var objective = member.hardWeight * hardLoss + member.softScale * kl;
  var values = vec3<f32>();
  ${addAnswerTerms(ofAnswers)}
  let sum = 2u * (s * ${batchRows}u + b);
  sums[sum] += vec4<f32>(labelLoss, objective, kl, values.x);
  sums[sum + 1u] += vec4<f32>(sqrt(hardLength), sqrt(softLength), values.yz);
}
fn loss(member : u32, tile : vec2<u32>, thread : vec2<u32>) {
  ${eachRowOf(tile, batchRows, 'loss_row(member, row);')}
}`;
  return {
    label: 'loss',
    name: 'loss',
    code,
    helpers: [
      softmaxWgsl('student', 'activations', layout),
      ...(hasTeacher ? [softmaxWgsl('teacher', 'teacher', layout)] : []),
      ...(isSoft ? [KL_TERM] : []),
      ...(ofAnswers.length > 0 ? [answerTermsWgsl(ofAnswers, layout)] : []),
    ],
    buffers: [
      'activations',
      'labels',
      ...(hasTeacher ? (['teacher'] as const) : []),
      'draws',
      'members',
      'sums',
    ],
    tiles: rowTiles(tile, batchRows),
  };
}

function learnAnswers(wide: number): string {
  return `
  if (member.learnsAnswers == 1u) {
    answer = topAnswer_teacher(member.teacherAt + row * ${wide}u);
    hardShare = perValid;
    hardLoss = -logSoftmaxOf_student(z, answer, normaliser) * hardShare;
  }`;
}

/**
 * Terms of `KL(p || q)` from their logarithms, as `p (d + exp(-d) - 1)` with d = log p - log q: the same sum as p d,
 * because p and q both add up to one, but no term is negative. At a high temperature p d nearly cancels, and float32
 * would be left with noise; for small d the bracket is its series, d^2/2 - d^3/6 + ...
 */
const KL_TERM = `
fn klTerm(logP : vec4<f32>, logQ : vec4<f32>) -> vec4<f32> {
  let d = logP - logQ;
  let p = exp(logP);
  let series = p * d * d * (0.5 - d * (1.0 / 6.0 - d * (1.0 / 24.0 - d / 120.0)));
  return select(exp(logQ) - p + p * d, series, abs(d) < vec4<f32>(0.125));
}`;

/** `(1 - e) * CE(label) + e * mean over c of CE(c)`: cross-entropy with the mixed target. */
function smoothedLoss(classes: number): string {
  return `
  if (member.labelSmoothing > 0.0) {
    var all = 0.0;
    for (var c = 0u; c < ${classes}u; c++) { all -= logSoftmaxOf_student(z, c, normaliser); }
    hardLoss = mix(hardLoss, all * (hardShare * ${1 / classes}), member.labelSmoothing);
  }`;
}

function softTerm(wide: number): string {
  return `
  let T = member.temperature;
  let v = member.teacherAt + row * ${wide}u;
  let normaliserZ = normaliser_student(z, T);
  let normaliserV = normaliser_teacher(v, T);
  let softShare = member.softScale * perValid / T;
  var divergence = vec4<f32>();
  for (var q = 0u; q < ${wide}u; q++) {
    divergence += klTerm(logSoftmax_teacher(v, q, T, normaliserV), logSoftmax_student(z, q, T, normaliserZ));
  }
  let kl = perValid * (divergence.x + divergence.y + divergence.z + divergence.w);`;
}
