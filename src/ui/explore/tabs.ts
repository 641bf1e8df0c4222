/**
 * The tabs under the results: each answers one question about the run on the page. What a panel is given stands here; its
 * element is loaded when the tab is opened.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { hasSoftTargets, learnsSoftAnswers, methodsOf } from '../../core/effects.ts';
import type { DistillationConfig, ExperimentConfig } from '../../core/experiment.ts';
import type { MethodName } from '../../core/methods.ts';
import { isActive, type RunState } from '../../core/run-state.ts';
import { presetOf, type Look } from '../../core/state.ts';
import { text } from '../../core/text.ts';
import type { Networks } from '../networks.ts';
import type { Shelf } from '../run-library.ts';

/** What there is to look at. */
export interface Shown {
  readonly run: RunState;
  readonly shelf: Shelf;
  /** The experiment in the form; a run has its own. */
  readonly config: ExperimentConfig;
  readonly networks: Networks | undefined;
  readonly look: Look;
}

export interface Tab {
  readonly id: string;
  /** To be shown with `inLocale`. */
  readonly title: string;
  /** Whether this experiment has it. */
  readonly isFor?: (config: ExperimentConfig) => boolean;
  /** Whether the run has come far enough. */
  readonly isReady: (run: RunState) => boolean;
  readonly panel: (shown: Shown) => TemplateResult;
  /** Defines the panel's element. */
  readonly load: () => Promise<unknown>;
}

const measured = ({ results }: RunState): boolean => results.length > 0;

const TABS: readonly Tab[] = [
  {
    id: 'paper',
    title: text('The paper'),
    isFor: (config) => presetOf(config)?.id === 'hinton-2015',
    isReady: () => true,
    panel: ({ run: { results } }) => html`<paper-panel .results=${results}></paper-panel>`,
    load: () => import('./paper-panel.ts'),
  },
  {
    id: 'dark',
    title: text('Dark knowledge'),
    isReady: () => true,
    panel: (shown) =>
      html`<dark-knowledge-panel
        .networks=${shown.networks}
        .run=${shown.run}
        .temperature=${distillationOf(shown).temperature}
        ?learned=${methodsIn(shown).some(learnsSoftAnswers)}
        .look=${shown.look}
      ></dark-knowledge-panel>`,
    load: () => import('./dark-knowledge-panel.ts'),
  },
  {
    id: 'draw',
    title: text('Draw a digit'),
    isReady: () => true,
    panel: (shown) =>
      html`<draw-panel
        .networks=${shown.networks}
        .run=${shown.run}
        .temperature=${distillationOf(shown).temperature}
        ?guest=${(shown.run.config ?? shown.config).data.omittedClasses.length === 0}
      ></draw-panel>`,
    load: () => import('./draw-panel.ts'),
  },
  {
    id: 'loss',
    title: text('The loss'),
    isReady: () => true,
    panel: (shown) => {
      const { history } = shown.run;
      const isSoft = methodsIn(shown).some(hasSoftTargets);
      const hasParts = history.some(({ terms }) => terms && Object.keys(terms).length > 1);
      return html`<loss-panel
          .networks=${shown.networks}
          .run=${shown.run}
          .distillation=${distillationOf(shown)}
        ></loss-panel>
        ${isSoft ? html`<gradient-panel .history=${history}></gradient-panel>` : nothing}
        ${hasParts ? html`<terms-panel .history=${history}></terms-panel>` : nothing}`;
    },
    load: () =>
      Promise.all([import('./loss-panel.ts'), import('./gradient-panel.ts'), import('./terms-panel.ts')]),
  },
  {
    id: 'leaderboard',
    title: text('Leaderboard'),
    isFor: variesMethod,
    isReady: measured,
    panel: ({ run: { results, verdicts, config }, config: inForm }) =>
      html`<leaderboard-panel .run=${{ results, verdicts, config: config ?? inForm }}></leaderboard-panel>`,
    load: () => import('./leaderboard-panel.ts'),
  },
  {
    id: 'sweep',
    title: text('Sweep'),
    isFor: ({ vary }) => vary.length > 0,
    isReady: measured,
    panel: ({ run: { results, verdicts, config }, config: inForm }) =>
      html`<sweep-panel .run=${{ results, verdicts, config: config ?? inForm }}></sweep-panel>`,
    load: () => import('./sweep-panel.ts'),
  },
  {
    id: 'classes',
    title: text('Classes'),
    isReady: measured,
    panel: ({ run: { results } }) =>
      html`<digits-panel .results=${results}></digits-panel>
        <confusion-panel .results=${results}></confusion-panel>`,
    load: () => Promise.all([import('./digits-panel.ts'), import('./confusion-panel.ts')]),
  },
  {
    id: 'disagreements',
    title: text('Disagreements'),
    isReady: () => true,
    panel: ({ networks, run }) =>
      html`<disagreements-panel .networks=${networks} .run=${run}></disagreements-panel>`,
    load: () => import('./disagreements-panel.ts'),
  },
  {
    id: 'confidence',
    title: text('Confidence'),
    isReady: measured,
    panel: ({ run: { results } }) => html`<confidence-panel .results=${results}></confidence-panel>`,
    load: () => import('./confidence-panel.ts'),
  },
  {
    id: 'cost',
    title: text('Size and speed'),
    isReady: measured,
    panel: ({ run: { results, record, origin } }) =>
      html`<cost-panel .results=${results} ?exportable=${record !== undefined && !origin}></cost-panel>`,
    load: () => import('./cost-panel.ts'),
  },
  {
    id: 'runs',
    title: text('Runs'),
    isReady: () => true,
    panel: ({ run, shelf }) => html`<runs-panel .shelf=${shelf} ?busy=${isActive(run)}></runs-panel>`,
    load: () => import('./runs-panel.ts'),
  },
];

function variesMethod({ vary }: ExperimentConfig): boolean {
  return vary.some(({ path }) => path === 'distillation.method');
}

function distillationOf({ run, config }: Shown): DistillationConfig {
  return (run.config ?? config).distillation;
}

function methodsIn({ run, config }: Shown): readonly MethodName[] {
  return methodsOf(run.config ?? config);
}

/** The tabs that an experiment has, in order. */
export function tabsFor(config: ExperimentConfig): readonly Tab[] {
  return TABS.filter(({ isFor }) => isFor?.(config) ?? true);
}

/** The id of the tab that speaks of what is special about an experiment. */
export function usual(config: ExperimentConfig): string | undefined {
  const { data, vary } = config;
  if (variesMethod(config)) return 'leaderboard';
  if (data.omittedClasses.length > 0 || vary.some(({ path }) => path === 'data.omittedClasses'))
    return 'classes';
  if (vary.some(({ path }) => path === 'distillation.tSquared')) return 'loss';
  if (vary.length > 0) return 'sweep';
  return undefined;
}
