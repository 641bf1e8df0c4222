/** What we use of jstat, which comes without types. */
declare module 'jstat' {
  interface StudentT {
    cdf(x: number, degreesOfFreedom: number): number;
    inv(p: number, degreesOfFreedom: number): number;
  }
  const library: { readonly jStat: { readonly studentt: StudentT } };
  export default library;
}
