/** What the scalar JSON may hold. */
export type JSONValue = string | number | boolean | null | JSONValue[] | { [member: string]: JSONValue };
