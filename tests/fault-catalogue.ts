/**
 * What may go wrong, and what the lab promises then, one sentence a fault. The test of a promise begins its name with the
 * id and a space; tests/run.ts says at the end of a whole run which promises no test has kept.
 */
export const FAULTS = {
  D1: 'What is no IDX file is refused by its first bytes, and the images in use stay.',
  D2: 'An IDX file that is cut off is refused with the length it should have and has, and nothing of it is used.',
  D3: 'An IDX file that is too long is refused just so.',
  D4: 'Gzipped or not is seen in the bytes: both are read, whatever the file is called.',
  D5: 'A damaged gzip file is called that, and a button lets you choose again.',
  D6: 'A gzip file that unpacks to more than it declares is stopped there, and takes less than twice that memory.',
  D7: 'Other dimensions than 28 x 28 images have, however large, are refused before memory is taken.',
  D8: 'Images and labels of different numbers are refused with both numbers.',
  D9: 'A label that is no class is named with its place; values that are no unsigned bytes are refused.',
  D10: 'Files of no images and no labels are refused.',
  D11: 'A file above 200 MB is refused by its size, unread.',
  D12: 'Choosing nothing does nothing; a folder or text that is dropped is answered in a sentence.',
  D13: 'With fewer images than a batch a step takes them all, the page says so, and every number is one.',
  C1: 'A temperature that cannot be is an error of its field and holds Run back; in a link it is left out and named.',
  C2: 'So is any other setting that is out of its range, and a network that is too large.',
  C3: 'No link keeps the page from starting; what is not understood is left out, and the page says so.',
  C4: 'Foreign text is shown as text, short and without invisible characters, and reaches no prototype.',
  C5: 'A file of any older version is read as what it meant.',
  C6: 'A file of a newer version is refused with its version, and nothing of it is used.',
  C7: 'A run from elsewhere is checked and bounded before it is shown, and is marked as imported.',
  C8: 'A line of a chart may be called anything.',
  T1: 'A loss that is no longer a number ends the run soon, says at which step, and keeps the curve up to there.',
  T2: 'A student as large as its teacher, or larger, may be trained; the page says what that means.',
  T3: 'Stop takes effect once, whenever and however often it is pressed, and leaves nothing on the device.',
  T4: 'However quickly Run and Reset are pressed, one worker is alive and one run at most.',
  T5: 'A teacher that does not fit the data or the experiment is not used, and the reason is given.',
  T6: 'A run keeps the settings that it began with; edits are marked as the next run’s.',
  T7: 'Runs of different lengths are drawn whole on one axis.',
  G1: 'Without WebGPU the lab trains on wasm, and the badge says why.',
  G2: 'A backend that fails or hangs is passed over; the page is never blank.',
  G3: 'A software adapter is used and named as one.',
  G4: 'A run whose GPU is lost goes on from its checkpoint, in a new worker.',
  G5: 'One whose GPU is lost again, or for good, goes on without it and says so.',
  G6: 'A GPU lost while something is measured or kept costs no number and no checkpoint.',
  G7: 'Too little GPU memory is told from a lost GPU.',
  G8: 'What the GPU refuses ends the run, and its numbers are not shown.',
  G9: 'Kernels that take long to compile are said to be prepared, and are in no timing.',
  G10: 'On an insecure address the lab trains all the same, and the badge says what would bring the GPU.',
  W1: 'A page whose parts are gone from the server says that there is a new version.',
  W2: 'A worker that dies ends no run: it goes on in another one.',
  W3: 'A worker that hangs is ended and replaced.',
  W4: 'What a worker of before says late is dropped.',
  P1: 'In a hidden tab training goes on and drawing waits.',
  P2: 'After sleep the run goes on, and no time counts that was slept.',
  P3: 'Leaving in the middle of a run asks first, and it can be taken up on return.',
  P4: 'Of two tabs one trains; the other is told and may take over.',
  S1: 'When the disk is full the run goes on, and the page says that nothing is kept.',
  S2: 'Without storage the lab works in memory.',
  S3: 'A damaged record is set aside, and the others load.',
  S4: 'Another version of the page in another tab blocks nobody.',
  S5: 'Where the browser has thrown away what was kept, the page says so.',
  N1: 'Opened without a network, the page says so in a sentence and offers to try again.',
  N2: 'What the network breaks off is asked for again, and training does not wait for charts.',
  N3: 'A data file that is another one, or a web page, is not trained on.',
  N4: 'No page mixes two versions, and none changes in the middle of a run.',
  U1: 'At any width and zoom charts fit and nothing scrolls sideways.',
  U2: 'The whole lab works by keyboard, screen reader, less motion and forced colours.',
  U3: 'In a frame without storage the lab works in memory.',
  U4: 'Without the drawing library the numbers stand in a table.',
} as const;

export type FaultId = keyof typeof FAULTS;

/** A test as it came out. */
export interface TestOutcome {
  /** Its own name, without those of the suites around it. */
  readonly name: string;
  readonly passed: boolean;
}

/** The fault whose promise a test holds, by the beginning of its name; undefined for any other test. */
export function faultOf(name: string): FaultId | undefined {
  const [id] = name.split(' ', 1);
  return id !== name && id !== undefined && Object.hasOwn(FAULTS, id) ? (id as FaultId) : undefined;
}

/** Faults without a test that passed, or with one that did not, in the order of the catalogue. */
export function missingFaults(tests: readonly TestOutcome[]): readonly FaultId[] {
  const seen = new Map<FaultId, boolean>();
  for (const { name, passed } of tests) {
    const id = faultOf(name);
    if (id) seen.set(id, passed && seen.get(id) !== false);
  }
  return (Object.keys(FAULTS) as FaultId[]).filter((id) => seen.get(id) !== true);
}

/** One line for the end of a whole run. */
export function faultLine(missing: readonly FaultId[]): string {
  const all = Object.keys(FAULTS).length;
  const line = `Fault catalogue: ${all - missing.length} of ${all} ids passed`;
  return missing.length > 0 ? `${line}; missing: ${missing.join(', ')}` : line;
}
