/** The query of the page's address, part by part and as it was written: what nobody here knows stays. */

/** Its parts without those of some names. */
export function queryWithout(...names: readonly string[]): readonly string[] {
  return location.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !names.includes(part.split('=')[0]!));
}

/** Without a new entry in the browser's history. */
export function replaceAddress(query: readonly string[], hash = location.hash): void {
  const search = query.length > 0 ? `?${query.join('&')}` : '';
  history.replaceState(history.state, '', location.pathname + search + hash);
}
