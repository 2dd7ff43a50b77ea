/**
 * Tailcall, a native program in Rust. The newest build that the package has is tried first; it asks for a newer C
 * library than many machines have, so the one before it stands behind.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENT } from '../../children.js';
import { freePort, startProgram } from '../../programs.js';
import { accountFields, claimFields } from '../../workloads.js';
import { accountInWords } from '../words.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `note`: which builds do not run here, and why. */
export async function startTailcall({ base, folder }) {
  const refusals = [];
  for (const name of ['tailcall', 'tailcall-before']) {
    const { version, program, refusal } = await tryBuild(here(`../node_modules/${name}`));
    if (refusal !== undefined) {
      refusals.push(`${version} does not run here: ${refusal}`);
      continue;
    }
    const port = await freePort();
    const configuration = join(folder, 'tailcall.graphql');
    const text = readFileSync(here('./graph.graphql'), 'utf8').replaceAll('UPSTREAM', base).replaceAll('CLIENT', CLIENT).replaceAll('PORT', String(port));
    await writeFile(configuration, text);
    const env = { TAILCALL_LOG_LEVEL: 'error', TAILCALL_TRACKER: 'false' };
    return { ...(await startProgram(program, ['start', configuration], { core: 0, port, env })), version, note: refusals.join('; ') || undefined };
  }
  throw new Error(refusals.join('; '));
}

async function tryBuild(folder) {
  let version = '';
  try {
    version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version.replace(/^v/, '');
    const program = join(folder, 'bin/tailcall');
    await chmod(program, 0o755);
    execFileSync(program, ['--version'], { stdio: 'pipe', env: { ...process.env, TAILCALL_TRACKER: 'false' } });
    return { version, program };
  } catch (error) {
    if (version === '') return { version: 'its program', refusal: `there is none for ${process.platform} on ${process.arch}` };
    const libraries = [...new Set(String(error.stderr).match(/GLIBC_[\d.]+/g))];
    return { version, refusal: libraries.length > 0 ? `it needs ${libraries.at(-1)}` : error.message.split('\n')[0] };
  }
}

/** Its fields are the vendors' own, below the names of the graph; what the remote answers keeps its shape. */
const links = (fields) => `payLinks { data { payLink { payLinks { items { ${fields} } } } } }`;
const ownAccount = accountFields.replace('accountReference', '');
const queries = {
  W4: `query W4($id: String!) { ${links('id personName personGender status amountPaid createdOn updatedOn').replace('payLinks', 'payLinks(id: $id)')} }`,
  W5: `query W5($a: String!) { account(accountReference: $a) { ${ownAccount} } accountClaims(accountReference: $a, limit: 20) { results { ${claimFields} ${links('id status amountPaid createdOn')} } } }`,
};
const inItsNames = (query) => query.replace(accountFields, ownAccount).replace('items {', 'results {').replaceAll(/(landingPageURL\([^)]*\))/g, '$1 { URL }');

export const request = ({ name, query, variables }) => ({
  path: '/graphql',
  body: { query: queries[name] ?? inItsNames(query), variables: name === 'W4' ? { id: variables.filters.id.equalTo } : variables },
});

export function translate(data, { name, variables }) {
  if (name === 'W4') return data.payLinks.data;
  const { account, accountClaims, ...pages } = data;
  const found = accountInWords(account, variables.a);
  for (const { contactInformation } of found.debtors) contactInformation.mobileNumber = String(contactInformation.mobileNumber);
  if (name === 'W5') return { account: { ...found, claims: accountClaims.results.map((claim) => ({ ...claim, payLinks: claim.payLinks.data.payLink.payLinks.items })) } };
  return { account: found, ...(accountClaims && { accountClaims: { items: accountClaims.results, paginationId: accountClaims.paginationId } }), ...Object.fromEntries(Object.entries(pages).map(([key, { URL }]) => [key, URL])) };
}
