/** The policy of the built page, from its HTML. That the lab works under it is tested on the site. */
import { expect, test } from 'vitest';
import { headersFile, policyOf, withPolicy } from '../../src/headless/content-security.ts';
import { headersAt } from '../site/headers.ts';

const page = (head: string) => `<html><head><meta charset="utf-8" />${head}</head></html>`;

test('of styles within the page only those bytes are allowed', () => {
  const policy = policyOf(page('<style>a{}</style><script type="module" src="./a.js"></script>'));
  // printf 'a{}' | openssl dgst -sha256 -binary | base64
  expect(policy).toContain(";style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=';");
  expect(policyOf(page('<style>b{}</style>'))).not.toBe(policy);
});

test('a script within the page ends the build', () => {
  expect(() => policyOf(page('<script>alert(1)</script>'))).toThrow('has a script within it');
  expect(() => policyOf(page('<script type="module">a()</script>'))).toThrow('has a script within it');
});

test('the policy stands before all that it governs', () => {
  const html = withPolicy(page('<style>a{}</style>'), "default-src 'none'");
  expect(html).toMatch(
    /charset="utf-8" \/>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none'">\s*<style>/,
  );
  expect(() => withPolicy('<html></html>', '')).toThrow('does not begin with its encoding');
});

test('in _headers no path has two values of one header', () => {
  const headers = headersFile("default-src 'none'");
  for (const path of ['/', '/index.html', '/sw.js', '/assets/a.js', '/favicon.svg'])
    expect(headersAt(headers, path)).toMatchObject({ 'Content-Security-Policy': "default-src 'none'" });
});
