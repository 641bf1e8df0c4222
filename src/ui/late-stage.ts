/** What stands under the charts, see late.ts. */
import './lab-explore.ts';
import './lab-verdict.ts';
import './results-table.ts';
