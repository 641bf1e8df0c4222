/**
 * What the page says of each method of distillation: its formula, its source and one paragraph. Apart from methods.ts, because the first
 * paint needs none of it.
 */
import type { MethodName } from './methods.ts';
import { text } from './text.ts';

export interface MethodWords {
  /** What is minimised; y label, p and q teacher's and student's probabilities, v and z their logits. */
  readonly formula: string;
  readonly source: string;
  /** One paragraph. */
  readonly explains: string;
}

export const METHOD_WORDS: Readonly<Record<MethodName, MethodWords>> = {
  softTargets: {
    formula: '(1 − α) CE(y, q) + α T² KL(p_T ‖ q_T)',
    source: 'Hinton, Vinyals and Dean 2015, arXiv 1503.02531',
    explains: text(
      'The student matches the teacher’s softened answer to every image, wrong classes included, and a little of the labels.',
    ),
  },
  pseudoLabels: {
    formula: 'CE(argmax v, q)',
    source: 'Lee 2013, ICML workshop on challenges in representation learning',
    explains: text(
      'The student learns the teacher’s top answer as if it were a label, on images without a label too: what soft targets have beyond it is dark knowledge.',
    ),
  },
  logitMse: {
    formula: '(1 − α) CE(y, q) + α s ½ |z − v|²',
    source: 'Ba and Caruana 2014, arXiv 1312.6184',
    explains: text(
      'The student matches the teacher’s logits before any softmax, which is what soft targets become as T grows; even logits of classes that are out of the question count in full.',
    ),
  },
  jensenShannon: {
    formula: '(1 − α) CE(y, q) + α s T² JS(p_T, q_T)',
    source: 'Lin 1991, IEEE Transactions on Information Theory 37(1)',
    explains: text(
      'A divergence that treats teacher and student alike and never exceeds ln 2: a student that is far off is pulled less than by KL.',
    ),
  },
  decoupled: {
    formula: '(1 − α) CE(y, q) + α s T² (TCKD + 8 NCKD)',
    source: 'Zhao et al. 2022, arXiv 2203.08679',
    explains: text(
      'Soft targets in two parts: how sure the teacher is of the target, and what it thinks of the other classes. In soft targets the second part fades where the teacher is sure; here it has a weight of its own.',
    ),
  },
  fitnets: {
    formula: '[t < ½] s ½ |v − r(u)|² + [t ≥ ½] ((1 − α) CE(y, q) + α T² KL(p_T ‖ q_T))',
    source: 'Romero et al. 2015, arXiv 1412.6550',
    explains: text(
      'In the first half of its steps the student only learns to have the teacher’s middle hidden layer v in its own, u, through a learned linear map r; in the second half it learns from soft targets.',
    ),
  },
  attentionTransfer: {
    formula:
      'CE(y, q) + s ½ |∂CE/∂x (student) − ∂CE/∂x (teacher)|², or s ½ Σ |Q/|Q| − Q′/|Q′|| of convolutions',
    source: 'Zagoruyko and Komodakis 2017, arXiv 1612.03928',
    explains: text(
      'The student learns to look where the teacher looks: the pixels that would change the loss most, or, where both are convolutional, the places where their convolutions are active, are to be the same in both.',
    ),
  },
  relational: {
    formula: 'CE(y, q) + 25 s (D + 2 A)',
    source: 'Park et al. 2019, arXiv 1904.05068',
    explains: text(
      'Not what the teacher answers is learned but how images lie to each other in its last hidden layer: which are near or far (D), and under which angles they see each other (A).',
    ),
  },
  patient: {
    formula: '(1 − α) CE(y, q) + α T² KL(p_T ‖ q_T) + s Σ |u/|u| − v/|v||²',
    source: 'Sun et al. 2019, arXiv 1908.09355',
    explains: text(
      'Soft targets, and beside them several hidden layers of the student that are to point where the teacher’s do, whatever their length.',
    ),
  },
  cosine: {
    formula: '(1 − α) CE(y, q) + α T² KL(p_T ‖ q_T) + s (1 − cos(u, v))',
    source: 'Sanh et al. 2019 (DistilBERT), arXiv 1910.01108',
    explains: text(
      'Labels, soft targets and, as a third loss, the direction of the last hidden layer: the recipe of DistilBERT on small networks.',
    ),
  },
  tinyBert: {
    formula: '(1 − α) CE(y, q) + α T² KL(p_T ‖ q_T) + s Σ (MSE(A, A′) + MSE(r(H), H′))',
    source: 'Jiao et al. 2020 (TinyBERT), arXiv 1909.10351',
    explains: text(
      'Soft targets, and beside them each block of the student is to attend where a block of the teacher does (A), and to have its tokens (H), through a learned linear map r where widths differ.',
    ),
  },
  layerInit: {
    formula: '(1 − α) CE(y, q) + α s T² KL(p_T ‖ q_T)',
    source: 'Sanh et al. 2019 (DistilBERT), arXiv 1910.01108',
    explains: text(
      'The student begins with every other layer of its teacher instead of random weights, as DistilBERT does; layers must have the shapes of the student’s.',
    ),
  },
  teacherAssistant: {
    formula: '(1 − α) CE(y, q) + α s T² KL(p′_T ‖ q_T)',
    source: 'Mirzadeh et al. 2020, arXiv 1902.03393',
    explains: text(
      'Where the teacher is much larger than the student, a network in between learns from it first and then teaches (p′): each step down is smaller.',
    ),
  },
  ensemble: {
    formula: '(1 − α) CE(y, q) + α s T² KL(p̄_T ‖ q_T), p̄ = (p₁ + … + pₖ) / k',
    source: 'Hinton, Vinyals and Dean 2015, arXiv 1503.02531',
    explains: text(
      'Several teachers that differ in their first weights answer together: their mean p̄ is better than each and less sure where they disagree.',
    ),
  },
  bornAgain: {
    formula: '(1 − α) CE(y, q) + α s T² KL(q′_T ‖ q_T)',
    source: 'Furlanello et al. 2018, arXiv 1805.04770',
    explains: text(
      'Networks of the student’s own size teach each other in a row: the first learns from the teacher, each next one from the one before (q′).',
    ),
  },
  mutual: {
    formula: 'CE(y, q) + s T² KL(q′_T ‖ q_T)',
    source: 'Zhang et al. 2018, arXiv 1706.00384',
    explains: text(
      'No teacher at all: two students that began differently learn from the labels and, at every step, from each other’s answers (q′).',
    ),
  },
};
