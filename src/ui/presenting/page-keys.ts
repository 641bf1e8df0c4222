/** <page-keys>: the keys of the plain page, and the button that lists them. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LabState } from '../../core/state.ts';
import { runKeys } from './drive.ts';
import './keys-panel.ts';

@customElement('page-keys')
export class PageKeys extends LitElement {
  @property({ attribute: false }) state!: LabState;
  private readonly actions = runKeys(this);

  protected override render() {
    return html`<keys-panel .actions=${this.actions} only-on-nothing></keys-panel>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-keys': PageKeys;
  }
}
