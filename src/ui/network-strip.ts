/** <network-strip>: every kind of network of the experiment, drawn to scale, with its accuracy and what it is doing. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NetworkSummary } from '../core/events.ts';
import { armsOf, isEnsemble } from '../core/stages.ts';
import type { RunState } from '../core/run-state.ts';
import { inLocale, msg, str } from '../core/text.ts';
import { formatCount, formatPercent } from './format.ts';
import { activityOf } from './network-activity.ts';
import { commonScale, drawing, drawnWidth } from './network-drawing.ts';
import { isAlike, lineSample, roleStyle } from './roles.ts';
import { meanAtEnd } from './run-curves.ts';
import { base } from './theme.ts';

/** A network in little width: its figures under each other. */
const stacked = css`
  grid-row: span 5;
  grid-template: 'name' 'figure' 'accuracy' 'doing' 'size' / minmax(0, 1fr);
  grid-template-rows: subgrid;
  padding-inline: 16px;
`;

@customElement('network-strip')
export class NetworkStrip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      ul {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        grid-template-rows: repeat(4, auto);
        list-style: none;
      }
      li {
        display: grid;
        grid-row: span 4;
        grid-template: 'name name' 'figure accuracy' 'figure doing' 'size size' / auto 1fr;
        grid-template-rows: subgrid;
        align-items: center;
        gap: 0 20px;
        padding-inline: 24px;
        border-inline-start: 1px solid var(--hairline);
      }
      li:first-child {
        padding-inline-start: 0;
        border: 0;
      }
      .name {
        grid-area: name;
        display: flex;
        align-items: center;
        gap: 8px;
        margin-bottom: 8px;
        font-weight: 600;
      }
      .figure {
        grid-area: figure;
        display: block;
        width: var(--figure);
        height: 80px;
        padding-block: 3px;
      }
      .accuracy {
        grid-area: accuracy;
        align-self: end;
        font-size: var(--accuracy-size, 2.25rem);
        font-weight: var(--accuracy-weight, 300);
        line-height: 1.1;
        letter-spacing: -0.02em;
        white-space: nowrap;
      }
      .accuracy.several {
        font-size: var(--range-size, 1.5rem);
      }
      :host([brief]) :is(.size, .caption) {
        display: none;
      }
      .doing {
        grid-area: doing;
        align-self: start;
      }
      .size {
        grid-area: size;
        margin-top: 4px;
      }
      .caption {
        margin-top: 12px;
      }
      @container (max-width: 780px) {
        ul {
          grid-template-rows: repeat(5, auto);
        }
        li {
          ${stacked}
        }
        :where(.many) .accuracy {
          font-size: 1.625rem;
        }
      }
      @container (max-width: 1080px) {
        ul:where(.many) {
          grid-template-rows: repeat(5, auto);
        }
        :where(.many) > li {
          ${stacked}
        }
      }
      /* More than stand in a row. */
      ul.crowd {
        grid-auto-flow: row;
        grid-template: none / repeat(auto-fill, minmax(160px, 1fr));
        row-gap: 20px;
      }
      :where(.crowd) > li {
        ${stacked}
      }
      .crowd .accuracy {
        font-size: 1.625rem;
      }
      :host([brief]) .crowd .figure {
        display: none;
      }
      @container (max-width: 520px) {
        ul,
        ul.crowd {
          grid-auto-flow: row;
          grid-template: none / minmax(0, 1fr);
          row-gap: 0;
        }
        li,
        li:first-child {
          grid-row: auto;
          grid-template: 'figure name accuracy' auto 'figure size accuracy' auto 'figure doing doing' auto / auto 1fr auto;
          padding: 12px 0;
          border: 0;
          border-top: 1px solid var(--hairline);
        }
        li:first-child {
          border: 0;
          padding-top: 0;
        }
        .name {
          margin: 0;
        }
        .name svg {
          display: none;
        }
        .accuracy {
          align-self: start;
          font-size: 1.75rem;
        }
        :host([brief]) .figure {
          display: none;
        }
        :host([brief]) li {
          grid-template: 'name accuracy' auto 'doing accuracy' auto / 1fr auto;
          padding: 6px 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) networks: readonly NetworkSummary[] = [];
  @property({ attribute: false }) run!: RunState;
  /** What the accuracy was measured on, such as "2,000 validation images". */
  @property() images = '';

  protected override render() {
    const scale = commonScale(this.networks);
    const widest = Math.max(...this.networks.map((network) => drawnWidth(network, scale)));
    const kinds = kindsOf(this.networks);
    return html`<ul
        class="${kinds.length > 3 ? 'many' : ''} ${kinds.length > 5 ? 'crowd' : ''}"
        .style=${`--figure: ${Math.ceil(widest) + 1}px`}
      >
        ${kinds.map((alike) => this.network(alike, scale))}
      </ul>
      <p class="caption small">
        ${msg('Drawn to scale: a block is a matrix of weights, its area their number.')}
        ${msg(str`Accuracy on ${this.images}.`)}
      </p>`;
  }

  /** @param alike arms that differ only in a setting, with one network for each seed */
  private network(alike: readonly NetworkSummary[], scale: number) {
    const [network] = alike as [NetworkSummary];
    const { role } = network;
    const accuracies = this.accuracies(network);
    const doing = activityOf(role, this.run);
    const style = roleStyle(network);
    const count = alike.reduce((sum, arm) => sum + arm.count, 0);
    return html`<li>
      <p class="name">${lineSample(style)}${style.label}</p>
      ${drawing(network, scale, doing.drawn)}
      <p class="accuracy ${accuracies.length > 1 ? 'several' : ''}">
        ${
          accuracies.length === 0
            ? html`<span aria-hidden="true">–</span
                ><span class="visually-hidden">${msg('accuracy not computed')}</span>`
            : rangeText(accuracies)
        }
      </p>
      <p class="doing small">${inLocale(doing.words)}</p>
      <p class="size small">
        ${count > 1 ? msg(str`${formatCount(count)} of ${sizesOf(alike)}`, { id: 'networks-of-a-size' }) : sizesOf(alike)}
      </p>
    </li>`;
  }

  /** Of each arm the mean over its networks. */
  private accuracies(network: NetworkSummary): readonly number[] {
    const arms = armsOf(this.run.history.filter((point) => isAlike(point, network)));
    return arms.flatMap(({ of }) => meanAtEnd(of, 'accuracy') ?? []);
  }
}

/** One shape and its parameters, or how many shapes there are and their parameters from the least to the most. */
function sizesOf(alike: readonly NetworkSummary[]): string {
  const shapes = [...new Set(alike.map(({ architecture }) => architecture))];
  const counts = alike.map(({ parameters }) => parameters);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const parameters =
    least === most ? formatCount(least) : msg(str`${formatCount(least)} to ${formatCount(most)}`);
  return shapes.length > 1
    ? msg(str`${shapes.length} shapes, ${parameters} parameters`)
    : msg(str`${shapes[0]!}, ${parameters} parameters`);
}

/** Arms that differ only in a setting stand together. */
export function kindsOf(networks: readonly NetworkSummary[]): readonly (readonly NetworkSummary[])[] {
  return networks
    .filter((network) => !isEnsemble(network)) // its networks are there already
    .filter((network, i, networks) => networks.findIndex((other) => isAlike(other, network)) === i)
    .map((network) => networks.filter((other) => isAlike(other, network)));
}

function rangeText(accuracies: readonly number[]): string {
  const [low, high] = [Math.min(...accuracies), Math.max(...accuracies)].map((share) => formatPercent(share));
  return low === high ? low! : `${low!.replace('\u00a0%', '')}–${high!}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'network-strip': NetworkStrip;
  }
}
