/**
 * What the networks answer on some images, asked for again whenever the images, the networks or the run have moved on; and
 * the test images. Nothing is loaded and nothing computed for an element that is out of sight.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AnswerSheet, TestImages } from '../../core/answers.ts';
import { sentenceOf } from '../../core/errors.ts';
import type { Text } from '../../core/text.ts';
import type { Networks } from '../networks.ts';
import { Sight } from '../sight.ts';

/** What an element wants answered, and what the answers depend on beside it. */
export interface Wanted {
  readonly networks: Networks | undefined;
  readonly images: Uint8Array | undefined;
  /** Another value when the networks may have learnt something since. */
  readonly moved: unknown;
}

export class LiveAnswers implements ReactiveController {
  /** The last ones that came: shown until others do. */
  sheet: AnswerSheet | undefined;
  test: TestImages | undefined;
  /** A sentence, when something could not be had; to be shown with `inLocale`. */
  error: Text = '';
  /** How long the last answers took, in ms. */
  took = 0;

  private readonly host: ReactiveControllerHost & Element;
  private readonly wanted: (test: TestImages | undefined) => Wanted;
  private last: Wanted | undefined;
  private watched: Networks | undefined;
  private testOf: Networks | undefined;
  private asking = false;
  private readonly sight: Sight;

  /** @param wanted read after every update of the element, with the test images once they are here */
  constructor(host: ReactiveControllerHost & Element, wanted: (test: TestImages | undefined) => Wanted) {
    this.host = host;
    this.wanted = wanted;
    this.sight = new Sight(host);
    host.addController(this);
  }

  hostUpdate(): void {
    if (!this.last || this.last.networks === this.wanted(this.test).networks) return;
    this.sheet = undefined; // other networks' answers
    this.error = '';
  }

  hostUpdated(): void {
    this.watch(this.sight.isSeen ? this.wanted(this.test).networks : undefined);
    if (!this.sight.isSeen) return;
    void this.loadTest();
    if (!this.asking) void this.ask();
  }

  hostDisconnected(): void {
    this.watch(undefined);
    this.last = undefined;
  }

  private watch(networks: Networks | undefined): void {
    if (networks === this.watched) return;
    this.watched?.watch(false);
    networks?.watch(true);
    this.watched = networks;
  }

  private async loadTest(): Promise<void> {
    const { networks } = this.wanted(this.test);
    if (!networks || networks === this.testOf) return;
    this.testOf = networks;
    try {
      const test = await networks.testImages();
      if (this.testOf === networks) this.test = test;
    } catch (error) {
      if (this.testOf !== networks) return;
      this.testOf = undefined;
      this.error = sentenceOf(error);
    }
    this.host.requestUpdate();
  }

  /** One question at a time; what has changed meanwhile is asked next. */
  private async ask(): Promise<void> {
    const { last } = this;
    const now = this.wanted(this.test);
    if (last && now.networks === last.networks && now.images === last.images && now.moved === last.moved)
      return;
    this.last = now;
    const { networks, images } = now;
    if (!networks || !images) return;
    this.asking = true;
    const from = performance.now();
    const isWanted = (): boolean => this.last?.networks === networks;
    try {
      const sheet = await networks.answers(images);
      if (isWanted()) [this.sheet, this.error, this.took] = [sheet, '', performance.now() - from];
    } catch (error) {
      if (isWanted()) [this.sheet, this.error] = [undefined, sentenceOf(error)];
    } finally {
      this.asking = false;
      this.host.requestUpdate();
    }
  }
}
