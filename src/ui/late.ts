/**
 * The elements that the first paint does not need: what stands under the charts or in closed cards, and notes that are
 * seldom there. They come in one piece as soon as the rest is on the screen; what is already in the page becomes alive then.
 */
import './lab-explore.ts';
import './lab-verdict.ts';
import './own-files.ts';
import './pace-select.ts';
import './presenting/page-keys.ts';
import './results-table.ts';
import './reuse-note.ts';
import './shipped-teachers.ts';
import './teacher-file.ts';
import './unfinished-note.ts';
