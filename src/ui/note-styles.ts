/** A note across the page: what there is to say, and beside it, or under it, what may be done. */
import { css } from 'lit';

export const noteStyles = css`
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 8px 16px;
    margin-top: 12px;
    padding: 8px 0 8px 16px;
    border-inline-start: 3px solid var(--control);
  }
  .text {
    flex: 1 1 320px;
    max-width: 80ch;
  }
`;
