/** Step 7: students too small, teachers too bad, distillation of other kinds, and what to read next. */
import { html } from 'lit';
import { presetById } from '../../../core/presets.ts';
import type { Verdict } from '../../../core/run-record.ts';
import { armsOf } from '../../../core/stages.ts';
import { comparedText, errorsText, inTheRun, meanErrors, verdictOn } from '../evidence.ts';
import { shownConfig, type Part, type Seen, type Step } from '../step.ts';

const { student, distillation } = presetById('capacity-gap')!.config;
const badTeacher = presetById('bad-teacher')!.config;

export const whenNot: Step = {
  id: 'when-not',
  title: 'When not to distil',
  presets: ['capacity-gap', 'bad-teacher'],
  part: 'stage',
  reads: 'run',
  words: html`A student can be too small to follow. These have ${student.hidden[0]!} hidden units between 784
  pixels and ten answers; one learns from the labels, one from the teacher at T = ${distillation.temperature},
  with as many images.`,
  question: 'Which of the two makes fewer errors?',
  choices: [
    { id: 'labels', name: 'The student of the labels' },
    { id: 'distilled', name: 'The distilled student' },
    { id: 'none', name: 'No difference shown' },
  ],
  todo: html`Press Set it up, then Run, or replay the recorded run.`,
  read: (seen) => {
    const { run } = seen.state;
    const isOfTeachers = shownConfig(seen.state).vary.some(({ path }) => path === 'teacher.flaw');
    if (isOfTeachers) {
      const measured = run.verdicts.length > 0;
      return measured ? { parts: [teachersPart(seen), KINDS, READING] } : undefined;
    }
    const verdict = verdictOn(run, { role: 'distilled', method: 'softTargets' }, { role: 'hardLabel' });
    if (!verdict) return undefined;
    return {
      outcome: outcomeOf(verdict),
      parts: [gapPart(seen, verdict), BAD_TEACHERS, KINDS, READING],
    };
  },
};

function outcomeOf({ conclusion }: Verdict): string {
  return { BETTER: 'distilled', WORSE: 'labels', 'NO DIFFERENCE SHOWN': 'none' }[conclusion];
}

function gapPart({ state: { run } }: Seen, { candidate, baseline, conclusion }: Verdict): Part {
  const [distilled, labels] = [meanErrors(run, candidate), meanErrors(run, baseline)];
  const why =
    conclusion === 'WORSE'
      ? 'One explanation is that so few units cannot say all that a warm teacher says; this run does not test it.'
      : '';
  const helped = verdictOn(run, { role: 'distilled', method: 'teacherAssistant' }, { role: 'distilled' });
  return {
    words: html`${inTheRun(run)}: ${errorsText(labels)} errors from the labels, ${errorsText(distilled)} from
    the teacher, ${comparedText(distilled, labels)}. ${why}
    ${
      helped
        ? html`By way of an assistant of middling size it is ${errorsText(meanErrors(run, helped.candidate))},
          ${helped.conclusion === 'NO DIFFERENCE SHOWN' ? 'which shows no difference to being taught directly' : `${comparedText(meanErrors(run, helped.candidate), distilled)} than taught directly`}.`
        : ''
    }`,
  };
}

const BAD_TEACHERS: Part = {
  words: html`Nor is a bad teacher worth listening to: one that stopped early hands on its mistakes, and one
  with random weights has nothing to say, softly or not. The preset Bad teachers has four side by side, a good
  one among them. And with all labels at hand, a student that is large enough has next to nothing to gain.`,
  offers: [
    {
      name: 'Set up Bad teachers',
      commands: [{ kind: 'reset' }, { kind: 'load', config: badTeacher }, { kind: 'bring', part: 'stage' }],
    },
  ],
};

/** The errors of each teacher's student, beside those of the labels. */
function teachersPart({ state: { run } }: Seen): Part {
  const students = armsOf(run.results.filter(({ role }) => role === 'distilled'));
  const hard = run.verdicts[0]!.baseline;
  return {
    words: html`${inTheRun(run)} the student of the labels makes ${errorsText(meanErrors(run, hard))} errors.
    Those of the four teachers:
    ${students.map(({ arm }, i) => `${i > 0 ? '; ' : ''}${(arm.setting ?? '').replace('teacher: ', '')}, ${errorsText(meanErrors(run, arm))}`)}.
    A student cannot know that its teacher is wrong: the more it listens, the more it learns of that.`,
  };
}

const KINDS: Part = {
  words: html`All of this is distillation for one task: teacher and student answer the same question. Language
  models are often distilled before any task and fine-tuned afterwards. DistilBERT is one of those; its
  published parameters say T = 2, not 4 as is often read, and its teacher is BERT-base, not large. TinyBERT
  matches attention maps and hidden states as well, first in general, then for a task. Here only answers are
  matched.`,
};

const READING: Part = {
  words: html`To read next:
    <a href="https://arxiv.org/abs/1503.02531" target="_blank" rel="noopener"
      >Hinton, Vinyals and Dean 2015, where this began</a
    >;
    <a href="https://arxiv.org/abs/2106.05945" target="_blank" rel="noopener"
      >Stanton et al. 2021, whether a student really follows its teacher</a
    >;
    <a href="https://arxiv.org/abs/1902.03393" target="_blank" rel="noopener"
      >Mirzadeh et al. 2020, the gap and the assistant</a
    >;
    <a href="https://arxiv.org/abs/1910.01108" target="_blank" rel="noopener">Sanh et al. 2019, DistilBERT</a
    >. They open in a new tab. From here on the lab is yours: change one thing, predict, run.`,
};
