/** What is in closed cards, and notes that are seldom there, see late.ts. */
import './card-hints.ts';
import './own-files.ts';
import './pace-select.ts';
import './presenting/page-keys.ts';
import './reuse-note.ts';
import './shipped-teachers.ts';
import './teacher-file.ts';
import './unfinished-note.ts';
