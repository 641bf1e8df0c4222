/** All of it in a frame of 960 x 600; in a narrow one the run's buttons stay at the bottom and the rest scrolls. */
import { css } from 'lit';

export const embedStageStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    height: 100dvh;
    padding: 10px 20px 4px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 24px;
    padding-bottom: 8px;
    border-bottom: 1px solid var(--hairline);
  }
  h1 {
    font-size: 0.9375rem;
    font-weight: 600;
  }
  h1 a {
    display: inline-block;
    min-height: 24px;
    color: inherit;
    text-decoration: underline;
    text-decoration-color: var(--control);
    text-underline-offset: 3px;
  }
  .experiment {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    font-size: 0.875rem;
  }
  .experiment strong {
    font-weight: 600;
  }
  main {
    display: grid;
    grid-template-rows: auto minmax(160px, 1fr) auto auto;
    gap: 12px;
    min-height: 0;
    padding: 12px 0 8px;
    overflow: auto;
  }
  .source {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
  }
  .source p {
    flex-basis: 100%;
  }
  replay-bar {
    flex: 1;
  }
  footer {
    padding-top: 8px;
    border-top: 1px solid var(--hairline);
  }
  @media (max-width: 700px) {
    :host {
      height: auto;
      min-height: 100dvh;
      padding: 8px 16px 0;
    }
    main {
      grid-template-rows: none;
      overflow: visible;
    }
    footer {
      position: sticky;
      z-index: 1;
      bottom: 0;
      padding-bottom: max(4px, env(safe-area-inset-bottom));
      background: var(--surface);
    }
  }
`;
