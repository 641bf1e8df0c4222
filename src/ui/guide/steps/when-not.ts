/** Step 7: students too small, teachers too bad, distillation of other kinds, and what to read next. */
import { html } from 'lit';
import { presetById } from '../../../core/presets.ts';
import type { Verdict } from '../../../core/run-record.ts';
import { armsOf, type Arm } from '../../../core/stages.ts';
import { decimal, inLocale, msg, str, text } from '../../../core/text.ts';
import { comparedText, errorsText, inTheRun, meanErrors, verdictOn } from '../evidence.ts';
import { shownConfig, type Part, type Seen, type Step } from '../step.ts';

const { student, distillation } = presetById('capacity-gap')!.config;
const badTeacher = presetById('bad-teacher')!;

export const whenNot: Step = {
  id: 'when-not',
  title: text('When not to distil'),
  presets: ['capacity-gap', 'bad-teacher'],
  part: 'stage',
  reads: 'run',
  words: () =>
    msg(
      str`A student can be too small to follow. These have ${student.hidden[0]!} hidden units between 784 pixels and ten answers; one learns from the labels, one from the teacher at T = ${decimal(distillation.temperature)}, with as many images.`,
    ),
  question: text('Which of the two makes fewer errors?'),
  choices: [
    { id: 'labels', name: text('The student of the labels') },
    { id: 'distilled', name: text('The distilled student') },
    { id: 'none', name: text('No difference shown') },
  ],
  todo: text('Press Set it up, then Run, or replay the recorded run.'),
  read: (seen) => {
    const { run } = seen.state;
    const isOfTeachers = shownConfig(seen.state).vary.some(({ path }) => path === 'teacher.flaw');
    if (isOfTeachers) {
      const measured = run.verdicts.length > 0;
      return measured ? { parts: [teachersPart(seen), kindsPart(), readingPart()] } : undefined;
    }
    const verdict = verdictOn(run, { role: 'distilled', method: 'softTargets' }, { role: 'hardLabel' });
    if (!verdict) return undefined;
    return {
      outcome: outcomeOf(verdict),
      parts: [gapPart(seen, verdict), badTeachersPart(), kindsPart(), readingPart()],
    };
  },
};

function outcomeOf({ conclusion }: Verdict): string {
  return { BETTER: 'distilled', WORSE: 'labels', 'NO DIFFERENCE SHOWN': 'none' }[conclusion];
}

function gapPart({ state: { run } }: Seen, { candidate, baseline, conclusion }: Verdict): Part {
  const [distilled, labels] = [meanErrors(run, candidate), meanErrors(run, baseline)];
  const helped = verdictOn(run, { role: 'distilled', method: 'teacherAssistant' }, { role: 'distilled' });
  return {
    words: [
      msg(
        str`${inTheRun(run)}: ${errorsText(labels)} errors from the labels, ${errorsText(distilled)} from the teacher, ${comparedText(distilled, labels)}.`,
      ),
      conclusion === 'WORSE'
        ? msg(
            'One explanation is that so few units cannot say all that a warm teacher says; this run does not test it.',
          )
        : '',
      helped ? assistantText(meanErrors(run, helped.candidate), distilled, helped) : '',
    ].join(' '),
  };
}

function assistantText(errors: number, directly: number, { conclusion }: Verdict): string {
  const made = errorsText(errors);
  const difference = errorsText(Math.abs(Math.round(errors) - Math.round(directly)));
  return {
    BETTER: () =>
      msg(
        str`By way of an assistant of middling size it is ${made}, ${difference} fewer than taught directly.`,
      ),
    WORSE: () =>
      msg(
        str`By way of an assistant of middling size it is ${made}, ${difference} more than taught directly.`,
      ),
    'NO DIFFERENCE SHOWN': () =>
      msg(
        str`By way of an assistant of middling size it is ${made}, which shows no difference to being taught directly.`,
      ),
  }[conclusion]();
}

function badTeachersPart(): Part {
  const title = inLocale(badTeacher.title);
  return {
    words: msg(
      str`Nor is a bad teacher worth listening to: one that stopped early hands on its mistakes, and one with random weights has nothing to say, softly or not. The preset ${title} has four side by side, a good one among them. And with all labels at hand, a student that is large enough has next to nothing to gain.`,
    ),
    offers: [
      {
        name: msg(str`Set up ${title}`),
        commands: [
          { kind: 'reset' },
          { kind: 'load', config: badTeacher.config },
          { kind: 'bring', part: 'stage' },
        ],
      },
    ],
  };
}

/** The errors of each teacher's student, beside those of the labels. */
function teachersPart({ state: { run } }: Seen): Part {
  const students = armsOf(run.results.filter(({ role }) => role === 'distilled'));
  const hard = run.verdicts[0]!.baseline;
  const taught = students.map(({ arm }) => `${flawOf(arm)}, ${errorsText(meanErrors(run, arm))}`).join('; ');
  return {
    words: msg(
      str`${inTheRun(run)} the student of the labels makes ${errorsText(meanErrors(run, hard))} errors. Those of the four teachers: ${taught}. A student cannot know that its teacher is wrong: the more it listens, the more it learns of that.`,
    ),
  };
}

/** Of "teacher: stopped early" what tells it from the others. */
function flawOf({ setting = '' }: Arm): string {
  return inLocale(setting.slice(setting.indexOf(': ') + 1).trim());
}

function kindsPart(): Part {
  return {
    words: msg(
      'All of this is distillation for one task: teacher and student answer the same question. Language models are often distilled before any task and fine-tuned afterwards. DistilBERT is one of those; its published parameters say T = 2, not 4 as is often read, and its teacher is BERT-base, not large. TinyBERT matches attention maps and hidden states as well, first in general, then for a task. Here only answers are matched.',
    ),
  };
}

function readingPart(): Part {
  return {
    words: msg(
      html`To read next:
        <a href="https://arxiv.org/abs/1503.02531" target="_blank" rel="noopener"
          >Hinton, Vinyals and Dean 2015, where this began</a
        >;
        <a href="https://arxiv.org/abs/2106.05945" target="_blank" rel="noopener"
          >Stanton et al. 2021, whether a student really follows its teacher</a
        >;
        <a href="https://arxiv.org/abs/1902.03393" target="_blank" rel="noopener"
          >Mirzadeh et al. 2020, the gap and the assistant</a
        >;
        <a href="https://arxiv.org/abs/1910.01108" target="_blank" rel="noopener"
          >Sanh et al. 2019, DistilBERT</a
        >. They open in a new tab. From here on the lab is yours: change one thing, predict, run.`,
      { id: 'guide-reading' },
    ),
  };
}
