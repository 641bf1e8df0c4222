/** What is in closed cards and panels or at the end of its row, and notes that are seldom there, see late.ts. */
import './alpha-choice.ts';
import './backend-details.ts';
import './card-hints.ts';
import './language-choice.ts';
import './loss-formula.ts';
import './own-files.ts';
import './pace-select.ts';
import './presenting/page-keys.ts';
import './preset-words.ts';
import './replay-bar.ts';
import './reuse-note.ts';
import './share-bar.ts';
import './shipped-teachers.ts';
import './teacher-file.ts';
import './unfinished-note.ts';
