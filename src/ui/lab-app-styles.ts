/** The page's grid: the recipe beside the stage where there is room, under it where there is not. */
import { css } from 'lit';

export const labAppStyles = css`
  :host {
    display: block;
    max-width: 100rem;
    min-height: 100vh;
    margin: 0 auto;
    padding: var(--guide-head, 0) 40px calc(48px + var(--guide-foot, 0px));
  }
  :host([view='present']),
  :host([view='embed']) {
    max-width: none;
    min-height: 0;
    padding: 0;
  }
  :is(present-stage, embed-stage):not(:defined) {
    display: block;
    min-height: 100dvh;
  }
  .columns {
    display: grid;
    grid-template-columns: 19.5rem minmax(0, 1fr);
    gap: 0 48px;
    margin-top: 24px;
  }
  aside {
    grid-area: 1 / 1;
    min-width: 0;
  }
  main {
    grid-area: 1 / 2;
    min-width: 0;
  }
  run-bar {
    position: sticky;
    z-index: 2;
    top: 0;
    padding: 0 0 8px;
  }
  /* Its room until it is here, see late.ts. */
  run-bar > share-bar:not(:defined) {
    width: 282px;
    height: 36px;
  }
  .narrow {
    display: none;
  }
  footer {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin-top: 40px;
    padding-top: 12px;
    border-top: 1px solid var(--hairline);
  }
  footer a {
    color: inherit;
    line-height: 24px;
  }
  @media (max-width: 1200px) {
    :host {
      padding-inline: 24px;
    }
    .columns {
      grid-template-columns: 17rem minmax(0, 1fr);
      gap: 0 32px;
    }
  }
  @media (max-width: 1100px) {
    run-bar > share-bar:not(:defined) {
      width: 190px;
    }
  }
  @media (max-width: 760px) {
    run-bar {
      position: fixed;
      inset: auto 0 0;
      padding: 8px 16px max(8px, env(safe-area-inset-bottom));
      border-top: 1px solid var(--hairline);
    }
    :host {
      padding: var(--guide-head, 0) 16px 160px;
    }
    .columns {
      display: block;
      margin-top: 16px;
    }
    .narrow {
      display: block;
      margin-top: 24px;
    }
    aside {
      margin-top: 32px;
      padding-top: 24px;
      border-top: 1px solid var(--hairline);
    }
  }
`;
