/**
 * The documents that the stand-ins are held to: the vendors' own, and beside each what the vendor is
 * known to do and does not document. Nothing in a request is affected but what a note says.
 *
 * Read once in a process, however many sandboxes it starts.
 */
import type { Contract } from './contract.ts';
import { loadContract } from './contract.ts';
import { cmPractice } from './cm/practice.ts';
import type { OpenApiDocument } from './contract/document.ts';
import { receevePractice } from './receeve/practice.ts';
import { ucollectPractice } from './ucollect/practice.ts';

export type DescribedSystem = 'receeve' | 'ucollect' | 'cm';

const practice: Record<DescribedSystem, (document: OpenApiDocument) => void> = {
  receeve: receevePractice,
  ucollect: ucollectPractice,
  cm: cmPractice,
};
const contracts = new Map<DescribedSystem, Contract>();

export function contractOf(system: DescribedSystem): Contract {
  let contract = contracts.get(system);
  if (contract === undefined) {
    contract = loadContract({ file: schemaFile(`${system}.openapi.yaml`), amend: practice[system] });
    contracts.set(system, contract);
  }
  return contract;
}

/** A file of the `schema` folder, which stands beside `src` and `dist` alike. */
export function schemaFile(name: string): URL {
  return new URL(`../../schema/${name}`, import.meta.url);
}
