/** The query that `start` prints and GraphiQL opens with; it answers on the sandbox's demo data. */
export const exampleQuery = `{
  __typename
}
`;
