/** One sentence for a control. */
export interface Control {
  readonly name: string;
  readonly help: string;
  /** Its accessible name on the page, where that is not just its name. */
  readonly is?: RegExp;
}

/** The controls of a part of the page. */
export interface ControlGroup {
  readonly title: string;
  /** Names of the elements whose controls they are. */
  readonly elements: readonly string[];
  readonly controls: readonly Control[];
}
