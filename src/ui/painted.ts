/** Resolves when what has been rendered is on the screen; in a page that nobody sees, when somebody does. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
