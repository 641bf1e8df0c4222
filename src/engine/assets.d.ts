/** Files that the bundler turns into addresses. */
declare module '*.wasm?url' {
  const url: string;
  export default url;
}
