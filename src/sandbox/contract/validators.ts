/** Ajv for JSON Schema 2020-12, one validator for each schema that is asked for, compiled when it is. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenApiDocument } from './document.ts';
import { valueAt } from './document.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problem.ts';

export interface Validators {
  /** What the schema at the pointer finds wrong with a value. */
  check(pointer: string, value: unknown, place: Problem['place']): Problem[];
}

export function createValidators(document: OpenApiDocument): Validators {
  const compiled = new Map<string, ValidateFunction>();
  let ajv: Ajv2020 | undefined;

  function compile(pointer: string): ValidateFunction {
    if (ajv === undefined) {
      // Not strict: a document carries keywords of OpenAPI and extensions beside those of JSON Schema.
      ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false, ownProperties: true });
      formats.default(ajv);
      ajv.addSchema(document, 'document:');
    }
    const fragment = pointer.split('/').map(encodeURIComponent).join('/');
    return ajv.compile({ $ref: `document:#${fragment}` });
  }

  const schema = (reference: string) => (reference.startsWith('#/') ? (valueAt(document, reference.slice(1)) as object | undefined) : undefined);

  return {
    check(pointer, value, place) {
      let validate = compiled.get(pointer);
      if (validate === undefined) compiled.set(pointer, (validate = compile(pointer)));
      return validate(value) ? [] : problemsOf(validate.errors ?? [], place, value, schema);
    },
  };
}
