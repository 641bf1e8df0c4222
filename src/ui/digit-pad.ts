/**
 * <digit-pad>: paper to draw a digit on with mouse, finger, pen or keyboard, and the 28 x 28 image that networks see.
 *
 * It tells of what is drawn by DigitEvents. `pixels` may also be set, to a digit that somebody else has drawn; it is
 * then passed on as it is, without an event, until something is drawn over it.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { inLocale, msg, str, text, type Text } from '../core/text.ts';
import './digit-image.ts';
import { digitPadStyles } from './digit-pad-styles.ts';
import { onceAFrame } from './pad/once-a-frame.ts';
import { createKeyPen, type Place } from './pad/key-pen.ts';
import { createPointerPen } from './pad/pointer-pen.ts';
import { isSame, pictureOf, seenOn } from './pad/seen.ts';
import { createSheet } from './pad/sheet.ts';
import { followInk, tint } from './page-ink.ts';
import { base } from './theme.ts';

/** Safari cannot say how many pixels of the screen there are. */
const KNOWS_DEVICE = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;
/** How long a pen that the keyboard moves has rested when it is said where it is, in ms. */
const REST = 600;

/** What is drawn has changed. */
export class DigitEvent extends Event {
  /** As MNIST's: grey levels `[28 * 28]`, 255 is ink; nothing where the paper is empty. */
  readonly pixels: Uint8Array | undefined;

  constructor(pixels: Uint8Array | undefined) {
    super('digit', { bubbles: true, composed: true });
    this.pixels = pixels;
  }
}

@customElement('digit-pad')
export class DigitPad extends LitElement {
  static override styles = [base, digitPadStyles];

  @state() private seen: Uint8Array | undefined;
  /** Whether the keyboard moves the pen, which is then to be seen. */
  @state() private byKeys = false;
  @state() private said: Text = '';
  @query('canvas') private canvas!: HTMLCanvasElement;
  private readonly sheet = createSheet();
  private readonly pointer = createPointerPen(this.sheet);
  private readonly keys = createKeyPen(this.sheet);
  private readonly paced = onceAFrame(() => this.tell());
  private readonly resized = new ResizeObserver(([entry]) => this.fit(entry!));
  private given: Uint8Array | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    followInk(this, () => this.paint());
  }

  /** @throws RangeError where it is set to anything but 28 x 28 pixels or nothing */
  @property({ attribute: false })
  set pixels(pixels: Uint8Array | undefined) {
    if (pixels === this.seen) return; // what came from here: the drawing stays as it is
    if (pixels && pixels.length !== 784)
      throw new RangeError(`A digit has 28 x 28 = 784 pixels, not ${pixels.length}.`);
    this.sheet.replace(pixels && pictureOf(pixels));
    this.given = this.seen = pixels;
    this.paint();
  }
  get pixels(): Uint8Array | undefined {
    return this.seen;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pointer.stop();
    this.resized.disconnect();
    this.paced.stop();
    clearTimeout(this.resting);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.watchSize();
  }

  protected override firstUpdated(): void {
    this.watchSize();
  }

  private watchSize(): void {
    this.resized.observe(this.canvas, { box: KNOWS_DEVICE ? 'device-pixel-content-box' : 'content-box' });
  }

  protected override render() {
    const { sheet, byKeys, seen } = this;
    const { x, y } = this.keys.place;
    return html`<div class="pad">
      <div class="paper">
        <canvas
          width="280"
          height="280"
          tabindex="0"
          role="application"
          aria-roledescription=${msg('drawing paper')}
          aria-label=${msg('Draw a digit')}
          aria-describedby="help"
          @pointerdown=${this.down}
          @pointermove=${this.move}
          @pointerup=${this.up}
          @pointercancel=${this.up}
          @keydown=${this.press}
          @keyup=${this.keys.release}
          @focus=${() => (this.byKeys = this.canvas.matches(':focus-visible'))}
          @blur=${this.leave}
        ></canvas>
        ${sheet.isEmpty ? html`<span class="hint" aria-hidden="true">${msg('Draw a digit')}</span>` : nothing}
        ${
          byKeys
            ? html`<span
                class=${sheet.isDrawing ? 'pen down' : 'pen'}
                .style=${`left: ${100 * x}%; top: ${100 * y}%`}
              ></span>`
            : nothing
        }
      </div>
      <div class="buttons">
        <button type="button" aria-disabled=${!sheet.canUndo} @click=${this.undo}>${msg('Undo')}</button>
        <button type="button" aria-disabled=${sheet.isEmpty} @click=${this.clear}>${msg('Clear')}</button>
      </div>
      <figure>
        <figcaption class="small">${msg('What the networks see')}</figcaption>
        <div class="seen">
          <digit-image
            .pixels=${seen}
            label=${seen ? msg('Your drawing in 28 by 28 pixels') : msg('Nothing yet')}
          ></digit-image>
        </div>
      </figure>
      <p id="help" class="help small">
        ${msg('With a mouse, a finger or a pen; Shift and a click draw a straight line. By keyboard: arrows move the pen, Space puts it down and lifts it, Z undoes, Delete clears.')}
      </p>
      <span class="visually-hidden" role="status">${inLocale(this.said)}</span>
    </div>`;
  }

  private down(event: PointerEvent): void {
    if (!this.pointer.down(event)) return;
    this.byKeys = false;
    this.paced.request();
  }

  private move(event: PointerEvent): void {
    if (this.pointer.move(event)) this.paced.request();
  }

  private up(event: PointerEvent): void {
    if (!this.pointer.up(event)) return;
    this.keys.place = this.sheet.last ?? this.keys.place;
    this.paced.request();
  }

  private press(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const letter = key.toLowerCase();
    if (altKey || ((ctrlKey || metaKey) && letter !== 'z')) return; // the browser's own
    const did = this.keys.press(event);
    if (did) this.follow(did);
    else if (key === 'Delete' || key === 'Backspace') this.clear();
    else if (letter === 'z' && !shiftKey) this.undo();
    else return;
    event.preventDefault();
    this.byKeys = true;
  }

  /** Shows and says what the keyboard has done with the pen; where it is only once it rests. */
  private follow(did: 'moved' | 'put down' | 'lifted'): void {
    this.requestUpdate();
    clearTimeout(this.resting);
    const words = PEN_WORDS[did](this.keys.place);
    if (did === 'moved') this.resting = setTimeout(() => (this.said = words), REST);
    else this.said = words;
    if (did !== 'moved' || this.sheet.isDrawing) this.paced.request();
  }

  private leave(): void {
    this.byKeys = false;
    if (!this.pointer.isDown && this.keys.leave()) this.paced.request();
  }

  private undo(): void {
    if (!this.sheet.canUndo) return;
    clearTimeout(this.resting); // or its words would take the place of these
    this.sheet.undo();
    this.said = this.sheet.isEmpty
      ? text('Undone. The paper is empty.')
      : text(str`Undone. Strokes on the paper: ${this.sheet.strokes}.`);
    this.paced.now();
  }

  private clear(): void {
    if (this.sheet.isEmpty) return;
    clearTimeout(this.resting);
    this.sheet.clear();
    this.said = text('Cleared.');
    this.paced.now();
  }

  /** Paints what is drawn, and says what networks see of it where that is something new. */
  private tell(): void {
    const { sheet, given } = this;
    this.paint();
    this.requestUpdate(); // a stroke may have ended under the same image
    const seen = sheet.strokes > 0 ? seenOn(sheet) : sheet.isEmpty ? undefined : given;
    if (isSame(seen, this.seen)) return;
    this.seen = seen;
    this.dispatchEvent(new DigitEvent(seen));
  }

  private paint(): void {
    const context = this.hasUpdated ? this.canvas.getContext('2d') : undefined;
    if (!context) return;
    this.sheet.paint(context);
    tint(context, this.canvas);
  }

  /** As many pixels as the screen has there. */
  private fit({ contentRect, devicePixelContentBoxSize: sizes }: ResizeObserverEntry): void {
    const side = Math.round(KNOWS_DEVICE ? sizes[0]!.inlineSize : contentRect.width * devicePixelRatio);
    if (side === 0 || side === this.canvas.width) return;
    this.canvas.width = this.canvas.height = side;
    this.paint();
  }
}

const percent = (share: number): number => Math.round(100 * share);

const PEN_WORDS = {
  moved: ({ x, y }: Place) => text(str`${percent(x)} % across, ${percent(y)} % down.`),
  'put down': ({ x, y }: Place) => text(str`Pen on the paper, ${percent(x)} % across, ${percent(y)} % down.`),
  lifted: ({ x, y }: Place) => text(str`Pen lifted, ${percent(x)} % across, ${percent(y)} % down.`),
};

declare global {
  interface HTMLElementTagNameMap {
    'digit-pad': DigitPad;
  }
  interface HTMLElementEventMap {
    digit: DigitEvent;
  }
}
