/** Where the bundler puts a worker's entry point. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
